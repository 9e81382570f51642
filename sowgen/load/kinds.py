"""`templates/` → document kinds, their outlines and designs, and the words files."""

from __future__ import annotations

from collections.abc import Mapping

from sowgen.diagnostics import Diagnostic, Outcome, Span, error
from sowgen.load.front_matter import split_front_matter
from sowgen.load.mapping import load_mapping
from sowgen.model.artifact import Asset
from sowgen.model.clause import Condition
from sowgen.model.kind import Kind, OutlineHead
from sowgen.model.shape import shape
from sowgen.model.values import written
from sowgen.workspace import Workspace

HOUSE = "house"


def load_kinds(workspace: Workspace) -> Outcome[tuple[Kind, ...]]:
    """Every kind, in the package's order. Codes F030, F031 and those of front matter."""
    kinds: list[Kind] = []
    found: list[Diagnostic] = []
    for name in workspace.find_folders("templates"):
        if name == HOUSE:
            continue
        loaded = _load_kind(workspace, name)
        found += loaded.diagnostics
        if loaded.value is not None:
            kinds.append(loaded.value)
    if not kinds and not found:
        found.append(
            error(
                "F030",
                "there is no document kind",
                Span("templates"),
                "add a folder with an `outline.md`, or run `sowgen init`",
            )
        )
    return Outcome(tuple(sorted(kinds, key=lambda k: (k.head.order, k.id))), tuple(found))


def _load_kind(workspace: Workspace, name: str) -> Outcome[Kind | None]:
    path = f"templates/{name}/outline.md"
    text = workspace.read_text(path)
    if text.value is None:
        return Outcome(None, text.diagnostics)
    parts = split_front_matter(text.value, path)
    if parts.value is None or not parts.ok:
        return Outcome(None, parts.diagnostics)
    head = shape(OutlineHead, parts.value.head)
    if head.value is None:
        return Outcome(None, head.diagnostics)
    condition = head.value.applies_when
    return Outcome(
        Kind(
            id=name,
            head=head.value,
            applies_when=None
            if condition is None
            else Condition(str(condition), parts.value.head.span(("applies_when",))),
            markdown=parts.value.body,
            span=Span(path, parts.value.body_line, 1),
            word_template=_design_file(workspace, name, "document.docx"),
            page=_design_file(workspace, name, "page.typ"),
            export_spans={f: parts.value.head.span(("exports", f)) for f in head.value.exports},
        )
    )


def _design_file(workspace: Workspace, kind: str, file: str) -> str:
    own = f"templates/{kind}/{file}"
    return own if workspace.exists(own) else f"templates/{HOUSE}/{file}"


def load_asset(workspace: Workspace, path: str) -> Outcome[Asset | None]:
    """A design file with its bytes."""
    data = workspace.read(path)
    if data.value is None:
        return Outcome(None, data.diagnostics)
    return Outcome(Asset(path, data.value))


def load_words(workspace: Workspace, language: str) -> Outcome[Mapping[str, str] | None]:
    """The fixed words of a language by key: those of the house, and each kind's own.

    Code F031 where the house has no such file, F032 where a key is there twice.
    """
    path = f"templates/{HOUSE}/words/{language}.yaml"
    if not workspace.exists(path):
        known = [
            p.rsplit("/", 1)[-1].removesuffix(".yaml")
            for p in workspace.find_files(f"templates/{HOUSE}/words", ".yaml")
        ]
        hint = f"there are: {', '.join(known)}; copy one to `{path}` and translate it"
        return Outcome(
            None, (error("F031", f"no words for the language `{language}`", Span(path), hint),)
        )
    words: dict[str, str] = {}
    places: dict[str, Span] = {}
    found: list[Diagnostic] = []
    folders = [HOUSE, *(name for name in workspace.find_folders("templates") if name != HOUSE)]
    for folder in folders:
        file = f"templates/{folder}/words/{language}.yaml"
        if not workspace.exists(file):
            continue
        loaded = _load_words_file(workspace, file)
        found += loaded.diagnostics
        if loaded.value is None:
            return Outcome(None, tuple(found))
        for key, (value, span) in loaded.value.items():
            if key in words:
                message = f"the word `{key}` is there already"
                hint = f"begin the key with the kind's name, such as `{folder}_{key}`"
                found.append(error("F032", message, span, hint, [("first here", places[key])]))
            words[key], places[key] = value, span
    return Outcome(words, tuple(found))


def _load_words_file(
    workspace: Workspace, path: str
) -> Outcome[Mapping[str, tuple[str, Span]] | None]:
    """One file's words by key, each with its place."""
    loaded = load_mapping(workspace, path)
    tree = loaded.value
    if tree is None:
        return Outcome(None, loaded.diagnostics)
    words = {key: (written(value), tree.key_span((key,))) for key, value in tree.data.items()}
    return Outcome(words, loaded.diagnostics)
