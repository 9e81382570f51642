"""Bytes as text, with the characters that no document can hold refused."""

from __future__ import annotations

import re
import unicodedata

from sowgen.diagnostics import Outcome, Span, error

# Not allowed in a document; or kept for sentinels while clauses are read (private use); or a
# line end for some and not for others; or able to turn the reading order of what follows.
# `load.yaml` refuses the same where they are written as escapes.
REFUSED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff"
    r"\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)


def decode(path: str, data: bytes) -> Outcome[str | None]:
    """The text of a file's bytes with line feeds as line ends; None with F010 or F011."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        span = Span(path, 1, 1)
        return _refused("F010", f"`{path}` is UTF-16, not UTF-8", span, "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        span = _end_of(path, data[: problem.start].decode("utf-8", "replace"))
        message = f"the byte 0x{data[problem.start]:02X} is not UTF-8"
        return _refused("F010", message, span, "save the file as UTF-8")
    text = unix(text)
    bad = REFUSED.search(text)
    if bad:
        name = unicodedata.name(bad[0], "control character")
        message = f"U+{ord(bad[0]):04X} ({name.lower()}) is not allowed"
        span = _end_of(path, text[: bad.start()])
        return _refused("F011", message, span, "remove it; it cannot stand in a document")
    return Outcome(text)


def _refused(code: str, message: str, span: Span, hint: str) -> Outcome[str | None]:
    return Outcome(None, (error(code, message, span, hint),))


def _end_of(path: str, before: str) -> Span:
    return Span(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


def unix(text: str) -> str:
    """The text with line feeds as line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
