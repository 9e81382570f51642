"""What is said of a text that Jinja cannot read, and where."""

from __future__ import annotations

import jinja2
import pytest

from sowgen.assemble.syntax import syntax_error
from sowgen.diagnostics import Span
from sowgen.sandbox import Sandbox

# text, line, column (the text begins at line 11), what the message holds, what the hint holds
BAD = [
    ("Words.\n{% if x\n\nshall pay {{ y }}.\n{% endif %}", 12, 1, "not closed with `%}`", "`%}`"),
    ("Words.\n  {% if x }\nshall pay.\n{% endif %}", 12, 3, "this `{%` is not closed", "`%}`"),
    ("Words {{ x\nshall pay.\n\nMore.", 11, 7, "not closed with `}}`", "`}}`"),
    ("{{ a }} and {{ x }\nshall {{ y }}\n", 11, 13, "not closed with `}}`", "`}}`"),
    ("{% if a %}b{% endif %}\n{% if x %}\nb\n{{ y }}\nc", 12, 1, "has no `{% endif %}`", "endif"),
    ("{% for a in b %}\n{% if x %}\n{% endfor %}", 12, 1, "has no `{% endif %}`", "endif"),
    ("Words {% endif %}", 11, 7, "closes nothing", "`{% if … %}` is open"),
    ("{% else %}", 11, 1, "stands alone", "`{% if … %}` is open"),
    ("{% fro x in y %}", 11, 1, "no tag `fro`", "`for`"),
    ("{% frobnicate x %}", 11, 1, "no tag `frobnicate`", "tags are if,"),
    ("{% if x %}\n{% end %}", 12, 1, "no tag `end`", "endif"),
    ("{% if x %}\nb\n{% else if y %}\n{% endif %}", 13, 1, "expected `%}`, got `if`", "`elif`"),
    ("A {{ x y }}", 11, 3, "expected `}}`, got `y`", ""),
    ("# A {#place}\n{% if x = 1 %}b{% endif %}", 12, 1, "expected `%}`, got `=`", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "col", "said", "hint"), BAD)
def test_place_and_words(text: str, line: int, col: int, said: str, hint: str) -> None:
    with pytest.raises(jinja2.TemplateSyntaxError) as problem:
        Sandbox().parse(text)
    found = syntax_error(problem.value, text, Span("a.md", 11, 1))
    assert (found.code, found.span.file) == ("O101", "a.md")
    assert (found.span.line, found.span.col) == (line, col), found
    assert said in found.message
    assert hint in found.hint
    assert "token" not in found.message
