"""What keeps words of a Word file from being read as they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

from sowgen.verify.docx_lists import Styles
from sowgen.verify.docx_parts import attribute, child, local

Look: TypeAlias = Callable[[Sequence[Mapping[str, str]]], bool]
"""Whether words with these properties, nearest first, have a look."""

_PROPERTIES = ("vanish", "specVanish", "strike", "dstrike", "color", "sz", "rStyle")
_TINY = 8
"""Half-points up to which words are as good as hidden."""


@dataclass
class Looks:
    """The looks of runs, by their own properties and those of the styles."""

    styles: Styles
    _known: dict[str | None, list[Mapping[str, str]]] = field(default_factory=dict)

    def of(self, properties: Any, style: str | None) -> tuple[str, ...]:
        """`hidden`, `struck out`, `white`, `tiny`, as far as they hold for a run with these
        properties (None: no own ones) in a paragraph of that style."""
        own = _set_in(properties)
        chain = [own, *self._of_style(own.get("rStyle")), *self._of_style(style)]
        return tuple(name for name, holds in _LOOKS.items() if holds(chain))

    def _of_style(self, style: str | None) -> list[Mapping[str, str]]:
        """What a style and those it is based on set."""
        if style not in self._known:
            chain = self.styles.chain(style)
            self._known[style] = [_set_in(child(element, "rPr")) for element in chain]
        return self._known[style]


def _set_in(properties: Any) -> Mapping[str, str]:
    """The properties of words that count, by name."""
    return {
        name: attribute(node, "val") or "true"
        for node in (() if properties is None else properties)
        if (name := local(node)) in _PROPERTIES
    }


def _first(chain: Sequence[Mapping[str, str]], name: str) -> str | None:
    return next((given[name] for given in chain if name in given), None)


def _on(*names: str) -> Look:
    off = (None, "false", "0", "off", "none")
    return lambda chain: any(_first(chain, name) not in off for name in names)


def _tiny(chain: Sequence[Mapping[str, str]]) -> bool:
    size = _first(chain, "sz")
    return size is not None and size.isdigit() and int(size[:6]) <= _TINY


_LOOKS: Mapping[str, Look] = MappingProxyType(
    {
        "hidden": _on("vanish", "specVanish"),
        "struck out": _on("strike", "dstrike"),
        "white": lambda chain: (_first(chain, "color") or "").upper() == "FFFFFF",
        "tiny": _tiny,
    }
)
