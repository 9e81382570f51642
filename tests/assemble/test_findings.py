"""Each finding in outlines and clauses: once on a bad text, at its line, and not on a good one."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowgen.codes import all_codes
from tests.assemble.texts import CLAUSE, FIRST_LINE, HEAD, make

CLAUSE_LINE = CLAUSE.count("\n") + 1
TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n"
# code, outline, wording of the clause `alpha`, line of the finding (0: the outline's first)
BAD = [
    ("O101", "# A\n\n{% if raci }\n", None, 2),
    ("O101", "# A\n\nWords {{ package.title\n", None, 2),
    ("O102", "# A\n\n{{ package.titel }}\n", None, 2),
    ("O102", "# A\n\n{{ packag.title }}\n", None, 2),
    ("O102", "# A\n\n{{ no_function() }}\n", None, 2),
    ("O103", "# A\n\nWords.\n\n{{ planning.lead_time }}\n", None, 4),
    ("O104", '# A\n\n{{ word("signaturs") }}\n', None, 2),
    ("O105", "# A\n\n{{ package }}\n", None, 2),
    ("O105", "# A\n\n{{ package.title + 1 }}\n", None, 2),
    ("O106", "# A\n\n::: {.plain}\n\nWords.\n", None, 2),
    ("O107", "# A\n\n> Words.\n", None, None),
    ("O107", "# A\n\n```\ncode\n```\n", None, None),
    ("O107", "# A\n\n![words](picture.png)\n", None, None),
    ("O108", "# A\n\n::: {.tabel}\n\nWords.\n\n:::\n", None, 2),
    ("O108", "# A\n\nThe [words]{.trem} here.\n", None, 2),
    ("O109", "# A\n\n### Deep\n", None, 2),
    ("O109", '{{ clauses("general") }}\n', "## Heading\n\nWords.\n", 0),
    ("O110", "# A\n\nAs agreed, {{ contents() }}\n", None, 2),
    ("O110", '{{ clauses("general") }}\n', "Words.\n\n{{ contents() }}\n", 2),
    ("O111", "# A\n\nThe supplier shall:\n1. test;\n2. pack.\n", None, 2),
    ("O112", "# A\n\nWords:\n\n1. a\n\n    1. b\n\n        1. c\n", None, 8),
    ("O113", '{{ clauses("general") }}\n', "1. a\n2. b\n", 0),
    ("O114", "# A\n\n::: {.table}\n\nWords.\n\n:::\n", None, 2),
    ("O115", f'# A\n\n::: {{.table stile="matrix"}}\n\n{TABLE}\n:::\n', None, 2),
    ("O115", f'# A\n\n::: {{.table style="matrx"}}\n\n{TABLE}\n:::\n', None, 2),
    ("O116", f'# A\n\n::: {{.table widths="10 20 70"}}\n\n{TABLE}\n:::\n', None, 2),
    ("O116", f'# A\n\n::: {{.table widths="10 -20"}}\n\n{TABLE}\n:::\n', None, 2),
    ("O105", '# A\n\n{{ "a" * 9999999999 }}\n', None, 2),
    ("O105", '# A\n\n{{ "%999999999d" % 1 }}\n', None, 2),
    ("O105", "# A\n\n{{ 9 ** 9 ** 9 }}\n", None, 2),
    ("O105", '# A\n\n{{ "\\U000F0FFF" }}\n', None, 2),
    ("O107", "# A\n\nSee it.\n\n[it]: https://shop.example.com\n", None, 4),
    ("O114", "# A\n\n| a | b |\n|---|---|\n| one | two | lost |\n", None, 4),
    ("O117", "# A\n\nSee [here](javascript:alert).\n", None, 2),
    ("O118", '# A\n\n{{ figure("gant") }}\n', None, 2),
    ("O118", '# A\n\n{{ figure("scores") }}\n', None, 2),
    ("O201", "# A\n\nThe [Lamp]{.def} is bright.\n", None, 2),
    ("O202", "# A\n\nA [Lamp]{.def} is one.\n\nA [Lamp]{.def} is two. Each Lamp.\n", None, 2),
    ("O203", "# A\n\nWords.\n\nThe [Lamp]{.term} is bright.\n", None, 4),
    ("O204", "# A\n\nWords.\n\nThe supplier keeps the Safety Stock.\n", None, 4),
    ("O301", '# A\n\nWords.\n\nSee {{ ref("nowhere") }}.\n', None, 4),
    ("O302", '# A\n\nWords.\n\n{{ clause("alpah") }}\n\n{{ clauses("general") }}\n', "Words.\n", 4),
    ("O303", "# A\n\n[]{#x}One.\n\n[]{#x}Two.\n", None, None),
    ("O304", "# A\n\nWords.\n", "Words.\n", None),
    ("O305", '# A\n\nWords.\n\n{{ stated("packge") }}\n', None, 4),
]  # fmt: skip


@pytest.mark.parametrize(("code", "outline", "wording", "line"), BAD)
def test_a_bad_text(
    code: str, outline: str, wording: str | None, line: int | None, tmp_path: Path
) -> None:
    made = make(tmp_path, outline, {"alpha": wording} if wording else None)
    assert made.codes == [code]
    found = made.one(code)
    assert found.severity == all_codes()[code].severity
    in_clause = wording is not None and code not in ("O302", "O304")
    file = "clauses/general/alpha.md" if in_clause else "templates/sow/outline.md"
    assert found.span.file == file
    if line is not None:
        assert found.span.line == line + (CLAUSE_LINE if in_clause else FIRST_LINE)
    assert found.message
    assert found.hint or code in ("O101", "O102", "O105")


def test_every_code_of_the_family_is_tried() -> None:
    family = {c for c in all_codes() if c[0] == "O"}
    assert family == {"O119", *(code for code, *_ in BAD)}


@pytest.mark.parametrize("exports", ["{xlsx: matrx}", "{xlsx: scorecard}"])
def test_an_export_that_is_not_known_or_internal(exports: str, tmp_path: Path) -> None:
    head = HEAD.replace("order: 10", f"order: 10\nexports: {exports}")
    found = make(tmp_path, "# A\n\nWords.\n", head=head).one("O119")
    assert found.span.file == "templates/sow/outline.md"
    assert (found.span.line, found.span.col) == (4, len("exports: {xlsx: ") + 1)
    assert found.hint


GOOD = """# A

