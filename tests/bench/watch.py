"""From a save to the files, and to the page in the browser, against a cold build.

`sowgen watch` runs as a process of its own; one word of one clause is saved, and the time is taken
until every DOCX and PDF that the word stands in is on the disk. A cold build is `sowgen build` of
the same project and formats in a new process, with an empty cache and no output.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench import inputs

FILES_AIM, PAGE_AIM = 0.1, 0.125
CLAUSE = "clauses/general/communications-notices.md"
WORD = re.compile(r"everyday\d*")
COLD_ROUNDS = 5
PATIENCE = 60.0
FORMATS = "docx,pdf"
MARKED = """([word, patience]) => new Promise((found, failed) => {
  const pages = document.querySelector("#pages");
  const wanted = `.unit[data-mark][aria-label*="${word} "]`;
  const look = () => pages.querySelector(wanted) && (watching.disconnect(), found());
  const watching = new MutationObserver(look);
  watching.observe(pages, { subtree: true, childList: true, attributes: true });
  setTimeout(() => failed(new Error(`the page never marked ${word}`)), patience);
  look();
})"""
"""Ends as soon as a paragraph with the word is marked as changed. Nothing is asked again and again,
which would take processor time from what is measured."""


def compare_watch(folder: Path, rounds: int = 30) -> None:
    """Prints both ratios, each as the median of `rounds` saves against the median cold build."""
    workspace = inputs.example_workspace(folder / "watched")
    cold = statistics.median(_cold(workspace, folder / "cold-cache") for _ in range(COLD_ROUNDS))
    with _session(workspace, folder / "cache") as session:
        files = [_to_files(session, workspace, number) for number in range(rounds)]
        _print("watch", files, cold, FILES_AIM, "to all files")
        browser = _browser()
        if browser is None:
            print("watch   page skipped: playwright or chromium is not installed")
            return
        with browser(session.address) as page:
            numbers = range(rounds, 2 * rounds)
            shown = [_to_page(session, page, workspace, number) for number in numbers]
        _print("page", shown, cold, PAGE_AIM, "to the page in the browser")


def _print(title: str, times: list[float], cold: float, aim: float, what: str) -> None:
    ratio = statistics.median(times) / cold
    verdict = "met" if ratio <= aim else "MISSED"
    middle, most = 1000 * statistics.median(times), 1000 * max(times)
    print(f"{title:<7} {ratio:5.3f}  (aim: at most {aim:g}, {verdict})   a save {what} "
          f"{middle:.0f} ms (at most {most:.0f}), cold build {cold:.2f} s", flush=True)  # fmt: skip


def _environment(cache: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(inputs.ROOT), "SOWGEN_CACHE": str(cache)}


def _command(workspace: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "sowgen", "-C", str(workspace), *words]


def _cold(workspace: Path, cache: Path) -> float:
    for left in (cache, workspace / "projects" / inputs.EXAMPLE / "out"):
        shutil.rmtree(left, ignore_errors=True)
    command = _command(workspace, "-q", "build", inputs.EXAMPLE, "--to", FORMATS)
    start = time.perf_counter()
    subprocess.run(command, check=True, env=_environment(cache), stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


class _Session:
    """The process and the rounds that it tells of. What it prints is read in a thread all the
    time: a session whose pipe is full stands still."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(process,), daemon=True).start()
        self.address: str = self.next("begin")["preview"]

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._lines.put(line)

    def next(self, event: str) -> dict[str, Any]:
        """The next object of that kind. Raises `queue.Empty` where none comes in time."""
        while True:
            told: dict[str, Any] = json.loads(self._lines.get(timeout=PATIENCE))
            if told["event"] == event and told.get("state") != "abandoned":
                return told

    def written(self) -> None:
        """Waits for the end of the next round that wrote files."""
        while True:
            told = self.next("round")
            assert told["state"] == "built", told
            if any(output["state"] == "written" for output in told["outputs"]):
                return


@contextlib.contextmanager
def _session(workspace: Path, cache: Path) -> Iterator[_Session]:
    process = subprocess.Popen(
        _command(workspace, "watch", inputs.EXAMPLE, "--to", FORMATS, "--preview",
                 "--report", "json"),
        env=_environment(cache), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        session = _Session(process)
        session.next("round")
        yield session
    finally:
        process.terminate()
        process.wait()


def _save(workspace: Path, number: int) -> tuple[str, float]:
    """Saves the clause with another word; the word, and when."""
    path = workspace / CLAUSE
    word = f"everyday{number}"
    text, count = WORD.subn(word, path.read_text("utf-8"))
    assert count, f"{CLAUSE} has lost its word"
    start = time.perf_counter()
    path.write_text(text, "utf-8")
    return word, start


def _to_files(session: _Session, workspace: Path, number: int) -> float:
    """Seconds until the round is over, which wrote files for that save."""
    _, start = _save(workspace, number)
    session.written()
    return time.perf_counter() - start


def _browser() -> Callable[[str], contextlib.AbstractContextManager[Any]] | None:
    """Opens the page in chromium, None where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        return None
    if program is None:
        return None

    @contextlib.contextmanager
    def opened(address: str) -> Iterator[Any]:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(address)
            page.wait_for_selector(".sheet img")
            yield page
            browser.close()

    return opened


def _to_page(session: _Session, page: Any, workspace: Path, number: int) -> float:
    """Seconds until the page marks a change that holds the new word. The files of that save are
    waited for, so that the next one is not measured beside them."""
    word, start = _save(workspace, number)
    page.evaluate(MARKED, [word, 1000 * PATIENCE])
    spent = time.perf_counter() - start
    session.written()
    return spent
