"""Codes of the family `outlines`; see `sowgen.codes` for what a code holds."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = ()
