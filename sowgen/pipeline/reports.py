"""What a run can be asked for, and what it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sowgen.diagnostics import Diagnostic, Span

if TYPE_CHECKING:
    from sowgen.model.artifact import Format
    from sowgen.pipeline.history import Origin
    from sowgen.workspace import Stamp

Step: TypeAlias = Callable[[str], None]
"""Called before each step of a build with what it does (`writing sow.docx`). What it raises ends
the build there; nothing is half written."""


class Abandoned(Exception):
    """A build that was given up because something newer came in; raised by a `Step`."""


def no_step(_what: str) -> None:
    """A `Step` for those who do not want to know."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to build of a project: `kinds` (None: all) and `formats` (None: those of the
    workspace), into `out/<slug>` (None: the project's own output folder). `force`: write over
    files that a person changed; `strict`: warnings stop the build as errors do; `bundle`: add the
    bound package and its archive. `issue`: the version as which the package goes out, '' for any
    other build; the project then has that version and the status `issued`, whatever it says."""

    kinds: tuple[str, ...] | None = None
    formats: tuple[Format, ...] | None = None
    out: Path | None = None
    force: bool = False
    strict: bool = False
    bundle: bool = False
    issue: str = ""

    def __post_init__(self) -> None:
        if self.bundle and (self.kinds is not None or self.formats is not None):
            raise ValueError("a bundle takes the whole package")

    def refuses(self, found: Iterable[Diagnostic]) -> bool:
        """Whether findings stop the build."""
        stopping = ("error", "warning") if self.strict else ("error",)
        return any(d.severity in stopping for d in found)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Every finding of a project, and what is still to be agreed: the path of each value,
    where it is written, and the remark beside it."""

    slug: str
    diagnostics: tuple[Diagnostic, ...]
    open_values: tuple[tuple[str, Span, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build wrote, and what it found. `seconds` is wall time.

    `removed` are files of earlier builds that are no part of the package any more; `older` those
    that this build did not make and that come from other inputs. `refused`: nothing was written,
    for the reasons among the findings. `fresh`: nothing had changed since the build before, so
    that nothing was made. `blocked`: the package is made, and could not be put into its folder.
    `stamps`: the files of this build and the manifest as they were put there. `origin`: the commit
    that they come from, None for a build that put none there.
    """

    slug: str
    diagnostics: tuple[Diagnostic, ...]
    written: tuple[Path, ...] = ()
    unchanged: tuple[Path, ...] = ()
    seconds: float = 0.0
    removed: tuple[Path, ...] = ()
    older: tuple[Path, ...] = ()
    refused: bool = False
    fresh: bool = False
    blocked: bool = False
    stamps: tuple[Stamp, ...] = field(default=(), repr=False, compare=False)
    origin: Origin | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Uses:
    """The clauses that stand in the documents of a project: by document kind its title, and each
    clause's id, version and position in their order. `linked` has, by clause id, the kinds of the
    documents that refer to it without holding it."""

    documents: Mapping[str, tuple[str, tuple[tuple[str, str, str], ...]]]
    linked: Mapping[str, tuple[str, ...]]
