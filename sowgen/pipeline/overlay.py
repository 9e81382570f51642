"""A version that goes out, laid over the project."""

from __future__ import annotations

from sowgen.diagnostics import Outcome, Span
from sowgen.model.tree import Path, Tree, merge

HERE = Span("")
"""The place of what the command says of a version, and no file does."""


def with_issue(loaded: Outcome[Tree | None], version: str) -> Outcome[Tree | None]:
    """The project with that version and the status `issued`, whatever its files say of them; both
    have the command as their place. A project without a package stays as it is."""
    tree = loaded.value
    if tree is None or not isinstance(tree.get(("package",)), dict):
        return loaded
    said = {"version": version, "status": "issued"}
    at: tuple[Path, ...] = tuple(("package", name) for name in said)
    place = dict.fromkeys(at, HERE)
    over = Tree({"package": said}, place, place, tree.file)
    return Outcome(merge(tree, over), loaded.diagnostics)
