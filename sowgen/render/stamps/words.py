"""A provenance as named texts that every program keeps, and back.

    stamp     "1", the number of this grammar; a file without it carries no provenance
    project, kind, version, commit, inputs, issued
              the escaped value
    clauses   for each clause, in order: id "/" version "/" position ";"
    tools     for each tool, by name: name "=" version ";"

A name whose value is empty is left out. Between the entries of a list, after ";", stands a space,
which carries no meaning. In a value each character of `_UNSAFE` is escaped as the bytes of its
UTF-8 form, "%" and two hexadecimal digits each: so no value ends an entry, begins or ends in white
space, or holds what XML cannot carry or Office takes for an escape of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sowgen.model.provenance import Provenance

GRAMMAR = "1"
NAMES = (
    "stamp", "project", "kind", "version", "commit", "inputs", "issued", "clauses", "tools",
)  # fmt: skip
LISTS = frozenset({"clauses", "tools"})
BLANK = " \t\r\n"
"""White space that a program may put around a text, and that no text begins or ends with."""

_UNSAFE = re.compile(
    r"[\x00-\x20%/;=\x7f-\xa0\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
    r"|_(?=x[0-9A-Fa-f]{4}_)"
)
_ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")


def to_words(provenance: Provenance) -> dict[str, str]:
    """The texts by name, in the order of `NAMES`."""
    clauses = ["/".join(map(_escape, clause)) + ";" for clause in provenance.clauses]
    tools = [
        f"{_escape(name)}={_escape(version)};" for name, version in sorted(provenance.tools.items())
    ]
    plain = ("project", "kind", "version", "commit", "inputs", "issued")
    words = {
        "stamp": GRAMMAR,
        **{name: _escape(getattr(provenance, name)) for name in plain},
        "clauses": " ".join(clauses),
        "tools": " ".join(tools),
    }
    return {name: text for name, text in words.items() if text}


def from_words(words: Mapping[str, str]) -> Provenance | None:
    """The provenance of these texts, None where they are none of this grammar's."""
    if words.get("stamp", "").strip(BLANK) != GRAMMAR:
        return None

    def plain(name: str) -> str:
        return _plain(words.get(name, ""))

    try:
        tools = [_fields(entry, "=", 2) for entry in _entries(words.get("tools", ""))]
        clauses = [_fields(entry, "/", 3) for entry in _entries(words.get("clauses", ""))]
        named = dict(tools)
        if len(named) != len(tools):
            return None
        return Provenance(
            project=plain("project"),
            kind=plain("kind"),
            version=plain("version"),
            commit=plain("commit"),
            inputs=plain("inputs"),
            clauses=tuple((id_, version, position) for id_, version, position in clauses),
            tools=named,
            issued=plain("issued"),
        )
    except ValueError:
        return None


def _escape(value: str) -> str:
    return _UNSAFE.sub(
        lambda m: "".join(f"%{b:02X}" for b in m[0].encode("utf-8", "surrogatepass")), value
    )


def _plain(text: str) -> str:
    """Raises `ValueError` on what no `_escape` gave."""
    text = text.strip(BLANK)
    if _BROKEN.search(text):
        raise ValueError("a percent sign without its digits")
    return _ESCAPED.sub(
        lambda m: bytes.fromhex(m[0].replace("%", "")).decode("utf-8", "surrogatepass"), text
    )


def _entries(text: str) -> list[str]:
    *entries, rest = text.split(";")
    if rest.strip(BLANK):
        raise ValueError("the last entry has no end")
    return [entry.strip(BLANK) for entry in entries]


def _fields(entry: str, border: str, count: int) -> list[str]:
    fields = entry.split(border)
    if len(fields) != count:
        raise ValueError(f"{count} fields expected")
    return [_plain(field) for field in fields]
