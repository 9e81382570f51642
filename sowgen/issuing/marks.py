"""Draft marks that somebody wrote: in the title, the Word template or the page design. What sowgen
itself prints on a draft is gone with the status."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from sowgen.diagnostics import Diagnostic, Span, error
from sowgen.model.artifact import Artifact
from sowgen.model.document import Document
from sowgen.model.kind import Kind

_MARGINS = re.compile(r"word/(?:header|footer)\d*\.xml")
_PARAGRAPHS = re.compile(r"</w:p>|</a:p>")
_TEXTS = re.compile(r"<(?:w|a):t(?: [^>]*)?>([^<]*)</(?:w|a):t>")
_SHAPES = re.compile(r'<v:textpath [^>]*string="([^"]*)"')
_COMMENT = re.compile(r"(?<!:)//[^\n]*|/\*.*?\*/", re.DOTALL)
_PARTS = re.compile(r"[()\[\]{}:;,·|]|\s[-–—]\s")


@dataclass(frozen=True, slots=True)
class DraftWords:
    """The words by which the house marks a draft: `watermark` as it is printed (`DRAFT`), `states`
    the words of a status."""

    watermark: str
    states: tuple[str, ...]

    @classmethod
    def of(cls, words: Mapping[str, str]) -> DraftWords:
        """Those of a language, from its words files."""
        states = (words.get(f"status_{state}", "") for state in ("draft", "for_review"))
        return cls(words.get("watermark", ""), tuple(word for word in states if word))

    def said_of_itself(self, text: str) -> str:
        """What of a text written for this deal marks a draft, '' for none: the watermark's word as
        it is spelt, or a part of the text that is a status. A product may be called a draft."""
        if self._has(text, self.watermark, 0):
            return self.watermark
        parts = {part.strip().casefold() for part in _PARTS.split(text)}
        return next((word for word in self.states if word.casefold() in parts), "")

    def said_anywhere(self, text: str) -> str:
        """The first of the words in the text, in small letters or capitals, '' for none."""
        words = (self.watermark, *self.states)
        return next((word for word in words if self._has(text, word, re.IGNORECASE)), "")

    @staticmethod
    def _has(text: str, word: str, flags: int) -> bool:
        return bool(word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, flags))


def in_document(document: Document, draft: DraftWords, place: Span) -> Iterator[Diagnostic]:
    """H407 for draft marks on the cover and in the margins; `place` is where the project says
    what stands there."""
    if document.furniture.watermark:
        yield _mark(document.kind, f"the watermark `{document.furniture.watermark}`", place)
    for text in _project_texts(document):
        word = draft.said_of_itself(text)
        if word:
            yield _mark(document.kind, f"`{word}` in `{text}`", place)
            return


def in_word_file(
    artifact: Artifact, document: Document, draft: DraftWords, kind: Kind
) -> Iterator[Diagnostic]:
    """H407 for draft marks that the Word template itself has in its heads and feet, or as drawn
    words: of these, what the deal does not say itself."""
    with zipfile.ZipFile(io.BytesIO(artifact.data)) as package:
        parts = {n: package.read(n).decode() for n in package.namelist() if n.endswith(".xml")}
    texts = sorted(_project_texts(document), key=len, reverse=True)
    for name, xml in sorted(parts.items()):
        lines = _SHAPES.findall(xml)
        if _MARGINS.fullmatch(name):
            lines += ["".join(_TEXTS.findall(paragraph)) for paragraph in _PARAGRAPHS.split(xml)]
        for line in map(unescape, lines):
            for text in texts:
                line = line.replace(text, " ")
            word = draft.said_anywhere(line)
            if word:
                yield _mark(kind.id, f"`{word}` in its Word template", Span(kind.word_template))
                return


def in_design(kind: Kind, text: str, draft: DraftWords) -> Iterator[Diagnostic]:
    """H407 for the watermark's word, as it is spelt, in the code of a page design."""
    code = _COMMENT.sub("", text)
    if draft.watermark and re.search(rf"(?<!\w){re.escape(draft.watermark)}(?!\w)", code):
        yield _mark(kind.id, f"`{draft.watermark}` in its page design", Span(kind.page))


def _project_texts(document: Document) -> list[str]:
    """What the deal says on the cover and in the margins."""
    cover, furniture = document.cover, document.furniture
    inlines = (cover.subtitle, *(value for _, value in cover.facts))
    texts = [cover.title, cover.notice, *(getattr(inline, "text", "") for inline in inlines)]
    texts += [furniture.header_left, furniture.header_right, furniture.footer_left]
    return [text for text in dict.fromkeys(texts) if text.strip()]


def _mark(kind: str, what: str, place: Span) -> Diagnostic:
    message = f"a draft mark is left in `{kind}`: {what}"
    return error("H407", message, place, "remove it, and commit")
