"""A last look at finished files before they are swapped in.

What a document should hold is known, so a writer that lost a value, a clause or a number
is caught here, and not by the other side's lawyer.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable

from lxml import etree

from sowgen.model.document import Document, LineBreak, Paragraph, Signatures, Table
from sowgen.model.figure import Figure

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


class Damaged(Exception):
    """A file that does not hold what its document says: a bug in a writer."""


def inspect_docx(document: Document, data: bytes) -> None:
    """Raises `Damaged` where words or figures are missing or out of order, a reference or
    number leads nowhere, or a bookmark stands twice."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"), _SAFE)
        numbering = etree.fromstring(package.read("word/numbering.xml"), _SAFE)
    text = _words("".join(_texts(root)))
    at = 0
    for words in _expected(document):
        packed = _words(words)
        found = text.find(packed, at)
        if found < 0:
            raise Damaged(f"{document.kind}: the DOCX lacks the words {words[:80]!r}")
        at = found + len(packed)
    drawn = iter([e.get("descr") for e in root.iter(_DRAWING)])
    for figure in (b for b in document.blocks() if isinstance(b, Figure)):
        if figure.alt not in drawn:
            raise Damaged(f"{document.kind}: the DOCX lacks the figure {figure.caption!r}")
    names = [e.get(f"{_W}name") for e in root.iter(f"{_W}bookmarkStart")]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise Damaged(f"{document.kind}: the bookmark {twice[0]} stands twice")
    for field in root.iter(f"{_W}instrText"):
        match = re.match(r"\s*(?:REF|PAGEREF)\s+(\S+)", field.text or "")
        if match and match[1] not in names:
            raise Damaged(f"{document.kind}: a reference leads to {match[1]}, which is not there")
    known = {e.get(f"{_W}numId") for e in numbering.iter(f"{_W}num")}
    for used in root.iter(f"{_W}numId"):
        if used.get(f"{_W}val") not in known | {"0"}:
            raise Damaged(f"{document.kind}: numbering {used.get(f'{_W}val')} is not defined")


def inspect_pdf(document: Document, data: bytes) -> None:
    """Raises `Damaged` where the file is cut off or carries no document."""
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-64:]:
        raise Damaged(f"{document.kind}: the PDF is not whole")


def _texts(root: etree._Element) -> Iterable[str]:
    """Run text in reading order. Tabs, breaks and paragraph ends count as white space."""
    for element in root.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}p", f"{_W}noBreakHyphen"):
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag == f"{_W}noBreakHyphen":
            yield "‑"
        else:
            yield " "


_QUOTES = str.maketrans("", "", "“”„‟«»")


def _words(text: str) -> str:
    """The text without white space, and without the quotation marks that writers put around
    terms as the language has them."""
    return "".join(text.translate(_QUOTES).split())


def _expected(document: Document) -> Iterable[str]:
    """The words of every paragraph and cell, as one run each."""
    for block in document.blocks():
        if isinstance(block, Paragraph):
            yield _run(block.inlines)
        elif isinstance(block, Table):
            for row in (*block.header, *block.rows):
                for cell in row:
                    yield _run(cell.inlines)
        elif isinstance(block, Figure):
            yield block.caption
        elif isinstance(block, Signatures):
            for party in block.parties:
                yield _run((party.legal_name,))


def _run(inlines: Iterable[object]) -> str:
    parts = []
    for inline in inlines:
        if isinstance(inline, LineBreak):
            parts.append(" ")
        else:
            parts.append(str(getattr(inline, "text", "") or getattr(inline, "letter", "")))
    return "".join(parts)
