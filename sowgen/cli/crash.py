"""What a bug in sowgen looks like to the user: three lines, and a log ready to be sent."""

from __future__ import annotations

import os
import platform
import shlex
import tempfile
import traceback
from collections.abc import Sequence

from sowgen import __version__


def crash_message(problem: BaseException, args: Sequence[str], *, verbose: bool) -> str:
    """Writes the crash log and gives what stands on the screen.

    The log is a file of its own in the temporary folder, readable by its owner only. The
    traceback is on the screen too when `verbose`.
    """
    trace = "".join(traceback.format_exception(problem))
    last = " ".join(f"{type(problem).__name__}: {problem}".split())
    log = "\n".join(
        (
            f"sowgen   {__version__}",
            f"Python   {platform.python_version()} ({platform.python_implementation()})",
            f"system   {platform.platform()}",
            f"command  {shlex.join(['sowgen', *args])}",
            "",
            trace,
        )
    )
    lines = [
        f"sowgen {__version__}: internal error: {last}",
        f"command: {shlex.join(['sowgen', *args])}",
        _kept(log),
    ]
    return "\n".join([trace, *lines] if verbose else lines)


def _kept(log: str) -> str:
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
