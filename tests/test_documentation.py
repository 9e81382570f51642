"""The hand-written pages tell the truth: links lead somewhere, commands run, tables are whole."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sowgen.cli.group import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    *sorted(ROOT.glob("*.md")),
    *sorted(ROOT.glob("docs/*.md")),
    *sorted(ROOT.glob(".github/*.md")),
)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    text = BLOCK.sub("", page.read_text("utf-8"))
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", t.strip().lower()).replace(" ", "-") for t in titles}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    text = BLOCK.sub("", page.read_text("utf-8"))
    text = re.sub(r"`[^`\n]*`", "", text)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        assert place.exists(), f"{named(page)}: {target} leads nowhere"
        if anchor:
            assert anchor in anchors(place), f"{named(page)}: {target} names no heading"


def blocks(page: Path) -> list[tuple[str, str]]:
    """The commands (`sh`) and edits (`diff`) of a page, in their order. Blocks that set up an
    environment are left to `.ci/run`, which runs those of the README to the letter."""
    found = BLOCK.findall(page.read_text("utf-8"))
    return [(kind, text) for kind, text in found if kind in ("sh", "diff") and ".venv" not in text]


def edit(folder: Path, diff: str) -> None:
    """Applies a diff without line numbers: its old lines must stand in the file exactly once."""
    head, *lines = diff.splitlines(keepends=True)
    file = folder / head.removeprefix("--- ").strip()
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    text = file.read_text("utf-8")
    assert text.count(old) == 1, f"{file} does not hold once:\n{old}"
    file.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """An environment in which `sowgen` is this checkout."""
    program = tmp_path / "bin" / "sowgen"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sowgen "$@"\n')
    program.chmod(0o755)
    path = os.pathsep.join((str(program.parent), os.environ.get("PATH", "")))
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}


@pytest.mark.skipif(os.name == "nt", reason="the pages' commands are for a POSIX shell")
@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p)], ids=named)
def test_commands_run_as_written(page: Path, tmp_path: Path, shell: dict[str, str]) -> None:
    folder = tmp_path / "reader"
    folder.mkdir()
    for kind, text in blocks(page):
        if kind == "diff":
            edit(folder, text)
            continue
        script = f"{text}\npwd > '{tmp_path}/folder'"
        done = subprocess.run(
            ("sh", "-ec", script), cwd=folder, env=shell, capture_output=True, text=True,
            stdin=subprocess.DEVNULL, timeout=240, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
        folder = Path((tmp_path / "folder").read_text().strip())


@pytest.mark.skipif(os.name == "nt", reason="the pages' commands are for a POSIX shell")
def test_the_mistake_shown_in_the_readme_is_found(tmp_path: Path, shell: dict[str, str]) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    expected = next(t for kind, t in BLOCK.findall(text) if kind == "text" and "error[" in t)
    mistake = next(t for kind, t in BLOCK.findall(text) if kind == "diff")
    steps = "sowgen init deals && cd deals && sowgen new harbour-gateway"
    subprocess.run(("sh", "-ec", steps), cwd=tmp_path, env=shell, check=True, capture_output=True)
    edit(tmp_path / "deals", mistake)
    done = subprocess.run(
        ("sowgen", "check", "harbour-gateway"), cwd=tmp_path / "deals", env=shell,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert expected in done.stdout


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"`sowgen {name}" not in text] == []


def test_every_page_of_the_documentation_is_in_its_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    pages = [p.name for p in sorted(ROOT.glob("docs/*.md")) if p.name != "index.md"]
    assert [name for name in pages if f"]({name})" not in index] == []


def test_constraints_pin_every_package_by_version_alone() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []
    pinned = {re.sub(r"[-_.]+", "-", pin.split("==")[0]).lower() for pin in pins}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["test"], *extras["dev"]]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[\[><=;]", w)[0]).lower() for w in wanted}
    assert names - pinned - {"sowgen"} == set()
