"""Figures for the tests of writers, and what they became."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from lxml import etree
from PIL import Image

from sowgen.model.artifact import Asset, Design
from sowgen.model.document import Block, Document, Section
from sowgen.model.figure import Box, Figure, Polyline, Role, Shape, Words
from tests.render.sample import small_document

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "templates" / "house"
ROLES: tuple[Role, ...] = get_args(Role)
FILLED = tuple(r for r in ROLES if r not in ("grid", "axis", "text", "quiet", "strong"))
"""The roles that fill a box."""


def design() -> Design:
    """The house design."""
    word = Asset("templates/house/document.docx", (HOUSE / "document.docx").read_bytes())
    page = Asset("templates/house/page.typ", (HOUSE / "page.typ").read_bytes())
    return Design(word, page, (str(HOUSE / "fonts"),))


def middle(number: int) -> tuple[float, float]:
    """The middle of box `number` of the pattern."""
    return 60.0 + 50 * (number % 6), 40.0 + 40 * (number // 6)


def pattern(alt: str = "A pattern of boxes", caption: str = "A pattern", *more: Shape) -> Figure:
    """A box for each role that fills one, and a line, a dashed line, a diamond and words."""
    boxes = [
        Box(x - 20, y - 12, 40, 24, role)
        for role, (x, y) in zip(FILLED, map(middle, range(len(FILLED))), strict=True)
    ]
    return Figure(
        360,
        220,
        (
            *boxes,
            Polyline(((10, 150), (350, 150)), "critical", 2),
            Polyline(((10, 160), (350, 160)), "link", 2, dashed=True),
            Polyline(((30, 170), (50, 190), (30, 210), (10, 190)), "milestone", closed=True),
            Words(60, 195, "left words", "text", 9),
            Words(340, 195, "right words", "strong", 9, "right"),
            Words(180, 212, "centred words", "quiet", 9, "center"),
            *more,
        ),
        alt,
        caption,
    )


def holding(*blocks: Block, landscape: bool = False) -> Document:
    """A document with the blocks in one section, and no mark behind them."""
    empty = small_document()
    furniture = replace(empty.furniture, watermark="")
    return replace(empty, sections=(Section(blocks, landscape),), furniture=furniture)


def pixels(png: bytes) -> Image.Image:
    """A picture on white paper."""
    drawn = Image.open(io.BytesIO(png)).convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    return paper.convert("RGB")


def parts(docx: bytes) -> dict[str, bytes]:
    """The parts of a Word file by name."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def elements(docx: bytes, name: str) -> list[Any]:
    """Every element of the main part whose name, without its namespace, is `name`."""
    root = etree.fromstring(parts(docx)["word/document.xml"])
    return list(root.iter(f"{{*}}{name}"))
