"""The page of the command line, from what `--help` prints."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import click

from sowgen.cli.group import COMMANDS, group

INTRODUCTION = """\
# The command line

Names, options and exit statuses are a contract: scripts may rely on them.

## Everywhere

| option | means |
|---|---|
| `-C DIR` | the workspace; by default the nearest folder upwards with `sowgen.yaml` |
| `--report text\\|json\\|sarif\\|github` | the form of the findings |
| `--strict` | warnings fail, too |
| `-q`, `--quiet` | findings only |
| `-v`, `--verbose` | more |

They stand before or after the command's name.

| exit status | means |
|---|---|
| 0 | fine |
| 1 | mistakes in the input |
| 2 | mistakes on the command line |
| 3 | a bug in sowgen; a log for the report is named |
| 4 | an external tool is missing or failed, or standard output cannot be written |
| 130 | interrupted |
| 143 | ended by SIGTERM |

A finding is one line, `file:line:col severity[CODE] message`, then the source line with a
caret, the hint and related places. Colour appears on a terminal only, and not where
`NO_COLOR` is set. With `--report json` or `sarif` the report is all that stands on standard
output. Commands whose output is data (`schema`, `trace`, `clauses`) report findings on
standard error.

### The JSON report

`version` is 1 and grows when a field is renamed or removed; new fields may come at any time.

| field | holds |
|---|---|
| `version` | number of this form |
| `workspace` | the way from the current folder to the workspace |
| `diagnostics[]` | a place, `severity`, `code`, `message`, `hint`, and `related[]` |
| `open_values[]` | of a check: values to be agreed: a place, `project`, `path`, `note` |
| `outputs[]` | of a build: `project`, `path`, `state` |
| `projects[]` | `slug`, `state`, `seconds`, `errors`, `warnings`, `written`; of a build or check |
| `summary` | `errors`, `warnings`, `infos`, `projects`, `failed`, `states`, `written`, `seconds` |

A place is `file` (relative to the workspace), `line`, `column` and `length`, in characters and
counted from 1; line 0 stands for the file as a whole. `severity` is `error`, `warning` or
`info`. Each of `related[]` is a place with a `message`.

The `state` of an output is `written`, `unchanged`, `removed` (it is no part of the package any
more) or `older` (kept, but made from other inputs than the files beside it).

The `state` of a project is `built` or `checked`, `unchanged` (nothing had to be done), `refused`
(its mistakes forbid documents) or `failed` (something other than its content went wrong).
`written` counts files, `summary.states` counts projects by their state, and `summary.projects`
those of which mistakes could be told.

### Completion in the shell

Names of commands, projects, document kinds, formats, clauses and codes are completed. Put the
line of your shell where it reads its settings:

| shell | line |
|---|---|
| bash | `eval "$(_SOWGEN_COMPLETE=bash_source sowgen)"` |
| zsh | `eval "$(_SOWGEN_COMPLETE=zsh_source sowgen)"` |
| fish | `_SOWGEN_COMPLETE=fish_source sowgen \\| source` |"""


def commands_page() -> str:
    """The introduction, then each command's help as it is printed."""
    parts = [INTRODUCTION]
    root = click.Context(group, info_name="sowgen", help_option_names=["-h", "--help"])
    for name in COMMANDS:
        command = group.get_command(root, name)
        if command is not None:
            parts.extend(_sections(command, f"sowgen {name}", root))
    return "\n\n".join(parts) + "\n"


def _sections(command: click.Command, name: str, parent: click.Context) -> Iterator[str]:
    context = click.Context(
        command, info_name=name.rpartition(" ")[2], parent=parent, terminal_width=88
    )
    text = command.get_help(context).partition("\n\n  Exit status:")[0]
    yield f"## {name}\n\n```text\n{_without_common(text)}\n```"
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            found = command.get_command(context, sub)
            if found is not None:
                yield from _sections(found, f"{name} {sub}", context)


def _without_common(text: str) -> str:
    """The help without the options every command has, which the page shows once."""
    head, _, options = text.partition("\n\nOptions:\n")
    kept: list[str] = []
    keep = True
    after = ""
    if "\n\n" in options:
        options, _, after = options.partition("\n\n")
    for line in options.split("\n"):
        if line.startswith("  -"):
            keep = not line.startswith(
                ("  -C ", "  --report", "  --strict", "  -q,", "  -v,", "  -h,", "  --help")
            )
        if keep:
            kept.append(line)
    shown = [head, "Options:\n" + "\n".join(kept) if any(kept) else "", after]
    return textwrap.dedent("\n\n".join(s.strip("\n") for s in shown if s))
