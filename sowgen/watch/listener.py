"""What a session tells, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from sowgen.pipeline import BuildReport, Run
from sowgen.workspace import Workspace

if TYPE_CHECKING:
    from sowgen.pipeline.package import Package

State: TypeAlias = Literal["built", "refused", "blocked", "abandoned", "fresh", "gone"]


@dataclass(frozen=True, slots=True)
class Round:
    """One look at one project that led to something.

    `built`: its files are those of its inputs. `refused`: a finding forbids it, and the files of
    the last build stay. `blocked`: the package is made and cannot be put into its folder; it is
    tried again. `abandoned`: given up for newer input. `fresh`: nothing had to be done. `gone`:
    the project's folder is not there. `why` are the files and folders that had changed since the
    last build of which something is known, relative to the workspace; the project's folder where it
    was gone or is back. `report` is None where there
    is none: `abandoned`, `gone`, and a bug in sowgen (`refused`).
    """

    slug: str
    state: State
    report: BuildReport | None
    why: tuple[str, ...]
    seconds: float


class Listener(Protocol):
    """Is told of every round, in the thread of the session."""

    def decided(self, package: Package, run: Run, workspace: Workspace) -> None:
        """The documents of a project are decided, and nothing of them is written yet."""

    def done(self, round: Round) -> None:  # noqa: A002
        """A round has ended."""
