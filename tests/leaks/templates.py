"""The house template with a canary in every place where Word and its kin keep what no page
shows, and sowgen takes away."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.leaks.canaries import canary

HOUSE = Path(__file__).parents[2] / "templates" / "house" / "document.docx"
BODY, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'

Parts = dict[str, bytes]
Plant = Callable[[Parts], None]


def read(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {n: archive.read(n) for n in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def planted(*plants: Plant) -> bytes:
    """The house template with these plants."""
    parts = read(HOUSE.read_bytes())
    for plant in plants:
        plant(parts)
    return packed(parts)


def inside(parts: Parts, name: str, end: str, xml: str) -> None:
    assert end.encode() in parts[name], (name, end)
    parts[name] = parts[name].replace(end.encode(), xml.encode() + end.encode(), 1)


def after(parts: Parts, name: str, start: str, xml: str) -> None:
    assert start.encode() in parts[name], (name, start)
    parts[name] = parts[name].replace(start.encode(), start.encode() + xml.encode(), 1)


def in_body(xml: str) -> Plant:
    return lambda parts: after(parts, BODY, "<w:body>", xml)


def in_settings(xml: str) -> Plant:
    return lambda parts: inside(parts, SETTINGS, "</w:settings>", xml)


def part(
    name: str, content: str | bytes, kind: str, *, source: str = RELATIONS, type_: str = "",
    id_: str = "",
) -> Plant:  # fmt: skip
    """A part that the relationships in `source` lead to, by the short name of their kind."""

    def plant(parts: Parts) -> None:
        parts[name] = content if isinstance(content, bytes) else content.encode()
        long = kind if ":" in kind else f"{OFFICE}/{kind}"
        link = f'<Relationship Id="{id_ or "p" + str(len(parts))}" Type="{long}" Target="/{name}"/>'
        empty = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            "</Relationships>"
        )
        parts.setdefault(source, empty.encode())
        inside(parts, source, "</Relationships>", link)
        declared = type_ or "application/xml"
        override = f'<Override PartName="/{name}" ContentType="{declared}"/>'
        inside(parts, "[Content_Types].xml", "</Types>", override)

    return plant


def both(*plants: Plant) -> Plant:
    def plant(parts: Parts) -> None:
        for each in plants:
            each(parts)

    return plant


def _core(parts: Parts) -> None:
    words = "".join(
        f"<{tag}>{canary(name)}</{tag}>"
        for tag, name in (
            ("dc:creator", "coreauthor"), ("cp:lastModifiedBy", "coremodifier"),
            ("dc:description", "corecomments"), ("cp:keywords", "corekeywords"),
            ("cp:category", "corecategory"), ("dc:subject", "coresubject"),
        )
    )  # fmt: skip
    inside(parts, "docProps/core.xml", "</cp:coreProperties>", words)


def _app(parts: Parts) -> None:
    words = "".join(
        f"<{tag}>{canary(name)}</{tag}>"
        for tag, name in (
            ("Company", "appcompany"), ("Manager", "appmanager"), ("Template", "apptemplate"),
            ("HyperlinkBase", "appbase"),
        )
    )  # fmt: skip
    inside(parts, "docProps/app.xml", "</Properties>", words)


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    check = zlib.crc32(kind + content).to_bytes(4)
    return len(content).to_bytes(4) + kind + content + check


def png(*extra: bytes) -> bytes:
    """A white pixel, with chunks in front of its data and words behind its end."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\xff"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + pixels + chunk(b"IEND", b"")


_PICTURE = png(
    chunk(b"tEXt", b"Author\0" + canary("pngtext").encode()),
    chunk(b"zTXt", b"Comment\0\0" + zlib.compress(canary("pngztext").encode())),
    chunk(b"eXIf", b"MM\0*" + canary("pngexif").encode() + b"\n"),
) + canary("pngtail").encode()  # fmt: skip

