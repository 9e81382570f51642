"""What the working tree has otherwise than the commit that a version is made from."""

from __future__ import annotations

from collections.abc import Iterator

from sowgen.diagnostics import Diagnostic, Span, error
from sowgen.workspace import MAX_BINARY, Trace, Workspace

SHOWN = 20
"""So many files are named, at most."""


def uncommitted(disk: Workspace, committed: Workspace, trace: Trace) -> Iterator[Diagnostic]:
    """H402 for each file that decided something (`trace` of the commit's files) and is another in
    the working tree, is not there, or is there and not committed. Files that differ in their line
    ends alone count as the same."""
    changed = {path for path in trace.reads if _differs(disk, committed, path)}
    for look in trace.looks:
        changed |= _listed_otherwise(disk, committed, *look.split("\0"))
    for path in sorted(changed)[:SHOWN]:
        here, there = disk.source.is_file(path), committed.source.is_file(path)
        how = "differs from" if here and there else "is not in" if here else "is missing, but in"
        hint = "commit it, or remove it" if here else "commit its removal, or restore it"
        if here and there:
            hint = "commit the change, or take it back"
        yield error("H402", f"`{path}` {how} the commit the version is made from", Span(path), hint)
    if len(changed) > SHOWN:
        more = f"{len(changed) - SHOWN} more files differ from the commit"
        yield error("H402", more, Span("sowgen.yaml"), "`git status` lists them")


def _differs(disk: Workspace, committed: Workspace, path: str) -> bool:
    if disk.source.digest(path, MAX_BINARY) == committed.source.digest(path, MAX_BINARY):
        return False
    here = disk.source.read(path, MAX_BINARY).value
    there = committed.source.read(path, MAX_BINARY).value
    if here is None or there is None:
        return here is not there
    return here.replace(b"\r\n", b"\n") != there


def _listed_otherwise(
    disk: Workspace, committed: Workspace, what: str, folder: str, *suffixes: str
) -> set[str]:
    """Files that one of the two has, in the listing that was asked for. A folder is told by the
    files in it: git knows no other folders."""
    if what == "file":
        same = disk.source.is_file(folder) == committed.source.is_file(folder)
        return set() if same else {folder}
    if what == "below":
        listings = [set(w.source.below(folder, tuple(suffixes))) for w in (disk, committed)]
        return {f"{folder}/{path}" for path in listings[0] ^ listings[1]}
    if what == "files":
        found = [{n for n, is_folder in w.source.entries(folder) if not is_folder}
                 for w in (disk, committed)]  # fmt: skip
        names = {n for n in found[0] ^ found[1] if n.endswith(suffixes[0]) and _counts(n)}
        return {f"{folder}/{name}" for name in names}
    folders = [{n for n, is_folder in w.source.entries(folder) if is_folder and _counts(n)}
               for w in (disk, committed)]  # fmt: skip
    return {
        f"{folder}/{name}/{path}"
        for name in folders[0] ^ folders[1]
        for w in (disk, committed)
        for path in w.source.below(f"{folder}/{name}", ("",))
    }


def _counts(name: str) -> bool:
    return not name.startswith((".", "_", "~", "#"))
