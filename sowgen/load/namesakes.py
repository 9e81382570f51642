"""Projects of a workspace that carry the same package id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sowgen.diagnostics import Diagnostic, Span, warning
from sowgen.load.yaml import load_yaml
from sowgen.model.tree import Path, Tree
from sowgen.workspace import Workspace

_ID: Path = ("package", "id")


def find_namesakes(
    tree: Tree, slug: str, ids: Mapping[str, tuple[str, Span]]
) -> Iterator[Diagnostic]:
    """F022 for each project of `ids` (by slug its package id, and where it is written) that has
    the package id of `slug`, whose `tree` is given."""
    own = str(tree.get(_ID))
    for other, (id_, place) in ids.items():
        if id_ == own and other != slug:
            yield warning(
                "F022", f"the project `{other}` has the package id `{own}` too", tree.span(_ID),
                "give the newer one another `package.id`",
                [("also here", place)],
            )  # fmt: skip


def read_package_id(workspace: Workspace, slug: str) -> tuple[str, Span] | None:
    """The package id that a project states, and where; None where it states none that can be
    read. What is wrong in its files is for its own check."""
    folder = f"projects/{slug}"
    for name, path in (("project", _ID), ("package", _ID[1:]), ("package", _ID)):
        file = f"{folder}/{name}.yaml"
        text = workspace.read_text(file).value if workspace.exists(file) else None
        tree = load_yaml(text, file).value if text else None
        found = tree.get(path) if tree else None
        if tree and found is not None:
            return str(found), tree.span(path)
    return None
