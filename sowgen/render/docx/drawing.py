"""Figures: a picture in the text, in lines for programs that draw SVG and in dots for others."""

from __future__ import annotations

from lxml import etree

from sowgen.model.document import Text
from sowgen.model.figure import Figure
from sowgen.render.docx.context import Context
from sowgen.render.docx.markup import WordParagraph, Xml
from sowgen.render.docx.ooxml import NS, Element, parse, rq, serialise
from sowgen.render.docx.runs import runs

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # Word's name for a picture's SVG
_NAMES = {"wp": _WP, "a": _A, "pic": _PIC, "asvg": _SVG, "r": NS["r"]}
_EMU = 12_700  # English Metric Units in a point
_TWIPS = 20  # in a point
_BESIDE = 1_020  # twips of a page's height that caption and white space may take
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_TYPES = {"png": "image/png", "svg": "image/svg+xml"}


def drawing(figure: Figure, context: Context) -> list[WordParagraph]:
    """The caption, where there is one, and the figure's paragraph: as large as it is, or as
    fits on a page together with its caption."""
    made = []
    if figure.caption:
        caption = WordParagraph("Caption", (runs((Text(figure.caption),), context),))
        caption.set("keepNext")
        made.append(caption)
    scale = min(
        1.0,
        context.text_width / (figure.width * _TWIPS),
        (context.text_height - _BESIDE) / (figure.height * _TWIPS),
    )
    width, height = round(figure.width * scale * _EMU), round(figure.height * scale * _EMU)
    inline = _inline(figure, context, width, height)
    opening, closing = Xml("<w:r><w:drawing>"), Xml("</w:drawing></w:r>")
    holder = WordParagraph("Body0", (opening, inline, closing))
    holder.set("spacing", before=80, after=200, line=240, lineRule="auto")
    holder.set("ind", left=0, right=0, firstLine=0)
    holder.set("jc", val="center")
    return [*made, holder]


def _inline(figure: Figure, context: Context, width: int, height: int) -> Element:
    number = next(context.drawing_ids)
    png, svg = context.picture(figure)
    size = {"cx": str(width), "cy": str(height)}
    graphic = _e(
        "a:graphic",
        _e(
            "a:graphicData",
            _e(
                "pic:pic",
                _e(
                    "pic:nvPicPr",
                    _e("pic:cNvPr", id=str(number), name=f"Figure {number}"),
                    _e("pic:cNvPicPr"),
                ),
                _e("pic:blipFill", _blip(png, svg), _e("a:stretch", _e("a:fillRect"))),
                _e(
                    "pic:spPr",
                    _e("a:xfrm", _e("a:off", x="0", y="0"), _e("a:ext", **size)),
                    _e("a:prstGeom", _e("a:avLst"), prst="rect"),
                ),
            ),
            uri=_PIC,
        ),
    )
    return _e(
        "wp:inline",
        _e("wp:extent", **size),
        _e("wp:effectExtent", l="0", t="0", r="0", b="0"),
        _e("wp:docPr", id=str(number), name=f"Figure {number}", descr=figure.alt),
        _e("wp:cNvGraphicFramePr", _e("a:graphicFrameLocks", noChangeAspect="1")),
        graphic,
        distT="0", distB="0", distL="0", distR="0",
    )  # fmt: skip


def _blip(png: str, svg: str) -> Element:
    vector = _e("asvg:svgBlip")
    vector.set(rq("embed"), svg)
    blip = _e("a:blip", _e("a:extLst", _e("a:ext", vector, uri=_SVG_EXTENSION)))
    blip.set(rq("embed"), png)
    return blip


def _e(name: str, /, *children: Element, **attributes: str) -> Element:
    """An element of DrawingML, with attributes of no namespace."""
    prefix, _, tag = name.partition(":")
    element = etree.Element(f"{{{_NAMES[prefix]}}}{tag}", nsmap={prefix: _NAMES[prefix]})
    for key, value in attributes.items():
        element.set(key, value)
    element.extend(children)
    return element


def add_media(parts: dict[str, bytes], context: Context, relations: Element) -> None:
    """Put the pictures that were placed into the package, with their relationships."""
    if not context.placed:
        return
    for number, figure in enumerate(context.placed, start=1):
        picture = context.pictures[figure]
        for suffix, data in (("png", picture.png), ("svg", picture.svg)):
            name = f"media/sowgen-figure{number}.{suffix}"
            parts[f"word/{name}"] = data
            added = etree.SubElement(relations, f"{{{NS['rel']}}}Relationship")
            added.set("Id", f"rIdSowgen{suffix.capitalize()}{number}")
            added.set("Type", _IMAGE)
            added.set("Target", name)
    types = parse(parts["[Content_Types].xml"])
    known = {d.get("Extension", "").lower() for d in types.iter(f"{{{NS['ct']}}}Default")}
    for place, suffix in enumerate(s for s in _TYPES if s not in known):
        default = etree.Element(f"{{{NS['ct']}}}Default", nsmap={None: NS["ct"]})
        default.set("Extension", suffix)
        default.set("ContentType", _TYPES[suffix])
        types.insert(place, default)
    parts["[Content_Types].xml"] = serialise(types)
