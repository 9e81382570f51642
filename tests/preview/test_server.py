"""What the server answers, to whom, and that nobody can hold up the session."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from sowgen.preview import serve
from tests.documents.deal import write
from tests.preview.stage import PATIENCE, Stage, clause, deal, small_workspace

STATIC = Path(__file__).parents[2] / "sowgen" / "preview" / "static"


# --- the state -------------------------------------------------------------------------------


def test_projects_that_nobody_looked_at_yet_are_listed(tmp_path: Path) -> None:
    with Stage(small_workspace(tmp_path), 0, "tiny", "other") as stage:
        state = stage.json("/state")
    assert [(p["slug"], p["status"]) for p in state["projects"]] == [
        ("other", "waiting"), ("tiny", "waiting"),
    ]  # fmt: skip


def test_a_save_counts_its_changes(stage: Stage) -> None:
    clause(stage.root, 3, "More of it.")
    clause(stage.root, 5, "And more.")
    stage.save()
    sow, raci = stage.until(lambda p: p["documents"][0]["changes"])["documents"]
    assert (sow["changes"], sow["since"], sow["clauses"], raci["changes"]) == (2, 2, 2, 0)
    deal(stage.root, scope={"exclusions": ["the lid"]})
    stage.save()
    sow, raci = stage.until(lambda p: p["documents"][1]["changes"])["documents"]
    assert (sow["changes"], sow["since"], raci["changes"], raci["since"]) == (0, 2, 1, 1)
    clause(stage.root, 3)
    clause(stage.root, 5)
    stage.save()
    sow, raci = stage.until(lambda p: not p["documents"][0]["since"])["documents"]
    assert (sow["changes"], raci["since"]) == (2, 1)


def test_an_error_keeps_the_last_good_documents(stage: Stage) -> None:
    good = stage.until_good()
    write(stage.root / "clauses" / "general" / "matter-2.md", "---\ntitle: [\n---\n")
    stage.save()
    kept = stage.until(lambda p: p["status"] == "kept")
    assert (kept["made"], kept["documents"]) == (good["made"], good["documents"])
    (found, *_) = kept["findings"]
    assert found["severity"] == "error"
    assert found["place"]["file"] == "clauses/general/matter-2.md"
    clause(stage.root, 2)
    stage.save()
    assert stage.until_good()["findings"] == []


def test_a_deal_that_was_never_good(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    write(root / "projects" / "tiny" / "project.yaml", "package: 3\n")
    with Stage(root) as stage:
        stage.save()
        project = stage.until(lambda p: p["status"] == "kept")
    assert project["findings"]
    assert project["documents"] == []


def test_states_of_rounds(stage: Stage) -> None:
    stage.done("blocked")
    assert stage.until(lambda p: p["status"] == "kept")["blocked"]
    stage.done("gone")
    assert stage.until(lambda p: p["status"] == "gone")["documents"]
    stage.done("abandoned")
    stage.done("fresh")
    assert not stage.until(lambda p: p["status"] == "good")["blocked"]


def test_documents_of_a_project_that_is_up_to_date_are_asked_for(tmp_path: Path) -> None:
    with Stage(small_workspace(tmp_path)) as stage:
        stage.done("fresh")
        assert stage.asked == ["tiny"]
        stage.json("/open/tiny")
        assert stage.asked == ["tiny", "tiny"]
        assert stage.ask("/open/other")[0] == 404


def test_documents_of_many_projects_do_not_pile_up(tmp_path: Path) -> None:
    root = small_workspace(tmp_path)
    with Stage(root) as stage:
        stage.server._desk.most = 2
        for slug in ("a", "b", "c"):
            deal(root, slug)
            stage.save(slug)
            stage.until_good(slug)
        held = {p["slug"]: len(p["documents"]) for p in stage.json("/state")["projects"]}
    assert held == {"a": 0, "b": 2, "c": 2, "tiny": 0}


# --- documents -------------------------------------------------------------------------------


def test_pages_have_their_content_for_a_name(stage: Stage) -> None:
    before = stage.document()
    ids = [page[0] for page in before["pages"]]
    status, head, svg = stage.ask(f"/page/{ids[0]}.svg")
    assert (status, head["content-type"]) == (200, "image/svg+xml")
    assert "immutable" in head["cache-control"]
    assert "sandbox" in head["content-security-policy"]
    assert svg.startswith(b"<svg")
    clause(stage.root, 12, "At the end.")
    stage.save()
    stage.until(lambda p: p["documents"][0]["changes"])
    after = stage.document()
    assert after["version"] > before["version"]
    assert [page[0] for page in after["pages"]][:2] == ids[:2]
    assert stage.ask(f"/page/{ids[-1]}.svg")[0] == 200, "a slow browser still needs it"
    assert stage.ask("/page/00.svg")[0] == 404


def test_overlays_cover_the_units_in_reading_order(stage: Stage) -> None:
    drawn = stage.document()
    overlays = [o for o in drawn["overlays"] if not o[6]]
    assert [o[5] for o in overlays] == list(drawn["units"])
    assert [(o[0], o[2]) for o in overlays] == sorted((o[0], o[2]) for o in overlays)
    assert all(o[3] > 0 and o[4] > 0 for o in drawn["overlays"])


def test_why(stage: Stage) -> None:
    drawn = stage.document()
    spot = next(s for s, unit in drawn["units"].items() if "matter 4-2" in unit[1])
    path = f"/why/tiny/sow/{drawn['version']}/{spot}"
    answer = stage.json(path)
    assert answer["clause"]["id"] == "matter-4"
    assert answer["place"]["file"] == "clauses/general/matter-4.md"
    assert answer["values"][0]["path"] == "parties.oem.label"
    assert answer["values"][0]["place"]["file"] == "projects/tiny/project.yaml"
    assert stage.ask(f"/why/tiny/sow/{drawn['version']}/9999")[0] == 404
    assert stage.ask(f"/why/tiny/sow/{drawn['version']}/x")[0] == 404
    assert stage.ask(f"/why/tiny/sow/{drawn['version'] + 1}/{spot}")[0] == 409


def test_lines_of_a_file_that_was_named(stage: Stage) -> None:
    found = stage.json("/source?file=clauses/general/matter-1.md&line=3")
    assert found["first"] == 1
    assert found["lines"][2] == "version: 1.0.0"
    for other in ("templates/house/page.typ", "../../../etc/passwd", "/etc/passwd", ""):
        assert stage.ask(f"/source?file={other}&line=1")[0] == 404
    assert stage.ask("/source?file=clauses/general/matter-1.md&line=x")[0] == 404


def test_a_design_with_a_mistake_is_told(stage: Stage) -> None:
    page = stage.root / "templates" / "house" / "page.typ"
    page.write_text(page.read_text("utf-8") + "\n#nonsense\n", "utf-8")
    stage.save()
    stage.until(lambda p: p["documents"][0]["version"] > 2)
    drawn = stage.document()
    assert drawn["pages"] == []
    assert drawn["findings"][0]["place"]["file"] == "templates/house/page.typ"


def test_what_goes_wrong_in_drawing_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("no paper")

    monkeypatch.setattr("sowgen.render.draw_pages", fail)
    assert stage.document("raci")["problem"] == "ZeroDivisionError: no paper"


# --- who may ask -----------------------------------------------------------------------------


def test_only_this_machine_is_a_host(stage: Stage) -> None:
    for host in ("127.0.0.1", "localhost", "[::1]"):
        assert stage.ask("/state", Host=f"{host}:{stage.port}")[0] == 200
    for host in ("evil.example", f"evil.example:{stage.port}", "127.0.0.1", "127.0.0.1:1"):
        assert stage.ask("/state", Host=host)[0] == 403
    assert stage.ask("/", Host="evil.example")[0] == 403


def test_another_site_can_only_link_here(stage: Stage) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert stage.ask("/state", **foreign)[0] == 403
    assert stage.ask("/", **foreign)[0] == 200
    assert "access-control-allow-origin" not in stage.ask("/state", Origin="http://a.example")[1]


def test_every_answer_is_locked_down(stage: Stage) -> None:
    for path in ("/", "/state", "/static/main.js", "/nothing"):
        _, head, _ = stage.ask(path)
        assert head["content-security-policy"].startswith("default-src 'self';")
        assert head["x-content-type-options"] == "nosniff"


def test_it_listens_to_this_machine_only(stage: Stage) -> None:
    assert stage.server._socket.getsockname()[0] == "127.0.0.1"


def test_nothing_but_the_files_of_the_page_is_given_away(stage: Stage) -> None:
    for name in ("../app.py", "..%2fapp.py", "%2e%2e/app.py", ".", "main.js%00"):
        assert stage.ask(f"/static/{name}")[0] == 404


def test_the_page_makes_no_markup_of_words() -> None:
    """Words reach the page as text alone, and no script or style stands in it."""
    for path in STATIC.glob("*.js"):
        text = path.read_text("utf-8")
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert way not in text, (path.name, way)
    page = (STATIC / "index.html").read_text("utf-8")
    assert "style=" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/')
    assert "http://" not in page
    assert "https://" not in page


# --- streams ---------------------------------------------------------------------------------


@contextmanager
def stream(stage: Stage, last: str = "") -> Iterator[Any]:
    """The events of the server, as they come: id and state."""
    connection = http.client.HTTPConnection("127.0.0.1", stage.port, timeout=PATIENCE)
    with closing(connection):
        connection.request("GET", "/events?client=me", headers={"Last-Event-ID": last})
        answer = connection.getresponse()
        assert answer.getheader("content-type", "").startswith("text/event-stream")

        def events() -> Iterator[tuple[str, Any]]:
            id_ = ""
            while line := answer.readline().decode():
                name, _, value = line.rstrip("\n").partition(": ")
                if name == "id":
                    id_ = value
                if name == "data":
                    yield id_, json.loads(value)

        yield events()


def test_a_browser_gets_the_state_and_what_follows(stage: Stage) -> None:
    with stream(stage) as events:
        id_, first = next(events)
        assert id_ == f"{first['session']}.{first['version']}"
        clause(stage.root, 1, "More.")
        stage.save()
        versions = [first["version"]]
        while not (state := next(events)[1])["projects"][0]["documents"][0]["changes"]:
            versions.append(state["version"])
        assert versions == sorted(set(versions))


def test_who_was_away_gets_the_present_state_once(stage: Stage) -> None:
    with stream(stage) as events:
        seen, _ = next(events)
    clause(stage.root, 1, "More.")
    stage.save()
    version = stage.until(lambda p: p["status"] == "good" and p["documents"][0]["changes"])
    with stream(stage, seen) as events:
        _, state = next(events)
    assert state["projects"][0] == version
    with stream(stage, f"{state['session']}.{state['version']}") as events:
        time.sleep(0.2)  # in which nothing is sent
        stage.done("gone")
        assert next(events)[1]["projects"][0]["status"] == "gone"


def test_a_browser_that_reads_nothing_holds_up_nobody(stage: Stage) -> None:
    dead = [socket.create_connection(("127.0.0.1", stage.port)) for _ in range(4)]
    for each in dead:
        each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        each.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{stage.port}\r\n\r\n".encode())
    start = time.monotonic()
    for number in range(200):
        stage.done("blocked" if number % 2 else "fresh")
    assert time.monotonic() - start < 1
    stage.done("gone")
    stage.until(lambda p: p["status"] == "gone")
    for each in dead:
        each.close()


def test_it_ends_while_browsers_are_there(tmp_path: Path) -> None:
    stage = Stage(small_workspace(tmp_path)).__enter__()
    with stream(stage) as events:
        next(events)
        start = time.monotonic()
        stage.__exit__(None, None, None)
        assert time.monotonic() - start < 5
    names = {thread.name for thread in threading.enumerate()}
    assert not names & {"sowgen-desk", "sowgen-drawer", "sowgen-page"}


def test_a_port_that_is_taken(stage: Stage) -> None:
    with pytest.raises(OSError, match="in use"):
        serve(stage, stage.port)
