"""Puts a Word file together: the filled template, our body, numbering, links, properties."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lxml import etree

from sowgen.diagnostics import Diagnostic, Outcome, Span, error
from sowgen.model.artifact import Asset
from sowgen.model.document import Document
from sowgen.model.figure import Figure
from sowgen.render.docx.body import RESTART, Body
from sowgen.render.docx.context import Context
from sowgen.render.docx.drawing import add_media
from sowgen.render.docx.fill import FillError, fill, finish_text
from sowgen.render.docx.look import read_look
from sowgen.render.docx.numbering import add_restarts, clause_numbering
from sowgen.render.docx.ooxml import NS, Element, find_all, parse, q, serialise, w
from sowgen.render.docx.package import Unfit, read_package, write_package
from sowgen.render.docx.properties import set_language, set_property_parts, set_settings
from sowgen.render.docx.template import DOCUMENT, check_template, filled_parts
from sowgen.render.docx.variables import BODY_MARK, values

if TYPE_CHECKING:
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
) -> Outcome[bytes | None]:
    """`document` as a Word file in the look of `template`.

    `pages` gives the page of each anchor in the table of contents, from a finished PDF;
    without it the entries carry no page number until Word refreshes them. `update_fields`
    makes Word offer that refresh when the file is opened. `pictures` has every figure of the
    document drawn.

    A mistake in the template is among the diagnostics and gives no bytes. Raises
    `ValueError` where the document contradicts itself (unknown anchors, numbers Word would
    not print, characters XML cannot hold, a figure without a picture): a bug of an earlier room.
    """
    findings = check_template(template)
    if any(f.is_error for f in findings):
        return Outcome(None, findings)
    original = read_package(template.data)
    if isinstance(original, Unfit):
        raise TypeError(f"a checked template became unfit: {original.reason}")
    styles = parse(original["word/styles.xml"])
    context = Context(document, read_look(styles), {} if pages is None else pages)
    context.pictures = {} if pictures is None else pictures
    try:
        filled = read_package(fill(template.data, values(document, context)))
    except FillError as problem:
        return Outcome(None, (*findings, _unfilled(template, problem)))
    if isinstance(filled, Unfit):
        return Outcome(None, (*findings, _unfilled(template, filled.reason)))
    _place_body(filled, document, context)
    set_language(styles, document.language, right_to_left=context.right_to_left)
    filled["word/styles.xml"] = serialise(styles)
    _set_settings(filled, document, update_fields=update_fields)
    set_property_parts(filled, document)
    return Outcome(write_package(filled), findings)


def _unfilled(template: Asset, why: object) -> Diagnostic:
    return error("W111", f"the template cannot be filled: {why}", Span(template.path))


def _place_body(parts: dict[str, bytes], document: Document, context: Context) -> None:
    """Finish the text of every filled part and put the body where its mark stands."""
    for name in filled_parts(parts):
        root = parse(parts[name])
        finish_text(root)
        _tidy(root)
        if name == DOCUMENT:
            _insert_body(root, parts, document, context)
        # `mc:Ignorable` names prefixes in an attribute: lxml does not see that they are used.
        ignorable = root.get(f"{_MC}Ignorable", "").split()
        etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r", *ignorable])
        parts[name] = serialise(root)


def _insert_body(
    root: Element, parts: dict[str, bytes], document: Document, context: Context
) -> None:
    mark = next(iter(root.xpath(f"//processing-instruction('{BODY_MARK}')")))
    final = find_all(root, "w:body/w:sectPr")[-1]
    ids = [int(n) for n in find_all(root, "//w:bookmarkStart/@w:id")]
    context.ids = itertools.count(max(ids, default=0) + 1)
    drawn = [int(n) for n in root.xpath("//*[local-name()='docPr']/@id")]
    context.drawing_ids = itertools.count(max(drawn, default=0) + 1)
    before = mark.getprevious()
    new_page = before is not None and bool(find_all(before, "w:pPr/w:sectPr"))
    body = Body(context, final, on_new_page=new_page)
    parent = mark.getparent()
    place = parent.index(mark)
    parent.remove(mark)
    parent[place:place] = body.write(document.sections)
    final.getparent().replace(final, body.last)
    _restarts(root, parts, body)
    if context.hrefs or context.placed:
        relations = parse(parts[_RELS])
        for href, number in context.hrefs.items():
            added = etree.SubElement(relations, f"{{{NS['rel']}}}Relationship")
            added.set("Id", number)
            added.set("Type", _HYPERLINK)
            added.set("Target", href)
            added.set("TargetMode", "External")
        add_media(parts, context, relations)
        parts[_RELS] = serialise(relations)


def _restarts(root: Element, parts: dict[str, bytes], body: Body) -> None:
    if not body.counter.restarts:
        return
    numbering = parse(parts["word/numbering.xml"])
    bound = clause_numbering(numbering, parse(parts["word/styles.xml"]))
    if bound is None:
        raise TypeError("a checked template lost its clause numbering")
    ids = add_restarts(numbering, bound[1], body.counter.restarts)
    for element in find_all(root, f"//w:numId[starts-with(@w:val, '{RESTART}')]"):
        index = int(element.get(q("val")).rpartition("-")[2])
        element.set(q("val"), str(ids[index]))
    parts["word/numbering.xml"] = serialise(numbering)


def _tidy(root: Element) -> None:
    """Take away what an editing session leaves in a template: revision ids, spelling marks,
    the cursor's bookmark."""
    for element in root.iter(etree.Element):
        for key in [k for k in element.attrib if k.startswith(q("rsid"))]:
            del element.attrib[key]
    for mark in find_all(root, "//w:proofErr | //w:lastRenderedPageBreak"):
        mark.getparent().remove(mark)
    for start in find_all(root, "//w:bookmarkStart[@w:name='_GoBack']"):
        number = start.get(q("id"))
        for end in find_all(root, f"//w:bookmarkEnd[@w:id='{number}']"):
            end.getparent().remove(end)
        start.getparent().remove(start)


def _set_settings(parts: dict[str, bytes], document: Document, *, update_fields: bool) -> None:
    name = "word/settings.xml"
    root = parse(parts[name]) if name in parts else w("settings")
    set_settings(root, update_fields=update_fields, language=document.language)
    if name in parts:
        parts[name] = serialise(root)
