"""The numbers Word will print, counted the way Word counts them.

The template's numbering prints the numbers, `assemble` decided them: both must agree, or
a reference says one thing and the margin another.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sowgen.model.document import Paragraph
from sowgen.render.docx.ooxml import Element, find, find_all, q, w

LEVEL_TEXTS = ("%1", "%1.%2", "(%3)", "(%4)")
LEVEL_FORMATS = ("decimal", "decimal", "lowerLetter", "lowerRoman")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def letter(count: int) -> str:
    """`count` in Word's lower-case letters: a … z, aa, bb …."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def roman(count: int) -> str:
    """`count` in lower-case Roman numerals."""
    words = ""
    for value, sign in _ROMAN:
        words += sign * (count // value)
        count %= value
    return words


@dataclass
class Counter:
    """Counts clause paragraphs. `restarts` are the article numbers at which a list starts
    anew, in order: each needs a numbering instance of its own."""

    restarts: list[int] = field(default_factory=list)
    _counts: list[int] = field(default_factory=lambda: [0, 0, 0, 0])

    def take(self, paragraph: Paragraph) -> int | None:
        """Count `paragraph`; the index of the restart whose numbering it must carry, None
        for the template's own. Raises `ValueError` where Word would print another number."""
        level = paragraph.level - 1
        counts = self._counts
        counts[level] += 1
        counts[level + 1 :] = [0] * (3 - level)
        if level == 0 and paragraph.number.isdigit() and int(paragraph.number) != counts[0]:
            counts[0] = int(paragraph.number)
            self.restarts.append(counts[0])
        if paragraph.number and paragraph.number != self.number():
            raise ValueError(
                f"clause {paragraph.number} would be printed as {self.number()} by Word"
            )
        return len(self.restarts) - 1 if self.restarts else None

    def number(self) -> str:
        """The full number of the paragraph counted last."""
        article, second, third, fourth = self._counts
        return "".join(
            (
                str(article),
                f".{second}" if second else "",
                f"({letter(third)})" if third else "",
                f"({roman(fourth)})" if fourth else "",
            )
        )


def clause_numbering(numbering: Element, styles: Element) -> tuple[str, str] | None:
    """The `numId` and `abstractNumId` that style `Clause1` is bound to, None where unbound."""
    bound = find_all(styles, "w:style[@w:styleId='Clause1']/w:pPr/w:numPr/w:numId/@w:val")
    for number in bound:
        abstract = find_all(numbering, f"w:num[@w:numId='{number}']/w:abstractNumId/@w:val")
        if abstract:
            return str(number), str(abstract[0])
    return None


def last_list(numbering: Element) -> int:
    """The highest id of a list in the numbering part."""
    return max(int(n) for n in find_all(numbering, "w:num/@w:numId"))


def add_restarts(numbering: Element, abstract: str, restarts: list[int]) -> None:
    """Add one `w:num` a restart to the numbering part, with the ids after `last_list`."""
    last = find_all(numbering, "w:num")[-1]
    for number, start in enumerate(restarts, start=last_list(numbering) + 1):
        override = w("lvlOverride", w("startOverride", val=start), ilvl=0)
        added = w("num", w("abstractNumId", val=abstract), override, numId=number)
        last.addnext(added)
        last = added


def mismatches(numbering: Element | None, styles: Element) -> list[str]:
    """Sentences on what keeps the template's clause numbering from printing our numbers."""
    bound = None if numbering is None else clause_numbering(numbering, styles)
    if numbering is None or bound is None:
        return ["style `Clause1` is not bound to a multilevel list"]
    number, abstract = bound
    found = []
    for ilvl, (text, form) in enumerate(zip(LEVEL_TEXTS, LEVEL_FORMATS, strict=True)):
        name = f"Clause{ilvl + 1}"
        path = f"w:abstractNum[@w:abstractNumId='{abstract}']/w:lvl[@w:ilvl='{ilvl}']"
        level = next(iter(find_all(numbering, path)), None)
        if level is None:
            found.append(f"the list of `Clause1` has no level {ilvl + 1}")
            continue
        values = {
            tag: "" if (e := find(level, f"w:{tag}")) is None else e.get(q("val"), "")
            for tag in ("pStyle", "numFmt", "lvlText", "start")
        }
        wanted = {"pStyle": name, "numFmt": form, "lvlText": text, "start": "1"}
        found += [
            f"level {ilvl + 1} of the clause list has {tag} `{values[tag]}`, not `{value}`"
            for tag, value in wanted.items()
            if values[tag] != value
        ]
        style = f"w:style[@w:styleId='{name}']/w:pPr/w:numPr"
        ids = find_all(styles, f"{style}/w:numId/@w:val")
        levels = find_all(styles, f"{style}/w:ilvl/@w:val") or ["0"]
        if ids != [number] or levels != [str(ilvl)]:
            found.append(f"style `{name}` is not bound to level {ilvl + 1} of the clause list")
    return found
