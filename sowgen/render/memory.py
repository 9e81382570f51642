"""What writers keep from one call to the next, for a process that writes the same package again
and again. The caller makes the object and hands it in; without it every call makes everything
anew. The bytes are the same with it and without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from sowgen.model.artifact import Design
    from sowgen.model.document import Document
    from sowgen.render.docx.context import Made, TableKey
    from sowgen.render.pdf.pages import Page
    from sowgen.render.pictures import Drawn

PageKey: TypeAlias = tuple[object, ...]

K = TypeVar("K")
V = TypeVar("V")


@dataclass(slots=True)
class Uses(Generic[K, V]):
    """One writing of a document: results of the writing `before`, and those used `now`."""

    before: dict[K, V]
    now: dict[K, V] = field(default_factory=dict)


@dataclass(slots=True)
class Shelf(Generic[K, V]):
    """The results that the last writing of each kind of document used, by everything they
    were made from. Others are forgotten: a shelf holds no more than one document of each kind
    takes."""

    _kept: dict[str, dict[K, V]] = field(default_factory=dict)

    @contextmanager
    def writing(self, kind: str) -> Iterator[Uses[K, V]]:
        """The results for a document of that kind; what `now` has at the end is kept."""
        uses: Uses[K, V] = Uses(self._kept.get(kind, {}))
        yield uses
        self._kept[kind] = uses.now


@dataclass(slots=True)
class Memory:
    """`tables` in Word's markup, `pictures` of figures, and `pages` for the screen. For one
    project, and one thread at a time."""

    tables: Shelf[TableKey, Made] = field(default_factory=Shelf)
    pictures: Shelf[tuple[Document, Design], Drawn] = field(default_factory=Shelf)
    pages: Shelf[PageKey, tuple[Page, ...]] = field(default_factory=Shelf)
