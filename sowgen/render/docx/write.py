"""Puts a Word file together: the filled template, our body, numbering, links, properties."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from contextlib import nullcontext
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from lxml import etree

from sowgen.diagnostics import Diagnostic, Outcome, Span, error
from sowgen.model.artifact import Asset
from sowgen.model.document import Document
from sowgen.model.figure import Figure
from sowgen.render.docx.body import Body
from sowgen.render.docx.context import Context
from sowgen.render.docx.drawing import add_media
from sowgen.render.docx.fill import FillError, fill, finish_text, prepare
from sowgen.render.docx.look import read_look
from sowgen.render.docx.numbering import add_restarts, clause_numbering, last_list
from sowgen.render.docx.ooxml import NS, Element, find_all, parse, serialise, w
from sowgen.render.docx.package import write_package
from sowgen.render.docx.properties import set_language, set_property_parts, set_settings
from sowgen.render.docx.scrub import DOCUMENT
from sowgen.render.docx.template import check_template, filled_parts
from sowgen.render.docx.variables import BODY_MARK, values
from sowgen.render.stamps.docx import with_properties

if TYPE_CHECKING:
    from sowgen.render.memory import Memory
    from sowgen.render.pictures import Picture

_RELS = "word/_rels/document.xml.rels"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def write_docx(
    document: Document,
    template: Asset,
    *,
    update_fields: bool = False,
    pages: Mapping[str, int] | None = None,
    pictures: Mapping[Figure, Picture] | None = None,
    memory: Memory | None = None,
) -> Outcome[bytes | None]:
    """`document` as a Word file in the look of `template`.

    `pages` gives the page of each anchor in the table of contents, from a finished PDF;
    without it the entries carry no page number until Word refreshes them. `update_fields`
    makes Word offer that refresh when the file is opened. `pictures` has every figure of the
    document drawn. `memory` is that of the earlier calls.

    A mistake in the template is among the diagnostics and gives no bytes. Raises
    `ValueError` where the document contradicts itself (unknown anchors, numbers Word would
    not print, characters XML cannot hold, a figure without a picture): a bug of an earlier room.
    """
    findings = check_template(template)
    if any(f.is_error for f in findings):
        return Outcome(None, findings)
    try:
        prepared = prepare(template.data)
        styles = parse(prepared.styles)
        context = Context(document, read_look(styles), {} if pages is None else pages)
        context.pictures = {} if pictures is None else pictures
        roots = fill(prepared, values(document, context))
    except FillError as problem:
        return Outcome(None, (*findings, _unfilled(template, problem)))
    filled = dict(prepared.parts)
    with memory.tables.writing(document.kind) if memory else nullcontext() as context.tables:
        _place_body(filled, roots, context)
    set_language(styles, document.language, right_to_left=context.right_to_left)
    filled["word/styles.xml"] = serialise(styles)
    _set_settings(filled, document, update_fields=update_fields)
    set_property_parts(filled, document)
    return Outcome(with_properties(write_package(filled), ()), findings)


def _unfilled(template: Asset, why: object) -> Diagnostic:
    return error("W111", f"the template cannot be filled: {why}", Span(template.path))


def _place_body(parts: dict[str, bytes], roots: dict[str, Element], context: Context) -> None:
    """Finish the text of every filled part and put the body where its mark stands."""
    for name in filled_parts(parts):
        root = roots[name] if name in roots else parse(parts[name])
        finish_text(root)
        parts[name] = _with_body(root, parts, context) if name == DOCUMENT else _serialised(root)


def _with_body(root: Element, parts: dict[str, bytes], context: Context) -> bytes:
    mark = _free_mark(root)
    stretches = _insert_body(root, parts, context, mark)
    if context.hrefs:
        root = _with_relationships(root)
    around = _serialised(root).split(f"<?{mark} ?>".encode())
    pairs = zip_longest(around, stretches, fillvalue=b"")
    return b"".join(piece for pair in pairs for piece in pair)


def _serialised(root: Element) -> bytes:
    # `mc:Ignorable` names prefixes in an attribute: lxml does not see that they are used.
    ignorable = root.get(f"{_MC}Ignorable", "").split()
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r", *ignorable])
    return serialise(root)


def _free_mark(root: Element) -> str:
    """A name for processing instructions that stands nowhere in the part."""
    part = etree.tostring(root)
    names = (f"{BODY_MARK}-{number}" for number in itertools.count())
    return next(name for name in names if name.encode() not in part)


def _with_relationships(root: Element) -> Element:
    """The root with the prefix `r` declared, which links in the body's text use."""
    if root.nsmap.get("r") == NS["r"]:
        return root
    wider = etree.Element(root.tag, root.attrib, {**root.nsmap, "r": NS["r"]})
    wider[:] = list(root)
    return wider


def _insert_body(
    root: Element, parts: dict[str, bytes], context: Context, mark: str
) -> list[bytes]:
    """Puts the body in: elements as they are, and for each stretch of text in between a
    processing instruction named `mark`. Gives the stretches in order."""
    place = next(iter(root.xpath(f"//processing-instruction('{BODY_MARK}')")))
    final = find_all(root, "w:body/w:sectPr")[-1]
    ids = [int(n) for n in find_all(root, "//w:bookmarkStart/@w:id")]
    context.ids = itertools.count(max(ids, default=0) + 1)
    drawn = [int(n) for n in root.xpath("//*[local-name()='docPr']/@id")]
    context.drawing_ids = itertools.count(max(drawn, default=0) + 1)
    before = place.getprevious()
    new_page = before is not None and bool(find_all(before, "w:pPr/w:sectPr"))
    numbering = parse(parts["word/numbering.xml"])
    body = Body(context, final, last_list(numbering), on_new_page=new_page)
    nodes, stretches = [], []
    for is_text, pieces in groupby(
        body.write(context.document.sections), lambda p: isinstance(p, str)
    ):
        if is_text:
            stretches.append("".join(pieces).encode())
            nodes.append(etree.ProcessingInstruction(mark))
        else:
            nodes += pieces
    parent = place.getparent()
    at = parent.index(place)
    parent[at : at + 1] = nodes
    final.getparent().replace(final, body.last)
    if body.counter.restarts:
        _restart(numbering, parts, body.counter.restarts)
    _relate(parts, context)
    return stretches


def _relate(parts: dict[str, bytes], context: Context) -> None:
    """The addresses that the body links to, and its pictures."""
    if not context.hrefs and not context.placed:
        return
    relations = parse(parts[_RELS])
    for href, number in context.hrefs.items():
        added = etree.SubElement(relations, f"{{{NS['rel']}}}Relationship")
        added.set("Id", number)
        added.set("Type", _HYPERLINK)
        added.set("Target", href)
        added.set("TargetMode", "External")
    add_media(parts, context, relations)
    parts[_RELS] = serialise(relations)


def _restart(numbering: Element, parts: dict[str, bytes], restarts: list[int]) -> None:
    bound = clause_numbering(numbering, parse(parts["word/styles.xml"]))
    if bound is None:
        raise TypeError("a checked template lost its clause numbering")
    add_restarts(numbering, bound[1], restarts)
    parts["word/numbering.xml"] = serialise(numbering)


def _set_settings(parts: dict[str, bytes], document: Document, *, update_fields: bool) -> None:
    name = "word/settings.xml"
    root = parse(parts[name]) if name in parts else w("settings")
    set_settings(root, update_fields=update_fields, language=document.language)
    if name in parts:
        parts[name] = serialise(root)
