"""Values of the contract in a line of plain text, as somebody would write them in YAML."""

from __future__ import annotations


def as_written(value: object) -> str:
    """`true`, `5 working days`, `a, b`; line feeds become spaces; None is `-`."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return ", ".join(as_written(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {as_written(item)}" for key, item in value.items())
    return " ".join(str(value).split())
