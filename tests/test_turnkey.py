"""The project `turnkey-2011` holds and prints each of its 129 facts, none excused.

`cases/turnkey-2011.yaml` says for each fact where it stands in the project and with which
words it is printed. The facts were taken from a fact sheet outside the project; whoever has it
names it in `SOWGEN_CASE_SHEET`, and ids and values are compared with it too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree
from pydantic import BaseModel

from sowgen import pipeline
from sowgen.model.plain import Branch, Leaf, Series
from sowgen.model.tree import parse_path

ROOT = Path(__file__).resolve().parent.parent
SLUG = "turnkey-2011"
ROWS: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "cases" / "turnkey-2011.yaml").read_text(encoding="utf-8")
)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = re.compile(r"\d+(?:[.-]\d+)*")

every_row = pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])


@dataclass(frozen=True)
class Built:
    """The project through all rooms: its data, and the folder with its documents."""

    package: pipeline.Package
    folder: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    workspace = pipeline.open_workspace(ROOT).value
    assert workspace is not None
    out = tmp_path_factory.mktemp("turnkey")
    report = pipeline.build_project(workspace, SLUG, out=out)
    assert not [d for d in report.diagnostics if d.is_error]
    package = pipeline.prepare(workspace, SLUG).value
    assert package is not None
    return Built(package, out / SLUG)


@pytest.fixture(scope="module")
def word_text(built: Built) -> str:
    """The words of all DOCX files, a line for each paragraph."""
    lines: list[str] = []
    for file in sorted(built.folder.glob("*.docx")):
        with zipfile.ZipFile(file) as archive:
            body = etree.fromstring(archive.read("word/document.xml"))
        lines += ["".join(p.itertext(f"{WORD}t")) for p in body.iter(f"{WORD}p")]
    assert lines
    return squeezed("\n".join(lines))


@pytest.fixture(scope="module")
def pdf_text(built: Built) -> str:
    """The words of all PDF files, without the margins where headers and footers stand."""
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed: no `pdftotext` to read PDF files with")
    files = sorted(built.folder.glob("*.pdf"))
    assert files
    margins = ["-x", "0", "-W", "2000", "-y", "62", "-H", "716"]
    return squeezed(
        "\n".join(
            subprocess.run(
                ["pdftotext", *margins, "-enc", "UTF-8", str(file), "-"],
                check=True, capture_output=True,
            ).stdout.decode()
            for file in files
        )
    )  # fmt: skip


def squeezed(text: str) -> str:
    """The text in small letters without spaces and hyphens (line ends divide words at will), and
    with straight apostrophes."""
    plain = text.replace("\u2019", "'").replace("\u2018", "'")
    return re.sub(r"[\s\u00ad\u200b\u2010\u2011\u2060-]+", "", plain).casefold()


def holds(text: str, atom: str) -> bool:
    """Whether the text has the atom; a number counts only where it stands by itself."""
    atom = atom.casefold()
    if NUMBER.fullmatch(atom):
        return bool(re.search(rf"(?<![\d.]){re.escape(atom)}(?!\d|[.-]\d)", text))
    return atom in text.casefold()


def said(value: Any) -> str:
    """A value of the project as one line of plain text."""
    if isinstance(value, BaseModel):
        return said([getattr(value, name) for name in type(value).model_fields])
    if isinstance(value, Mapping):
        return said(list(value.values()))
    if isinstance(value, list | tuple):
        return "; ".join(said(item) for item in value if item is not None)
    return str(value)


def value_at(package: pipeline.Package, path: str) -> Any:
    """What stands at a path of the specification, or in `clauses.<clause>.<parameter>`."""
    head, *steps = parse_path(path)
    if head == "clauses" and len(steps) == 2 and steps[0] in package.clauses:
        return package.clauses[str(steps[0])].values[str(steps[1])].value
    node: Any = Branch(package.spec, "").child(str(head))
    for step in steps:
        node = node.child(str(step)) if isinstance(node, Branch) else node[step]
    if isinstance(node, Series):
        return tuple(node.source)
    return node.value if isinstance(node, Leaf) else node.source


def test_every_fact_is_there_once() -> None:
    assert [row["id"] for row in ROWS] == [f"INM-{n:03}" for n in range(1, 130)]
    assert all(row["value"] and row["paths"] and row["prints"] for row in ROWS)


@every_row
def test_paths_carry_the_value(row: dict[str, Any], built: Built) -> None:
    values = {path: value_at(built.package, path) for path in row["paths"]}
    assert None not in values.values(), values
    text = said(list(values.values()))
    assert [atom for atom in row["value"] if not holds(text, atom)] == [], text


@every_row
def test_prints_hold_the_value(row: dict[str, Any]) -> None:
    words = "\n".join(str(words) for words in row["prints"])
    assert [atom for atom in row["value"] if not holds(words, atom)] == []


@every_row
def test_word_prints_it(row: dict[str, Any], word_text: str) -> None:
    assert [words for words in row["prints"] if squeezed(str(words)) not in word_text] == []


@every_row
def test_pdf_prints_it(row: dict[str, Any], pdf_text: str) -> None:
    assert [words for words in row["prints"] if squeezed(str(words)) not in pdf_text] == []


def test_equals_the_fact_sheet() -> None:
    """Same ids and topics; every number of the sheet's value is in the fixture, and every
    atom of the fixture in the sheet's row."""
    sheet = os.environ.get("SOWGEN_CASE_SHEET")
    if not sheet:
        pytest.skip(
            "not here: SOWGEN_CASE_SHEET names no fact sheet; it is not part of the project"
        )
    lines = Path(sheet).read_text(encoding="utf-8").splitlines()
    table = [[cell.strip() for cell in line.strip("| ").split(" | ")]
             for line in lines if line.startswith("| INM-")]  # fmt: skip
    assert [(r["id"], r["topic"]) for r in ROWS] == [(cells[0], cells[1]) for cells in table]
    for row, cells in zip(ROWS, table, strict=True):
        whole = " ".join(cells[2:])
        assert [a for a in row["value"] if not holds(whole, a)] == [], row["id"]
        mine = set(NUMBER.findall(" ".join(row["value"])))
        theirs = set(NUMBER.findall(re.sub(r"INM-\d+", "", cells[3])))
        assert theirs <= mine, row["id"]
