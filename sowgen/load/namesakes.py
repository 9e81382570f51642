"""Projects of a workspace that carry the same package id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sowgen.diagnostics import Diagnostic, Span, warning
from sowgen.load.yaml import load_yaml
from sowgen.model.tree import Path, Tree
from sowgen.workspace import Workspace

_ID: Path = ("package", "id")


def find_namesakes(
    workspace: Workspace, slug: str, tree: Tree, slugs: Iterable[str]
) -> Iterator[Diagnostic]:
    """F022 for each project of `slugs` that has the package id of `slug`, whose `tree` is given.

    The other projects are no input of this one, so that reading them is not noted; what is wrong
    in them is for their own check.
    """
    own = tree.get(_ID)
    aside = Workspace(workspace.root)
    for other in slugs:
        place = _place_of(aside, other, str(own)) if other != slug else None
        if place is not None:
            yield warning(
                "F022", f"the project `{other}` has the package id `{own}` too", tree.span(_ID),
                "give the newer one another `package.id`",
                [("also here", place)],
            )  # fmt: skip


def _place_of(workspace: Workspace, slug: str, id_: str) -> Span | None:
    """Where the project states that package id, None where it does not. Files without the word
    are not parsed."""
    folder = f"projects/{slug}"
    for name, path in (("project", _ID), ("package", _ID[1:]), ("package", _ID)):
        file = f"{folder}/{name}.yaml"
        text = workspace.read_text(file).value if workspace.exists(file) else None
        tree = load_yaml(text, file).value if text and id_ in text else None
        found = tree.get(path) if tree else None
        if tree and found is not None and str(found) == id_:
            return tree.span(path)
    return None
