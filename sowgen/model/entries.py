"""Results by the digests of what they were made from."""

from __future__ import annotations

from typing import Protocol


class Entries(Protocol):
    """Bytes by key; a `dict` is one."""

    def get(self, key: str, /) -> bytes | None:
        """The bytes of that key, None where there are none."""

    def __setitem__(self, key: str, data: bytes, /) -> None: ...
