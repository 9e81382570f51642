"""A build of a project that was never built: *build* and *floor*."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from unittest import mock

from sowgen import pipeline
from tests.bench import inputs
from tests.bench.measure import Side, cold, compare, sowgen


def compare_build(folder: Path, rounds: int) -> None:
    """Against docxtpl and LibreOffice, and against the three tools alone."""
    workspace = inputs.example_workspace(folder / "example")
    build = sowgen("-C", str(workspace), "-q", "build", inputs.EXAMPLE,
                   "--to", "docx,pdf")  # fmt: skip
    measured = Side("sowgen build", build, cold(workspace))
    if shutil.which("soffice"):
        compare("build", measured, _plain_script(workspace, folder / "plain"), 0.35, rounds)
    else:
        print("build      skipped: LibreOffice (soffice) is not installed")
    compare("floor", measured, _floor(workspace, folder / "floor"), 1.7, rounds)


def _plain_script(workspace: Path, folder: Path) -> Side:
    folder.mkdir()
    (folder / "content.json").write_text(json.dumps(inputs.example_contents(workspace)), "utf-8")
    inputs.write_template(folder / "template.docx")
    script = str(Path(__file__).with_name("plain_script.py"))
    return Side("plain script", (sys.executable, script, str(folder / "content.json"), str(folder)))


def _floor(workspace: Path, folder: Path) -> Side:
    """What pandoc, typst and zip are given in a real build, for a script that does only this."""
    cold(workspace)()
    folder.mkdir()
    texts: list[tuple[list[str], bytes]] = []
    sources: list[dict[str, bytes]] = []
    _record(workspace, texts, sources)
    for number, (argv, text) in enumerate(texts):
        (folder / f"{number}.md").write_bytes(text)
        (folder / f"{number}.argv").write_text(json.dumps(argv))
    for number, given in enumerate(sources):
        place = folder / f"typst-{number}"
        place.mkdir()
        for name, data in given.items():
            (place / name).write_bytes(data)
    for number, path in enumerate(sorted(workspace.glob("projects/*/out/*.docx"))):
        with zipfile.ZipFile(path) as made:
            made.extractall(folder / f"docx-{number}")
    script = str(Path(__file__).with_name("floor_script.py"))
    fonts = workspace / "templates/house/fonts"
    return Side("pandoc, typst and zip", (sys.executable, script, str(folder), str(fonts)))


def _record(
    workspace: Path, texts: list[tuple[list[str], bytes]], sources: list[dict[str, bytes]]
) -> None:
    """Builds the example, and keeps what pandoc and typst are given, each thing once."""
    import typst

    run, compile_ = subprocess.run, typst.compile_with_warnings

    def run_and_keep(argv: Any, *rest: Any, **options: Any) -> Any:
        if "pandoc" in Path(argv[0]).name and options.get("input"):
            texts.append((list(argv), options["input"]))
        return run(argv, *rest, **options)

    def compile_and_keep(given: Any, *rest: Any, **options: Any) -> Any:
        if options.get("format") == "pdf" and given not in sources:
            sources.append(given)
        return compile_(given, *rest, **options)

    opened = pipeline.open_workspace(workspace).value
    assert opened is not None
    with (
        mock.patch.object(subprocess, "run", run_and_keep),
        mock.patch.object(typst, "compile_with_warnings", compile_and_keep),
        mock.patch.dict(os.environ, SOWGEN_CACHE="off"),
    ):
        report = pipeline.build_project(opened, inputs.EXAMPLE, formats=("docx", "pdf"))
    assert report.written, "the example project has errors"
    assert texts, "pandoc was not asked"
    assert sources, "typst was not asked"
