"""The house design, and PDFs read back as text."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "tests" / "render"))

from sowgen.model.artifact import Asset, Design  # noqa: E402

PAGE = "templates/house/page.typ"


@pytest.fixture(scope="session")
def design() -> Design:
    """The house design with its own fonts."""
    page = Asset(PAGE, (ROOT / PAGE).read_bytes())
    word = Asset("templates/house/document.docx", b"")
    return Design(word, page, (str(ROOT / "templates" / "house" / "fonts"),))


@pytest.fixture(scope="session")
def read_text(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """The text of a PDF as poppler extracts it."""
    file = tmp_path_factory.mktemp("pdf") / "document.pdf"

    def read(data: bytes, *options: str) -> str:
        file.write_bytes(data)
        try:
            run = subprocess.run(
                ["pdftotext", "-enc", "UTF-8", *options, str(file), "-"],
                capture_output=True,
                check=True,
            )
        except FileNotFoundError:
            pytest.skip("pdftotext (poppler) is not installed")
        return run.stdout.decode()

    return read
