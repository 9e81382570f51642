"""The spreadsheet writer, read back by openpyxl and by LibreOffice."""

from __future__ import annotations

import csv
import datetime
import shutil
import subprocess
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from sowgen.model.workbook import Content, Formula, Look, Sheet, SheetCell, Workbook
from sowgen.render.xlsx import MAX_CELL, write

HOSTILE = (
    '=HYPERLINK("https://example.com","x")', "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "=1+1",
    "=cmd|' /C calc'!A0", "{=1+1}", "https://example.com/a", "mailto:a@example.com", "00123",
    "1e5", "_x000D_", "a\nb", " space ", "<b>&amp;</b>", "TRUE", "2027-01-01", "ﬀ 漢字 🙂",
)  # fmt: skip


def book(*rows: tuple[Content, ...], look: Look = "text", **options: object) -> Workbook:
    cells = tuple(tuple(SheetCell(content, look) for content in row) for row in rows)
    return Workbook(
        "A & B", "Example Devices", "2027-01-18",
        (Sheet("Data", (20.0, 12.0), cells, **options),),  # type: ignore[arg-type]
    )  # fmt: skip


def read(data: bytes, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data), data_only=values)


def computed(data: bytes, folder: Path) -> list[list[str]]:
    """The first sheet as LibreOffice computes it: no cached result is left for it to show."""
    bare = BytesIO()
    read(data).save(bare)
    return shown(bare.getvalue(), folder)


def shown(data: bytes, folder: Path) -> list[list[str]]:
    """The first sheet as LibreOffice shows it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (folder / "bare.xlsx").write_bytes(data)
    subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,false",
         "--outdir", str(folder), str(folder / "bare.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with (folder / "bare.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_text_stays_text() -> None:
    sheet = read(write(book(*((text,) for text in HOSTILE))))["Data"]
    for row, text in enumerate(HOSTILE, start=1):
        cell = sheet.cell(row, 1)
        assert (cell.data_type, cell.value) == ("s", text)
        assert cell.hyperlink is None
        assert cell.quotePrefix is text.startswith(("=", "+", "-", "@", "\t"))


def test_hostile_text_survives_libreoffice(tmp_path: Path) -> None:
    """Nothing is computed, and nothing is turned into a number or a date."""
    rows = shown(write(book(*((text,) for text in HOSTILE))), tmp_path)
    assert [row[0] for row in rows] == list(HOSTILE)


def test_values_are_of_their_type(tmp_path: Path) -> None:
    day, moment = datetime.date(2027, 3, 31), datetime.datetime(2027, 3, 31, 14, 30)
    data = write(
        book(
            (day, moment, 5, Decimal("2.50"), True, None, datetime.date(1582, 10, 15)),
            (2, 3, Formula("=A2*B2", 6), Formula('=IF(A2>1,"more","less")', "more")),
        )
    )
    first, second = list(read(data)["Data"].iter_rows())
    assert [cell.is_date for cell in first[:2]] == [True, True]
    values = [cell.value for cell in first]
    assert values[:2] == [datetime.datetime(2027, 3, 31), moment]
    assert values[2:] == [5, 2.5, True, None, "1582-10-15"]
    assert [cell.data_type for cell in second] == ["n", "n", "f", "f"] + ["n"] * 3
    cached = list(read(data, values=True)["Data"].iter_rows(values_only=True))
    assert cached[1][:4] == (2, 3, 6, "more")
    assert computed(data, tmp_path)[1][2:4] == ["6", "more"]


def test_a_formula_of_the_program_only() -> None:
    with pytest.raises(ValueError, match="no formula"):
        write(book((Formula("SUM(A1)", 0),)))


def test_a_zone_does_not_stop_the_file() -> None:
    moment = datetime.datetime(2027, 3, 31, 14, 30, tzinfo=datetime.UTC)
    assert read(write(book((moment,))))["Data"]["A1"].value == moment.replace(tzinfo=None)


def test_the_same_bytes_on_any_day() -> None:
    data = book(("a", datetime.date(2027, 1, 1)), ("=b", Formula("=1+1", 2)))
    made = write(data)
    assert made == write(data)
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2027-01-18T00:00:00Z") == 2
    properties = read(made).properties
    assert (properties.title, properties.creator) == ("A & B", "Example Devices")


def test_ready_to_print() -> None:
    rows = [("Head", "Other"), *((f"row {n}", n) for n in range(80))]
    data = write(book(*rows, frozen=1, frozen_columns=1, filtered=True))
    sheet = read(data)["Data"]
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_title_cols == "$A:$A"
    assert sheet.auto_filter.ref == "A1:B81"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.left.text == "A && B"


def test_letters_look_like_badges() -> None:
    page = (Path(__file__).parents[2] / "templates" / "house" / "page.typ").read_text("utf-8")
    sheet = read(write(book(("A",), ("R, C",), ("Su",), ("",), look="letter")))["Data"]
    fills = [sheet.cell(row, 1).fill.fgColor.rgb for row in (1, 2, 3)]
    assert fills == ["FF1F3A5F", "FF2E6F9E", "FFFFFFFF"]
    for fill in fills[:2]:
        assert f'rgb("#{fill[2:]}"), white' in page


@pytest.mark.parametrize("look", Look.__args__)  # type: ignore[attr-defined]
def test_every_look_takes_every_content(look: Look) -> None:
    contents: tuple[Content, ...] = (
        "text", "=1", 1, Decimal("0.5"), True, None, datetime.date(2027, 1, 1),
        Formula("=1/4", Decimal("0.25")), Formula('=""', ""),
    )  # fmt: skip
    sheet = read(write(book(contents, look=look)))["Data"]
    assert [cell.value for cell in sheet[1]] == [
        "text", "=1", 1, 0.5, True, None, datetime.datetime(2027, 1, 1), "=1/4", '=""',
    ]  # fmt: skip
    assert sheet["A1"].data_type == sheet["B1"].data_type == "s"


def test_percentages_keep_their_places() -> None:
    sheet = read(write(book((Decimal("0.25"), Decimal("0.125")), look="percent")))["Data"]
    assert [cell.number_format for cell in sheet[1]] == ["0%", "0.0%"]


def test_a_text_longer_than_a_cell_is_cut() -> None:
    for text in ("x" * (MAX_CELL + 5), "🙂" * MAX_CELL):
        value = read(write(book((text,))))["Data"]["A1"].value
        assert value.endswith("…")
        assert len(value.encode("utf-16-le")) // 2 in (MAX_CELL, MAX_CELL - 1)


def test_sheet_names_that_excel_takes() -> None:
    names = ("a/b[c]:*?", "A/B[C]:*?", "x" * 40, "x" * 40, "History", "'quoted'", "//")
    data = Workbook("T", "A", "2027-01-18", tuple(Sheet(n, (), ()) for n in names))
    made = read(write(data)).sheetnames
    assert made == ["a b c", "A B C 2", "x" * 31, "x" * 29 + " 2", "History 2", "quoted", "Sheet"]
