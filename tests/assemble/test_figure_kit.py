"""What drawings share: widths of words that hold on paper, scales, legends."""

from __future__ import annotations

import json

import pytest

from sowgen.assemble.figures.kit import (
    Entry,
    Scale,
    Tick,
    arrow,
    axis,
    fitted,
    legend,
    nice_ticks,
    width_of,
)
from sowgen.model.figure import Box, Polyline, Words
from tests.render.drawings import HOUSE, design
from tests.render.sample import HEBREW

LATIN = (
    "Confirmation of the quotation on the released package",
    "Freigabe der Prüfmittel: Größe 12 µm, 45 %, € 1.250,50",
    "Wniosek o zmianę źródła części w Łodzi",
    "MWmw@%&—iIlj.,;:'\"()[]{}|/\\ 0123456789",
)
OTHER = (HEBREW, "Εκδόσεις", "Издания ЩШЖ", "例株式会社", "🏭🙂", "\U0001f9ff→≥≤✓", "\u2003\u2009x")


def measured(texts: tuple[str, ...], *, bold: bool) -> list[float]:
    """The widths of lines of 10 points as typst sets them in the house's fonts."""
    import typst

    weight = "bold" if bold else "regular"
    house = design().page.data.decode()
    families = house[house.index("#let fonts") : house.index("#let size")]
    line = '#for line in json("lines.json") { context metadata(measure(text(line)).width.pt()) }'
    source = f'{families}\n#set text(font: fonts, size: 10pt, weight: "{weight}")\n{line}'
    found = typst.eval(  # type: ignore[type-var]
        {"main.typ": source.encode(), "lines.json": json.dumps(texts).encode()},
        "query(metadata).map(m => m.value)",
        root=__file__,
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False,
            font_paths=[str(HOUSE / "fonts")],
        ),
    )  # fmt: skip
    widths: list[float] = json.loads(found)
    assert len(widths) == len(texts)
    return widths


@pytest.mark.parametrize("bold", [False, True])
def test_latin_words_are_as_wide_as_thought(bold: bool) -> None:
    for text, width in zip(LATIN, measured(LATIN, bold=bold), strict=True):
        assert width <= width_of(text, 10, bold=bold) + 0.1, text
        assert width_of(text, 10, bold=bold) <= 1.06 * width + 0.1, text


@pytest.mark.parametrize("bold", [False, True])
def test_other_words_are_never_wider_than_thought(bold: bool) -> None:
    for text, width in zip(OTHER, measured(OTHER, bold=bold), strict=True):
        assert width <= width_of(text, 10, bold=bold) + 0.1, text


def test_words_are_cut_where_the_room_ends() -> None:
    text = "Confirmation of the quotation"
    for room in range(0, 140, 7):
        cut = fitted(text, room, 8)
        assert width_of(cut, 8) <= room + 0.1
        assert cut == "" or cut == text or text.startswith(cut.removesuffix("…"))
    assert fitted(text, width_of(text, 8), 8) == text
    assert fitted("a\n b", 100, 8) == "a b"
    assert len(fitted("x" * 100_000, 100, 8)) < 40
    assert fitted("abe\u0301de", width_of("abe…", 10), 10) in ("ab…", "abe\u0301…")


def test_ticks_are_round_and_inside() -> None:
    assert nice_ticks(0, 100) == (0, 20, 40, 60, 80, 100)
    assert nice_ticks(0, 5) == (0, 1, 2, 3, 4, 5)
    assert nice_ticks(0.12, 0.31, 4) == (0.15, 0.2, 0.25, 0.3)
    assert nice_ticks(-3, 3, 3) == (-2, 0, 2)
    assert nice_ticks(4, 4) == (4,)


def test_a_scale_keeps_within_its_ends() -> None:
    scale = Scale(0, 24, 100, 340)
    assert [scale.at(v) for v in (0, 12, 24, 30, -1)] == [100, 220, 340, 340, 100]
    assert Scale(5, 5, 10, 20).at(5) == 10


def test_words_of_an_axis_never_touch() -> None:
    ticks = [Tick(n, f"word {n}") for n in range(30)]
    words = [s for s in axis(Scale(0, 29, 0, 300), ticks, 10, 50) if isinstance(s, Words)]
    assert 3 < len(words) < 30
    for one, other in zip(words, words[1:], strict=False):
        apart = (width_of(one.text, one.size) + width_of(other.text, other.size)) / 2
        assert other.x - one.x > apart


def test_a_legend_breaks_its_lines() -> None:
    entries = [Entry(f"entry number {n}", "bar") for n in range(6)]
    shapes, height = legend(entries, 10, 100, 200)
    boxes = [s for s in shapes if isinstance(s, Box)]
    words = [s for s in shapes if isinstance(s, Words)]
    assert len(boxes) == len(words) == 6
    assert all(w.x + width_of(w.text, w.size) <= 210 for w in words)
    assert len({w.y for w in words}) == 3
    assert max(w.y for w in words) < 100 + height
    samples = ("bar", "thin", "arrow", "line", "dashed", "diamond", "dot")
    assert all(legend([Entry("x", "bar", sample)], 0, 0, 90)[0] for sample in samples)  # type: ignore[arg-type]


def test_an_arrow_points_where_it_leads() -> None:
    for end in ((50, 10), (10, 50), (-30, 10), (10, -30)):
        shaft, head = arrow(((10, 10), end), "link")
        assert isinstance(shaft, Polyline)
        assert isinstance(head, Polyline)
        assert head.closed
        assert head.points[0] == end
        middle = [sum(p[axis] for p in head.points[1:]) / 2 for axis in (0, 1)]
        assert shaft.points[-1] != end, "the shaft ends inside the head"
        assert abs(middle[0] - end[0]) + abs(middle[1] - end[1]) == pytest.approx(3.2)
