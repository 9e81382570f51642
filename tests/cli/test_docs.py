"""Generated pages are up to date, and codes are fit to be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowgen.cli.docs import pages
from sowgen.cli.docs_codes import FAMILIES
from sowgen.cli.explain_command import explanation
from sowgen.codes import Code, all_codes

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("name", ["cli.md", "codes.md", "specification.md"])
def test_generated_pages_are_not_stale(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == pages()[name], "run `python -m sowgen.cli.docs`"


def test_every_top_level_key_has_a_section() -> None:
    from sowgen.model.spec import ProjectSpec

    page = pages()["specification.md"]
    for key, field in ProjectSpec.model_fields.items():
        assert f"\n## `{key}" in page
        assert field.description


@pytest.mark.parametrize("code", all_codes().values(), ids=lambda c: c.id)
def test_every_code_explains_itself(code: Code) -> None:
    assert code.id[0] in FAMILIES
    assert code.title
    assert code.why.strip()
    assert code.example.strip()
    assert code.mend.strip()
    assert code.title in explanation(code.id)
