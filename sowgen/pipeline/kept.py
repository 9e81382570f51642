"""What a process keeps in memory between builds: results with what they were made from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sowgen.workspace import Trace, Workspace

T = TypeVar("T")


@dataclass(slots=True)
class Kept:
    """Results by name, the last one of each. A result is used again only where that cannot be told
    from making it anew: `read` compares every file that was read, `derived` the very objects
    that went in."""

    _read: dict[str, tuple[Trace, Any]] = field(default_factory=dict)
    _derived: dict[str, tuple[tuple[object, ...], Any]] = field(default_factory=dict)

    def read(self, workspace: Workspace, name: str, make: Callable[[Workspace], T]) -> T:
        """What `make` reads from the workspace. The workspace's trace grows by what was asked for
        it, whenever that was."""
        known = self._read.get(name)
        if known is None or not workspace.holds(known[0]):
            aside = workspace.fork()
            made = make(aside)
            known = self._read[name] = (aside.trace, made)
        workspace.note(known[0])
        result: T = known[1]
        return result

    def derived(self, name: str, inputs: tuple[object, ...], make: Callable[[], T]) -> T:
        """What `make` gives for those inputs, each the same object as the last time or equal to it
        as a plain value."""
        known = self._derived.get(name)
        if known is None or not _same(known[0], inputs):
            known = self._derived[name] = (inputs, make())
        result: T = known[1]
        return result


def _same(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return len(before) == len(now) and all(
        a is b or (isinstance(a, str | int) and a == b) for a, b in zip(before, now, strict=True)
    )


@dataclass(slots=True)
class Memory:
    """What is kept for all projects, and for each of the last `most` projects worked on.
    `drafting`: the same projects come again and again, so that also the parts of their documents
    are kept."""

    most: int = 1
    drafting: bool = False
    shared: Kept = field(default_factory=Kept)
    _projects: OrderedDict[str, Kept] = field(default_factory=OrderedDict)

    def project(self, slug: str) -> Kept:
        """What is kept for that project."""
        kept = self._projects.pop(slug, None) or Kept()
        self._projects[slug] = kept
        while len(self._projects) > self.most:
            self._projects.popitem(last=False)
        return kept
