"""Where a PDF differs from the one that was written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sowgen.model.document import Document, Furniture
from sowgen.model.word_diff import diff
from sowgen.verify.child import ask
from sowgen.verify.clauses import Owner, packed, pieces
from sowgen.verify.passages import Change, Comparison, have_in_common, shortened, word_diff

_SECONDS = 180.0
_START = 40
_LEAST = 12
"""So many signs of a paragraph's beginning are looked for on a page; shorter ones are not."""


@dataclass(frozen=True, slots=True)
class PdfFile:
    """`pages` are digests of what each page draws; `notes` the annotations of each, but for bare
    links inside the file, as words and digest; `bookmarks` their titles, indented; `texts` the
    words of the pages asked for, from 0."""

    pages: tuple[str, ...]
    notes: tuple[tuple[tuple[str, str], ...], ...]
    bookmarks: tuple[str, ...]
    things: tuple[str, ...]
    properties: Mapping[str, str]
    texts: Mapping[int, str]


def compare_pdf(ours: bytes, theirs: bytes, document: Document) -> Comparison:
    """The changes from our file to theirs, page by page; none where every page draws the same.
    Both are read in a process of its own with a time limit. Raises `Unreadable`."""
    one, other = _read(ours, theirs)
    changes = list(_Pages(one, other, document).changes())
    alike = bool(set(one.pages) & set(other.pages)) or have_in_common(_words(one), _words(other))
    changes += _things(one, other, same_pages=not changes)
    return Comparison(tuple(changes), alike)


def _words(file: PdfFile) -> Iterator[str]:
    return (word for text in file.texts.values() for word in text.split())


def _things(one: PdfFile, other: PdfFile, *, same_pages: bool) -> Iterator[Change]:
    """What is no page, and the file's properties."""
    for page, notes in enumerate(other.notes):
        known = one.notes[page] if same_pages else _all(one.notes)
        for note in dict.fromkeys(notes):
            if note not in known:
                yield Change("added", f"page {page + 1}", shortened(note[0]))
    for stretch in diff(one.bookmarks, other.bookmarks):
        if not stretch.same:
            words = word_diff("; ".join(stretch.old), "; ".join(stretch.new))
            yield Change("words", "bookmarks", words)
    for thing in other.things:
        if thing not in one.things:
            yield Change("added", "file", thing)
    for name in sorted({*one.properties, *other.properties}):
        before, after = one.properties.get(name, ""), other.properties.get(name, "")
        if before != after:
            yield Change("metadata", "file", f"{name}: {word_diff(before, after)}")


def read_texts(data: bytes) -> list[str]:
    """The title of a PDF and the words of its first pages. Raises `Unreadable`."""
    texts: list[str] = _ask(data, b"")["texts"]
    return texts


def _all(notes: Sequence[Sequence[tuple[str, str]]]) -> frozenset[tuple[str, str]]:
    return frozenset(note for page in notes for note in page)


def _read(ours: bytes, theirs: bytes) -> tuple[PdfFile, PdfFile]:
    answer = _ask(ours, theirs)
    return _plain(answer["ours"]), _plain(answer["theirs"])


def _ask(ours: bytes, theirs: bytes) -> dict[str, Any]:
    head = json.dumps([len(ours), len(theirs)]).encode() + b"\n"
    return ask("sowgen.verify.pdf_child", head + ours + theirs, _SECONDS)


def _plain(said: Mapping[str, Any]) -> PdfFile:
    return PdfFile(
        tuple(said["pages"]),
        tuple(tuple((words, digest) for words, digest in notes) for notes in said["notes"]),
        tuple(said["bookmarks"]),
        tuple(said["things"]),
        said["properties"],
        {int(number): text for number, text in said["texts"].items()},
    )


@dataclass(frozen=True)
class _Pages:
    one: PdfFile
    other: PdfFile
    document: Document

    def changes(self) -> Iterator[Change]:
        """Pages that are others, moved, gone or new."""
        old, new = self.one.pages, self.other.pages
        if old != new and sorted(old) == sorted(new):
            places: dict[str, list[int]] = {}
            for number, page in enumerate(old):
                places.setdefault(page, []).append(number)
            order = [places[page].pop(0) for page in new]
            moved = [n + 1 for n, at in enumerate(order) if n != at]
            words = "pages stand in another order: " + ", ".join(
                f"{order[n - 1] + 1} as {n}" for n in moved[:_START]
            )
            yield Change("words", f"page {moved[0]}", words)
            return
        for stretch in diff(old, new):
            if not stretch.same:
                yield from self._stretch(stretch.old_at, stretch.new_at, stretch.old, stretch.new)

    def _stretch(
        self, at: int, to: int, old: Sequence[str], new: Sequence[str]
    ) -> Iterator[Change]:
        """Pages in the place of others: the first ones are held against each other."""
        both = min(len(old), len(new))
        for step in range(both):
            if old[step] != new[step]:
                yield from self._page(at + step, to + step)
        for number in range(at + both, at + len(old)):
            yield Change("words", f"page {number + 1}", self._begin("is gone", self.one, number))
        for number in range(to + both, to + len(new)):
            where = f"page {number + 1}"
            yield Change("words", where, self._begin("is new", self.other, number))

    def _begin(self, what: str, file: PdfFile, number: int) -> str:
        text = " ".join(file.texts.get(number, "").split())
        return f"the page {what}" + (f": {shortened(text, 80)}" if text else "")

    def _page(self, number: int, beside: int) -> Iterator[Change]:
        """Our page and theirs, word by word."""
        where = f"page {beside + 1}"
        if number not in self.one.texts or beside not in self.other.texts:
            yield Change("look", where, "is another page")
            return
        old, new = self.one.texts[number].split(), self.other.texts[beside].split()
        if packed("".join(old)) == packed("".join(new)):
            yield Change("drawn", where, "the words are the same, and it is drawn otherwise")
            return
        stretches = diff(old, new)
        finder = _Finder(self.document, self.one.texts.get(number - 1, ""), self.one.texts[number])
        for at, stretch in enumerate(stretches):
            if stretch.same:
                continue
            around = [s for s in stretches[max(at - 1, 0) : at + 2] if s.same or s is stretch]
            before = " ".join(word for s in around for word in s.old)
            after = " ".join(word for s in around for word in s.new)
            owner = finder.owner(len(packed("".join(old[: stretch.old_at]))))
            place = f"{where}, {owner.where}"
            yield Change("words", place, word_diff(before, after), owner.clause, owner.number)


class _Finder:
    """Which paragraph stands where on a page."""

    def __init__(self, document: Document, before: str, page: str) -> None:
        self.before, self.page = packed(before), packed(page)
        whole = self.before + self.page
        found: list[tuple[int, Owner]] = []
        for text, owner in pieces(document):
            start = packed(text)[:_START]
            at = whole.find(start) if len(start) >= _LEAST else -1
            if at >= 0:
                found.append((at, owner))
        self.found = sorted(found, key=lambda entry: entry[0])
        self.furniture: Furniture = document.furniture

    def owner(self, at: int) -> Owner:
        """The place of the sign with this number on the page."""
        head = packed(self.furniture.watermark + self.furniture.header_left
                      + self.furniture.header_right)  # fmt: skip
        foot = packed(self.furniture.footer_left + "".join(self.furniture.page))
        if at < len(head) and self.page.startswith(head[:_LEAST]):
            return Owner(name="header")
        if at >= len(self.page) - len(foot) - 2:
            return Owner(name="footer")
        place = len(self.before) + at
        return next((owner for start, owner in reversed(self.found) if start <= place), Owner())
