"""WordprocessingML elements, made and found with lxml."""

from __future__ import annotations

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

# What the schema demands of the order inside `w:pPr`, as far as this writer uses it.
_PPR_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd",
    "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle",
    "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_RANK = {_W + name: rank for rank, name in enumerate(_PPR_ORDER)}


def parser() -> Any:
    """A parser that resolves no entity and reads nothing from elsewhere."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


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


def text_pieces(text: str) -> list[Element]:
    """`w:t`, `w:tab` and `w:br` elements for `text`; a line feed becomes a line break.

    Raises `ValueError` on a character that XML cannot hold: it should have been refused
    when the file was loaded.
    """
    pieces: list[Element] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if number:
            pieces.append(w("br"))
        for column, part in enumerate(line.split("\t")):
            if column:
                pieces.append(w("tab"))
            if part:
                t = w("t")
                t.text = part
                t.set(_SPACE, "preserve")
                pieces.append(t)
    return pieces


def plain_run(text: str) -> Element:
    """`w:r` with one `w:t`, for text without tabs and line breaks: the most frequent element
    of a body by far, made without detours."""
    run = etree.Element(_W + "r", nsmap=_PREFIXES)
    t = etree.SubElement(run, _W + "t")
    t.text = text
    t.set(_SPACE, "preserve")
    return run


def paragraph(style: str, *content: Element) -> Element:
    """`w:p` in paragraph style `style`."""
    return w("p", w("pPr", w("pStyle", val=style)), *content)


def set_paragraph_property(p: Element, child: Element) -> None:
    """Put `child` into the `w:pPr` of `p` where the schema wants it, replacing its like."""
    properties = p.find(_W + "pPr")
    if properties is None:
        properties = w("pPr")
        p.insert(0, properties)
    old = properties.find(child.tag)
    if old is not None:
        properties.remove(old)
    rank = _RANK[child.tag]
    place = sum(1 for other in properties if _RANK.get(other.tag, rank) < rank)
    properties.insert(place, child)


def find(element: Element, path: str) -> Element | None:
    """The first element at `path` (`w:pPr/w:numPr`), or None."""
    return element.find(path, NS)


def find_all(element: Element, path: str) -> list[Element]:
    """Every element at XPath `path` with the prefixes `w`, `r`, `rel` and `ct`."""
    found: list[Element] = element.xpath(path, namespaces=NS)
    return found
