"""Files that carry no stamp at all: workbooks, calendars, schedules, documents as data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from sowgen.model.artifact import Artifact
from sowgen.verify.judge import Base
from sowgen.verify.match import Looks, manifests_naming, projects_like
from sowgen.verify.reports import Report, Since
from sowgen.verify.states import MOST_COMMITS, State, States


def verify_data(states: States, file: str, data: bytes) -> Report:
    """Files that carry no stamp: their bytes decide."""
    looks = Looks(file, data, None)
    likely = projects_like(states, looks)
    for state in _states(states, data, likely):
        match = next((a for a in state.exports() if a.data == data), None)
        if match is not None:
            origin = Base(state, match.kind, match.format).origin
            return _since(states, Report(file, "untouched", origin), state, match)
    if likely:
        reason = (f"it is called like a file of `{likely[0]}`, and is none that the project "
                  "gives now or gave at its last commits")  # fmt: skip
        return Report(file, "unknown", reason=reason)
    reason = "it is no file that sowgen stamps, and no project gives one like it"
    return Report(file, "unknown", reason=reason)


def _states(states: States, data: bytes, likely: list[str]) -> Iterator[State]:
    """The states of projects that may have given the file, each once."""
    named = list(manifests_naming(states.now, hashlib.sha256(data).hexdigest()))
    for slug, commit in named:
        state = states.state(slug, commit) if commit else None
        yield from (s for s in (state,) if s is not None)
    for slug in dict.fromkeys([*(slug for slug, _ in named), *likely]):
        now = states.state(slug, "")
        yield from states.history(slug, MOST_COMMITS)
        yield from (s for s in (now,) if s is not None)


def _since(states: States, report: Report, state: State, match: Artifact) -> Report:
    now = states.state(state.slug, "")
    if now is None or now is state or any(a.data == match.data for a in now.exports()):
        return report
    before, after = state.inputs, now.inputs
    files = sorted(p for p in {*before, *after} if before.get(p) != after.get(p))
    return replace(report, verdict="outdated", since=Since(files=tuple(files)))
