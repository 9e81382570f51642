"""`sowgen clauses outdated`: what the library has changed since clauses were pinned."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from sowgen.cli.clause_changes import pieces, plain, stretches
from sowgen.model.clause_diff import words_of
from tests.cli.department import add_clause, add_project
from tests.lock.department import WORDS, Line, workspace, write_care


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    line = Line(workspace(tmp_path / "w", 2), capsys)
    line("clauses", "upgrade", "p00")
    return line


def test_nothing_has_moved(line: Line) -> None:
    assert line("clauses", "outdated").splitlines() == [
        "p00: nothing has changed in the library; 2 pinned",
        "p01: follows the library; it has no clauses.lock",
    ]
    assert line.json("clauses", "outdated", "--json", "--strict") == {
        "projects": [
            {"project": "p00", "locked": True, "pinned": 2, "decided": True, "behind": False,
             "clauses": [], "hurdles": []},
            {"project": "p01", "locked": False, "pinned": None, "decided": True, "behind": False,
             "clauses": [], "hurdles": []},
        ]
    }  # fmt: skip


def test_what_moved(line: Line) -> None:
    words = WORDS.replace("in writing", "by letter").replace("quickly", "at once")
    write_care(line.root, "1.1.0", 3, words)
    (line.root / "clauses/general/thrift.md").unlink()
    add_clause(line.root, "haste", order=3)
    assert line("clauses", "outdated", "p00").splitlines() == [
        "p00: 1 changed in the library, 1 to take in, 1 gone from the library; 2 pinned",
        "",
        "care  1.0.0 → 1.1.0, position balanced",
        "    parameters.days.default: 5 days → 3 days",
        "    The parties answer within {{ days }} of a question, [-in writing.-] {+by letter.+}",
        "    …",
        "    | both | [-quickly-] {+at once+} |",
        "",
        "haste  1.0.0, applies to the deal and is not pinned: it would be taken in",
        "",
        "thrift  1.0.0, gone from the library: it would leave the deal",
        "",
        "`sowgen clauses upgrade p00` takes what the library has",
    ]
    (one,) = line.json("clauses", "outdated", "p00", "--report", "json")["projects"]
    assert one["behind"] is True
    care, haste, thrift = one["clauses"]
    assert (care["id"], care["state"]) == ("care", "moved")
    assert (care["from"]["version"], care["to"]["version"]) == ("1.0.0", "1.1.0")
    assert care["from"]["position"] == "balanced"
    assert care["from"]["sha256"] != care["to"]["sha256"]
    assert care["fields"] == [
        {"field": "parameters.days.default", "from": "5 days", "to": "3 days"}
    ]
    assert {"kind": "deleted", "text": "in writing."} in care["wording"]
    assert (haste["state"], haste["from"]) == ("new", None)
    assert (thrift["state"], thrift["to"]) == ("gone", None)


def test_the_wording_of_another_position_is_not_shown(line: Line) -> None:
    file = line.root / "clauses/general/care.md"
    file.write_text(file.read_text("utf-8").replace("keep to Care", "keep to the letter"))
    said = line("clauses", "outdated", "p00").splitlines()
    assert said[2:4] == [
        "care  1.0.0, another text under the same version, position balanced",
        "    its wording in this position is the same",
    ]


def test_a_value_changes_the_text_where_the_words_are_the_same(line: Line) -> None:
    write_care(line.root, "1.1.0", 3)
    assert line("clauses", "outdated", "p00").splitlines()[3:5] == [
        "    parameters.days.default: 5 days → 3 days",
        "    its words in this position are the same; in the text the value of `days` would change",
    ]
    (one,) = line.json("clauses", "outdated", "p00", "--json")["projects"]
    assert (one["clauses"][0]["values"], one["clauses"][0]["wording"]) == (["days"], [])


def test_a_title_changes_the_heading(line: Line) -> None:
    file = line.root / "clauses/general/care.md"
    file.write_text(file.read_text("utf-8").replace("title: Care", "title: Answers"))
    said = line("clauses", "outdated", "p00").splitlines()
    assert said[4].endswith("are the same; in the text its heading would change")


def test_a_default_that_the_deal_does_not_take_changes_nothing(line: Line) -> None:
    project = line.root / "projects/p00/project.yaml"
    use = "clauses: {use: {care: {parameters: {days: 9 days}}}}\n"
    project.write_text(project.read_text("utf-8") + use)
    write_care(line.root, "1.1.0", 3)
    said = line("clauses", "outdated", "p00").splitlines()
    assert said[4] == "    its wording in this position is the same"


def test_strict_fails_for_those_behind(line: Line) -> None:
    line("clauses", "outdated", "--strict")
    write_care(line.root, "1.1.0")
    line("clauses", "outdated")
    line("clauses", "outdated", "--strict", status=1)
    line("clauses", "outdated", "p01", "--strict")


def test_a_pin_that_the_deal_does_not_use(line: Line) -> None:
    project = line.root / "projects/p00/project.yaml"
    use = "clauses: {use: {thrift: {omit: true, reason: Not here.}}}\n"
    project.write_text(project.read_text("utf-8") + use)
    said = line("clauses", "outdated", "p00", "--strict")
    assert said.splitlines()[0] == "p00: 1 pinned and not used; 2 pinned"
    assert "thrift  1.0.0, pinned, but no part of the deal: the pin would go" in said


def test_clauses_that_the_library_would_bring_in_or_take_out(line: Line) -> None:
    file = line.root / "clauses/general/thrift.md"
    text = file.read_text("utf-8")
    file.write_text(text.replace("order:", "applies_when: package.id == 'nobody'\norder:", 1))
    said = line("clauses", "outdated", "p00")
    assert "position standard: it would leave the deal" in said
    assert "applies_when: (none) → package.id == 'nobody'" in said


def test_what_would_be_in_the_way_of_an_upgrade(line: Line) -> None:
    file = line.root / "clauses/general/thrift.md"
    text = file.read_text("utf-8")
    file.write_text(text.replace("order:", "requires: [nothing]\norder:", 1))
    said = line("clauses", "outdated", "p00")
    assert "it would find: error[C202] `thrift` names the clause `nothing`" in said
    (one,) = line.json("clauses", "outdated", "p00", "--json")["projects"]
    assert [hurdle["code"] for hurdle in one["hurdles"]] == ["C202"]


def test_a_project_with_mistakes(line: Line) -> None:
    write_care(line.root, "1.1.0", words="Another text.")
    (line.root / "projects/p00/project.yaml").write_text("package: {title: 1}\nfoo: 1\n")
    said = line("clauses", "outdated", "p00", status=1)
    assert "care  1.0.0 → 1.1.0" in said
    assert "error[S101]" in said
    (one,) = line.json("clauses", "outdated", "p00", "--json", status=1)["projects"]
    assert one["decided"] is False
    assert [clause["id"] for clause in one["clauses"]] == ["care"]


def test_colour_on_a_terminal() -> None:
    lines = pieces("pay in 30 days", "pay in 45 days", colour=True)
    assert lines == [
        [("pay in", ""), (" ", ""), ("30", "red strike"), (" ", ""), ("45", "green"), (" ", ""),
         ("days", "")]
    ]  # fmt: skip


def text_of(old: str, new: str) -> list[str]:
    return ["".join(text for text, _ in line) for line in pieces(old, new, colour=False)]


def test_lines_of_a_paragraph_and_widths_of_columns_do_not_matter() -> None:
    assert text_of("one two\nthree", "one\ntwo three") == []
    assert text_of("| a | b |\n|---|---|\n| c | d |", "| a   | b |\n|-----|---|\n| c   | d |") == []
    assert text_of("one\n\ntwo", "one two") != []


def test_items_and_rows_stand_in_lines_of_their_own() -> None:
    old = "Terms:\n\n1. one; and\n2. two.\n\n    1. nested\n\n| a | b |\n|---|---|\n| c | d |\n"
    new = old.replace("2. two.\n", "2. two;\n3. three.\n").replace("nested", "deep")
    new = new.replace("| c | d |", "| c | d |\n| e | f |")
    assert text_of(old, new) == [
        "…",
        "2. [-two.-] {+two;+}",
        "{+3. three.+}",
        "    1. [-nested-] {+deep+}",
        "…",
        "{+| e | f |+}",
    ]


def test_all_words_are_in_the_stretches() -> None:
    old, new = WORDS, WORDS.replace("quickly", "slowly") + "\n\nThe end."
    said = plain(old, new)
    for states, text in ((("same", "deleted"), old), (("same", "inserted"), new)):
        words = " ".join(one["text"] for one in said if one["kind"] in states).split()
        assert words == [word for word in words_of(text) if not word.startswith("\n")]


def test_random_texts_lose_no_word() -> None:
    rng = random.Random(5)
    for _ in range(400):
        old, new = (
            "\n".join(" ".join(rng.choices("|ab", k=rng.randrange(4))) for _ in range(5))
            for _ in range(2)
        )
        said = list(stretches(old, new))
        for other, text in (("inserted", old), ("deleted", new)):
            words = [word for state, those in said if state != other for word in those]
            assert words == list(words_of(text))


def test_many_projects_in_processes(line: Line) -> None:
    for number in range(2, 12):
        add_project(line.root, f"p{number:02}")
        line("clauses", "upgrade", f"p{number:02}")
    write_care(line.root, "1.1.0")
    said = line.json("clauses", "outdated", "--json")["projects"]
    assert [one["project"] for one in said] == [f"p{number:02}" for number in range(12)]
    assert [one["behind"] for one in said] == [True, False, *([True] * 10)]
    assert said[2]["clauses"] == said[11]["clauses"] != []


def test_a_mistake_that_is_there_already_is_told_once(line: Line) -> None:
    project = line.root / "projects/p00/project.yaml"
    use = "clauses: {use: {care: {position: ems, reason: Theirs.}}}\n"
    project.write_text(project.read_text("utf-8") + use)
    (one,) = line.json("clauses", "outdated", "p00", "--json", status=1)["projects"]
    assert one["decided"] is False
    assert one["hurdles"] == []
    assert "it would find" not in line("clauses", "outdated", "p00", status=1)
