"""The hand-over package and the deliverables: what is needed, and what is said twice."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.documents import ProjectDocument
from sowgen.model.tree import Path, Tree
from sowgen.validate.finding import find, listed
from sowgen.validate.tables import needed_documents
from sowgen.validate.walk import stated

_BOARD_DATA = {
    "gerber": ("gerber", "gerbers", "gerber-data", "gerber-cad"),
    "odbpp": ("odbpp", "odb", "odb-plus-plus"),
    "ipc2581": ("ipc2581", "ipc-2581", "ipc-dpmx"),
}
_BOARD = frozenset(("pcb-fab", "pcb", "bare-board"))


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """Q106, and Q130 to Q145."""
    dated = _dated(spec)
    for name, document in spec.documents.items():
        yield from _document(name, document, tree)
        if name not in dated:
            yield from _by_when(name, document, tree)
    if spec.documents:
        yield from _needed(spec, tree)
        yield from _board_data(spec, tree)
        yield from _material_lists(spec, tree)
    yield from _deliverables(spec, tree)
    yield from _assemblies(spec, tree)


def _document(name: str, document: ProjectDocument, tree: Tree) -> Iterable[Diagnostic]:
    at: Path = ("documents", name)
    if document.provider is not None and document.provider == document.receiver:
        yield find(
            "Q136",
            f"`{document.provider}` hands `{name}` to itself",
            tree.span((*at, "receiver")),
            "name the other party",
        )
    if document.sha256 is not None and not re.fullmatch(r"[0-9a-fA-F]{64}", document.sha256):
        yield find(
            "Q137",
            "a SHA-256 has 64 hexadecimal digits",
            tree.span((*at, "sha256")),
            "copy it whole, or remove the line until the file is there",
        )
    if name in document.alternative_to:
        index = document.alternative_to.index(name)
        yield find(
            "Q140",
            f"`{name}` is its own alternative",
            tree.span((*at, "alternative_to", index)),
            "remove it from the list",
        )
    if document.required and document.status == "superseded":
        yield find(
            "Q139",
            f"`{name}` is required, but superseded",
            tree.span((*at, "status")),
            "name the document that took its place, or set `required: false`",
        )
    is_bom = "bom" in re.split(r"[._-]", document.kind or name)
    if is_bom and document.formats and all(f.upper() == "PDF" for f in document.formats):
        yield find(
            "Q135",
            "a bill of materials as PDF cannot be read by machines",
            tree.span((*at, "formats")),
            "ask for XLSX or CSV as well",
        )


def _by_when(name: str, document: ProjectDocument, tree: Tree) -> Iterable[Diagnostic]:
    there = document.status in ("received", "released")
    if document.required and document.due is None and not there:
        yield find(
            "Q138",
            f"`{name}` is required, but not by when",
            tree.key_span(("documents", name)),
            "add `due: 20 working days before smt-build`, a date or `not stated`, or name it in "
            "the `uses:` of an activity",
        )


def _dated(spec: ProjectSpec) -> set[str]:
    """The documents whose due date the schedule computes: those that a step of it waits for."""
    plan = spec.schedule
    if not (stated(plan.start) or stated(plan.wanted_delivery)):
        return set()
    used = {id_ for activity in plan.activities.values() for id_ in activity.uses}
    return used | {
        name
        for name, document in spec.documents.items()
        if any(step in plan.activities for step in document.needed_for)
    }


def _plain(name: str) -> str:
    return re.sub(r"[._]", "-", name)


def _names(spec: ProjectSpec) -> set[str]:
    """What the documents of the package go by: ids and kinds."""
    return {_plain(n) for name, d in spec.documents.items() for n in (name, d.kind or name)}


def _goes_by(words: Iterable[str], names: Iterable[str]) -> bool:
    """Whether a name is one of the words, or holds one as a part: `main-bom` is a `bom`."""
    padded = [f"-{name}-" for name in names]
    return any(f"-{word}-" in name for word in words for name in padded)


def _services(spec: ProjectSpec) -> dict[str, str]:
    """Id → plain id of the services that are in the deal."""
    return {n: _plain(n) for n, s in spec.scope.services.items() if s.status == "in"}


def _needed(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    names, said = _names(spec), set[str]()
    for service, plain in _services(spec).items():
        for needed in needed_documents():
            for_it = _goes_by(needed.services, [plain])
            if for_it and needed.id not in said and not _goes_by(needed.ids, names):
                said.add(needed.id)
                yield find(
                    "Q130",
                    f"`{service}` needs a document that is not listed: {needed.name}",
                    tree.key_span(("scope", "services", service)),
                    f"add `{needed.id}:` under `documents`",
                )


def _board_data(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    names = _names(spec)
    made = [s for s, plain in _services(spec).items() if _goes_by(_BOARD, [plain])]
    given = [key for key, words in _BOARD_DATA.items() if _goes_by(words, names)]
    if made and not given:
        yield find(
            "Q131",
            "bare boards are made, but no board data are handed over",
            tree.key_span(("scope", "services", made[0])),
            "add one of `gerber`, `odbpp` or `ipc2581` under `documents`",
        )
    if len(given) < 2:
        return
    group = [
        name
        for name, d in spec.documents.items()
        if any(_goes_by(_BOARD_DATA[key], [_plain(name), _plain(d.kind or name)]) for key in given)
    ]
    if not any(other in spec.documents[name].alternative_to for name in group for other in group):
        yield find(
            "Q132",
            f"{listed(group)} describe the same board",
            tree.key_span(("documents", group[1])),
            "keep one, or say with `alternative_to` that one of them is enough",
        )


def _material_lists(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    names, model = _names(spec), spec.materials.model
    at = tree.span(("materials", "model"))
    missing: list[tuple[str, str]] = []
    if model in ("turnkey", "hybrid"):
        if not _goes_by(("bom", "bill-of-materials"), names):
            missing.append(("bom", "bill of materials"))
        if not _goes_by(("avl", "aml", "approved-vendors"), names):
            missing.append(("avl", "list of approved makers (AVL)"))
    if model in ("consigned", "hybrid") and not _goes_by(("consigned", "consigned-parts"), names):
        missing.append(("consigned-parts", "list of consigned parts"))
    for key, words in missing:
        yield find(
            "Q133",
            f"a {model} deal needs a document that is not listed: {words}",
            at,
            f"add `{key}:` under `documents`",
        )


def _deliverables(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    for name, deliverable in spec.deliverables.items():
        at: Path = ("deliverables", name)
        acceptance = deliverable.acceptance
        if not acceptance.criteria and acceptance.method is None:
            yield find(
                "Q141",
                f"nothing says how `{name}` is accepted",
                tree.key_span(at),
                "add `acceptance:` with `criteria` or `method`",
            )
        if stated(acceptance.silence) is not None and acceptance.within is None:
            yield find(
                "Q142",
                "silence has a meaning, but no time after which it counts",
                tree.span((*at, "acceptance", "silence")),
                "add `within: 5 working days`",
            )
        if deliverable.owner is None:
            yield find(
                "Q143",
                f"nobody delivers `{name}`",
                tree.key_span(at),
                "add `owner:` with a role, such as `owner: ems.quality`",
            )
        owner, judge = (
            spec.roles.get(deliverable.owner or ""),
            spec.roles.get(acceptance.accepted_by or ""),
        )
        if owner and judge and owner.party == judge.party:
            yield find(
                "Q145",
                f"`{name}` is delivered by `{owner.party}`, and accepted by it too",
                tree.span((*at, "acceptance", "accepted_by")),
                "name a role of the party that receives it",
                [("who delivers it", tree.span((*at, "owner")))],
            )


def _assemblies(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    for name, product in spec.products.items():
        for start, assembly in product.assemblies.items():
            path: Path = ("products", name, "assemblies", start, "parent")
            parent = assembly.parent
            if parent is not None and parent not in product.assemblies:
                from_hint = listed(sorted(product.assemblies))
                yield find(
                    "Q103",
                    f"`{name}` has no assembly `{parent}`",
                    tree.span(path),
                    f"known: {from_hint}",
                )
                continue
            seen = {start}
            while parent in product.assemblies and parent not in seen:
                seen.add(parent)
                parent = product.assemblies[parent].parent
            if parent == start:
                yield find(
                    "Q106", f"`{start}` goes into itself", tree.span(path), "remove one `parent`"
                )
