"""The recipes for servers and for the pre-commit framework: they parse, their keys are known, the
versions are exact, and their commands do what they say."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.documents.deal import ROOT
from tests.hooks.stage import Stage, deal

GITHUB = ROOT / "docs" / "recipes" / "github-actions.yml"
GITLAB = ROOT / "docs" / "recipes" / "gitlab-ci.yml"
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
WORKFLOW = {"name", "on", "permissions", "env", "jobs"}
JOB = {"runs-on", "timeout-minutes", "steps"}
STEP = {"name", "uses", "run", "with"}
GITLAB_JOB = {"image", "timeout", "variables", "rules", "before_script", "script", "artifacts"}
posix = pytest.mark.skipif(os.name == "nt", reason="the commands are for a POSIX shell")


def read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - `on` is a text


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A repository with the workspace in `deals`, and a `sowgen` on the PATH."""
    stage = Stage(tmp_path / "top", hooks=False)
    stage.commit("first")
    program = tmp_path / "bin" / "sowgen"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sowgen "$@"\n')
    program.chmod(0o755)
    return stage


def environment(stage: Stage, **more: str) -> dict[str, str]:
    path = os.pathsep.join((str(stage.root.parent / "bin"), os.environ["PATH"]))
    return {**stage.env, "PATH": path, "PYTHONPATH": str(ROOT), "WORKSPACE": "deals", **more}


def shell(stage: Stage, script: str, **more: str) -> tuple[int, str]:
    done = subprocess.run(
        ["sh", "-ec", script], cwd=stage.root, env=environment(stage, **more), check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=240,
    )  # fmt: skip
    return done.returncode, done.stdout


def test_the_keys_of_the_github_recipe_are_known() -> None:
    recipe = read(GITHUB)
    assert set(recipe) <= WORKFLOW
    (job,) = recipe["jobs"].values()
    assert set(job) <= JOB
    assert all(set(step) <= STEP and ("uses" in step) != ("run" in step) for step in job["steps"])
    checkout = next(s for s in job["steps"] if s.get("uses", "").startswith("actions/checkout@"))
    assert checkout["with"]["fetch-depth"] == "0"


def test_the_keys_of_the_gitlab_recipe_are_known() -> None:
    (job,) = read(GITLAB).values()
    assert set(job) <= GITLAB_JOB
    assert job["variables"]["GIT_DEPTH"] == "0"
    assert {"documents/", "findings.sarif"} == set(job["artifacts"]["paths"])


def test_versions_are_exact() -> None:
    recipe = read(GITHUB)
    (job,) = recipe["jobs"].values()
    uses = [step["uses"] for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+\.\d+\.\d+", name) for name in uses), uses
    assert re.fullmatch(r"ubuntu-\d\d\.\d\d", job["runs-on"])
    (gitlab,) = read(GITLAB).values()
    assert re.fullmatch(r"python:\d+\.\d+\.\d+-\w+-\w+", gitlab["image"])
    from sowgen import __version__

    for variables in (recipe["env"], gitlab["variables"]):
        assert variables["SOWGEN"] == f"sowgen=={__version__}"


@posix
def test_the_commands_of_the_github_recipe(stage: Stage, tmp_path: Path) -> None:
    (job,) = read(GITHUB)["jobs"].values()
    check, build = (s["run"] for s in job["steps"] if s.get("name") in ("Check", "Build"))
    more = {"RUNNER_TEMP": str(tmp_path / "runner"), "GITHUB_WORKSPACE": str(stage.root)}
    assert shell(stage, check, **more)[0] == 0
    assert shell(stage, build, **more)[0] == 0
    made = sorted(p.name for p in (tmp_path / "runner" / "documents").rglob("*.pdf"))
    assert made == ["D-1-sow.pdf", "D-2-sow.pdf"]
    stage.edit("projects/one/project.yaml", "legal_name", "leagl_name")
    status, words = shell(stage, check, **more)
    assert status == 1
    assert "::error file=deals/projects/one/project.yaml,line=" in words


@posix
def test_the_commands_of_the_gitlab_recipe(stage: Stage) -> None:
    (job,) = read(GITLAB).values()
    script = "\n".join(job["script"])
    assert shell(stage, script)[0] == 0
    assert (stage.root / "documents" / "one" / "D-1-sow.docx").exists()
    stage.edit("projects/one/project.yaml", "legal_name", "leagl_name")
    assert shell(stage, script)[0] == 1
    assert "leagl_name" in (stage.root / "findings.sarif").read_text("utf-8")


def test_the_hook_of_the_framework_calls_the_check() -> None:
    (hook,) = read(MANIFEST)
    assert hook["entry"] == "sowgen hooks check"
    pattern = re.compile(hook["files"])
    for path in ("sowgen.yaml", "deals/clauses/a/b.md", "projects/one/project.yaml"):
        assert pattern.search(path)
    assert not pattern.search("docs/my-projects.md")


@posix
def test_the_framework_runs_the_hook(stage: Stage) -> None:
    """As its users have it, but for the environment of its own, which needs a network."""
    if importlib.util.find_spec("pre_commit") is None and shutil.which("pre-commit") is None:
        pytest.skip("pre-commit is not installed")
    found = shutil.which("pre-commit")
    command = [found] if found else [sys.executable, "-m", "pre_commit"]
    env = environment(stage, PRE_COMMIT_HOME=str(stage.root.parent / "home"))

    def run(*args: str) -> tuple[int, str]:
        done = subprocess.run([*command, *args], cwd=stage.root, env=env, check=False, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
        return done.returncode, done.stdout

    assert run("validate-manifest", str(MANIFEST)) == (0, "")
    (hook,) = read(MANIFEST)
    local = {**hook, "language": "system", "args": ["-C", "deals"]}
    config = {"repos": [{"repo": "local", "hooks": [local]}]}
    # Every value is text here; the framework wants truth values as such.
    text = yaml.safe_dump(config).replace("'true'", "true")
    stage.write(".pre-commit-config.yaml", text)
    stage.commit("the framework")
    assert run("run")[0] == 0
    stage.put("one", deal(1, "torch"))
    stage.add()
    assert run("run")[0] == 0
    stage.edit("projects/one/project.yaml", "legal_name", "leagl_name")
    stage.add()
    status, words = run("run")
    assert status == 1
    assert "leagl_name" in words
    assert run("run", "--files", "deals/projects/two/project.yaml")[0] == 1
