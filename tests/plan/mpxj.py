"""Microsoft Project files read by another author's program: MPXJ, in a Java machine.

There is one machine in a process, and it cannot be started twice: everybody uses `machine`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest


@cache
def _started() -> str:
    """Starts the machine; why not, where it cannot."""
    try:
        import jpype
        import mpxj  # noqa: F401  puts its jars on the class path
    except ImportError as missing:
        return f"{missing.name} is not installed"
    if jpype.isJVMStarted():
        return ""
    try:
        jpype.startJVM("-Xmx512m", "-Dlog4j2.level=OFF", "-Dlog4j.level=OFF")
    except (OSError, jpype.JVMNotFoundException) as problem:
        return f"no Java machine: {problem}"
    return ""


def machine() -> None:
    """Starts Java, or skips the test where there is none."""
    why_not = _started()
    if why_not:
        pytest.skip(f"not here: {why_not}")


def read(data: bytes) -> Any:
    """The `ProjectFile` that MPXJ makes of an MSPDI file."""
    machine()
    from jpype import JClass

    stream = JClass("java.io.ByteArrayInputStream")(data)
    return JClass("org.mpxj.mspdi.MSPDIReader")().read(stream)


def schedule(project: Any) -> None:
    """Computes the dates of the project anew, by MPXJ's own critical path method."""
    from jpype import JClass

    start = project.getProjectProperties().getStartDate()
    JClass("org.mpxj.cpm.MicrosoftScheduler")().schedule(project, start)


def tasks(project: Any) -> dict[str, Any]:
    """The tasks by the id in their first text column; summaries have none."""
    return {str(task.getText(1)): task for task in project.getTasks() if task.getText(1)}
