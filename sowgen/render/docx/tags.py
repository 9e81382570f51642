"""Finds the Jinja tags in the text of a template's paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TAG = re.compile(r"(\{\{|\{%|\{#)(.*?)(\}\}|%\}|#\}|$)", re.DOTALL)
_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_PREFIX = re.compile(r"(p|tr|tc|r)\s(.*)", re.DOTALL)
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: `kind` is its opening (`{{`), `prefix` docxtpl's letters (`p`, `r`, `tr`, `tc`
    or ''), `inner` what stands inside; `paragraph` counts from 1 within the part. `around`
    names the element whose children the tag takes in or leaves out: a block must begin and
    end in the same one."""

    kind: str
    prefix: str
    inner: str
    source: str
    paragraph: int
    around: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake in a tag: the diagnostic code, the sentence, the hint, the paragraph."""

    code: str
    message: str
    hint: str
    paragraph: int


def tags(text: str, paragraph: int) -> Iterator[Tag | Mistake]:
    """The tags in the text of one paragraph, and those that are not closed in it."""
    done = 0
    for match in _TAG.finditer(text):
        yield from _strays(text[done : match.start()], paragraph)
        done = match.end()
        opening, inner, closing = match.groups()
        if closing != _CLOSERS[opening]:
            yield Mistake(
                "W103", f"`{short(match[0])}` is not closed by `{_CLOSERS[opening]}`",
                "close the tag in the same paragraph", paragraph,
            )  # fmt: skip
            continue
        prefixed = _PREFIX.fullmatch(inner)
        prefix, inner = prefixed.groups() if prefixed else ("", inner)
        yield Tag(opening, prefix, inner.translate(_QUOTES).strip(" -\t\n"), match[0], paragraph)
    yield from _strays(text[done:], paragraph)


def _strays(text: str, paragraph: int) -> Iterator[Mistake]:
    for closing in _CLOSERS.values():
        if closing in text:
            yield Mistake(
                "W103",
                f"`{closing}` closes no tag",
                "open the tag in the same paragraph",
                paragraph,
            )


def short(text: str) -> str:
    """At most 40 characters of `text`, for a message."""
    return text if len(text) <= 40 else text[:39] + "…"
