"""What a PDF holds beside its pages: annotations, bookmarks, forms, scripts, attachments.

Part of the process of `pdf_child`: what is read here comes from outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

_MOST_BOOKMARKS = 20_000
_LONG = 200
_OF_LINK = frozenset(
    ["/Type", "/Subtype", "/Rect", "/Border", "/BS", "/C", "/H", "/F", "/Dest", "/A", "/Contents",
     "/StructParent", "/P", "/NM", "/M"]
)  # fmt: skip
_OF_ACTION = {"/GoTo": {"/Type", "/S", "/D", "/SD"}, "/URI": {"/Type", "/S", "/URI"}}
_OF_BOOKMARK = frozenset(
    ["/Title", "/Parent", "/Prev", "/Next", "/First", "/Last", "/Count", "/Dest", "/A", "/SE", "/C",
     "/F"]
)  # fmt: skip
_OF_ROOT = frozenset(
    ["/Type", "/Version", "/Extensions", "/Pages", "/PageLabels", "/Names", "/Dests",
     "/ViewerPreferences", "/PageLayout", "/PageMode", "/Outlines", "/Metadata", "/StructTreeRoot",
     "/MarkInfo", "/Lang", "/OutputIntents", "/PieceInfo"]
)  # fmt: skip
"""Entries that lead nowhere else and run nothing."""
_NAMED = {
    "/OpenAction": "an action on opening", "/AA": "actions on its use", "/JavaScript": "a script",
    "/EmbeddedFiles": "attached files", "/AF": "attached files",
    "/Collection": "a collection of files", "/OCProperties": "layers that can be hidden",
    "/AcroForm": "form fields or signatures",
}  # fmt: skip


def notes_of(page: Any, digest: Callable[[Any], str]) -> list[tuple[str, str]]:
    """The annotations of a page as words and digest, without bare links inside the file. A link
    that draws nothing and only leads to an address is told by the address alone."""
    found = []
    for entry in _items(_at(page, "/Annots")):
        note = entry.get_object()
        if not isinstance(note, DictionaryObject):
            found.append(("an annotation that cannot be read", ""))
        elif (leads := _bare_link(note)) is None:
            found.append((_named(note), digest(note)))
        elif leads:
            found.append((leads, ""))
    return found


def _bare_link(note: DictionaryObject) -> str | None:
    """Where a link leads that draws nothing and does nothing else, in words; '' for a place in the
    file; None for any other annotation."""
    action = _at(note, "/A")
    if _at(note, "/Subtype") != "/Link" or set(note) - _OF_LINK or not _without_border(note):
        return None
    if not _leads_only(action):
        return None
    if action is not None and action["/S"] == "/URI":
        return f"a link to {action['/URI']}"
    called = _at(note, "/Contents")
    return f"a link called {str(called)[:_LONG]}" if called else ""


def _leads_only(action: Any) -> bool:
    """Whether an action, None for none, does no more than lead to a place or an address."""
    if action is None:
        return True
    if not isinstance(action, DictionaryObject):
        return False
    kind = str(_at(action, "/S"))
    own = _OF_ACTION.get(kind)
    return own is not None and set(action) <= own and (kind == "/GoTo" or "/URI" in action)


def _without_border(note: DictionaryObject) -> bool:
    """Whether no viewer draws a border: one stands there unless an entry says its width is 0."""
    style, border = _at(note, "/BS"), _at(note, "/Border")
    widths = [_at(style, "/W")] if style is not None else []
    if border is not None:
        numbers = [item.get_object() for item in _items(border)]
        widths.append(numbers[2] if len(numbers) == 3 else None)
    return bool(widths) and all(width == 0 for width in widths)


def _named(note: DictionaryObject) -> str:
    """An annotation in words: its kind, what it says and what it runs."""
    kind = str(_at(note, "/Subtype") or "?").lstrip("/")
    words = str(_at(note, "/Contents") or "")[:_LONG]
    action = _at(note, "/A")
    more = [key for key in ("/AP", "/AA") if key in note]
    if isinstance(action, DictionaryObject) and not _leads_only(action):
        more.append(f"{_at(action, '/S')} action")
        more += ["with /Next"] if "/Next" in action else []
    if kind == "Link":
        more = more or ["a border"]
        return f"a link that does more than lead to a place ({', '.join(more)}): {words}"
    return f"an annotation ({kind}): {words}"


def bookmarks_of(reader: PdfReader) -> tuple[list[str], list[str]]:
    """The titles of the bookmarks in their order, two spaces before them for each level; and what
    they do beside leading to a place in the file. Raises `ValueError` for too many."""
    titles: list[str] = []
    actions: list[str] = []
    top = _at(reader.root_object, "/Outlines")
    left = [(0, _at(top, "/First"))]
    while left:
        level, mark = left.pop()
        if not isinstance(mark, DictionaryObject):
            continue
        if len(titles) >= _MOST_BOOKMARKS:
            raise ValueError(f"it has more than {_MOST_BOOKMARKS:,} bookmarks")
        title = " ".join(str(_at(mark, "/Title") or "").split())
        titles.append("  " * min(level, _LONG) + title)
        action = _at(mark, "/A")
        harmless = _leads_only(action) and (action is None or _at(action, "/S") == "/GoTo")
        if not harmless or set(mark) - _OF_BOOKMARK:
            actions.append(f"a bookmark that does more than lead to a place: {title[:_LONG]}")
        left += [(level, _at(mark, "/Next")), (level + 1, _at(mark, "/First"))]
    return titles, list(dict.fromkeys(actions))


def things_of(reader: PdfReader) -> list[str]:
    """What is no page: scripts, attachments, forms, layers, and entries that no contract needs."""
    return list(dict.fromkeys(_things(reader)))


def _things(reader: PdfReader) -> Iterator[str]:
    root = reader.root_object
    for key in root:
        if key not in _OF_ROOT:
            yield _NAMED.get(key, f"an entry {key} of the catalogue")
    form = _at(root, "/AcroForm")
    if isinstance(form, DictionaryObject) and "/XFA" in form:
        yield "a form that is a program of its own (XFA)"
    names = _at(root, "/Names")
    for key in names if isinstance(names, DictionaryObject) else ():
        if key not in ("/Dests", "/Type"):
            yield _NAMED.get(key, f"a list of names {key}")
    if any("/AA" in page for page in reader.pages):
        yield "actions on its pages"


def _at(holder: Any, key: str) -> Any:
    """The value of an entry, None where there is none."""
    if not isinstance(holder, DictionaryObject) or key not in holder:
        return None
    return holder.raw_get(key).get_object()


def _items(array: Any) -> Iterator[Any]:
    return iter(list.__iter__(array)) if isinstance(array, ArrayObject) else iter(())
