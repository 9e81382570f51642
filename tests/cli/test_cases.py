"""Command cases: `tests/cases/*.md` hold commands with the output they must give.

A block ```` ```console ```` has lines `$ sowgen …`, each followed by all that it prints and,
where the exit status is not 0, by `=> status`. A block with another language and a path
(```` ```yaml projects/x/project.yaml ````) writes that file first; with `+` before the path it
appends. The blocks of a page run in order in one new folder, a `cd` line changes it. The
folder's own path reads `<here>` in the output, and seconds read `<time>`.

`pytest tests/cli/test_cases.py --update-golden` rewrites the pages with what is printed now.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from pathlib import Path

import pytest

from sowgen.cli import main

CASES = Path(__file__).resolve().parents[1] / "cases"
PAGES = sorted(CASES.glob("*.md"))
BLOCK = re.compile(r"^```(\w+)(?: (\+?)(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def printed(command: str, here: Path) -> str:
    """What the command prints, standard output and error together, and its status."""
    words = shlex.split(command)
    if words[0] == "cd":
        os.chdir(words[1])
        return ""
    assert words[0] == "sowgen", f"only sowgen and cd: {command}"
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = main(words[1:])
    text = out.getvalue().replace(str(here), "<here>")
    text = re.sub(r"\b\d+\.\d\d s\b", "<time>", text)
    if text and not text.endswith("\n"):
        text += "\n"
    return text + (f"=> {status}\n" if status else "")


def played(block: str, here: Path) -> str:
    """The block with what its commands print now."""
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"$ {command}\n{printed(command, here)}" for command in commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_case(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, update_golden: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    for name in ("GITHUB_WORKSPACE", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    expected = page.read_text("utf-8")

    def replaced(match: re.Match[str]) -> str:
        language, append, name, body = match.groups()
        if language == "console":
            return f"```console\n{played(body, tmp_path)}```"
        if name:
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_text("utf-8") if append else ""
            path.write_text(before + body, "utf-8")
        return match[0]

    actual = BLOCK.sub(replaced, expected)
    if update_golden:
        page.write_text(actual, "utf-8", newline="\n")
    else:
        assert actual.splitlines() == expected.splitlines()


def test_there_are_cases() -> None:
    assert PAGES
