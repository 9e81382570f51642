"""Elements and attributes of a Word file by names that no other vocabulary shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

_OPEN = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_WORDS = frozenset([_OPEN + "wordprocessingml/2006/main", _STRICT + "wordprocessingml/main"])
_LINKS = frozenset([_OPEN + "officeDocument/2006/relationships",
                    _STRICT + "officeDocument/relationships"])  # fmt: skip
_PREFIXES: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(_WORDS, "")
    | dict.fromkeys(_LINKS, "r:")
    | {_OPEN + "markup-compatibility/2006": "mc:",
       _OPEN + "drawingml/2006/main": "a:", _STRICT + "drawingml/main": "a:",
       _OPEN + "officeDocument/2006/math": "m:", _STRICT + "officeDocument/math": "m:",
       "http://www.w3.org/XML/1998/namespace": "xml:",
       "urn:schemas-microsoft-com:vml": "v:", "urn:schemas-microsoft-com:office:office": "o:",
       "urn:schemas-microsoft-com:office:word": "w10:",
       "http://schemas.microsoft.com/office/drawing/2016/SVG/main": "asvg:"}
)  # fmt: skip
_KNOWN = (
    _OPEN, _STRICT, "http://schemas.microsoft.com/office/", "urn:schemas-microsoft-com:",
    "http://purl.org/dc/", "http://www.w3.org/",
)  # fmt: skip
"""How the namespaces begin that programs for texts write."""


@lru_cache(4096)
def _name(tag: str) -> str:
    space, _, name = tag.rpartition("}")
    return _PREFIXES.get(space[1:], "?:" if space else "") + name


def local(element: Any) -> str:
    """The name of an element: bare for WordprocessingML, with a prefix for others (`a:t`), `?:`
    in front of the rest; '' for comments."""
    tag = element.tag
    return _name(tag) if isinstance(tag, str) else ""


def plain(element: Any) -> str:
    """The name of an element without its namespace, '' for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """An attribute of WordprocessingML, None where there is none; one without a namespace counts
    where the element belongs to another vocabulary."""
    for key, value in element.attrib.items():
        if key == name:
            if local(element) != plain(element):
                return str(value)
        elif key.endswith(name) and _name(key) == name:
            return str(value)
    return None


def linked(element: Any, name: str) -> str:
    """The id of a relation that an element names (`r:embed`), '' where it names none."""
    for key, value in element.attrib.items():
        if _name(key) == f"r:{name}":
            return str(value)
    return ""


def is_known(space: str) -> bool:
    """Whether programs for texts write things in this namespace."""
    return space.startswith(_KNOWN)


def foreign(root: Any) -> Iterator[str]:
    """The namespaces under a root that no program for texts writes."""
    seen: set[str] = set()
    for element in root.iter():
        for key in (element.tag, *element.attrib):
            if not isinstance(key, str) or not key.startswith("{"):
                continue
            space = key[1 : key.index("}")]
            if space not in seen:
                seen.add(space)
                if not is_known(space):
                    yield space


def child(element: Any, *names: str) -> Any:
    """The element that these names lead to from here, None where there is none."""
    for name in names:
        for inner in element:
            if local(inner) == name:
                element = inner
                break
        else:
            return None
    return element


def children(element: Any, name: str) -> Iterator[Any]:
    """The elements of that name right below."""
    return (e for e in element if local(e) == name)
