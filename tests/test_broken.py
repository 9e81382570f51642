"""Broken inputs: each gives its findings at the right line and column, and nothing else.

`tests/broken/README.md` tells how to write one. What cannot be written as a text file
(encodings, links, archives) is made in `tests/broken_made.py`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest
import yaml

from sowgen.cli import main
from sowgen.codes import all_codes
from sowgen.pipeline.kept import Memory
from tests.broken_made import GONE, MADE

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
PROJECT = "projects/broken/project.yaml"
EXPECTED = re.compile(
    r"(?:#|<!--)\s*(error|warning|info)\[([A-Z]\d{3})\]:(?:(?:(\S+?):)?(\d+):)?(\d+)"
)
FILE = re.compile(r"(?:#|<!--) file: (\S+)")
WITHOUT = re.compile(r"# without: (.+)")
AND = re.compile(r"# and: (.+)")
NOTE = "---\ntitle: statement_of_work\norder: 10\n---\n\n# Note\n\nA note.\n"
TRIAL = NOTE + '\n{{ clause("trial") }}\n'

CASES = sorted(
    path for path in (HERE / "broken").iterdir()
    if path.suffix in (".yaml", ".md", ".txt") and path.name != "README.md"
)  # fmt: skip

Place = tuple[str, str, str, int, int]
"""Severity, code, file, line, column."""


@dataclass(frozen=True)
class Case:
    """A broken input: where it goes, what of the base it takes away, what it must give, and
    the codes of errors that may follow from those."""

    text: str
    file: str
    without: tuple[str, ...]
    follows: tuple[str, ...]
    expected: frozenset[Place]

    @property
    def has_error(self) -> bool:
        return any(place[0] == "error" for place in self.expected)


def read_case(path: Path) -> Case:
    text = path.read_text("utf-8")
    named = FILE.search(text)
    file = named[1] if named else PROJECT
    without, follows = WITHOUT.search(text), AND.search(text)
    expected: set[Place] = set()
    waiting: list[re.Match[str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = EXPECTED.search(line)
        if match and match[4]:
            expected.add((match[1], match[2], match[3] or file, int(match[4]), int(match[5])))
        elif match:
            waiting.append(match)
        else:
            expected |= {(m[1], m[2], file, number, int(m[5])) for m in waiting}
            waiting = []
    assert expected, f"{path.name} expects nothing"
    assert not waiting, f"{path.name} expects a finding after its end"
    return Case(
        text,
        file,
        tuple(without[1].split()) if without else (),
        tuple(follows[1].split()) if follows else (),
        frozenset(expected),
    )


@pytest.fixture(scope="session")
def good_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base project with the library and the templates of the repository."""
    root = tmp_path_factory.mktemp("broken") / "workspace"
    shutil.copytree(HERE / "broken" / "base", root)
    for folder in ("clauses", "templates"):
        shutil.copytree(REPOSITORY / folder, root / folder)
    return root


@pytest.fixture
def workspace(good_workspace: Path, tmp_path: Path) -> Path:
    """A copy of the base in which files may be changed; those that are not are links."""
    root = tmp_path / "workspace"
    shutil.copytree(good_workspace, root, copy_function=os.link)
    return root


def put(root: Path, file: str, data: bytes) -> None:
    """Writes a file of the workspace, leaving the one it was linked to alone."""
    target = root / file
    assert not PurePosixPath(file).is_absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    target.write_bytes(data)


def take_away(root: Path, paths: tuple[str, ...]) -> None:
    """Removes values of the base: `parties.ems.sites`; ids with dots cannot be named."""
    settings = yaml.safe_load((root / "sowgen.yaml").read_text("utf-8"))
    for path in paths:
        *inner, last = path.split(".")
        node = settings["defaults"]
        for step in inner:
            node = node[step]
        del node[last]
    put(root, "sowgen.yaml", json.dumps(settings, default=str).encode())


def run(root: Path, capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, set[Place]]:
    """One command line on the project: its status and its findings."""
    status = main(["-C", str(root), *args, "broken", "--report", "json"])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    found = json.loads(out)["diagnostics"]
    return status, {(d["severity"], d["code"], d["file"], d["line"], d["column"]) for d in found}


def listing(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*")}


def only_a_note(root: Path, text: str = NOTE) -> None:
    """Leaves one short document kind: enough to get to the end, and quick."""
    for folder in (root / "templates").iterdir():
        if folder.name != "house":
            shutil.rmtree(folder)
    put(root, "templates/note/outline.md", text.encode())


def assert_found(
    expected: frozenset[Place], status: int, found: set[Place], follows: tuple[str, ...] = ()
) -> None:
    """All that was expected is there, and no other error."""
    assert expected <= found, f"missing {sorted(expected - found)}, found {sorted(found)}"
    errors = {p for p in found if p[0] == "error" and (p[1] not in follows or p in expected)}
    assert errors == {place for place in expected if place[0] == "error"}
    assert status == 1


@pytest.fixture
def known_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library and the Word templates, which most cases leave alone, are read once."""
    monkeypatch.setattr("sowgen.pipeline.run.Memory", lambda: _MEMORY)


_MEMORY = Memory()


def test_the_base_is_good(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing to say of the deal; remarks on the library are not this test's business."""
    status, found = run(workspace, capsys, "check")
    assert status == 0
    assert [p for p in found if p[0] != "info" and not p[2].startswith("clauses/")] == []


@pytest.mark.parametrize("path", [p for p in CASES if p.suffix == ".yaml"], ids=lambda p: p.name)
@pytest.mark.usefixtures("known_library")
def test_broken_project(path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken(path, workspace, capsys)


@pytest.mark.parametrize("path", [p for p in CASES if p.suffix != ".yaml"], ids=lambda p: p.name)
def test_broken_library_or_template(
    path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken(path, workspace, capsys)


def broken(path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = read_case(path)
    if case.without:
        take_away(workspace, case.without)
    if not case.has_error:
        only_a_note(workspace)
    elif any(place[1].startswith("O") for place in case.expected):
        only_a_note(workspace, TRIAL if case.file.endswith("/trial.md") else NOTE)
    put(workspace, case.file, case.text.encode())
    before = listing(workspace)
    assert_found(case.expected, *run(workspace, capsys, "check", "--strict"), case.follows)
    if case.has_error:
        status, _ = run(workspace, capsys, "build")
        assert status == 1
    assert listing(workspace) == before


@pytest.mark.parametrize("name", sorted(MADE))
def test_made(name: str, workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if name.startswith("word"):
        only_a_note(workspace)
    expected = MADE[name](workspace)
    before = listing(workspace)
    assert_found(frozenset(expected), *run(workspace, capsys, "check"))
    status, _ = run(workspace, capsys, "build")
    assert status == 1
    assert listing(workspace) == before


@pytest.mark.parametrize("name", sorted(GONE))
def test_no_project_left(name: str, workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A project file that is missing, or leads out of the workspace, is no project at all."""
    GONE[name](workspace)
    before = listing(workspace)
    for command in ("check", "build"):
        assert main(["-C", str(workspace), command, "broken"]) == 2
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        assert "Secret" not in out + err
    assert listing(workspace) == before


def test_every_rule_has_a_case() -> None:
    """Each code of a rule is given by at least one broken input."""
    given = {place[1] for path in CASES for place in read_case(path).expected}
    rules = {code for code in all_codes() if code[0] in "PRDTMQNEV"}
    assert rules - given == set()
