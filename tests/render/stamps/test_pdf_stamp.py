"""The metadata of a PDF: the file in front stays as it is, and every reader takes the whole."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from sowgen.render import read_stamp, stamp
from sowgen.render.stamps.words import NAMES, to_words
from tests.render.stamps.made import (
    AWKWARD,
    FIRST,
    LONG,
    OFFICE_PACKET,
    office_pdf,
    packed_pdf,
    pdf,
    pdfs,
    with_packet,
)

NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "sowgen": "https://sowgen.example.com/ns/provenance/1.0/",
}
NAMES_OF_FILES = tuple(pdfs())


def packet(data: bytes) -> etree._Element:
    with pikepdf.open(io.BytesIO(data)) as opened:
        return etree.fromstring(opened.Root.Metadata.read_bytes())


def saved(data: bytes, **options: object) -> bytes:
    """The file as pikepdf writes it anew."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("name", NAMES_OF_FILES)
def test_readers_take_the_whole_file(name: str) -> None:
    data = pdfs()[name]
    stamped = stamp("pdf", data, LONG)
    assert stamped.startswith(data)
    with pikepdf.open(io.BytesIO(data)) as before, pikepdf.open(io.BytesIO(stamped)) as after:
        assert after.check_pdf_syntax() == []
        assert after.get_warnings() == []
        assert len(after.pages) == len(before.pages)
        assert after.Root.objgen == before.Root.objgen
        assert after.Root.Metadata.objgen == before.Root.Metadata.objgen
        assert set(after.Root.Metadata.keys()) == {"/Type", "/Subtype", "/Length"}
        assert bytes(after.trailer.ID[0]) == bytes(before.trailer.ID[0])
        assert bytes(after.trailer.ID[1]) != bytes(before.trailer.ID[1])
        assert len(bytes(after.trailer.ID[1])) == 16
        changed = [
            o.objgen for o in before.objects
            if o.is_indirect and before.get_object(o.objgen).unparse(resolved=True)
            != after.get_object(o.objgen).unparse(resolved=True)
        ]  # fmt: skip
        assert changed in ([], [before.Root.Metadata.objgen])


@pytest.mark.parametrize("name", NAMES_OF_FILES)
def test_the_update_s_references_are_right_to_the_byte(name: str) -> None:
    data = pdfs()[name]
    stamped = stamp("pdf", data, FIRST)
    update = stamped[len(data) :]
    mark = rb"\n%sowgen-stamp (\d{10}) (\d{10}) ([0-9a-f]{64})\n"
    matched = re.match(mark + rb"(\d+) (\d+) obj\n", update)
    assert matched is not None
    assert int(matched[1]) == len(data)
    assert int(matched[2]) == len(update)
    assert matched[3].decode() == hashlib.sha256(data).hexdigest()
    start = re.search(rb"startxref\n(\d+)\n%%EOF\n\Z", stamped)
    assert start is not None
    previous = re.findall(rb"startxref\s+(\d+)\s+%%EOF", data)[-1]
    section = stamped[int(start[1]) :]
    assert re.search(rb"/Prev %b\b" % previous, section)
    if "packed" in name:
        assert re.match(rb"\d+ 0 obj\n<</Type /XRef", section)
    else:
        begin = len(data) + update.index(b"\n%d " % int(matched[4])) + 1
        entry = b"xref\n%b 1\n%010d 00000 n \ntrailer\n<<" % (matched[4], begin)
        assert section.startswith(entry)


@pytest.mark.parametrize("name", NAMES_OF_FILES)
def test_the_old_metadata_stays_and_every_property_is_described(name: str) -> None:
    data = pdfs()[name]
    old, new = packet(data), packet(stamp("pdf", data, AWKWARD))
    ours = "starts-with(name(), 'sowgen:')"
    described = {}
    for schema in new.xpath("//pdfaExtension:schemas/rdf:Bag/rdf:li", namespaces=NS):
        if schema.findtext("pdfaSchema:namespaceURI", namespaces=NS) == NS["sowgen"]:
            assert schema.findtext("pdfaSchema:prefix", namespaces=NS) == "sowgen"
            assert schema.findtext("pdfaSchema:schema", namespaces=NS)
            for entry in schema.findall("pdfaSchema:property/rdf:Seq/rdf:li", NS):
                assert entry.get(f"{{{NS['rdf']}}}parseType") == "Resource"
                fields = {etree.QName(e).localname: e.text for e in entry}
                described[fields.pop("name")] = fields
            schema.getparent().remove(schema)
    assert tuple(described) == NAMES
    for fields in described.values():
        assert fields.pop("description")
        assert fields == {"valueType": "Text", "category": "internal"}
    assert len(new.xpath("//pdfaExtension:schemas", namespaces=NS)) == 1
    used = {etree.QName(e).localname: e.text for e in new.xpath(f"//*[{ours}]")}
    assert used == to_words(AWKWARD)
    for element in new.xpath(f"//*[{ours}]"):
        element.getparent().remove(element)
    kept = re.compile(r"\s+")
    assert kept.sub("", words_of(old)) == kept.sub("", words_of(new))


def words_of(root: etree._Element) -> str:
    return " ".join(f"{e.tag} {e.text or ''}" for e in root.iter() if e.text and e.text.strip())


