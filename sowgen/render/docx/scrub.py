"""A Word template without what its readers do not see: data about its authors and their machines,
comments, parts and settings that no page shows.

What cannot be taken away without changing what the pages say is refused instead (`residue.py`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import unquote

from lxml import etree

from sowgen.render.docx.clear import VML_OFFICE, clear
from sowgen.render.docx.fields import words_in_fields
from sowgen.render.docx.media import XML, cleared, is_picture
from sowgen.render.docx.ooxml import NS, Element, find_all, is_on, parse, q, serialise, take_away
from sowgen.render.docx.package import Unfit, read_package

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
_SETTINGS = "word/settings.xml"
_TYPES = "[Content_Types].xml"

_NEEDED = frozenset(
    ("styles", "numbering", "settings", "fontTable", "theme", "footnotes", "endnotes",
     "chartStyle", "chartColorStyle", "diagramData", "diagramLayout", "diagramQuickStyle",
     "diagramColors", "diagramDrawing")
)  # fmt: skip
"""Kinds of relationships that hold without a reference in the text."""
_SHOWN = frozenset(("header", "footer", "image", "hyperlink", "font", "chart", "chartUserShapes"))
"""Kinds that are kept where the part refers to them."""


@lru_cache(maxsize=4)
def scrub(template: bytes) -> Mapping[str, bytes]:
    """As `scrubbed`, for a template that can be read: once for checking and filling it."""
    parts = read_package(template)
    if isinstance(parts, Unfit):
        raise TypeError(f"a readable template became unfit: {parts.reason}")
    return MappingProxyType(scrubbed(parts))


def scrubbed(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a template that a document shows, cleared. The template must be free of
    `package.dangers`; clearing it twice changes nothing.

    Raises `ValueError` where the package does not begin with `word/document.xml`, or that has no
    `word/styles.xml`.
    """
    kept: dict[str, bytes] = {}
    _begin(parts, kept)
    settings = parts.get(_SETTINGS)
    even = settings is not None and bool(find_all(parse(settings), "w:evenAndOddHeaders"))
    names = _bookmarks_meant(parts)
    waiting = [DOCUMENT]
    while waiting:
        name = waiting.pop()
        if name in kept or name not in parts:
            continue
        if is_picture(name):
            kept[name] = cleared(parts[name]) or b""  # W115 has told of one that cannot be cleared
            continue
        if not name.endswith(XML):
            kept[name] = parts[name]
            continue
        root = parse(parts[name])
        before = etree.tostring(root.getroottree())
        clear(root, names)
        if name == DOCUMENT:
            _drop_unprinted_headers(root, even=even)
        waiting += _relate(name, root, parts, kept)
        same = etree.tostring(root.getroottree()) == before
        kept[name] = parts[name] if same else serialise(root)
    if STYLES not in kept:
        raise ValueError(f"`{STYLES}` does not belong to the document")
    _drop_unused_notes(kept)
    kept[_TYPES] = _types(parts[_TYPES], kept)
    return {name: kept[name] for name in parts if name in kept}


def _begin(parts: Mapping[str, bytes], kept: dict[str, bytes]) -> None:
    """The relationships of the package: the document and nothing else."""
    root = parse(parts["_rels/.rels"])
    before = len(root)
    relations = [r for r in root if _kind(r) == "officeDocument"]
    if [_target("", r) for r in relations] != [DOCUMENT]:
        raise ValueError(f"the package does not begin with `{DOCUMENT}`")
    take_away([r for r in root if r is not relations[0]])
    kept["_rels/.rels"] = parts["_rels/.rels"] if len(root) == before else serialise(root)


def _kind(relation: Element) -> str:
    kind: str = relation.get("Type", "") if relation.tag == f"{{{NS['rel']}}}Relationship" else ""
    return kind.rpartition("/")[2]


def _target(source: str, relation: Element) -> str:
    target = unquote(relation.get("Target", ""))
    folder = posixpath.dirname(source)
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _relate(
    name: str, root: Element, parts: Mapping[str, bytes], kept: dict[str, bytes]
) -> list[str]:
    """Keeps the relationships that the part needs, and gives the parts that they lead to."""
    folder, _, file = name.rpartition("/")
    place = f"{folder}/_rels/{file}.rels"
    if place not in parts:
        return []
    relations = parse(parts[place])
    used = {v for e in root.iter(etree.Element) for k, v in e.attrib.items() if _refers(k)}
    unknown, dropped, leads = set(), [], []
    for relation in relations:
        kind, number = _kind(relation), relation.get("Id", "")
        if kind in _NEEDED or (kind in _SHOWN and number in used):
            if relation.get("TargetMode") != "External":
                leads.append(_target(name, relation))
            continue
        dropped.append(relation)
        unknown.add(number)
    take_away(dropped)
    take_away(
        [e for e in root.iter(etree.Element) for k, v in e.attrib.items()
         if _refers(k) and v in unknown]
    )  # fmt: skip
    kept[place] = serialise(relations) if dropped else parts[place]
    return leads


def _refers(attribute: str) -> bool:
    return attribute.startswith("{" + NS["r"] + "}") or attribute == f"{VML_OFFICE}relid"


def _bookmarks_meant(parts: Mapping[str, bytes]) -> frozenset[str]:
    """Every name that a field or a link may mean."""
    found: set[str] = set()
    for name, data in parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            root = parse(data)
            found |= set(words_in_fields(root))
            found |= set(find_all(root, "//w:hyperlink/@w:anchor"))
    return frozenset(found)


def _drop_unprinted_headers(root: Element, *, even: bool) -> None:
    """Word keeps the header of the first or of even pages when such pages are no longer told
    apart, and prints it nowhere."""
    if not even:
        take_away(find_all(root, "//w:sectPr/*[@w:type='even'][self::w:headerReference"
                                 " or self::w:footerReference]"))  # fmt: skip
    on = [t for t in find_all(root, "//w:sectPr/w:titlePg") if is_on(t)]
    if not on:
        take_away(find_all(root, "//w:sectPr/*[@w:type='first'][self::w:headerReference"
                                 " or self::w:footerReference]"))  # fmt: skip


def _drop_unused_notes(kept: dict[str, bytes]) -> None:
    document = parse(kept[DOCUMENT])
    for word in ("footnote", "endnote"):
        name = f"word/{word}s.xml"
        if name not in kept:
            continue
        used = set(find_all(document, f"//w:{word}Reference/@w:id"))
        root = parse(kept[name])
        unused = [
            note for note in find_all(root, f"w:{word}")
            if note.get(q("type"), "normal") == "normal" and note.get(q("id")) not in used
        ]  # fmt: skip
        if unused:
            take_away(unused)
            kept[name] = serialise(root)


def _types(data: bytes, kept: Mapping[str, bytes]) -> bytes:
    """The content types of the parts that are kept."""
    root = parse(data)
    gone = [
        o for o in find_all(root, "ct:Override") if o.get("PartName", "").lstrip("/") not in kept
    ]
    take_away(gone)
    return serialise(root) if gone else data
