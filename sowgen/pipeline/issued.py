"""What has changed in a project since its newest issued version."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from sowgen.diagnostics import Diagnostic, Span, info, warning
from sowgen.workspace import MANIFEST, MAX_TEXT, Workspace

if TYPE_CHECKING:
    from sowgen.model.clause import ChosenClause
    from sowgen.model.seal import Seal
    from sowgen.pipeline.package import Package

_SHOWN = 3
_DIGITS = re.compile(r"(\d+)")
_Made: TypeAlias = tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]
"""Files by path with their SHA-256, and clauses by id with version, position and SHA-256."""


def issued_folder(slug: str) -> str:
    """The folder of a project's issued versions, relative to the workspace."""
    return f"projects/{slug}/issued"


def seal_in(workspace: Workspace, folder: str) -> Seal | None:
    """The seal in a version's folder, None where there is none that holds together."""
    from sowgen.publish.seal import SEAL, read_seal

    data = workspace.read(f"{folder}/{SEAL}", MAX_TEXT).value
    return read_seal(data) if data is not None else None


def newest(workspace: Workspace, slug: str) -> Seal | None:
    """The seal of the version that was made from the latest commit, None where none was issued.
    Among versions of one commit the one with the highest name counts, numbers as numbers."""
    folder = issued_folder(slug)
    names = workspace.find_folders(folder)
    seals = [seal for name in names if (seal := seal_in(workspace, f"{folder}/{name}"))]
    return max(seals, key=lambda seal: (seal.date, _natural(seal.version)), default=None)


def moved_on(workspace: Workspace, slug: str, package: Package | None) -> list[Diagnostic]:
    """H410 where files or clauses of the project are others than those that its newest issued
    version was made from; H411 where it still has the number of that version. What is read is
    noted in `workspace`, where a check has read the project before."""
    seal = newest(workspace, slug)
    if seal is None:
        return []
    place = f"{issued_folder(slug)}/{seal.version}"
    made = _made_from(workspace.read(f"{place}/{MANIFEST}").value)
    if made is None:
        return []
    files, clauses = made
    changed = [f"`{path}`" for path in _files(workspace, slug, files)]
    if package is not None:
        changed += [f"the clause `{c}`" for c in _clauses(clauses, package.clauses.values())]
    if not changed:
        return []
    more = f" and {len(changed) - _SHOWN} more" if len(changed) > _SHOWN else ""
    found = [
        info(
            "H410",
            f"changed since version `{seal.version}` was issued: "
            f"{', '.join(changed[:_SHOWN])}{more}",
            Span(place),
            f"`sowgen issue {slug} VERSION` issues the next version",
        )
    ]
    if package is not None and package.spec.package.version == seal.version:
        found.append(
            warning(
                "H411",
                f"the project has changed, and still calls itself version `{seal.version}`, "
                "which was issued",
                package.tree.span(("package", "version")),
                "give it the number of the next version",
            )
        )
    return found


def _made_from(manifest: bytes | None) -> _Made | None:
    try:
        plain = json.loads(manifest or b"")
        files = {str(path): str(sha) for path, sha in plain["inputs"].items()}
        clauses = {str(c["id"]): (str(c["version"]), str(c["position"]), str(c["sha256"]))
                   for c in plain["clauses"]}  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None  # that the file is another is told by its seal
    return files, clauses


def _files(workspace: Workspace, slug: str, made: Mapping[str, str]) -> Iterator[str]:
    """Files that are others now, gone, or new in the project; those of the project by their path
    in it. Clauses are compared as such."""
    own, issued = f"projects/{slug}/", f"{issued_folder(slug)}/"
    before = {path: sha for path, sha in made.items() if not _is_clause(path)}
    for path in sorted(before.keys() - workspace.inputs.keys()):
        workspace.read(path)
    now = workspace.inputs
    new = {p for p in now if p.startswith(own) and not p.startswith(issued) and not _is_clause(p)}
    for path in sorted(before.keys() | new):
        if now.get(path) != before.get(path):
            yield path.removeprefix(own)


def _is_clause(path: str) -> bool:
    top, *rest = path.split("/")
    return path.endswith(".md") and (top == "clauses" or rest[1:2] == ["clauses"])


def _clauses(
    before: Mapping[str, tuple[str, ...]], chosen: Iterable[ChosenClause]
) -> Iterator[str]:
    now = {c.clause.id: (c.clause.version, c.position, c.clause.digest) for c in chosen}
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            yield name


def _natural(version: str) -> list[tuple[int, int, str]]:
    parts = (part for part in _DIGITS.split(version) if part)
    return [(1, int(p), "") if p.isdecimal() else (0, 0, p.casefold()) for p in parts]
