"""The file's properties, settings and language: from the document, never from the template."""

from __future__ import annotations

from lxml import etree

from sowgen.model.document import Document
from sowgen.render.docx.ooxml import NS, Element, find, find_all, parse, q, serialise, w
from sowgen.render.stamps.docx import CUSTOM

CORE, APP = "docProps/core.xml", "docProps/app.xml"
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_WML = "application/vnd.openxmlformats-officedocument"

# The settings that stand behind `w:updateFields` in the schema's sequence.
_AFTER_UPDATE = frozenset(
    q(name)
    for name in (
        "hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids",
        "attachedSchema", "themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats",
        "doNotAutoCompressPictures", "forceUpgrade", "captions", "readModeInkLockDown",
        "smartTagType", "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol", "listSeparator",
    )
)  # fmt: skip


def core_properties(document: Document) -> bytes:
    """`docProps/core.xml`: title, author, subject, language and the document's own date."""
    root = etree.Element(
        f"{{{_CP}}}coreProperties",
        nsmap={"cp": _CP, "dc": _DC, "dcterms": _TERMS, "xsi": _XSI},
    )
    plain = (
        (_DC, "title", document.title),
        (_DC, "subject", document.reference),
        (_DC, "creator", document.author),
        (_CP, "lastModifiedBy", document.author),
        (_DC, "identifier", document.reference),
        (_DC, "language", document.language),
    )
    for space, name, words in plain:
        etree.SubElement(root, f"{{{space}}}{name}").text = words
    for name in ("created", "modified"):
        stamp = etree.SubElement(root, f"{{{_TERMS}}}{name}")
        stamp.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        stamp.text = f"{document.date}T00:00:00Z"
    return serialise(root)


def app_properties() -> bytes:
    """`docProps/app.xml` with nothing in it but the program's name."""
    root = etree.Element(f"{{{_APP}}}Properties", nsmap={None: _APP})
    etree.SubElement(root, f"{{{_APP}}}Application").text = "sowgen"
    return serialise(root)


def set_settings(root: Element, *, update_fields: bool, language: str) -> None:
    """Drop revision ids, set the language, and ask Word to refresh fields where wanted."""
    for tag in ("rsids", "updateFields", "themeFontLang"):
        for old in find_all(root, f"w:{tag}"):
            root.remove(old)
    _insert(root, w("themeFontLang", val=language), before=_AFTER_UPDATE_LANGUAGE)
    if update_fields:
        _insert(root, w("updateFields", val="true"), before=_AFTER_UPDATE)


_AFTER_UPDATE_LANGUAGE = frozenset(
    q(name)
    for name in (
        "clrSchemeMapping", "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures",
        "forceUpgrade", "captions", "readModeInkLockDown", "smartTagType", "shapeDefaults",
        "doNotEmbedSmartTags", "decimalSymbol", "listSeparator",
    )
)  # fmt: skip


def _insert(root: Element, child: Element, before: frozenset[str]) -> None:
    # Elements of later versions (w14, w15) stand at the end of the sequence.
    later = [c for c in root if c.tag in before or not c.tag.startswith("{" + NS["w"])]
    if later:
        later[0].addprevious(child)
    else:
        root.append(child)


def set_language(styles: Element, language: str, *, right_to_left: bool) -> None:
    """The document's language in the style defaults, and its direction."""
    defaults = find(styles, "w:docDefaults/w:rPrDefault/w:rPr")
    if defaults is None:
        raise ValueError("the template's styles have no defaults")
    for old in find_all(defaults, "w:lang"):
        defaults.remove(old)
    bidi = language if right_to_left else "ar-SA"
    defaults.append(w("lang", val=language, eastAsia=language, bidi=bidi))
    for direct in find_all(styles, "w:style/w:rPr/w:lang"):
        direct.getparent().remove(direct)
    if right_to_left:
        paragraphs = find(styles, "w:docDefaults/w:pPrDefault/w:pPr")
        if paragraphs is not None and find(paragraphs, "w:bidi") is None:
            paragraphs.insert(0, w("bidi"))


def set_property_parts(parts: dict[str, bytes], document: Document) -> None:
    """Replace the template's property parts by our own, and drop its custom ones and its
    preview picture, so that nothing of the template's author travels along. The part `CUSTOM` is
    announced, and to be added to the finished package (`stamps.docx.with_properties`)."""
    relations = parse(parts["_rels/.rels"])
    ours = {
        f"{_PACKAGE}/metadata/core-properties": CORE,
        f"{_OFFICE}/extended-properties": APP,
        f"{_OFFICE}/custom-properties": CUSTOM,
    }
    dropped = ("custom-properties", "thumbnail", "core-properties", "extended-properties")
    for relation in list(relations):
        if relation.get("Type", "").endswith(dropped):
            relations.remove(relation)
    for number, (kind, target) in enumerate(ours.items(), start=1):
        added = etree.SubElement(relations, f"{{{_PACKAGE}}}Relationship")
        for key, value in (("Id", f"rIdProps{number}"), ("Type", kind), ("Target", target)):
            added.set(key, value)
    parts["_rels/.rels"] = serialise(relations)
    for name in [n for n in parts if n.startswith("docProps/")]:
        del parts[name]
    parts[CORE], parts[APP] = core_properties(document), app_properties()
    types = parse(parts["[Content_Types].xml"])
    for override in find_all(types, "ct:Override"):
        if override.get("PartName", "").startswith("/docProps/"):
            types.remove(override)
    kinds = {
        CORE: "application/vnd.openxmlformats-package.core-properties+xml",
        APP: f"{_WML}.extended-properties+xml",
        CUSTOM: f"{_WML}.custom-properties+xml",
    }
    for name, kind in kinds.items():
        added = etree.SubElement(types, f"{{{NS['ct']}}}Override")
        added.set("PartName", f"/{name}")
        added.set("ContentType", kind)
    parts["[Content_Types].xml"] = serialise(types)
