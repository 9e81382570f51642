"""`sowgen clauses outdated`: what the library has changed since clauses were pinned."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from sowgen.cli import INPUT, OK
from sowgen.cli.arguments import chosen_projects, complete_projects, json_option
from sowgen.cli.clause_changes import Piece, pieces, plain
from sowgen.cli.group import EXIT_CODES, everywhere
from sowgen.cli.streams import put, wants_colour, writing
from sowgen.model.clause_diff import changed_fields
from sowgen.model.lock import lock_file

if TYPE_CHECKING:
    from sowgen.model.clause import Clause
    from sowgen.model.lock import Pin
    from sowgen.pipeline import Run
    from sowgen.pipeline.pins import Move, Outdated

WORDS = {
    "moved": "{count} changed in the library",
    "new": "{count} to take in",
    "gone": "{count} gone from the library",
    "unused": "{count} pinned and not used",
}


@dataclass(frozen=True, slots=True)
class Look:
    """The work on each project, here or in another process."""

    def known(self, run: Run, slug: str) -> Outdated | None:
        """As `jobs.Task.known`: that of a project without a lock."""
        from sowgen.pipeline.pins import outdated

        return None if run.workspace.exists(lock_file(slug)) else outdated(run, slug)

    def __call__(self, run: Run, slug: str) -> Outdated:
        from sowgen.pipeline.pins import outdated

        return outdated(run, slug)


@click.command("outdated", epilog=EXIT_CODES)
@click.argument("projects", metavar="[PROJECT]...", nargs=-1, shell_complete=complete_projects)
@json_option
@everywhere
def outdated(projects: tuple[str, ...], *, as_json: bool) -> int:
    """Show what the library has changed since the clauses of a project were pinned.

    A PROJECT is the name of a folder under projects/; without one, all are looked at. For each
    pinned clause that is another in the library: the versions, the changed front matter, and the
    changed words of the wording that the deal has. Clauses that the deal would have besides, and
    those that the library no longer has, are named. Nothing is written. With --strict the exit
    status is 1 where a project is behind.

    \b
    Examples:
      sowgen clauses outdated atlas-controller
      sowgen clauses outdated --strict --json
    """
    from sowgen.cli.jobs import failures, report_bugs, run_all
    from sowgen.cli.progress import Progress
    from sowgen.cli.session import Session
    from sowgen.pipeline import Run

    session = Session.current()
    slugs = chosen_projects(session, projects)
    run = Run.begin(session.workspace)
    with Progress(len(slugs), "looking", quiet=session.quiet) as progress:
        results = list(run_all(Look(), run, slugs, None, progress.step))
    found = [result.value for result in results if result.value is not None]
    if as_json or session.report == "json":
        said = {"projects": [_plain(one) for one in found]}
        put(json.dumps(said, indent=2, ensure_ascii=False), sys.stdout)
    else:
        colour = wants_colour(sys.stdout)
        _print((line for one in found for line in _lines(one, colour=colour)), colour=colour)
    problems, bugs = failures(results)
    problems += [d for one in found for d in one.diagnostics]
    status = report_bugs(session, bugs, session.finish(problems, data=True))
    behind = session.strict and any(one.behind for one in found)
    return INPUT if status == OK and behind else status


def _plain(one: Outdated) -> dict[str, Any]:
    """The answer for a project as JSON types; fields are added, never renamed."""
    return {
        "project": one.slug,
        "locked": one.pinned is not None,
        "pinned": one.pinned,
        "decided": one.decided,
        "behind": bool(one.behind),
        "clauses": [_plain_move(move) for move in one.moves],
        "hurdles": [{"code": d.code, "message": d.message} for d in one.hurdles],
    }


def _plain_move(move: Move) -> dict[str, Any]:
    old, new = move.old, move.new
    moved = move.state == "moved" and old is not None and new is not None
    wordings = _wordings(move)
    return {
        "id": move.id,
        "state": move.state,
        "from": _state(move.pin.version, move.pin.sha256, move.old_position) if move.pin else None,
        "to": _state(new.version, new.digest, move.new_position) if new else None,
        "fields": [
            {"field": change.field, "from": change.old or None, "to": change.new or None}
            for change in (changed_fields(old, new) if moved and old and new else ())
        ],
        "values": list(move.values),
        "wording": plain(*wordings) if wordings and wordings[0] != wordings[1] else [],
    }


def _state(version: str, sha256: str, position: str) -> dict[str, str | None]:
    return {"version": version, "sha256": sha256, "position": position or None}


def _wordings(move: Move) -> tuple[str, str] | None:
    """The wordings of a clause that the deal has, pinned and in the library."""
    old, new = move.old, move.new
    before = old.wordings.get(move.old_position) if old else None
    after = new.wordings.get(move.new_position) if new else None
    return (before.markdown, after.markdown) if before and after else None


# --- for people ------------------------------------------------------------------------------


def _lines(one: Outdated, *, colour: bool) -> Iterator[Sequence[Piece]]:
    """The answer for a project, a line at a time."""
    bold = "bold" if colour else ""
    if one.pinned is None:
        if one.decided:
            yield ((f"{one.slug}: follows the library; it has no clauses.lock", ""),)
        return
    counts = [
        words.format(count=sum(move.state == state for move in one.moves))
        for state, words in WORDS.items()
        if any(move.state == state for move in one.moves)
    ]
    yield (
        (one.slug, bold),
        (": " + (", ".join(counts) or "nothing has changed in the library")
         + f"; {one.pinned} pinned", ""),
    )  # fmt: skip
    for move in one.moves:
        yield ()
        yield ((move.id, bold), (f"  {_headline(move)}", ""))
        yield from ([("    ", ""), *line] for line in _details(move, colour=colour))
    if one.moves:
        yield ()
        yield ((f"`sowgen clauses upgrade {one.slug}` takes what the library has", ""),)
    for hurdle in one.hurdles:
        yield ((f"  it would find: error[{hurdle.code}] {hurdle.message}", ""),)


def _headline(move: Move) -> str:
    pin, new = move.pin, move.new
    if move.state == "new" and new is not None:
        return f"{new.version}, applies to the deal and is not pinned: it would be taken in"
    if pin is None or new is None:
        return f"{pin.version if pin else ''}, gone from the library: it would leave the deal"
    if move.state == "unused":
        return f"{pin.version}, pinned, but no part of the deal: the pin would go"
    return _versions(pin, new) + _positions(move)


def _versions(pin: Pin, new: Clause) -> str:
    if pin.version == new.version:
        return f"{pin.version}, another text under the same version"
    return f"{pin.version} → {new.version}"


def _positions(move: Move) -> str:
    if not move.old_position and not move.new_position:
        return ""
    if not move.new_position:
        return f", position {move.old_position}: it would leave the deal"
    if not move.old_position:
        return f", position {move.new_position}: it would become part of the deal"
    if move.old_position == move.new_position:
        return f", position {move.old_position}"
    return f", position {move.old_position} → {move.new_position}"


def _details(move: Move, *, colour: bool) -> Iterator[Sequence[Piece]]:
    """Front matter and wording of a clause that moved."""
    if move.state != "moved" or move.old is None or move.new is None:
        return
    for change in changed_fields(move.old, move.new):
        yield ((f"{change.field}: {change.old or '(none)'} → {change.new or '(none)'}", ""),)
    wordings = _wordings(move)
    if wordings is not None:
        yield from pieces(*wordings, colour=colour) or [[(_same_words(move), "")]]


def _same_words(move: Move) -> str:
    """What becomes of the contract's text where the wording has the same words."""
    what = ["its heading"] if move.old and move.new and move.old.title != move.new.title else []
    what += [f"the value of `{name}`" for name in move.values]
    if not what:
        return "its wording in this position is the same"
    return f"its words in this position are the same; in the text {', '.join(what)} would change"


def _print(lines: Iterable[Sequence[Piece]], *, colour: bool) -> None:
    if not colour:
        put("\n".join("".join(text for text, _ in line).rstrip() for line in lines), sys.stdout)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    with writing(sys.stdout):
        for line in lines:
            console.print(Text.assemble(*line), soft_wrap=True)
