"""How clauses hang together, kept by content between runs: reading them is dear."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sowgen.model.lock import Pin
    from sowgen.pipeline import Run
    from sowgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Ties:
    """A clause, the clauses that it needs, and those that it is, in some positions, `against`."""

    id: str
    title: str
    version: str
    file: str
    area: str = ""
    sha256: str = ""
    requires: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


def read_ties(run: Run) -> Mapping[str, Ties]:
    """Each clause of the library by its id. What is wrong with the others is for `check`."""
    aside = run.workspace.fork()
    for area in aside.find_folders("clauses"):
        for path in aside.find_files(f"clauses/{area}", ".md"):
            aside.read(path)

    def make() -> list[dict[str, Any]]:
        from sowgen.load import load_library

        clauses = load_library(run.workspace.fork()).value.clauses.values()
        return [
            asdict(Ties(c.id, c.title, c.version, c.span.file, c.area, c.digest, c.requires,
                        tuple(_named(rule) for rule in c.conflicts)))
            for c in clauses
        ]  # fmt: skip

    rows = _kept(run, "ties", aside, make)
    return {row["id"]: _ties(row) for row in rows}


def _ties(row: Mapping[str, Any]) -> Ties:
    return Ties(
        row["id"],
        row["title"],
        row["version"],
        row["file"],
        row["area"],
        row["sha256"],
        tuple(row["requires"]),
        tuple(row["against"]),
    )


def read_replaced(run: Run, slug: str) -> Mapping[str, str]:
    """The clauses of the library that the project replaces, each with its own clause's id."""
    aside = run.workspace.fork()
    texts = [aside.read(file).value or b"" for file in
             aside.find_files(f"projects/{slug}/clauses", ".md")]  # fmt: skip
    if not any(b"replaces" in text for text in texts):
        return {}

    def make() -> list[list[str]]:
        from sowgen.load import load_own_clauses

        own = load_own_clauses(run.workspace.fork(), slug).value
        return [[c.replaces, c.id] for c in own if c.replaces]

    return dict(_kept(run, "replaced", aside, make))


def read_pin(run: Run, slug: str, clause: str) -> Pin | None:
    """The pin of a clause in the lock of a project, None where there is none, or where the lock
    cannot be read: that is for `check`."""
    from sowgen.model.lock import Pin, lock_file

    aside = run.workspace.fork()
    if not aside.exists(lock_file(slug)):
        return None
    aside.read(lock_file(slug))

    def make() -> list[list[str]]:
        from sowgen.load import read_pins

        lock = read_pins(run.workspace.fork(), slug).value
        pins = lock.pins.values() if lock else ()
        return [[pin.id, pin.version, pin.area, pin.sha256] for pin in pins]

    pins = (Pin(*row) for row in _kept(run, "pins", aside, make))
    return next((pin for pin in pins if pin.id == clause), None)


def _kept(run: Run, name: str, seen: Workspace, make: Callable[[], list[Any]]) -> list[Any]:
    """What `make` gives from the files seen, as JSON types."""
    from sowgen.pipeline.fingerprint import fingerprint

    facts = "\0".join((fingerprint(), *(f"{path} {sha}" for path, sha in seen.inputs.items())))
    key = hashlib.sha256(facts.encode()).hexdigest()
    data = run.cache.get(name, key)
    if data is not None:
        kept: list[Any] = json.loads(data)
        return kept
    made = make()
    run.cache.put(name, key, json.dumps(made).encode())
    return made


def _named(rule: str) -> str:
    """The clause that a rule such as `oem -> other-clause:ems` is against."""
    return rule.rpartition("->")[2].strip().partition(":")[0]
