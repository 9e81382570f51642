"""Workspaces of many small projects, for tests."""

from __future__ import annotations

from pathlib import Path

from tests.documents.deal import ROOT, tiny, tiny_workspace, write, write_project
from tests.documents.sample import OUTLINE, write_clause


def department(folder: Path, projects: int, **clauses: str) -> Path:
    """A workspace with projects `p00`, `p01` … and no other, whose one document, in one format,
    holds every clause given: by name the further lines of its front matter."""
    root = tiny_workspace(folder, OUTLINE)
    (root / "projects/tiny/project.yaml").unlink()
    (root / "projects/tiny").rmdir()
    for order, (name, more) in enumerate((clauses or {"care": ""}).items()):
        add_clause(root, name, more, order + 1)
    for number in range(projects):
        add_project(root, f"p{number:02}")
    settings = (ROOT / "sowgen.yaml").read_text("utf-8")
    write(root / "sowgen.yaml", settings + "\nformats: [docx]\n")
    return root


def add_clause(root: Path, name: str, more: str = "", order: int = 1) -> None:
    """A clause of the area `general`."""
    text = f"The parties keep to {name.capitalize()}."
    write_clause(root, name, text, order=order, more=more)


def add_project(root: Path, slug: str) -> None:
    """A small deal of that name."""
    package = {"id": slug, "title": f"Manufacture of {slug}", "reference": slug.upper()}
    write_project(root, slug, tiny(package=package))


def outputs(root: Path) -> dict[str, bytes]:
    """The bytes of every generated file, manifests among them, by path."""
    paths = [p for p in root.glob("projects/*/out/*") if not p.name.startswith(".")]
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(paths)}
