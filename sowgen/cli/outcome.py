"""What `build` and `check` say of the projects they were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from sowgen.cli.jobs import Result
from sowgen.cli.report import ProjectResult
from sowgen.diagnostics import Diagnostic

if TYPE_CHECKING:
    from sowgen.pipeline import BuildReport, CheckReport

R = TypeVar("R")


def of_builds(results: Iterable[Result[BuildReport]]) -> Iterator[ProjectResult]:
    """A build of each project. One that could not put its files in their place has failed."""
    for result in results:
        built = result.value
        if built is None:
            yield _failed(result)
            continue
        state = "unchanged" if result.fresh or not (built.written or built.removed) else "built"
        if built.refused:
            state = "failed" if built.blocked else "refused"
        errors, warnings = _counts(built.diagnostics)
        yield ProjectResult(
            result.slug, state, result.seconds, errors, warnings, len(built.written)
        )


def of_checks(results: Iterable[Result[CheckReport]]) -> Iterator[ProjectResult]:
    """A check of each project."""
    for result in results:
        checked = result.value
        if checked is None:
            yield _failed(result)
            continue
        state = "unchanged" if result.fresh else "checked"
        yield ProjectResult(result.slug, state, result.seconds, *_counts(checked.diagnostics))


def _failed(result: Result[R]) -> ProjectResult:
    errors = 1 if isinstance(result.problem, Diagnostic) else 0
    return ProjectResult(result.slug, "failed", result.seconds, errors)


def _counts(found: Iterable[Diagnostic]) -> tuple[int, int]:
    severities = [d.severity for d in found]
    return severities.count("error"), severities.count("warning")
