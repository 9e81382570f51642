"""Time zones from the `tzdata` package, the same on every machine.

`zoneinfo` by itself reads the machine's own database first, which may be years old: a date in a
zone that has changed its rules since would come out differently from one machine to the next.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises `zoneinfo.ZoneInfoNotFoundError` for an unknown one."""
    path = resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
    if not path.is_file():
        return ZoneInfo(name)
    with path.open("rb") as data:
        return ZoneInfo.from_file(data, key=name)
