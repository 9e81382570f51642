"""Values → words in the document's language: durations, money, dates, numbers, lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Literal, TypeAlias

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent, get_currency_precision
from pydantic import BaseModel

from sowgen.model.plain import Branch, Leaf, Series, Style
from sowgen.model.values import Clock, Duration, Money, NotStated, Percent, ToBeAgreed

State: TypeAlias = Literal["agreed", "open", "silent"]

MAX_SPELT = 1_000_000
_TENTHS = "0.0"


class MissingWord(KeyError):
    """A key that the words file of the language does not have."""


def capitalised(text: str) -> str:
    """The text with a capital letter first, as it is where it begins with an address (of a page,
    of a mailbox), which nobody writes so."""
    head = text.split(maxsplit=1)[:1]
    if head and ("://" in head[0] or "@" in head[0]):
        return text
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=4096)
def _spell(number: int, language: str) -> str:
    """The number in letters, '' in a language that cannot be spelt."""
    from num2words import num2words

    try:
        return str(num2words(number, lang=language))
    except NotImplementedError:
        return ""


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    name = language.replace("-", "_")
    try:
        # Contracts in plain `en` write the day before the month, and lists without the
        # American comma before "and".
        return Locale.parse("en_GB" if name == "en" else name)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


@lru_cache(maxsize=8192)
def _decimal(digits: str, pattern: str | None, language: str) -> str:
    """The number with those digits as the language writes it: all of them, or as many as the
    pattern has."""
    fixed = pattern == _TENTHS
    return str(
        format_decimal(Decimal(digits), pattern, _locale(language), decimal_quantization=fixed)
    )


@lru_cache(maxsize=4096)
def _day(value: date, form: Literal["long", "medium"], language: str) -> str:
    return str(format_date(value, format=form, locale=_locale(language)))


@lru_cache(maxsize=1024)
def _plural(digits: str, language: str) -> str:
    return str(_locale(language).plural_form(Decimal(digits)))


@dataclass(frozen=True)
class Words:
    """The fixed words of a language, and how it writes values.

    `table` holds the words files' keys. Units are keys `day_one`, `day_other` (and `day_few`,
    `day_many` where the language has them), working time `working_day_one` and so on.
    """

    language: str
    table: Mapping[str, str]

    @cached_property
    def locale(self) -> Locale:
        """Babel's locale; English where it knows none for the language."""
        return _locale(self.language)

    def word(self, key: str, **parts: str) -> str:
        """A fixed word; `{part}` in it is filled from `parts`. Raises `MissingWord`."""
        if key not in self.table:
            raise MissingWord(key)
        text = self.table[key]
        for name, part in parts.items():
            text = text.replace("{" + name + "}", part)
        return text

    def say(self, leaf: Leaf, style: Style | None = None) -> tuple[str, State]:
        """The leaf's words, in another style than its own where one is given, and whether it is
        open or silent."""
        value = leaf.value
        if type(value) is str:
            return (capitalised(value) if leaf.capital else value), "agreed"
        if isinstance(value, ToBeAgreed):
            note = f": {value.note}" if value.note else ""
            return self.word("to_be_agreed", note=note), "open"
        if isinstance(value, NotStated):
            note = f" ({value.note})" if value.note else ""
            return self.word("not_stated", note=note), "silent"
        text = self.words(value, style or leaf.style)
        return (capitalised(text) if leaf.capital else text), "agreed"

    def words(self, value: Any, style: Style = "full") -> str:
        """A scalar in words; `full` spells the numbers of durations out."""
        if isinstance(value, bool):
            return self.word("yes" if value else "no")
        if isinstance(value, Duration):
            return self.duration(value, style)
        if isinstance(value, Clock):
            relation = self.word(f"relation_{value.relation}")
            return f"{self.duration(value.duration, style)} {relation} {self.event(value)}"
        if isinstance(value, Money):
            return self.money(value)
        if isinstance(value, Percent):
            return self.percent(value)
        if isinstance(value, int | float | Decimal):
            return self.number(Decimal(str(value)))
        if isinstance(value, date):
            return self.date(value, style)
        return str(value)

    def event(self, clock: Clock) -> str:
        """The event a clock starts from."""
        if not clock.pick:
            return clock.events[0]
        return self.word(f"pick_{clock.pick}", first=clock.events[0], second=clock.events[1])

    def number(self, value: Decimal) -> str:
        """A number with the language's separators and all its digits. Four digits stand
        without a separator, so that years and editions read as such."""
        pattern = "0.###############" if abs(value) < 10_000 else None
        return _decimal(str(value), pattern, self.language)

    def tenths(self, value: Decimal) -> str:
        """A number with exactly one place behind the point."""
        return _decimal(str(value), _TENTHS, self.language)

    def percent(self, value: Percent) -> str:
        """`2% of the price` as the language writes percentages."""
        text = format_percent(value.value / 100, locale=self.locale, decimal_quantization=False)
        return self.word("percent_of", percent=text, base=value.base) if value.base else str(text)

    def money(self, value: Money) -> str:
        """The amount with its currency code, with the currency's decimals where it has any."""
        places = get_currency_precision(value.currency)
        whole = value.amount == value.amount.to_integral_value()
        pattern = "#,##0" if whole else "#,##0." + "0" * max(places, 1)
        amount = _decimal(str(value.amount), pattern, self.language)
        return self.word("money", currency=value.currency, amount=amount)

    def duration(self, value: Duration, style: Style) -> str:
        """`45 (forty-five) days`, `5 working days`."""
        figure = self.number(value.amount)
        if style == "full" and value.amount == int(value.amount) and value.amount <= MAX_SPELT:
            spelt = _spell(int(value.amount), self.locale.language)
            if spelt:
                figure += f" ({spelt})"
        kind = f"{value.word or 'working'}_" if value.calendar == "working" else ""
        form = _plural(str(value.amount), self.language)
        for key in (f"{kind}{value.unit}_{form}", f"{kind}{value.unit}_other"):
            if key in self.table:
                return f"{figure} {self.table[key]}"
        raise MissingWord(f"{kind}{value.unit}_other")

    def date(self, value: date, style: Style = "full") -> str:
        """`31 March 2027`, short `31 Mar 2027`, with hour and minute where the value has them."""
        form: Literal["long", "medium"] = "long" if style == "full" else "medium"
        if isinstance(value, datetime):
            return f"{_day(value.date(), form, self.language)} {value:%H:%M}"
        return _day(value, form, self.language)

    def country(self, code: str) -> str:
        """The country's name in the language, its code where there is none."""
        return str(self.locale.territories.get(code.upper(), code))

    def language_name(self, code: str) -> str:
        """The name of another language in this one, its code where there is none."""
        try:
            name = Locale.parse(code.replace("-", "_")).get_display_name(self.locale)
        except (UnknownLocaleError, ValueError):
            return code
        return name or code

    def choice(self, code: str) -> str:
        """A choice of the specification in words: `choice_open_book` where the words file has
        that key, else the code without its hyphens."""
        key = code.replace("-", "_")
        return self.table.get(f"choice_{key.lower()}", key.replace("_", " "))

    def list(self, parts: Sequence[str], *, either: bool = False) -> str:
        """`a, b and c`, or `a, b or c`."""
        text: str = format_list([*parts], style="or" if either else "standard", locale=self.locale)
        return text

    def row(self, node: Branch | Series | Leaf) -> str:
        """Any node on one line, for tables of particulars."""
        if isinstance(node, Leaf):
            return self.say(node, "short")[0]
        if isinstance(node, Series):
            return "; ".join(self.row(item) for item in node)
        pairs = [(name, child) for name, child in node.items() if _stated(child)]
        if isinstance(node.source, BaseModel):
            return ", ".join(f"{_human(name)}: {self.row(child)}" for name, child in pairs)
        return "; ".join(
            self.row(child) if name == "id" else f"{_human(name)}: {self.row(child)}"
            for name, child in pairs
        )


def _human(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _stated(node: Branch | Series | Leaf) -> bool:
    return node.value is not None if isinstance(node, Leaf) else len(node) > 0
