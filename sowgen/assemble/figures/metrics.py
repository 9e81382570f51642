"""How wide words are in the house typeface, estimated without the font file.

The tables hold the advance widths of Carlito (metrically equal to Calibri) in thousandths of
the type size. What they do not list is taken wide rather than narrow: words that are a little
shorter than thought do no harm in a drawing, longer ones run into their neighbours.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_REGULAR = {
    221: "'", 226: " \u00a0", 229: "il", 239: "j", 250: ",‘’", 252: ".I·", 268: ":;", 291: "`",
    303: "()", 305: "f", 306: "-\u2011", 307: "[]", 314: "{}", 319: "J", 326: "!", 335: "t",
    339: "°", 349: "r", 386: "/\\", 391: "s", 395: "z", 401: '"', 418: "“”„", 420: "L", 423: "c",
    433: "x", 452: "v", 453: "y", 455: "k", 459: "FS", 460: "|", 463: "?", 468: "Z", 471: "g",
    479: "a", 487: "TY", 488: "E", 498: "#*+<=>^_e~–•±×§≤≥", 507: "$0123456789€£", 517: "P",
    519: "X", 520: "K", 525: "bdhnpqu", 527: "oß", 529: "ø", 533: "C", 543: "R", 544: "B",
    550: "µ", 567: "V", 579: "A", 615: "D", 623: "H", 631: "G", 642: "U", 646: "N", 662: "O",
    673: "Q", 682: "&", 690: "…", 715: "%w", 773: "æ", 799: "m", 850: "œ", 855: "M", 890: "W",
    894: "@", 905: "—→", 248: "ł", 430: "Ł", 552: "đ", 625: "Đ", 664: "Ø", 763: "Æ", 867: "Œ",
}  # fmt: skip
_BOLD = {
    226: " \u00a0", 233: "'", 246: "il", 255: "j", 258: ",‘’", 267: ".I", 268: "·", 276: ":;",
    300: "`", 306: "-\u2011", 312: "()", 316: "f", 325: "[]", 326: "!", 331: "J", 342: "°",
    344: "{}", 347: "t", 355: "r", 397: "z", 399: "s", 418: "c", 423: "L", 430: "/\\", 435: "“”„",
    438: '"', 459: "Fx", 463: "?", 473: "Sv", 474: "gy", 475: "|", 478: "Z", 480: "k", 488: "E",
    494: "a", 495: "T", 498: "#*+<=>^_~–•±×§≤≥", 503: "e", 507: "$0123456789€£", 520: "Y",
    529: "C", 532: "P", 537: "bdhnpqu", 538: "o", 544: "ø", 547: "K", 551: "X", 555: "ß",
    561: "B", 563: "Rµ", 591: "V", 606: "A", 630: "D", 631: "H", 637: "G", 653: "U", 659: "N",
    676: "O", 686: "Q", 705: "&", 711: "…", 729: "%", 745: "w", 775: "æ", 813: "m", 843: "œ",
    874: "M", 898: "@", 905: "—→", 906: "W", 264: "ł", 434: "Ł", 569: "đ", 639: "Đ", 681: "Ø",
    776: "Æ", 875: "Œ",
}  # fmt: skip
_OTHER, _WIDE, _SYMBOL = 800, 1000, 1300
_BESIDE = 120  # the most that an accent beside its letter takes

_WIDTHS = tuple(
    {char: width for width, chars in table.items() for char in chars} for table in (_REGULAR, _BOLD)
)
_ELLIPSIS = "…"


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line of words set in `size` points, in points."""
    return sum(_advance(char, bold) for char in text) * size / 1000


def fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The words, cut and ended with an ellipsis where they are wider than `room` points;
    '' where not even a letter and the ellipsis fit."""
    text = " ".join(text.split())
    room += 0.01  # a sum of widths may be off in its last digit
    if width_of(text[:2000], size, bold=bold) <= room and len(text) <= 2000:
        return text
    left = room - width_of(_ELLIPSIS, size, bold=bold)
    kept = 0
    for char in text:
        left -= _advance(char, bold) * size / 1000
        if left < 0:
            break
        kept += 1
    while kept and kept < len(text) and unicodedata.combining(text[kept]):
        kept -= 1  # an accent stays with its letter, or both go
    words = text[:kept].rstrip(" ,;:-–(")
    return f"{words}{_ELLIPSIS}" if words else ""


@lru_cache(maxsize=4096)
def _advance(char: str, bold: bool) -> int:
    known = _WIDTHS[bold].get(char)
    if known is not None:
        return known
    base = unicodedata.normalize("NFD", char)[0]
    if base != char and base in _WIDTHS[bold]:
        return _WIDTHS[bold][base] + (_BESIDE if char in "ďľťĽơưƠƯ" else 0)
    kind = unicodedata.category(char)
    if kind in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(char) in ("W", "F"):
        return _SYMBOL if kind == "So" else _WIDE
    return _SYMBOL if kind in ("So", "Sm", "Co", "Cn") else _OTHER
