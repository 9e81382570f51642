"""Any text, given as any value, stands unchanged in the DOCX and in the PDF.

Each text is given between two numbered marks, which are letters so that no script turns them
round. On paper, line ends, direction marks and the order of right-to-left letters belong to
the layout: there the letters are compared, and counted where a text runs from right to left.
"""

from __future__ import annotations

import os
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from sowgen import pipeline
from sowgen.model.document import Document, Paragraph, Value
from sowgen.model.tree import dotted
from sowgen.pipeline.make import file_stem
from tests.documents.deal import copy_workspace, run, tiny, tiny_workspace, write_project
from tests.documents.tagged import tagged_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LAYOUT = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060\u202a-\u202e\u2066-\u2069\U0001bca0-\U0001bca3]")  # fmt: skip  # noqa: E501
NASTY = (
    "{{ commercial.payment.days }} {% if x %} {# note #} {{ '{{' }} {_{x}_} ${x} %(x)s",
    "# no heading **not bold** _not italic_ `no code` [no](link) ![no](image.png) ~~no~~ ^no^",
    "| no | cell | \\| ::: {.landscape} ::: --- *** | - no item 1. no item",
    "<w:p><w:r><w:t>forged</w:t></w:r></w:p> &amp; & < > ]]> <!-- --> <script>alert(1)</script>",
    '#strong[no] #include "x" $x^2$ // no comment /* nor this */ @ref <label> \\ ~ -- --- ...',
    "\"double\" 'single' “curly” ‘curly’ „low“ «guillemets» it's",
    "חברת אלקטרוניקה לדוגמה בע״מ 12.50 ABC שלום",
    "شركة المثال للإلكترونيات، 12 قطعة",
    "漢字かな交じり文 中文 한국어 ไทย Ελληνικά Кириллица Ţșćłđß ﬁ ﬄ ½ № ™ Ω µ ± ≤ °C",
    "🙂 🏭 👩‍💻 🇩🇪 ✓ e\u0301 n\u0303",
    "  two  spaces\u00a0and\u2009thin,\ttab,  end  ",
    "first line\nsecond line\n\nfourth line",
    "= SUM(A1) + @x - y %PDF-1.7 %%EOF /sn1/ \\n \\u0041 &#65; %41",
    "no: off ~ null yes 1.10 12:30 2027-02-30 0x1F 1e5 !!python/object",
    "x" * 300 + " " + "long words " * 60,
)

# What the loader refuses: line and paragraph separators, overrides of the reading order,
# and code points that are no characters.
REFUSED = tuple(
    chr(code)
    for first, last in ((0x2028, 0x202E), (0x2066, 0x2069), (0xFDD0, 0xFDEF), (0xFFFE, 0xFFFF))
    for code in range(first, last + 1)
)


def marked(texts: list[str]) -> list[str]:
    """The texts between numbered marks."""
    return [f"Ꝏ{n}ꝏ{text}Ꝑ{n}ꝑ" for n, text in enumerate(texts)]


def between(text: str, number: int) -> str | None:
    """What stands between the marks of this number, None where a mark is missing. A label that
    a drawing cuts has the first mark alone."""
    found = re.search(rf"Ꝏ{number}ꝏ((?:(?!Ꝏ{number}ꝏ).)*?)Ꝑ{number}ꝑ", text, re.DOTALL)
    return found[1] if found else None


def word_text(file: Path) -> str:
    """The text of a DOCX, character by character; a paragraph ends in U+2029."""
    with zipfile.ZipFile(file) as package:
        root = etree.fromstring(package.read("word/document.xml"), etree.XMLParser(huge_tree=True))
    parts = []
    for element in root.iter(f"{W}p", f"{W}t", f"{W}tab", f"{W}br"):
        if element.tag == f"{W}t":
            parts.append(element.text or "")
        elif element.getparent().tag == f"{W}r":
            parts.append("\t" if element.tag == f"{W}tab" else "\n")
        elif element.tag == f"{W}p":
            parts.append("\u2029")
    return "".join(parts)


def page_text(file: Path) -> str:
    """The text of a PDF without white space and layout marks."""
    return bare("".join(tagged_text(file)))


def bare(text: str) -> str:
    return "".join(_LAYOUT.sub("", text).split())


def on_paper(text: str, seen: str) -> bool:
    """Whether the letters are the same, in order unless the text runs from right to left."""
    kinds = {unicodedata.bidirectional(c) for c in text}
    if kinds & {"R", "AL", "AN", ""}:
        return sorted(bare(text)) == sorted(bare(seen))
    return bare(text) == bare(seen)


