"""What a bug in sowgen looks like to the user: three lines, and a log ready to be sent."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from sowgen import __version__


@dataclass(frozen=True, slots=True)
class Crash:
    """An exception nobody expected, as plain text that any process can hand over: its name and
    words in a line, and its traceback."""

    line: str
    trace: str

    @classmethod
    def of(cls, problem: BaseException, note: str = "") -> Self:
        """The exception, with a note on where it came from."""
        import traceback

        line = " ".join(f"{type(problem).__name__}: {problem}".split())
        trace = "".join(traceback.format_exception(problem))
        return cls(line, f"{trace}{note}\n" if note else trace)


def crash_message(problem: Crash | BaseException, args: Sequence[str], *, verbose: bool) -> str:
    """Writes the crash log and gives what stands on the screen.

    The log is a file of its own in the temporary folder, readable by its owner only. The
    traceback is on the screen too when `verbose`.
    """
    import platform
    import shlex

    crash = problem if isinstance(problem, Crash) else Crash.of(problem)
    log = "\n".join(
        (
            f"sowgen   {__version__}",
            f"Python   {platform.python_version()} ({platform.python_implementation()})",
            f"system   {platform.platform()}",
            f"command  {shlex.join(['sowgen', *args])}",
            "",
            crash.trace,
        )
    )
    lines = [
        f"sowgen {__version__}: internal error: {crash.line}",
        f"command: {shlex.join(['sowgen', *args])}",
        _kept(log),
    ]
    return "\n".join([crash.trace, *lines] if verbose else lines)


def _kept(log: str) -> str:
    import tempfile

    try:
        handle, name = tempfile.mkstemp(prefix="sowgen-crash-", suffix=".log", text=True)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(log)
    except OSError as problem:
        return f"This is a bug in sowgen. The crash log could not be written ({problem}); use -v."
    return (
        f"This is a bug in sowgen. The log is in {name}: look through it (it may hold words\n"
        "from your project), then attach it to a bug report."
    )