DRAWING = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:extent cx="9525" cy="9525"/><wp:docPr id="77" '
    f'name="{canary("docprname")}.png" descr="C:\\Users\\{canary("altpath")}\\logo.png" '
    f'title="/home/{canary("alttitle")}/logo.png"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://'
    'schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="0" '
    f'name="{canary("cnvprname")}.png" descr="{canary("cnvprdescr")}.jpg"/><pic:cNvPicPr/>'
    '</pic:nvPicPr><pic:blipFill><a:blip r:embed="rLogo"/><a:stretch/></pic:blipFill><pic:spPr/>'
    "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)

_COMMENT = (
    f'<w:comments {_W}><w:comment w:id="5" w:author="{canary("commentauthor")}" w:initials="Z">'
    f"<w:p><w:r><w:t>{canary('commenttext')}</w:t></w:r></w:p></w:comment></w:comments>"
)
_COMMENTED = (
    '<w:p><w:commentRangeStart w:id="5"/><w:r><w:t>A cover line.</w:t></w:r>'
    '<w:commentRangeEnd w:id="5"/><w:r><w:commentReference w:id="5"/></w:r></w:p>'
)
_NOTE = (
    f'<w:footnotes {_W}><w:footnote w:id="7"><w:p><w:r><w:t>{canary("unusednote")}</w:t></w:r>'
    "</w:p></w:footnote></w:footnotes>"
)
_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MS = "http://schemas.microsoft.com/office"


def _header(word: str) -> str:
    return f"<w:hdr {_W}><w:p><w:r><w:t>{canary(word)}</w:t></w:r></w:p></w:hdr>"


def _unprinted_headers(parts: Parts) -> None:
    for number, (kind, word) in enumerate((("even", "headereven"), ("first", "headerfirst"))):
        name = f"word/header{8 + number}.xml"
        part(name, _header(word), "header", type_=f"{_WML}.header+xml", id_=f"rH{number}")(parts)
        after(parts, BODY, "<w:sectPr>", f'<w:headerReference w:type="{kind}" r:id="rH{number}"/>')


def _traces(parts: Parts) -> None:
    root = f'<w:document {_W14} w:rsidR="{canary("rsid")}" w14:paraId="{canary("paraid")}"'
    parts[BODY] = parts[BODY].replace(b"<w:document", root.encode(), 1)
    inside(parts, STYLES, "</w:styles>", f'<w:style w:type="character" w:styleId="Zed"><w:name '
            f'w:val="Zed"/><w:rsid w:val="{canary("stylersid")}"/></w:style>')  # fmt: skip


def _signature(parts: Parts) -> None:
    part("_xmlsignatures/origin.xml", f"<x>{canary('signature')}</x>",
         "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin",
         source="_rels/.rels")(parts)  # fmt: skip


