"""The words of a tagged PDF in reading order: its structure tree, read without a viewer.

Each leaf of the tree points at a marked stretch of a page. The glyphs shown there become
characters through the fonts' own tables (`ToUnicode`), or through the stretch's `ActualText`.
Headers, footers and repeated table headers are artifacts, so they are not in the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pikepdf

_CODES = re.compile(r"<([0-9A-Fa-f\s]+)>")


def tagged_text(file: Path) -> list[str]:
    """The stretches of text of the file, in the order of its structure tree."""
    with pikepdf.open(file) as pdf:
        root = pdf.Root.StructTreeRoot
        pages = {page.obj.objgen: _marked(page) for page in pdf.pages}
        return [text for text in _walk(root, None, pages) if text.strip()]


def _walk(node: Any, page: Any, pages: dict[Any, dict[int, str]]) -> Iterator[str]:
    if isinstance(node, int):
        yield pages[page].get(node, "")
        return
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _walk(child, page, pages)
        return
    page = node.Pg.objgen if "/Pg" in node else page
    if "/MCID" in node:
        yield pages[page].get(int(node.MCID), "")
    elif "/K" in node:
        yield from _walk(node.K, page, pages)


def _marked(page: pikepdf.Page) -> dict[int, str]:
    """The text of a page by the number of its mark."""
    fonts = {name: _decoder(font) for name, font in page.resources.get("/Font", {}).items()}
    found: dict[int, str] = {}
    stack: list[tuple[int | None, str | None]] = []
    font = None
    for operands, operator in pikepdf.parse_content_stream(page):
        sign = str(operator)
        if sign in ("BDC", "BMC"):
            facts = operands[1] if len(operands) > 1 else {}
            if isinstance(facts, pikepdf.Name):
                facts = page.resources.Properties[facts]
            number = int(facts["/MCID"]) if "/MCID" in facts else None
            said = str(facts["/ActualText"]) if "/ActualText" in facts else None
            stack.append((number, said))
            _add(found, stack, said or "", marked=True)
        elif sign == "EMC":
            stack.pop()
        elif sign == "Tf":
            font = fonts[str(operands[0])]
        elif sign in ("Tj", "TJ", "'", '"') and font is not None:
            _add(found, stack, "".join(font(part) for part in _shown(operands[-1])))
    return found


def _shown(operand: Any) -> Iterable[bytes]:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    return [bytes(part) for part in parts if isinstance(part, pikepdf.String)]


def _add(
    found: dict[int, str], stack: list[tuple[int | None, str | None]], text: str,
    *, marked: bool = False,
) -> None:  # fmt: skip
    """Adds text to the innermost numbered mark, unless a mark around it says it otherwise."""
    numbers = [number for number, _ in stack if number is not None]
    spoken = [said for _, said in stack if said is not None]
    if numbers and (marked or not spoken):
        found[numbers[-1]] = found.get(numbers[-1], "") + text


def _decoder(font: Any) -> Any:
    table = _to_unicode(bytes(font.ToUnicode.read_bytes()).decode("latin-1"))
    width = 2 if font.Subtype == "/Type0" else 1

    def decode(data: bytes) -> str:
        codes = (int.from_bytes(data[i : i + width], "big") for i in range(0, len(data), width))
        return "".join(table.get(code, "\ufffd") for code in codes)

    return decode


def _to_unicode(text: str) -> dict[int, str]:
    table: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        codes = [_hex(c) for c in _CODES.findall(block)]
        table |= {_int(a): _text(b) for a, b in zip(codes[::2], codes[1::2], strict=True)}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for line in re.findall(r"<([^>]+)>\s*<([^>]+)>\s*(<[^>]+>|\[[^\]]*\])", block):
            first, last = _int(_hex(line[0])), _int(_hex(line[1]))
            targets = [_hex(c) for c in _CODES.findall(line[2])]
            for offset in range(last - first + 1):
                if line[2].startswith("["):
                    table[first + offset] = _text(targets[offset])
                else:
                    base = _text(targets[0])
                    table[first + offset] = base[:-1] + chr(ord(base[-1]) + offset)
    return table


def _hex(code: str) -> bytes:
    return bytes.fromhex("".join(code.split()))


def _int(code: bytes) -> int:
    return int.from_bytes(code, "big")


def _text(code: bytes) -> str:
    return code.decode("utf-16-be", "replace")
