"""The workbook of the scorecard computes what the comparison says, and goes on computing."""

from __future__ import annotations

import csv
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sowgen import pipeline
from sowgen.assemble.exports.scorecard import column
from sowgen.model.scorecard import Scorecard
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.model.workbook import Formula, Workbook
from sowgen.render.xlsx import write
from sowgen.score import score

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def package() -> pipeline.Package:
    workspace = pipeline.open_workspace(ROOT).value
    assert workspace is not None
    prepared = pipeline.prepare(workspace, "atlas-controller").value
    assert prepared is not None
    return prepared


@pytest.fixture(scope="module")
def workbook(package: pipeline.Package) -> Workbook:
    data = next(e.data for e in package.assembly.exports if e.kind == "qualification")
    assert isinstance(data, Workbook)
    return data


def computed(book: openpyxl.Workbook, folder: Path) -> list[list[str]]:
    """The first sheet as LibreOffice computes it; what openpyxl saves has no results in it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    book.save(folder / "points.xlsx")
    subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,false",
         "--outdir", str(folder), str(folder / "points.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with (folder / "points.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_every_formula_gives_its_stored_result(workbook: Workbook, tmp_path: Path) -> None:
    shown = computed(openpyxl.load_workbook(BytesIO(write(workbook))), tmp_path)
    formulas = 0
    for y, row in enumerate(workbook.sheets[0].rows):
        for x, cell in enumerate(row):
            if not isinstance(cell.content, Formula):
                continue
            formulas += 1
            stored, found = cell.content.value, shown[y][x].replace(",", "")
            if isinstance(stored, str):
                assert found == stored, column(x) + str(y + 1)
            else:
                assert abs(float(found) - float(stored)) < 0.0051, column(x) + str(y + 1)
    assert formulas > 50


def test_a_changed_weight_and_a_found_score_compute_anew(
    package: pipeline.Package, workbook: Workbook, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(BytesIO(write(workbook)))
    sheet = book.worksheets[0]
    names = {str(cell.value).strip(): cell.row for cell in sheet["A"] if cell.value}
    heads = {cell.value: cell.column for cell in sheet[4]}
    sheet.cell(names["Communication and programme management"], 2).value = 15
    sheet.cell(names["Delivery and supply chain"], 2).value = 5
    sheet.cell(names["Result of the audit"], heads["Carpathia"]).value = 5
    sheet.cell(names["References"], heads["Carpathia"]).value = 5
    shown = computed(book, tmp_path)

    card = _rescored(package)
    first_below = next(y for y, row in enumerate(shown) if row[0] == "Total")
    for candidate in card.candidates:
        x = heads[candidate.short] - 1
        total = shown[first_below][x]
        assert (
            float(total) == float(candidate.total) if candidate.total is not None else total == ""
        )
        ranks = [shown[first_below + n][x] for n in (1, 2)]
        assert ranks == [str(r or "") for r in (candidate.rank_best, candidate.rank_worst)]
    assert card.first == ("Delta Przykład",), "the change is too small to show anything"


def _rescored(package: pipeline.Package) -> Scorecard:
    """The same changes in the project."""
    data: Any = package.spec.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    criteria = data["qualification"]["criteria"]
    criteria["communication"]["weight"], criteria["delivery"]["weight"] = 15, 5
    found = data["qualification"]["candidates"]["carpathia"]["scores"]
    found["quality.audit"]["score"] = found["references"]["score"] = 5
    value = score(ProjectSpec.model_validate(data), Tree({}), None).value
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_of_columns(number: int, letters: str) -> None:
    assert column(number) == letters
