"""The template's own text: cover, headers, footers. docxtpl turns a Word file's tags into Jinja."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from sowgen.render.docx.grammar import environment
from sowgen.render.docx.ooxml import Element, compact_parser, find_all, parse, q, text_pieces, w
from sowgen.render.docx.package import Unfit, read_package, write_package
from sowgen.render.docx.scrub import DOCUMENT, scrub

if TYPE_CHECKING:
    from jinja2 import Template


class FillError(Exception):
    """The template could not be filled; the message is for its author."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A template as docxtpl reads it: `parts` of the package, of which `styles` are those of the
    template, and for each part that is filled a compiled Jinja template."""

    parts: Mapping[str, bytes]
    styles: bytes
    fillings: Mapping[str, Template]


@lru_cache(maxsize=16)
def prepare(template: bytes) -> Prepared:
    """Read a checked template once for all documents made from it, without what no reader is to
    see (`scrub.py`). Raises `FillError`."""
    kept = scrub(template)
    with _telling_the_author():
        parts, sources = _read(write_package(kept))
        jinja = environment()
        fillings = {name: jinja.from_string(source) for name, source in sources.items()}
    return Prepared(parts, kept["word/styles.xml"], fillings)


def _read(template: bytes) -> tuple[Mapping[str, bytes], dict[str, str]]:
    """The parts of a package as docxtpl writes them, and as Jinja those that are filled."""
    from docxtpl import DocxTemplate

    reader = DocxTemplate(io.BytesIO(template))
    reader.render_init()
    sources = {DOCUMENT: reader.get_xml()}
    for kind in (reader.HEADER_URI, reader.FOOTER_URI):
        for _, part in reader.get_headers_footers(kind):
            sources[part.partname.lstrip("/")] = reader.get_part_xml(part)
    for part in reader.docx.part.package.parts:
        if part.content_type.endswith(_FOOTNOTES):
            sources[part.partname.lstrip("/")] = part.blob.decode()
    buffer = io.BytesIO()
    reader.save(buffer)
    parts = read_package(buffer.getvalue())
    if isinstance(parts, Unfit):
        raise FillError(parts.reason)
    return parts, {name: reader.patch_xml(source) for name, source in sources.items()}


def fill(prepared: Prepared, values: Mapping[str, Any]) -> dict[str, Element]:
    """The roots of the parts that have tags, every tag filled. Raises `FillError`.

    Docxtpl itself would go over printed values a second time, and turn `{_{` in a value into
    `{{` and a line feed into new elements.
    """
    with _telling_the_author():
        made = {n: filling.render(values) for n, filling in prepared.fillings.items()}
        body = parse(made.pop(DOCUMENT).encode())
        roots = {n: etree.fromstring(text.encode(), compact_parser()) for n, text in made.items()}
        root = parse(prepared.parts[DOCUMENT])
        root.replace(root.find(q("body")), _mended(body))
    return {DOCUMENT: root, **roots}


def _mended(body: Element) -> Element:
    """The body with as many columns in its tables as their rows have cells, and with an id of
    its own for each picture, by docxtpl."""
    from docxtpl import DocxTemplate

    mender = DocxTemplate(io.BytesIO())
    mender.docx_ids_index = _FIRST_PICTURE
    made = mender.fix_tables(etree.tostring(body))
    mender.fix_docpr_ids(made)
    return made


@contextmanager
def _telling_the_author() -> Iterator[None]:
    """Whatever filling raises as `FillError`."""
    from jinja2 import TemplateError

    try:
        yield
    except TemplateError as problem:
        raise FillError(problem.message or type(problem).__name__) from problem
    except _UNFIT as problem:
        # A filter with the wrong arguments raises what it likes.
        raise FillError(f"{type(problem).__name__}: {problem}") from problem


_FOOTNOTES = ".wordprocessingml.footnotes+xml"
_FIRST_PICTURE = 1000
_UNFIT = (
    TypeError, ValueError, LookupError, AttributeError, ArithmeticError, MemoryError, SyntaxError,
)  # fmt: skip
"""What a tag with wrong arguments, or nested too deeply, can raise."""


def finish_text(root: Element) -> None:
    """Mend what a filled part cannot say by itself: line feeds and tabs of values become
    `w:br` and `w:tab`, right-to-left runs are marked, runs that became empty go. A table
    whose rows all went is dropped, and a cell or header without a paragraph gets one: Word
    calls a file damaged that has either."""
    for t in find_all(root, "//w:t"):
        words = t.text or ""
        t.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        if "\n" in words or "\t" in words or "\r" in words:
            for piece in reversed(text_pieces(words)):
                t.addnext(piece)
            t.getparent().remove(t)
    for run in find_all(root, "//w:r"):
        content = [c for c in run if c.tag != q("rPr")]
        if all(c.tag == q("t") and not c.text for c in content):
            run.getparent().remove(run)
        elif _right_to_left("".join(c.text or "" for c in content if c.tag == q("t"))):
            _mark(run)
    _mend_blocks(root)


def _mend_blocks(root: Element) -> None:
    for table in find_all(root, "//w:tbl[not(w:tr)]"):
        table.getparent().remove(table)
    for holder in find_all(root, "//w:tc | /w:hdr | /w:ftr"):
        blocks = [c for c in holder if c.tag in (q("p"), q("tbl"))]
        if not blocks or blocks[-1].tag != q("p"):
            holder.append(w("p"))


def _right_to_left(words: str) -> bool:
    kinds = {unicodedata.bidirectional(c) for c in words}
    return bool(kinds & {"R", "AL"}) and "L" not in kinds


def _mark(run: Element) -> None:
    properties = run.find(q("rPr"))
    if properties is None:
        properties = w("rPr")
        run.insert(0, properties)
    if properties.find(q("rtl")) is not None:
        return
    after = (q("cs"), q("em"), q("lang"), q("eastAsianLayout"), q("specVanish"), q("oMath"))
    later = next((c for c in properties if c.tag in after), None)
    if later is None:
        properties.append(w("rtl"))
    else:
        later.addprevious(w("rtl"))
