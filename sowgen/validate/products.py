"""Products, held against documents, prices, standards, material and export control."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sowgen.diagnostics import Diagnostic
from sowgen.model.spec import ProjectSpec
from sowgen.model.tree import Tree
from sowgen.validate.finding import find, listed
from sowgen.validate.tables import find_standard
from sowgen.validate.walk import stated

_WORKMANSHIP = "ipc-a-610"
_CONTROLLED = re.compile(r"\b\d[A-E]\d{3}\b")
"""A number of a list of controlled goods: `3A001`. `EAR99` is none."""
_ROHS = re.compile(r"rohs|2011/65|hazardous|restricted substance", re.IGNORECASE)


def check(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    """Q107 to Q109, Q119, Q128, M145, M147."""
    yield from _described(spec, tree)
    yield from _priced(spec, tree)
    yield from _out_of_scope(spec, tree)
    yield from _class(spec, tree)
    yield from _rohs(spec, tree)
    yield from _controlled(spec, tree)
    yield from _bought(spec, tree)


def _described(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    named = {d.product for d in spec.documents.values()}
    for_all = any(d.product is None and d.required for d in spec.documents.values())
    for name in spec.products:
        if named - {None} and not for_all and name not in named:
            yield find(
                "Q107",
                f"no document is handed over for `{name}`, as there is for "
                f"{listed(sorted(p for p in named if p))}",
                tree.key_span(("products", name)),
                f"add its documents with `product: {name}`",
            )


def _priced(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    priced = [name for name, product in spec.products.items() if product.price is not None]
    for name, product in spec.products.items():
        if priced and product.price is None:
            yield find(
                "Q108",
                f"`{name}` has no price",
                tree.key_span(("products", name)),
                "add `price:`, or `price: to be agreed`",
                [("a product with one", tree.span(("products", priced[0], "price")))],
            )


def _out_of_scope(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    for name, document in spec.documents.items():
        services = [spec.scope.services.get(s) for s in document.needed_for]
        if not services or any(s is None or s.status != "out" for s in services):
            continue
        yield find(
            "Q109",
            f"`{name}` is needed for {listed(document.needed_for)}, which is out of scope",
            tree.span(("documents", name, "needed_for")),
            "take the service into the scope, or leave the document out",
            [("the service", tree.key_span(("scope", "services", document.needed_for[0])))],
        )


def _class(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    for key, standard in spec.quality.standards.items():
        found = find_standard(standard.name)
        classes = set(re.findall(r"\bclass(?:es)?\s+([123])", stated(standard.level) or ""))
        if found is None or found[0].key != _WORKMANSHIP or not classes:
            continue
        for name, product in spec.products.items():
            wanted = stated(product.ipc_class)
            if wanted is None or str(wanted) in classes:
                continue
            yield find(
                "Q119",
                f"`{name}` is of class {wanted}, but {standard.name} is agreed for "
                f"{standard.level}",
                tree.span(("products", name, "ipc_class")),
                f"write `level: class {wanted}`, or say there which product has which class",
                [("the standard", tree.span(("quality", "standards", key, "level")))],
            )


def _rohs(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    rules = stated(spec.legal.compliance.rules)
    names = [standard.name for standard in spec.quality.standards.values()]
    if not rules or any(_ROHS.search(text) for text in (*rules, *names)):
        return
    for name, product in spec.products.items():
        if stated(product.rohs) is True:
            yield find(
                "Q128",
                f"the RoHS limits apply to `{name}`, but the laws to keep do not name them",
                tree.span(("products", name, "rohs")),
                "add `restricted substances (RoHS)` to `legal.compliance.rules`",
                [("the laws to keep", tree.span(("legal", "compliance", "rules")))],
            )
            return


def _controlled(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    if stated(spec.legal.export.controlled) is not False:
        return
    numbers = [
        (("products", name, "eccn"), product.eccn) for name, product in spec.products.items()
    ]
    for path, number in [*numbers, (("legal", "export", "eccn"), spec.legal.export.eccn)]:
        if _CONTROLLED.search(stated(number) or ""):
            yield find(
                "M145",
                f"{number} is a number of controlled goods, but the deal says that nothing is "
                "controlled",
                tree.span(path),
                "set `legal.export.controlled: true`, or correct the number",
                [("what the deal says", tree.span(("legal", "export", "controlled")))],
            )


def _bought(spec: ProjectSpec, tree: Tree) -> Iterable[Diagnostic]:
    model = spec.materials.model
    buyer = {"turnkey": "ems", "consigned": "oem"}.get(model or "")
    if buyer is None:
        return
    for key, part in spec.materials.split.items():
        party = spec.parties.get(part.bought_by or "")
        if party is None or party.role == buyer or party.role not in ("oem", "ems"):
            continue
        yield find(
            "M147",
            f"`{part.bought_by}` buys `{key}`, in a {model} deal",
            tree.span(("materials", "split", key, "bought_by")),
            "write `model: hybrid`, or name the other party",
            [("the material model", tree.span(("materials", "model")))],
        )
