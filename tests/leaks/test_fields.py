"""Which fields a Word template may have."""

from __future__ import annotations

import pytest

from sowgen.render.docx.fields import unfit


@pytest.mark.parametrize(
    "instruction",
    [
        "", " ", " PAGE ", "page\\* MERGEFORMAT", " NUMPAGES\t", "TOC \\o \"1-3\"", "= 1 + 1",
        " REF _Ref1 \\h ", 'HYPERLINK "https://example.com/a b"', "HYPERLINK mailto:a@example.com",
        'HYPERLINK \\l "Here"', " STYLEREF \"Heading 1\" ", "TITLE",
    ],
)  # fmt: skip
def test_what_tells_of_pages_and_places_stays(instruction: str) -> None:
    assert unfit(instruction) == ""


@pytest.mark.parametrize(
    ("instruction", "name"),
    [
        (" FILENAME \\p ", "FILENAME"), ("filename\\p", "FILENAME"), (" AUTHOR ", "AUTHOR"),
        ("USERNAME", "USERNAME"), ("LASTSAVEDBY", "LASTSAVEDBY"), ("TEMPLATE \\p", "TEMPLATE"),
        ('INCLUDETEXT "C:\\\\a.docx"', "INCLUDETEXT"), ("DOCVARIABLE x", "DOCVARIABLE"),
        ('IF 1 = 1 "shown" "hidden"', "IF"), ('HYPERLINK "C:\\\\a.docx"', "HYPERLINK"),
        ("HYPERLINK file:///a", "HYPERLINK"), ("HYPERLINK", "HYPERLINK"), ("PRIVATE x", "PRIVATE"),
        ('HYPERLINK "\\\\\\\\server\\\\lists"', "HYPERLINK"),
    ],
)  # fmt: skip
def test_what_tells_of_files_people_and_hidden_texts_is_named(instruction: str, name: str) -> None:
    assert unfit(instruction) == name
