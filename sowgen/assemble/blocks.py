"""pandoc's blocks → numbered paragraphs, tables and sections, before numbers are known."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

from sowgen.assemble.fill import InsertSlot, Piece
from sowgen.assemble.inlines import Draft, InlineReader
from sowgen.assemble.tables import read_table
from sowgen.assemble.words import Words
from sowgen.diagnostics import Diagnostic, Span, error
from sowgen.model.document import Block, Inline, Paragraph, Section, Text, Value

MAX_LEVEL = 4
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:.*$", re.MULTILINE)
_CELL = re.compile(r"(?<!\\)\|")
_FENCE = re.compile(r"^:{3,}[ \t]*(\S.*)?$", re.MULTILINE)


@dataclass(slots=True)
class Body:
    """A document's sections while they grow. `names` maps the name of a clause or a marked
    paragraph to its bookmark."""

    words: Words
    span_of: Callable[[str], Span]
    found: list[Diagnostic] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    names: dict[str, tuple[str, Span]] = field(default_factory=dict)
    used_terms: list[tuple[str, Span]] = field(default_factory=list)
    defined_terms: list[tuple[str, Span]] = field(default_factory=list)
    landscape: bool = False
    in_article: bool = False

    def add(self, block: Block) -> None:
        """Puts a block at the end. A paragraph that introduces a list stays on the page of the
        first item."""
        before = self.blocks[-1] if self.blocks else None
        if isinstance(before, Paragraph) and _introduces(before, block):
            self.blocks[-1] = replace(before, keep_next=True)
        self.blocks.append(block)

    def turn(self, *, landscape: bool) -> None:
        """What follows stands on pages of that orientation."""
        if landscape == self.landscape:
            return
        self.close()
        self.landscape = landscape

    def close(self) -> None:
        """Ends the section under way."""
        if self.blocks:
            self.sections.append(Section(tuple(self.blocks), self.landscape))
            self.blocks = []

    def name(self, name: str, span: Span) -> str:
        """A new bookmark for `name`; a name used twice is a finding."""
        if name in self.names:
            self.found.append(
                error(
                    "O303",
                    f"the name `{name}` is used twice",
                    span,
                    "rename one of the two",
                    [("first here", self.names[name][1])],
                )
            )
            return self.names[name][0]
        anchor = bookmark(name)
        self.names[name] = (anchor, span)
        return anchor

    def take(self, part: Body) -> bool:
        """Puts everything of a body read by itself at the end. False, and nothing is put, where
        it has pages of its own orientation, or a name that is here already."""
        if part.sections or part.landscape != self.landscape or part.names.keys() & self.names:
            return False
        self.blocks += part.blocks
        self.names |= part.names
        self.found += part.found
        self.used_terms += part.used_terms
        self.defined_terms += part.defined_terms
        self.in_article = part.in_article
        return True


def bookmark(name: str) -> str:
    """A bookmark name that Word accepts: letters, digits, `_`, at most 40 characters."""
    plain = re.sub(r"[^A-Za-z0-9]", "_", name)
    if len(plain) <= 36:
        return f"sg_{plain}"
    return f"sg_{plain[:27]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _introduces(before: Paragraph, block: Block) -> bool:
    """Whether `before` ends with a colon, and `block` is an item below it."""
    if not isinstance(block, Paragraph) or not before.inlines:
        return False
    below = block.role == "clause" and block.level > before.level
    below |= block.role == "bullet" and (before.role != "bullet" or block.level > before.level)
    return below and str(getattr(before.inlines[-1], "text", "")).rstrip().endswith(":")


@dataclass(slots=True)
class BlockReader:
    """Reads one filled text into a body. `clause` is the id of the clause it belongs to, ''
    for an outline; `insert` is called for lines such as `{{ clause("warranty") }}`."""

    piece: Piece
    body: Body
    insert: Callable[[InsertSlot, Body], None] | None = None
    clause: str = ""
    position: str = ""
    inlines: InlineReader = field(init=False)
    plain: bool = False

    def __post_init__(self) -> None:
        self.inlines = InlineReader(self.piece, self.body.words, self.body.span_of)

    def read(self, blocks: list[Any]) -> None:
        """Appends the blocks to the body."""
        self._check_fences()
        self._check_rows()
        self._check_definitions()
        self._walk(blocks)
        self.body.found += self.inlines.found
        self.body.used_terms += self.inlines.used
        self.body.defined_terms += self.inlines.defined

    def _check_fences(self) -> None:
        """pandoc closes a forgotten `:::` silently, at the end of the text."""
        open_: list[int] = []
        for match in _FENCE.finditer(self.piece.source):
            if match[1]:
                open_.append(match.start())
            elif open_:
                open_.pop()
        for start in open_:
            line = self.piece.span.line + self.piece.source.count("\n", 0, start)
            self._refuse(
                "O106",
                "this `:::` is not closed",
                "add a line `:::`",
                Span(self.piece.span.file, line, 1, 3),
            )

    def _check_definitions(self) -> None:
        """pandoc takes `[word]: address` out of the text, and for all texts it reads."""
        for match in _DEFINITION.finditer(self.piece.markdown):
            self._refuse(
                "O107",
                "a link definition is not part of a contract's Markdown",
                "write `[words](https://…)` where the link stands",
                self.inlines.where({"words": match[0].strip()}),
            )

    def _check_rows(self) -> None:
        """pandoc drops the cells of a row beyond those of the header, silently."""
        columns = 0
        for line in self.piece.markdown.split("\n"):
            if not line.lstrip().startswith("|"):
                columns = 0
                continue
            cells = len(_CELL.findall(line.strip().removeprefix("|").removesuffix("|"))) + 1
            if columns and cells > columns:
                words = max(re.split(r"[|\U000f0000-\U000ffffd]", line), key=len).strip()
                self._refuse(
                    "O114",
                    f"this row has {cells} cells, the table's header {columns}",
                    "remove cells, or write `\\|` for a bar that is text",
                    self.inlines.where({"words": words}),
                )
                return
            columns = columns or cells

    def _refuse(self, code: str, message: str, hint: str, span: Span) -> None:
        self.body.found.append(error(code, message, span, hint))

    def _walk(self, blocks: list[Any]) -> None:
        for block in blocks:
            kind, content = block["t"], block.get("c")
            if kind == "Header":
                self._header(block, content)
            elif kind in ("Para", "Plain"):
                self._paragraph(block, content)
            elif kind == "OrderedList":
                self._list(block, content[1], 3 if self.body.in_article else 0)
            elif kind == "BulletList":
                self._bullets(content, 1)
            elif kind == "Div":
                self._div(content[0], content[1])
            elif kind == "Table":
                self._table(content, {})
            elif kind == "BlockQuote":
                self._refuse(
                    "O107",
                    "a quotation, or a list indented too far",
                    "indent a list inside a list by four spaces, and other text not at all",
                    self.inlines.where(block),
                )
            else:
                self._refuse(
                    "O107",
                    f"{kind.lower()} is not part of a contract's Markdown",
                    "write words, lists and tables only",
                    self.inlines.where(block),
                )

    def _header(self, block: Any, content: Any) -> None:
        level, (name, classes, _), nodes = content
        span = self.inlines.where(block)
        if self.clause:
            self._refuse(
                "O109",
                "a clause has no headings of its own",
                "begin the paragraph with `**Words.**`",
                span,
            )
            return
        inlines = tuple(self.inlines.read(nodes))
        anchor = self.body.name(name, span) if name else ""
        role: Literal["part", "clause", "heading"]
        if level == 1 and "part" in classes:
            role, depth, self.body.in_article = "part", 0, False
        elif level == 1:
            role, depth, self.body.in_article = "clause", 1, True
        elif level == 2:
            role, depth = "heading", 1
        else:
            self._refuse("O109", "headings have two levels", "use `#` or `##`", span)
            return
        self.body.add(
            Paragraph(role, inlines, depth, anchor=anchor, span=span, keep_next=True)  # type: ignore[arg-type]
        )

    def article(self, title: Value | Text, anchor: str, span: Span) -> None:
        """The heading of the clause that this reader reads."""
        self.body.in_article = True
        self.body.add(
            Paragraph(
                "clause",
                (title,),
                1,
                anchor=anchor,
                clause=self.clause,
                position=self.position,
                span=span,
                keep_next=True,
            )
        )

    def _paragraph(self, block: Any, nodes: list[Any]) -> None:
        inlines = self.inlines.read(nodes)
        inserts = [part for part in inlines if isinstance(part, InsertSlot)]
        if inserts:
            if any(
                not isinstance(p, InsertSlot) and str(getattr(p, "text", "x")).strip()
                for p in inlines
            ):
                self._refuse(
                    "O110",
                    f"`{inserts[0].verb}(…)` stands beside other words",
                    "put it into a paragraph of its own",
                    self.inlines.where(block),
                )
            for slot in inserts:
                if self.insert is None:
                    self._refuse(
                        "O110",
                        f"`{slot.verb}(…)` stands inside a clause",
                        "it belongs into an outline",
                        self.inlines.where({"words": slot.verb}),
                    )
                else:
                    self.insert(
                        replace(slot, span=self.inlines.where({"words": slot.verb})), self.body
                    )
            return
        if not inlines:
            return
        self._lost_list(block, nodes)
        if self.body.in_article and not self.plain:
            self._numbered(inlines, 2, block)
        else:
            self._add("body", inlines, 1 if self.body.in_article else 0, block)

    def _lost_list(self, block: Any, nodes: list[Any]) -> None:
        """A list needs an empty line before it; without one it drowns in the paragraph."""
        if any(node["t"] == "SoftBreak" for node in nodes):
            self._refuse(
                "O111",
                "a list begins inside a paragraph",
                "put an empty line before its first item",
                self.inlines.where(block),
            )

    def _numbered(self, inlines: list[Draft], level: int, block: Any) -> None:
        if level > MAX_LEVEL:
            self._refuse(
                "O112",
                "a contract has four levels, this is a fifth",
                "split the paragraph",
                self.inlines.where(block),
            )
            return
        self._add("clause", inlines, level, block)

    def _add(
        self,
        role: Literal["clause", "body", "bullet", "note", "caption"],
        inlines: list[Draft],
        level: int,
        block: Any,
        *,
        keep_next: bool = False,
    ) -> None:
        span = self.inlines.where(block)
        names = self.inlines.take_names()
        anchor = self.body.name(names[0], span) if names else ""
        for name in names[1:]:
            self.body.names[name] = (anchor, span)
        self.body.add(
            Paragraph(
                role,
                # References among them are still pending; `Linker` resolves them.
                cast("tuple[Inline, ...]", tuple(inlines)),
                level,
                anchor=anchor,
                clause=self.clause,
                position=self.position,
                span=span,
                keep_next=keep_next,
            )
        )

    def _list(self, block: Any, items: list[Any], level: int) -> None:
        if level == 0 or self.plain:
            self._bullets(items, 1, ordered=True)
            return
        previous = self.body.blocks[-1] if self.body.blocks else None
        if level == 3 and isinstance(previous, Paragraph) and previous.level == 1:
            self._refuse(
                "O113",
                "a numbered list needs a paragraph before it",
                "write what the items have in common",
                self.inlines.where(block),
            )
            return
        for item in items:
            first = True
            for inner in item:
                if inner["t"] in ("Para", "Plain"):
                    inlines = self.inlines.read(inner["c"])
                    self._lost_list(inner, inner["c"])
                    if first:
                        self._numbered(inlines, level, inner)
                    else:
                        self._add("body", inlines, level, inner)
                    first = False
                elif inner["t"] == "OrderedList":
                    self._list(inner, inner["c"][1], level + 1)
                elif inner["t"] == "BulletList":
                    self._bullets(inner["c"], 2)
                else:
                    self._walk([inner])

    def _bullets(self, items: list[Any], level: int, *, ordered: bool = False) -> None:
        for number, item in enumerate(items, start=1):
            for index, inner in enumerate(item):
                if inner["t"] in ("Para", "Plain"):
                    inlines = self.inlines.read(inner["c"])
                    if ordered and index == 0:
                        inlines = [Text(f"{number}. "), *inlines]
                    role: Literal["bullet", "body"] = "body" if ordered or index else "bullet"
                    self._add(role, inlines, min(level, 3), inner)
                elif inner["t"] in ("BulletList", "OrderedList"):
                    below = inner["c"] if inner["t"] == "BulletList" else inner["c"][1]
                    self._bullets(below, level + 1, ordered=inner["t"] == "OrderedList")
                else:
                    self._walk([inner])

    def _div(self, attr: Any, blocks: list[Any]) -> None:
        _, classes, pairs = attr
        known = {"plain", "landscape", "table", "note", "caption"}
        if len(classes) != 1 or classes[0] not in known:
            shown = " ".join(f".{c}" for c in classes) or "no class"
            self._refuse(
                "O108",
                f"`{shown}` is not a block sowgen knows",
                "one of: " + ", ".join(f"`.{k}`" for k in sorted(known)),
                self._fence_of(classes),
            )
            return
        kind = classes[0]
        if kind == "landscape":
            before = self.body.landscape
            self.body.turn(landscape=True)
            self._walk(blocks)
            self.body.turn(landscape=before)
        elif kind == "plain":
            before, self.plain = self.plain, True
            self._walk(blocks)
            self.plain = before
        elif kind == "table":
            self._table_div(blocks, dict(pairs))
        else:
            for inner in blocks:
                if inner["t"] in ("Para", "Plain"):
                    level = 1 if self.body.in_article else 0
                    self._add(
                        kind,
                        self.inlines.read(inner["c"]),
                        level,
                        inner,
                        keep_next=kind == "caption",
                    )

    def _fence_of(self, classes: list[str]) -> Span:
        return self.inlines.where({"words": f".{classes[0]}" if classes else ":::"})

    def _table_div(self, blocks: list[Any], options: Mapping[str, str]) -> None:
        tables = [inner for inner in blocks if inner["t"] == "Table"]
        if len(tables) != 1 or len(blocks) != 1:
            self._refuse(
                "O114",
                "a `.table` block holds one pipe table and nothing else",
                "check that each row begins and ends with `|` and that the line under "
                "the header has as many cells",
                self._fence_of(["table"]),
            )
            return
        shown = {name: self.inlines.text_of(value) for name, value in options.items()}
        self._table(tables[0]["c"], shown)

    def _table(self, content: Any, options: Mapping[str, str]) -> None:
        table, found = read_table(
            content,
            options,
            self.inlines,
            clause=self.clause,
            landscape=self.body.landscape,
        )
        self.body.found += found
        if table is not None:
            self.body.add(table)
