"""What `sowgen watch` prints: a block a round for people, a JSON object a line for scripts."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sowgen.cli.places import from_here, prefix
from sowgen.cli.report import Report, reporter
from sowgen.cli.report.as_text import Segment, counted, segments
from sowgen.cli.report.excerpt import one_line
from sowgen.cli.streams import Unwritable, put, wants_colour, writing
from sowgen.workspace import MANIFEST, Workspace

if TYPE_CHECKING:
    from sowgen.cli.session import Session as Line
    from sowgen.diagnostics import Diagnostic
    from sowgen.pipeline import BuildReport, Run
    from sowgen.pipeline.package import Package
    from sowgen.watch import Round

VERSION = 1
STYLES = {"built": "green", "fresh": "green", "abandoned": "dim"}


@dataclass
class Telling:
    """Listens to a session and prints what it hears. `out` is the folder of `--out`; `bugs` counts
    failures of sowgen itself. Where nobody reads any more, calls `end`; `lost` is why standard
    output cannot be written."""

    line: Line
    root: Path
    out: Path | None = None
    bugs: int = 0
    end: Callable[[], None] = lambda: None
    lost: Unwritable | None = None
    _shown: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)

    # --- as a listener -----------------------------------------------------------------------

    def decided(self, package: Package, run: Run, workspace: Workspace) -> None:
        """Nothing is printed before the files are there."""

    def done(self, round: Round) -> None:  # noqa: A002
        """Prints the round."""
        if self.line.report == "json":
            self._object(self._round(round))
        elif round.state != "abandoned" or self.line.verbose:
            if not self.line.quiet:
                self._print(self._block(round))
            if round.report is not None:
                self._print(self._findings(round.slug, round.report))

    # --- the session as a whole --------------------------------------------------------------

    def begin(self, slugs: tuple[str, ...], address: str | None) -> None:
        """What is watched, and where the page is."""
        if self.line.report == "json":
            self._object({"event": "begin", "projects": list(slugs), "preview": address})
            return
        what = ", ".join(slugs) if 0 < len(slugs) <= 3 else counted(len(slugs), "project")
        self._line(f"watching {what}; Ctrl-C ends it")
        if address:
            self._line(f"the live page: {address}")

    def say(self, words: str) -> None:
        """A line about the session as a whole."""
        if self.line.report == "json":
            self._object({"event": "notice", "message": words})
        else:
            self._line(f"{_clock()} {words}")

    def trouble(self, problem: BaseException) -> None:
        """A bug in sowgen: the log is written, and the session goes on. Where nothing can be
        printed any more, it ends."""
        from sowgen.cli.crash import crash_message

        if isinstance(problem, Unwritable):
            self.lost = problem
            self.end()
            return
        self.bugs += 1
        said = crash_message(problem, self.line.args, verbose=bool(self.line.verbose))
        put(said, sys.stderr)

    # --- for people --------------------------------------------------------------------------

    def _block(self, done: Round) -> Iterator[Segment]:
        yield f"{_clock()} ", "dim"
        yield done.slug, "bold"
        yield f": {self._what(done)}", STYLES.get(done.state, "bold red")
        if done.state in ("built", "refused", "blocked", "abandoned"):
            yield f" ({done.seconds:.2f} s)", "dim"
        yield f"{_because(done)}\n", ""
        if done.report is not None:
            yield from self._files(done.report)

    def _what(self, done: Round) -> str:
        if done.state == "built" and done.report is not None:
            return _done(done.report)
        if done.state == "refused":
            kept = self._kept(done.slug)
            return "not built" + (f", kept the documents of {kept}" if kept else "")
        return {
            "fresh": "its folder is back, up to date" if done.why else "up to date",
            "blocked": "not written, sowgen tries again",
            "abandoned": "given up for newer input",
            "gone": "its folder is gone, sowgen waits",
        }[done.state]

    def _kept(self, slug: str) -> str | None:
        """When the last build that put something into the output folder has done so."""
        folder = self.out / slug if self.out else self.root / "projects" / slug / "out"
        try:
            written = time.localtime((folder / MANIFEST).stat().st_mtime)
        except OSError:
            return None
        today = written[:3] == time.localtime()[:3]
        return time.strftime("%H:%M:%S" if today else "%Y-%m-%d %H:%M:%S", written)

    def _files(self, report: BuildReport) -> Iterator[Segment]:
        for path in report.written:
            yield f"  wrote {from_here(path)}\n", ""
        for path in report.removed:
            yield f"  removed {from_here(path)}\n", ""
        if self.line.verbose and not report.fresh:
            for path in report.unchanged:
                yield f"  unchanged {from_here(path)}\n", "dim"

    def _findings(self, slug: str, report: BuildReport) -> Iterator[Segment]:
        """In full where they are others than before, else in one line; nothing of nothing."""
        found, before = report.diagnostics, self._shown.get(slug, ())
        self._shown[slug] = found
        if not found and not before:
            return
        whole = self._report(found)
        if found != before:
            yield from segments(whole)
        elif not self.line.quiet:
            counts = whole.counts
            words = [counted(counts[s], s) for s in ("error", "warning") if counts[s]]
            words += [counted(counts["info"], "remark")] if counts["info"] else []
            yield f"  {', '.join(words)}, as before\n", "yellow"

    def _report(self, found: Iterable[Diagnostic]) -> Report:
        lines = Workspace(self.root)  # A workspace keeps the lines it has shown.
        return Report(
            tuple(found),
            1,
            prefix(self.root, self.line.report),
            strict=self.line.strict,
            read_line=lines.line,
        )

    def _print(self, pieces: Iterable[Segment]) -> None:
        parts = [piece for piece in pieces if piece[0]]
        if not parts:
            return
        if wants_colour(sys.stdout):
            from rich.console import Console
            from rich.text import Text

            console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
            with writing(sys.stdout):
                console.print(Text.assemble(*parts), soft_wrap=True, end="")
        else:
            self._put("".join(text for text, _ in parts))

    def _line(self, words: str) -> None:
        if not self.line.quiet:
            self._put(words)

    def _put(self, text: str) -> None:
        if not put(text, sys.stdout):
            self.end()

    # --- for scripts -------------------------------------------------------------------------

    def _round(self, done: Round) -> dict[str, Any]:
        report = done.report
        outputs: dict[str, list[str]] = {}
        found: list[Any] = []
        if report is not None:
            for state in ("written", "unchanged", "removed", "older"):
                outputs[state] = [from_here(path) for path in getattr(report, state)]
            found = json.loads(reporter("json")(self._report(report.diagnostics)))["diagnostics"]
        return {
            "event": "round",
            "project": done.slug,
            "state": done.state,
            "why": list(done.why),
            "seconds": round(done.seconds, 3),
            "outputs": [
                {"path": path, "state": state} for state, paths in outputs.items() for path in paths
            ],
            "diagnostics": found,
        }

    def _object(self, facts: dict[str, Any]) -> None:
        at = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        self._put(json.dumps({"version": VERSION, "time": at, **facts}))


def _done(report: BuildReport) -> str:
    """What a build has done to the files: `3 files written, 1 removed`."""
    written, removed = len(report.written), len(report.removed)
    if written:
        return f"{counted(written, 'file')} written" + (f", {removed} removed" if removed else "")
    return f"{counted(removed, 'file')} removed" if removed else "nothing to write"


def _because(done: Round) -> str:
    if not done.why or done.state in ("gone", "fresh"):
        return ""
    more = len(done.why) - 1
    others = f" and {counted(more, 'other')}" if more else ""
    return f" after {one_line(done.why[0])}{others}"


def _clock() -> str:
    return time.strftime("%H:%M:%S")
