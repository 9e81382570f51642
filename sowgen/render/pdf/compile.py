"""typst: the page design and the document in, the PDF and the page of every anchor out."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from sowgen.diagnostics import Diagnostic, Outcome, Span, did_you_mean, error, in_order, warning
from sowgen.model.artifact import Design
from sowgen.model.document import Document, Paragraph
from sowgen.model.figure import Figure
from sowgen.render.pdf.coverage import uncovered_in
from sowgen.render.pdf.problems import from_error, from_warnings
from sowgen.render.pdf.view import view

if TYPE_CHECKING:
    import typst

# typst opens files that are not handed to it below its root. A file as the root has
# nothing below it: the design sees `document.json` and no other file of this machine.
_NO_ROOT = __file__

STANDARDS = (
    "1.4", "1.5", "1.6", "1.7", "2.0", "a-1a", "a-1b", "a-2a", "a-2b", "a-2u", "a-3a", "a-3b",
    "a-3u", "a-4", "a-4e", "a-4f", "ua-1",
)  # fmt: skip
"""The standards that typst can write, by typst's names."""

_PACKAGE = re.compile(r'^[^/"\n]*"(@[\w-]+/[^"]*)"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PdfResult:
    """A PDF and, for every anchor of the document, the page it stands on, counted from 1."""

    data: bytes
    pages: Mapping[str, int]


def write_pdf(document: Document, design: Design) -> Outcome[PdfResult | None]:
    """The document as a tagged PDF of the standard `design.pdf_standard`.

    The same document and design give the same bytes: the file's dates are the document's
    own, fonts come from `design.font_dirs` alone, and nothing else is read. Gives None with
    W202 or W204 to W207 where the design or its fonts have a mistake; W201 and W203 warn.
    """
    problem = refuse(document, design)
    if problem:
        return Outcome(None, (problem,))
    given = sources(document, design)
    compiled = _compile(given, design, document.date)
    if compiled.value is None:
        return Outcome(None, compiled.diagnostics)
    pages = _pages(given, document, design)
    boxes = _boxes(given["document.json"].decode(), design)
    result = PdfResult(compiled.value, MappingProxyType(pages))
    return Outcome(result, in_order((*compiled.diagnostics, *boxes)))


def read_pages(document: Document, design: Design) -> dict[str, int]:
    """The page of every anchor, counted from 1; empty where the design does not compile.

    Laying out costs what a PDF costs, once: typst keeps the layout of a document in memory,
    so this call and `write_pdf` of the same document share it within a process.
    """
    return {} if _refuse(design) else _pages(sources(document, design), document, design)


def write_figures(
    document: Document, design: Design, ppi: float
) -> Outcome[tuple[tuple[bytes, bytes], ...] | None]:
    """Each figure of the document alone, in its full size, as `page.typ` draws it: as SVG, and as
    PNG of `ppi` dots per inch. None with W202 or W204 to W207 where the design does not draw
    them."""
    refused = refuse(document, design)
    if refused:
        return Outcome(None, (refused,))
    given, alone = sources(document, design), {"figures": "alone"}
    # The same inputs: typst takes the second layout from its memory.
    vectors = draw(given, design, "svg", inputs=alone)
    dots = draw(given, design, "png", ppi, alone)
    if vectors.value is None or dots.value is None:
        return Outcome(None, vectors.diagnostics)
    if len(vectors.value) != sum(isinstance(block, Figure) for block in document.blocks()):
        return Outcome(None, (_no_figures(design),))
    return Outcome(tuple(zip(vectors.value, dots.value, strict=True)))


def draw(
    given: dict[str, bytes],
    design: Design,
    format_: Literal["svg", "png"],
    ppi: float = 72,
    inputs: Mapping[str, str] = MappingProxyType({}),
) -> Outcome[tuple[bytes, ...] | None]:
    """Each page as a picture; `inputs` are what the design reads as `sys.inputs`. None with
    W202 where the design has a mistake; W203 warns."""
    import typst

    path = design.page.path
    try:
        drawn, warnings = typst.compile_with_warnings(  # type: ignore[call-overload]
            given,
            root=_NO_ROOT,
            font_paths=_fonts(design.font_dirs, design.fonts_digest),
            format=format_,
            ppi=ppi,
            sys_inputs=dict(inputs),
        )
    except typst.TypstError as problem:
        return Outcome(None, from_error(problem.diagnostic, path))
    pages = tuple(drawn) if isinstance(drawn, list) else (drawn,)
    return Outcome(pages, from_warnings([w.diagnostic for w in warnings], path))


def refuse(document: Document, design: Design) -> Diagnostic | None:
    """What can be said of the two before typst runs."""
    return _refuse(design) or _undrawn(document, design)


def _undrawn(document: Document, design: Design) -> Diagnostic | None:
    """W207 where the document has figures and the design has never heard of them."""
    if b'"Figure"' in design.page.data:
        return None
    has_figures = any(isinstance(block, Figure) for block in document.blocks())
    return _no_figures(design) if has_figures else None


def _no_figures(design: Design) -> Diagnostic:
    return error(
        "W207",
        "the page design draws no figures, and the document has some",
        Span(design.page.path),
        "take over `drawing`, `figure-of` and `pictures` from `templates/house/page.typ`",
    )


def sources(document: Document, design: Design, *, preview: bool = False) -> dict[str, bytes]:
    """The files that typst sees; see `view`."""
    plain = view(document, preview=preview)
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return {"main.typ": design.page.data, "document.json": text.encode()}


@lru_cache(maxsize=4)
def _fonts(folders: tuple[str, ...], _digest: str) -> typst.Fonts:
    """The fonts of `folders` and no others, for as long as their contents have that digest.
    Reading them costs some 10 ms, so they are kept."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders)
    )


def _compile(given: dict[str, bytes], design: Design, day: str) -> Outcome[bytes | None]:
    import typst

    path = design.page.path
    try:
        # typst's type stubs do not know input that is held in memory.
        data, warnings = typst.compile_with_warnings(  # type: ignore[call-overload]
            given,
            root=_NO_ROOT,
            font_paths=_fonts(design.font_dirs, design.fonts_digest),
            format="pdf",
            pdf_standards=[design.pdf_standard],
            timestamp=calendar.timegm(date.fromisoformat(day).timetuple()),
        )
    except typst.TypstError as problem:
        return Outcome(None, from_error(problem.diagnostic, path))
    return Outcome(data, from_warnings([w.diagnostic for w in warnings], path))


def _pages(given: dict[str, bytes], document: Document, design: Design) -> dict[str, int]:
    """The page of each anchor, asked of the layout that typst keeps after a compilation."""
    known = {b.anchor for b in document.blocks() if isinstance(b, Paragraph) and b.anchor}
    if not known:
        return {}
    found = ask(given, design, "query(metadata).map(m => (m.value, m.location().page()))")
    return {name: page for name, page in found or () if name in known}


def ask(given: dict[str, bytes], design: Design, expression: str) -> Any:
    """What a typst expression about the finished layout gives, as plain data; None where the
    design does not compile."""
    import typst

    try:
        found = typst.eval(  # type: ignore[type-var]
            given,
            expression,
            root=_NO_ROOT,
            font_paths=_fonts(design.font_dirs, design.fonts_digest),
        )
    except RuntimeError:
        return None
    return json.loads(found)


def _refuse(design: Design) -> Diagnostic | None:
    """What can be said before typst runs: packages and missing fonts."""
    package = _PACKAGE.search(design.page.data.decode(errors="replace"))
    if package:
        text, start = package.string, package.start(1)
        line, col = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        return error(
            "W204",
            f"the page design asks for the typst package `{package[1]}`",
            Span(design.page.path, line, col, len(package[1])),
            "a build does not use the network: draw it with typst's own functions",
        )
    if design.pdf_standard not in STANDARDS:
        return error(
            "W206",
            f"typst writes no PDF of the standard `{design.pdf_standard}`",
            Span("sowgen.yaml"),
            did_you_mean(design.pdf_standard, STANDARDS) or f"one of {', '.join(STANDARDS)}",
        )
    if not _fonts(design.font_dirs, design.fonts_digest).families():
        folders = ", ".join(f"`{f}`" for f in design.font_dirs) or "any folder"
        return error(
            "W205",
            f"no font file in {folders}",
            Span(design.page.path),
            "restore the folder `templates/house/fonts`",
        )
    return None


def _boxes(text: str, design: Design) -> tuple[Diagnostic, ...]:
    missing = uncovered_in(text, design)
    if not missing:
        return ()
    shown = ", ".join(f"{c} (U+{ord(c):04X})" for c in missing[:8])
    more = f" and {len(missing) - 8} more" if len(missing) > 8 else ""
    return (
        warning(
            "W201",
            f"the PDF shows a box for {shown}{more}: no font has the character",
            Span(design.page.path),
            "put a font that has it into `templates/house/fonts` and name its family in `fonts`",
        ),
    )
