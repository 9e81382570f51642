"""A small workspace whose every file has several states: three document kinds, six clauses, and
the project `lamp`. An edit puts one file into another of its states."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeAlias

from tests.documents.deal import ROOT, write
from tests.pipeline.lamp_files import (
    DEAL,
    INTEREST,
    NOTE,
    OWN,
    PAGE,
    PAYMENT,
    PLAN,
    RACI,
    RULES,
    SCHEDULE,
    SCOPE,
    SETTINGS,
    SOW,
)

State: TypeAlias = bytes | None
"""What stands in a file; None: it is not there."""
Entry: TypeAlias = State | str | tuple[str, str]
"""A state in the table of `states`: as it is, or as what stands in place of what in the first text
of the row."""
FOLDER = b"a folder takes the file's place"
SLUG = "lamp"
PROJECT = f"projects/{SLUG}"
HOUSE = "templates/house"
FONTS = f"{HOUSE}/fonts"


def edited(text: str, old: str, new: str) -> str:
    """The text with one thing replaced, which must be there."""
    assert old in text, old
    return text.replace(old, new)


@cache
def word_template(*edits: tuple[str, str]) -> bytes:
    """The Word template of the house, with texts of its parts replaced."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(ROOT / HOUSE / "document.docx") as shipped,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        parts = {name: shipped.read(name) for name in shipped.namelist()}
        for old, _ in edits:
            assert any(old.encode() in data for data in parts.values()), old
        for name, data in parts.items():
            for old, new in edits:
                data = data.replace(old.encode(), new.encode())
            target.writestr(zipfile.ZipInfo(name), data)
    return made.getvalue()


@cache
def states() -> dict[str, tuple[State, ...]]:
    """The states of every file, the first one at the beginning; None: it is not there."""
    words = (ROOT / HOUSE / "words" / "en.yaml").read_text("utf-8")
    rows: dict[str, tuple[Entry, ...]] = {
        "sowgen.yaml": (
            SETTINGS,
            SETTINGS + "formats: [xlsx, ics]\n",
            ("a-2b", "ua-1"),
            SETTINGS + "defaults: {commercial: {currency: EUR}, clauses: {prefer: {}}}\n",
            SETTINGS + "defaults: {scope: {exclusions: [no bulbs]}}\ncompany: {name: Lamps}\n",
            ("id: legal", "id: lawyer"),
            SETTINGS + "word: {update_fields_on_open: true}\n",
            SETTINGS + "defaults: {package: {id: lamp}}\n",
            SETTINGS + "pdf: [\n",
        ),
        f"{PROJECT}/project.yaml": (
            DEAL,
            ("20 days", "25 days"),
            ("20 days", "200 days"),
            ("balanced", "oem"),
            ("balanced", "ems"),
            ("of the lamp", "of two lamps"),
            ("LAMP-1", "LAMP-2"),
            ("id: lamp", "id: bulb"),
            ("id: lamp, ", ""),
            ("commercial:", "no_such_key: 1\ncommercial:"),
            ("commercial: {payment: {days: 20 days}}\n", ""),
            DEAL + "scope: {exclusions: [no shades, no cables]}\n",
            DEAL + "raci:\n" + "".join(f"  {line}\n" for line in RACI.splitlines()),
            ("of the lamp", "of the lamp 漢"),
            ("package: {", "package: {{"),
            ("title: Man", "date: 2027-01-02, version: '2.0', title: Man"),
        ),
        f"{PROJECT}/raci.yaml": (RACI, None, ("Look at", "See"), "raci:\n- 1\n"),
        f"{PROJECT}/schedule.yaml": (
            SCHEDULE, None, ("duration: 10", "duration: 12"), ("after: tools", "after: lamps"),
        ),
        f"{PROJECT}/scope.yaml": (None, "exclusions: [no bulbs]\n", "exclusions: [\n"),
        f"{PROJECT}/clauses.yaml": (None, "stance: oem\n"),
        f"{PROJECT}/clauses/colour.md": (
            None,
            OWN,
            ("red,", "blue,"),
            ("reason:", "replaces: scope\nreason:"),
            ("---\n\n#", "--\n\n#"),
        ),
        "clauses/money/payment.md": (
            PAYMENT,
            ("of its date", "of the date on it"),
            ("1.0.0", "1.1.0"),
            ("10 days .. 60", "22 days .. 60"),
            ("default: 30", "default: 31"),
            ("[scope]", "[scope, rules]"),
            ("ems -> scope", "balanced -> scope"),
            ("# Balanced", "# Balance"),
            ("{{ days }} of its", "{{ dayz }} of its"),
            ("2. once", "2. once ☃"),
            ("{.def} within {{ days }} of its", "within {{ days }} of its"),
            None,
        ),
        "clauses/general/scope.md": (
            SCOPE,
            ("the lamp", "each lamp"),
            ("order: 20", "order: 40"),
            ('ref("payment")', 'ref("colour")'),
            ("title: Scope", "title: The scope"),
            ("under {{", "{% if under {{"),
            None,
        ),
        "clauses/general/scopes.md": (None, edited(SCOPE, "Scope", "Scopes")),
        "clauses/money/scope.md": (None, SCOPE),
        "clauses/money/interest.md": (
            INTEREST,
            ("1 % of", "2 % of"),
            ("payment.days", "currency"),
            ("a month |", "a week |"),
            None,
        ),
        "clauses/rules/rules.md": (RULES, ("document: plan\n", ""), None),
        "templates/sow/outline.md": (
            SOW,
            ("# Work", "# Works"),
            ("order: 10", "order: 25"),
            ("signatures: true\n", ""),
            ('{{ clauses("money") }}', ""),
            ("package.title", "package.titel"),
            ('"dates"', '"work"'),
            ("order: 10", "order: ten"),
        ),
        "templates/sow/words/en.yaml": (
            "sow_lead: All of it.\n",
            "sow_lead: None of it.\n",
            "sow_lead: A.\nsow_lead: B.\n",
            None,
        ),
        "templates/sow/page.typ": (None, PAGE, ("400pt", "500pt"), "#let x = y\n"),
        "templates/sow/document.docx": (
            None,
            word_template(("Carlito", "DejaVu Sans")),
            word_template(),
            b"no archive",
        ),
        "templates/plan/outline.md": (
            PLAN,
            ("exports: {ics: milestones}\n", "applies_when: schedule\n"),
            ("ics: milestones", "mspdi: network"),
            ("{#dates}", ""),
            None,
        ),
        "templates/note/outline.md": (
            NOTE,
            ("audience: internal\n", ""),
            ("Who does", "They do"),
            ("xlsx: matrix", "xlsx: matrices"),
            None,
        ),
        "templates/more/outline.md": (None, edited(NOTE, "order: 30", "order: 5")),
        f"{HOUSE}/words/en.yaml": (words, (": Statement of", ": The"), words + "a: b\n", None),
        f"{HOUSE}/page.typ": (PAGE, ("#d.title", "#d.title!"), None),
        f"{HOUSE}/document.docx": (
            word_template(),
            word_template(("Carlito", "DejaVu Sans")),
            word_template(("{{", "{{ no.such.thing }}{{")),
            None,
        ),
        "projects/other/project.yaml": (None, DEAL, ("id: lamp", "id: bulb")),
        "projects/other/package.yaml": (None, "id: lamp\n"),
    }  # fmt: skip
    return {path: tuple(_row(row)) for path, row in rows.items()}


