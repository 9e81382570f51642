"""docxtpl fills the template's own text: cover, headers, footers."""

from __future__ import annotations

import io
import unicodedata
from typing import Any

from lxml import etree

from sowgen.render.docx.grammar import environment
from sowgen.render.docx.ooxml import Element, find_all, parse, q, text_pieces, w


class FillError(Exception):
    """The template could not be filled; the message is for its author."""


def fill(template: bytes, values: dict[str, Any]) -> bytes:
    """The template with every tag filled, as a package. Raises `FillError`."""
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError

    class Filler(DocxTemplate):  # type: ignore[misc]
        """docxtpl without its second pass over printed values, which would turn `{_{` in a
        value into `{{` and a line feed into new elements."""

        def render_xml_part(
            self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: Any = None
        ) -> str:
            self.current_rendering_part = part
            made: str = jinja_env.from_string(src_xml).render(context)
            parse(made.encode())  # docxtpl's own parser mends and so loses text
            return made

        def render_properties(self, context: Any, jinja_env: Any = None) -> None:
            """Core properties are written from the document, not from a template."""

    filler = Filler(io.BytesIO(template))
    try:
        filler.render(values, environment(), autoescape=True)
    except TemplateError as problem:
        raise FillError(problem.message or type(problem).__name__) from problem
    except _UNFIT as problem:
        # A filter with the wrong arguments raises what it likes.
        raise FillError(f"{type(problem).__name__}: {problem}") from problem
    except etree.XMLSyntaxError as problem:
        raise FillError(f"filled, it is not well-formed XML: {problem.msg}") from problem
    buffer = io.BytesIO()
    filler.save(buffer)
    return buffer.getvalue()


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
