"""The page of the consistency gate: every rule that holds documents against each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from sowgen.codes import Code, all_codes

DOCUMENTS = {
    "sow": "statement of work",
    "raci": "responsibilities",
    "schedule": "schedule",
    "communication": "communication",
    "escalation": "problems and escalation",
    "qualification": "qualification",
    "supplier-record": "record of the chosen supplier",
}
"""The kinds of documents that `Code.across` names, in the order of a package, in words."""

INTRODUCTION = """\
# The consistency gate

A package is one deal told in several documents. Each fact stands once in the project, and every
document prints it; what could still disagree are facts that depend on one another: a cap and the
cap above it, a gate and the role that signs it, a date and the term it falls into. The rules below
hold such facts against each other whenever a project is checked or built. An **error** stops the
build; a **warning** does so with `--strict`; an **info** never does.

A finding names both places: the one to change first, and below it the one that it contradicts.
`sowgen explain CODE` tells more, [the list of codes](codes.md) has them all.

{count} rules, grouped by the documents they hold against each other. Clauses are part of the
statement of work, so a rule between two clauses stands under it alone."""


def gate_rules() -> dict[tuple[str, ...], list[Code]]:
    """The rules of the gate by the documents they compare, in the order of `DOCUMENTS`; the
    groups with fewer documents first."""
    order = list(DOCUMENTS)
    groups: dict[tuple[str, ...], list[Code]] = defaultdict(list)
    for code in all_codes().values():
        if code.across:
            groups[tuple(sorted(code.across, key=order.index))].append(code)
    keys = sorted(groups, key=lambda kinds: (len(kinds), [order.index(kind) for kind in kinds]))
    return {key: groups[key] for key in keys}


def compared(kinds: Iterable[str]) -> str:
    """The documents in words: `schedule and communication`."""
    words = [DOCUMENTS[kind] for kind in kinds]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def gate_page() -> str:
    """One table a group: code, severity, title, documents, example."""
    groups = gate_rules()
    parts = [INTRODUCTION.format(count=sum(len(codes) for codes in groups.values()))]
    for kinds, codes in groups.items():
        heading = compared(kinds)
        within = "Within the " if len(kinds) == 1 else ""
        parts.append(f"## {within}{heading if within else heading[0].upper() + heading[1:]}")
        rows = ["| code | severity | rule | documents | for example |", "|---|---|---|---|---|"]
        rows += [_row(code, kinds) for code in codes]
        parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"


def _row(code: Code, kinds: Iterable[str]) -> str:
    lines = (line for line in code.example.strip("\n").split("\n") if line.strip())
    example = "<br>".join(_code(line) for line in lines)
    link = f"[{code.id}](codes.md#{_anchor(f'{code.id}: {code.title}')})"
    return f"| {link} | {code.severity} | {code.title} | {', '.join(kinds)} | {example} |"


def _code(line: str) -> str:
    """A line as code in a table; the indentation is kept, a bar does not end the cell."""
    indent = "&nbsp;" * (len(line) - len(line.lstrip()))
    text = line.strip().replace("|", "\\|")
    mark = "``" if "`" in text else "`"
    padded = f" {text} " if mark == "``" else text
    return f"{indent}{mark}{padded}{mark}"


def _anchor(heading: str) -> str:
    """The anchor that GitHub and MkDocs make of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
