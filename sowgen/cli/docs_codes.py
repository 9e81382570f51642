"""The page of diagnostic codes."""

from __future__ import annotations

from itertools import groupby

from sowgen.codes import Code, all_codes

FAMILIES = {
    "Y": "YAML text",
    "S": "Shape of the specification",
    "P": "Parties, contacts and roles",
    "R": "Responsibilities",
    "D": "Decision rights",
    "T": "Schedule and calendars",
    "M": "Commercial and legal terms",
    "Q": "Products, materials, documents and quality",
    "N": "Contact: meetings, reports, channels",
    "E": "Problems and escalation",
    "V": "Supplier qualification",
    "C": "Clauses",
    "O": "Outlines and documents",
    "B": "The bound package",
    "H": "Projects in git: revisions, origins, hooks, issued versions",
    "W": "Word templates and page designs",
    "F": "Files and workspace",
    "X": "External tools",
}

INTRODUCTION = """\
# Diagnostic codes

Every finding carries a code: a letter for the family and three digits. A code never changes
its meaning. An **error** stops the build of its project; a **warning** does so with `--strict`;
an **info** never does. `sowgen explain CODE` prints the same text."""


def codes_page() -> str:
    """Every code, family by family, with what is wrong, an example and the mend."""
    parts = [INTRODUCTION]
    for letter, codes in groupby(all_codes().values(), key=lambda c: c.id[0]):
        parts.append(f"## {FAMILIES[letter]}")
        parts.extend(_code(code) for code in codes)
    return "\n\n".join(parts) + "\n"


def _code(code: Code) -> str:
    fence = "```" if "```" not in code.example else "````"
    return "\n\n".join(
        (
            f"### {code.id}: {code.title}",
            f"*{code.severity}.* {_plain(code.why)}",
            f"{fence}\n{code.example.strip(chr(10))}\n{fence}",
            f"**What to do:** {_plain(code.mend)}",
        )
    )


def _plain(text: str) -> str:
    """Text for Markdown: what could be read as a tag is escaped outside of code."""
    pieces = text.strip("\n").split("`")
    for number in range(0, len(pieces), 2):
        pieces[number] = pieces[number].replace("<", "&lt;").replace("*", "\\*")
    return "`".join(pieces)
