"""What stands on the pages of a tagged PDF against what a document says.

The tags give the reading order, table cells one after another, headers and footers left out:
the same order for a PDF of typst and for one of LibreOffice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sowgen.model.document import (
    Badge,
    Block,
    Contents,
    Document,
    Inline,
    LineBreak,
    Paragraph,
    Signatures,
    Table,
    Term,
)
from sowgen.model.figure import Figure, Words

_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u2060\u2066-\u2069\u202a-\u202e]")
_QUOTES = {"en": ("“", "”"), "de": ("„", "“")}
_BULLETS = "•–▪"
# On paper, a phrase in a right-to-left script stands last letter first.
_LEFTWARD = re.compile("[\u0590-\u08ff](?:[\u0590-\u08ff ]*[\u0590-\u08ff])?")


@dataclass(frozen=True)
class Piece:
    """Words that stand together. `toc`: a page number may follow; `bullet`: a sign before."""

    words: str
    toc: bool = False
    bullet: bool = False


def words_of(inlines: Iterable[Inline], language: str) -> str:
    """The inlines as a reader sees them."""
    before, after = _QUOTES.get(language.split("-")[0], _QUOTES["en"])
    parts = []
    for inline in inlines:
        if isinstance(inline, Term):
            parts.append(f"{before}{inline.text}{after}")
        elif isinstance(inline, Badge):
            parts.append(inline.letter)
        else:
            parts.append("\n" if isinstance(inline, LineBreak) else inline.text)
    return "".join(parts)


def body_pieces(
    document: Document, blocks: Sequence[Block], *, pictures: bool = False
) -> list[Piece]:
    """The words of the blocks in reading order, each clause with its number in front. Where
    figures are `pictures`, only their captions can be read."""
    made: list[Piece] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            words = words_of(block.inlines, document.language)
            made.append(Piece(f"{block.label} {words}", bullet=block.role == "bullet"))
        elif isinstance(block, Table):
            for row in (*block.header, *block.rows):
                made += [Piece(words_of(cell.inlines, document.language)) for cell in row]
        elif isinstance(block, Figure):
            made.append(Piece(block.caption))
            if not pictures:
                made += [Piece(s.text) for s in block.shapes if isinstance(s, Words)]
        elif isinstance(block, Contents):
            made.append(Piece(block.title))
            entries = [e for e in document.toc if e.level <= block.depth]
            made += [Piece(f"{e.number} {e.text}", toc=True) for e in entries]
    return made


def cover_words(document: Document) -> str:
    """The words of the cover page, without the small print at its foot."""
    cover, language = document.cover, document.language
    parts = [cover.title, words_of([cover.subtitle], language), cover.between]
    parts += [cover.conjunction] * (len(cover.parties) - 1)
    for word, value in cover.facts:
        parts += [word, words_of([value], language)]
    for party in cover.parties:
        inlines = [party.legal_name, party.label, *party.details]
        parts += [words_of([inline], language) for inline in inlines]
    return " ".join(parts)


def signature_words(document: Document) -> str:
    """The words of the signature blocks with the signing service's tags."""
    parts: list[str] = []
    for block in document.blocks():
        if not isinstance(block, Signatures):
            continue
        parts.append(words_of(block.lead, document.language))
        for party in block.parties:
            parts += [word for _, word in block.words]
            inlines = [party.label, party.legal_name, party.name, party.title]
            parts += [words_of([inline], document.language) for inline in inlines]
            parts += [party.sign_anchor, party.date_anchor]
    return " ".join(parts)


def letters(text: str) -> str:
    """The text without white space and marks that take no room."""
    return "".join(_UNSEEN.sub("", text).split())


def compare(document: Document, text: Sequence[str], *, pictures: bool = False) -> str:
    """'' where the pages hold the document's words in its order with its numbers, otherwise
    what differs first. Cover and signatures are laid out in columns: there the letters are
    counted. The small print of the cover may stand in a footer. Where figures are `pictures`,
    as in a Word file, their words are not looked for."""
    text = [_LEFTWARD.sub(lambda found: found[0][::-1], part) for part in text]
    blocks = document.blocks()
    signed = [i for i, b in enumerate(blocks) if isinstance(b, Signatures)]
    end = signed[0] if signed else len(blocks)
    if signed and signed != list(range(end, len(blocks))):
        return "signatures stand inside the text: this test reads them at the end only"
    start = _start(document, blocks, text)
    if start is None:
        return f"the text does not begin with {body_pieces(document, blocks[:3])[:1]}"
    place = start
    for piece in body_pieces(document, blocks[:end], pictures=pictures):
        place, difference = _take(piece, text, place)
        if difference:
            return difference
    notice = letters(document.cover.notice)
    cover = letters("".join(text[:start])).replace(notice, "", 1)
    return _count("cover", cover, letters(cover_words(document)), "()") or _count(
        "signatures", letters("".join(text[place:])), letters(signature_words(document)), ""
    )


def _start(document: Document, blocks: Sequence[Block], text: Sequence[str]) -> int | None:
    first = letters(body_pieces(document, blocks[:3])[0].words)
    for index in range(len(text)):
        if letters("".join(text[index : index + 12])).startswith(first) and letters(text[index]):
            return index
    return None


def _take(piece: Piece, text: Sequence[str], place: int) -> tuple[int, str]:
    """The place after the piece, and what differs."""
    wanted, seen, gaps = letters(piece.words), "", set()
    begin = place
    while len(seen) < len(wanted) and place < len(text):
        part = text[place].lstrip(_BULLETS) if piece.bullet and not seen else text[place]
        for index, char in enumerate(part):
            if char.isspace():
                gaps.add(len(seen) + len(letters(part[:index])))
        seen += letters(part)
        gaps.add(len(seen))
        place += 1
    if seen != wanted:
        said = " ".join(text[max(begin - 3, 0) : place + 3])
        return place, f"expected {piece.words!r}\n     read {said!r}"
    run = 0
    for word in piece.words.split():
        run += len(letters(word))
        if run not in gaps:
            return place, f"words run together after {word!r} in {piece.words!r}"
    if piece.toc and place < len(text) and re.fullmatch(r"\s*\d+\s*", text[place]):
        place += 1
    return place, ""


def _count(where: str, seen: str, wanted: str, ornament: str) -> str:
    extra, lacking = Counter(seen), Counter(wanted)
    for char in ornament:
        del extra[char], lacking[char]
    if extra == lacking:
        return ""
    return f"{where}: too much {dict(extra - lacking)}, too little {dict(lacking - extra)}\n{seen}"
