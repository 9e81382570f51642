"""`sowgen.yaml` → the workspace's settings."""

from __future__ import annotations

from sowgen.diagnostics import Outcome
from sowgen.load.yaml import load_yaml
from sowgen.model.settings import WorkspaceSettings
from sowgen.model.shape import shape
from sowgen.model.tree import Tree
from sowgen.workspace import SETTINGS, Workspace


def load_settings(workspace: Workspace) -> Outcome[tuple[WorkspaceSettings, Tree] | None]:
    """The settings and the company defaults as a tree that lies under every project."""
    text = workspace.read_text(SETTINGS)
    if text.value is None:
        return Outcome(None, text.diagnostics)
    tree = load_yaml(text.value, SETTINGS)
    if tree.value is None or not tree.ok:
        return Outcome(None, tree.diagnostics)
    settings = shape(WorkspaceSettings, tree.value)
    if settings.value is None:
        return Outcome(None, settings.diagnostics)
    return Outcome((settings.value, _subtree(tree.value, "defaults")))


def _subtree(tree: Tree, key: str) -> Tree:
    """The part of a tree below a top-level key, with its places."""
    if not isinstance(tree.data, dict) or key not in tree.data:
        return Tree({}, {}, {}, tree.file)
    return Tree(
        tree.data[key],
        {path[1:]: span for path, span in tree.values.items() if path[:1] == (key,)},
        {path[1:]: span for path, span in tree.keys.items() if path[:1] == (key,) and path[1:]},
        tree.file,
    )
