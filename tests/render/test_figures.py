"""Figures in all formats: the same drawing, words that can be read, a text alternative."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree
from PIL import Image, ImageChops, ImageStat

from sowgen.diagnostics import Outcome
from sowgen.model.artifact import Asset, Design
from sowgen.model.document import Document
from sowgen.model.figure import Box, Figure, Words
from sowgen.publish.inspect import Damaged, inspect_docx
from sowgen.render import render
from sowgen.render.pictures import draw_pictures
from sowgen.render.svg import portable
from tests.render.drawings import (
    FILLED,
    ROLES,
    design,
    elements,
    holding,
    middle,
    parts,
    pattern,
    pixels,
)
from tests.render.sample import HEBREW, body

TEXT_WIDTH, TEXT_HEIGHT = 464.9, 692.2  # points, of the house design's portrait page

HOSTILE = (
    'AT&T <b>bold</b> &amp; "x" #let $y$ {{ z }} \\u{41} ]]>',
    f"by {HEBREW} 2027",
    "例株式会社",
    "x" * 10_000,
    "🏭 e\u0301 ﬁne\u00a0space",
)


def made(given: Figure | Document, format_: str) -> bytes:
    """The document, or one with the figure alone, in a format."""
    document = holding(given) if isinstance(given, Figure) else given
    outcome = render(document, format_, design())  # type: ignore[arg-type]
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def picture(figure: Figure) -> tuple[bytes, bytes]:
    """The figure as SVG and as PNG."""
    drawn = draw_pictures(holding(figure), design()).value
    assert drawn is not None
    return drawn[figure].svg, drawn[figure].png


def table_of_colours() -> dict[str, list[str]]:
    """The colours of `drawing` in `page.typ`: fill and edge of each role, '' for none."""
    text = design().page.data.decode()
    table = text[text.index("#let drawing = (") :].split("\n)\n")[0]
    found = {}
    for role, fill, edge in re.findall(r"^  (\w+): \((.+?), (.+)\),$", table, re.MULTILINE):
        found[role] = [word.removeprefix('rgb("').removesuffix('")') for word in (fill, edge)]
    return found


def colour(word: str) -> tuple[int, int, int]:
    """The colour of a word of typst."""
    if word == "white":
        return 255, 255, 255
    return int(word[1:3], 16), int(word[3:5], 16), int(word[5:7], 16)


def test_every_role_has_colours() -> None:
    assert sorted(table_of_colours()) == sorted(ROLES)


def test_every_box_is_filled_in_its_colour() -> None:
    seen = pixels(picture(pattern())[1])
    scale = seen.width / 360
    for number, role in enumerate(FILLED):
        x, y = middle(number)
        wanted = colour(table_of_colours()[role][0])
        assert seen.getpixel((round(x * scale), round(y * scale))) == wanted, role
        edge = table_of_colours()[role][1]
        if edge != "none":
            assert seen.getpixel((round((x - 20) * scale), round(y * scale))) != wanted or (
                colour(edge) == wanted
            ), role


@pytest.mark.parametrize(
    "pair", [("critical", "bar"), ("first", "second"), ("first", "third"), ("good", "missing")]
)
def test_neighbours_stay_apart_in_grey_print(pair: tuple[str, str]) -> None:
    one, other = (colour(table_of_colours()[role][0]) for role in pair)
    grey = [0.299 * r + 0.587 * g + 0.114 * b for r, g, b in (one, other)]
    assert abs(grey[0] - grey[1]) > 25


def test_lines_dashes_and_diamonds_are_drawn() -> None:
    seen = pixels(picture(pattern())[1])
    scale = seen.width / 360

    def share(y: float) -> float:
        row = [seen.getpixel((round(x * scale), round(y * scale))) for x in range(20, 340)]
        return sum(pixel != (255, 255, 255) for pixel in row) / len(row)

    assert share(150) == 1
    assert 0.3 < share(160) < 0.8
    assert share(155) == 0
    black = colour(table_of_colours()["milestone"][0])
    assert seen.getpixel((round(30 * scale), round(190 * scale))) == black
    assert seen.getpixel((round(12 * scale), round(172 * scale))) == (255, 255, 255)


def test_words_stand_where_they_are_aligned(tmp_path: Path) -> None:
    boxes = _boxes(made(pattern(), "pdf"), tmp_path)
    left, right, centred = boxes["left"], boxes["right"], boxes["centred"]
    # The drawing stands in the middle of the text; 360 points are less than the text's width.
    edge = 68.03 + (TEXT_WIDTH - 360) / 2
    assert left[0] == pytest.approx(edge + 60, abs=0.8)
    assert boxes["words"][2] == pytest.approx(edge + 340, abs=0.8)  # of "right words"
    assert left[3] == pytest.approx(right[3], abs=0.1)
    assert centred[0] < edge + 180 < boxes["centred words"][2]


def _boxes(pdf: bytes, folder: Path) -> dict[str, tuple[float, ...]]:
    """Where poppler sees the words: left, top, right, bottom."""
    if shutil.which("pdftotext") is None:
        pytest.skip("not here: pdftotext (poppler)")
    file = folder / "figure.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, check=True)
    found: dict[str, tuple[float, ...]] = {}
    before = ""
    for word in etree.fromstring(done.stdout, etree.HTMLParser()).iter("word"):
        box = tuple(float(word.get(key)) for key in ("xmin", "ymin", "xmax", "ymax"))
        found[f"{before} {word.text}"] = box
        if before == "right" or word.text != "words":
            found[word.text] = box
        before = word.text
    return found


@pytest.mark.parametrize("text", HOSTILE, ids=lambda t: t[:12])
def test_any_words_are_drawn_and_read_back(text: str, read_words: Callable[..., str]) -> None:
    figure = pattern(text[:300], "Caption", Words(8, 20, text, "text", 8))
    squeezed = "".join(text.split())
    read = "".join(read_words(made(figure, "pdf")).split())
    if text.isascii():
        assert squeezed[:70] in read  # what leaves the drawing is cut off
    docx = made(figure, "docx")
    assert [e.get("descr") for e in elements(docx, "docPr")] == [text[:300]]
    svg = etree.fromstring(parts(docx)["word/media/sowgen-figure1.svg"])
    assert not list(svg.iter("{*}text", "{*}script", "{*}image"))
    inspect_docx(holding(figure), docx)


@pytest.fixture(name="read_words")
def words_of_a_pdf(tmp_path: Path) -> Callable[..., str]:
    """poppler's reading of a PDF."""

    def read(pdf: bytes) -> str:
        if shutil.which("pdftotext") is None:
            pytest.skip("not here: pdftotext (poppler)")
        file = tmp_path / "words.pdf"
        file.write_bytes(pdf)
        run = ["pdftotext", "-enc", "UTF-8", str(file), "-"]
        return subprocess.run(run, capture_output=True, check=True).stdout.decode()

    return read


