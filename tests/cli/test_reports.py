"""The four forms of a report."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sowgen.cli.report import REPORTERS, OpenValue, ProjectResult, Report, reporter
from sowgen.cli.report.excerpt import WIDTH, display, excerpt
from sowgen.codes import all_codes
from sowgen.diagnostics import Diagnostic, Span, error, info, warning

FILE = "projects/déjà vu/project.yaml"
LINES = {3: "\trate: 漢字 8 %", 7: "  days: 45"}


def report(*found: Diagnostic, **options: object) -> Report:
    return Report(found, projects=2, read_line=lambda _f, n: LINES.get(n, ""), **options)  # type: ignore[arg-type]


FOUND = (
    error("F902", "no base: 100%,\nreally", Span(FILE, 3, 10, 1), "write one",
          [("set here", Span(FILE, 7, 3, 4))]),
    warning("X007", "git is missing", Span("")),
    info("S100", "a remark", Span(FILE, 7, 3, 4)),
)  # fmt: skip


def test_text() -> None:
    assert reporter("text")(report(*FOUND)) == (
        "projects/déjà vu/project.yaml:3:10 error[F902] no base: 100%, really\n"
        "    3 |     rate: 漢字 8 %\n"
        "      |           " + "    " + "^\n"
        "  hint: write one\n"
        "  projects/déjà vu/project.yaml:7:3: set here\n"
        "    7 |   days: 45\n"
        "      |   ^^^^\n"
        "sowgen:1:1 warning[X007] git is missing\n"
        "projects/déjà vu/project.yaml:7:3 info[S100] a remark\n"
        "    7 |   days: 45\n"
        "      |   ^^^^\n"
        "1 error, 1 warning, 1 remark in 2 projects\n"
    )


def test_text_without_findings_and_with_open_values() -> None:
    value = OpenValue("atlas", "package.date", Span(FILE, 7, 3), "the day")
    assert reporter("text")(report()) == "no mistakes found in 2 projects\n"
    assert reporter("text")(report(open_values=(value,))) == (
        f"{FILE}:7:3 to be agreed: package.date: the day\nno mistakes found in 2 projects\n"
    )


def test_json() -> None:
    whole = json.loads(reporter("json")(report(*FOUND, prefix="deals/")))
    assert whole["version"] == 1
    assert whole["workspace"] == "deals"
    assert whole["diagnostics"][0] == {
        "file": FILE, "line": 3, "column": 10, "length": 1, "severity": "error",
        "code": "F902", "message": "no base: 100%,\nreally", "hint": "write one",
        "related": [{"message": "set here", "file": FILE, "line": 7, "column": 3, "length": 4}],
    }  # fmt: skip
    assert whole["summary"] == {
        "errors": 1, "warnings": 1, "infos": 1, "projects": 2, "failed": True,
        "states": {}, "written": 0, "seconds": 0.0,
    }  # fmt: skip


def test_json_of_a_lone_surrogate_is_still_utf8() -> None:
    text = reporter("json")(report(error("S100", "name \udc80", Span("x"))))
    assert json.loads(text.encode())["diagnostics"][0]["message"] == "name \udc80"


def test_sarif() -> None:
    whole = json.loads(reporter("sarif")(report(*FOUND, prefix="a b/")))
    (run,) = whole["runs"]
    assert whole["version"] == "2.1.0"
    assert [r["id"] for r in run["tool"]["driver"]["rules"]] == ["F902", "S100", "X007"]
    rule = run["tool"]["driver"]["rules"][0]
    assert rule["help"]["text"].startswith(all_codes()["F902"].why)
    first, second, third = run["results"]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b/projects/d%C3%A9j%C3%A0%20vu/project.yaml"},
        "region": {"startLine": 3, "startColumn": 10, "endColumn": 11},
    }
    assert first["ruleIndex"] == 0
    assert first["relatedLocations"][0]["message"] == {"text": "set here"}
    assert second["locations"] == []
    assert third["level"] == "note"


def test_sarif_fingerprint_survives_lines_added_above() -> None:
    one = error("S100", "m", Span("a.yaml", 3, 1))
    two = error("S100", "m", Span("a.yaml", 9, 1))
    make = reporter("sarif")
    prints = [
        json.loads(make(Report((d,), read_line=lambda _f, _n: " x: 1")))["runs"][0]["results"][0][
            "partialFingerprints"
        ]
        for d in (one, two)
    ]
    assert prints[0] == prints[1]


def test_github() -> None:
    assert reporter("github")(report(*FOUND)).splitlines() == [
        "::error file=projects/déjà vu/project.yaml,line=3,col=10,endColumn=11,title=F902::"  # noqa: ISC004
        "no base: 100%25,%0Areally%0Ahint: write one%0A"
        "projects/déjà vu/project.yaml:7: set here",
        "::warning title=X007::git is missing",
        "::notice file=projects/déjà vu/project.yaml,line=7,col=3,endColumn=7,title=S100::a remark",
        "1 error, 1 warning in 2 projects",
    ]


def test_github_escapes_properties() -> None:
    text = reporter("github")(report(error("S100", "m", Span("a,b:c%.yaml", 1, 1))))
    assert "file=a%2Cb%3Ac%25.yaml," in text


def width(text: str) -> int:
    return sum(display(c, 0)[1] for c in text)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r")), st.data())
def test_the_caret_stands_under_its_character(line: str, data: st.DataObject) -> None:
    col = data.draw(st.integers(1, len(line) + 1))
    shown, marker = excerpt(line, col, 1)
    assert set(marker) <= {" ", "^"}
    assert width(shown) <= WIDTH
    assert not any(unicodedata.category(c) == "Cc" for c in shown)
    if col > len(line) or line[col - 1] in "\t " or not line[col - 1].isprintable():
        return
    at = len(marker) - len(marker.lstrip())
    before, column = "", 0
    for char in shown:
        if column >= at and width(char):
            assert char == line[col - 1] or not width(line[col - 1])
            return
        before, column = before + char, column + width(char)


def test_long_lines_are_cut_around_the_caret() -> None:
    shown, marker = excerpt("a" * 500 + "X" + "b" * 500, 501, 1)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert shown[len(marker) - 1] == "X"
    assert len(shown) <= WIDTH


@pytest.mark.parametrize("text", ["\x1b[31mred", "a\u202eb", "a\u2028b"])
def test_control_characters_are_shown_not_obeyed(text: str) -> None:
    shown, _ = excerpt(text, 1, 1)
    assert shown.isprintable()
    message = reporter("text")(report(error("S100", text, Span("x"))))
    assert message.replace("\n", "").isprintable()


def test_every_form_has_a_writer() -> None:
    for form in REPORTERS:
        assert isinstance(reporter(form)(report(*FOUND)), str)


def test_what_came_of_each_project() -> None:
    results = (
        ProjectResult("a", "built", 1.25, written=6),
        ProjectResult("b", "unchanged", 0.001, warnings=2),
        ProjectResult("c", "refused", 0.5, errors=1),
        ProjectResult("d", "failed", 0.5, errors=1),
    )
    made = Report((), results=results, seconds=3.456)
    line = "4 projects: 1 built, 1 up to date, 1 with errors, 1 failed; 6 files written; 3.46 s"
    assert reporter("text")(made) == f"{line}\n"
    assert reporter("github")(made) == f"{line}\n"
    whole = json.loads(reporter("json")(made))
    assert whole["projects"][0] == {
        "slug": "a", "state": "built", "seconds": 1.25, "errors": 0, "warnings": 0, "written": 6,
    }  # fmt: skip
    assert whole["summary"]["states"] == {"built": 1, "unchanged": 1, "refused": 1, "failed": 1}
    assert (whole["summary"]["written"], whole["summary"]["seconds"]) == (6, 3.456)
    strict = (ProjectResult("a", "refused", 0.5, warnings=1), ProjectResult("b", "checked", 0.5))
    said = reporter("text")(Report((), results=strict))
    assert said == "2 projects: 1 checked, 1 with warnings; 0.00 s\n"
    assert reporter("text")(Report((), results=results[:1])) == "", "one project needs no summary"
