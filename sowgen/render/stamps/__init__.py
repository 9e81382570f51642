"""Takes: a finished DOCX or PDF, and the `Provenance` to put into it.
Gives: the file with its provenance in it, and back from any file the provenance it carries.
Never does: change what a reader sees; raise or take long on a file from outside.
Where to start: `stamp` and `read_stamp`; the words they carry are in `words.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sowgen.model.artifact import Format

if TYPE_CHECKING:
    from sowgen.model.provenance import Provenance

__all__ = ["read_stamp", "stamp"]

_LARGEST = 500_000_000


def stamp(format_: Format, data: bytes, provenance: Provenance) -> bytes:
    """`data` with `provenance` in it, in the place of any that it had; a file of another format
    than DOCX and PDF as it is. `stamp(f, stamp(f, x, a), b) == stamp(f, x, b)`, byte for byte.

    Raises `ValueError` on a DOCX or PDF that none of our writers made.
    """
    if format_ == "docx":
        from sowgen.render.stamps.docx import stamp_docx

        return stamp_docx(data, provenance)
    if format_ == "pdf":
        from sowgen.render.stamps.pdf import stamp_pdf

        return stamp_pdf(data, provenance)
    return data


def read_stamp(data: bytes) -> Provenance | None:
    """What a DOCX or PDF says of its origin, None where it says nothing that can be read.

    The file may come from anywhere: it may have been saved by another program, be damaged, or be
    made to do harm. The answer is the file's own claim and proves nothing.
    """
    if len(data) > _LARGEST:
        return None
    if data.startswith(b"PK\x03\x04"):
        from sowgen.render.stamps.docx import read_docx

        return read_docx(data)
    if data.startswith(b"%PDF-"):
        from sowgen.render.stamps.pdf import read_pdf

        return read_pdf(data)
    return None
