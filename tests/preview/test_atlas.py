"""The shipped deal in a real session, in a real browser."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from sowgen.pipeline import Order, open_workspace
from sowgen.preview import serve
from sowgen.watch import Session
from tests.documents.deal import copy_workspace

WAIT = 60_000


def test_a_term_of_payment(tmp_path: Path, browser: Any) -> None:
    """One value is saved: its clause is marked and in view, and a click leads back to its line."""
    root = copy_workspace(tmp_path, "atlas-controller")
    workspace = open_workspace(root).value
    assert workspace is not None
    session = Session(workspace, Order(kinds=("sow",), formats=("json",)))
    with serve(session) as server:
        session.add(server)
        thread = threading.Thread(target=session.run)
        thread.start()
        try:
            _look(browser, server.address, root / "projects" / "atlas-controller")
        finally:
            session.stop()
            thread.join()


def _look(browser: Any, address: str, project: Path) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto(f"{address}#atlas-controller/sow")
    page.wait_for_selector(".sheet img")
    assert page.locator(".sheet").count() > 30
    terms = project / "commercial.yaml"
    text = terms.read_text("utf-8")
    terms.write_text(text.replace("days: 45 days", "days: 31 days"), "utf-8")
    changed = page.wait_for_selector('.unit[data-mark][aria-label*="31 (thirty-one) days"]')
    box = changed.bounding_box()
    assert 0 < box["y"] < 700
    changed.click()
    page.wait_for_selector("#why")
    assert "commercial.payment.days" in page.inner_text("#reason")
    line = text[: text.index("days: 45 days")].count("\n") + 1
    assert f"commercial.yaml:{line}:" in page.inner_text("#reason")
    assert "45 (forty-five) days" in page.inner_text("blockquote.before")
    context.close()
