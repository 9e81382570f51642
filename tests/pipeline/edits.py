"""What people do to the workspace of `lamp.py` between two builds."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from hypothesis import strategies as st

from sowgen.cache import Cache
from tests.pipeline.lamp import FOLDER, State, put, states

Edit: TypeAlias = tuple[str, str, int]
"""What is done, to which file, and a number that says which way."""

MOVES = (
    ("templates/plan/", "templates/plans/"),
    ("clauses/general/", "clauses/common/"),
    ("projects/lamp/raci.yaml", "projects/lamp/decisions.yaml"),
    ("projects/lamp/clauses/", "projects/lamp/clause/"),
)
BROKEN = {"md": b"\n{% if\n", "yaml": b"\nx: [\n", "typ": b"\n#(\n", "docx": b""}
REMARKS = {"md": (b"---\n", b"---\n# A remark.\n"), "yaml": (b"", b"# A remark.\n"),
           "typ": (b"", b"// A remark.\n")}  # fmt: skip
FILES = tuple(states())
TEXTS = tuple(path for path in FILES if path.rsplit(".", 1)[-1] in REMARKS)

EDITS: st.SearchStrategy[Edit] = st.one_of(
    *(st.tuples(st.just("put"), st.sampled_from(FILES), st.integers(0, 14)) for _ in range(5)),
    st.tuples(st.just("remark"), st.sampled_from(TEXTS), st.just(0)),
    st.tuples(st.just("break"), st.sampled_from(FILES), st.just(0)),
    st.tuples(st.just("odd"), st.sampled_from(FILES), st.integers(0, 1)),
    st.tuples(st.just("undo"), st.just(""), st.integers(1, 3)),
    st.tuples(st.just("undo"), st.just(""), st.just(1)),
    st.tuples(st.just("move"), st.just(""), st.integers(0, len(MOVES) - 1)),
    st.tuples(st.just("output"), st.sampled_from(("delete", "change")), st.integers(0, 9)),
    st.tuples(st.just("cache"), st.sampled_from(("delete", "damage")), st.integers(0, 99)),
    st.tuples(st.just("order"), st.just(""), st.integers(0, 6)),
    st.tuples(st.just("commit"), st.just(""), st.integers(0, 2)),
    st.tuples(st.just("commit"), st.just(""), st.just(0)),
)


@dataclass
class Desk:
    """The workspace in `root` as it is `now`, and as it was before each edit."""

    root: Path
    now: dict[str, State] = field(default_factory=lambda: {p: s[0] for p, s in states().items()})
    before: list[dict[str, State]] = field(default_factory=list)

    def edit(self, edit: Edit) -> None:
        """One edit of the workspace's files; others are left alone."""
        what, path, number = edit
        new: dict[str, Callable[[], dict[str, State]]] = {
            "put": lambda: {path: states()[path][number % len(states()[path])]},
            "remark": lambda: {path: _remarked(path, self.now.get(path))},
            "break": lambda: {path: _broken(path, self.now.get(path))},
            "odd": lambda: {path: FOLDER if number else b"\xff\xfe no text"},
            "undo": lambda: self.before[-number] if len(self.before) >= number else {},
            "move": lambda: self._moved(*MOVES[number]),
        }
        if what in new:
            self._become({**self.now, **new[what]()})

    def _moved(self, source: str, target: str) -> dict[str, State]:
        """The folder or file under its other name, or back."""
        there = {path for path, state in self.now.items() if state is not None}
        if not any(path.startswith(source) for path in there):
            source, target = target, source
        taken = {path: self.now[path] for path in there if path.startswith(source)}
        moved = {target + path[len(source) :]: state for path, state in taken.items()}
        return {**dict.fromkeys(taken), **moved}

    def _become(self, new: dict[str, State]) -> None:
        self.before.append(self.now)
        for path in sorted({*self.now, *new}, key=lambda p: new.get(p) is not None):
            if self.now.get(path) != new.get(path):
                put(self.root, path, new.get(path))
        self.now = new


def _remarked(path: str, state: State) -> State:
    """The file with one more remark at its top."""
    head, remark = REMARKS[path.rsplit(".", 1)[-1]]
    usable = state not in (None, FOLDER) and (state or b"").startswith(head)
    return remark + (state or b"")[len(head) :] if usable else state


def _broken(path: str, state: State) -> State:
    """The file with a mistake at its end, or the half of it."""
    if state is None or state == FOLDER:
        return state
    return state + BROKEN[path.rsplit(".", 1)[-1]] if not path.endswith("docx") else state[:900]


def touch_output(folder: Path, how: str, number: int) -> None:
    """A person deletes a file of an earlier build, or writes into it."""
    names = sorted(p for p in folder.glob("*") if p.is_file() and p.name != ".lock")
    if not names:
        return
    file = names[number % len(names)]
    if how == "delete":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() + b" ")


def touch_cache(cache: Cache, how: str, number: int) -> None:
    """The cache is deleted, or one entry is damaged: cut, flipped, or another entry's."""
    if cache.folder is None or not cache.folder.exists():
        return
    if how == "delete":
        shutil.rmtree(cache.folder)
        return
    entries = sorted(p for p in cache.folder.rglob("*") if p.is_file())
    if not entries:
        return
    order = random.Random(number)
    one, other = order.choice(entries), order.choice(entries)
    data = one.read_bytes()
    plain = b'{"reads":{},"looks":{},"files":[]}'
    one.write_bytes(
        order.choice(
            (data[: len(data) // 2], data[:-1] + b"!", other.read_bytes(), b"",
             hashlib.sha256(plain).digest() + plain)
        )
    )  # fmt: skip