@pytest.mark.parametrize("name", NAMES_OF_FILES)
def test_prefixes_are_those_that_pdf_a_demands(name: str) -> None:
    root = packet(stamp("pdf", pdfs()[name], FIRST))
    prefixes = {uri: prefix for prefix, uri in NS.items()}
    for element in root.iter(etree.Element):
        name_ = etree.QName(element)
        assert element.prefix == prefixes.get(name_.namespace, element.prefix)


def test_the_claim_to_be_pdf_a_stays() -> None:
    for data in (pdf(), packed_pdf(), office_pdf()):
        stamped = io.BytesIO(stamp("pdf", data, LONG))
        with pikepdf.open(stamped) as opened, opened.open_metadata() as metadata:
            assert metadata.pdfa_status == "2B"


def test_other_programs_keep_it() -> None:
    generate = pikepdf.ObjectStreamMode.generate
    for data in pdfs().values():
        stamped = stamp("pdf", data, AWKWARD)
        assert read_stamp(saved(stamped)) == AWKWARD
        again = saved(stamped, object_stream_mode=generate, recompress_flate=True)
        assert read_stamp(again) == AWKWARD
        assert read_stamp(saved(stamped, linearize=True)) == AWKWARD


def test_attributes_are_read_as_elements_are() -> None:
    with pikepdf.open(io.BytesIO(stamp("pdf", pdf(), LONG))) as opened:
        root = etree.fromstring(opened.Root.Metadata.read_bytes())
        ours = root.find(".//sowgen:project", NS).getparent()
        for element in list(ours):
            ours.set(element.tag, element.text)
            ours.remove(element)
        out = io.BytesIO()
        opened.Root.Metadata.write(etree.tostring(root))
        opened.save(out)
    assert read_stamp(out.getvalue()) == LONG


def test_a_stamp_within_the_file_gives_way() -> None:
    """The file was written anew after it was stamped, so the update cannot be cut off."""
    data = saved(stamp("pdf", pdf(), LONG))
    stamped = stamp("pdf", data, FIRST)
    assert stamped.startswith(data)
    assert read_stamp(stamped) == FIRST
    root = packet(stamped)
    uris = root.xpath("//pdfaSchema:namespaceURI/text()", namespaces=NS)
    assert uris.count(NS["sowgen"]) == 1


@pytest.mark.parametrize("where", ["before", "behind"])
def test_a_file_changed_after_its_stamp_is_not_cut(where: str) -> None:
    stamped = stamp("pdf", pdf(), LONG)
    changed = stamped + b"%kept\n" if where == "behind" else stamped.replace(b"%P", b"%p", 1)
    if where == "before":
        changed = stamped.replace(b"/Lang(en", b"/Lang(fr", 1)
    again = stamp("pdf", changed, FIRST)
    assert again.startswith(changed)
    assert read_stamp(again) == FIRST
    assert stamp("pdf", stamp("pdf", changed, LONG), FIRST) == again


def test_a_title_that_looks_like_a_mark_does_no_harm() -> None:
    mark = b"\n%sowgen-stamp 0000000009 0000000009 " + b"a" * 64 + b"\n"
    title = b'<dc:source xmlns:dc="http://purl.org/dc/elements/1.1/">%b</dc:source>' % mark
    data = with_packet(OFFICE_PACKET.replace(b"<pdfaid:part>", title + b"<pdfaid:part>"))
    stamped = stamp("pdf", data, LONG)
    assert stamped.count(b"\n%sowgen-stamp ") == 3
    assert stamp("pdf", stamped, FIRST) == stamp("pdf", data, FIRST)


def test_what_cannot_be_stamped_is_a_bug_of_the_caller() -> None:
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        del opened.Root.Metadata
        bare = io.BytesIO()
        opened.save(bare)
    with pikepdf.open(io.BytesIO(pdf())) as opened:
        closed = io.BytesIO()
        opened.save(closed, encryption=pikepdf.Encryption(owner="o", user="u"))
    for data in (bare.getvalue(), closed.getvalue(), b"%PDF-1.7", b""):
        with pytest.raises(ValueError):
            stamp("pdf", data, FIRST)


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler is not installed")
@pytest.mark.parametrize("name", NAMES_OF_FILES)
def test_the_pages_look_the_same(name: str, tmp_path: Path) -> None:
    data = pdfs()[name]
    drawn = []
    for step, content in enumerate((data, stamp("pdf", data, AWKWARD))):
        file = tmp_path / f"{step}.pdf"
        file.write_bytes(content)
        target = tmp_path / f"page{step}"
        subprocess.run(["pdftoppm", "-r", "60", str(file), str(target)], check=True, timeout=60)
        drawn.append([p.read_bytes() for p in sorted(tmp_path.glob(f"page{step}-*.ppm"))])
    assert drawn[0]
    assert drawn[0] == drawn[1]


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="poppler is not installed")
def test_poppler_reads_the_metadata(tmp_path: Path) -> None:
    for name, data in pdfs().items():
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(stamp("pdf", data, FIRST))
        done = subprocess.run(["pdfinfo", "-meta", str(file)], capture_output=True, check=True)
        assert b"<sowgen:project>atlas-controller</sowgen:project>" in done.stdout
