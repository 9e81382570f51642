"""The archive of a bound package: each file in it is looked at by itself."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from sowgen.model.artifact import BUNDLE
from sowgen.publish.archive import CONTENTS
from sowgen.verify.docx_parts import BROKEN, open_parts
from sowgen.verify.limits import MAX_FILE, Unreadable
from sowgen.verify.passages import Change, word_diff
from sowgen.verify.reports import VERDICTS, Origin, Report

_MOST_FILES = 100
_BEGINNING = 200
_NESTED = "an archive in an archive is not looked into"


def archived(data: bytes) -> Mapping[str, bytes] | None:
    """The files of an archive by name, None where it is none that `build --bundle` could have
    made. Raises `Unreadable`."""
    if not data.startswith(b"PK\x03\x04") or CONTENTS.encode() not in data[:_BEGINNING]:
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
    file: str,
    members: Mapping[str, bytes],
    report: Callable[[str, bytes], Report],
    names: Callable[[Origin], frozenset[str]],
) -> Report:
    """The report on an archive with those on its files: no better than the worst of them. `names`
    gives the files of the package that a file comes from, none where it is not known."""
    found = tuple(
        Report(f"{file}/{name}", "unknown", reason=_NESTED, damaged=True)
        if _is_archive(data)
        else report(f"{file}/{name}", data)
        for name, data in members.items()
        if name != CONTENTS and not name.endswith("/")
    )
    origin = next((member.origin for member in found if member.origin), None)
    changes = (
        *_against_contents(members),
        *_of_other_states(file, found),
        *(_against_package(members, names(origin)) if origin else ()),
    )
    verdicts = {member.verdict for member in found} or {"unknown"}
    if changes:
        verdicts.add("edited")
    worst = max(verdicts, key=VERDICTS.index)
    if origin is not None:
        origin = replace(origin, kind=BUNDLE, format="zip", clauses=())
    reason = "not all of its files are ours" if worst == "unknown" else ""
    return Report(file, worst, origin, changes, reason=reason, members=found)


def _is_archive(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04") and CONTENTS.encode() in data[:_BEGINNING]


def _of_other_states(file: str, members: Sequence[Report]) -> Iterator[Change]:
    """Documents that are not of the version, commit and project of the first one: no package ever
    held them together."""
    first: tuple[str, str, str, str] | None = None
    for member in members:
        origin = member.origin
        if origin is None or origin.format not in ("docx", "pdf"):
            continue
        state = (origin.project, origin.version, origin.commit, origin.issued)
        first = first or state
        if state != first:
            name = member.file.removeprefix(f"{file}/")
            words = word_diff(_told(first), _told(state))
            yield Change("metadata", name, f"it is of another package: {words}")


def _against_package(members: Mapping[str, bytes], names: frozenset[str]) -> Iterator[Change]:
    """Files that the package has and the archive has not, and the other way round."""
    if names:
        for name in sorted(names - members.keys()):
            yield Change("words", name, "the package has it, and the archive does not hold it")
        for name in sorted(members.keys() - names - {CONTENTS}):
            yield Change("added", name, "it is no file of the package for the other party")


def _told(state: tuple[str, str, str, str]) -> str:
    project, version, commit, issued = state
    return f"{project}, version {version}{', issued' if issued else ''}, commit {commit[:12]}"


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
