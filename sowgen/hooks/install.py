"""Puts sowgen's lines into a repository's hooks, and takes them out again."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from sowgen.diagnostics import Diagnostic, Outcome, Span, error, warning
from sowgen.hooks import script
from sowgen.hooks.places import (
    HOOKS,
    Installed,
    hook_folder,
    marker_key,
    own_folders,
    put,
    read_notes,
    runner_file,
    write_notes,
)
from sowgen.workspace import read_bytes
from sowgen.workspace.git import Repository


def install(repository: Repository) -> Outcome[Path | None]:
    """Installs the hooks for the repository's workspace, beside those that are there, and gives
    their folder. Done again it brings them up to date. H302 for a folder that others share, H303
    where a file cannot be written."""
    found = hook_folder(repository)
    folder = found.value
    if folder is None:
        return found
    before = read_notes(repository) or Installed({})
    trees = {tree: at for tree, at in before.folders.items() if Path(tree).is_dir()}
    trees[str(repository.git_dir)] = str(folder)
    try:
        for left in sorted({*before.folders.values()} - {*trees.values()}):
            _take_out(Path(left))
        made = (*before.made, *map(str, _make(folder)))
        for name in HOOKS:
            _add(folder / name, name)
        prefixes = tuple(sorted({*before.prefixes, repository.prefix}))
        _note(repository, Installed(trees, tuple(dict.fromkeys(made)), prefixes))
    except OSError as problem:
        return Outcome(None, (_unwritable(folder, problem),))
    return Outcome(folder)


def uninstall(repository: Repository) -> Outcome[bool]:
    """Takes the hooks of the repository's workspace out: every file is as it was before, and
    nothing of sowgen's is left. Whether there was anything to take out. H303 where a file cannot
    be written, H304 for a hook that stays because it was changed meanwhile."""
    notes = read_notes(repository) or Installed({}, (), (repository.prefix,))
    there = None if notes.folders else hook_folder(repository).value
    if there is not None:
        notes = replace(notes, folders={str(repository.git_dir): str(there)})
    others = tuple(p for p in notes.prefixes if p != repository.prefix and _serves(repository, p))
    had = False
    try:
        if others:
            had = repository.prefix in notes.prefixes
            _note(repository, replace(notes, prefixes=others))
            _forget(repository)
            return Outcome(had)
        left: list[Diagnostic] = []
        for at in sorted({*notes.folders.values()}):
            found = _take_out(Path(at))
            had = had or found is not None
            left += found or ()
        had = had or any(True for _ in own_folders(repository))
        for folder in list(own_folders(repository)):
            shutil.rmtree(folder)
        for folder in sorted(map(Path, notes.made), key=lambda p: len(p.parts), reverse=True):
            with contextlib.suppress(OSError):
                folder.rmdir()
    except OSError as problem:
        return Outcome(had, (_unwritable(repository.common_dir, problem),))
    return Outcome(had, tuple(left))


def _note(repository: Repository, notes: Installed) -> None:
    """Writes the script that all hooks call, and keeps what was done."""
    home = Path(__file__).resolve().parents[2]
    put(runner_file(repository), script.runner(sys.executable, str(home), notes.prefixes))
    write_notes(repository, notes)


def _serves(repository: Repository, prefix: str) -> bool:
    """Whether another workspace is still there."""
    return (repository.top / prefix / "sowgen.yaml").is_file()


def _forget(repository: Repository) -> None:
    """Removes what the hooks remember of this workspace, in all working trees."""
    key = marker_key(repository.prefix)
    for folder in own_folders(repository):
        for path in folder.glob(f"*-{key}"):
            path.unlink(missing_ok=True)


def _make(folder: Path) -> Iterable[Path]:
    """Makes the folder and those above it, and gives those that were not there."""
    missing = [path for path in (folder, *folder.parents) if not os.path.lexists(path)]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _add(path: Path, name: str) -> None:
    """sowgen's lines in the hook at `path`: in a shell script after its first line; any other
    hook is kept beside and called from a script in its place."""
    kept = path.with_name(name + script.KEPT)
    text = None if path.is_symlink() else read_bytes(path)
    if text is not None and script.has_block(text):
        bare = script.without_block(text)
        new = script.HEAD + script.block(name, kept=True) if _is_stand_in(path, bare) else None
        new = new or script.with_block(bare, name)
        if new != text:
            put(path, new, path.stat().st_mode & 0o7777)
        return
    if text is not None and script.takes_block(text) and os.access(path, os.X_OK):
        put(path, script.with_block(text, name), path.stat().st_mode & 0o7777)
        return
    stands = os.path.lexists(path)
    if stands:
        if os.path.lexists(kept):
            raise FileExistsError(17, f"`{kept.name}` is in the way", str(kept))
        path.rename(kept)
    put(path, script.HEAD + script.block(name, kept=stands), 0o777 & ~_umask())


def _is_stand_in(path: Path, bare: bytes) -> bool:
    """Whether the script at `path` stands in the place of a hook that is kept beside."""
    return bare == script.HEAD and os.path.lexists(f"{path}{script.KEPT}")


def _take_out(folder: Path) -> list[Diagnostic] | None:
    """The hooks in the folder as they were before; None where none had anything of sowgen's."""
    left: list[Diagnostic] = []
    had = False
    for name in HOOKS:
        path = folder / name
        kept = path.with_name(name + script.KEPT)
        text = None if path.is_symlink() else read_bytes(path)
        if text is None or not script.has_block(text):
            continue
        had = True
        bare = script.without_block(text)
        if bare != script.HEAD:
            put(path, bare, path.stat().st_mode & 0o7777)
            if os.path.lexists(kept):
                left.append(_stays(path, kept))
        elif os.path.lexists(kept):
            path.unlink()
            kept.rename(path)
        else:
            path.unlink()
    return left if had else None


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _unwritable(folder: Path, problem: OSError) -> Diagnostic:
    what = problem.filename or folder
    message = f"the hooks cannot be changed: {problem.strerror or problem}: `{what}`"
    return error("H303", message, Span(str(folder)), "mend that, and run the command again")


def _stays(path: Path, kept: Path) -> Diagnostic:
    message = f"`{path.name}` was changed since sowgen took its place, so both files stay"
    hint = f"join it with `{kept.name}` by hand"
    return warning("H304", message, Span(str(path)), hint)
