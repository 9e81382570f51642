"""A digest of anything made of dataclasses, sequences, mappings and plain values."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from sowgen.model.document import UNPRINTED


def digest_of_value(value: object) -> str:
    """SHA-256 in hexadecimal of what stands on paper: equal content, equal digest, on any machine.
    Places in files and origins of values are left out, as in `model.document.to_json`. Raises
    `TypeError` for sets, which have no order."""
    parts: list[str] = []
    _walk(value, parts.append)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _walk(value: Any, put: Callable[[str], None]) -> None:
    kind = type(value)
    if kind is str:
        put(f"{len(value)}:{value}")
    elif kind is tuple or kind is list:
        put(f"[{len(value)}")
        for item in value:
            _walk(item, put)
    elif names := _names(kind):  # type: ignore[arg-type]
        put(kind.__name__)
        for name in names:
            _walk(getattr(value, name), put)
    elif isinstance(value, bytes):
        put(hashlib.sha256(value).hexdigest())
    elif isinstance(value, Mapping):
        put(f"{{{len(value)}")
        for key in sorted(value):
            _walk(key, put)
            _walk(value[key], put)
    elif isinstance(value, set | frozenset):
        raise TypeError("a set has no order, and so no digest")
    else:
        put(repr(value))


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a dataclass that count, none for any other type."""
    if not is_dataclass(kind):
        return ()
    return tuple(f.name for f in fields(kind) if f.name not in UNPRINTED)
