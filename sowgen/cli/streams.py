"""Standard output and error: UTF-8 everywhere, and quiet when the reader has gone.

Why: under LC_ALL=C, in cron jobs and in Windows pipes Python writes ASCII or a code page,
and a single `é` in a party's name would end the run with UnicodeEncodeError.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import TextIO


class Unwritable(Exception):
    """A stream cannot be written: the disk is full, or the terminal has gone."""


def use_utf8() -> None:
    """Both streams as UTF-8; what cannot be encoded (lone surrogates) is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def put(text: str, stream: TextIO | None) -> bool:
    """Writes `text` with a newline at its end; False where the reader has gone. A closed pipe
    silences the stream, and the command goes on to its real exit status: `sowgen check | head`
    must not pass by accident. Standard error is silenced whatever is wrong with it; for standard
    output raises `Unwritable`."""
    if stream is None:  # the caller closed it: `>&-`
        return True
    try:
        with writing(stream):
            stream.write(text if text.endswith("\n") else text + "\n")
            stream.flush()
    except (BrokenPipeError, Unwritable) as problem:
        silence(stream)
        if stream is not sys.stderr and isinstance(problem, Unwritable):
            raise
        return False
    return True


@contextlib.contextmanager
def writing(stream: TextIO) -> Iterator[None]:
    """A context in which the stream is written to. Raises `Unwritable`, and `BrokenPipeError`
    where the reader has gone."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as problem:
        name = "standard error" if stream is sys.stderr else "standard output"
        why = problem.strerror or str(problem)
        raise Unwritable(f"{name} cannot be written: {why}") from None


def silence(stream: TextIO) -> None:
    """Sends what is still to come, and Python's flush at exit, to nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def is_terminal(stream: TextIO) -> bool:
    """Whether a person reads the stream."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def wants_colour(stream: TextIO) -> bool:
    """Whether colour is welcome: a terminal, and no NO_COLOR (https://no-color.org)."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR")
