"""The provenance in the XMP packet of a PDF, beside what the packet says already.

Each text of `words.py` is a property of type Text in our own namespace. PDF/A knows only the
properties of its own list, so the packet describes ours as ISO 19005-2, 6.6.2.3.3 wants it: by a
schema in `pdfaExtension:schemas`, with every property's name, type, category and description.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

NAMESPACE = "https://sowgen.example.com/ns/provenance/1.0/"
PREFIX = "sowgen"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PDFA = {
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
_EXTENSION, _SCHEMA, _PROPERTY = (f"{{{uri}}}" for uri in _PDFA.values())
_OURS = f"{{{NAMESPACE}}}"
_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
_TAIL = b'\n<?xpacket end="r"?>'

_DESCRIPTIONS = {
    "stamp": "Number of the grammar in which the other properties are written",
    "project": "Project that the document belongs to",
    "kind": "Kind of document within the project",
    "version": "Version of the project's package",
    "commit": "Commit that the document was generated from",
    "inputs": "SHA-256 of the words and the design of the document",
    "issued": "Version as which the document was issued",
    "clauses": "Id, version and position of each clause of the document",
    "tools": "Name and version of each tool that made the document",
}


def with_words(packet: bytes, words: Mapping[str, str]) -> bytes:
    """The XMP packet with these properties, and none other of our namespace, and their
    description. Raises `ValueError` where it is no packet of XMP."""
    root = _parse(packet)
    rdf = _rdf(root)
    _forget(rdf)
    about = next((d.get(f"{_RDF}about", "") for d in rdf), "")
    _describe(rdf, about)
    ours = etree.SubElement(rdf, f"{_RDF}Description", nsmap={PREFIX: NAMESPACE})
    ours.set(f"{_RDF}about", about)
    for name, text in words.items():
        etree.SubElement(ours, _OURS + name).text = text
    body: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=False)
    return _HEAD + body + _TAIL


def read_words(packet: bytes) -> dict[str, str]:
    """The properties of our namespace, written as elements or as attributes. Raises `ValueError`
    where it is no packet of XMP, or one of them stands twice."""
    found: dict[str, str] = {}
    for description in _rdf(_parse(packet)).iterchildren(f"{_RDF}Description"):
        pairs = [(key, value) for key, value in description.attrib.items()]
        pairs += [(e.tag, "".join(e.itertext())) for e in description.iterchildren(f"{_OURS}*")]
        for key, text in pairs:
            if not key.startswith(_OURS):
                continue
            name = key.removeprefix(_OURS)
            if name in found:
                raise ValueError(f"{name} stands twice")
            found[name] = text
    return found


def _parse(packet: bytes) -> etree.ElementBase:
    if b"<!DOCTYPE" in packet:
        raise ValueError("a packet of XMP has no document type")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(packet.strip(b"\x00"), parser)
    except etree.XMLSyntaxError as problem:
        raise ValueError(f"not well-formed: {problem}") from None


def _rdf(root: etree.ElementBase) -> etree.ElementBase:
    rdf = root if root.tag == f"{_RDF}RDF" else root.find(f"{_RDF}RDF")
    if rdf is None:
        raise ValueError("the packet holds no RDF")
    return rdf


def _forget(rdf: etree.ElementBase) -> None:
    """Take away our properties and their description."""
    for description in rdf.findall(f"{_RDF}Description"):
        for key in [k for k in description.attrib if k.startswith(_OURS)]:
            del description.attrib[key]
        for element in list(description.iterchildren(f"{_OURS}*")):
            description.remove(element)
    for schema in rdf.findall(f".//{_EXTENSION}schemas/{_RDF}Bag/{_RDF}li"):
        if schema.findtext(f"{_SCHEMA}namespaceURI") == NAMESPACE:
            schema.getparent().remove(schema)


def _describe(rdf: etree.ElementBase, about: str) -> None:
    """Add our schema to the extension schemas of the packet."""
    bag = rdf.find(f".//{_EXTENSION}schemas/{_RDF}Bag")
    if bag is None:
        description = etree.SubElement(rdf, f"{_RDF}Description", nsmap=_PDFA)
        description.set(f"{_RDF}about", about)
        schemas = etree.SubElement(description, f"{_EXTENSION}schemas")
        bag = etree.SubElement(schemas, f"{_RDF}Bag")
    schema = _resource(
        bag, _SCHEMA, schema="Provenance of generated documents", namespaceURI=NAMESPACE,
        prefix=PREFIX,
    )  # fmt: skip
    properties = etree.SubElement(
        etree.SubElement(schema, f"{_SCHEMA}property", nsmap=_PDFA), f"{_RDF}Seq"
    )
    for name, description in _DESCRIPTIONS.items():
        _resource(
            properties, _PROPERTY, name=name, valueType="Text", category="internal",
            description=description,
        )  # fmt: skip


def _resource(parent: etree.ElementBase, space: str, **fields: str) -> etree.ElementBase:
    item = etree.SubElement(parent, f"{_RDF}li", nsmap=_PDFA)
    item.set(f"{_RDF}parseType", "Resource")
    for name, text in fields.items():
        etree.SubElement(item, space + name).text = text
    return item
