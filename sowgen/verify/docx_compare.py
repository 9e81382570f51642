"""Where a Word file differs from the one that was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sowgen.model.document import Document
from sowgen.model.word_diff import diff
from sowgen.verify.clauses import Owner, owners
from sowgen.verify.docx_file import WordFile
from sowgen.verify.passages import Change, Comparison, Passage, have_in_common, shortened, word_diff

_NEAR = 8
_ALIKE = 0.3
_MOST_NUMBERS = 5


def compare_docx(ours: WordFile, theirs: WordFile, document: Document) -> Comparison:
    """The changes from our file to theirs, those of the text first, in its order; none where
    all that counts is the same. `document` is what ours was written from."""
    old = [passage for passage in ours.passages if passage.text]
    new = [passage for passage in theirs.passages if passage.text]
    text = _Texts(old, new, owners(document, [_own_words(p) for p in old]))
    changes = list(text.changes())
    changes += [] if changes else text.numbers()
    changes += text.tracked(theirs.passages)
    changes += _margins(ours.margins, theirs.margins)
    changes += _things(ours, theirs)
    return Comparison(tuple(changes), have_in_common((p.text for p in old), (p.text for p in new)))


def _own_words(passage: Passage) -> str:
    return "" if passage.story == "contents" else passage.text


@dataclass(frozen=True)
class _Texts:
    """Two texts, and the place of each passage of the older one."""

    old: Sequence[Passage]
    new: Sequence[Passage]
    places: Sequence[Owner]

    @cached_property
    def pairs(self) -> list[tuple[int | None, int | None, Owner]]:
        """Which passage became which, in order, and where it stands; None for one that is gone or
        new."""
        found: list[tuple[int | None, int | None, Owner]] = []
        owner = self.places[0] if self.places else Owner()
        for stretch in diff([p.key for p in self.old], [p.key for p in self.new]):
            left = list(range(stretch.old_at, stretch.old_at + len(stretch.old)))
            right = list(range(stretch.new_at, stretch.new_at + len(stretch.new)))
            for i, k in _pairs(self.old, self.new, left, right):
                owner = owner if i is None else self.places[i]
                found.append((i, k, owner))
        return found

    def changes(self) -> Iterator[Change]:
        """Passages that are others, are gone or are new."""
        for i, k, owner in self.pairs:
            before = None if i is None else self.old[i]
            after = None if k is None else self.new[k]
            passage = before or after
            if passage and not (before and after and before.key == after.key):
                yield _change(before, after, passage, owner)

    def numbers(self) -> Iterator[Change]:
        """Numbers that the file's lists now print in front of the same words."""
        pairs = zip(self.old, self.new, self.places, strict=True)
        found = [(a, b, owner) for a, b, owner in pairs if a.label != b.label]
        for a, b, owner in found[:_MOST_NUMBERS]:
            words = f"{word_diff(a.label, b.label)} {shortened(a.text, 60)}"
            yield Change("number", owner.where, words, owner.clause, owner.number)

    def tracked(self, passages: Sequence[Passage]) -> Iterator[Change]:
        """What Word tracks; our files never hold any of it."""
        places = {id(self.new[k]): owner for _, k, owner in self.pairs if k is not None}
        owner = self.places[0] if self.places else Owner()
        for passage in passages:
            owner = places.get(id(passage), owner)
            for words in passage.tracked:
                where = _where(passage, owner)
                yield Change("tracked", where, shortened(words), owner.clause, owner.number)


def _change(
    before: Passage | None, after: Passage | None, passage: Passage, owner: Owner
) -> Change:
    """How one passage became another."""
    where = _where(passage, owner)
    if after and not before and after.story == "comment":
        words = f"a comment {after.place}: {shortened(after.text)}".replace(" :", ":")
        return Change("added", where, words, owner.clause, owner.number)
    if before and after and before.text == after.text:
        words = word_diff(". ".join(before.look), ". ".join(after.look))
        return Change("look", where, words or "in another place", owner.clause, owner.number)
    words = word_diff(before.text if before else "", after.text if after else "")
    if after and after.look and (not before or after.look != before.look):
        words += f" ({shortened('. '.join(after.look))})"
    return Change("words", where, words, owner.clause, owner.number)


def _where(passage: Passage, owner: Owner) -> str:
    if passage.story == "text":
        return owner.where
    if passage.story == "cell":
        return f"{passage.place} in {owner.where}"
    return "table of contents" if passage.story == "contents" else passage.story


def _pairs(
    old: Sequence[Passage], new: Sequence[Passage], left: list[int], right: list[int]
) -> Iterator[tuple[int | None, int | None]]:
    """Which passage became which, in order; None for one that is gone or new."""
    if len(left) == len(right):
        yield from zip(left, right, strict=True)
        return
    at = 0
    for i in left:
        near = right[at : at + _NEAR]
        match = next((n for n, k in enumerate(near) if _alike(old[i].text, new[k].text)), None)
        if match is None:
            yield i, None
            continue
        yield from ((None, k) for k in right[at : at + match])
        yield i, right[at + match]
        at += match + 1
    yield from ((None, k) for k in right[at:])


def _alike(before: str, after: str) -> bool:
    """Whether two passages have so many words in common that one came of the other."""
    one, other = set(before.split()), set(after.split())
    return len(one & other) >= _ALIKE * max(len(one | other), 1)


def _margins(ours: Sequence[Passage], theirs: Sequence[Passage]) -> Iterator[Change]:
    """Headers and footers: programs give them to other sections and pages, so that only what they
    say counts."""
    keys, others = {p.key for p in ours}, {p.key for p in theirs}
    for story in ("header", "footer"):
        gone = [p for p in ours if p.key not in others and p.story == story]
        new = [p for p in theirs if p.key not in keys and p.story == story]
        for i, k in _pairs(gone, new, list(range(len(gone))), list(range(len(new)))):
            before, after = "" if i is None else gone[i].text, "" if k is None else new[k].text
            look = " ".join(new[k].look) if k is not None else ""
            yield Change("words", story, word_diff(before, after) + (f" ({look})" if look else ""))
    for passage in theirs:
        for words in passage.tracked:
            yield Change("tracked", passage.story, shortened(words))


def _things(ours: WordFile, theirs: WordFile) -> Iterator[Change]:
    """What is no text, and the file's properties."""
    for thing in theirs.added:
        if thing not in ours.added:
            yield Change("added", "file", thing)
    for address in sorted(theirs.links - ours.links):
        yield Change("added", "file", f"a link to {shortened(address)}")
    for address in sorted(ours.links - theirs.links):
        yield Change("words", "file", f"the link to {shortened(address)} is gone")
    for name in sorted({*ours.properties, *theirs.properties}):
        before, after = ours.properties.get(name, ""), theirs.properties.get(name, "")
        if before != after:
            yield Change("metadata", "file", f"{name}: {word_diff(before, after)}")
