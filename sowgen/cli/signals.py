"""SIGTERM, which ends a command as Ctrl-C does: its processes with it, nothing left behind."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType


@contextlib.contextmanager
def terminable() -> Iterator[list[int]]:
    """A context in which the first SIGTERM raises `KeyboardInterrupt`, and further ones do not
    disturb what ends then. Gives the signals that came. Does nothing outside of the main thread,
    nor where somebody else handles the signal."""
    came: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        if len(came) == 1:
            raise KeyboardInterrupt

    if signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield came
        return
    try:
        signal.signal(signal.SIGTERM, end)
    except ValueError:  # not the main thread
        yield came
        return
    try:
        yield came
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
