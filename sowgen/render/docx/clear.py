"""One part of a Word template, cleared of what no page shows."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from sowgen.render.docx.ooxml import Element, find_all, q, take_away, unwrap

_SETTINGS_KEPT = frozenset(
    ("view", "zoom", "displayBackgroundShape", "mirrorMargins", "alignBordersAndEdges",
     "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop",
     "hideSpellingErrors", "hideGrammaticalErrors", "stylePaneFormatFilter", "trackRevisions",
     "documentProtection", "defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit",
     "hyphenationZone", "doNotHyphenateCaps", "evenAndOddHeaders", "bookFoldRevPrinting",
     "bookFoldPrinting", "bookFoldPrintingSheets", "drawingGridHorizontalSpacing",
     "drawingGridVerticalSpacing", "displayHorizontalDrawingGridEvery",
     "displayVerticalDrawingGridEvery", "doNotUseMarginsForDrawingGridOrigin",
     "drawingGridHorizontalOrigin", "drawingGridVerticalOrigin", "doNotShadeFormData",
     "noPunctuationKerning", "characterSpacingControl", "strictFirstAndLastChars",
     "noLineBreaksAfter", "noLineBreaksBefore", "updateFields", "hdrShapeDefaults", "footnotePr",
     "endnotePr", "compat", "themeFontLang", "clrSchemeMapping", "doNotAutoCompressPictures",
     "shapeDefaults", "decimalSymbol", "listSeparator", "mathPr")
)  # fmt: skip
"""What settings may say of the look; not whose they are, nor where the template lies."""

_TAKEN_AWAY = (
    "//comment() | //processing-instruction() | //w:commentRangeStart | //w:commentRangeEnd"
    " | //w:commentReference | //w:annotationRef | //w:permStart | //w:permEnd | //w:proofErr"
    " | //w:lastRenderedPageBreak | //w:rsid | //w:divId | //w:fldData | //w:ffData/w:entryMacro"
    " | //w:ffData/w:exitMacro | //w:sdtPr/w:tag | //w:sdtPr/w:dataBinding"
    " | //w:sdtPr/*[local-name()='dataBinding'] | //w:sdtPr/w:placeholder"
)
_WRAPPERS = "//w:smartTag | //w:customXml"
_TRACES = re.compile(r"rsid\w*|paraId|textId|anchorId|editId")
_MEANT = re.compile(
    r"https?://(schemas\.openxmlformats\.org|schemas\.microsoft\.com|www\.w3\.org)/"
    r"|urn:schemas-microsoft-com:"
)
_WATERMARK = re.compile(r"(PowerPlusWaterMarkObject|WordPictureWatermark)\d*")  # known to Word
_FILE = re.compile(
    r"\\|\b[a-z]:/|(^|\s)~?/\w|\bfile:|\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|svg)\s*$", re.IGNORECASE
)
_VML = "urn:schemas-microsoft-com:vml"
VML_OFFICE = "{urn:schemas-microsoft-com:office:office}"


def clear(root: Element, bookmarks: frozenset[str]) -> None:
    """Take away what stands beside the words and their look, and every bookmark but these."""
    take_away(find_all(root, _TAKEN_AWAY))
    for element in find_all(root, _WRAPPERS):
        take_away(find_all(element, "w:smartTagPr | w:customXmlPr"))
        unwrap(element)
    if root.tag == q("settings"):
        _clear_settings(root)
    starts = find_all(root, "//w:bookmarkStart")
    gone = [start for start in starts if start.get(q("name"), "") not in bookmarks]
    numbers = {start.get(q("id")) for start in gone}
    take_away(gone)
    take_away([e for e in find_all(root, "//w:bookmarkEnd") if e.get(q("id")) in numbers])
    for element in list(root.iter(etree.Element)):
        _clear_element(element)


def _clear_settings(root: Element) -> None:
    take_away([e for e in root if _split(e.tag)[1] not in _SETTINGS_KEPT])


def _clear_element(element: Element) -> None:
    namespace, name = _split(element.tag)
    if not _MEANT.match(namespace):
        take_away([element])
        return
    for key in element.keys():  # noqa: SIM118 - it changes meanwhile
        if _is_trace(key):
            del element.attrib[key]
    if name in ("docPr", "cNvPr"):
        _clear_names(element)
    elif namespace == _VML:
        element.attrib.pop(f"{VML_OFFICE}title", None)
        element.attrib.pop(f"{VML_OFFICE}href", None)
        if _FILE.search(element.get("alt", "")):
            del element.attrib["alt"]


@lru_cache(maxsize=1024)
def _split(name: str) -> tuple[str, str]:
    """Namespace, '' for none, and local name."""
    namespace, _, local = name.rpartition("}")
    return namespace[1:], local


@lru_cache(maxsize=1024)
def _is_trace(attribute: str) -> bool:
    """Whether an attribute is a mark of editing, or of a namespace that Word does not know."""
    namespace, local = _split(attribute)
    foreign = namespace and not _MEANT.match(namespace)
    return bool(foreign or _TRACES.fullmatch(local))


def _clear_names(element: Element) -> None:
    """Alternative text is read to people who do not see the picture; a file's name is none."""
    if element.get("name") and not _WATERMARK.fullmatch(element.get("name")):
        element.set("name", f"Picture {element.get('id', '')}".strip())
    for key in ("descr", "title"):
        if _FILE.search(element.get(key, "")):
            del element.attrib[key]