def test_what_xml_cannot_hold_is_a_bug_not_a_loss() -> None:
    with pytest.raises(ValueError, match="XML"):
        made(pattern("a\x00b"), "docx")


def test_the_pdf_says_what_the_figure_shows(tmp_path: Path) -> None:
    file = tmp_path / "figure.pdf"
    file.write_bytes(made(pattern("What is <seen> & read"), "pdf"))
    with pikepdf.open(file) as pdf:
        figures = list(_tagged(pdf.Root.StructTreeRoot, "/Figure"))
        assert [str(f.Alt) for f in figures] == ["What is <seen> & read"]
        assert not [name for page in pdf.pages for name in page.get_images()], "drawn in pixels"


def _tagged(node: Any, kind: str) -> Any:
    children = node if isinstance(node, pikepdf.Array) else [node]
    for child in children:
        if isinstance(child, pikepdf.Dictionary):
            if child.get("/S") == kind:
                yield child
            if "/K" in child:
                yield from _tagged(child.K, kind)
        elif isinstance(child, pikepdf.Array):
            yield from _tagged(child, kind)


def test_the_word_file_has_both_forms_of_every_figure() -> None:
    one, other = pattern("one"), pattern("other", "", Words(10, 10, "other words"))
    docx = made(holding(one, body(0, "between"), other, one), "docx")
    assert [e.get("descr") for e in elements(docx, "docPr")] == ["one", "other", "one"]
    ids = [e.get("id") for e in elements(docx, "docPr")]
    assert len(set(ids)) == 3
    files = parts(docx)
    relations = etree.fromstring(files["word/_rels/document.xml.rels"])
    targets = {r.get("Id"): r.get("Target") for r in relations}
    embed = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
    dots = [files[f"word/{targets[e.get(embed)]}"] for e in elements(docx, "blip")]
    lines = [files[f"word/{targets[e.get(embed)]}"] for e in elements(docx, "svgBlip")]
    assert all(data.startswith(b"\x89PNG") for data in dots)
    assert dots[0] == dots[2] != dots[1]
    assert all(etree.fromstring(data).tag.endswith("}svg") for data in lines)
    assert sum(name.startswith("word/media/") for name in files) == 4
    types = etree.fromstring(files["[Content_Types].xml"])
    assert {e.get("Extension") for e in types} >= {"png", "svg"}


def test_the_svg_needs_no_fonts_and_nothing_that_programs_leave_out() -> None:
    svg = etree.fromstring(picture(pattern())[0])
    assert {etree.QName(e).localname for e in svg.iter()} <= {"svg", "defs", "path", "use", "g"}
    assert not svg.xpath("//@clip-path | //@class | //@style")
    ids = svg.xpath("//@id")
    href = "{http://www.w3.org/1999/xlink}href"
    used = [e.get(href).removeprefix("#") for e in svg.iter("{*}use")]
    assert len(used) == len("leftwordsrightwordscentredwords")
    assert sorted(set(used)) == sorted(ids) == sorted(set(ids))
    assert next(iter(svg)).tag.endswith("}defs"), "letters stand before their use"


