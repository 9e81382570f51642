"""Incremental equals clean: after any edits a builder that remembers gives what one that begins
from nothing gives, in files and in findings."""

from __future__ import annotations

import functools
import gc
import os
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sowgen.cache import Cache
from sowgen.pipeline import Order
from tests.pipeline.builders import Builder, Result, one_pandoc
from tests.pipeline.edits import EDITS, Desk, Edit, touch_cache, touch_output
from tests.pipeline.lamp import FONTS, HOUSE, PROJECT, font, make_lamp, nth, put, states
from tests.repository import Repo

_COUNT = 300 if os.environ.get("CI") else 60
_WHOLE = (
    *[Order(formats=("json",))] * 4,
    *[Order(formats=("json", "xlsx", "ics", "mspdi"))] * 2,
    Order(),
    Order(formats=("docx",)),
    Order(formats=("pdf",)),
    Order(formats=("json",), strict=True),
)
_BETWEEN = (
    Order(formats=("pdf",)),
    Order(formats=("json",)),
    Order(formats=("xlsx", "json")),
    Order(kinds=("sow",), formats=("json",)),
    Order(kinds=("note", "plan"), formats=("json", "ics")),
    Order(bundle=True),
    Order(),
)
WAYS = ("cache", "session", "both")
_PANDOC: dict[tuple[str, ...], bytes] = {}


class Office:
    """A workspace, builders that remember (all three ways, or those named), and one that does
    not."""

    def __init__(self, folder: Path, *ways: str) -> None:
        self.desk = Desk(folder / "workspace")
        make_lamp(self.desk.root)
        self.repo = Repo(self.desk.root, folder / "settings")
        self.clean = Builder(self.desk.root, folder / "clean")
        self.fresh = Builder(self.desk.root, folder / "fresh")
        every = {
            "cache": Builder(self.desk.root, folder / "cache", Cache(folder / "c1")),
            "session": Builder(self.desk.root, folder / "session", drafting=True),
            "both": Builder(self.desk.root, folder / "both", Cache(folder / "c2"), drafting=True),
        }
        self.remembering = {way: every[way] for way in ways or every}

    def do(self, edit: Edit, order: Order) -> None:
        """The edit, and what is built after it."""
        what, how, number = edit
        builders = (self.clean, *self.remembering.values())
        self.desk.edit(edit)
        if what == "output":
            for builder in builders:
                touch_output(builder.folder, how, number)
        elif what == "cache":
            for builder in builders:
                touch_cache(builder.cache, how, number)
        elif what == "commit":
            self.commit(number)
        elif what == "order":
            self.build(_BETWEEN[number])
        clean = self.build(order)
        if clean.report.blocked:
            self.build(Order(order.kinds, order.formats, force=True))

    def commit(self, number: int) -> None:
        """Commits what is on the desk: as a commit of its own, in the place of the last one, or
        with an empty one after it."""
        if number == 1 and self.repo.made:
            self.repo.add()
            self.repo.made += 1
            self.repo.git("commit", "-q", "--amend", "--allow-empty", "-m", "amended")
        else:
            self.repo.commit()
        if number == 2:
            self.repo.commit("nothing")

    def build(self, order: Order) -> Result:
        """Builds with all, and compares what they give. The builder that does not remember comes
        last, so that nothing that this process keeps is new to the others."""
        made = {name: builder.build(order) for name, builder in self.remembering.items()}
        clean = self.clean.build(order)
        for name, result in made.items():
            same(name, result, clean)
        return clean

    def check(self) -> None:
        """Checks with all, and compares."""
        made = {name: builder.check() for name, builder in self.remembering.items()}
        clean = self.clean.check()
        assert made == dict.fromkeys(made, clean)

    def end(self, order: Order) -> None:
        """What a process that knows nothing builds into an empty folder is what is there."""
        clean = self.clean.build(Order(order.kinds, order.formats, force=True, strict=order.strict))
        for cached in _caches():
            cached.cache_clear()
        fresh = self.fresh.build(order)
        made = {name for name in fresh.files if name != "manifest.json"}
        assert {name: clean.files.get(name) for name in made} == {
            name: fresh.files[name] for name in made
        }


def same(name: str, result: Result, clean: Result) -> None:
    """Fails where the two differ."""
    assert result.report.diagnostics == clean.report.diagnostics, name
    assert result.report == clean.report, name
    assert sorted(result.files) == sorted(clean.files), name
    differing = [file for file, data in result.files.items() if data != clean.files[file]]
    assert differing == [], name


@cache
def _caches() -> tuple[functools._lru_cache_wrapper[object], ...]:
    """What functions of sowgen keep in this process."""
    return tuple(
        thing
        for thing in gc.get_objects()
        if isinstance(thing, functools._lru_cache_wrapper)
        and str(getattr(thing, "__module__", "")).startswith("sowgen.")
    )


