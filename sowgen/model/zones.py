"""Time zones from the `tzdata` package, the same on every machine.

`zoneinfo` by itself reads the machine's own database first, which may be years old: a date in a
zone that has changed its rules since would come out differently from one machine to the next.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

_NO_PLACE = "Factory"
"""The database's name for a clock that nobody has set."""


@cache
def zone_names() -> frozenset[str]:
    """Every IANA name that a place can have."""
    listed = resources.files("tzdata").joinpath("zones").read_text("utf-8")
    return frozenset(listed.split()) - {_NO_PLACE}


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """The zone of one of `zone_names`."""
    path = resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
    with path.open("rb") as data:
        return ZoneInfo.from_file(data, key=name)
