"""The page in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.documents.deal import write
from tests.preview.stage import Stage, clause, deal, small_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

STILL = 300  # milliseconds in which something could happen that must not
# A server that is away, and scripts that are refused.
MEANT = ("ERR_CONNECTION", "ERR_INCOMPLETE", "ERR_EMPTY", "Blocked script", "JavaScript URL")


@pytest.fixture
def pages(browser: Browser) -> Iterator[Any]:
    """Opens pages, each in a browser profile of its own. None of them may ask for anything
    outside of this machine, or log a mistake."""
    opened: list[Any] = []
    outside: list[str] = []
    mistakes: list[str] = []

    def open_(stage: Stage, at: str = "", **options: Any) -> Page:
        size = {"width": 1400, "height": 900}
        context = browser.new_context(**{"viewport": size, "reduced_motion": "reduce", **options})
        opened.append(context)
        page = context.new_page()
        page.on("request", lambda r: outside.append(r.url) if ours not in r.url else None)
        page.on("pageerror", lambda e: mistakes.append(str(e)))
        page.on("console", lambda m: mistakes.append(m.text) if m.type == "error" else None)
        ours = f"http://127.0.0.1:{stage.port}/"
        page.set_default_timeout(20_000)
        page.goto(stage.address + at)
        page.wait_for_selector(".sheet img")
        return page

    yield open_
    for context in opened:
        context.close()
    assert outside == []
    assert [m for m in mistakes if not any(word in m for word in MEANT)] == []


def unit(page: Page, words: str) -> Any:
    """The overlay of the paragraph with those words."""
    return page.locator(f'button.unit[aria-label*="{words}"]')


def is_in_view(page: Page, selector: str) -> bool:
    """Whether the first such node stands in the window of the pages."""
    found: bool = page.evaluate(
        """selector => { const box = document.querySelector("#pages").getBoundingClientRect();
        const at = document.querySelector(selector).getBoundingClientRect();
        return at.top >= box.top && at.top < box.bottom - 20 }""",
        selector,
    )
    return found


def top(page: Page) -> float:
    """How far the pages are scrolled."""
    found: float = page.evaluate("document.querySelector('#pages').scrollTop")
    return found


def height_of(page: Page, words: str) -> float:
    """Where a paragraph stands in the window."""
    box = unit(page, words).bounding_box()
    assert box is not None
    return float(box["y"])


def test_an_edit_appears_marked_and_in_view(stage: Stage, pages: Any) -> None:
    page = pages(stage)
    untouched = page.locator(".sheet").first.element_handle()
    clause(stage.root, 9, "Here is more.")
    stage.save()
    page.wait_for_selector('.unit[data-mark="new"]')
    assert is_in_view(page, ".unit[data-mark]")
    assert unit(page, "Here is more").count() == 1
    assert page.inner_text("#position") == "1 of 1 change"
    assert page.inner_text("#live") == "1 clause changed in Statement of Work"
    assert page.inner_text('[data-key="tiny/sow"] .counts b') == "1"
    assert untouched.evaluate("node => node.isConnected"), "a page that is the same stays"


def test_two_browsers_agree(stage: Stage, pages: Any) -> None:
    one, two = pages(stage), pages(stage)
    for number in (2, 7):
        clause(stage.root, number, "Twice.")
    stage.save()
    for page in (one, two):
        page.wait_for_selector(".unit[data-mark]")
    shown = "nodes => nodes.map(n => n.dataset.id || [n.dataset.spot, n.dataset.mark].join())"
    for nodes in (".sheet", ".unit[data-mark]"):
        assert one.eval_on_selector_all(nodes, shown) == two.eval_on_selector_all(nodes, shown)
    assert one.inner_text("#position") == two.inner_text("#position") == "1 of 2 changes"


def test_findings_appear_and_vanish(stage: Stage, pages: Any) -> None:
    page = pages(stage)
    before = page.locator(".sheet").first.get_attribute("data-id")
    assert page.inner_text("#found") == "Nothing is wrong with this deal."
    write(stage.root / "clauses" / "general" / "matter-2.md", "---\ntitle: [\n---\n")
    stage.save()
    page.wait_for_selector('.finding[data-severity="error"]')
    assert page.inner_text("#findings-title") == "1 error"
    assert "Last good version" in page.inner_text("#banner")
    assert page.inner_text("#live") == "1 error"
    assert page.locator(".sheet").first.get_attribute("data-id") == before
    place = page.locator("#found .place")
    assert place.inner_text().startswith("clauses/general/matter-2.md:")
    page.locator("#found button", has_text="Lines").click()
    assert page.inner_text("#found .line.here code") in ("title: [", "---")
    clause(stage.root, 2)
    stage.save()
    page.wait_for_selector("#banner", state="hidden")
    page.wait_for_selector(".finding", state="detached")
    assert page.inner_text("#live").endswith("no errors")


def test_places_open_in_the_editor_chosen(stage: Stage, pages: Any) -> None:
    page = pages(stage)
    unit(page, "matter 1-1.").click()
    page.wait_for_selector("#why")
    assert page.locator("#reason a").count() == 0
    page.keyboard.press("?")
    page.select_option("#editor", "vscode")
    page.keyboard.press("Escape")
    link = page.locator("#reason a.place").first
    wording = stage.root / "clauses" / "general" / "matter-1.md"
    assert str(link.get_attribute("href")).startswith(f"vscode://file{wording}:")
    page.reload()
    assert page.input_value("#editor") == "vscode"


def test_a_click_tells_why(stage: Stage, pages: Any) -> None:
    page = pages(stage)
    unit(page, "matter 3-4.").click()
    page.wait_for_selector("#why")
    said = page.inner_text("#reason")
    for words in (
        "matter 3-4.",
        "matter-3",
        "1.0.0",
        "parties.oem.label",
        "projects/tiny/project.yaml:",
    ):
        assert words in said
    page.locator("#close").click()
    assert not page.is_visible("#why")


def test_a_change_tells_what_stood_there(stage: Stage, pages: Any) -> None:
    page = pages(stage)
    deal(stage.root, package={"id": "tiny", "title": "Manufacture of the clock", "reference": "T"})
    stage.save()
    page.wait_for_selector(".unit[data-mark]")
    unit(page, "Manufacture of the clock by").click()
    assert "Manufacture of the lamp by" in page.inner_text("blockquote.before")


def test_follow_goes_to_the_document_that_changed(stage: Stage, pages: Any) -> None:
    page = pages(stage, "#tiny/sow")
    deal(stage.root, scope={"exclusions": ["the lid"]})
    stage.save()
    page.wait_for_selector('.unit[data-mark][aria-label*="the lid"]')
    assert page.inner_text("#title").endswith(" — Responsibilities and Decision Rights")
    assert page.url.endswith("#tiny/raci")


def test_without_follow_everything_stays_where_it_is(stage: Stage, pages: Any) -> None:
    page = pages(stage)
    page.locator("#follow").uncheck()
    unit(page, "matter 8-3.").scroll_into_view_if_needed()
    before = height_of(page, "matter 8-3.")
    deal(stage.root, scope={"exclusions": ["the lid"]})
    clause(stage.root, 2, "One more paragraph, above what is being read.\n\nAnd another.")
    stage.save()
    page.wait_for_selector('[data-key="tiny/sow"] .counts b')
    page.wait_for_selector(".unit[data-mark]", state="attached")
    page.wait_for_timeout(STILL)
    assert page.inner_text("#title") == "Manufacture of the lamp — Statement of Work"
    assert abs(height_of(page, "matter 8-3.") - before) < 2
    assert page.inner_text("#position") == "1 change"


def test_the_keyboard_reaches_everything(stage: Stage, pages: Any) -> None:
    page = pages(stage)
    label = lambda: page.evaluate("document.activeElement.getAttribute('aria-label')")  # noqa: E731
    page.keyboard.press("j")
    assert "Manufacture of the lamp" in label()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert label() == "1 Parties"
    there = label()
    page.keyboard.press("Enter")
    page.wait_for_selector("#why")
    page.keyboard.press("Escape")
    assert not page.is_visible("#why")
    assert label() == there
    for number in (4, 6):
        clause(stage.root, number, "Changed.")
    stage.save()
    page.wait_for_selector(".unit[data-mark]")
    page.keyboard.press("n")
    assert page.inner_text("#position") == "2 of 2 changes"
    assert "Changed." in label()
    page.keyboard.press("p")
    assert page.inner_text("#position") == "1 of 2 changes"
    size = page.inner_text("#zoom")
    page.keyboard.press("+")
    assert page.inner_text("#zoom") != size
    page.keyboard.press("0")
    assert page.inner_text("#zoom") == size
    page.keyboard.press("f")
    assert not page.is_checked("#follow")
    page.keyboard.press("]")
    page.wait_for_selector('[data-key="tiny/raci"][aria-current]')
    page.keyboard.press("?")
    assert page.is_visible("#help")


def test_tab_reaches_every_control(stage: Stage, pages: Any) -> None:
    page = pages(stage)
    reached = []
    name = "document.activeElement.id || document.activeElement.className"
    while "unit" not in reached[:-1] and len(reached) < 40:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(name))
    assert {"skip", "marks", "follow", "smaller", "larger", "fit", "ask"} <= set(reached)
    assert reached.count("document") == 2
    assert reached[-2:].count("unit") == 1, "one stop for all paragraphs"


def test_nodes_have_names_and_roles(stage: Stage, pages: Any) -> None:
    page = pages(stage)
    unnamed = page.eval_on_selector_all(
        "button, select, input",
        """nodes => nodes.filter(n => !n.closest("dialog") && !(n.getAttribute("aria-label") ||
        n.textContent.trim() || n.labels?.length)).map(n => n.outerHTML)""",
    )
    assert unnamed == []
    for role in ("banner", "navigation", "main", "complementary"):
        assert page.get_by_role(role).count() == 1
    assert page.get_by_role("heading", level=1).count() == 1


def test_hostile_words_stay_words(stage: Stage, pages: Any) -> None:
    bad = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    deal(stage.root, package={"id": "tiny", "title": bad, "reference": "T"})
    stage.save()
    page = pages(stage)
    page.wait_for_selector(".document")
    assert bad in page.inner_text("nav h2")
    unit(page, "onerror").last.click()
    page.wait_for_selector("#why")
    assert bad in page.inner_text("#reason blockquote")
    assert page.locator("#reason img, nav img, #pages script").count() == 0
    assert page.evaluate("document.title").startswith("Statement of Work")


def test_links_in_a_page_of_its_own_run_nothing(stage: Stage, pages: Any) -> None:
    svg = b"""<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><script>
    document.documentElement.id = "ran"</script>
    <a href="javascript:void(document.documentElement.id = 'ran')">
    <rect id="r" width="99" height="99"/></a></svg>"""
    page = pages(stage)
    stage.server._drawer._svgs["tiny", "sow"] = ({"bad": svg}, {})
    page.goto(f"{stage.address}page/bad.svg")
    page.locator("#r").click()
    page.wait_for_timeout(STILL)
    assert page.evaluate("document.documentElement.id") == ""


def test_a_browser_comes_back_after_the_server_did(tmp_path: Path, pages: Any) -> None:
    root = small_workspace(tmp_path)
    with Stage(root) as stage:
        stage.save()
        stage.until_good()
        page = pages(stage)
        port = stage.port
    page.wait_for_selector('#connection[data-state="lost"]')
    assert page.locator(".sheet").count(), "what was there stays"
    clause(root, 5, "Written meanwhile.")
    with Stage(root, port) as stage:
        stage.save()
        page.wait_for_selector('#connection[data-state="live"]')
        page.wait_for_selector('button.unit[aria-label*="Written meanwhile"]', state="attached")
        clause(root, 6, "Written after.")
        stage.save()
        page.wait_for_selector('.unit[data-mark][aria-label*="Written after"]')


def test_a_narrow_window(stage: Stage, pages: Any) -> None:
    page = pages(stage, viewport={"width": 480, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 480
    box, aside = (page.locator(name).bounding_box() for name in ("main", "aside"))
    assert box["height"] > 250
    inner = page.locator("#pages").bounding_box()
    assert inner["y"] + inner["height"] <= box["y"] + box["height"] + 1 <= aside["y"] + 2
