"""The tables beside the rules: standards and the documents that services need."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import yaml


class Edition(NamedTuple):
    """An edition of a standard: its letter or year, and its state."""

    id: str
    state: str
    verify: str = ""


class KnownStandard(NamedTuple):
    """A standard of the table; `key` is its id there."""

    key: str
    name: str
    status: str
    replaced_by: str
    verify: str
    unedited: bool
    editions: tuple[Edition, ...]


class Needed(NamedTuple):
    """A document that services need: the words it may go by, and its name."""

    services: frozenset[str]
    id: str
    ids: frozenset[str]
    name: str


def _table(name: str) -> Any:
    text = resources.files("sowgen.validate").joinpath("data", name).read_text("utf-8")
    return yaml.safe_load(text)


def squeeze(name: str) -> str:
    """A designation without what people write differently: case, spaces, hyphens, slashes."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


@cache
def known_standards() -> dict[str, KnownStandard]:
    """The standards by every squeezed name they go by."""
    found: dict[str, KnownStandard] = {}
    for key, entry in _table("standards.yaml").items():
        standard = KnownStandard(
            key,
            entry["name"],
            entry["status"],
            entry.get("replaced_by", ""),
            entry.get("verify", ""),
            entry.get("unedited", False),
            tuple(Edition(e["id"], e["state"], e.get("verify", "")) for e in entry["editions"]),
        )
        for name in (key, entry["name"], *entry.get("match", ())):
            found[squeeze(name)] = standard
    return found


@cache
def needed_documents() -> tuple[Needed, ...]:
    """The documents that services need, in the order of the table."""
    return tuple(
        Needed(frozenset(group["services"]), d["id"], frozenset([d["id"], *d["also"]]), d["name"])
        for group in _table("handover.yaml")
        for d in group["documents"]
    )


def find_standard(name: str) -> tuple[KnownStandard, str] | None:
    """The standard that a designation names, and the edition written behind it (`J`, `2015`)
    or ''. None where the table does not know it: `ISO 9001:2015`, `IPC-A-610 rev. B`."""
    standards = known_standards()
    plain = squeeze(name)
    if plain in standards:
        return standards[plain], ""
    match = re.fullmatch(r"(.+?)[\s:.,_-]*(?:rev(?:ision)?\.?\s*)?([A-Z]|\d{4})", name.strip())
    if match and squeeze(match[1]) in standards:
        return standards[squeeze(match[1])], match[2]
    return None
