"""Puts a package's files into its folder: whole or not at all, and never over edits.

Each file is written aside and swapped in by one rename. Before the first rename a journal
notes the new digests, so that a build killed between renames is known to be ours next time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sowgen.diagnostics import Outcome
from sowgen.model.artifact import Artifact
from sowgen.publish import findings
from sowgen.publish.manifest import Manifest, Output, is_plain_name, read_manifest
from sowgen.workspace import (
    JOURNAL,
    MANIFEST,
    Stamp,
    digest_of,
    locked,
    read_bytes,
    remove_leftovers,
    swap_in,
    write_aside,
)


@dataclass(frozen=True, slots=True)
class Published:
    """Files that are new or changed, files that were right already, files taken away; and `older`
    ones, which this build did not make and which come from other inputs. `stamps`: the artifacts
    and the manifest as they were put there."""

    written: tuple[Path, ...] = ()
    unchanged: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()
    older: tuple[Path, ...] = ()
    stamps: tuple[Stamp, ...] = ()


def publish(
    folder: Path, artifacts: Iterable[Artifact], manifest: Manifest, *, whole: bool, force: bool
) -> Outcome[Published]:
    """Writes the artifacts and the manifest into `folder`.

    `whole`: the artifacts are the whole package, so that files of an earlier build are removed,
    unless they were made from the very same inputs (the bound package, a format asked for
    besides). Otherwise they are kept, and B110 names those that are older. `force`: write over
    files that a person changed.

    Codes: F040 a changed file, F041 a foreign file, F042 a file held open, F043 no room,
    F044 no permission, or a folder in the place of a file. With any of them nothing is changed,
    unless a file cannot be replaced when others were already: then `written` has those, the
    finding names them, and the next build knows them as its own. B111: a file that should have
    been removed was left.
    """
    swapped: list[str] = []
    new = {a.name: a for a in artifacts}
    try:
        with locked(folder):
            remove_leftovers(folder)
            return _publish(folder, new, manifest, swapped, whole=whole, force=force)
    except OSError as problem:
        written = tuple(folder / name for name in swapped)
        return Outcome(Published(written), (findings.refused(folder, problem, swapped),))


def _publish(
    folder: Path,
    new: Mapping[str, Artifact],
    manifest: Manifest,
    swapped: list[str],
    *,
    whole: bool,
    force: bool,
) -> Outcome[Published]:
    before = read_manifest(folder)
    ours = _written_before(folder, before)
    there = {name: digest_of(folder / name) for name in new}
    found = [
        findings.changed(folder, name, known=name in ours)
        for name, digest in there.items()
        if digest not in (None, new[name].digest, *ours.get(name, ())) and not force
    ]
    in_the_way = [name for name in (*new, MANIFEST, JOURNAL) if (folder / name).is_dir()]
    found += [findings.in_the_way(folder / name) for name in in_the_way]
    if found:
        return Outcome(Published(), tuple(found))
    changed = {name: a for name, a in new.items() if there[name] != a.digest}
    made = [Output(a.name, a.kind, a.format, a.digest, a.audience, manifest.build, a.inputs)
            for a in new.values()]  # fmt: skip
    kept = _kept(folder, before, new, manifest.build if whole else None)
    gone = ours if whole else _renamed(before, new, ours)
    gone = {name: gone[name] for name in sorted(gone.keys() - new.keys() - {o.name for o in kept})}
    edited = [n for n, digests in gone.items() if digest_of(folder / n) not in (None, *digests)]
    stale = [folder / n for n in gone if n not in edited and (folder / n).exists()]

    def facts(left: Iterable[str]) -> bytes:
        remembered = [o for o in (before.outputs if before else ()) if o.name in left]
        return _facts(manifest, before, [*made, *kept, *remembered]).to_bytes()

    data = facts(edited)
    held: list[str] = []
    if changed or stale or read_bytes(folder / MANIFEST) != data:
        held = _swap(folder, changed, stale, data, ours, swapped)
    if held:
        data = facts([*edited, *held])
        swap_in(write_aside(folder, MANIFEST, data), folder / MANIFEST)
    (folder / JOURNAL).unlink(missing_ok=True)
    older = tuple(folder / o.name for o in kept if o.build != manifest.build)
    return Outcome(
        Published(
            tuple(folder / name for name in changed),
            tuple(folder / name for name in new if name not in changed),
            tuple(path for path in stale if path.name not in held),
            older,
            tuple(_stamps(folder, new.values(), data)),
        ),
        (
            *findings.older(folder, older),
            *(findings.left(folder / name) for name in [*edited, *held]),
        ),
    )


def _stamps(folder: Path, artifacts: Iterable[Artifact], manifest: bytes) -> Iterator[Stamp]:
    """Each file as it should be in the folder. One that somebody has changed since it was put
    there gets a stamp that does not hold."""
    digests = {a.name: a.digest for a in artifacts}
    digests[MANIFEST] = hashlib.sha256(manifest).hexdigest()
    for name, digest in digests.items():
        yield Stamp.of_ours(folder / name, digest)


def _facts(manifest: Manifest, before: Manifest | None, outputs: Iterable[Output]) -> Manifest:
    """The manifest with its outputs, and the facts of the builds that made those it kept."""
    listed = tuple(sorted(outputs, key=lambda o: o.name))
    builds = {o.build for o in listed} - {manifest.build}
    known = {b: before.facts_of(b) for b in builds} if before else {}
    earlier = {build: known[build] or {} for build in sorted(known)}
    return replace(manifest, outputs=listed, earlier=earlier)


def _swap(
    folder: Path,
    changed: Mapping[str, Artifact],
    stale: Iterable[Path],
    manifest: bytes,
    ours: Mapping[str, set[str]],
    swapped: list[str],
) -> list[str]:
    """All files aside first, so that a full disk is met before the first rename. What is stale
    goes before the manifest forgets it. Gives the names of stale files that are held open;
    `swapped` gets the name of each file as it is put in its place."""
    aside: dict[str, Path] = {}
    held: list[str] = []
    try:
        for name, artifact in changed.items():
            aside[name] = write_aside(folder, name, artifact.data)
        aside[MANIFEST] = write_aside(folder, MANIFEST, manifest)
        # What an earlier build may have left stays ours, should this one be stopped as well.
        known = {name: {a.digest, *ours.get(name, ())} for name, a in changed.items()}
        journal = json.dumps({n: sorted(d) for n, d in {**ours, **known}.items()}, sort_keys=True)
        swap_in(write_aside(folder, JOURNAL, journal.encode()), folder / JOURNAL)
        for name in changed:
            swap_in(aside[name], folder / name)
            del aside[name]
            swapped.append(name)
        for path in stale:
            try:
                path.unlink(missing_ok=True)
            except OSError:
                held.append(path.name)
        swap_in(aside[MANIFEST], folder / MANIFEST)
        del aside[MANIFEST]
    finally:
        for path in aside.values():
            path.unlink(missing_ok=True)
    return held


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


def _kept(
    folder: Path, before: Manifest | None, new: Mapping[str, Artifact], build: str | None
) -> tuple[Output, ...]:
    """Files of an earlier build that this one did not make, as long as they are there; with a
    `build`, those of these very facts alone."""
    made = {(a.kind, a.format) for a in new.values()}
    return tuple(
        o
        for o in (before.outputs if before else ())
        if o.name not in new
        and (o.kind, o.format) not in made
        and (build is None or o.build == build)
        and (folder / o.name).is_file()
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
