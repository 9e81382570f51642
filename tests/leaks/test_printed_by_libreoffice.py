"""A PDF that LibreOffice printed says nothing of profile, user and template's author."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sowgen.model.artifact import Asset
from sowgen.render.docx import write_docx
from sowgen.render.pdf.printed import settle
from sowgen.workspace import print_with_libreoffice
from tests.leaks.canaries import canary, singing
from tests.leaks.templates import PLANTED, planted
from tests.render.sample import sample_document


def test_no_canary_in_a_printed_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: nothing prints the Word file")
    for name in ("HOME", "TMPDIR"):
        folder = tmp_path / canary(name.lower())
        folder.mkdir()
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    for name in ("USER", "LOGNAME", "USERNAME", "HOSTNAME", "EMAIL"):
        monkeypatch.setenv(name, canary(name.lower()))
    document = sample_document()
    word = write_docx(document, Asset("t.docx", planted(*PLANTED.values())))
    assert word.value is not None
    pdf = settle(print_with_libreoffice(word.value), document.date)
    assert pdf.startswith(b"%PDF-")
    assert singing("printed.pdf", pdf) == {}
    assert str(tmp_path).encode() not in pdf
