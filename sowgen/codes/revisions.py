"""Codes of revisions of a git repository (H1xx)."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = ()
