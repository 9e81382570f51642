"""Markdown → pandoc's tree, for many texts in one run of pandoc, and for texts that were parsed
before in none.

Pandoc always runs with its sandbox, on Markdown from which every construct is removed that
a contract has no use for: raw HTML and TeX, mathematics, citations, images by default.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, Self, TypeAlias

from sowgen.model.entries import Entries

FORMAT = "".join(
    (
        "markdown",
        "+smart",
        *(
            f"-{name}"
            for name in (
                "raw_html",
                "native_divs",
                "native_spans",
                "raw_tex",
                "raw_attribute",
                "tex_math_dollars",
                "latex_macros",
                "citations",
                "footnotes",
                "inline_notes",
                "yaml_metadata_block",
                "pandoc_title_block",
                "implicit_figures",
                "subscript",
                "superscript",
                "strikeout",
                "example_lists",
                "definition_lists",
                "line_blocks",
                "grid_tables",
                "multiline_tables",
                "simple_tables",
                "auto_identifiers",
                "task_lists",
                "fancy_lists",
                "implicit_header_references",
                "shortcut_reference_links",
                "markdown_in_html_blocks",
                "table_captions",
                "inline_code_attributes",
            )
        ),
    )
)
_OPTIONS = ("--from", FORMAT, "--to", "json", "--sandbox", "--tab-stop=4")
_FORM = "1"
"""Changes with the form in which trees are kept."""
ENOUGH = 15_000
"""Characters of Markdown from which on a process of pandoc is worth its start."""
_DIVIDER = 0x100000
_SEAL = 32
# Entities would bring in characters that were refused at the door; they are printed as written.
_ENTITY = re.compile(r"(?<!\\)&(?=#|[A-Za-z][A-Za-z0-9]*;)")
_MARKER = re.compile(r"\d+\.|[-*+]")

Run = Callable[[Sequence[str], bytes], bytes]
Tree: TypeAlias = list[Any]
"""The top-level blocks of a text as pandoc's JSON has them, except that words of one form stand in
one `Str`, and that a `SoftBreak` stands only where a list drowns in a paragraph. Trees are shared:
nobody changes one."""


@dataclass
class Parser:
    """Markdown → trees. `parsed` has the trees of texts that were parsed before and gets those of
    the others; an entry that is damaged is made anew. `known` are trees at hand, by text. Leaving
    the context waits for what was begun."""

    run: Run
    parsed: Entries
    known: Mapping[str, Tree] = field(default_factory=dict)
    _begun: list[tuple[list[str], Future[list[Tree]]]] = field(default_factory=list)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2))
    _ready: dict[str, Tree] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def begin(self, texts: Iterable[str]) -> None:
        """Begins with texts that `trees` will be asked for, where they are enough for a process of
        their own."""
        missing = self._missing(texts)
        if sum(map(len, missing)) >= ENOUGH:
            self._begun.append((missing, self._pool.submit(_parse, missing, self.run)))

    def finish(self) -> None:
        """Waits for the first of what was begun. Raises what `run` raises."""
        if self._begun:
            texts, trees = self._begun.pop(0)
            self._keep(texts, trees.result())

    def trees(self, texts: Sequence[str]) -> tuple[Tree, ...]:
        """The tree of each text; what was not begun goes through one process of pandoc. Raises
        what `run` raises."""
        rest = self._missing(texts)
        while self._begun:
            self.finish()
        self._keep(rest, _parse(rest, self.run))
        return tuple(self.known[t] if t in self.known else self._ready[_escape(t)] for t in texts)

    def _missing(self, texts: Iterable[str]) -> list[str]:
        """Those that are not known, not kept and not begun, each once, as pandoc gets them."""
        begun = {text for texts, _ in self._begun for text in texts}
        missing: dict[str, None] = {}
        for text in (_escape(text) for text in texts if text not in self.known):
            if text in self._ready or text in begun:
                continue
            key = _key(text)
            entry = self.parsed.get(key)
            tree = _unsealed(key, entry) if entry else None
            if tree is None:
                missing[text] = None
            else:
                self._ready[text] = tree
        return [*missing]

    def _keep(self, texts: Sequence[str], trees: Iterable[Tree]) -> None:
        for text, blocks in zip(texts, trees, strict=True):
            tree, key = _slim(blocks), _key(text)
            self._ready[text] = tree
            data = json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()
            self.parsed[key] = _seal(key, data) + data


def _escape(text: str) -> str:
    return _ENTITY.sub(r"\\&", text)


def _key(text: str) -> str:
    """What decides the tree of a text, as a digest."""
    return hashlib.sha256("\0".join((_FORM, _release(), *_OPTIONS, text)).encode()).hexdigest()


@cache
def _release() -> str:
    try:
        return importlib.metadata.version("pypandoc_binary")
    except importlib.metadata.PackageNotFoundError:
        return ""


def _seal(key: str, data: bytes) -> bytes:
    return hashlib.sha256(key.encode() + data).digest()


@lru_cache(maxsize=256)
def _unsealed(key: str, entry: bytes) -> Tree | None:
    """The tree in an entry, None where it is not as it was written."""
    if entry[:_SEAL] != _seal(key, entry[_SEAL:]):
        return None
    tree: Tree = json.loads(entry[_SEAL:])
    return tree


def _parse(texts: Sequence[str], run: Run) -> list[Tree]:
    """The blocks of each text, as pandoc has them.

    The texts go through one process, divided by paragraphs of one private-use character each. A
    text whose divider is swallowed (an unclosed `:::`), or that may define links, which hold for
    everything that pandoc reads, is parsed by itself, so that it cannot reach into its neighbours.
    """
    together = [text for text in texts if "]:" not in text]
    trees = dict(zip(together, _parse_together(together, run), strict=True))
    return [trees[text] if text in trees else _pandoc(text, run) for text in texts]


def _parse_together(texts: Sequence[str], run: Run) -> list[Tree]:
    if not texts:
        return []
    joined = "".join(f"{chr(_DIVIDER + i)}\n\n{text}\n\n" for i, text in enumerate(texts))
    parts = _split(_pandoc(joined, run))
    if [number for number, _ in parts] == list(range(len(texts))):
        return [blocks for _, blocks in parts]
    return [_pandoc(text, run) for text in texts]


def _pandoc(text: str, run: Run) -> Tree:
    blocks: Tree = json.loads(run([pandoc_path(), *_OPTIONS], text.encode()))["blocks"]
    return blocks


def _split(blocks: Tree) -> list[tuple[int, Tree]]:
    """The blocks after each divider, with its number, in reading order."""
    parts: list[tuple[int, Tree]] = []
    for block in blocks:
        number = _divider(block)
        if number is not None:
            parts.append((number, []))
        elif parts:
            parts[-1][1].append(block)
    return parts


def _divider(block: Any) -> int | None:
    if block["t"] == "Para" and len(block["c"]) == 1 and block["c"][0]["t"] == "Str":
        text = block["c"][0]["c"]
        if len(text) == 1 and ord(text) >= _DIVIDER:
            return ord(text) - _DIVIDER
    return None


def _slim(nodes: list[Any]) -> list[Any]:
    """Nodes of pandoc's with the words in one `Str` that stand beside each other."""
    slim: list[Any] = []
    words: list[str] = []
    for node, after in zip_longest(nodes, nodes[1:]):
        kind = node.get("t") if isinstance(node, dict) else None
        if kind == "Str":
            words.append(node["c"])
            continue
        if kind == "Space" or (kind == "SoftBreak" and not _begins_item(after)):
            words.append(" ")
            continue
        if words:
            slim.append({"t": "Str", "c": "".join(words)})
            words = []
        if isinstance(node, list):
            slim.append(_slim(node))
        elif kind is not None and isinstance(node.get("c"), list):
            slim.append({"t": kind, "c": _slim(node["c"])})
        else:
            slim.append(node)
    if words:
        slim.append({"t": "Str", "c": "".join(words)})
    return slim


def _begins_item(node: Any) -> bool:
    """Whether the word that follows a line's end is the mark of an item: the list that it begins
    drowns in the paragraph, for want of an empty line before it."""
    return node is not None and node["t"] == "Str" and bool(_MARKER.fullmatch(node["c"]))


@cache
@cache
def pandoc_path() -> str:
    """The pandoc that comes with the package `pypandoc_binary`, whatever other is on the path: the
    version of that package stands for it in what is cached. pypandoc looks for one where the
    package brings none."""
    found = importlib.util.find_spec("pypandoc")
    folder = Path(found.origin).parent / "files" if found and found.origin else Path()
    for name in ("pandoc", "pandoc.exe"):
        if (folder / name).is_file():
            return str(folder / name)
    import pypandoc

    path: str = pypandoc.get_pandoc_path()
    return path