def lost(texts: Mapping[int, str], word: str, page: str) -> list[tuple[str, int, str, str | None]]:
    """Every text that does not reappear: the format, its number, what it was, what is read."""
    found: list[tuple[str, int, str, str | None]] = []
    for number, text in texts.items():
        if (seen := between(word, number)) != text:
            found.append(("docx", number, text, seen))
        seen = between(page, number)
        if seen is None or not on_paper(text, seen):
            found.append(("pdf", number, text, seen))
    return found


# --- every field ---------------------------------------------------------------------------


def takes_any_text(info: FieldInfo) -> bool:
    """Whether a field keeps an arbitrary text as it is."""
    return _keeps(Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation)


def _keeps(annotation: Any) -> bool:
    try:
        return bool(TypeAdapter(annotation).validate_python("Ꝏ | {{ x }}") == "Ꝏ | {{ x }}")
    except ValidationError:
        return False


def items_take_any_text(info: FieldInfo) -> bool:
    """Whether a list keeps arbitrary texts."""
    try:
        adapter = TypeAdapter(info.annotation)
        return bool(adapter.validate_python(["Ꝏ | {{ x }}"])[0] == "Ꝏ | {{ x }}")
    except (ValidationError, TypeError, IndexError, KeyError):
        return False


def free_texts(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every text of a specification that may say anything."""
    if isinstance(node, BaseModel):
        for name, info in type(node).model_fields.items():
            value, step = getattr(node, name), (*path, info.alias or name)
            if isinstance(value, str):
                if takes_any_text(info):
                    yield step
            elif isinstance(value, tuple) and value and isinstance(value[0], str):
                if items_take_any_text(info):
                    yield from ((*step, i) for i, v in enumerate(value) if isinstance(v, str))
            else:
                yield from free_texts(value, step)
    elif isinstance(node, Mapping):
        for name, value in node.items():
            yield from free_texts(value, (*path, name))
    elif isinstance(node, tuple):
        for index, value in enumerate(node):
            yield from free_texts(value, (*path, index))


# Texts with a form that a rule of `validate` asks for.
_FORMED = re.compile(
    r"\.(email|phone|fax|out_of_hours|working_hours|version|rev|tz|sha256)$"
    r"|\.letters\.|^clauses\.|^package\.reference$"
)


def plain(data: Any) -> Any:
    """A project's tree as the YAML dumper writes it."""
    if isinstance(data, Mapping):
        return {str(k): plain(v) for k, v in data.items()}
    if isinstance(data, list | tuple):
        return [plain(v) for v in data]
    return data if isinstance(data, str | bool | None) else yaml.safe_load(str(data))


def printed_paths(documents: tuple[Document, ...]) -> set[str]:
    """The paths of the values that the documents print in paragraphs and tables."""
    paths = set()
    for document in documents:
        for block in document.blocks():
            cells = [c for row in (*getattr(block, "header", ()), *getattr(block, "rows", ()))
                     for c in row]  # fmt: skip
            runs = [block.inlines] if isinstance(block, Paragraph) else [c.inlines for c in cells]
            paths |= {i.origin.path for r in runs for i in r if isinstance(i, Value) and i.origin}
    return paths


def set_at(data: Any, path: tuple[str | int, ...], text: str) -> bool:
    """Puts the text at the path of plain data, where there is a text."""
    for step in path[:-1]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
    try:
        if not isinstance(data[path[-1]], str | int | float | Decimal):
            return False
    except (KeyError, IndexError, TypeError):
        return False
    data[path[-1]] = text
    return True


@pytest.mark.parametrize("slug", ["atlas-controller", "turnkey-2011"])
def test_any_text_in_every_field(slug: str, tmp_path: Path) -> None:
    root = copy_workspace(tmp_path, slug)
    workspace = pipeline.open_workspace(root).value
    assert workspace is not None
    before = pipeline.prepare(workspace, slug).value
    assert before is not None
    data = {k: plain(v) for k, v in before.tree.data.items()}
    texts: dict[int, str] = {}
    places: dict[int, str] = {}
    for number, path in enumerate(free_texts(before.spec)):
        text = NASTY[number % len(NASTY)]
        if not _FORMED.search(dotted(path)) and set_at(data, path, f"Ꝏ{number}ꝏ{text}Ꝑ{number}ꝑ"):
            texts[number], places[number] = text, dotted(path)
    assert len(texts) > 100
    for file in (root / "projects" / slug).glob("*.yaml"):
        file.unlink()
    write_project(root, slug, data)
    report = pipeline.build_project(workspace, slug)
    assert [(d.span, d.code, d.message[:200]) for d in report.diagnostics if d.is_error] == []
    package = pipeline.prepare(workspace, slug).value
    assert package is not None
    printed = printed_paths(package.assembly.documents)
    word, page = "", ""
    for document in package.assembly.documents:
        stem = root / "projects" / slug / "out" / file_stem(document)
        word += word_text(stem.with_name(stem.name + ".docx"))
        page += page_text(stem.with_name(stem.name + ".pdf"))
    shown = {n: t for n, t in texts.items() if places[n] in printed}
    assert len(shown) > 0.6 * len(texts), sorted(set(places.values()) - printed)
    assert [(places[n], f, t[:80], (s or "")[:80]) for f, n, t, s in lost(shown, word, page)] == []
    assert "forged" not in {w.strip() for w in word.split("\u2029")}
    print(f"{len(texts)} fields hold any text, {len(shown)} of them are printed")


# --- any text ------------------------------------------------------------------------------

_ALLOWED = st.characters(exclude_categories=("Cs", "Cc", "Co"), exclude_characters=REFUSED).filter(
    lambda c: not 0xFDD0 <= ord(c) <= 0xFDEF and ord(c) & 0xFFFE != 0xFFFE
)
_SIGNS = st.sampled_from("{}%#|*_`[]()<>&\"'\\:-~^$@= \n\t")
_WORDS = st.text(st.one_of(_ALLOWED, _SIGNS), max_size=80)
_COUNT = 12 if os.environ.get("CI") else 6


@pytest.fixture(scope="module")
def lamp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workspace, whose project is written anew for each example."""
    return tiny_workspace(tmp_path_factory.mktemp("lamp"))


@settings(
    max_examples=_COUNT,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(_WORDS.filter(str.strip), min_size=30, max_size=60))
@example(list(NASTY))
@example(["x" * 10_000, "word " * 2_000, "é" * 10_000, "漢" * 10_000, "{{" * 5_000])
def test_any_text(lamp: Path, texts: list[str]) -> None:
    write_project(lamp, "tiny", tiny(scope={"exclusions": marked(texts)}))
    workspace = pipeline.open_workspace(lamp).value
    assert workspace is not None
    report = pipeline.build_project(workspace, "tiny")
    assert [(d.span, d.code, d.message) for d in report.diagnostics if d.is_error] == []
    out = lamp / "projects" / "tiny" / "out"
    word, page = word_text(out / "TINY-1-sow.docx"), page_text(out / "TINY-1-sow.pdf")
    assert lost(dict(enumerate(texts)), word, page) == []
    package = pipeline.prepare(workspace, "tiny").value
    assert package is not None
    labels = [b.label for d in package.assembly.documents for b in d.blocks()
              if isinstance(b, Paragraph) and b.role == "clause" and b.level == 3]  # fmt: skip
    assert len(labels) == len(set(labels)) == len(texts)


def test_a_lost_character_is_seen() -> None:
    texts = {0: "abc", 1: "שלום"}
    assert lost(texts, "Ꝏ0ꝏabcꝐ0ꝑꝎ1ꝏשלוםꝐ1ꝑ", "Ꝏ0ꝏabcꝐ0ꝑꝎ1ꝏםולשꝐ1ꝑ") == []
    found = lost(texts, "Ꝏ0ꝏabꝐ0ꝑꝎ1ꝏשלוםꝐ1ꝑ", "Ꝏ0ꝏabcꝐ0ꝑꝎ1ꝏלשꝐ1ꝑ")
    assert [format_ for format_, *_ in found] == ["docx", "pdf"]
    assert [n for _, n, *_ in lost(texts, "Ꝏ0ꝏabcꝐ0ꝑ", "Ꝏ0ꝏabcꝐ0ꝑꝎ1ꝏםולשꝐ1ꝑ")] == [1]


# --- the same bytes --------------------------------------------------------------------------


def test_same_inputs_same_bytes(tmp_path: Path) -> None:
    """Two machines: another folder, time zone, language, hash seed, user and file times."""
    machines = (
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "USER": "ada",
         "HOME": str(tmp_path)},
        {"TZ": "America/Los_Angeles", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8",
         "PYTHONHASHSEED": "77", "USER": "ben", "SOURCE_DATE_EPOCH": "1"},
    )  # fmt: skip
    made = []
    for number, environment in enumerate(machines):
        folder = tmp_path / f"{'deep/' * number}machine"
        folder.mkdir(parents=True)
        root = tiny_workspace(folder)
        for file in root.rglob("*"):
            os.utime(file, (10**9 * (number + 1) * 0.7,) * 2)
        code, said = run(root, "build", **environment)
        assert code == 0, said
        out = root / "projects" / "tiny" / "out"
        made.append({f.name: f.read_bytes() for f in out.iterdir() if f.name[0] != "."})
    assert set(made[0]) == {"TINY-1-sow.docx", "TINY-1-sow.pdf", "manifest.json"}
    assert [n for n in made[0] if made[0][n] != made[1][n]] == []
