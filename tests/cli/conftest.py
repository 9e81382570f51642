"""A workspace with a stand-in for the pipeline, so that the shell is tested by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sowgen.cli import main
from sowgen.diagnostics import Diagnostic, Span
from sowgen.pipeline import BuildReport, CheckReport, Order, Run, Uses


@dataclass
class Stand:
    """What the stand-in answers with, and what it was asked."""

    root: Path
    found: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    open_values: tuple[tuple[str, Span, str], ...] = ()
    bug: dict[str, Exception] = field(default_factory=dict)
    asked: list[tuple[str, Order]] = field(default_factory=list)


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """A workspace with the projects `atlas` and `borealis` and one document kind, the current
    folder in it, and the work on a project replaced."""
    for slug in ("atlas", "borealis"):
        folder = tmp_path / "projects" / slug
        folder.mkdir(parents=True)
        (folder / "project.yaml").write_text("package:\n  id: x\n\tbad: 漢字 = 1\n", "utf-8")
    (tmp_path / "templates" / "sow").mkdir(parents=True)
    (tmp_path / "templates" / "sow" / "outline.md").write_text("x\n")
    (tmp_path / "sowgen.yaml").write_text("{}\n")
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_WORKSPACE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    stand = Stand(tmp_path)

    def check_one(_run: object, slug: str) -> tuple[CheckReport, Uses]:
        if slug in stand.bug:
            raise stand.bug[slug]
        found = stand.found.get(slug, ())
        return CheckReport(slug, found, stand.open_values), Uses({}, {})

    def build_one(run: Run, slug: str, order: Order) -> BuildReport:
        stand.asked.append((slug, order))
        if slug in stand.bug:
            raise stand.bug[slug]
        found = stand.found.get(slug, ())
        path = run.workspace.root / "projects" / slug / "out" / "X-sow.docx"
        refused = order.refuses(found)
        return BuildReport(slug, found, () if refused else (path,), (), 0.25, refused=refused)

    monkeypatch.setattr("sowgen.pipeline.check.checked", lambda _run, _slug: None)
    monkeypatch.setattr("sowgen.pipeline.check.check", check_one)
    monkeypatch.setattr("sowgen.pipeline.build.fresh", lambda _run, _slug, _order: None)
    monkeypatch.setattr("sowgen.pipeline.build.build", build_one)
    return stand


@pytest.fixture
def sowgen(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command line in this process: exit status, standard output, standard error."""

    def run(*args: str) -> tuple[int, str, str]:
        status = main(args)
        out, err = capsys.readouterr()
        return status, out, err

    return run
