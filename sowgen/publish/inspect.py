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
from html import unescape
from xml.parsers.expat import ExpatError, ParserCreate

from sowgen.model.document import Document, Paragraph, Signatures, Table
from sowgen.model.figure import Figure

_TEXTS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_FIELDS = re.compile(r"<w:instrText(?: [^>]*)?>\s*(?:REF|PAGEREF)\s+([^\s<]+)")
_BOOKMARKS = re.compile(r'<w:bookmarkStart [^>]*w:name="([^"]*)"')
_DRAWN = re.compile(r':docPr [^>]*descr="([^"]*)"')
_LISTS = re.compile(r'<w:numId w:val="([^"]*)"')
_DEFINED = re.compile(r'<w:num [^>]*w:numId="([^"]*)"')
_BETWEEN = "\x00"
"""Stands in no file of XML."""


class Damaged(Exception):
    """A file that does not hold what its document says: a bug in a writer."""


def inspect_docx(document: Document, data: bytes) -> None:
    """Raises `Damaged` where words or figures are missing or out of order, a reference or
    number leads nowhere, or a bookmark stands twice."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = _read(document, package, "word/document.xml")
        numbering = _read(document, package, "word/numbering.xml")
    _find_words(document, body)
    drawn = iter([unescape(words) for words in _DRAWN.findall(body)])
    for figure in (b for b in document.blocks() if isinstance(b, Figure)):
        if figure.alt not in drawn:
            raise Damaged(f"{document.kind}: the DOCX lacks the figure {figure.caption!r}")
    names = Counter(_BOOKMARKS.findall(body))
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        raise Damaged(f"{document.kind}: the bookmark {twice[0]} stands twice")
    missing = [name for name in _FIELDS.findall(body) if name not in names]
    if missing:
        raise Damaged(f"{document.kind}: a reference leads to {missing[0]}, which is not there")
    unknown = set(_LISTS.findall(body)) - set(_DEFINED.findall(numbering)) - {"0"}
    if unknown:
        raise Damaged(f"{document.kind}: numbering {min(unknown)} is not defined")


def _read(document: Document, package: zipfile.ZipFile, name: str) -> str:
    """A part as text, once a parser has read it to its end."""
    data = package.read(name)
    try:
        ParserCreate().Parse(data, True)
    except ExpatError as problem:
        raise Damaged(f"{document.kind}: `{name}` is not well-formed: {problem}") from problem
    return data.decode()


def _find_words(document: Document, body: str) -> None:
    """Whether every paragraph and cell is there, in order."""
    body = body.replace("<w:noBreakHyphen/>", "<w:t>‑</w:t>")
    text = _words(unescape("".join(_TEXTS.findall(body))))
    expected = list(_expected(document))
    packed = _words(_BETWEEN.join(expected)).split(_BETWEEN)
    at = 0
    for words, wanted in zip(expected, packed, strict=True):
        found = text.find(wanted, at)
        if found < 0:
            raise Damaged(f"{document.kind}: the DOCX lacks the words {words[:80]!r}")
        at = found + len(wanted)


def inspect_pdf(document: Document, data: bytes) -> None:
    """Raises `Damaged` where the file is cut off or carries no document."""
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-64:]:
        raise Damaged(f"{document.kind}: the PDF is not whole")


def _words(text: str) -> str:
    """The text without white space, and without the quotation marks that writers put around
    terms as the language has them."""
    for mark in "“”„‟«»":
        text = text.replace(mark, "")
    return "".join(text.split())


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
    return "".join(
        [getattr(inline, "text", "") or getattr(inline, "letter", " ") for inline in inlines]
    )
