"""A package assembled with what the last call left behind is the package assembled from nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sowgen.assemble import Ingredients, Memory, assemble
from sowgen.load import (
    load_kinds,
    load_library,
    load_own_clauses,
    load_project,
    load_settings,
    load_words,
)
from sowgen.model.clause import ChosenClause
from sowgen.plan import plan
from sowgen.resolve import resolve
from sowgen.score import score
from sowgen.validate import validate
from sowgen.workspace import find_workspace, run_program
from tests.assemble.texts import HEAD
from tests.documents.deal import tiny, tiny_workspace, write, write_project

CLAUSES = ("alpha", "beta", "gamma")
CLAUSE = """---
title: {title}
version: 1.0.0
order: {order}
summary: A test.
parameters:
  days: {{type: integer, description: Days to answer, default: {order}}}
  share: {{type: number, description: Share, default: 1.5}}
---

# Standard

Words of {title}.
"""
WORDINGS = (
    "Words of {{ oem }} within {{ days }} days.\n",
    "Words of {{ oem }} within {{ days }} days or {{ share }}.\n",
    "See {{ ref('beta') }} and {{ ref('mark') }}.\n\n[]{#mark}Two {{ package.title }}.\n",
    "A [Lamp]{.def} is bright.\n\n1. one;\n2. each Safety Stock of the Lamp.\n",
    "{% if has('beta') %}With {{ params('beta').days }}{% else %}Without{% endif %} beta.\n",
    "Before.\n\n::: {.landscape}\n\n| a | b |\n|---|---|\n| {{ oem }} | 2 |\n\n:::\n\nAfter.\n",
    "The [Lamp]{.term} in [Words]{.trem}, {{ position('gamma') }} {% if days > 2 %}x{% endif %}.\n",
    "With {{ params('beta').share|lower }} or {{ params('beta').days }}.\n",
    "See {{ nothing }}.\n",
    "1. No paragraph before it.\n\n> A quotation.\n",
    "[]{#mark}One, {{ ref('nowhere') }}.\n\n[]{#mark}Two.\n",
)
STATED = '# Lead\n\n{{ clauses("general") }}\n\n{{ stated("package") }}\n'
OUTLINES = (
    STATED,
    '# Lead {#lead}\n\n{{ clauses("general") }}\n\n{{ particulars() }}\n',
    '{{ contents() }}\n\n# Lead\n\nThe Lamp.\n\n{{ clause("beta") }}\n\n{{ clauses("general") }}\n',
    '# Lead\n\nSee {{ ref("alpha") }}.\n\n{{ stated("package", "parties") }}\n',
    '# Lead\n\n{{ annexes()|list }} {{ planning.lead_time }}\n\n{{ figure("none") }}\n',
    '::: {.landscape}\n\n{{ clauses("general") }}\n\n:::\n\n{{ clause("delta") }}\n',
)
Edit = Callable[[Ingredients], Ingredients]


@cache
def variants() -> tuple[Ingredients, ...]:
    """The same package with two titles: whatever comes from the deal is another object."""
    parsed: dict[str, bytes] = {}
    made = []
    with TemporaryDirectory() as folder:
        root = tiny_workspace(Path(folder) / "tiny", HEAD + OUTLINES[1])
        annex = HEAD.replace("statement_of_work", "responsibilities").replace("10", "20")
        write(root / "templates" / "annex" / "outline.md", annex + OUTLINES[3])
        for order, name in enumerate(CLAUSES, start=1):
            text = CLAUSE.format(title=name.capitalize(), order=order)
            write(root / "clauses" / "general" / f"{name}.md", text)
        for title in ("The lamp", "The other lamp"):
            package = {"id": "tiny", "title": title, "reference": "TINY-1"}
            write_project(root, "tiny", tiny(package=package))
            made.append(load(root, parsed))
    return tuple(made)


def load(root: Path, parsed: dict[str, bytes]) -> Ingredients:
    workspace = find_workspace(root).value
    assert workspace is not None
    loaded = load_settings(workspace).value
    assert loaded is not None
    options, defaults = loaded
    tree = load_project(workspace, "tiny", defaults).value
    assert tree is not None
    spec = validate(tree).value
    words = load_words(workspace, "en").value
    assert spec is not None
    assert words is not None
    library = load_library(workspace).value.clauses
    own = load_own_clauses(workspace, "tiny").value
    levels = tuple(level.id for level in options.authority)
    plans = plan(spec, tree).value
    return Ingredients(
        spec=spec,
        tree=tree,
        settings=options,
        kinds=load_kinds(workspace).value,
        clauses=resolve(spec, tree, library, own, levels).value.clauses,
        known_clauses=frozenset(library),
        words=words,
        plans=plans,
        scorecard=score(spec, tree, plans.schedule).value,
        run=lambda argv, text: run_program(argv, stdin=text),
        parsed=parsed,
    )


def change(
    package: Ingredients, name: str, edit: Callable[[ChosenClause], ChosenClause]
) -> Ingredients:
    """The package with one clause edited, in its place; every other is an equal object."""
    if name not in package.clauses:
        return package
    clauses = {key: replace(entry) for key, entry in package.clauses.items()}
    return replace(package, clauses={**clauses, name: edit(clauses[name])})


def reword(name: str, text: str) -> Edit:
    def edit(entry: ChosenClause) -> ChosenClause:
        wording = replace(entry.wording, markdown=text)
        clause = replace(entry.clause, digest=f"{entry.clause.digest[:8]}{hash(text)}")
        return replace(entry, clause=clause, wording=wording)

    return lambda package: change(package, name, edit)


def bind(name: str, parameter: str, value: object) -> Edit:
    """A default of the clause changed: equal numbers may have different digits."""

    def edit(entry: ChosenClause) -> ChosenClause:
        bound = replace(entry.values[parameter], value=value)
        clause = replace(entry.clause, digest=f"{entry.clause.digest[:8]}{value!r}")
        return replace(entry, clause=clause, values={**entry.values, parameter: bound})

    return lambda package: change(package, name, edit)


def retitle(name: str, title: str) -> Edit:
    def edit(entry: ChosenClause) -> ChosenClause:
        return replace(entry, clause=replace(entry.clause, title=title, version=title))

    return lambda package: change(package, name, edit)


def shift(name: str, lines: int) -> Edit:
    """Lines put in above everything of a clause's file."""

    def edit(entry: ChosenClause) -> ChosenClause:
        wording = replace(entry.wording, span=replace(entry.wording.span, line=lines))
        clause = replace(entry.clause, span=replace(entry.clause.span, line=lines))
        values = {
            key: replace(bound, span=replace(bound.span, line=lines))
            for key, bound in entry.values.items()
        }
        return replace(entry, clause=clause, wording=wording, values=values)

    return lambda package: change(package, name, edit)


