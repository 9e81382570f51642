"""A workspace with a stand-in for the pipeline, so that the shell is tested by itself."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sowgen.cli import main
from sowgen.diagnostics import Diagnostic, Outcome, Span
from sowgen.pipeline import BuildReport, CheckReport
from sowgen.workspace import find_workspace


@dataclass
class Stand:
    """What the stand-in answers with, and what it was asked."""

    root: Path
    found: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    open_values: tuple[tuple[str, Span, str], ...] = ()
    bug: dict[str, Exception] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """A workspace with the projects `atlas` and `borealis` and one document kind, the current
    folder in it, and `sowgen.pipeline` replaced."""
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

    def check_project(_workspace: object, slug: str) -> CheckReport:
        if slug in stand.bug:
            raise stand.bug[slug]
        return CheckReport(slug, stand.found.get(slug, ()), stand.open_values)

    def build_project(workspace: Any, slug: str, **options: Any) -> BuildReport:
        stand.asked.append({"slug": slug, **options})
        if slug in stand.bug:
            raise stand.bug[slug]
        found = stand.found.get(slug, ())
        failed = any(d.is_error for d in found)
        path = workspace.root / "projects" / slug / "out" / "X-sow.docx"
        warned = options.get("strict") and any(d.severity == "warning" for d in found)
        refused = bool(failed or warned)
        return BuildReport(slug, found, () if refused else (path,), (), 0.25, refused=refused)

    fake = types.ModuleType("sowgen.pipeline")
    fake.__dict__.update(
        open_workspace=lambda start: find_workspace(start or Path()),
        list_projects=lambda workspace: workspace.find_folders("projects"),
        check_project=check_project,
        build_project=build_project,
        BuildReport=BuildReport,
        load_library=lambda _w: Outcome(types.SimpleNamespace(clauses={})),
    )
    monkeypatch.setitem(sys.modules, "sowgen.pipeline", fake)
    return stand


@pytest.fixture
def sowgen(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command line in this process: exit status, standard output, standard error."""

    def run(*args: str) -> tuple[int, str, str]:
        status = main(args)
        out, err = capsys.readouterr()
        return status, out, err

    return run
