"""The command table and the group that imports a command only when it is called.

`sowgen --help` and completion of command names read the table alone, so they cost no
more than click itself. A new command is a module with a `command` and one line here.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, TypeVar

import click

from sowgen import __version__

COMMANDS: dict[str, str] = {
    "check": "Report every mistake in the projects; write nothing.",
    "build": "Generate the documents of the projects.",
    "watch": "Build the documents again after each save.",
    "init": "Create a workspace with clauses, templates and an example.",
    "new": "Create a project from a commented starter.",
    "clauses": "Look into the clause library.",
    "trace": "Tell why a sentence or a value is in a document.",
    "hooks": "Build documents on commit.",
    "issue": "Freeze a version of a project's package.",
    "verify": "Tell where a document comes from, and whether it was changed.",
    "explain": "Tell what a diagnostic means and how to mend it.",
    "schema": "Print the JSON Schema of the project file, for editors.",
    "doctor": "Check the tools sowgen needs and their versions.",
}
"""Name and help line of each command; its module is `sowgen.cli.<name>_command`."""

REPORTS = ("text", "json", "sarif", "github")

EXIT_CODES = """\
\b
Exit status:
  0    fine
  1    mistakes in the input
  2    mistakes on the command line
  3    a bug in sowgen
  4    an external tool missing or failed, or the output not writable
  130  interrupted; 143 ended by SIGTERM"""

F = TypeVar("F", bound=Callable[..., Any])


def remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Keeps an option given before or after the command's name; the later one wins."""
    if value is None or value is False or value == 0:
        return
    given: dict[str, Any] = ctx.find_root().ensure_object(dict)
    name = param.name or ""
    given[name] = given.get(name, 0) + value if name == "verbose" else value


def everywhere(function: F) -> F:
    """Adds the options every command takes: -C, --report, --strict, -q, -v."""
    for option in (
        click.option(
            "-v", "--verbose", count=True, expose_value=False, callback=remember,
            help="Say more.",
        ),
        click.option(
            "-q", "--quiet", is_flag=True, expose_value=False, callback=remember,
            help="Print findings only.",
        ),
        click.option(
            "--strict", is_flag=True, expose_value=False, callback=remember,
            help="Fail on warnings too.",
        ),
        click.option(
            "--report", type=click.Choice(REPORTS), expose_value=False, callback=remember,
            help="Form of the findings; text by default.",
        ),
        click.option(
            "-C", "directory", metavar="DIR", expose_value=False, callback=remember,
            type=click.Path(exists=True, file_okay=False),
            help="The workspace; by default the nearest folder upwards with sowgen.yaml.",
        ),
    ):  # fmt: skip
        function = option(function)
    return function


class LazyGroup(click.Group):
    """A group whose commands are imported by name from `COMMANDS` when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names in the order of the table: the order in which a user meets them."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        """The command, or None where the table has no such name."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"sowgen.cli.{cmd_name}_command").command
        assert isinstance(command, click.Command)  # noqa: S101
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with suggestions from the table."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            raise click.NoSuchCommand(name, possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """The table, without an import of any command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """Command names with their help lines, then the group's options."""
        from click.shell_completion import CompletionItem

        names = [CompletionItem(n, help=h) for n, h in COMMANDS.items() if n.startswith(incomplete)]
        return names + click.Command.shell_complete(self, ctx, incomplete)


@click.group(
    cls=LazyGroup,
    name="sowgen",
    epilog=EXIT_CODES + "\n\nRun `sowgen COMMAND --help` for a command's options and examples.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@everywhere
@click.version_option(__version__, prog_name="sowgen")
def group() -> None:
    """Contract packages as code: from YAML, clauses and Word templates to a checked
    statement of work with its annexes, as DOCX and PDF.

    \b
    Start here:
      sowgen init deals && cd deals
      sowgen check
      sowgen build
    """