def move_defaults(name: str, lines: int) -> Edit:
    """The defaults of a clause on other lines, its wording where it was."""

    def edit(entry: ChosenClause) -> ChosenClause:
        values = {
            key: replace(bound, span=replace(bound.span, line=lines))
            for key, bound in entry.values.items()
        }
        return replace(entry, values=values)

    return lambda package: change(package, name, edit)


def order(names: tuple[str, ...]) -> Edit:
    """The chosen clauses in that order, those left out not chosen."""

    def edit(package: Ingredients) -> Ingredients:
        every: Mapping[str, ChosenClause] = {**variants()[0].clauses, **package.clauses}
        return replace(package, clauses={name: every[name] for name in names})

    return edit


def outline(kind: str, text: str) -> Edit:
    return lambda package: replace(
        package,
        kinds=tuple(replace(k, markdown=text) if k.id == kind else k for k in package.kinds),
    )


def choose_kinds(names: tuple[str, ...]) -> Edit:
    def edit(package: Ingredients) -> Ingredients:
        every = {kind.id: kind for kind in (*variants()[0].kinds, *package.kinds)}
        return replace(package, kinds=tuple(every[name] for name in names))

    return edit


def deal(number: int) -> Edit:
    def edit(package: Ingredients) -> Ingredients:
        other = variants()[number]
        return replace(package, spec=other.spec, tree=other.tree, plans=other.plans)

    return edit


def call(key: str, words: str) -> Edit:
    return lambda package: replace(package, words={**package.words, key: words})


