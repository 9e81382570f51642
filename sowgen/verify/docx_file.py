"""What a Word file holds, as far as it can make it say something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sowgen.verify.child import ask
from sowgen.verify.docx_lists import Lists, read_styles, value
from sowgen.verify.docx_looks import Looks
from sowgen.verify.docx_parts import Parts, Relation, main_part, open_parts
from sowgen.verify.docx_text import Reader
from sowgen.verify.docx_xml import attribute, linked, local, plain
from sowgen.verify.passages import Passage, Story, collapse

_SECONDS = 20.0
_MARGINS: Mapping[str, Story] = MappingProxyType({"header": "header", "footer": "footer"})
_NOTES: Mapping[str, tuple[Story, str]] = MappingProxyType(
    {"footnotes": ("footnote", "footnote"), "endnotes": ("endnote", "endnote"),
     "comments": ("comment", "comment")}
)  # fmt: skip
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
_PROPERTIES = ("title", "subject", "creator", "description", "keywords", "category",
               "contentStatus")  # fmt: skip
"""Core properties that programs keep when they save a file again."""
_ADDED: Mapping[str, str] = MappingProxyType(
    {"aFChunk": "another file that Word would paste in", "vbaProject": "macros",
     "oleObject": "an embedded object", "package": "an embedded file",
     "control": "a control that runs code", "attachedTemplate": "a template of its own",
     "subDocument": "another document", "frame": "another document",
     "keyMapCustomizations": "keys bound to commands", "externalLinkPath": "a link to a file",
     "chart": "a chart", "diagramData": "a diagram", "font": "a font of its own"}
)  # fmt: skip
"""Relations to what is no text and no picture, in words."""


_USUAL = frozenset(
    ["officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail",
     "styles", "numbering", "settings", "fontTable", "theme", "header", "footer", "footnotes",
     "endnotes", "comments", "image", "hyperlink", "webSettings", "stylesWithEffects", "people",
     "customXml", "customXmlProps", "commentsExtended", "commentsIds", "commentsExtensible"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordFile:
    """`passages` of the text in their order with those of its notes and comments behind them;
    `margins` are the distinct headers and footers, each as a whole. `added` names what is no text;
    `links` are the addresses that words lead to; `properties` the core properties by name."""

    passages: tuple[Passage, ...]
    margins: tuple[Passage, ...]
    added: tuple[str, ...]
    links: frozenset[str]
    properties: Mapping[str, str] = field(default_factory=dict)


@lru_cache(4)
def read_docx(data: bytes) -> WordFile:
    """The contents of a Word file, read in a process of its own with limits. Raises
    `Unreadable`."""
    answer = ask("sowgen.verify.docx_child", data, _SECONDS)
    passages, margins = ([_passage(*p) for p in answer[k]] for k in ("passages", "margins"))
    return WordFile(tuple(passages), tuple(margins), tuple(answer["added"]),
                    frozenset(answer["links"]), answer["properties"])  # fmt: skip


def _passage(
    text: str, story: Story, place: str, label: str, look: list[str], tracked: list[str]
) -> Passage:
    return Passage(text, story, place, label, tuple(look), tuple(tracked))


def parse_docx(data: bytes) -> WordFile:
    """The contents of a Word file, read here. Raises `Unreadable`."""
    parts = open_parts(data)
    name = main_part(parts)
    relations = parts.relations(name)
    styles = read_styles(parts.xml(_target(relations, "styles")))
    looks = Looks(styles)
    lists = Lists(parts.xml(_target(relations, "numbering")), styles)

    def reader(of: str) -> Reader:
        return Reader(parts, looks, lists, _pictures(parts, of))

    text = reader(name)
    text.story(parts.xml(name), "text")
    passages = [*text.found]
    margins: dict[str, Passage] = {}
    odd = [*text.odd, *looks.of_tables(), *lists.oddities()]
    shown = _shown_margins(parts, name, relations)
    for relation in dict.fromkeys([*shown, *relations.values()]):
        if relation.external or relation.target not in parts.names:
            continue
        if relation in shown and relation.kind in _MARGINS:
            margin = reader(relation.target)
            margin.story(parts.xml(relation.target), _MARGINS[relation.kind])
            whole = _as_one(margin.found, _MARGINS[relation.kind])
            margins[whole.key] = whole
            odd += margin.odd
        elif relation.kind in _NOTES:
            passages += _notes(reader(relation.target), parts.xml(relation.target), relation.kind)
    everything = _all_relations(parts)
    odd += (f"a vocabulary of its own: {space}" for space in sorted(parts.strange))
    gone = (r.target for r in everything if not r.external and r.kind != "hyperlink")
    odd += (f"a part that is not there: {target}" for target in gone if target not in parts.names)
    return WordFile(
        tuple(passages),
        tuple(margins.values()),
        tuple(dict.fromkeys([*_added(everything), *odd])),
        frozenset(r.target for r in everything if r.kind == "hyperlink" and r.external),
        _properties(parts),
    )


def _target(relations: Mapping[str, Relation], kind: str) -> str:
    return next((r.target for r in relations.values() if r.kind == kind and not r.external), "")


def _shown_margins(
    parts: Parts, name: str, relations: Mapping[str, Relation]
) -> Mapping[Relation, None]:
    """The headers and footers that the text's sections show."""
    found: dict[Relation, None] = {}
    settings = parts.xml(_target(relations, "settings"))
    even = settings is not None and on(settings, "evenAndOddHeaders")
    for section in parts.xml(name).iter("{*}sectPr"):
        kinds = {"default", *(["first"] if on(section, "titlePg") else []),
                 *(["even"] if even else [])}  # fmt: skip
        for reference in section:
            if local(reference) in ("headerReference", "footerReference"):
                relation = relations.get(linked(reference, "id"))
                if relation is not None and (attribute(reference, "type") or "default") in kinds:
                    found[relation] = None
    return found


