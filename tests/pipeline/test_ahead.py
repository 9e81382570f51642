"""A helper that compiles ahead saves time and changes nothing, whatever becomes of it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sowgen.cache import Cache
from sowgen.dialect import stand_in
from sowgen.dialect.helper import receive, send, serve
from sowgen.pipeline import ahead
from sowgen.pipeline.ahead import ENOUGH, Ahead, texts_ahead
from sowgen.pipeline.kept import Memory
from sowgen.pipeline.run import Run
from sowgen.workspace import Workspace

ROOT = Path(__file__).parents[2]
TEXTS = tuple(f"{{{{ name{n} }}}} {'x ' * (ENOUGH // 4)}\n" for n in range(3))
KEYS = tuple(stand_in().key(text) for text in TEXTS)
ENTRIES = tuple(stand_in().entry(text) for text in TEXTS)


def children() -> set[int]:
    """Processes whose parent is this one, zombies too."""
    done = subprocess.run(
        ["ps", "-o", "pid=,comm=", "--ppid", str(os.getpid())], capture_output=True, check=True
    )
    lines = (line.split() for line in done.stdout.decode().splitlines())
    return {int(pid) for pid, name in lines if name != "ps"}


@pytest.fixture
def alone() -> Iterator[None]:
    before = children()
    yield
    assert children() == before


@pytest.mark.usefixtures("alone")
def test_what_is_asked_for_comes_and_is_kept() -> None:
    kept: dict[str, bytes] = {KEYS[1]: ENTRIES[1]}
    with Ahead(kept, patience=60) as compiled:
        compiled.ask((*TEXTS, "{% if %}", ""))
        assert [compiled.get(key) for key in KEYS] == [*ENTRIES]
        assert compiled.get(stand_in().key("{% if %}")) is None
        compiled.ask(["later {{ a }}", TEXTS[0]])
        assert compiled.get(stand_in().key("later {{ a }}")) == stand_in().entry("later {{ a }}")
    assert {KEYS[0], KEYS[2]} < kept.keys()


def test_little_text_is_not_worth_a_process() -> None:
    def start() -> None:
        raise AssertionError("started")

    with Ahead({}, start) as compiled:
        compiled.ask(TEXTS[:1])
        assert compiled.get(KEYS[0]) is None


def no_process() -> None:
    return None


def program(code: str) -> Callable[[], subprocess.Popen[bytes]]:
    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    return start


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(
    ("start", "patience"),
    [
        (no_process, 60),
        (program("raise SystemExit(1)"), 60),
        (program("import sys; sys.stdin.buffer.read(30000)"), 60),
        (program("import sys; sys.stdout.buffer.write(bytes([0, 0, 9, 9, 1]))"), 60),
        (program("import time; time.sleep(60)"), 0.1),
    ],
)
def test_a_helper_that_fails_is_done_without(start: ahead.Start, patience: float) -> None:
    with Ahead({}, start, patience) as compiled:
        compiled.ask(TEXTS * 2)
        assert [compiled.get(key) for key in KEYS] == [None] * 3
        compiled.ask(["later"])
        assert compiled.get(stand_in().key("later")) is None


@pytest.mark.usefixtures("alone")
def test_leaving_early_ends_it() -> None:
    with Ahead({}) as compiled:
        compiled.ask(TEXTS * 200)
        compiled.ask(f"{n} {TEXTS[0]}" for n in range(200))
        begun = time.monotonic()
    assert time.monotonic() - begun < 5
    assert compiled.get(KEYS[0]) is None


def test_it_ends_with_its_parent() -> None:
    code = (
        "from sowgen.pipeline.ahead import start_helper; import time;"
        "print(start_helper().pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    for _ in range(200):
        stat = Path(f"/proc/{pid}/stat")
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    raise AssertionError("it outlived its parent")


def test_the_helper_imports_little() -> None:
    code = (
        "import sys, sowgen.dialect.helper;"
        "print(*(m for m in sys.modules if m.split('.')[0] in ('pydantic', 'babel', 'yaml')"
        " or m.startswith('sowgen.') and not m.startswith('sowgen.dialect')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.strip() == b""


def test_answers_come_in_order() -> None:
    texts, answers = io.BytesIO(), io.BytesIO()
    for text in ("{{ a }}", "{% if %}", "{{ b }}"):
        send(texts, text.encode())
    texts.write(b"\0\0\0\x09half")
    texts.seek(0)
    serve(texts, answers)
    answers.seek(0)
    expected = [stand_in().entry("{{ a }}"), b"", stand_in().entry("{{ b }}"), None]
    assert [receive(answers) for _ in range(4)] == expected


def test_once_for_each_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Later packages find the texts compiled; in a pool, and on one processor, there is none."""
    monkeypatch.setattr(ahead, "processors", lambda: 2)
    memory = Memory(drafting=True)
    run = Run.begin(Workspace(tmp_path), Cache(None), memory)
    assert [texts_ahead(run).start is None for _ in range(3)] == [False, True, True]
    monkeypatch.setattr(ahead, "processors", lambda: 1)
    assert texts_ahead(Run.begin(Workspace(tmp_path), Cache(None))).start is None
    monkeypatch.setattr(ahead, "processors", lambda: 2)
    pool = pytest.importorskip("multiprocessing.process")
    monkeypatch.setattr(pool, "parent_process", lambda: object())
    assert texts_ahead(Run.begin(Workspace(tmp_path), Cache(None))).start is None