clause = st.sampled_from(CLAUSES)
kind = st.sampled_from(("sow", "annex"))
EDITS = st.one_of(
    st.builds(reword, clause, st.sampled_from(WORDINGS)),
    st.builds(reword, clause, st.sampled_from(WORDINGS)),
    st.builds(bind, clause, st.just("days"), st.sampled_from((1, 3, 7))),
    st.builds(bind, clause, st.just("share"), st.sampled_from((Decimal("1.5"), Decimal("1.50")))),
    st.builds(retitle, clause, st.sampled_from(("Alpha", "Lamp", "Other words"))),
    st.builds(shift, clause, st.integers(9, 12)),
    st.builds(move_defaults, clause, st.integers(5, 7)),
    st.builds(order, st.permutations(CLAUSES).map(tuple)),
    st.builds(order, st.sampled_from((("beta",), ("gamma", "alpha"), ()))),
    st.builds(outline, kind, st.sampled_from(OUTLINES)),
    st.builds(choose_kinds, st.sampled_from((("sow",), ("annex",), ("sow", "annex")))),
    st.builds(deal, st.integers(0, 1)),
    st.builds(call, st.just("label_oem"), st.sampled_from(("the Buyer", "the OEM"))),
    st.builds(call, st.just("proper_names"), st.sampled_from(("", "Safety Stock"))),
)


SHARE = next(text for text in WORDINGS if "share|lower }} or" in text)
LANDSCAPE = next(text for text in WORDINGS if "landscape" in text)


@example([reword("alpha", SHARE), bind("beta", "days", 7)])
@example([reword("alpha", SHARE), bind("beta", "share", Decimal("1.50"))])
@example([reword("beta", WORDINGS[1]), shift("beta", 12)])
@example([reword("beta", WORDINGS[1]), move_defaults("beta", 5)])
@example([reword("beta", WORDINGS[1]), reword("beta", WORDINGS[0])])
@example([reword("alpha", WORDINGS[2]), order(("beta", "alpha")), order(("alpha", "beta"))])
@example([reword("alpha", WORDINGS[9]), shift("alpha", 12)])
@example([outline("annex", OUTLINES[4]), choose_kinds(("annex",))])
@example([outline("annex", OUTLINES[3]), retitle("alpha", "Lamp")])
@example([reword("alpha", LANDSCAPE), outline("sow", OUTLINES[5]), outline("sow", OUTLINES[1])])
@example([outline("annex", OUTLINES[3]), reword("alpha", "Two {{ package.title }}.\n")])
@example([outline("sow", STATED), reword("alpha", "Two {{ package.title }}.\n")])
@settings(max_examples=60, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=10))
def test_memory_changes_nothing(edits: list[Edit]) -> None:
    package, memory = variants()[0], Memory()
    before = assemble(package, memory).value.documents
    for edit in edits:
        package = edit(package)
        made, clean = assemble(package, memory), assemble(package)
        assert repr(made) == repr(clean)
        assert made == clean
        documents = made.value.documents
        for document in documents:
            assert all(document is old for old in before if document == old)
        before = documents


@pytest.mark.parametrize("text", WORDINGS)
def test_the_wordings_of_this_test_do_what_they_are_for(text: str) -> None:
    """Every wording reaches the documents, or is refused with a finding."""
    package = reword("alpha", text)(variants()[0])
    made = assemble(package)
    assert made.value.documents
    plain = assemble(variants()[0])
    assert repr(made) != repr(plain)


def test_one_word_changed_leaves_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the changed clause is filled and read again; other documents are the objects
    of before."""
    package, memory = variants()[0], Memory()
    before = {document.kind: document for document in assemble(package, memory).value.documents}
    steps: list[str] = []
    recall = Memory.recall

    def watch(self: Memory, step: str, key: object, make: Callable[[], object]) -> object:
        return recall(self, step, key, lambda: (steps.append(step), make())[1])

    monkeypatch.setattr(Memory, "recall", watch)
    edited = reword("beta", "Other words of beta.\n")(package)
    after = {document.kind: document for document in assemble(edited, memory).value.documents}
    assert after["annex"] is before["annex"]
    assert after["sow"] != before["sow"]
    assert sorted(steps) == [
        "article beta", "build sow", "clause beta", "document sow",
        "mentions sow", "particulars beta",
    ]  # fmt: skip


def test_nothing_is_parsed_again() -> None:
    package, memory = variants()[0], Memory()
    calls: list[bytes] = []

    def run(argv: object, text: bytes) -> bytes:
        calls.append(text)
        return variants()[0].run(argv, text)  # type: ignore[arg-type]

    package = replace(package, run=run, parsed={})
    assemble(package, memory)
    assert len(calls) == 1
    assemble(replace(deal(1)(package), parsed={}), memory)
    assert len(calls) == 1
    assemble(reword("beta", "Words that nobody wrote.\n")(replace(package, parsed={})), memory)
    assert len(calls) == 2
    assert calls[1].count(b"\n\n") < 5
