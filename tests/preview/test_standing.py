"""What the page says about where a project stands, and why something is in a document."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sowgen.diagnostics import Span
from sowgen.model.document import Origin, Paragraph, Value
from sowgen.model.tree import Tree
from sowgen.tracing import explain, trace
from tests.documents.deal import write
from tests.preview.stage import Stage, clause, small_workspace

LINE = Span("projects/a/schedule.yaml", 4, 1)
FALSE = Span("projects/a/project.yaml", 1, 1)


def test_a_save_that_changed_no_document_is_the_last_save(stage: Stage, browser: Any) -> None:
    page = browser.new_page()
    page.goto(stage.address)
    clause(stage.root, 3, "More of it.")
    stage.save()
    page.wait_for_selector(".unit[data-mark]")
    stage.save()
    sow = stage.until(lambda p: not p["documents"][0]["changes"])["documents"][0]
    assert sow["since"] == 1
    assert stage.document()["changes"] == []
    page.wait_for_selector(".unit[data-mark]", state="detached")
    assert page.inner_text("#position") == "no changes"
    page.close()


def test_a_project_with_errors_from_the_beginning(tmp_path: Path, browser: Any) -> None:
    root = small_workspace(tmp_path)
    write(root / "projects" / "bad" / "project.yaml", "package: 3\n")
    with Stage(root, 0, "bad", "tiny", "later") as stage:
        stage.save()
        stage.save("bad")
        stage.until(lambda p: p["status"] == "kept", "bad")
        page = browser.new_page()
        page.goto(f"{stage.address}#tiny/sow")
        page.wait_for_selector(".sheet img")
        page.locator('[data-key="bad"]').click()
        page.wait_for_selector('.finding[data-severity="error"]')
        assert "no version without errors yet" in page.inner_text("#pages")
        assert page.inner_text("#title") == "bad"
        page.close()
        assert [p["checked"] for p in stage.json("/state")["projects"]] == [True, False, True]


def test_all_that_was_removed_is_told(stage: Stage, browser: Any) -> None:
    page = browser.new_page()
    page.goto(stage.address)
    page.wait_for_selector(".sheet img")
    for number in (4, 5):
        (stage.root / "clauses" / "general" / f"matter-{number}.md").unlink()
    stage.save()
    page.locator('.unit[data-mark="removed"]').first.click()
    page.wait_for_selector("#reason blockquote.before")
    said = page.inner_text("#reason")
    assert all(f"matter {n}-{k}." in said for n in (4, 5) for k in (1, 10))
    page.close()


def test_each_page_fits_and_only_running_text_is_tinted(stage: Stage, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 800})

    def widen(route: Any) -> None:
        answer = route.fetch()
        given = answer.json()
        given["pages"][1][1:] = [842, 595]
        route.fulfill(response=answer, json=given)

    page.route("**/document/**", widen)
    page.goto(stage.address)
    page.wait_for_selector(".sheet img")
    drawn = stage.document()
    assert [unit[4] for spot, unit in drawn["units"].items() if spot in ("-1", "0")] == [
        False,
        True,
    ]
    assert page.locator("button.unit[data-running]").count() == sum(
        unit[4] for unit in drawn["units"].values()
    )
    wide = page.eval_on_selector_all(".sheet", "nodes => nodes.map(n => n.offsetWidth)")
    assert len(set(wide)) == 1
    page.close()


def test_a_computed_value_names_its_section() -> None:
    values = (
        Value("9 Feb", Origin("plan.activities[1].finish", FALSE)),
        Value("≤", Origin("decisions.rights[0].limit.sign", FALSE)),
        Value("Start", Origin("schedule.name", LINE)),
    )
    block = Paragraph("clause", values, 1, "1")
    document: Any = SimpleNamespace(kind="sow", cover=None, blocks=lambda: (block,))
    package: Any = SimpleNamespace(
        assembly=SimpleNamespace(documents=(document,)),
        clauses={},
        tree=Tree({}, {("schedule",): LINE, ("schedule", "name"): LINE}),
    )
    found = explain(package, document, 0).values
    assert [(v.span, v.how) for v in found] == [
        (LINE, "computed from `schedule`"), (None, "not written in the project"), (LINE, ""),
    ]  # fmt: skip
    assert trace(package, "sow:1")[2].endswith(" computed from `schedule`")