def _row(row: tuple[Entry, ...]) -> Iterator[State]:
    """The states that the entries of one file stand for."""
    text = next((entry for entry in row if isinstance(entry, str)), "")
    for entry in row:
        state = edited(text, *entry) if isinstance(entry, tuple) else entry
        yield state.encode() if isinstance(state, str) else state


@cache
def font(name: str) -> bytes:
    """A font of the shipped workspace."""
    return (ROOT / FONTS / name).read_bytes()


def put(root: Path, path: str, data: State) -> None:
    """The file in this state; folders that have become empty go."""
    file = root / path
    if file.is_dir():
        file.rmdir()
    if data == FOLDER:
        file.unlink(missing_ok=True)
        file.mkdir(parents=True)
        return
    if data is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return
    file.unlink(missing_ok=True)
    while file.parent != root and file.parent.is_dir() and not any(file.parent.iterdir()):
        file = file.parent
        file.rmdir()


def make_lamp(root: Path) -> None:
    """The workspace, every file in its first state."""
    for path, each in states().items():
        put(root, path, each[0])
    put(root, f"{FONTS}/LastResort.ttf", font("SowgenLastResort-Regular.ttf"))
    for kind, shipped in (("plan", "schedule"), ("note", "raci")):
        words = (ROOT / "templates" / shipped / "words" / "en.yaml").read_bytes()
        put(root, f"templates/{kind}/words/en.yaml", words)
    write(root / PROJECT / "readme.txt", "Not read.\n")


def nth(path: str, words: str) -> int:
    """Which state of the file has these words first."""
    return next(n for n, state in enumerate(states()[path]) if words.encode() in (state or b""))
