"""Codes of git hooks (H3xx)."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = ()
