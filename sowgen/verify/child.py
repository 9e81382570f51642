"""A process of its own for a file from outside: who asks, and the bounds of the one asked."""

from __future__ import annotations

import contextlib
import json
import subprocess
from typing import Any

from sowgen.verify.limits import Unreadable
from sowgen.workspace import start_python


def ask(module: str, data: bytes, seconds: float) -> dict[str, Any]:
    """What `main` of a module answers to those bytes, as JSON. Raises `Unreadable` where it takes
    longer than so many seconds, ends without an answer, or names a problem."""
    process = start_python(module)
    if process is None:
        raise Unreadable("no process can be started to read it in")
    with process:
        try:
            said, _ = process.communicate(data, timeout=seconds)
            answer: dict[str, Any] = json.loads(said)
        except subprocess.TimeoutExpired:
            process.kill()
            raise Unreadable(f"reading it takes longer than {seconds:.0f} seconds") from None
        except ValueError:
            raise Unreadable("it takes more time or memory than a contract ever does") from None
    if "problem" in answer:
        raise Unreadable(answer["problem"])
    return answer


def limit(memory: int, seconds: int) -> None:
    """Bounds for this process in bytes and processor time, as far as the system knows any."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
