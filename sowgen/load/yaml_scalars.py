"""Plain YAML scalars → None, booleans, numbers or text."""

from __future__ import annotations

import re
from typing import Any

from sowgen.model.values import RawFloat, RawInt

_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEX = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NUMERIC = frozenset("+-.0123456789")
"""What a number can begin with."""
_MAX_DIGITS = 300
_WORDS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip


def resolve_plain(text: str) -> Any:
    """A plain scalar by the YAML 1.2 core schema: None, bool, number or text. A number with
    300 characters or more is text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC or len(text) >= _MAX_DIGITS:
        return text
    if _INT.fullmatch(text):
        return RawInt(int(text), text)
    if _OCTAL.fullmatch(text) or _HEX.fullmatch(text):
        return RawInt(int(text, 0), text)
    if _FLOAT.fullmatch(text):
        return RawFloat(float(text), text)
    return text
