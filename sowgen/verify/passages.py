"""The words of a file, piece by piece, and the places in which two files differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sowgen.model.word_diff import diff

Story: TypeAlias = Literal[
    "text", "cell", "contents", "text box", "header", "footer", "footnote", "endnote", "comment"
]
What: TypeAlias = Literal["words", "number", "look", "drawn", "added", "tracked", "metadata"]

_WORDS = re.compile(r"\S+")
_MOST_WORDS = 5_000
_AROUND = 3
_WIDTH = 300
_COMMON = 0.4


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its white space collapsed. `place` tells a cell (`table 3, row 2, column 1`)
    or the author of a comment; `label` is the number that the file's lists give it; `look` names
    what of it cannot be read as it stands (`hidden: words`, `struck out: words`, `white: words`);
    `tracked` has the changes that Word tracks in it (`deleted by N. N.: words`)."""

    text: str
    story: Story = "text"
    place: str = ""
    label: str = ""
    look: tuple[str, ...] = ()
    tracked: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What has to be the same for the words to be the same: a table that became text is
        another thing, and so are words that nobody sees."""
        return "\0".join((self.story, self.text, *self.look))


@dataclass(frozen=True, slots=True)
class Change:
    """One place in which a file is not as it was written.

    `what` is `words`, `number` (another number in front of the same words), `look` (hidden or
    struck out), `drawn` (a page with the same words that is drawn otherwise), `added` (what is no
    text: a comment, an attachment, a script …), `tracked` or `metadata`. `where` says it for
    people: `7.2`, `header`, `page 3`, `table 2, row 1, column 2 in 7.2`. `clause` and `number` are
    '' where no clause is concerned. `words` is a short word diff, `[-as it was-] {+as it is+}`.
    """

    what: What
    where: str
    words: str
    clause: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes from one file to another; `alike` says whether they have so much in common that
    one may be a copy of the other."""

    changes: tuple[Change, ...]
    alike: bool


def collapse(text: str) -> str:
    """The text with every run of white space as one space, none at its ends."""
    return " ".join(text.split())


def word_diff(before: str, after: str) -> str:
    """`pay within [-45-] {+60+} days`; stretches that are the same are cut to a few words."""
    old, new = _WORDS.findall(before)[:_MOST_WORDS], _WORDS.findall(after)[:_MOST_WORDS]
    pieces: list[str] = []
    stretches = diff(old, new)
    for number, stretch in enumerate(stretches):
        if stretch.same:
            pieces += _ends(stretch.old, number > 0, number < len(stretches) - 1)
            continue
        pieces += [f"[-{shortened(' '.join(stretch.old))}-]"] if stretch.old else []
        pieces += [f"{{+{shortened(' '.join(stretch.new))}+}}"] if stretch.new else []
    return shortened(" ".join(pieces), 3 * _WIDTH)


def have_in_common(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether a good part of the larger of the two bags is in the other one."""
    first, second = Counter(one), Counter(other)
    most = max(first.total(), second.total())
    return (first & second).total() >= _COMMON * most


def _ends(words: Sequence[str], before: bool, after: bool) -> Iterable[str]:
    """A stretch that is the same: its words next to a change."""
    head = list(words[:_AROUND]) if before else []
    tail = list(words[-_AROUND:]) if after else []
    if len(words) <= len(head) + len(tail):
        return words
    return [*head, "…", *tail]


def shortened(text: str, width: int = _WIDTH) -> str:
    """The text, cut where it is longer than some lines."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
