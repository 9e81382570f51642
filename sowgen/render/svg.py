"""typst's SVG, told in the plain words that every office program understands.

typst writes each letter once, as a `symbol` behind the place where it is used, under a name of 33
characters, and clips the page to itself. Here letters are `path`s in one `defs` in front, under
short names, as Inkscape and matplotlib write them: some programs draw no `symbol` and no clip.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

_SVG = "{http://www.w3.org/2000/svg}"
_GROUND = "#ffffff03"  # all but clear: `page.typ` lays it under figures for the sake of PNGs
_HREF = "{http://www.w3.org/1999/xlink}href"


def portable(svg: bytes) -> bytes:
    """The drawing with its letters in front, without clips and ground; equal for equal drawings."""
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, huge_tree=True))
    letters: dict[str, Any] = {}
    for defs in list(root.iter(f"{_SVG}defs")):
        letters |= {node.get("id"): _plain(node) for node in defs if node.tag == f"{_SVG}symbol"}
        defs.getparent().remove(defs)
    front = etree.Element(f"{_SVG}defs")
    names: dict[str, str] = {}
    for use in root.iter(f"{_SVG}use"):
        letter = use.get(_HREF).removeprefix("#")
        if letter not in names:
            names[letter] = f"d{len(names) + 1}"
            letters[letter].set("id", names[letter])
            front.append(letters[letter])
        use.set(_HREF, f"#{names[letter]}")
    ground = root.find(f"{_SVG}path")
    if ground is not None and ground.get("fill") == _GROUND:
        root.remove(ground)
    for clipped in root.iter(f"{_SVG}g"):
        clipped.attrib.pop("clip-path", None)
    root.insert(0, front)
    etree.cleanup_namespaces(root)
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made


def _plain(symbol: Any) -> Any:
    """The path that a symbol holds, or a group of what it holds."""
    if len(symbol) == 1:
        return symbol[0]
    symbol.tag = f"{_SVG}g"
    symbol.attrib.pop("overflow", None)
    return symbol
