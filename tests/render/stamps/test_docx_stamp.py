"""The custom properties of a DOCX: within Word's bounds, and read whoever wrote them."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from sowgen.model.provenance import Provenance
from sowgen.render import read_stamp, stamp
from tests.render.docx.test_valid import PROGRAM
from tests.render.docx.word import SOFFICE, changed, names, part
from tests.render.stamps.made import AWKWARD, BOTH, FIRST, LONG, docx

CUSTOM = "docProps/custom.xml"


def properties(data: bytes) -> dict[str, str]:
    root = part(data, CUSTOM)
    return {p.get("name"): "".join(p.itertext()) for p in root}


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_writer_leaves_room_in_the_last_part() -> None:
    assert names(docx())[-1] == CUSTOM
    assert len(part(docx(), CUSTOM)) == 0
    types = part(docx(), "[Content_Types].xml")
    assert types.xpath(f"//*[@PartName='/{CUSTOM}']/@ContentType") == [
        "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    ]
    relations = part(docx(), "_rels/.rels")
    assert len(relations.xpath(f"*[@Target='{CUSTOM}']")) == 1


def test_a_stamp_changes_the_last_entry_and_nothing_else() -> None:
    stamped = stamp("docx", docx(), LONG)
    with zipfile.ZipFile(io.BytesIO(docx())) as archive:
        last = archive.infolist()[-1]
    assert stamped[: last.header_offset] == docx()[: last.header_offset]
    before, after = unpacked(docx()), unpacked(stamped)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == [CUSTOM]


def test_names_and_words_of_the_properties() -> None:
    assert properties(stamp("docx", docx(), FIRST)) == {
        "sowgen.stamp": "1",
        "sowgen.project": "atlas-controller",
        "sowgen.kind": "sow",
        "sowgen.version": "0.3",
        "sowgen.commit": "a" * 40,
        "sowgen.inputs": "b" * 64,
        "sowgen.clauses.1": "payment-terms/1.2.0/balanced; warranty/2.0.1/;",
        "sowgen.tools.1": "sowgen=1.0; typst=0.15.1;",
    }


def test_what_office_takes_for_an_escape_is_escaped() -> None:
    texts = properties(stamp("docx", docx(), AWKWARD))
    assert texts["sowgen.version"] == "%5Fx0041_%0D%0A%09%00%0B%EF%BF%BE"


@pytest.mark.parametrize("provenance", [AWKWARD, LONG])
def test_no_text_is_longer_than_word_keeps(provenance: Provenance) -> None:
    texts = properties(stamp("docx", docx(), provenance))
    assert max(len(t.encode("utf-16-le")) // 2 for t in texts.values()) <= 255


def test_lists_are_split_between_entries() -> None:
    texts = properties(stamp("docx", docx(), LONG))
    parts = [t for name, t in texts.items() if name.startswith("sowgen.clauses.")]
    assert len(parts) > 40
    assert all(t.startswith("clause-") and t.endswith(";") for t in parts)
    assert sum(len(t) for t in parts) > 200 * len(parts)


def foreign(change: Callable[[etree._Element], None], name: str = CUSTOM) -> bytes:
    """A stamped DOCX as another program might save it."""

    def apply(content: bytes) -> bytes:
        root = etree.fromstring(content)
        change(root)
        return etree.tostring(root)

    return changed(stamp("docx", docx(), LONG), name, apply)


def test_order_ids_and_other_properties_do_not_matter() -> None:
    def turn(root: etree._Element) -> None:
        root[:] = reversed(list(root))
        for number, element in enumerate(root, start=40):
            element.set("pid", str(number))
            element[0].text = f"\n  {element[0].text}\n"
        etree.SubElement(root, root[0].tag, name="Keeper").text = "somebody"

    assert read_stamp(foreign(turn)) == LONG


def test_the_part_may_lie_elsewhere_and_anywhere_in_the_package() -> None:
    parts = unpacked(stamp("docx", docx(), LONG))
    moved = {"docMetadata/own.xml": parts.pop(CUSTOM), **dict(reversed(parts.items()))}
    to = b"docMetadata/own.xml"
    moved["_rels/.rels"] = moved["_rels/.rels"].replace(CUSTOM.encode(), to)
    assert read_stamp(packed(moved)) == LONG
    moved["_rels/.rels"] = moved["_rels/.rels"].replace(to, b"/" + to)
    assert read_stamp(packed(moved)) == LONG


@pytest.mark.parametrize("lost", ["sowgen.stamp", "sowgen.clauses.1", "sowgen.clauses.7"])
def test_half_a_stamp_is_none(lost: str) -> None:
    def lose(root: etree._Element) -> None:
        root.remove(next(e for e in root if e.get("name") == lost))

    assert read_stamp(foreign(lose)) is None


def test_a_property_that_stands_twice_makes_it_unreadable() -> None:
    def double(root: etree._Element) -> None:
        etree.SubElement(root, root[0].tag, name="sowgen.project").text = "other"

    assert read_stamp(foreign(double)) is None


def test_a_docx_of_others_is_not_stamped() -> None:
    parts = unpacked(docx())
    for data in (packed(dict(reversed(parts.items()))), b"", b"junk"):
        with pytest.raises(ValueError, match="last part"):
            stamp("docx", data, FIRST)


@pytest.mark.skipif(PROGRAM is None, reason="ooxml-validator is not installed")
@pytest.mark.parametrize("data", [docx(), stamp("docx", docx(), BOTH)], ids=["empty", "stamped"])
def test_the_schema_has_no_complaint(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "made.docx"
    file.write_bytes(data)
    done = subprocess.run((str(PROGRAM), str(file)), capture_output=True, text=True, timeout=120)
    assert json.loads(done.stdout)["errors"] == []


def test_docx_scalpel_finds_nothing_new() -> None:
    scalpel = pytest.importorskip("docx_scalpel")

    def findings(data: bytes) -> list[tuple[str, str]]:
        return [(f.code, f.message) for f in scalpel.verify_deliverable(data).findings]

    assert findings(stamp("docx", docx(), BOTH)) == findings(docx())


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_keeps_it(tmp_path: Path) -> None:
    """Saved as DOCX, as its own format, and as DOCX again."""
    file = tmp_path / "sent.docx"
    file.write_bytes(stamp("docx", docx(), BOTH))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for step, target in enumerate(("docx:MS Word 2007 XML", "odt", "docx:MS Word 2007 XML")):
        folder = tmp_path / f"saved{step}"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(folder),
             str(file)],
            capture_output=True, check=True, timeout=120,
        )  # fmt: skip
        file = next(folder.iterdir())
        if file.suffix == ".docx":
            assert read_stamp(file.read_bytes()) == BOTH
