"""Two projects of a workspace with one package id."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowgen.diagnostics import Span
from sowgen.load import find_namesakes, read_package_id
from sowgen.model.tree import Tree
from sowgen.workspace import Workspace

OWN = Tree({"package": {"id": "otus"}})


def found(root: Path, file: str, text: str) -> list[str]:
    place = root / "projects" / file
    place.parent.mkdir(parents=True)
    place.write_text(text, "utf-8")
    workspace = Workspace(root)
    slugs = workspace.find_folders("projects")
    ids = {slug: id_ for slug in slugs if (id_ := read_package_id(workspace, slug))}
    places = [place for d in find_namesakes(OWN, "otus", ids) for _, place in d.related]
    return [f"{place.file}:{place.line}:{place.col}" for place in places]


@pytest.mark.parametrize(
    ("file", "text", "where"),
    [
        ("copy/project.yaml", "package:\n  id: otus\n", "projects/copy/project.yaml:2:7"),
        ("copy/package.yaml", "id: otus\n", "projects/copy/package.yaml:1:5"),
        ("copy/package.yaml", "package: {id: otus}\n", "projects/copy/package.yaml:1:15"),
    ],
)
def test_the_same_id(tmp_path: Path, file: str, text: str, where: str) -> None:
    assert found(tmp_path, file, text) == [where]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("copy/project.yaml", "package: {id: otus-2, title: otus}\n"),
        ("copy/project.yaml", "package: [otus\n"),
        ("copy/schedule.yaml", "package: {id: otus}\n"),
        ("otus/project.yaml", "package: {id: otus}\n"),
    ],
)
def test_other_ids_and_the_project_itself(tmp_path: Path, file: str, text: str) -> None:
    assert found(tmp_path, file, text) == []


@pytest.mark.parametrize(
    ("number", "who", "hint"),
    [
        (1, "the project `a` has", "give the newer one another"),
        (2, "the projects `a` and `b` have", "give all but the oldest another"),
        (5, "`a` and 4 more projects have", "give all but the oldest another"),
    ],
)
def test_one_finding_however_many(number: int, who: str, hint: str) -> None:
    ids = {slug: ("otus", Span(f"projects/{slug}/project.yaml", 2, 7)) for slug in "abcde"[:number]}
    (found,) = find_namesakes(OWN, "otus", {**ids, "otus": ("otus", Span("here"))})
    assert found.message == f"{who} the package id `otus` too"
    assert found.hint.startswith(hint)
    assert [place for _, place in found.related] == [place for _, place in ids.values()][:3]
