"""Codes of issued versions (H4xx)."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = ()
