"""The command line: one module a command, and the only importer of click.

Takes: arguments. Gives: an exit status. May read: the pipeline and what it hands out.
Never does: contract logic; a command parses, calls the pipeline, and reports.
Where to start: `group` (the table of commands), `session` (options, output), `report`.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

OK, INPUT, USAGE, BUG, TOOL, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 4, 130, 143


def main(args: Sequence[str] | None = None) -> int:
    """Runs one command line and gives its exit status; never raises, except for SystemExit
    from shell completion."""
    from sowgen.cli.signals import terminable

    given = list(sys.argv[1:] if args is None else args)
    with terminable() as came:
        status = _run(given)
    return TERMINATED if came and status == INTERRUPTED else status


def _run(given: Sequence[str]) -> int:
    from sowgen.cli.streams import put

    try:
        import click

        from sowgen.cli.group import group

        try:
            status = group.main(list(given), prog_name="sowgen", standalone_mode=False,
                                obj={"args": tuple(given)})  # fmt: skip
        except click.Abort:
            put("interrupted", sys.stderr)
            return INTERRUPTED
        except click.ClickException as problem:
            said = io.StringIO()
            problem.show(said)
            put(said.getvalue(), sys.stderr)
            return problem.exit_code
    except KeyboardInterrupt:
        put("interrupted", sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        from sowgen.cli.streams import silence

        silence(sys.stdout)
        return OK
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as problem:  # noqa: BLE001 - the one place where a bug meets the user
        return _failed(problem, given)
    return status if isinstance(status, int) else OK


def _failed(problem: BaseException, given: Sequence[str]) -> int:
    from sowgen.cli.streams import Unwritable, put, silence
    from sowgen.workspace import ToolFailed

    if isinstance(problem, Unwritable):
        silence(sys.stdout)
        put(f"sowgen: {problem}", sys.stderr)
        return TOOL
    if isinstance(problem, ToolFailed):
        put(f"sowgen: {problem}\nhint: `sowgen doctor` tells what is missing", sys.stderr)
        return TOOL
    from sowgen.cli.crash import crash_message

    verbose = any(
        a == "--verbose" or (a[:2] != "--" and a[:1] == "-" and "v" in a[1:]) for a in given
    )
    put(crash_message(problem, given, verbose=verbose), sys.stderr)
    return BUG


def run() -> None:
    """The entry point of the `sowgen` script: `main`, and an exit with its status."""
    from sowgen.cli.streams import use_utf8

    use_utf8()
    sys.exit(main())
