"""WordprocessingML elements, made and found with lxml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any
"""An lxml element; lxml has no types of its own."""

NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
}
_W = "{" + NS["w"] + "}"
_R = "{" + NS["r"] + "}"
_PREFIXES = {"w": NS["w"]}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

PPR_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd",
    "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)  # fmt: skip
"""What the schema demands of the order inside `w:pPr`."""


def parser() -> Any:
    """A parser that resolves no entity and reads nothing from elsewhere."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def compact_parser() -> Any:
    """As `parser`, and it drops the white space between elements."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=True
    )


def parse(data: bytes) -> Element:
    """The root of an XML part. Raises `etree.XMLSyntaxError` where it is malformed."""
    return etree.fromstring(data, parser())


def serialise(root: Element) -> bytes:
    """An XML part as bytes with declaration, the same on every run."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def q(name: str) -> str:
    """The qualified name of `w` element or attribute `name`."""
    return _W + name


def rq(name: str) -> str:
    """The qualified name of relationship attribute `name` (`r:id`)."""
    return _R + name


def w(tag: str, /, *children: Element, **attributes: str | int) -> Element:
    """Element `w:tag` with `w:` attributes and children."""
    element = etree.Element(_W + tag, nsmap=_PREFIXES)
    for key, value in attributes.items():
        element.set(_W + key, str(value))
    element.extend(children)
    return element


def pieces_of(text: str) -> Iterator[tuple[str, str]]:
    """`text` as the elements that hold it: `t` with words, `tab` and `br` without. Every kind of
    line end becomes a line break."""
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if number:
            yield "br", ""
        for column, part in enumerate(line.split("\t")):
            if column:
                yield "tab", ""
            if part:
                yield "t", part


def text_pieces(text: str) -> list[Element]:
    """The elements of `pieces_of`. Raises `ValueError` on a character that XML cannot hold."""
    pieces: list[Element] = []
    for name, words in pieces_of(text):
        pieces.append(w(name))
        if words:
            pieces[-1].text = words
            pieces[-1].set(_SPACE, "preserve")
    return pieces


def take_away(nodes: Iterable[Element]) -> None:
    """Remove nodes from their parents; text behind one stays. The root's siblings stay too: they
    are not written."""
    for node in nodes:
        parent, before, tail = node.getparent(), node.getprevious(), node.tail
        if parent is None:
            continue
        if tail and before is not None:
            before.tail = (before.tail or "") + tail
        elif tail:
            parent.text = (parent.text or "") + tail
        parent.remove(node)


def unwrap(element: Element) -> None:
    """Put the children of an element in its place."""
    for child in element:
        element.addprevious(child)
    take_away([element])


def is_on(element: Element) -> bool:
    """Whether a property that is on or off is on."""
    return element.get(_W + "val", "true") not in ("0", "false", "off")


def find(element: Element, path: str) -> Element | None:
    """The first element at `path` (`w:pPr/w:numPr`), or None."""
    return element.find(path, NS)


def find_all(element: Element, path: str) -> list[Element]:
    """Every element at XPath `path` with the prefixes `w`, `r`, `rel` and `ct`."""
    found: list[Element] = _compiled(path)(element)
    return found


@lru_cache(maxsize=128)
def _compiled(path: str) -> Any:
    return etree.XPath(path, namespaces=NS)
