"""A YAML file of the workspace that holds a mapping, such as words or shipped rows."""

from __future__ import annotations

from sowgen.diagnostics import Outcome, Span, error
from sowgen.load.yaml import load_yaml
from sowgen.model.tree import Tree
from sowgen.workspace import Workspace


def load_mapping(workspace: Workspace, path: str) -> Outcome[Tree | None]:
    """The file's tree; None with the codes of reading and of YAML, or S109 where it holds
    something else than `key: value` lines."""
    text = workspace.read_text(path)
    if text.value is None:
        return Outcome(None, text.diagnostics)
    loaded = load_yaml(text.value, path)
    if loaded.value is None or not loaded.ok:
        return Outcome(None, loaded.diagnostics)
    if not isinstance(loaded.value.data, dict):
        found = error("S109", "expected a mapping (`key: value` lines)", Span(path, 1, 1))
        return Outcome(None, (*loaded.diagnostics, found))
    return loaded
