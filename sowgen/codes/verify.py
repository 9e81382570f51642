"""Codes of files whose origin is asked for (H2xx)."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = ()
