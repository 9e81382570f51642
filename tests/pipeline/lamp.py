"""A small workspace whose every file has several states: three document kinds, six clauses, and
the project `lamp`. An edit puts one file into another of its states."""

from __future__ import annotations

import io
import zipfile
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
    texts: dict[str, tuple[str | bytes | None, ...]] = {
        "sowgen.yaml": (
            SETTINGS,
            SETTINGS + "formats: [xlsx, ics]\n",
            edited(SETTINGS, "a-2b", "ua-1"),
            SETTINGS + "defaults: {commercial: {currency: EUR}, clauses: {prefer: {}}}\n",
            SETTINGS + "defaults: {scope: {exclusions: [no bulbs]}}\ncompany: {name: Lamps}\n",
            edited(SETTINGS, "id: legal", "id: lawyer"),
            SETTINGS + "word: {update_fields_on_open: true}\n",
            SETTINGS + "defaults: {package: {id: lamp}}\n",
            SETTINGS + "pdf: [\n",
        ),
        f"{PROJECT}/project.yaml": (
            DEAL,
            edited(DEAL, "20 days", "25 days"),
            edited(DEAL, "20 days", "200 days"),
            edited(DEAL, "balanced", "oem"),
            edited(DEAL, "balanced", "ems"),
            edited(DEAL, "of the lamp", "of two lamps"),
            edited(DEAL, "LAMP-1", "LAMP-2"),
            edited(DEAL, "id: lamp", "id: bulb"),
            edited(DEAL, "id: lamp, ", ""),
            edited(DEAL, "commercial:", "no_such_key: 1\ncommercial:"),
            edited(DEAL, "commercial: {payment: {days: 20 days}}\n", ""),
            DEAL + "scope: {exclusions: [no shades, no cables]}\n",
            DEAL + "raci:\n" + "".join(f"  {line}\n" for line in RACI.splitlines()),
            edited(DEAL, "of the lamp", "of the lamp 漢"),
            edited(DEAL, "package: {", "package: {{"),
            edited(DEAL, "title: Man", "date: 2027-01-02, version: '2.0', title: Man"),
        ),
        f"{PROJECT}/raci.yaml": (RACI, None, edited(RACI, "Look at", "See"), "raci:\n- 1\n"),
        f"{PROJECT}/schedule.yaml": (
            SCHEDULE,
            None,
            edited(SCHEDULE, "duration: 10", "duration: 12"),
            edited(SCHEDULE, "after: tools", "after: lamps"),
        ),
        f"{PROJECT}/scope.yaml": (None, "exclusions: [no bulbs]\n", "exclusions: [\n"),
        f"{PROJECT}/clauses.yaml": (None, "stance: oem\n"),
        f"{PROJECT}/clauses/colour.md": (
            None,
            OWN,
            edited(OWN, "red,", "blue,"),
            edited(OWN, "reason:", "replaces: scope\nreason:"),
            edited(OWN, "---\n\n#", "--\n\n#"),
        ),
        "clauses/money/payment.md": (
            PAYMENT,
            edited(PAYMENT, "of its date", "of the date on it"),
            edited(PAYMENT, "1.0.0", "1.1.0"),
            edited(PAYMENT, "10 days .. 60", "22 days .. 60"),
            edited(PAYMENT, "default: 30", "default: 31"),
            edited(PAYMENT, "[scope]", "[scope, rules]"),
            edited(PAYMENT, "ems -> scope", "balanced -> scope"),
            edited(PAYMENT, "# Balanced", "# Balance"),
            edited(PAYMENT, "{{ days }} of its", "{{ dayz }} of its"),
            edited(PAYMENT, "2. once", "2. once ☃"),
            edited(PAYMENT, "{.def} within {{ days }} of its", "within {{ days }} of its"),
            None,
        ),
        "clauses/general/scope.md": (
            SCOPE,
            edited(SCOPE, "the lamp", "each lamp"),
            edited(SCOPE, "order: 20", "order: 40"),
            edited(SCOPE, 'ref("payment")', 'ref("colour")'),
            edited(SCOPE, "title: Scope", "title: The scope"),
            edited(SCOPE, "under {{", "{% if under {{"),
            None,
        ),
        "clauses/general/scopes.md": (None, edited(SCOPE, "Scope", "Scopes")),
        "clauses/money/scope.md": (None, SCOPE),
        "clauses/money/interest.md": (
            INTEREST,
            edited(INTEREST, "1 % of", "2 % of"),
            edited(INTEREST, "payment.days", "currency"),
            edited(INTEREST, "a month |", "a week |"),
            None,
        ),
        "clauses/rules/rules.md": (RULES, edited(RULES, "document: plan\n", ""), None),
        "templates/sow/outline.md": (
            SOW,
            edited(SOW, "# Work", "# Works"),
            edited(SOW, "order: 10", "order: 25"),
            edited(SOW, "signatures: true\n", ""),
            edited(SOW, '{{ clauses("money") }}', ""),
            edited(SOW, "package.title", "package.titel"),
            edited(SOW, '"dates"', '"work"'),
            edited(SOW, "order: 10", "order: ten"),
        ),
        "templates/sow/words/en.yaml": (
            "sow_lead: All of it.\n",
            "sow_lead: None of it.\n",
            "sow_lead: A.\nsow_lead: B.\n",
            None,
        ),
        "templates/sow/page.typ": (None, PAGE, edited(PAGE, "400pt", "500pt"), "#let x = y\n"),
        "templates/sow/document.docx": (
            None,
            word_template(("Carlito", "DejaVu Sans")),
            word_template(),
            b"no archive",
        ),
        "templates/plan/outline.md": (
            PLAN,
            edited(PLAN, "exports: {ics: milestones}\n", "applies_when: schedule\n"),
            edited(PLAN, "ics: milestones", "mspdi: network"),
            edited(PLAN, "{#dates}", ""),
            None,
        ),
        "templates/note/outline.md": (
            NOTE,
            edited(NOTE, "audience: internal\n", ""),
            edited(NOTE, "Who does", "They do"),
            edited(NOTE, "xlsx: matrix", "xlsx: matrices"),
            None,
        ),
        "templates/more/outline.md": (None, edited(NOTE, "order: 30", "order: 5")),
        f"{HOUSE}/words/en.yaml": (
            words,
            edited(words, ": Statement of", ": The"),
            words + "a: b\n",
            None,
        ),
        f"{HOUSE}/page.typ": (PAGE, edited(PAGE, "#d.title", "#d.title!"), None),
        f"{HOUSE}/document.docx": (
            word_template(),
            word_template(("Carlito", "DejaVu Sans")),
            word_template(("{{", "{{ no.such.thing }}{{")),
            None,
        ),
        "projects/other/project.yaml": (None, DEAL, edited(DEAL, "id: lamp", "id: bulb")),
        "projects/other/package.yaml": (None, "id: lamp\n"),
    }  # fmt: skip
    return {
        path: tuple(t.encode() if isinstance(t, str) else t for t in each)
        for path, each in texts.items()
    }


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