PLANTED: Mapping[str, Plant] = {
    "core properties": _core,
    "app properties": _app,
    "custom properties": part(
        "docProps/custom.xml", f"<Properties>{canary('customproperty')}</Properties>",
        "custom-properties", source="_rels/.rels"),
    "thumbnail": part(
        "docProps/thumbnail.png", _PICTURE + canary("thumbnail").encode(),
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
        source="_rels/.rels", type_="image/png"),
    "sensitivity label": part(
        "docMetadata/LabelInfo.xml", f"<x>{canary('label')}</x>",
        f"{_MS}/2020/02/relationships/classificationlabels", source="_rels/.rels"),
    "signature": _signature,
    "comments": both(
        in_body(_COMMENTED),
        part("word/comments.xml", _COMMENT, "comments", type_=f"{_WML}.comments+xml"),
        part("word/commentsExtended.xml", f"<x>{canary('commentsextended')}</x>",
             f"{_MS}/2011/relationships/commentsExtended"),
        part("word/people.xml", f"<x>{canary('people')}</x>", f"{_MS}/2011/relationships/people")),
    "traces of editing": _traces,
    "revision ids": in_settings(f'<w:rsids><w:rsid w:val="{canary("rsids")}"/></w:rsids>'),
    "document id": in_settings(f'<w15:docId {_W15} w15:val="{canary("docid")}"/>'),
    "document variables": in_settings(
        f'<w:docVars><w:docVar w:name="{canary("varname")}" w:val="{canary("varvalue")}"/>'
        "</w:docVars>"),
    "mail merge": in_settings(
        f'<w:mailMerge><w:connectString w:val="{canary("mergesource")}"/><w:query '
        f'w:val="{canary("mergequery")}"/></w:mailMerge>'),
    "attached template": both(
        in_settings('<w:attachedTemplate r:id="rT"/>'),
        part("word/attached.xml", f"<x>{canary('attached')}</x>", "attachedTemplate", id_="rT",
             source="word/_rels/settings.xml.rels")),
    "write protection": in_settings(f'<w:writeProtection w:userName="{canary("protector")}"/>'),
    "transformation": in_settings(f'<w:saveThroughXslt w:solutionID="{canary("xslt")}"/>'),
    "custom XML": both(
        part("customXml/item1.xml", f"<x>{canary('customxml')}</x>", "customXml"),
        in_body(f'<w:sdt><w:sdtPr><w:tag w:val="{canary("sdttag")}"/><w:dataBinding '
                f'w:xpath="/{canary("sdtpath")}"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent>'
                "</w:sdt>")),
    "smart tags": in_body(
        f'<w:p><w:smartTag w:uri="urn:x" w:element="{canary("smarttag")}"><w:smartTagPr><w:attr '
        f'w:name="a" w:val="{canary("smartattr")}"/></w:smartTagPr><w:r><w:t>Lodz</w:t></w:r>'
        "</w:smartTag></w:p>"),
    "glossary": part(
        "word/glossary/document.xml", f"<x>{canary('glossary')}</x>", "glossaryDocument"),
    "web settings": part("word/webSettings.xml", f"<x>{canary('web')}</x>", "webSettings"),
    "printer settings": both(
        part("word/printerSettings1.bin", canary("printer").encode("utf-16-le"),
             "printerSettings", id_="rPr", type_="application/octet-stream"),
        lambda parts: inside(parts, BODY, "</w:sectPr>", '<w:printerSettings r:id="rPr"/>')),
    "part of no kind": part(
        "word/plugin.bin", canary("plugin").encode(), "urn:x:plugin",
        type_="application/octet-stream"),
    "part that nothing leads to": lambda parts: parts.update(
        {"word/old.xml": f"<x>{canary('orphan')}</x>".encode()}),
    "link that no text has": lambda parts: inside(
        parts, RELATIONS, "</Relationships>", f'<Relationship Id="rOld" Type="{OFFICE}/hyperlink" '
        f'Target="https://{canary("oldlink")}.example.com/" TargetMode="External"/>'),
    "picture": both(
        part("word/media/logo.png", _PICTURE, "image", id_="rLogo", type_="image/png"),
        in_body(DRAWING)),
    "WordArt": lambda parts: after(
        parts, "word/header1.xml", "<v:shape ",
        f'o:title="{canary("vmltitle")}" o:href="file:///{canary("vmlhref")}" '),
    "bookmarks": in_body(
        f'<w:p><w:bookmarkStart w:id="91" w:name="_GoBack"/><w:bookmarkEnd w:id="91"/>'
        f'<w:bookmarkStart w:id="92" w:name="{canary("bookmark")}"/><w:bookmarkEnd w:id="92"/>'
        "</w:p>"),
    "permissions": in_body(
        f'<w:p><w:permStart w:id="3" w:ed="{canary("permission")}"/><w:permEnd w:id="3"/></w:p>'),
    "remark in a tag": in_body(f"<w:p><w:r><w:t>A{{# {canary('remark')} #}}</w:t></w:r></w:p>"),
    "XML comments": in_body(f"<!-- {canary('xmlcomment')} --><?{canary('instruction')} x?>"),
    "foreign elements": in_body(
        f'<x:memo xmlns:x="urn:x">{canary("foreign")}</x:memo><w:p xmlns:y="urn:y" '
        f'y:memo="{canary("foreignattribute")}"/>'),
    "field data": in_body(
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"><w:fldData>{canary("fielddata")}</w:fldData>'
        '</w:fldChar></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar '
        'w:fldCharType="end"/></w:r></w:p>'),
    "headers of other pages": _unprinted_headers,
    "unused footnote": part(
        "word/footnotes.xml", _NOTE, "footnotes", type_=f"{_WML}.footnotes+xml"),
}  # fmt: skip