def test_a_letter_of_several_parts_stays_whole() -> None:
    typst = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        b'<use xlink:href="#a"/><defs><symbol id="a" overflow="visible"><path d="M 0 0"/>'
        b'<path d="M 1 1"/></symbol></defs></svg>'
    )
    letter = b'<defs><g id="d1"><path d="M 0 0"/><path d="M 1 1"/></g></defs>'
    assert portable(typst).endswith(letter + b'<use xlink:href="#d1"/></svg>')


@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_the_same_figure_gives_the_same_bytes(format_: str) -> None:
    assert made(pattern(), format_) == made(pattern(), format_)


@pytest.mark.parametrize(("width", "height"), [(360, 220), (930, 220), (360, 1400), (1400, 1400)])
def test_a_figure_is_never_larger_than_a_page(width: float, height: float) -> None:
    figure = replace(pattern(), width=width, height=height)
    (extent,) = elements(made(holding(body(0, "before"), figure), "docx"), "extent")
    cx, cy = (int(extent.get(key)) / 12_700 for key in ("cx", "cy"))
    assert cx <= TEXT_WIDTH + 0.5
    assert cy <= TEXT_HEIGHT - 30
    assert cx / cy == pytest.approx(width / height, rel=1e-3)
    assert cx == pytest.approx(width, abs=0.1) or cx < width


def test_the_caption_stays_with_the_whole_figure(read_words: Callable[..., str]) -> None:
    filler = [body(0, f"line {n}") for n in range(28)]
    pages = read_words(made(holding(*filler, pattern(), body(0, "after")), "pdf")).split("\f")
    (page,) = [p for p in pages if "A pattern" in p]
    assert "left words" in page
    assert "centred words" in page
    assert "line 3\n" not in page


def older(edit: Callable[[str], str]) -> Design:
    """The house design before it knew figures."""
    house = design()
    return replace(house, page=Asset(house.page.path, edit(house.page.data.decode()).encode()))


def without_pictures(text: str) -> str:
    return text.replace('"figures" in sys.inputs', "false")


def without_figures(text: str) -> str:
    return text.replace('"Figure"', '"None"')


@pytest.mark.parametrize(
    ("format_", "edit"),
    [("pdf", without_figures), ("docx", without_figures), ("docx", without_pictures)],
)
def test_a_design_that_draws_no_figures(format_: str, edit: Callable[[str], str]) -> None:
    outcome: Outcome[bytes | None] = render(holding(pattern()), format_, older(edit))  # type: ignore[arg-type]
    assert outcome.value is None
    assert [(d.code, d.span.file) for d in outcome.diagnostics] == [
        ("W207", "templates/house/page.typ")
    ]
    plain = render(holding(body(0, "no figure")), format_, older(edit))  # type: ignore[arg-type]
    assert plain.diagnostics == ()


def test_a_mistake_in_the_design_is_told_by_the_word_file_too() -> None:
    broken = older(lambda text: text + "\n#acent")
    found = render(holding(pattern()), "docx", broken).diagnostics
    assert [d.code for d in found] == ["W202"]


def test_a_lost_figure_is_noticed() -> None:
    document = holding(pattern("first"), pattern("second"))
    docx = made(document, "docx")
    inspect_docx(document, docx)
    with pytest.raises(Damaged, match="lacks the figure"):
        inspect_docx(holding(pattern("second"), pattern("first")), docx)


def test_libreoffice_shows_what_the_pdf_shows(tmp_path: Path) -> None:
    if not shutil.which("soffice") or not shutil.which("pdftoppm"):
        pytest.skip("not here: soffice and pdftoppm")
    x, y = middle(3)
    changed = Box(x - 20, y - 20, 130, 40, "missing")
    figures = (pattern(), pattern("", "", Words(60, 135, "other words", "strong", 18), changed))
    for number, figure in enumerate(figures):
        (tmp_path / f"ours{number}.pdf").write_bytes(made(figure, "pdf"))
        (tmp_path / f"word{number}.docx").write_bytes(made(figure, "docx"))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "word0.docx"),
         str(tmp_path / "word1.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    seen = {
        name: _drawing(tmp_path / f"{name}.pdf") for name in ("ours0", "word0", "ours1", "word1")
    }
    for number in (0, 1):
        assert _apart(seen[f"ours{number}"], seen[f"word{number}"]) < 5
    assert _apart(seen["ours0"], seen["word1"]) > 10


def _drawing(pdf: Path) -> Image.Image:
    """The figure on the second page, cut out by its ink and brought to one size."""
    out = pdf.with_suffix("")
    subprocess.run(
        ["pdftoppm", "-r", "100", "-f", "2", "-l", "2", "-singlefile", "-png", str(pdf), str(out)],
        check=True, timeout=60,
    )  # fmt: skip
    page = Image.open(out.with_suffix(".png")).convert("L")
    # Header, footer and caption aside.
    area = page.crop((100, 140, page.width - 100, 480)).point(lambda v: 255 if v > 200 else v)
    box = ImageChops.invert(area).getbbox()
    assert box is not None
    return area.crop(box).resize((180, 110))


def _apart(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart on the average, in steps of grey."""
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])
