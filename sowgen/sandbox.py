"""Jinja for data that may come from anywhere: sandboxed, strict, on plain nodes only.

Conditions, clause wordings and outlines are written by people who are not sowgen's
programmers. They see branches and leaves of the specification (`model.plain`), a few pure
functions, and nothing else; a misspelt name is a finding with the nearest name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

import jinja2
from jinja2.environment import TemplateExpression
from jinja2.runtime import Context

from sowgen.diagnostics import Diagnostic, Outcome, did_you_mean, error
from sowgen.dialect import Dialect
from sowgen.model.clause import Condition
from sowgen.model.plain import Branch, Leaf, Series
from sowgen.model.values import NotStated, ToBeAgreed

MAX_SIZE = 100_000
MAX_NUMBER = 10**15
_NUMBERS = (int, float, Decimal)


class UnknownName(jinja2.UndefinedError):
    """A name that the specification does not have; `hint` names the nearest."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class NothingStated(jinja2.UndefinedError):
    """A value was to be printed that the specification leaves out."""

    def __init__(self, path: str) -> None:
        super().__init__(f"nothing is stated for `{path}`")
        self.path = path


class Sandbox(Dialect):
    """A strict Jinja environment over plain nodes."""

    def __init__(
        self,
        finalize: Callable[[Context, Any], str] | None = None,
        filters: Mapping[str, Callable[..., Any]] | None = None,
    ) -> None:
        super().__init__(finalize, filters)
        self.filters["selectattr"] = _select
        self.tests["given"] = lambda node: getattr(node, "value", node) is not None
        self.tests["stated"] = lambda value: bool(getattr(value, "stated", value))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers of a sane size only: `"a" * 9**9` would fill the memory."""
        if not (isinstance(left, _NUMBERS) and isinstance(right, _NUMBERS)):
            joins = operator == "+" and isinstance(left, str) and isinstance(right, str)
            if not joins or len(left) + len(right) > MAX_SIZE:
                raise ValueError(f"`{operator}` works on numbers")
        elif operator == "**" or any(abs(float(n)) > MAX_NUMBER for n in (left, right)):
            raise ValueError("the numbers are too large")
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`x.name` on a branch is its entry `name`, whatever the name is."""
        if isinstance(obj, Branch):
            try:
                return obj.child(attribute)
            except KeyError:
                return self._method(obj, attribute)
        if isinstance(obj, Leaf):
            return self._part(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`x["name"]` is the same as `x.name`."""
        if isinstance(obj, Branch):
            return self.getattr(obj, str(argument))
        if isinstance(obj, Series) and isinstance(argument, int):
            if -len(obj) <= argument < len(obj):
                return obj[argument]
            return self.undefined(f"`{obj.path}` has no item {argument}")
        return super().getitem(obj, argument)

    def _method(self, branch: Branch, name: str) -> Any:
        """What is asked of a branch under a name that no entry of it has."""
        if name in ("items", "values", "keys", "get"):
            return getattr(branch, name)
        where = f"`{branch.path}`" if branch.path else "the specification"
        raise UnknownName(
            f"{where} has nothing called `{name}`", did_you_mean(name, branch.names())
        ) from None

    def _part(self, leaf: Leaf, name: str) -> Any:
        """A part of a structured scalar: `x.amount`, `x.unit`, `x.currency`, `x.event` …"""
        if name in ("amount", "unit", "calendar", "currency", "base", "event", "duration"):
            part = getattr(leaf.value, "value" if name == "percent" else name, None)
            if part is not None:
                return Leaf(part, leaf.path)
        if name in ("value", "percent") and hasattr(leaf.value, "value"):
            return Leaf(leaf.value.value, leaf.path)
        if name in ("year", "month", "day", "weekday") and hasattr(leaf.value, "year"):
            return getattr(leaf.value, name)
        if not leaf.stated:
            return Leaf(leaf.value, f"{leaf.path}.{name}")
        raise UnknownName(f"`{leaf.path}` has no part `{name}`", "")


def _select(nodes: Iterable[Any], name: str, *wanted: Any) -> list[Any]:
    """The entries whose `name` is stated, or equals one of `wanted`."""
    kept = []
    for node in nodes:
        part = node.child(name) if isinstance(node, Branch) and name in node else None
        if part is not None and (part in wanted if wanted else bool(part)):
            kept.append(node)
    return kept


def is_open(value: Any) -> bool:
    """Whether the value is *to be agreed*."""
    return isinstance(getattr(value, "value", value), ToBeAgreed)


def is_silent(value: Any) -> bool:
    """Whether the value is deliberately *not stated*."""
    return isinstance(getattr(value, "value", value), NotStated)


_CONDITIONS = Sandbox()


@lru_cache(maxsize=1024)
def _expression(text: str) -> TemplateExpression:
    return _CONDITIONS.compile_expression(text, undefined_to_none=False)


MISTAKES = (
    jinja2.TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    RecursionError,
    AttributeError,
    LookupError,
    MemoryError,
    SyntaxError,
)
"""What a text or condition can raise that is its writer's mistake; `SyntaxError` is Python's
own, from loops nested too deeply."""


def evaluate(condition: Condition, names: Mapping[str, Any], code: str) -> Outcome[bool]:
    """Whether the condition holds; false with a finding `code` where it cannot be read."""
    try:
        expression = _expression(condition.expression)
        result = expression(**{"is_open": is_open, "is_silent": is_silent, **names})
        if isinstance(result, jinja2.Undefined):
            result._fail_with_undefined_error()  # noqa: SLF001 - Jinja's own message
        return Outcome(bool(result))
    except jinja2.TemplateSyntaxError as problem:
        return Outcome(False, (_refuse(code, condition, problem.message or "", ""),))
    except UnknownName as problem:
        return Outcome(False, (_refuse(code, condition, str(problem), problem.hint),))
    except jinja2.UndefinedError as problem:
        hint = _near(str(problem), names)
        return Outcome(False, (_refuse(code, condition, str(problem), hint),))
    except MISTAKES as problem:
        return Outcome(False, (_refuse(code, condition, str(problem), ""),))


def _near(message: str, names: Iterable[str]) -> str:
    word = message.split("'")[1] if message.count("'") >= 2 else ""
    return did_you_mean(word, names)


def _refuse(code: str, condition: Condition, message: str, hint: str) -> Diagnostic:
    text = f"the condition `{condition.expression}` cannot be evaluated: {message}"
    return error(code, text, condition.span, hint)