def on(properties: Any, name: str) -> bool:
    """Whether a switch is set."""
    return (value(properties, name) or "0") in ("true", "1", "on")


def _pictures(parts: Parts, name: str) -> Mapping[str, str]:
    return {
        id_: parts.digest(relation.target)
        for id_, relation in parts.relations(name).items()
        if relation.kind == "image" and not relation.external
    }


def _as_one(passages: list[Passage], story: Story) -> Passage:
    """A header or footer as a whole: a word that is gone from one may still stand in another."""
    return Passage(
        " / ".join(p.text for p in passages if p.text),
        story,
        look=tuple(look for p in passages for look in p.look),
        tracked=tuple(mark for p in passages for mark in p.tracked),
    )


def _notes(reader: Reader, root: Any, kind: str) -> Iterator[Passage]:
    """The notes of a part, without the rules that Word draws above them."""
    story, name = _NOTES[kind]
    for note in root:
        if local(note) == name and attribute(note, "type") not in _SEPARATORS:
            author = attribute(note, "author") or ""
            reader.story(note, story, f"by {author}" if author else "")
    yield from reader.found


def _all_relations(parts: Parts) -> list[Relation]:
    found: list[Relation] = []
    for name in sorted(parts.names):
        folder, _, file = name.rpartition("/")
        if file.endswith(".rels") and folder.rpartition("/")[2] == "_rels":
            of = folder.removesuffix("_rels") + file.removesuffix(".rels")
            found += parts.relations(of).values()
    return found


def _added(relations: list[Relation]) -> Iterator[str]:
    for relation in relations:
        if relation.kind in _ADDED:
            yield _ADDED[relation.kind]
        elif relation.external and relation.kind != "hyperlink":
            yield f"a link that loads {relation.target}"
        elif relation.kind not in _USUAL:
            yield f"something of the kind {relation.kind[:80]}"


def _properties(parts: Parts) -> Mapping[str, str]:
    target = _target(parts.relations(""), "core-properties")
    root = parts.xml(target)
    if root is None:
        return {}
    found = {plain(element): collapse("".join(element.itertext())) for element in root}
    return {name: found[name] for name in _PROPERTIES if found.get(name)}
