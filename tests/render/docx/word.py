"""Reads Word files back, independently of the writer."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from sowgen.model.artifact import Asset
from sowgen.model.document import Document
from sowgen.render.docx import write_docx

HOUSE = Path(__file__).parents[3] / "templates" / "house" / "document.docx"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = {"w": W}


def q(name: str) -> str:
    return f"{{{W}}}{name}"


def house() -> Asset:
    return Asset("templates/house/document.docx", HOUSE.read_bytes())


def written(document: Document, **options: object) -> bytes:
    outcome = write_docx(document, house(), **options)  # type: ignore[arg-type]
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def words(paragraph: etree._Element) -> str:
    """What a reader sees of a paragraph: text, tabs and line breaks, without field codes."""
    marks = {q("tab"): "\t", q("br"): "\n"}
    return "".join(
        (e.text or "") if e.tag == q("t") else marks.get(e.tag, "")
        for e in paragraph.iter(q("t"), q("tab"), q("br"))
        if e.getparent().tag == q("r")
    )


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part changed (or added, from b'')."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    parts[name] = change(parts.get(name, b""))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return buffer.getvalue()


def printed_text(data: bytes, folder: Path) -> str:
    """The words of the document's pages as LibreOffice lays them out."""
    source = folder / "in.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    make = ("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder))
    subprocess.run((*make, str(source)), check=True, capture_output=True, timeout=120)
    read = ("pdftotext", "-layout", str(folder / "in.pdf"), "-")
    return subprocess.run(read, check=True, capture_output=True, text=True).stdout


SOFFICE = shutil.which("soffice") and shutil.which("pdftotext")
