"""Projects of a workspace that carry the same package id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sowgen.diagnostics import Diagnostic, Span, warning
from sowgen.load.yaml import load_yaml
from sowgen.model.tree import Path, Tree
from sowgen.workspace import Workspace

SHOWN = 3
"""So many places of other projects are shown with a finding, at most."""

_ID: Path = ("package", "id")


def find_namesakes(
    tree: Tree, slug: str, ids: Mapping[str, tuple[str, Span]]
) -> Iterator[Diagnostic]:
    """F022 where other projects of `ids` (by slug the package id, and where it is written) have
    the package id of `slug`, whose `tree` is given: one finding, which shows the first places."""
    own = str(tree.get(_ID))
    others = [(other, place) for other, (id_, place) in ids.items() if id_ == own and other != slug]
    if not others:
        return
    first, more = others[0][0], len(others) - 1
    who = f"the project `{first}` has" if not more else f"`{first}` and {more} more projects have"
    if more == 1:
        who = f"the projects `{first}` and `{others[1][0]}` have"
    newer = "the newer one" if not more else "all but the oldest"
    yield warning(
        "F022", f"{who} the package id `{own}` too", tree.span(_ID),
        f"give {newer} another `package.id`",
        [("also here", place) for _, place in others[:SHOWN]],
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
