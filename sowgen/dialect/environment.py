"""A Jinja environment that can keep what it compiles."""

from __future__ import annotations

import hashlib
import marshal
import re
import sys
from collections.abc import Callable, Mapping
from functools import cached_property
from importlib.util import MAGIC_NUMBER
from types import CodeType
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

if TYPE_CHECKING:
    from sowgen.model.entries import Entries

TEXT_FILTERS = ("short", "capital", "list", "either", "country", "language", "lower", "row")
"""Filters of outlines and wordings, beside those of conditions."""
_FILTERS = ("length", "first", "last", "sort", "default")
_OWN_FILTERS = ("selectattr",)
_OWN_TESTS = ("given", "stated")
_SEAL = 32
# Jinja eats the line end after a tag, which is right for a tag alone on its line and would
# join two words anywhere else. Printing nothing after the tag keeps the line end.
_SWALLOWED = re.compile(r"(?m)^(?P<line>[ \t]*(?!\{%)\S.*%\})$")
_KEPT = r'\g<line>{{ "" }}'
# pandoc reads no HTML here, so it would print what an author means as a remark.
_REMARK = re.compile(r"<!--(.*?)-->", re.DOTALL)

Finalize = Callable[[Context, Any], str]


def _remark(found: re.Match[str]) -> str:
    """A remark of HTML as one of Jinja."""
    return "{##" + found[1].replace("##}", "# }") + "##}"


def _no_meaning(*_: Any) -> Any:
    raise NotImplementedError


class Dialect(ImmutableSandboxedEnvironment):
    """Jinja with sowgen's delimiters, filters and tests. `finalize` is called for each printed
    value, `filters` are further filters by name."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(
        self,
        finalize: Finalize | None = None,
        filters: Mapping[str, Callable[..., Any]] | None = None,
    ) -> None:
        super().__init__(
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            # `[]{#name}` names a paragraph; Jinja's usual `{#` would read it as a comment.
            comment_start_string="{##",
            comment_end_string="##}",
            autoescape=False,
            finalize=finalize,
            # Folding constants costs more than it saves on texts that are filled once.
            optimized=False,
        )
        self.globals = {}
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters.update(dict.fromkeys(_OWN_FILTERS, _no_meaning))
        self.filters.update(filters or {})
        self.tests.update(dict.fromkeys(_OWN_TESTS, _no_meaning))

    @cached_property
    def form(self) -> str:
        """All that decides the code of a text beside its source."""
        callables = [sorted((n, _context_of(f)) for n, f in named.items())
                     for named in (self.filters, self.tests)]  # fmt: skip
        settings = (
            self.block_start_string, self.block_end_string, self.variable_start_string,
            self.variable_end_string, self.comment_start_string, self.comment_end_string,
            self.line_statement_prefix, self.line_comment_prefix, self.trim_blocks,
            self.lstrip_blocks, self.newline_sequence, self.keep_trailing_newline,
            self.optimized, self.autoescape, self.is_async, sorted(self.extensions),
            self.sandboxed, sorted(self.intercepted_binops), sorted(self.intercepted_unops),
            _context_of(self.finalize),
        )  # fmt: skip
        python = (sys.implementation.name, MAGIC_NUMBER, sys.flags.optimize, marshal.version)
        return repr(
            (
                jinja2.__version__,
                python,
                settings,
                callables,
                _SWALLOWED.pattern,
                _KEPT,
                _REMARK.pattern,
            )
        )

    def key(self, source: str) -> str:
        """What decides the code of a text, as a digest."""
        text = f"{self.form}\0{source}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def template(self, source: str, compiled: Entries) -> jinja2.Template:
        """The text ready to be filled. `compiled` has the code of texts that were compiled before,
        and gets that of the others; an entry that is damaged is made anew."""
        key = self.key(source)
        code = _unsealed(key, compiled.get(key))
        if code is None:
            code = self._code(source)
            compiled[key] = _sealed(key, code)
        return self.template_class.from_code(self, code, self.make_globals(None))

    def entry(self, source: str) -> bytes:
        """The text's code, as `template` keeps it. Raises what Jinja and Python raise on a text
        that is no template."""
        return _sealed(self.key(source), self._code(source))

    def _code(self, source: str) -> CodeType:
        return self.compile(_SWALLOWED.sub(_KEPT, _REMARK.sub(_remark, source)))


def stand_in() -> Dialect:
    """A dialect that compiles texts to the same code as the one that fills them; it cannot fill
    any."""
    return Dialect(_print_nothing, dict.fromkeys(TEXT_FILTERS, _no_meaning))


@jinja2.pass_context
def _print_nothing(_context: Context, _value: Any) -> str:
    raise NotImplementedError


def _context_of(function: Any) -> str:
    """What the code of a text hands to a function beside its arguments."""
    return repr(getattr(function, "jinja_pass_arg", None))


def _sealed(key: str, code: CodeType) -> bytes:
    data = marshal.dumps(code)
    return hashlib.sha256(key.encode() + data).digest() + data


def _unsealed(key: str, entry: bytes | None) -> CodeType | None:
    """The code in an entry, None where there is none or it is not as it was written."""
    if entry is None or entry[:_SEAL] != hashlib.sha256(key.encode() + entry[_SEAL:]).digest():
        return None
    code: CodeType = marshal.loads(entry[_SEAL:])  # noqa: S302 - from the user's own cache
    return code
