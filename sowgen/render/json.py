"""The document as canonical JSON: what `page.typ` draws and golden tests compare."""

from __future__ import annotations

import json

from sowgen.diagnostics import Outcome
from sowgen.model.artifact import Design
from sowgen.model.document import Document, to_json
from sowgen.render.layout import Layout


def canonical(document: Document) -> bytes:
    """The document as UTF-8 JSON, keys in the order of the model, one space of indent, a
    line feed at the end. Equal documents give equal bytes. Spans and origins are left out.
    """
    text = json.dumps(to_json(document), ensure_ascii=False, indent=1, allow_nan=False)
    return f"{text}\n".encode()


def write(document: Document, _design: Design, _layout: Layout) -> Outcome[bytes | None]:
    """The writer of the format `json`; it never fails."""
    return Outcome(canonical(document))
