"""Markdown → pandoc's tree, for many texts in one run of pandoc.

Pandoc always runs with its sandbox, on Markdown from which every construct is removed that
a contract has no use for: raw HTML and TeX, mathematics, citations, images by default.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

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
_DIVIDER = 0x100000
# Entities would bring in characters that were refused at the door; they are printed as written.
_ENTITY = re.compile(r"(?<!\\)&(?=#|[A-Za-z][A-Za-z0-9]*;)")

Run = Callable[[Sequence[str], bytes], bytes]


def parse_markdown(texts: Sequence[str], run: Run) -> tuple[list[Any] | None, ...]:
    """The top-level blocks of each text in pandoc's JSON form.

    All texts go through one process, divided by paragraphs of one private-use character
    each. A text whose divider is swallowed (an unclosed `:::`) is parsed by itself, so that
    it cannot reach into its neighbours.
    """
    if not texts:
        return ()
    texts = [_ENTITY.sub(r"\\&", text) for text in texts]
    joined = "".join(f"{chr(_DIVIDER + i)}\n\n{text}\n\n" for i, text in enumerate(texts))
    parts = _split(_pandoc(joined, run))
    if [number for number, _ in parts] == list(range(len(texts))):
        return tuple(blocks for _, blocks in parts)
    return tuple(_pandoc(text, run) for text in texts)


def _pandoc(text: str, run: Run) -> list[Any]:
    argv = [pandoc_path(), "--from", FORMAT, "--to", "json", "--sandbox", "--tab-stop=4"]
    tree = json.loads(run(argv, text.encode()))
    blocks: list[Any] = tree["blocks"]
    return blocks


def _split(blocks: list[Any]) -> list[tuple[int, list[Any]]]:
    """The blocks after each divider, with its number, in reading order."""
    parts: list[tuple[int, list[Any]]] = []
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


def pandoc_path() -> str:
    """The pandoc that comes with the package `pypandoc_binary`."""
    import pypandoc

    path: str = pypandoc.get_pandoc_path()
    return path
