"""A project folder → one tree: `project.yaml`, the files beside it, and below them company
defaults and what the project takes of the rows and sections that the workspace ships."""

from __future__ import annotations

from sowgen.diagnostics import Diagnostic, Outcome, Span, error
from sowgen.load.standard_rows import add_standard_rows
from sowgen.load.standard_sections import with_standard_sections
from sowgen.load.yaml import load_yaml
from sowgen.model.tree import Tree, below, merge
from sowgen.workspace import SLUG, Workspace


def load_project(workspace: Workspace, slug: str, defaults: Tree) -> Outcome[Tree | None]:
    """The deal as written. Any top-level key may live in a file of its own beside
    `project.yaml` (`raci.yaml` holds the key `raci`, with or without naming it again).

    Codes: F020 no such project, F021 a key defined twice, those of reading YAML and of the
    standard rows and sections.
    """
    folder = f"projects/{slug}"
    if not SLUG.fullmatch(slug):
        return Outcome(
            None,
            (
                error(
                    "F020",
                    f"`{slug}` is not a project name",
                    Span(folder),
                    "small letters, digits and hyphens",
                ),
            ),
        )
    main = f"{folder}/project.yaml"
    text = workspace.read_text(main)
    if text.value is None:
        return Outcome(None, text.diagnostics)
    loaded = load_yaml(text.value, main)
    found: list[Diagnostic] = list(loaded.diagnostics)
    whole = loaded.value
    for path in workspace.find_files(folder, ".yaml"):
        if path == main:
            continue
        part = _load_part(workspace, path)
        found += part.diagnostics
        if part.value is not None and whole is not None:
            whole, twice = _join(whole, part.value)
            found += twice
    if whole is None or any(d.is_error for d in found):
        return Outcome(None, tuple(found))
    if not isinstance(whole.data, dict):
        return Outcome(
            None, (error("S109", "expected a mapping (`key: value` lines)", Span(main, 1, 1)),)
        )
    rows = add_standard_rows(workspace, merge(defaults, whole))
    if rows.value is None:
        return Outcome(None, (*found, *rows.diagnostics))
    deal = with_standard_sections(workspace, rows.value)
    found += [*rows.diagnostics, *deal.diagnostics]
    return Outcome(deal.value, tuple(found))


def _load_part(workspace: Workspace, path: str) -> Outcome[Tree | None]:
    text = workspace.read_text(path)
    if text.value is None:
        return Outcome(None, text.diagnostics)
    loaded = load_yaml(text.value, path)
    if loaded.value is None:
        return loaded
    key = path.rsplit("/", 1)[-1].removesuffix(".yaml")
    tree = loaded.value
    if isinstance(tree.data, dict) and list(tree.data) == [key]:
        return loaded
    return Outcome(below(key, tree, Span(path, 1, 1)), loaded.diagnostics)


def _join(whole: Tree, part: Tree) -> tuple[Tree, list[Diagnostic]]:
    """`part`'s keys beside `whole`'s; a key that both define is refused."""
    twice = [
        error(
            "F021",
            f"`{key}` is defined here and in another file",
            part.key_span((key,)),
            "keep one of the two",
            [("also here", whole.key_span((key,)))],
        )
        for key in part.data
        if isinstance(whole.data, dict) and key in whole.data
    ]
    if twice or not isinstance(whole.data, dict):
        return whole, twice
    values = {**part.values, **whole.values}
    return Tree({**whole.data, **part.data}, values, {**whole.keys, **part.keys}, whole.file), []
