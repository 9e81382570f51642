"""What earlier runs found and made, kept in the cache: an unchanged project costs no more than
reading its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sowgen.diagnostics import Diagnostic, Span
from sowgen.pipeline.fingerprint import fingerprint
from sowgen.pipeline.history import Held, Origin, still
from sowgen.pipeline.reports import BuildReport, CheckReport, Order, Uses
from sowgen.pipeline.run import Run
from sowgen.workspace import JOURNAL, MANIFEST, Stamp, Trace


@dataclass(frozen=True, slots=True)
class Seen:
    """What a result rests on: the files read, and the projects with the same package id."""

    trace: Trace
    package_id: str = ""
    namesakes: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Finished:
    """A file of an earlier build, by what it was made from: its name and SHA-256, what was found in
    writing it, and the digest of the provenance in it."""

    name: str
    sha256: str
    diagnostics: tuple[Diagnostic, ...] = ()
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Last:
    """The last build of its kind: what it rests on, the files that it left, and the commit that
    they come from; None where it made none."""

    seen: Seen
    outputs: tuple[Stamp, ...]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a run's projects."""

    run: Run

    # --- checks ------------------------------------------------------------------------------

    def checked(self, slug: str) -> tuple[CheckReport, Uses] | None:
        """The report of the last check where nothing has changed since."""
        plain = self._fresh("check", self._key(slug), slug)
        if plain is None:
            return None
        open_values = tuple((p, Span(*s), n) for p, s, n in plain["open_values"])
        return CheckReport(slug, _found(plain), open_values), _uses(plain["uses"])

    def keep_check(self, seen: Seen, report: CheckReport, uses: Uses) -> None:
        """Remembers the report of a check."""
        values = [(path, _span(span), note) for path, span, note in report.open_values]
        facts = {"open_values": values, "uses": [uses.documents, uses.linked]}
        self._keep("check", self._key(report.slug), seen, report.diagnostics, facts)

    # --- builds ------------------------------------------------------------------------------

    def built(self, slug: str, order: Order, folder: Path) -> BuildReport | None:
        """The report of the last such build where nothing has changed since, in what was read and
        in what was written."""
        if (folder / JOURNAL).exists():
            return None
        plain = self._fresh("build", self._key(slug, order, folder), slug)
        if plain is None:
            return None
        stamps = [Stamp(*stamp) for stamp in plain["outputs"]]
        if not all(stamp.holds(folder) for stamp in stamps):
            return None
        if not self._comes_from_the_same(plain, self._key(slug, order, folder)):
            return None
        older = tuple(folder / name for name in plain["older"])
        others = (MANIFEST, *plain["older"], *plain["beside"])
        made = tuple(folder / s.name for s in stamps if s.name not in others)
        found, refused = _found(plain), plain["refused"]
        return BuildReport(slug, found, (), made, older=older, refused=refused, fresh=True)

    def _comes_from_the_same(self, plain: dict[str, Any], key: str) -> bool:
        """Whether the files would come from the same commit now. Where that had to be looked for,
        it is remembered."""
        try:
            origin = _origin(plain)
            now = origin and still(self.run, _seen(plain).trace, origin)
        except (KeyError, ValueError, TypeError):
            return False
        if now is not None and now != origin:
            self._put("build", key, {**plain, "origin": _plain_origin(now)})
        return origin is None or now is not None

    def last(self, slug: str, order: Order, folder: Path) -> Last | None:
        """The last such build, whether or not something has changed since; None where it is not
        known."""
        plain = self._load("build", self._key(slug, order, folder))
        try:
            stamps = tuple(Stamp(*stamp) for stamp in plain["outputs"]) if plain else ()
            return Last(_seen(plain), stamps, _origin(plain)) if plain else None
        except (KeyError, ValueError, TypeError, AttributeError):
            return None

    def keep_build(self, seen: Seen, order: Order, folder: Path, report: BuildReport) -> None:
        """Remembers the report of a build."""
        if report.blocked:
            return
        older = [path.name for path in report.older]
        made = {*older, *(stamp.name for stamp in report.stamps)}
        beside = [] if report.refused else _beside(folder, made)
        kept = [Stamp.of(folder / name) for name in (*older, *beside)]
        if not all(kept):
            return
        facts = {
            "outputs": [list(asdict(stamp).values()) for stamp in (*report.stamps, *kept) if stamp],
            "older": older,
            "beside": beside,
            "refused": report.refused,
            "origin": None if report.origin is None else _plain_origin(report.origin),
        }
        self._keep("build", self._key(report.slug, order, folder), seen, report.diagnostics, facts)

    def finished(self, slug: str, folder: Path) -> dict[str, Finished]:
        """The files in an output folder by the digest of what each was made from."""
        plain = self._load("files", self._key(slug, folder))
        if plain is None:
            return {}
        try:
            return {
                key: Finished(name, sha, tuple(_diagnostic(d) for d in found), stamp)
                for key, (name, sha, found, stamp) in plain["files"].items()
            }
        except (KeyError, ValueError, TypeError):
            return {}

    def keep_finished(self, slug: str, folder: Path, files: Mapping[str, Finished]) -> None:
        """Remembers what the files in an output folder were made from."""
        plain = {key: [f.name, f.sha256, [_plain(d) for d in f.diagnostics], f.stamp]
                 for key, f in files.items()}  # fmt: skip
        self._put("files", self._key(slug, folder), {"files": plain})

    # --- their form --------------------------------------------------------------------------

    def _key(self, *parts: object) -> str:
        facts = (fingerprint(), str(self.run.workspace.root), *map(repr, parts))
        return hashlib.sha256("\0".join(facts).encode("utf-8", "surrogateescape")).hexdigest()

    def _fresh(self, name: str, key: str, slug: str) -> dict[str, Any] | None:
        plain = self._load(name, key)
        if plain is None:
            return None
        try:
            known = _seen(plain)
            twins = namesakes(self.run, slug, known.package_id) == list(known.namesakes)
            return plain if twins and self.run.workspace.holds(known.trace) else None
        except (KeyError, ValueError, TypeError, AttributeError):
            return None

    def _keep(
        self, name: str, key: str, seen: Seen, found: Iterable[Diagnostic], facts: dict[str, Any]
    ) -> None:
        plain = {
            "reads": seen.trace.reads,
            "looks": seen.trace.looks,
            "package_id": seen.package_id,
            "namesakes": [(slug, _span(span)) for slug, span in seen.namesakes],
            "diagnostics": [_plain(d) for d in found],
        }
        self._put(name, key, {**plain, **facts})

    def _load(self, name: str, key: str) -> dict[str, Any] | None:
        data = self.run.cache.get(name, key)
        try:
            plain: dict[str, Any] | None = json.loads(data) if data else None
        except ValueError:
            return None
        return plain

    def _put(self, name: str, key: str, plain: Mapping[str, Any]) -> None:
        self.run.cache.put(name, key, json.dumps(plain, separators=(",", ":")).encode())


