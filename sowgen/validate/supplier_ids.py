"""Every id that the qualification uses must be defined."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.candidates import Candidate
from sowgen.model.spec.qualification import Qualification
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find, listed, nearest

_ROOT: Path = ("qualification",)


@dataclass(frozen=True, slots=True)
class _Use:
    """An id that is used: where it stands (`key`: as a mapping's key), what is known, and where
    to define it."""

    id: str | None
    path: Path
    known: Collection[str]
    where: str
    key: bool = False


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """V101: an id that is not there, with the nearest one that is."""
    for use in (*_general(spec), *_candidates(spec)):
        if use.id is None or use.id in use.known:
            continue
        at = tree.key_span(use.path) if use.key else tree.span(use.path)
        parts = [name for name in use.known if name.startswith(f"{use.id}.")] if use.key else []
        hint = nearest(use.id, use.known, use.where)
        if parts:
            hint = f"score its parts: {listed(parts)}"
        yield find("V101", f"`{use.id}` is not defined", at, hint)


def scored_keys(qualification: Qualification) -> tuple[str, ...]:
    """The ids under which scores are written: criteria without parts, `<criterion>.<part>`."""
    return tuple(
        f"{name}.{part}" if part else name
        for name, criterion in qualification.criteria.items()
        for part in (tuple(criterion.parts) or ("",))
    )


def priced_keys(qualification: Qualification) -> frozenset[str]:
    """Those of them whose score follows from the price."""
    whole = {n for n, c in qualification.criteria.items() if c.priced and not c.parts}
    return frozenset(whole) | {
        f"{name}.{part}"
        for name, criterion in qualification.criteria.items()
        for part, entry in criterion.parts.items()
        if entry.priced
    }


def _general(spec: ProjectSpec) -> Iterator[_Use]:
    qualification = spec.qualification
    for name, stage in qualification.stages.items():
        yield _Use(stage.owner, (*_ROOT, "stages", name, "owner"), spec.roles, "roles")
    for name, assessor in qualification.assessors.items():
        for other in assessor.conflicts:
            at: Path = (*_ROOT, "assessors", name, "conflicts", other)
            yield _Use(other, at, qualification.candidates, "candidates", key=True)


def _candidates(spec: ProjectSpec) -> Iterator[_Use]:
    people = {**spec.contacts, **spec.qualification.assessors}
    for name, candidate in spec.qualification.candidates.items():
        at: Path = (*_ROOT, "candidates", name)
        party = spec.parties.get(candidate.party or "")
        sites = party.sites if party else {}
        yield _Use(candidate.party, (*at, "party"), spec.parties, "parties")
        yield _Use(candidate.site, (*at, "site"), sites, f"parties.{candidate.party}.sites")
        for id_, held in candidate.certificates.items():
            for index, service in enumerate(held.covers):
                here = (*at, "certificates", id_, "covers", index)
                yield _Use(service, here, spec.scope.services, "scope.services")
        for who, here in _people(candidate, at):
            yield _Use(who, here, people, "qualification.assessors")
        keys, gates = scored_keys(spec.qualification), spec.qualification.gates
        for key in candidate.scores:
            yield _Use(key, (*at, "scores", key), keys, "qualification.criteria", key=True)
        for key in candidate.gates:
            yield _Use(key, (*at, "gates", key), gates, "qualification.gates", key=True)


def _people(candidate: Candidate, at: Path) -> Iterator[tuple[str | None, Path]]:
    """Everybody who assessed, audited or asked, with the place where they are named."""
    yield candidate.assessor, (*at, "assessor")
    for key, score in candidate.scores.items():
        yield score.assessor, (*at, "scores", key, "assessor")
    for key, answer in candidate.gates.items():
        yield answer.assessor, (*at, "gates", key, "assessor")
    for id_, audit in candidate.audits.items():
        for index, one in enumerate(audit.by):
            yield one, (*at, "audits", id_, "by", index)
    for index, reference in enumerate(candidate.references):
        yield reference.asked_by, (*at, "references", index, "asked_by")
