"""A project's `clauses.lock` and the pinned texts → the library as that project sees it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from sowgen.diagnostics import Diagnostic, Outcome, Span, error, info
from sowgen.load.clauses import Library, read_clause
from sowgen.load.conflicts import find_mark
from sowgen.load.yaml import load_yaml
from sowgen.model.clause import Clause
from sowgen.model.lock import FORMAT, Lock, Pin, Pinned, lock_file
from sowgen.model.shape import shape
from sowgen.model.tree import Tree
from sowgen.model.values import Text, form
from sowgen.workspace import Workspace
from sowgen.workspace.text import decode

SHOWN = 3
"""So many clauses are named in a finding on all of them, at most."""

_ID = Annotated[Text, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$"), form("a clause id", "pricing")]


class _Entry(BaseModel):
    """A pinned clause as the lock has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: Annotated[
        Text,
        Field(pattern=r"^\d+\.\d+\.\d+$"),
        form("three whole numbers with points between", "1.0.0"),
    ]
    area: Annotated[Text, Field(pattern=r"^[^/\\._][^/\\]*$"), form("an area", "commercial")]
    sha256: Annotated[
        Text, Field(pattern=r"^[0-9a-f]{64}$"), form("64 digits and letters up to f", "0f" * 32)
    ]


class _Lock(BaseModel):
    """The lock file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: int
    clauses: dict[_ID, _Entry]


def load_lock(workspace: Workspace, slug: str) -> Outcome[Lock | None]:
    """The lock of a project with the pinned texts; None where there is none, and where it cannot
    be read. Codes: C222 to C224, and those of reading."""
    pins = read_pins(workspace, slug)
    return pins if pins.value is None else load_texts(workspace, pins.value)


def load_texts(workspace: Workspace, lock: Lock) -> Outcome[Lock | None]:
    """The lock with the pinned texts that are there and are what was pinned. Codes: C223, C224,
    and those of reading."""
    texts: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    for pin in lock.pins.values():
        text = _pinned_text(workspace, pin, lock.slug)
        found += text.diagnostics
        if text.value is not None:
            texts[pin.id] = text.value
    return Outcome(replace(lock, texts=texts), tuple(found))


def read_pins(workspace: Workspace, slug: str) -> Outcome[Lock | None]:
    """As `load_lock`, without the pinned texts. Codes: C222, and those of reading."""
    path = lock_file(slug)
    folder, _, name = path.rpartition("/")
    # A link that leads nowhere is no lock, and no project without one either.
    if not workspace.exists(path) and name not in dict(workspace.source.entries(folder)):
        return Outcome(None)
    text = workspace.read_text(path)
    if text.value is None:
        return Outcome(None, text.diagnostics)
    mark = find_mark(text.value, path)
    if mark is not None:
        return _unreadable(
            "the lock holds a merge that was not finished", mark,
            "keep the lines of one side and remove the markers, then see what "
            f"`sowgen clauses outdated {slug}` says",
        )  # fmt: skip
    loaded = load_yaml(text.value, path)
    if loaded.value is None or not loaded.ok:
        return Outcome(None, tuple(_as_lock_finding(d, slug) for d in loaded.diagnostics))
    return _shaped(loaded.value, slug)


def _shaped(tree: Tree, slug: str) -> Outcome[Lock | None]:
    form_ = tree.get(("format",))
    if form_ is not None and form_ != FORMAT:
        return _unreadable(
            f"the lock has the format `{form_}`, and this sowgen reads {FORMAT}",
            tree.span(("format",)), "use the sowgen that wrote it, or a newer one",
        )  # fmt: skip
    head = shape(_Lock, tree)
    if head.value is None:
        return Outcome(None, tuple(_as_lock_finding(d, slug) for d in head.diagnostics))
    pins = {
        id_: Pin(id_, entry.version, entry.area, entry.sha256, tree.key_span(("clauses", id_)))
        for id_, entry in sorted(head.value.clauses.items())
    }
    return Outcome(Lock(slug, pins, span=tree.key_span(("clauses",))))


def _unreadable(message: str, span: Span, hint: str) -> Outcome[Lock | None]:
    return Outcome(None, (error("C222", message, span, hint),))


def _as_lock_finding(found: Diagnostic, slug: str) -> Diagnostic:
    """C222 for what the readers of YAML and of its shape say."""
    hint = f"take the file back from git, or delete it and run `sowgen clauses upgrade {slug}`"
    return error("C222", f"the lock cannot be read: {found.message}", found.span,
                 "keep one of the two lines" if found.code == "Y108" else hint,
                 found.related)  # fmt: skip


def _pinned_text(workspace: Workspace, pin: Pin, slug: str) -> Outcome[bytes | None]:
    """The bytes of the pinned text, None with C223 or C224. Line ends do not count."""
    anew = f"take the library's text with `sowgen clauses upgrade {slug} {pin.id}`"
    read = workspace.read(pin.file)
    if read.value is None:
        if any(d.code != "F002" for d in read.diagnostics):
            return Outcome(None, read.diagnostics)
        message = f"the pinned text of `{pin.id}` {pin.version} is not there"
        hint = (
            "where it was pinned, add it with `git add clauses/.pinned` and commit; "
            f"if git has it, take it back from there; or {anew}"
        )
        return Outcome(None, (error("C223", message, pin.span, hint),))
    if workspace.reads[pin.file] != pin.sha256 != _digest_of_text(read.value):
        message = f"the pinned text of `{pin.id}` {pin.version} is not the one that was pinned"
        place = Span(pin.file, 1, 1)
        hint = f"take `{pin.file}` back from git, or {anew}"
        return Outcome(None, (error("C224", message, place, hint, [("pinned here", pin.span)]),))
    return Outcome(read.value)


def _digest_of_text(data: bytes) -> str:
    """The SHA-256 of a text whose line ends or mark a checkout has changed."""
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return hashlib.sha256(data).hexdigest()


def pin_library(library: Library, lock: Lock) -> Outcome[Pinned]:
    """The library with the pinned clauses in place of its own. A text that is still the library's
    is not read again: its clause is the library's.

    Codes: C222 a version that is not that of the text, C225 and C227 where the library has moved
    on, and those of clause files.
    """
    found: list[Diagnostic] = []
    pinned: dict[str, Clause] = {}
    behind: dict[str, Clause | None] = {}
    for pin in lock.pins.values():
        there = library.clauses.get(pin.id)
        if there is None or not pin.is_of(there):
            behind[pin.id] = there
            there = _parsed(pin, lock.texts, found)
        if there is not None and there.version != pin.version:
            message = f"the text pinned as `{pin.id}` {pin.version} is version {there.version}"
            hint = "take the file back from git"
            found.append(error("C222", message, pin.span, hint, [("the text", there.span)]))
        if there is not None:
            pinned[pin.id] = there
    found += _moved_on(lock, behind)
    return Outcome(Pinned(lock, {**library.clauses, **pinned}, behind), tuple(found))


def _parsed(pin: Pin, texts: Mapping[str, bytes], found: list[Diagnostic]) -> Clause | None:
    if pin.id not in texts:
        return None
    text = decode(pin.file, texts[pin.id])
    found += text.diagnostics
    if text.value is None:
        return None
    clause = read_clause(pin.file, pin.id, text.value, pin.area)
    found += clause.diagnostics
    return clause.value


def _moved_on(lock: Lock, behind: Mapping[str, Clause | None]) -> Iterator[Diagnostic]:
    """C225 for each clause that is gone from the library, C227 for all that are another."""
    moved = [name for name, clause in behind.items() if clause is not None]
    for name, clause in behind.items():
        if clause is None:
            yield info(
                "C225", f"the library has no clause `{name}` any more; the deal keeps the text "
                "that it is pinned to", lock.pins[name].span,
                f"`sowgen clauses upgrade {lock.slug} {name}` takes it out of the deal",
            )  # fmt: skip
    if moved:
        names = [f"`{name}`" for name in moved[:SHOWN]]
        more = len(moved) - len(names)
        listed = ", ".join(names) + (f" and {more} more" if more else "")
        what, since = f"{len(moved)} clauses have", "they were"
        if len(moved) == 1:
            what, since = "a clause has", "it was"
        yield info(
            "C227", f"{what} changed in the library since {since} pinned: {listed}",
            Span(lock_file(lock.slug)),
            f"`sowgen clauses outdated {lock.slug}` shows what changed, "
            f"`sowgen clauses upgrade {lock.slug}` takes it",
        )  # fmt: skip
