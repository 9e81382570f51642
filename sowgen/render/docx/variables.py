"""The variables a Word template may use: their shape, and their values for a document."""

from __future__ import annotations

from typing import Any, TypeAlias

from markupsafe import Markup

from sowgen.model.document import CoverParty, Document, Inline, Link, Text
from sowgen.render.docx.context import Context
from sowgen.render.docx.runs import runs

Shape: TypeAlias = "str | dict[str, Shape] | list[Shape]"
"""`words` plain text, `runs` formatted text, `body` the body, a dict or a list of shapes."""

SHAPE: dict[str, Shape] = {
    "kind": "words",
    "title": "words",
    "reference": "words",
    "language": "words",
    "date": "words",
    "author": "words",
    "cover": {
        "title": "words",
        "subtitle": "runs",
        "facts": [{"word": "words", "value": "runs"}],
        "between": "words",
        "conjunction": "words",
        "parties": [{"legal_name": "runs", "label": "runs", "details": ["runs"]}],
        "notice": "words",
    },
    "furniture": {
        "header_left": "words",
        "header_right": "words",
        "footer_left": "words",
        "watermark": "words",
        "page": {"before": "words", "between": "words", "after": "words"},
    },
    "body": "body",
}

BODY_MARK = "sowgen-body"
"""The processing instruction that keeps the body's place while docxtpl works. The body
itself never passes through docxtpl, which rewrites braces and line feeds in what it prints."""


def values(document: Document, context: Context) -> dict[str, Any]:
    """The variables of `SHAPE` for `document`: plain dicts, lists and strings; formatted
    text and the body are strings that Jinja knows as markup (`__html__`)."""
    cover, furniture = document.cover, document.furniture

    def formatted(*inlines: Inline) -> Markup:
        # A tag may stand in a header, which has relationships of its own: no live links here.
        plain = [Text(i.text) if isinstance(i, Link) else i for i in inlines]
        return Markup(runs(plain, context))  # noqa: S704

    def party(each: CoverParty) -> dict[str, Any]:
        details = [formatted(line) for line in each.details]
        name, label = formatted(each.legal_name), formatted(each.label)
        return {"legal_name": name, "label": label, "details": details}

    before, between, after = furniture.page
    return {
        "kind": document.kind,
        "title": document.title,
        "reference": document.reference,
        "language": document.language,
        "date": document.date,
        "author": document.author,
        "cover": {
            "title": cover.title,
            "subtitle": formatted(cover.subtitle),
            "facts": [{"word": word, "value": formatted(value)} for word, value in cover.facts],
            "between": cover.between,
            "conjunction": cover.conjunction,
            "parties": [party(each) for each in cover.parties],
            "notice": cover.notice,
        },
        "furniture": {
            "header_left": furniture.header_left,
            "header_right": furniture.header_right,
            "footer_left": furniture.footer_left,
            "watermark": furniture.watermark,
            "page": {"before": before, "between": between, "after": after},
        },
        "body": Markup(f"<?{BODY_MARK}?>"),  # noqa: S704
    }
