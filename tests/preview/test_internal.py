"""What the other party must not see stays away from the page until it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.documents.deal import write
from tests.preview.stage import SECOND, Stage, clause, deal, small_workspace

INTERNAL = '.document[data-key="tiny/raci"]'


@pytest.fixture
def secret(tmp_path: Path) -> Iterator[Stage]:
    """The small workspace, its second document internal."""
    root = small_workspace(tmp_path)
    outline = SECOND.replace("order: 20", "order: 20\naudience: internal")
    write(root / "templates" / "raci" / "outline.md", outline)
    with Stage(root) as stage:
        stage.save()
        stage.until_good()
        yield stage


def test_the_server_keeps_it_back(secret: Stage) -> None:
    (project,) = secret.json("/state")["projects"]
    assert [d["kind"] for d in project["documents"]] == ["sow"]
    (project,) = secret.json("/state?internal=1")["projects"]
    assert [d["internal"] for d in project["documents"]] == [False, True]
    assert secret.ask("/document/tiny/raci")[0] == 404
    version = secret.json("/document/tiny/raci?internal=1")["version"]
    assert secret.ask(f"/why/tiny/raci/{version}/0")[0] == 404
    assert secret.ask(f"/why/tiny/raci/{version}/0?internal=1")[0] == 200


def test_the_switch(secret: Stage, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{secret.address}#tiny/raci")
    page.wait_for_selector('.document[data-key="tiny/sow"][aria-current]')
    assert page.locator(INTERNAL).count() == 0
    page.locator("#internal").check()
    page.locator(INTERNAL).click()
    page.wait_for_selector('button.unit[aria-label*="the box"]')
    page.locator('button.unit[aria-label*="the box"]').click()
    page.wait_for_selector("#why")
    page.context.set_offline(True)
    page.locator("#internal").uncheck()
    assert page.locator(INTERNAL).count() == 0
    assert "the box" not in page.content(), "at once, without an answer"
    page.context.set_offline(False)
    page.reload()
    page.wait_for_selector('.document[data-key="tiny/sow"][aria-current]')
    assert not page.is_checked("#internal")
    page.close()


def test_follow_stays_with_what_the_other_party_may_see(secret: Stage, browser: Any) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(secret.address)
    page.locator("#internal").check()
    page.wait_for_selector(INTERNAL)
    page.wait_for_selector('.document[data-key="tiny/sow"][aria-current]')
    deal(secret.root, scope={"exclusions": ["the lid"]})
    secret.save()
    page.wait_for_selector(f"{INTERNAL} .counts b")
    assert page.url.endswith("#tiny/sow")
    page.locator(INTERNAL).click()
    page.wait_for_selector('.unit[data-mark][aria-label*="the lid"]')
    clause(secret.root, 3, "More.")
    secret.save()
    page.wait_for_selector('.document[data-key="tiny/sow"][aria-current]')
    page.close()


def test_another_session_begins_without(secret: Stage, browser: Any) -> None:
    page = browser.new_page()
    page.goto(secret.address)
    page.locator("#internal").check()
    page.locator(INTERNAL).click()
    page.wait_for_selector('button.unit[aria-label*="the box"]')
    port = secret.port
    secret.__exit__(None, None, None)
    page.wait_for_selector('#connection[data-state="lost"]')
    with Stage(secret.root, port):
        page.wait_for_selector('#connection[data-state="live"]')
        page.wait_for_selector(".sheet", state="detached")
        assert not page.is_checked("#internal")
        assert "the box" not in page.content()
        assert page.inner_text("#title") == "tiny"
        assert page.inner_text("#position") == "no changes"
        assert page.inner_text("#found") == "Not checked yet."
        page.close()
