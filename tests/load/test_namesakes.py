"""Two projects of a workspace with one package id."""

from __future__ import annotations

from pathlib import Path

import pytest

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
    places = [d.related[0][1] for d in find_namesakes(OWN, "otus", ids)]
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
