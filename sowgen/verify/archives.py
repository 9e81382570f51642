"""The archive of a bound package: each file in it is looked at by itself."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from sowgen.model.artifact import BUNDLE
from sowgen.publish.archive import CONTENTS
from sowgen.verify.docx_parts import BROKEN, open_parts
from sowgen.verify.limits import MAX_FILE, Unreadable
from sowgen.verify.passages import Change
from sowgen.verify.reports import VERDICTS, Report

_MOST_FILES = 200


def archived(data: bytes) -> Mapping[str, bytes] | None:
    """The files of an archive by name, None where it is none that `build --bundle` could have
    made. Raises `Unreadable`."""
    if not data.startswith(b"PK\x03\x04") or CONTENTS.encode() not in data[:200]:
        return None
    parts = open_parts(data)
    if len(parts.names) > _MOST_FILES:
        raise Unreadable(f"it holds more than {_MOST_FILES} files")
    try:
        return {name: _member(parts.archive, name) for name in sorted(parts.names)}
    except BROKEN as problem:
        raise Unreadable("it is damaged") from problem


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > MAX_FILE:
        raise Unreadable(f"`{name}` in it is larger than {MAX_FILE:,} bytes")
    return archive.read(name)


def of_archive(
    file: str, members: Mapping[str, bytes], report: Callable[[str, bytes], Report]
) -> Report:
    """The report on an archive with those on its files: no better than the worst of them."""
    found = tuple(
        report(f"{file}/{name}", data)
        for name, data in members.items()
        if name != CONTENTS and not name.endswith("/")
    )
    changes = tuple(_against_contents(members))
    verdicts = {member.verdict for member in found} or {"unknown"}
    if changes:
        verdicts.add("edited")
    worst = max(verdicts, key=VERDICTS.index)
    origin = next((member.origin for member in found if member.origin), None)
    if origin is not None:
        origin = replace(origin, kind=BUNDLE, format="zip", clauses=())
    reason = "not all of its files are ours" if worst == "unknown" else ""
    return Report(file, worst, origin, changes, reason=reason, members=found)


def _against_contents(members: Mapping[str, bytes]) -> Iterator[Change]:
    """Where the archive does not hold what its list says."""
    listed: dict[str, str] = {}
    for line in members.get(CONTENTS, b"").decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    for name in sorted(listed.keys() - members.keys()):
        yield Change("words", name, "the archive lists it and does not hold it")
    for name in sorted(members.keys() - listed.keys() - {CONTENTS}):
        yield Change("added", name, "the archive holds it and does not list it")
    for name in sorted(listed.keys() & members.keys()):
        if hashlib.sha256(members[name]).hexdigest() != listed[name]:
            yield Change("metadata", CONTENTS, f"the sum of {name} is another")
