"""The environment and other programs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from sowgen.workspace.writing import read_bytes


class ToolFailed(Exception):
    """An external program is missing or failed; `tool` names it, `detail` what it said."""

    def __init__(self, tool: str, detail: str) -> None:
        super().__init__(f"{tool}: {detail}")
        self.tool = tool
        self.detail = detail

    def __reduce__(self) -> tuple[type[ToolFailed], tuple[str, str]]:
        return ToolFailed, (self.tool, self.detail)


def environment(name: str) -> str | None:
    """The environment variable `name`, None where it is not set."""
    return os.environ.get(name)


def find_program(*names: str) -> str | None:
    """The path of the first of these programs that is installed."""

    return next((found for name in names if (found := shutil.which(name))), None)


def run_program(
    argv: Sequence[str],
    *,
    stdin: bytes = b"",
    timeout: float = 120,
    env: Mapping[str, str] | None = None,
) -> bytes:
    """What the program prints; `env` replaces the environment.

    Raises `ToolFailed` where it is missing, fails or takes longer than `timeout` seconds.
    """
    tool = Path(argv[0]).name
    try:
        done = subprocess.run(
            list(argv), input=stdin, capture_output=True, timeout=timeout, check=False, env=env
        )
    except FileNotFoundError:
        raise ToolFailed(tool, "is not installed") from None
    except subprocess.TimeoutExpired:
        raise ToolFailed(tool, f"took longer than {timeout:.0f} seconds") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()[-2000:]
        raise ToolFailed(tool, said or f"ended with status {done.returncode}")
    return done.stdout


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def start_python(module: str) -> subprocess.Popen[bytes] | None:
    """`main` of a module of sowgen's in a process of its own, with pipes to talk to it; None where
    none can be started. It finds modules where this process does, and nowhere else; what it says
    of errors is not heard. It should end when its input does, and must be waited for."""
    if not sys.executable or getattr(sys, "frozen", False):
        return None
    code = (
        f"import json, sys; sys.path[:] = json.loads(sys.argv[1]); import {module} as m; m.main()"
    )
    options = ["-I", "-S", *(["-B"] if sys.dont_write_bytecode else [])]
    try:
        return subprocess.Popen(
            [sys.executable, *options, "-c", code, json.dumps(sys.path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, ValueError):
        return None


def print_with_libreoffice(docx: bytes) -> bytes:
    """The DOCX as LibreOffice prints it, as PDF/A-2b.

    A throwaway profile and a bare environment, since the file may come from outside.
    Raises `ToolFailed`.
    """

    program = find_program("soffice", "libreoffice")
    if program is None:
        raise ToolFailed("LibreOffice", "is not installed, and `pdf.engine` asks for it")
    with tempfile.TemporaryDirectory(prefix="sowgen-") as name:
        folder = Path(name)
        (folder / "document.docx").write_bytes(docx)
        env = {"HOME": name, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
        options = json.dumps(
            {
                "SelectPdfVersion": {"type": "long", "value": "2"},
                "UseTaggedPDF": {"type": "boolean", "value": "true"},
            }
        )
        run_program(
            [
                program,
                f"-env:UserInstallation={folder.as_uri()}/profile",
                "--headless",
                "--norestore",
                "--convert-to",
                f"pdf:writer_pdf_Export:{options}",
                "--outdir",
                name,
                str(folder / "document.docx"),
            ],
            env=env,
        )
        made = read_bytes(folder / "document.pdf")
    if made is None:
        raise ToolFailed("LibreOffice", "printed nothing")
    return made