def follow(folder: Path, edits: Sequence[Edit], order: Order, *ways: str, last: int = 0) -> None:
    """Build, and after each edit build again; `last` says what comes last."""
    office = Office(folder, *ways)
    with one_pandoc(_PANDOC):
        office.build(order)
        for edit in edits:
            office.do(edit, order)
        if last % 3 == 0:
            office.check()
        if last == 0:
            office.end(order)


@settings(
    max_examples=_COUNT,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    edits=st.lists(EDITS, min_size=2, max_size=6),
    order=st.sampled_from(_WHOLE),
    way=st.sampled_from(WAYS),
    last=st.integers(0, 9),
)
def test_incremental_equals_clean(edits: list[Edit], order: Order, way: str, last: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="sowgen-lamp-"))
    try:
        follow(folder, edits, order, way, last=last)
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("order", [Order(), Order(formats=("json",))])
def test_the_lamp_can_be_built(tmp_path: Path, order: Order) -> None:
    office = Office(tmp_path)
    made = office.build(order)
    assert not made.report.refused, made.report.diagnostics
    assert len(made.report.written) >= 3


SETTINGS, DEAL, PAGE = "sowgen.yaml", f"{PROJECT}/project.yaml", f"{HOUSE}/page.typ"
ALL = Order(formats=("json", "xlsx", "ics", "mspdi"))
SEQUENCES: dict[str, tuple[Order, tuple[Edit, ...]]] = {
    "a missing design becomes a folder": (
        Order(formats=("pdf",)),
        (("put", PAGE, 2), ("odd", PAGE, 1), ("put", PAGE, 0)),
    ),
    "the same design under another name": (
        Order(formats=("pdf",)),
        (("put", DEAL, nth(DEAL, "漢")), ("put", "templates/sow/page.typ", 1)),
    ),
    "a design is edited": (Order(formats=("pdf",)), (("put", PAGE, 1), ("undo", "", 1))),
    "another project takes the id, and gives it up": (
        Order(formats=("json",)),
        tuple(("put", "projects/other/project.yaml", n) for n in (1, 2, 0)),
    ),
    "a kind comes and goes": (
        Order(formats=("json",)),
        (("put", "templates/more/outline.md", 1), ("undo", "", 1)),
    ),
    "dates move": (ALL, (("put", f"{PROJECT}/schedule.yaml", 2), ("undo", "", 1))),
    "a document is committed, changed and committed again": (
        Order(formats=("docx", "pdf", "json")),
        (
            ("commit", "", 0),
            ("put", "clauses/general/scope.md", 1),
            ("commit", "", 0),
            ("commit", "", 1),
            ("put", "clauses/general/scope.md", 0),
            ("commit", "", 2),
        ),
    ),
    "a file made besides is deleted": (
        ALL,
        (("put", SETTINGS, 1), ("order", "", 0), *(("output", "delete", n) for n in (3, 5, 7))),
    ),
    "a default gives the package its id": (
        Order(formats=("json",)),
        (
            ("put", SETTINGS, nth(SETTINGS, "{id: lamp}")),
            ("put", DEAL, nth(DEAL, "package: {title")),
            ("put", "projects/other/project.yaml", 1),
            ("put", "projects/other/project.yaml", 0),
        ),
    ),
}


def test_a_font_comes_and_goes_in_a_session(tmp_path: Path) -> None:
    office = Office(tmp_path)
    put(office.desk.root, DEAL, states()[DEAL][nth(DEAL, "漢")])
    order = Order(formats=("pdf",))
    with one_pandoc(_PANDOC):
        office.build(order)
        for state in (font("Carlito-Regular.ttf"), font("DejaVuSans-Regular.ttf"), None):
            put(office.desk.root, f"{FONTS}/Own.ttf", state)
            made = office.remembering["session"].build(order)
            for cached in _caches():
                cached.cache_clear()
            same("session", made, office.clean.build(order))


def test_a_record_under_another_name_is_none(tmp_path: Path) -> None:
    """The record of one order in the place of another's."""
    office = Office(tmp_path)
    builder = office.remembering["cache"]
    folder = builder.cache.folder
    assert folder is not None
    with one_pandoc(_PANDOC):
        office.build(Order(formats=("json",)))
        before = set(folder.rglob("build-*"))
        office.build(Order(kinds=("sow",), formats=("json",)))
        (old,) = before
        (new,) = set(folder.rglob("build-*")) - before
        new.write_bytes(old.read_bytes())
        office.build(Order(kinds=("sow",), formats=("json",)))


@pytest.mark.parametrize("what", SEQUENCES)
def test_sequence(tmp_path: Path, what: str) -> None:
    order, edits = SEQUENCES[what]
    follow(tmp_path, edits, order)
