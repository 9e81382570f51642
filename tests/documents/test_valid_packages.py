"""Every DOCX is what Word expects: no finding of the Open XML SDK nor of docx-scalpel."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.documents.conftest import Built, missing, shipped
from tests.documents.test_same_words import rewrite


def validator_findings(program: str, file: Path) -> list[object]:
    """What the Open XML SDK has to say."""
    done = subprocess.run([program, str(file)], capture_output=True, text=True, timeout=120)
    errors: list[object] = json.loads(done.stdout)["errors"]
    return errors


def scalpel_findings(file: Path) -> list[str]:
    """What docx-scalpel has to say."""
    try:
        from docx_scalpel import verify_deliverable
    except ImportError:
        missing("docx-scalpel is not installed: `pip install sowgen[test]`")
    report = verify_deliverable(file.read_bytes())
    # Figures carry SVG beside PNG, which it asks to be looked at: tests/render/test_figures does.
    vector = "render.vector_media"
    found = [repr(finding) for finding in report.findings if finding.code != vector]
    return found if report.decision.value == "passed" else [report.decision.value, *found]


@pytest.mark.parametrize("slug", shipped())
def test_open_xml_sdk(slug: str, built: tuple[Built, ...], ooxml_validator: str) -> None:
    files = [f for p in built if p.slug == slug for f in sorted(p.folder.glob("*.docx"))]
    assert files
    assert {f.name: validator_findings(ooxml_validator, f) for f in files} == {
        f.name: [] for f in files
    }


@pytest.mark.parametrize("slug", shipped())
def test_docx_scalpel(slug: str, built: tuple[Built, ...]) -> None:
    files = [f for p in built if p.slug == slug for f in sorted(p.folder.glob("*.docx"))]
    assert files
    assert {f.name: scalpel_findings(f) for f in files} == {f.name: [] for f in files}


def broken(built: tuple[Built, ...], folder: Path) -> Path:
    """A copy of a DOCX in which a run stands outside any paragraph and a bookmark has no end."""
    target = folder / "broken.docx"
    source = min(built[0].folder.glob("*.docx"))
    bad = b'<w:body><w:r><w:t>loose</w:t></w:r><w:bookmarkEnd w:id="99999"/>'
    rewrite(source, target, lambda data: data.replace(b"<w:body>", bad, 1))
    return target


def test_the_sdk_can_fail(built: tuple[Built, ...], ooxml_validator: str, tmp_path: Path) -> None:
    assert validator_findings(ooxml_validator, broken(built, tmp_path))


def test_scalpel_can_fail(built: tuple[Built, ...], tmp_path: Path) -> None:
    assert scalpel_findings(broken(built, tmp_path))
