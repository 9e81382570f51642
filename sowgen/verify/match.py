"""Files that carry no stamp that helps: which document of the workspace they are."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sowgen.model.artifact import BUNDLE, Format
from sowgen.model.tree import Tree
from sowgen.verify.docx_file import read_docx
from sowgen.verify.judge import Base
from sowgen.verify.limits import Unreadable
from sowgen.verify.pdf_compare import read_texts
from sowgen.verify.states import MOST_COMMITS, State, States
from sowgen.workspace import MANIFEST, MAX_TEXT, Workspace

_MOST_PROJECTS = 3
_SHORTEST = 3


@dataclass(frozen=True)
class Looks:
    """What a file shows of where it may come from: its name and its words, in small letters."""

    file: str
    data: bytes
    format: Format | None

    @cached_property
    def name(self) -> str:
        """The name without folders."""
        return Path(self.file).name.casefold()

    @cached_property
    def words(self) -> str:
        """The words, of a PDF those of its first pages; none of other files and damaged ones."""
        words: list[str] = []
        with contextlib.suppress(Unreadable):
            if self.format == "docx":
                read = read_docx(self.data)
                words = [p.text for p in (*read.passages, *read.margins)]
                words += read.properties.values()
            elif self.format == "pdf":
                words = read_texts(self.data)
        return " ".join(" ".join(words).casefold().split())


def projects_like(states: States, looks: Looks) -> list[str]:
    """The projects whose reference, id or folder the file's name has, else its words; best first,
    three at most."""
    from sowgen.load import load_settings
    from sowgen.pipeline import list_projects

    settings = load_settings(states.now.fork()).value
    names = {
        slug: {slug, *_references(states.now, slug, settings[1])}
        for slug in (list_projects(states.now) if settings else ())
        if settings
    }
    return _named_in(looks.name, names) or _named_in(looks.words, names)


def _named_in(text: str, names: Mapping[str, set[str]]) -> list[str]:
    found: list[tuple[int, str]] = []
    for slug, called in names.items():
        known = [n for n in called if len(n) >= _SHORTEST and n.casefold() in text]
        found += [(-max(map(len, known)), slug)] if known else []
    return [slug for _, slug in sorted(found)[:_MOST_PROJECTS]]


def _references(workspace: Workspace, slug: str, defaults: Tree) -> Iterator[str]:
    """What the project's files say of its id and reference."""
    from sowgen.load import load_project

    tree = load_project(workspace.fork(), slug, defaults).value
    for key in ("reference", "id"):
        value = tree.get(("package", key)) if tree else None
        if isinstance(value, str) and value:
            yield value


def kinds_like(state: State, looks: Looks) -> list[str]:
    """The kinds of a project's documents, that which the file names first: by its file name, else
    by its title."""
    kinds = [*state.documents(), BUNDLE]
    named = [kind for kind in kinds if f"-{kind}." in looks.name]
    if named:
        return [*named, *(kind for kind in kinds if kind not in named)]

    def place(kind: str) -> tuple[bool, int]:
        document = state.document(kind)
        at = looks.words.find(document.title.casefold()) if document else -1
        return at < 0, at

    return sorted(kinds, key=place)


def bases_like(states: States, looks: Looks) -> Iterator[Base]:
    """What a file with these looks may be, nearest first: each likely document as the project is
    now and as it is committed, the likeliest at the commits before too."""
    format_ = looks.format or "docx"
    for slug in projects_like(states, looks):
        head = states.state(slug, states.head()) if states.head() else None
        now = states.state(slug, "")
        for state in (head, now):
            if state is None or state.prepared.value is None:
                continue
            for kind in kinds_like(state, looks)[:2]:
                yield Base(state, kind, format_)
        for state in list(states.history(slug, MOST_COMMITS))[1:]:
            if state.prepared.value is not None:
                yield Base(state, kinds_like(state, looks)[0], format_)


def manifests_naming(workspace: Workspace, sha256: str) -> Iterator[tuple[str, str]]:
    """Project and commit of the output folders whose manifests list a file with that digest. Hints
    and no proof: anybody can write a manifest."""
    from sowgen.pipeline import list_projects

    for slug in list_projects(workspace):
        data = workspace.fork().read(f"projects/{slug}/out/{MANIFEST}", MAX_TEXT).value
        try:
            plain = json.loads(data or b"{}")
            named = [output["sha256"] for output in plain.get("outputs", ())]
            if sha256 in named:
                yield slug, str(plain.get("commit") or "")
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue
