"""The verdict on many files: as they were built, and as people and programs left them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sowgen.verify.reports import Report
from tests.verify import desk as hands
from tests.verify.cases import CASES, DAYS, SOW
from tests.verify.desk import Desk, body, swap


@pytest.fixture(scope="module")
def reports(desk: Desk) -> dict[str, Report]:
    """The reports on all cases, asked for at once from folders with other names."""
    paths = []
    for number, case in enumerate(CASES.values()):
        path = desk.files / "inbox" / str(number) / (case.name or Path(case.of).name)
        path.parent.mkdir(parents=True)
        path.write_bytes(case.make(desk))
        paths.append(path)
    return dict(zip(CASES, desk.ask(*paths), strict=True))


def told(report: Report) -> str:
    """Everything that a report says of a file."""
    return " | ".join([repr(replace(report, members=())), *map(told, report.members)])


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_is_right(name: str, reports: dict[str, Report]) -> None:
    report, case = reports[name], CASES[name]
    assert report.verdict == case.verdict, told(report)
    assert [words for words in case.says if words not in told(report)] == [], told(report)


def test_there_are_sixty_files_and_every_verdict() -> None:
    assert len(CASES) >= 60
    assert {case.verdict for case in CASES.values()} >= {"untouched", "outdated", "edited",
                                                         "resaved", "unknown"}  # fmt: skip


@pytest.mark.parametrize("of", [SOW, "new/LAMP-1-plan.docx"])
def test_libreoffice_saves_it_again(of: str, desk: Desk, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / "returned.docx"
    path.write_bytes(hands.resaved(desk.read(of), tmp_path))
    (report,) = desk.ask(path)
    assert report.verdict == "resaved", told(report)
    assert report.origin is not None
    assert report.origin.commit == desk.commits["new"]


def test_a_number_changed_in_libreoffice(desk: Desk, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / "returned.docx"
    changed = body(swap(DAYS, "60 (sixty)"))(desk.read(SOW))
    path.write_bytes(hands.resaved(changed, tmp_path))
    (report,) = desk.ask(path)
    assert [(c.clause, c.number) for c in report.changes] == [("payment", "6.1")], told(report)