def _beside(folder: Path, made: Container[str]) -> list[str]:
    """The files in the manifest that the build left as they are: made from the same inputs by
    another order."""
    from sowgen.publish import read_manifest

    manifest = read_manifest(folder)
    return [o.name for o in manifest.outputs if o.name not in made] if manifest else []


def namesakes(run: Run, slug: str, package_id: str) -> list[tuple[str, Span]]:
    """The other projects with that package id, and where they state it."""
    return [
        (other, place) for other, place in run.by_package_id.get(package_id, ()) if other != slug
    ]


def _seen(plain: Mapping[str, Any]) -> Seen:
    twins = tuple((other, Span(*span)) for other, span in plain["namesakes"])
    return Seen(Trace(plain["reads"], plain["looks"]), plain["package_id"], twins)


def _origin(plain: Mapping[str, Any]) -> Origin | None:
    """The commit of a build, None where it made no files."""
    known = plain["origin"]
    if known is None:
        return None
    head, commit, files, locked, more = known
    return Origin(head, commit, Held(tuple(files), locked), tuple(more))


def _plain_origin(origin: Origin) -> list[Any]:
    return [origin.head, origin.commit, origin.held.files, origin.held.locked, origin.more]


def _found(plain: Mapping[str, Any]) -> tuple[Diagnostic, ...]:
    return tuple(_diagnostic(d) for d in plain["diagnostics"])


def _uses(plain: Any) -> Uses:
    documents, linked = plain
    return Uses(
        {k: (title, tuple(tuple(c) for c in clauses)) for k, (title, clauses) in documents.items()},
        {clause: tuple(kinds) for clause, kinds in linked.items()},
    )


def _span(span: Span) -> list[Any]:
    return [span.file, span.line, span.col, span.length]


def _plain(d: Diagnostic) -> list[Any]:
    related = [(words, _span(span)) for words, span in d.related]
    return [d.code, d.severity, d.message, _span(d.span), d.hint, related]


def _diagnostic(plain: Any) -> Diagnostic:
    code, severity, message, span, hint, related = plain
    others = tuple((words, Span(*place)) for words, place in related)
    return Diagnostic(code, severity, message, Span(*span), hint, others)
