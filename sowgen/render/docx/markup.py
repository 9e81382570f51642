"""WordprocessingML as text. A body has a hundred thousand elements, and text is made many times
faster than the objects of a tree.

`Xml` is markup; a plain string becomes markup in `escaped` and `quoted` and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NewType

from sowgen.render.docx.ooxml import PPR_ORDER, Element, pieces_of

Xml = NewType("Xml", str)
"""Well-formed WordprocessingML, with the prefixes `w` and `r` as the root declares them."""

NOTHING = Xml("")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RANK = {name: rank for rank, name in enumerate(PPR_ORDER)}


def escaped(text: str) -> Xml:
    """`text` as the content of an element, without carriage returns.

    Raises `ValueError` on a character that XML cannot hold: it should have been refused when
    the file was loaded.
    """
    if not text.isprintable() and _UNFIT.search(text):
        raise ValueError(f"XML cannot hold a character of {text[:80]!r}")
    return Xml(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def quoted(text: str) -> Xml:
    """`text` as the value of an attribute, in quotation marks; raises as `escaped`."""
    if text.isalnum():
        return Xml(f'"{text}"')
    inner = escaped(text).replace('"', "&quot;").replace("\t", "&#9;")
    return Xml('"' + inner.replace("\n", "&#10;").replace("\r", "&#13;") + '"')


def w(tag: str, /, *children: Xml, **attributes: str | int) -> Xml:
    """Element `w:tag` with `w:` attributes and children."""
    named = "".join([f" w:{name}={quoted(str(value))}" for name, value in attributes.items()])
    return tagged(f"w:{tag}{named}", f"w:{tag}", *children)


def tagged(opening: str, name: str, *children: Xml) -> Xml:
    """An element from what stands in its opening tag, and its name."""
    content = "".join(children)
    return Xml(f"<{opening}>{content}</{name}>" if content else f"<{opening}/>")


def text_pieces(text: str) -> Xml:
    """`w:t`, `w:tab` and `w:br` elements for `text`; a line feed becomes a line break."""
    return Xml("".join([_piece(name, words) for name, words in pieces_of(text)]))


def _piece(name: str, words: str) -> str:
    if name == "t":
        return f'<w:t xml:space="preserve">{escaped(words)}</w:t>'
    return f"<w:{name}/>"


def plain_run(text: str) -> Xml:
    """`w:r` with one `w:t`, for text without tabs and line breaks: the most frequent element
    of a body by far."""
    return Xml(f'<w:r><w:t xml:space="preserve">{escaped(text)}</w:t></w:r>')


@dataclass(slots=True)
class WordParagraph:
    """A paragraph still being made: its style, its other properties by name, its content.

    `section` are the properties of the section that ends with it. Elements in `content`, and
    the section's, are of the template's tree or of vocabularies with prefixes of their own;
    they stay elements until the whole part is written.
    """

    style: str
    content: tuple[Xml | Element, ...] = ()
    properties: dict[str, Xml] = field(default_factory=dict)
    section: Element | None = None

    def set(self, name: str, /, *children: Xml, **attributes: str | int) -> None:
        """Give the paragraph the property `w:name`, in place of an earlier one."""
        self.properties[name] = w(name, *children, **attributes)

    def pieces(self) -> Iterator[Xml | Element]:
        """The paragraph in order, as markup and elements."""
        yield Xml("<w:p>" + _properties(self.style, self.properties).removesuffix("</w:pPr>"))
        if self.section is not None:
            yield self.section
        yield Xml("</w:pPr>")
        yield from self.content
        yield Xml("</w:p>")


def paragraph(style: str, content: Xml, **properties: Xml) -> Xml:
    """`w:p` in paragraph style `style`, with the properties given, by name."""
    return Xml(f"<w:p>{_properties(style, properties)}{content}</w:p>")


def _properties(style: str, properties: dict[str, Xml]) -> str:
    """`w:pPr` with its children in the order that the schema demands."""
    if not properties:
        return _style_alone(style)
    others = [properties[name] for name in sorted(properties, key=_RANK.__getitem__)]
    return _style_alone(style).replace("</w:pPr>", "".join(others) + "</w:pPr>")


@lru_cache(maxsize=256)
def _style_alone(style: str) -> str:
    return w("pPr", w("pStyle", val=style))


KEEP_NEXT = w("keepNext")
"""The property of a paragraph that stays on the page of what follows it."""
