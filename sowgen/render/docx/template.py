"""Checks a Word template before anything is written with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from lxml import etree

from sowgen.diagnostics import Diagnostic, Span, error
from sowgen.model.artifact import Asset
from sowgen.render.docx.grammar import Checker, environment
from sowgen.render.docx.look import REQUIRED
from sowgen.render.docx.numbering import mismatches
from sowgen.render.docx.ooxml import Element, find_all, parse, q
from sowgen.render.docx.package import Unfit, dangers, read_package
from sowgen.render.docx.residue import pictures, residue
from sowgen.render.docx.scrub import DOCUMENT, scrub
from sowgen.render.docx.tags import Mistake, Tag, tags

_LIBREOFFICE = (
    "LibreOffice saved this file, which drops styles and unties the clause list from them: "
    "make the change in Word, in a copy from before"
)
_BLOCKS = {"p": "p", "tr": "tr", "tc": "tc"}


@lru_cache(maxsize=16)
def check_template(template: Asset) -> tuple[Diagnostic, ...]:
    """What is wrong with a Word template.

    Every finding's span names the template and, as its line, the paragraph within the part
    (counted from 1; 0 for the file as a whole); the message names the part too.
    """
    file = Span(template.path)
    parts = read_package(template.data)
    if isinstance(parts, Unfit):
        code = "W102" if parts.unsafe else "W101"
        return (error(code, f"the template cannot be used: {parts.reason}", file),)
    unsafe = tuple(
        error("W102", f"the template cannot be used: {reason}", file) for reason in dangers(parts)
    )
    if unsafe:
        return unsafe
    try:
        kept = scrub(template.data)
    except ValueError as problem:
        return (error("W101", f"the template cannot be used: {problem}", file),)
    trees = {name: parse(kept[name]) for name in sorted(kept) if name.endswith(".xml")}
    found = list(_structure(trees, file, _saved_by(parts)))
    found += residue(parts, trees, template.path)
    found += pictures(kept, template.path)
    for name in filled_parts(trees):
        found += _part(name, trees[name], template.path)
    found += _body(trees[DOCUMENT], template.path)
    found += _elsewhere(trees, file)
    return tuple(found)


def filled_parts(names: Mapping[str, object]) -> list[str]:
    """The parts whose tags are filled: the document, its headers, footers and footnotes."""
    wanted = ("word/document", "word/header", "word/footer", "word/footnotes")
    return [n for n in sorted(names) if n.endswith(".xml") and n.startswith(wanted)]


def _structure(trees: Mapping[str, Element], file: Span, saved_by: str) -> Iterator[Diagnostic]:
    styles = trees["word/styles.xml"]
    have = {s.get(q("styleId")): s.get(q("type")) for s in find_all(styles, "w:style")}
    cause = _LIBREOFFICE if saved_by.startswith("LibreOffice") else ""
    for style, kind in REQUIRED.items():
        if have.get(style) != kind:
            hint = "copy it with Word's Organizer from the template in a fresh `sowgen init` folder"
            said = f"the template has no {kind} style with the id `{style}`"
            yield error("W106", said, file, cause or hint)
    for sentence in mismatches(trees.get("word/numbering.xml"), styles):
        hint = "clause numbers must read 1, 1.1, (a), (i): references are counted that way"
        yield error("W107", sentence, file, cause or hint)


def _saved_by(parts: Mapping[str, bytes]) -> str:
    """The program that saved the template last, '' where the file does not say."""
    facts = parts.get("docProps/app.xml")
    return "" if facts is None else parse(facts).findtext("{*}Application") or ""


def _part(name: str, root: Element, path: str) -> Iterator[Diagnostic]:
    checker = Checker(environment())
    mistakes: list[Mistake] = []
    for number, paragraph in enumerate(root.iter(q("p")), start=1):
        text = paragraph_text(paragraph)
        if not any(mark in text for mark in ("{{", "{%", "{#", "}}", "%}", "#}")):
            continue
        for tag in tags(text, number):
            if isinstance(tag, Mistake):
                mistakes.append(tag)
                continue
            checker.check(replace(tag, around=_around(tag, paragraph)))
            mistakes += _lost_text(tag, paragraph)
    checker.finish()
    for mistake in sorted(mistakes + checker.mistakes, key=lambda m: m.paragraph):
        where = f"{name}, paragraph {mistake.paragraph}"
        span = Span(path, mistake.paragraph)
        yield error(mistake.code, f"{where}: {mistake.message}", span, mistake.hint)


def _around(tag: Tag, paragraph: Element) -> str:
    """The path of the element whose children the tag governs."""
    governed = paragraph if tag.prefix in ("", "r") else _block(tag, paragraph)
    if governed is None:
        return ""
    if governed is not paragraph or tag.prefix == "p":
        governed = governed.getparent()
    return str(governed.getroottree().getpath(governed))


def _block(tag: Tag, paragraph: Element) -> Element | None:
    """The paragraph, row or cell that docxtpl drops around a tag with a prefix."""
    around = paragraph
    while around is not None and around.tag != q(_BLOCKS[tag.prefix]):
        around = around.getparent()
    return around


def paragraph_text(paragraph: Element) -> str:
    """The words of a paragraph, without those of text boxes in it, followed by attribute
    values that hold a tag (a watermark's words, alternative texts)."""
    words, attributes = [], []
    for element in paragraph.iter(etree.Element):
        owner = element
        while owner is not paragraph and owner.tag != q("p"):
            owner = owner.getparent()
        if owner is not paragraph:
            continue
        if element.tag == q("t"):
            words.append(element.text or "")
        elif element.tag in (q("tab"), q("br")) and element.getparent().tag == q("r"):
            words.append(" ")
        attributes += [v for v in element.attrib.values() if "{{" in v or "{%" in v]
    return "".join(words) + "".join(attributes)


def _lost_text(tag: Tag, paragraph: Element) -> list[Mistake]:
    """docxtpl drops the whole paragraph, row or cell around a tag with `p`, `tr` or `tc`."""
    if tag.prefix not in _BLOCKS:
        return []
    around = _block(tag, paragraph)
    if around is None:
        return [
            Mistake(
                "W108",
                f"`{tag.source}` stands in no table",
                "use `p` outside tables",
                tag.paragraph,
            )
        ]
    words = "".join(paragraph_text(p) for p in around.iter(q("p")))
    rest = words.replace(tag.source, "", 1).strip()
    if not rest:
        return []
    kind = {"p": "paragraph", "tr": "row", "tc": "cell"}[tag.prefix]
    return [
        Mistake(
            "W108", f"`{tag.source}` takes its whole {kind} away, and with it `{rest[:40]}`",
            f"let the tag stand alone in its {kind}", tag.paragraph,
        )
    ]  # fmt: skip


def _body(root: Element, path: str) -> Iterator[Diagnostic]:
    places: Counter[int] = Counter()
    for number, paragraph in enumerate(root.iter(q("p")), start=1):
        for tag in tags(paragraph_text(paragraph), number):
            if not isinstance(tag, Tag) or tag.kind != "{{" or tag.inner != "body":
                continue
            places[number] += 1
            fit = tag.prefix == "p" and paragraph.getparent().tag == q("body")
            if not fit or find_all(paragraph, "w:pPr/w:sectPr"):
                yield error(
                    "W105",
                    f"{DOCUMENT}, paragraph {number}: the body cannot stand here",
                    Span(path, number),
                    "write `{{p body }}` alone in a paragraph outside tables and text boxes",
                )
    if places.total() != 1:
        count = "no" if not places else "more than one"
        hint = "write `{{p body }}` in one paragraph, where the text begins"
        yield error("W105", f"{DOCUMENT} has {count} `{{{{p body }}}}`", Span(path), hint)


def _elsewhere(trees: Mapping[str, Element], file: Span) -> Iterator[Diagnostic]:
    filled = set(filled_parts(trees))
    for name, root in trees.items():
        if name in filled or not name.startswith("word/"):
            continue
        for text in root.itertext():
            if "{{" in text or "{%" in text:
                hint = "tags work in the text, headers, footers and footnotes"
                yield error("W110", f"`{name}` holds a tag, which is not filled there", file, hint)
                break
    loops = find_all(trees[DOCUMENT], "//w:sectPr")
    if not loops or loops[-1].getparent().tag != q("body"):
        yield error("W101", f"{DOCUMENT} does not end in section properties", file)
