"""Files as the writers leave them, in every structure that a stamp must cope with."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf

from sowgen.model.artifact import Asset, Design
from sowgen.model.provenance import Provenance
from sowgen.render.pdf import write_pdf
from tests.render.docx.word import written
from tests.render.sample import body, clause, sample_document, small_document

HOUSE = Path(__file__).parents[3] / "templates" / "house"
OFFICE_PACKET = b"""<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" rdf:about="">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>

<?xpacket end="w"?>
"""

FIRST = Provenance(
    project="atlas-controller",
    kind="sow",
    version="0.3",
    commit="a" * 40,
    inputs="b" * 64,
    clauses=(("payment-terms", "1.2.0", "balanced"), ("warranty", "2.0.1", "")),
    tools={"typst": "0.15.1", "sowgen": "1.0"},
)
AWKWARD = Provenance(
    project="ä & <b>\" 'x' %41 % ;/= Größe\u3000",
    kind=" two  spaces ",
    version="_x0041_\r\n\t\x00\x0b\ufffe",
    commit="",
    inputs="𝔘𝔫𝔦" * 200,
    clauses=(("", "", ""), ("a/b", "c;d", "e = f"), ("חברה", "شركة", "\u2028")),
    tools={"": "", "=": ";", "a b": "\x7f"},
    issued="1.0 (final)\u00a0",
)
LONG = Provenance(
    "p", "sow", "1", "c" * 40, "d" * 64,
    tuple((f"clause-of-some-length-{n}", f"1.{n}.0", "fallback") for n in range(300)),
    {f"tool-{n}": f"{n}.0" for n in range(40)}, "1",
)  # fmt: skip
BOTH = replace(AWKWARD, clauses=AWKWARD.clauses + LONG.clauses)
"""Words that are hard to carry, and many of them."""


@cache
def docx() -> bytes:
    """A DOCX of ours."""
    return written(sample_document())


@cache
def pdf(standard: str = "a-2b") -> bytes:
    """A PDF as typst draws it."""
    page = Asset("templates/house/page.typ", (HOUSE / "page.typ").read_bytes())
    design = Design(Asset("", b""), page, (str(HOUSE / "fonts"),), pdf_standard=standard)
    document = small_document(clause(1, "1", "Scope"), body(0, "A & B"))
    result = write_pdf(document, design).value
    assert result is not None
    return result.data


@cache
def packed_pdf() -> bytes:
    """The same pages with object streams and a cross-reference stream."""
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        out = io.BytesIO()
        generate = pikepdf.ObjectStreamMode.generate
        opened.save(out, object_stream_mode=generate, deterministic_id=True)
    return out.getvalue()


@cache
def office_pdf(*, packed: bool = False) -> bytes:
    """A PDF with the metadata that LibreOffice writes, saved by pikepdf."""
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        opened.Root.Metadata.write(OFFICE_PACKET)
        out = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
        opened.save(out, object_stream_mode=mode, deterministic_id=True)
    return out.getvalue()


def with_packet(packet: bytes) -> bytes:
    """A PDF of nothing but a catalog and this metadata, byte for byte."""
    data = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Metadata 2 0 R>>\nendobj\n"
    second = len(data)
    about = b"<</Type/Metadata/Subtype/XML/Length %d>>" % len(packet)
    data += b"2 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (about, packet)
    table = b"xref\n0 3\n0000000000 65535 f \n%010d 00000 n \n%010d 00000 n \n" % (9, second)
    trailer = b"trailer\n<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + table + trailer


def pdfs() -> dict[str, bytes]:
    """A PDF of each structure."""
    return {
        "typst": pdf(),
        "accessible": pdf("ua-1"),
        "plain": pdf("1.7"),
        "packed": packed_pdf(),
        "office": office_pdf(),
        "packed-office": office_pdf(packed=True),
    }