The [Lamp]{.def} is bright, and each Lamp has its own light. [[]{#light}A mark]{.term}

1. one;
2. two:

    1. deeper.

::: {.table widths="30 70" style="grid" alt="words"}

| a | b |
|---|---|
| 1 | 2 |

:::

::: {.plain}

Words as **strong** or *slanted*, as {{ ref("light") }} says, in {{ word("contents") }}.

:::

{{ clauses("general") }}

{{ stated("package") }}
"""


def test_a_good_text(tmp_path: Path) -> None:
    good = GOOD.replace("[[]{#light}A mark]{.term}", "[]{#light}")
    made = make(tmp_path, good, {"alpha": "The Lamp of {{ oem }}.\n\nSee {{ ref('alpha') }}.\n"})
    assert made.codes == []
    assert made.documents


def test_a_nearest_name_is_offered(tmp_path: Path) -> None:
    assert "`title`" in make(tmp_path, "# A\n\n{{ package.titel }}\n").one("O102").hint


def test_syntax_is_checked_where_no_project_uses_it(tmp_path: Path) -> None:
    from sowgen.assemble import check_wordings
    from sowgen.load import load_library
    from sowgen.pipeline import open_workspace

    make(tmp_path, "# A\n", {"alpha": "Words.\n\n{{ oops\n"})
    workspace = open_workspace(tmp_path).value
    assert workspace is not None
    clause = load_library(workspace).value.clauses["alpha"]
    (found,) = check_wordings(clause)
    assert (found.code, found.span.file) == ("O101", "clauses/general/alpha.md")
    assert found.span.line in (CLAUSE_LINE + 2, CLAUSE_LINE + 3)
