"""A small workspace, a session that looks only when told to, and its server."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from sowgen.pipeline import Order, Run, open_workspace
from sowgen.pipeline.build import build
from sowgen.pipeline.kept import Memory
from sowgen.pipeline.package import Package
from sowgen.preview import Server, serve
from sowgen.watch import Round
from sowgen.workspace import Workspace
from tests.documents.deal import tiny, tiny_workspace, write, write_project
from tests.documents.sample import OUTLINE, write_clause

SECOND = """---
title: responsibilities
order: 20
---

# {{ word("parties") }} {#parties}

Not part of the work:

{% for text in scope.exclusions %}
1. {{ text }}
{% endfor %}
"""
PATIENCE = 20.0


def small_workspace(folder: Path) -> Path:
    """Two documents; the first has twelve clauses, which fill some pages."""
    root = tiny_workspace(folder / "deals", OUTLINE)
    write(root / "templates" / "raci" / "outline.md", SECOND)
    for number in range(1, 13):
        clause(root, number)
    deal(root)
    return root


def clause(root: Path, number: int, extra: str = "", title: str = "") -> None:
    """Writes the clause of that number: ten paragraphs, and `extra`."""
    matters = [f"{{{{ oem | capital }}}} shall see to matter {number}-{k}." for k in range(1, 11)]
    text = "\n\n".join([*matters, extra] if extra else matters)
    write_clause(root, f"matter-{number}", text, title or f"Matter {number}", number)


def deal(root: Path, slug: str = "tiny", **parts: Any) -> None:
    """Writes the small deal with some keys added or replaced."""
    package = {**tiny()["package"], "id": slug}
    given = {"package": package, "scope": {"exclusions": ["the box"]}, **parts}
    write_project(root, slug, tiny(**given))


class Stage:
    """A session of which each look is a call of `save`, with a live page."""

    def __init__(self, root: Path, port: int = 0, *slugs: str) -> None:
        workspace = open_workspace(root).value
        assert workspace is not None
        self.workspace: Workspace = workspace
        self.slugs = slugs or ("tiny",)
        self.asked: list[str] = []
        self.root = root
        self._memory = Memory(most=8, drafting=True)
        self.server: Server = serve(self, port)

    def prepare(self, slug: str) -> None:
        """Notes that the page asked for a project."""
        self.asked.append(slug)

    def __enter__(self) -> Self:
        self.server.__enter__()
        return self

    def __exit__(self, *problem: object) -> None:
        self.server.__exit__(*problem)

    @property
    def address(self) -> str:
        return self.server.address

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1].rstrip("/"))

    def save(self, slug: str = "tiny", state: str = "") -> None:
        """A look at a project, as after a save: its findings, and without any its documents."""
        start = time.perf_counter()
        run = Run.begin(self.workspace.fork(), memory=self._memory)

        def look(package: Package) -> None:
            self.server.decided(package, run, run.workspace.fork())

        report = build(run, slug, Order(formats=("json",)), look=look)
        state = state or ("refused" if report.refused else "built")
        self.done(state, slug, report, time.perf_counter() - start)

    def done(
        self, state: Any, slug: str = "tiny", report: Any = None, seconds: float = 0.1
    ) -> None:
        """Tells the server of a round."""
        self.server.done(Round(slug, state, report, (f"projects/{slug}/project.yaml",), seconds))

    # --- questions -----------------------------------------------------------------------------

    def ask(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (names in small letters) and body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            head = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, head, answer.read()
        finally:
            connection.close()

    def json(self, path: str) -> Any:
        """The answer as data."""
        status, _, body = self.ask(path)
        assert status == 200, (path, status, body)
        return json.loads(body)

    def until(self, holds: Callable[[dict[str, Any]], Any], slug: str = "tiny") -> dict[str, Any]:
        """The state of a project as soon as it is as wanted."""
        end = time.monotonic() + PATIENCE
        while True:
            projects: list[dict[str, Any]] = self.json("/state")["projects"]
            project = next((p for p in projects if p["slug"] == slug), None)
            if project and holds(project):
                return project
            assert time.monotonic() < end, f"in vain: {project}"
            time.sleep(0.01)

    def until_good(self, slug: str = "tiny") -> dict[str, Any]:
        """The state of a project as soon as its files are written."""
        return self.until(lambda p: p["status"] == "good" and p["documents"], slug)

    def document(self, kind: str = "sow", slug: str = "tiny") -> dict[str, Any]:
        """A document as it is drawn."""
        drawn: dict[str, Any] = self.json(f"/document/{slug}/{kind}")
        return drawn
