"""Options, exit statuses, streams: what every command has in common."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sowgen.cli import group, main
from sowgen.diagnostics import Span, error, warning
from sowgen.pipeline import Order
from sowgen.workspace import ToolFailed
from tests.cli.conftest import Stand

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).resolve().parents[2]
BAD = error("S100", "wrong", Span("projects/atlas/project.yaml", 2, 3, 2), "mend it")
OPEN = ("package.date", Span("projects/atlas/project.yaml", 2, 3), "when")
ODD = warning("S101", "odd", Span("projects/borealis/project.yaml", 1, 1))


def in_a_process(*args: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "sowgen", *args], cwd=ROOT, capture_output=True, check=False,
        env={**{k: v for k, v in os.environ.items() if not k.startswith("LC_")}, **env},
    )  # fmt: skip


def test_help_lists_every_command_in_the_table(sowgen: Run) -> None:
    status, out, _ = sowgen("--help")
    assert status == 0
    for name, line in group.COMMANDS.items():
        assert f"{name} " in out
        assert line in out


@pytest.mark.parametrize("name", list(group.COMMANDS))
def test_every_command_has_help_with_an_example_and_exit_statuses(sowgen: Run, name: str) -> None:
    status, out, _ = sowgen(name, "--help")
    assert status == 0
    assert f"sowgen {name}" in out.split("Example")[1]
    assert "Exit status:" in out


def test_help_imports_no_command_and_nothing_heavy() -> None:
    code = (
        "import sys; from sowgen.cli import main; main(['--help']);"
        "print([m for m in sys.modules if m.endswith('_command')"
        " or m.split('.')[0] in ('pydantic', 'rich', 'lxml', 'jinja2', 'typst')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stderr.strip() == b"[]"


def test_a_misspelt_command_names_the_nearest(sowgen: Run) -> None:
    status, _, err = sowgen("chekc")
    assert status == 2
    assert "'check'" in err


def test_check(stand: Stand, sowgen: Run) -> None:
    stand.found = {"atlas": (BAD,), "borealis": (ODD,)}
    status, out, err = sowgen("check")
    assert (status, re.sub(r"\d+\.\d\d s", "<time>", out), err) == (
        1,
        "projects/atlas/project.yaml:2:3 error[S100] wrong\n"  # noqa: ISC004
        "    2 |   id: x\n"
        "      |   ^^\n"
        "  hint: mend it\n"
        "projects/borealis/project.yaml:1:1 warning[S101] odd\n"
        "    1 | package:\n"
        "      | ^\n"
        "1 error, 1 warning in 2 projects\n"
        "2 projects: 1 checked, 1 with errors; <time>\n",
        "",
    )


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("check",), 0),
        (("check", "--strict"), 1),
        (("--strict", "check"), 1),
        (("check", "atlas", "--strict"), 0),
        (("check", "atlsa"), 2),
        (("check", "--nope"), 2),
        (("check", "--report", "xml"), 2),
        (("-C", "nowhere", "check"), 2),
    ],
)
def test_statuses_of_check(stand: Stand, sowgen: Run, args: tuple[str, ...], status: int) -> None:
    stand.found = {"borealis": (ODD,)}
    assert sowgen(*args)[0] == status


def test_no_workspace_is_the_users_mistake(
    tmp_path: Path, sowgen: Run, monkeypatch: pytest.MonkeyPatch, stand: Stand
) -> None:
    (stand.root / "sowgen.yaml").unlink()
    status, out, _ = sowgen("check")
    assert status == 1
    assert "error[F001]" in out


def test_projects_may_be_named_by_their_folder(stand: Stand, sowgen: Run) -> None:
    assert "in 1 project\n" in sowgen("check", "projects/atlas/")[1]
    assert "in 1 project\n" in sowgen("check", "projects/atlas/project.yaml")[1]
    assert "in 1 project\n" in sowgen("check", "atlas", "atlas")[1]


def test_paths_lead_from_the_current_folder(
    stand: Stand, sowgen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand.found = {"atlas": (BAD,)}
    monkeypatch.chdir(stand.root / "projects")
    assert sowgen("check", "atlas")[1].startswith("../projects/atlas/project.yaml:2:3 ")
    monkeypatch.chdir(stand.root.parent)
    name = stand.root.name
    assert sowgen("-C", name, "check")[1].startswith(f"{name}/projects/atlas/project.yaml:2:3 ")
    assert f"file={name}/projects/atlas" in sowgen("check", "-C", name, "--report", "github")[1]


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_a_machines_report_stands_alone(stand: Stand, sowgen: Run, form: str) -> None:
    stand.found = {"atlas": (BAD,)}
    for command in ("check", "build"):
        status, out, _ = sowgen(command, "--report", form)
        assert status == 1
        json.loads(out)


def test_open_values_are_counted_and_listed(stand: Stand, sowgen: Run) -> None:
    stand.open_values = (OPEN,)
    status, out, _ = sowgen("check", "atlas")
    assert status == 0
    assert "1 value to be agreed" in out
    assert ":2:3 to be agreed: package.date: when\n" in sowgen("check", "atlas", "-v")[1]
    whole = json.loads(sowgen("check", "atlas", "--report", "json")[1])
    assert whole["open_values"][0]["path"] == "package.date"


def test_quiet(stand: Stand, sowgen: Run) -> None:
    stand.open_values = (OPEN,)
    assert sowgen("-q", "check") == (0, "", "")
    stand.found = {"atlas": (BAD,)}
    assert "error[S100]" in sowgen("check", "-q")[1]


def test_build(stand: Stand, sowgen: Run) -> None:
    stand.found = {"atlas": (BAD,)}
    status, out, _ = sowgen("build", "--only", "sow", "--to", "docx,pdf", "--to", "pdf")
    assert status == 1
    assert out.startswith("atlas: not built, see below\nwrote projects/borealis/out/X-sow.docx\n")
    assert stand.asked == [
        (slug, Order(("sow",), ("docx", "pdf"))) for slug in ("atlas", "borealis")
    ]


def test_build_strict_stops_at_warnings(stand: Stand, sowgen: Run) -> None:
    stand.found = {"borealis": (ODD,)}
    status, out, _ = sowgen("build", "--strict")
    assert status == 1
    assert out.startswith("wrote projects/atlas/out/X-sow.docx\nborealis: not built, see below\n")
    assert stand.asked == [(slug, Order(strict=True)) for slug in ("atlas", "borealis")]


def test_build_without_formats_takes_those_of_the_workspace(stand: Stand, sowgen: Run) -> None:
    assert sowgen("build", "atlas", "--bundle")[0] == 0
    assert stand.asked == [("atlas", Order(bundle=True))]


@pytest.mark.parametrize("option", ["--only=sow", "--to=pdf"])
def test_a_bundle_is_never_a_part(stand: Stand, sowgen: Run, option: str) -> None:
    status, _, err = sowgen("build", "--bundle", option)
    assert (status, stand.asked) == (2, [])
    assert "leave out --only and --to" in err


@pytest.mark.parametrize("args", [("--only", "sov"), ("--to", "odt"), ("--jobs", "0"), ("nope",)])
def test_build_refuses_what_is_not_there(stand: Stand, sowgen: Run, args: tuple[str, ...]) -> None:
    assert sowgen("build", *args)[0] == 2
    assert stand.asked == []


def test_a_bug_in_one_project_does_not_stop_the_others(stand: Stand, sowgen: Run) -> None:
    stand.bug = {"atlas": RuntimeError("boom")}
    status, out, err = sowgen("build")
    assert status == 3
    assert "wrote projects/borealis/out/X-sow.docx" in out
    assert "internal error: RuntimeError: boom" in err
    assert "Traceback" not in err


def test_a_crash_is_ready_to_be_reported(stand: Stand, sowgen: Run) -> None:
    stand.bug = {"atlas": RuntimeError("boom")}
    status, out, err = sowgen("check")
    assert status == 3
    assert out.startswith("no mistakes found in 1 project\n2 projects: 1 checked, 1 failed; ")
    assert "Traceback" not in err
    log = Path(next(word for word in err.split() if "sowgen-crash-" in word).rstrip(":"))
    assert "Traceback" in log.read_text("utf-8")
    assert "command  sowgen check" in log.read_text("utf-8")
    log.unlink()
    assert "Traceback" in sowgen("check", "-v")[2]


def test_a_failed_tool(stand: Stand, sowgen: Run) -> None:
    stand.bug = {"atlas": ToolFailed("LibreOffice", "is not installed")}
    assert sowgen("check")[0] == 4
    status, out, _ = sowgen("build")
    assert status == 4
    assert "error[X011] LibreOffice: is not installed" in out


def test_an_interrupt(stand: Stand, sowgen: Run) -> None:
    stand.bug = {"atlas": KeyboardInterrupt()}  # type: ignore[dict-item]
    assert sowgen("check")[0] == 130


def test_utf8_under_the_c_locale() -> None:
    done = in_a_process("explain", "X005", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0
    assert in_a_process("explain", "d\u00e9j\u00e0", LC_ALL="C").returncode == 2


def test_a_reader_that_goes_away() -> None:
    writer = subprocess.Popen(
        [sys.executable, "-m", "sowgen", "schema"], cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdout.close()
    assert writer.stderr.read() == b""
    writer.stderr.close()
    assert writer.wait() == 0


def test_completion_of_projects_and_kinds(stand: Stand) -> None:
    import click

    from sowgen.cli.arguments import (
        complete_codes,
        complete_formats,
        complete_kinds,
        complete_projects,
    )

    with click.Context(group.group, info_name="sowgen") as ctx:
        argument = group.group.params[0]
        assert complete_projects(ctx, argument, "at") == ["atlas"]
        assert complete_kinds(ctx, argument, "raci,s") == ["raci,sow"]
        assert complete_formats(ctx, argument, "docx,x") == ["docx,xlsx"]
        assert "X001" in complete_codes(ctx, argument, "x00")


def test_main_never_raises_on_strange_arguments(stand: Stand) -> None:
    for args in (["\x00"], ["check", "\udc80"], ["explain", ""], ["-C"], [""]):
        assert main(args) == 2
