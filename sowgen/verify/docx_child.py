"""A process of its own that reads a Word file: one from outside may take all time and memory.

In: the file's bytes. Out: JSON, as `docx_file` takes it apart, or `{"problem": …}`.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from sowgen.verify.child import limit
from sowgen.verify.docx_file import parse_docx
from sowgen.verify.limits import CHILD_MEMORY, CHILD_SECONDS, Unreadable
from sowgen.verify.passages import Passage


def answer(data: bytes) -> dict[str, Any]:
    """What the file holds, or the problem: no file makes this fail."""
    try:
        read = parse_docx(data)
    except Unreadable as problem:
        return {"problem": str(problem)}
    except MemoryError:
        return {"problem": "it takes more memory than a contract ever does"}
    except RecursionError:
        return {"problem": "its parts stand too deep in each other"}
    return {
        "passages": [_plain(p) for p in read.passages],
        "margins": [_plain(p) for p in read.margins],
        "added": read.added,
        "links": sorted(read.links),
        "properties": dict(read.properties),
    }


def _plain(passage: Passage) -> tuple[Any, ...]:
    return (passage.text, passage.story, passage.place, passage.label, passage.look,
            passage.tracked)  # fmt: skip


def main() -> None:
    """One file, one answer."""
    limit(CHILD_MEMORY, CHILD_SECONDS)
    sys.stdout.buffer.write(json.dumps(answer(sys.stdin.buffer.read())).encode())
