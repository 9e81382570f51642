"""The changed words of a wording, for a terminal, for a pipe and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from sowgen.model.clause_diff import words_of
from sowgen.model.word_diff import Change, diff

State: TypeAlias = Literal["same", "deleted", "inserted"]
Words: TypeAlias = tuple[str, ...]
Piece: TypeAlias = tuple[str, str]
"""Some text and its style, as rich takes it."""

_STYLES = {"deleted": "red strike", "inserted": "green"}
_MARKS = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}")}
_SKIPPED = "…"


def stretches(old: str, new: str) -> Iterator[tuple[State, tuple[str, ...]]]:
    """The words of both wordings in one order, what was deleted before what took its place."""
    for change in _whole_lines(diff(words_of(old), words_of(new))):
        if change.same:
            yield "same", change.old
            continue
        if change.old:
            yield "deleted", change.old
        if change.new:
            yield "inserted", change.new


def _whole_lines(changes: Iterable[Change]) -> list[Change]:
    """The changes, those moved along that can begin with a break as well: `| b` and a new row
    `| c |` after it, rather than `| b |` in the midst of two rows. Indexes are left out."""
    parts = [(change.old, change.new) for change in changes]
    for at in range(1, len(parts) - 1):
        old, new = parts[at]
        if old and new:
            continue
        words, before, after = old or new, parts[at - 1][0], parts[at + 1][0]
        by = _shift(words, before, after)
        if by:
            line = before + words + after
            start = len(before) + by
            words = line[start : start + len(words)]
            parts[at] = (words, ()) if old else ((), words)
            for beside, same in ((-1, line[:start]), (1, line[start + len(words) :])):
                parts[at + beside] = (same, same)
    return [Change(old, new, 0, 0) for old, new in parts if old or new]


def _shift(words: Words, before: Words, after: Words) -> int:
    """By how many words a stretch between two that stayed can be moved so that it begins with a
    break; 0 where it does, or cannot."""
    if words[0].startswith("\n"):
        return 0
    for by in range(1, min(len(words), len(after)) + 1):
        if after[by - 1] != words[by - 1]:
            break
        if (words + after)[by].startswith("\n"):
            return by
    for by in range(1, min(len(words), len(before)) + 1):
        if before[-by] != words[-by]:
            break
        if before[-by].startswith("\n"):
            return -by
    return 0


def plain(old: str, new: str) -> list[dict[str, str]]:
    """The stretches as JSON types: `kind` and `text`."""
    return [{"kind": state, "text": _joined(words)} for state, words in stretches(old, new)]


def _joined(words: Iterable[str]) -> str:
    """Words with spaces between them, and breaks as they are."""
    text, begun = "", True
    for word in words:
        broken = word.startswith("\n")
        text += word if broken or begun else f" {word}"
        begun = broken
    return text.strip("\n")


def pieces(old: str, new: str, *, colour: bool) -> list[list[Piece]]:
    """The paragraphs, items and rows in which something changed, each as the pieces of one line;
    a line `…` stands for those between in which nothing did. Without `colour` deleted words stand
    in `[- -]`, inserted ones in `{+ +}`."""
    lines: list[list[Piece]] = []
    skipped = False
    for indent, parts in _lines(stretches(old, new)):
        if all(state == "same" for state, _ in parts):
            skipped = True
            continue
        lines += [[(_SKIPPED, "dim" if colour else "")]] if skipped else []
        lines.append(_line(indent, parts, colour=colour))
        skipped = False
    if skipped and lines:
        lines.append([(_SKIPPED, "dim" if colour else "")])
    return lines


def _lines(
    parts: Iterable[tuple[State, tuple[str, ...]]],
) -> Iterator[tuple[str, list[tuple[State, list[str]]]]]:
    """The lines between breaks: how far each is indented, and its words by their state."""
    indent, line = "", list[tuple[State, list[str]]]()
    for state, words in parts:
        for word in words:
            if word.startswith("\n"):
                if any(held for _, held in line):
                    yield indent, line
                indent, line = word.strip("\n"), []
                if state != "same":
                    line.append((state, []))
            elif line and line[-1][0] == state:
                line[-1][1].append(word)
            else:
                line.append((state, [word]))
    if any(held for _, held in line):
        yield indent, line


def _line(indent: str, parts: Iterable[tuple[State, list[str]]], *, colour: bool) -> list[Piece]:
    line: list[Piece] = [(indent, "")] if indent else []
    first = True
    for state, words in parts:
        if not words:
            continue
        line += [] if first else [(" ", "")]
        opened, closed = ("", "") if colour else _MARKS.get(state, ("", ""))
        line.append((opened + " ".join(words) + closed, _STYLES.get(state, "") if colour else ""))
        first = False
    return line
