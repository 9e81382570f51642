"""What goes wrong in the page's threads, and questions that nobody should ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sowgen.preview import serve
from sowgen.preview.app import Viewers
from tests.preview.stage import Stage, clause, small_workspace

DIGITS = "9" * 5_000


class Panic(BaseException):
    """As compiled code raises it."""


@pytest.mark.parametrize("number", [DIGITS, "1234567890", "²", "-1", "x", ""])
def test_numbers_have_a_bound(stage: Stage, number: str, capfd: pytest.CaptureFixture[str]) -> None:
    from urllib.parse import quote

    version = stage.document()["version"]
    given = quote(number)
    file = "clauses/general/matter-1.md"
    assert stage.ask(f"/source?file={file}&line={given}")[0] == 404
    assert stage.ask(f"/why/tiny/sow/{given}/1")[0] in (404, 409)
    if number != "-1":  # the cover
        assert stage.ask(f"/why/tiny/sow/{version}/{given}")[0] == 404
    assert stage.ask(f"/why/tiny/sow/{version}/1.{DIGITS}")[0] == 404
    assert capfd.readouterr().err == ""


def test_a_bug_in_an_answer_is_told_and_not_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("oh")

    told: list[BaseException] = []
    stage = Stage(small_workspace(tmp_path))
    stage.server.__enter__().__exit__()
    stage.server = serve(stage, 0, told.append)
    with stage:
        monkeypatch.setattr("sowgen.preview.app.named_files", fail)
        assert stage.ask("/source?file=x&line=1")[0] == 500
    assert [type(problem) for problem in told] == [ZeroDivisionError]
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("where", ["sowgen.render.draw_pages", "sowgen.preview.drawer.place"])
def test_a_panic_in_drawing_is_told_on_the_page(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def panic(*_: Any) -> None:
        raise Panic("no paper")

    with monkeypatch.context() as patch:
        patch.setattr(where, panic)
        drawn = stage.document("raci")
        assert (drawn["problem"], drawn["pages"]) == ("Panic: no paper", [])
    assert stage.document()["pages"]


def test_a_bug_at_the_desk_leaves_the_next_news_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panic(*_: Any) -> None:
        raise Panic("oh")

    told: list[BaseException] = []
    stage = Stage(small_workspace(tmp_path))
    stage.server.__enter__().__exit__()
    stage.server = serve(stage, 0, told.append)
    with stage:
        with monkeypatch.context() as patch:
            patch.setattr("sowgen.preview.desk._take_package", panic)
            stage.save()
            stage.until(lambda p: p["status"] == "good")
        clause(stage.root, 1, "More.")
        stage.save()
        stage.until_good()
    assert [type(problem) for problem in told] == [Panic]


def test_each_stream_counts_for_itself() -> None:
    viewers = Viewers()
    first, second = viewers.stream("me"), viewers.stream("me")
    first.__enter__()
    viewers.show("me", ("tiny", "sow"))
    second.__enter__()
    first.__exit__(None, None, None)
    assert viewers.documents() == (("tiny", "sow"),), "the browser is still there"
    viewers.show("me", ("tiny", "raci"))
    viewers.show("another", ("tiny", "sow"))
    assert viewers.documents() == (("tiny", "raci"),)
    second.__exit__(None, None, None)
    assert viewers.documents() == ()
