"""A PDF that LibreOffice printed, without what differs from one print to the next."""

from __future__ import annotations

import io
import re
from datetime import date

from sowgen.workspace import ToolFailed

_XMP_DATE = re.compile(rb"(<xmp:(?:Create|Modify|Metadata)Date>)[^<]*")


def settle(pdf: bytes, day: str) -> bytes:
    """The same pages with `day` (ISO) as their date, and ids made from the contents.

    LibreOffice writes the time into the information dictionary, the XMP packet, the file's
    ids and even the head of its colour profile. Raises `ToolFailed` without pikepdf.
    """
    try:
        import pikepdf
    except ImportError:
        raise ToolFailed(
            "pikepdf", "is not installed; `pip install sowgen[libreoffice]` brings it"
        ) from None
    moment = date.fromisoformat(day)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for key in ("/CreationDate", "/ModDate"):
            if key in opened.docinfo:
                opened.docinfo[key] = f"D:{moment:%Y%m%d}000000Z"
        for key in ("/DocChecksum", "/ID"):
            if key in opened.trailer:
                del opened.trailer[key]
        metadata = opened.Root.get("/Metadata")
        if metadata is not None:
            stamp = rb"\g<1>" + f"{day}T00:00:00Z".encode()
            metadata.write(_XMP_DATE.sub(stamp, metadata.read_bytes()))
        for intent in opened.Root.get("/OutputIntents", []):
            profile = intent["/DestOutputProfile"]
            data = profile.read_bytes()
            # Bytes 24 to 35 of a profile are its date and time, six numbers of 16 bits.
            numbers = (moment.year, moment.month, moment.day, 0, 0, 0)
            written = b"".join(number.to_bytes(2, "big") for number in numbers)
            profile.write(data[:24] + written + data[36:])
        out = io.BytesIO()
        opened.save(out, deterministic_id=True)
    return out.getvalue()
