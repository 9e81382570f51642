"""`sowgen explain`: what a diagnostic code means."""

from __future__ import annotations

import textwrap

import click

from sowgen.cli.arguments import complete_codes, one_of
from sowgen.cli.group import EXIT_CODES, everywhere


@click.command("explain", epilog=EXIT_CODES)
@click.argument("code", required=False, shell_complete=complete_codes)
@everywhere
def command(code: str | None) -> int:
    """Tell what a diagnostic means, what triggers it, and what to write instead.

    Without a CODE, lists them all.

    \b
    Examples:
      sowgen explain F001
      sowgen explain
    """
    import sys

    from sowgen.cli.streams import put
    from sowgen.codes import all_codes

    codes = all_codes()
    if code is None:
        lines = (f"{c.id}  {c.severity:<7}  {c.title}" for c in codes.values())
        put("\n".join(lines), sys.stdout)
    else:
        put(explanation(one_of("code", code.upper(), codes)), sys.stdout)
    return 0


def explanation(name: str) -> str:
    """The whole text on one code, wrapped at 88 columns, without a line feed at the end."""
    from sowgen.cli.docs_gate import compared
    from sowgen.codes import all_codes

    code = all_codes()[name]
    example = textwrap.indent(code.example.strip("\n"), "    ")
    parts = [
        f"{code.severity}[{code.id}]: {code.title}",
        _wrapped(code.why),
        f"For example:\n\n{example}",
        f"What to do:\n\n{textwrap.indent(_wrapped(code.mend, 84), '    ')}",
    ]
    if len(code.across) == 1:
        words = f"It is part of the consistency gate, within the {compared(code.across)}."
        parts.append(_wrapped(words))
    elif code.across:
        words = "It is part of the consistency gate, and holds these against each other: "
        parts.append(_wrapped(f"{words}{compared(code.across)}."))
    return "\n\n".join(parts)


def _wrapped(text: str, width: int = 88) -> str:
    """Paragraphs wrapped one by one; an indented line stays as it is."""
    return "\n".join(
        line
        if line.startswith(" ")
        else textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False)
        for line in text.strip("\n").split("\n")
    )
