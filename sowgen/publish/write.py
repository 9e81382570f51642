"""Puts a package's files into its folder: whole or not at all, and never over edits.

Each file is written aside and swapped in by one rename. Before the first rename a journal
notes the new digests, so that a build killed between renames is known to be ours next time.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sowgen.diagnostics import Diagnostic, Outcome, Span, error
from sowgen.model.artifact import Artifact
from sowgen.publish.manifest import NAME, Manifest, Output, is_plain_name, read_manifest
from sowgen.workspace import digest_of, locked, read_bytes, remove_leftovers, swap_in, write_aside

JOURNAL = ".journal.json"


@dataclass(frozen=True, slots=True)
class Published:
    """Files that are new or changed, files that were right already, files taken away."""

    written: tuple[Path, ...] = ()
    unchanged: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()


def publish(
    folder: Path, artifacts: Iterable[Artifact], manifest: Manifest, *, whole: bool, force: bool
) -> Outcome[Published]:
    """Writes the artifacts and the manifest into `folder`.

    `whole`: the artifacts are the whole package, so files of an earlier build that are no
    longer part of it are removed. `force`: write over files that a person changed.
    Codes: F040 a changed file, F041 a foreign file, F042 a file held open, F043 no room,
    F044 no permission. With any of them nothing is changed.
    """
    new = {a.name: a for a in artifacts}
    try:
        with locked(folder):
            remove_leftovers(folder)
            return _publish(folder, new, manifest, whole=whole, force=force)
    except OSError as problem:
        return Outcome(Published(), (_refused(folder, problem),))


def _publish(
    folder: Path, new: Mapping[str, Artifact], manifest: Manifest, *, whole: bool, force: bool
) -> Outcome[Published]:
    before = read_manifest(folder)
    ours = _written_before(folder, before)
    there = {name: digest_of(folder / name) for name in new}
    if not force:
        found = [
            _changed(folder, name, known=name in ours)
            for name, digest in there.items()
            if digest is not None
            and digest != new[name].digest
            and digest not in ours.get(name, ())
        ]
        if found:
            return Outcome(Published(), tuple(found))
    changed = {name: a for name, a in new.items() if there[name] != a.digest}
    kept = () if before is None or whole else _kept(folder, before, new)
    outputs = [*kept, *(Output(a.name, a.kind, a.format, a.digest) for a in new.values())]
    facts = replace(manifest, outputs=tuple(sorted(outputs, key=lambda o: o.name)))
    data = facts.to_bytes()
    if changed or read_bytes(folder / NAME) != data:
        _swap(folder, changed, data, ours)
    (folder / JOURNAL).unlink(missing_ok=True)
    gone = ours if whole else _renamed(before, new, ours)
    stale = _stale(folder, gone, {o.name for o in outputs})
    for path in stale:
        path.unlink()
    return Outcome(
        Published(
            tuple(folder / name for name in changed),
            tuple(folder / name for name in new if name not in changed),
            stale,
        )
    )


def _swap(
    folder: Path,
    changed: Mapping[str, Artifact],
    manifest: bytes,
    ours: Mapping[str, set[str]],
) -> None:
    """All files aside first, so that a full disk is met before the first rename."""
    aside: dict[str, Path] = {}
    try:
        for name, artifact in changed.items():
            aside[name] = write_aside(folder, name, artifact.data)
        aside[NAME] = write_aside(folder, NAME, manifest)
        # What an earlier build may have left stays ours, should this one be stopped as well.
        known = {name: {a.digest, *ours.get(name, ())} for name, a in changed.items()}
        journal = json.dumps({n: sorted(d) for n, d in {**ours, **known}.items()}, sort_keys=True)
        swap_in(write_aside(folder, JOURNAL, journal.encode()), folder / JOURNAL)
        for name in [*changed, NAME]:
            swap_in(aside[name], folder / name)
            del aside[name]
    finally:
        for path in aside.values():
            path.unlink(missing_ok=True)


def _written_before(folder: Path, manifest: Manifest | None) -> dict[str, set[str]]:
    """The digests under which we may have left each file: the manifest's, and those of a
    build that was stopped before it wrote its manifest."""
    ours: dict[str, set[str]] = {}
    for output in manifest.outputs if manifest else ():
        ours.setdefault(output.name, set()).add(output.sha256)
    try:
        journal = json.loads(read_bytes(folder / JOURNAL) or b"{}")
        for name, digests in journal.items():
            if is_plain_name(name):
                ours.setdefault(name, set()).update(str(digest) for digest in digests)
    except (ValueError, AttributeError, TypeError, RecursionError):
        pass  # A journal that nobody can read tells nothing; the manifest still does.
    return ours


def _kept(folder: Path, before: Manifest, new: Mapping[str, Artifact]) -> tuple[Output, ...]:
    """Files of an earlier build that this one did not make, as long as they are there."""
    made = {(a.kind, a.format) for a in new.values()}
    return tuple(
        o
        for o in before.outputs
        if o.name not in new and (o.kind, o.format) not in made and (folder / o.name).is_file()
    )


def _renamed(
    before: Manifest | None, new: Mapping[str, Artifact], ours: Mapping[str, set[str]]
) -> dict[str, set[str]]:
    """Files of an earlier build whose document was made anew under another name."""
    made = {(a.kind, a.format) for a in new.values()}
    outputs = before.outputs if before else ()
    return {
        o.name: ours[o.name] for o in outputs if (o.kind, o.format) in made and o.name not in new
    }


def _stale(folder: Path, ours: Mapping[str, set[str]], current: set[str]) -> tuple[Path, ...]:
    """Files we wrote that are no part of the package any more and that nobody changed."""
    return tuple(
        folder / name
        for name, digests in sorted(ours.items())
        if name not in current and digest_of(folder / name) in digests
    )


def _changed(folder: Path, name: str, *, known: bool) -> Diagnostic:
    span = Span(_shown(folder / name))
    if known:
        return error(
            "F040",
            f"`{name}` was changed since sowgen wrote it",
            span,
            "take the changes into the project, or build with --force to lose them",
        )
    return error(
        "F041",
        f"`{name}` is there already, and sowgen did not write it",
        span,
        "move it away, or build with --force",
    )


def _refused(folder: Path, problem: OSError) -> Diagnostic:
    name = problem.filename2 or problem.filename or folder
    span = Span(_shown(Path(str(name))))
    if getattr(problem, "winerror", None) in (5, 32, 33) and problem.filename2:
        return error(
            "F042",
            f"`{Path(str(name)).name}` is open in another program",
            span,
            "close it in Word and build again",
        )
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return error(
            "F043",
            "there is no room left on the disk",
            span,
            "nothing was changed; make room and build again",
        )
    return error(
        "F044",
        f"the output folder cannot be written: {problem.strerror}",
        span,
        "check its permissions, or name another with --out",
    )


def _shown(path: Path) -> str:
    """`projects/widget/out/…` for a file of a project's own output folder, else the whole path."""
    parts = path.parts
    if len(parts) > 4 and parts[-2] == "out" and parts[-4] == "projects":
        return "/".join(parts[-4:])
    return path.as_posix()
