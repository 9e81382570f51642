"""`seal.json`: the digests of all files of an issued version, and one digest over them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from sowgen.model.seal import Deviation, Seal
from sowgen.publish.manifest import is_plain_name

SEAL = "seal.json"
FORMAT = 1
_FACTS = {f.name for f in fields(Seal)}
_WORDS = ("project", "version", "commit", "date")


def seal_bytes(seal: Seal) -> bytes:
    """The seal as JSON, keys sorted. `seal` in it is the SHA-256 over everything else."""
    return _encoded({**_plain(seal), "seal": digest_of_seal(seal)})


def digest_of_seal(seal: Seal) -> str:
    """The SHA-256, in hexadecimal, over the names and digests of all files and the facts."""
    return hashlib.sha256(_encoded(_plain(seal))).hexdigest()


def read_seal(data: bytes) -> Seal | None:
    """The seal, None where the data is none or does not have the digest that it states."""
    try:
        plain = json.loads(data)
        stated = plain.pop("seal")
        if plain["format"] != FORMAT or stated != hashlib.sha256(_encoded(plain)).hexdigest():
            return None
        del plain["format"]
        return _shaped(plain)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _shaped(plain: Mapping[str, Any]) -> Seal:
    """Raises `ValueError`, `TypeError`, `KeyError` or `AttributeError` for another shape."""
    files, deviations, left_out = plain["files"], plain["deviations"], plain["left_out"]
    words = {name: plain[name] for name in _WORDS}
    texts = [*words.values(), *files.values(), *left_out, *(v for d in deviations
             for v in d.values())]  # fmt: skip
    if set(plain) != _FACTS or not all(isinstance(text, str) for text in texts):
        raise ValueError("not the facts of a seal")
    if not all(is_plain_name(name) for name in files):
        raise ValueError("not the files of one folder")
    made = tuple(Deviation(**entry) for entry in deviations)
    return Seal(**words, files=files, deviations=made, left_out=tuple(left_out))


def _plain(seal: Seal) -> dict[str, Any]:
    return {"format": FORMAT, **asdict(seal)}


def _encoded(plain: object) -> bytes:
    return (json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
