"""The clause library is complete, consistent and prints in every position."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import meta

from sowgen import pipeline
from sowgen.load.clauses import load_clause
from sowgen.model.clause import STANCES, Clause
from sowgen.model.document import Document, Paragraph, Table
from sowgen.model.parameter import within
from sowgen.resolve.bind import get_at
from sowgen.sandbox import Sandbox
from sowgen.workspace import Workspace
from tests.resolve.deals import MINIMAL, ROOT, library, merged, read, rich, unsettled

CLAUSES = tuple(library().clauses.values())
# Definitions, boilerplate and the mechanics of buying, on which nobody takes a position.
STANDARD = {"definitions-precedence", "entire-agreement", "material-supply"}
DEFINED = re.compile(r"\[([^\]]+)\]\{\.def\}")
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)

every_clause = pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c.id)


def test_the_forty_topics_are_covered() -> None:
    covered = {int(topic) for clause in CLAUSES for topic in clause.topics}
    assert covered == set(range(1, 41))


@every_clause
def test_three_positions_that_differ(clause: Clause) -> None:
    if clause.id in STANDARD:
        assert set(clause.wordings) == {"standard"}
        return
    assert set(clause.wordings) == set(STANCES)
    texts = {wording.markdown for wording in clause.wordings.values()}
    assert len(texts) == len(STANCES)


@every_clause
def test_every_position_names_an_authority(clause: Clause) -> None:
    assert set(clause.authority) == set(clause.wordings)


@every_clause
def test_sources_exist_in_the_specification(clause: Clause) -> None:
    spec = read(MINIMAL)[0]
    for parameter in clause.parameters.values():
        if parameter.source:
            get_at(spec, parameter.source, parameter.span)


def _all_wordings(clause: Clause) -> str:
    return "\n".join(wording.markdown for wording in clause.wordings.values())


def _positions_with_a_value(clause: Clause, name: str) -> set[str]:
    """Where the parameter has a value though the project says nothing, or must get one."""
    parameter = clause.parameters[name]
    if parameter.default is not None or not parameter.optional:
        return set(clause.wordings)
    return set(parameter.defaults)


@every_clause
def test_parameters_are_used_where_they_have_a_value(clause: Clause) -> None:
    sandbox = Sandbox()
    sandbox.filters |= dict.fromkeys(re.findall(r"\| *(\w+)", _all_wordings(clause)), str)
    for position, wording in clause.wordings.items():
        used = meta.find_undeclared_variables(sandbox.parse(wording.markdown))
        for name in clause.parameters:
            assert name in used or position not in _positions_with_a_value(clause, name), (
                f"{clause.id} ({position}) has a value for `{name}` and does not use it"
            )


@every_clause
def test_defaults_lie_in_their_ranges(clause: Clause) -> None:
    for parameter in clause.parameters.values():
        for position in clause.wordings:
            low, high = parameter.ranges.get(position, (parameter.minimum, parameter.maximum))
            default = parameter.defaults.get(position, parameter.default)
            assert within(default, low, high), f"{clause.id} {parameter.name} ({position})"


def _required(name: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
    """The clause and all that it needs, directly or not."""
    for other in (*library().clauses[name].requires, name):
        if other not in seen:
            seen = _required(other, seen | {other}) if other != name else seen | {name}
    return seen


@every_clause
def test_terms_come_from_the_clause_or_from_those_it_requires(clause: Clause) -> None:
    homes: dict[str, set[str]] = {}
    for other in CLAUSES:
        for wording in other.wordings.values():
            for term in DEFINED.findall(wording.markdown):
                homes.setdefault(term, set()).add(other.id)
    reach = _required(clause.id)
    for position, wording in clause.wordings.items():
        text = " ".join(JINJA.sub("", wording.markdown).split())
        for term, where in homes.items():
            if re.search(rf"\b{re.escape(term)}(?:s|es)?\b", text):
                assert where & reach, f"{clause.id} ({position}) uses “{term}” of {where}"


@every_clause
def test_a_term_that_others_use_is_defined_in_every_position(clause: Clause) -> None:
    defined = {p: set(DEFINED.findall(w.markdown)) for p, w in clause.wordings.items()}
    everywhere = set.intersection(*defined.values())
    others = " ".join(
        JINJA.sub("", w.markdown) for c in CLAUSES if c.id != clause.id for w in c.wordings.values()
    )
    for term in set.union(*defined.values()) - everywhere:
        assert not re.search(rf"\b{re.escape(term)}s?\b", " ".join(others.split()))


@every_clause
def test_wordings_address_the_parties_by_label(clause: Clause) -> None:
    """`OEM` and `EMS` are words of the front matter, never of the contract."""
    for wording in clause.wordings.values():
        words = JINJA.sub("", wording.markdown)
        assert not re.search(r"\b(?:OEM|EMS|Customer|Manufacturer)\b", words)


# --- the printed contract ---

DEALS: dict[str, dict[str, Any]] = {
    "minimal": MINIMAL,
    "rich": rich(),
    "open": unsettled("to be agreed"),
    "silent": unsettled("not stated"),
}
# What is left out on purpose prints by the same branches as what is open: one stance will do.
PRINTS = [(d, s) for d in DEALS for s in STANCES if d != "silent" or s == "balanced"]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pipeline.Package]:
    """The deals in their stances, through all rooms up to `assemble`, without findings."""
    root = tmp_path_factory.mktemp("library")
    shutil.copy(ROOT / "sowgen.yaml", root)
    shutil.copytree(ROOT / "clauses", root / "clauses")
    for kind in ("house", "sow"):
        shutil.copytree(ROOT / "templates" / kind, root / "templates" / kind)
    packages = {}
    for name, stance in PRINTS:
        slug = f"{name}-{stance}"
        data = merged(DEALS[name], {"clauses": {"stance": stance}})
        (root / "projects" / slug).mkdir(parents=True)
        text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
        (root / "projects" / slug / "project.yaml").write_text(text, encoding="utf-8")
        workspace = pipeline.open_workspace(root).value
        assert workspace is not None
        prepared = pipeline.prepare(workspace, slug)
        ours = [d for d in prepared.diagnostics if d.is_error or d.code[0] in "CO"]
        assert prepared.value is not None, slug
        assert not ours, slug
        packages[slug] = prepared.value
    return packages


def _lines(document: Document) -> list[str]:
    """The paragraphs and cells of the articles, as printed."""
    lines = []
    for block in document.blocks():
        if isinstance(block, Paragraph):
            lines.append("".join(getattr(i, "text", "") for i in block.inlines))
        elif isinstance(block, Table):
            rows = (*block.header, *block.rows)
            lines += ["".join(getattr(i, "text", "") for i in c.inlines) for r in rows for c in r]
    return lines


every_print = pytest.mark.parametrize("slug", [f"{d}-{s}" for d, s in PRINTS])


@every_print
def test_no_clause_is_missing_and_no_term_is_loose(
    slug: str, printed: dict[str, pipeline.Package]
) -> None:
    """The findings were looked at where the packages are made; here: which clauses apply."""
    chosen = set(printed[slug].clauses)
    everything = {c.id for c in CLAUSES}
    assert chosen == everything if slug.startswith("rich") else chosen < everything


@every_print
def test_sentences_are_whole(slug: str, printed: dict[str, pipeline.Package]) -> None:
    text = "\n".join(_lines(printed[slug].assembly.documents[0]))
    assert not re.search(
        r"\b(the|a|an|of|to|by|within|for|and|or|is|shall) \1\b", text, re.IGNORECASE
    )
    assert not re.search(r" [,.;:]", text)
    assert not re.search(r"[,;:] ?[.;]|\.\.|;,", text)
    assert not re.search(r"\bwithin\s*[.,;]|\bof\s*[.,;]", text)
    assert not re.search(r"Incoterms 2,0", text)
    assert not re.search(r"\{\{|\{%|\bNone\b", text)


@every_print
def test_paragraphs_begin_with_a_capital_and_end_with_a_stop(
    slug: str, printed: dict[str, pipeline.Package]
) -> None:
    for block in printed[slug].assembly.documents[0].blocks():
        if not isinstance(block, Paragraph) or not block.clause or block.level < 2:
            continue
        words = "".join(getattr(i, "text", "") for i in block.inlines).strip()
        if block.role == "clause" and block.level == 2:
            assert words[0].isupper() or words[0] in "“[", words
            assert words[-1] in ".:", words
        elif block.role == "clause":
            assert words.endswith((";", "; and", "; or", ".", ":")), words


@every_print
def test_lists_end_with_a_conjunction(slug: str, printed: dict[str, pipeline.Package]) -> None:
    """The last item but one ends with `and` or `or`, the last one with a full stop."""
    blocks = [b for b in printed[slug].assembly.documents[0].blocks() if isinstance(b, Paragraph)]
    for before, this, after in zip(blocks, blocks[1:], [*blocks[2:], None], strict=False):
        if not this.clause or this.role != "clause" or this.level != 3:
            continue
        words = "".join(getattr(i, "text", "") for i in this.inlines).strip()
        if after is None or after.level != 3:
            assert words.endswith("."), words
            if before.level == 3:
                last = "".join(getattr(i, "text", "") for i in before.inlines).strip()
                assert last.endswith(("; and", "; or")), last


def test_definitions_stand_in_alphabetical_order() -> None:
    markdown = library().clauses["definitions-precedence"].wordings["standard"].markdown
    terms = DEFINED.findall(markdown)
    own = [term for term in terms if "{" not in term]
    assert list(dict.fromkeys(own)) == sorted(set(own), key=str.lower)


# --- the handbook ---


def test_the_example_of_the_handbook_loads_and_prints(tmp_path: Path) -> None:
    handbook = (ROOT / "docs" / "writing-clauses.md").read_text(encoding="utf-8")
    example = re.search(r"^```markdown\n(---\n.*?)^```$", handbook, re.DOTALL | re.MULTILINE)
    assert example is not None
    for name in ("clauses", "templates/house", "templates/sow"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "sowgen.yaml", tmp_path)
    (tmp_path / "clauses/commercial/payment-terms.md").write_text(example[1], encoding="utf-8")
    loaded = load_clause(
        Workspace(tmp_path), "clauses/commercial/payment-terms.md", area="commercial"
    )
    assert loaded.value is not None
    assert not loaded.diagnostics
    assert set(loaded.value.wordings) == set(STANCES)
    for stance in STANCES:
        folder = tmp_path / "projects" / stance
        folder.mkdir(parents=True)
        data = merged(MINIMAL, {"clauses": {"stance": stance}})
        (folder / "project.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
        workspace = pipeline.open_workspace(tmp_path).value
        assert workspace is not None
        prepared = pipeline.prepare(workspace, stance)
        assert prepared.value is not None, prepared.diagnostics
        assert not [d for d in prepared.diagnostics if "payment-terms" in d.span.file]
        assert "payment-terms" in prepared.value.clauses
