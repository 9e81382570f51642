"""A process of its own that reads two PDFs: one from outside may take all time and memory.

In: a line of JSON with the lengths of both files, then their bytes; without a second file the words
of the first one are asked for. Out: JSON, as `pdf_compare` takes it apart, or `{"problem": …}`.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from sowgen.verify.child import limit
from sowgen.verify.pdf_things import bookmarks_of, notes_of, things_of

_MEMORY = 2_000_000_000
_SECONDS = 120
_MOST_PAGES = 5_000
_MOST_TEXTS = 60
"""Pages whose words are read, in each of both files: of more the numbers alone are told."""
_FIRST = 5
_DEEP = 60
_STEPS = 2_000_000
_NOT_SEEN = frozenset(
    ["/Parent", "/StructParents", "/StructParent", "/Length", "/Filter", "/DecodeParms",
     "/Metadata", "/Type", "/PieceInfo", "/LastModified", "/P", "/Tabs", "/Annots", "/NM"]
)  # fmt: skip
"""Entries that programs write anew and no reader sees; annotations are told one by one."""
_PROPERTIES = ("/Title", "/Subject", "/Author", "/Keywords")


class _TooMuch(Exception):
    """A page that refers to more than any page of a contract does."""


class _Pages:
    """The digests of a file's pages: equal where everything that a reader draws is equal."""

    def __init__(self, reader: PdfReader) -> None:
        self.numbers = {_id(page): number for number, page in enumerate(reader.pages)}
        self.known: dict[tuple[int, int], str] = {}
        self.steps = 0

    def digest(self, value: Any, depth: int = 0) -> str:
        """The digest of a value with all that it refers to."""
        self.steps += 1
        if depth > _DEEP or self.steps > _STEPS:
            raise _TooMuch
        if isinstance(value, IndirectObject):
            key = (value.idnum, value.generation)
            if key in self.numbers and depth:
                return f"page {self.numbers[key]}"
            if key not in self.known:
                self.known[key] = "circle"
                self.known[key] = self.digest(value.get_object(), depth + 1)
            return self.known[key]
        return hashlib.sha256(self.plain(value, depth).encode("utf-8", "surrogatepass")).hexdigest()

    def plain(self, value: Any, depth: int) -> str:
        """The value in one form, whatever form a program gave it."""
        if isinstance(value, DictionaryObject):
            keys = sorted(k for k in value if k not in _NOT_SEEN)
            said = [f"{k}={self.digest(value.raw_get(k), depth + 1)}" for k in keys]
            if isinstance(value, StreamObject):
                said.append(hashlib.sha256(value.get_data()).hexdigest())
            return "<" + " ".join(said) + ">"
        if isinstance(value, ArrayObject):
            return "[" + " ".join(self.digest(item, depth + 1) for item in _raw(value)) + "]"
        return f"{type(value).__name__} {value!r}"


def _raw(array: ArrayObject) -> Iterator[Any]:
    return (list.__getitem__(array, number) for number in range(len(array)))


def _id(page: Any) -> tuple[int, int]:
    reference = page.indirect_reference
    return (reference.idnum, reference.generation) if reference else (-1, -1)


def _page(page: Any, pages: _Pages) -> str:
    """The digest of a page: what is inherited counts, and how its content is cut up does not."""
    content = page.get_contents()
    data = content.get_data() if content is not None else b""
    own = {k: pages.digest(page.raw_get(k), 1) for k in page if k not in (*_NOT_SEEN, *_PARTS)}
    resources = pages.digest(page.get("/Resources", DictionaryObject()), 1)
    boxes = [[round(float(edge), 3) for edge in box] for box in (page.mediabox, page.cropbox)]
    whole = (hashlib.sha256(b" ".join(data.split())).hexdigest(), sorted(own.items()), resources,
             boxes, page.rotation)  # fmt: skip
    return hashlib.sha256(repr(whole).encode()).hexdigest()


_PARTS = ("/Contents", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox",
          "/Rotate")  # fmt: skip


def _file(data: bytes) -> tuple[dict[str, Any], PdfReader]:
    reader = PdfReader(io.BytesIO(data), strict=True)  # no guesses at what is meant
    if reader.is_encrypted:
        raise ValueError("it is locked with a password")
    if len(reader.pages) > _MOST_PAGES:
        raise ValueError(f"it has more than {_MOST_PAGES:,} pages")
    pages = _Pages(reader)
    information: dict[str, Any] = dict(reader.metadata or {})
    titles, actions = bookmarks_of(reader)
    said = {
        "pages": [_page(page, pages) for page in reader.pages],
        "notes": [notes_of(page, pages.digest) for page in reader.pages],
        "bookmarks": titles,
        "things": [*things_of(reader), *actions],
        "properties": {
            name.lstrip("/").lower(): str(information[name]) for name in _PROPERTIES
            if name in information
        },
    }  # fmt: skip
    return said, reader


def answer(ours: bytes, theirs: bytes) -> dict[str, Any]:
    """What was asked for, or the problem: no file makes this fail."""
    try:
        return read_both(ours, theirs) if theirs else read_words(ours)
    except _TooMuch:
        return {"problem": "a page of it refers to more than can be looked through"}
    except ValueError as problem:
        return {"problem": str(problem)}
    except MemoryError:
        return {"problem": "it takes more memory than a contract ever does"}
    except Exception as problem:  # noqa: BLE001 - the library raises all kinds on damaged files
        return {"problem": f"it is damaged ({type(problem).__name__})"}


def read_words(data: bytes) -> dict[str, Any]:
    """The title and the words of the first pages."""
    said, reader = _file(data)
    texts = _texts(reader, list(range(min(len(reader.pages), _FIRST))))
    return {"texts": [*said["properties"].values(), *texts.values()]}


def read_both(ours: bytes, theirs: bytes) -> dict[str, Any]:
    """What both files hold, and the words of the pages that are not in the other one."""
    one, first = _file(ours)
    other, second = _file(theirs)
    there, here = set(other["pages"]), set(one["pages"])
    changed = [n for n, page in enumerate(one["pages"]) if page not in there]
    before = sorted({m for n in changed for m in (n - 1, n) if m >= 0})
    foreign = [n for n, page in enumerate(other["pages"]) if page not in here]
    return {
        "ours": one | {"texts": _texts(first, before)},
        "theirs": other | {"texts": _texts(second, foreign)},
    }


def _texts(reader: PdfReader, numbers: list[int]) -> dict[str, str]:
    return {str(n): reader.pages[n].extract_text()[:200_000] for n in numbers[:_MOST_TEXTS]}


def main() -> None:
    """One question, one answer."""
    limit(_MEMORY, _SECONDS)
    logging.disable()
    first, second = json.loads(sys.stdin.buffer.readline())
    ours, theirs = sys.stdin.buffer.read(first), sys.stdin.buffer.read(second)
    sys.stdout.buffer.write(json.dumps(answer(ours, theirs)).encode())
