"""Which documents of a project a clause reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sowgen.pipeline import CheckReport, Run, Uses


@dataclass(frozen=True, slots=True)
class Place:
    """A document that holds the clause in this version and position, or only refers to it; both
    are '' then."""

    kind: str
    title: str
    version: str = ""
    position: str = ""

    @property
    def words(self) -> str:
        """How the document has the clause."""
        return f"{self.version}  {self.position}" if self.version else "refers to it"


@dataclass(frozen=True, slots=True)
class Reach:
    """What a change of the clause means to a project: its documents that follow, and the project's
    own clause that stands in its place ('' for none). `decided`: the project has no mistake that
    keeps its documents from being decided; where it has, nothing is known of them. `pinned` is the
    version in the project's lock ('' for none); `behind`: the library has another text, so that its
    changes do not reach the project."""

    slug: str
    places: tuple[Place, ...] = ()
    replaced_by: str = ""
    decided: bool = True
    pinned: str = ""
    behind: bool = False

    def plain(self) -> dict[str, Any]:
        """As JSON types; fields are added, never renamed."""
        return {
            "project": self.slug,
            "decided": self.decided,
            "replaced_by": self.replaced_by or None,
            "pinned": self.pinned or None,
            "behind": self.behind,
            "documents": [
                {
                    "kind": p.kind,
                    "title": p.title,
                    "holds": bool(p.version),
                    "version": p.version or None,
                    "position": p.position or None,
                }
                for p in self.places
            ],
        }


@dataclass(frozen=True, slots=True)
class Impact:
    """The work on each project, here or in another process. `area` and `sha256` are those of the
    clause in the library, '' where it has it no more."""

    clause: str
    area: str = ""
    sha256: str = ""

    def known(self, run: Run, slug: str) -> Reach | None:
        """As `jobs.Task.known`."""
        from sowgen.pipeline.check import checked

        known = checked(run, slug)
        return known and self.reach(run, *known)

    def __call__(self, run: Run, slug: str) -> Reach:
        from sowgen.pipeline.check import check

        return self.reach(run, *check(run, slug))

    def reach(self, run: Run, report: CheckReport, uses: Uses) -> Reach:
        """What the findings and the uses of a project say of the clause."""
        from sowgen.cli.clause_ties import read_pin, read_replaced

        own = read_replaced(run, report.slug).get(self.clause, "")
        held = {
            kind: Place(kind, title, version, position)
            for kind, (title, clauses) in uses.documents.items()
            for id_, version, position in clauses
            if id_ == self.clause
        }
        linked = uses.linked.get(self.clause, ())
        places = tuple(
            held.get(kind) or Place(kind, title)
            for kind, (title, _) in uses.documents.items()
            if kind in held or kind in linked
        )
        pin = read_pin(run, report.slug, self.clause)
        behind = pin is not None and (pin.area, pin.sha256) != (self.area, self.sha256)
        return Reach(
            report.slug,
            () if own else places,
            own,
            bool(uses.documents),
            pin.version if pin else "",
            behind,
        )
