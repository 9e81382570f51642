"""The end of the first term, and what is held against it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sowgen.plan.agreement import check_agreement, end_of_first_term
from tests.resolve.deals import MINIMAL, merged, read

Patch = dict[str, Any]


def term(effective: object, initial: str, starts: str = "the effective date") -> Patch:
    return {
        "package": {"effective_date": effective},
        "legal": {"term": {"initial": initial, "starts": starts}},
    }


@pytest.mark.parametrize(
    ("deal", "end"),
    [
        (term(date(2027, 2, 1), "36 months"), date(2030, 1, 31)),
        (term(date(2027, 1, 31), "1 month"), date(2027, 2, 28)),
        (term(date(2028, 2, 29), "1 year"), date(2029, 2, 28)),
        (term(date(2027, 2, 1), "10 days"), date(2027, 2, 10)),
        (term(date(2027, 2, 1), "99999 years"), None),
        (term(date(2027, 2, 1), "to be agreed"), None),
        (term("1.4.2011", "12 months"), None),
        (term(date(2027, 2, 1), "12 months", "the first delivery"), None),
    ],
)
def test_the_first_term_ends(deal: Patch, end: date | None) -> None:
    assert end_of_first_term(read(merged(MINIMAL, deal))[0]) == end


def test_renewals_are_left_to_the_register_of_certificates() -> None:
    held = {"name": "ISO 9001", "edition": "2015", "certificate_expires": date(2028, 1, 31)}
    expires = {"quality": {"standards": {"qms": held}}}
    deal = merged(MINIMAL, term(date(2027, 2, 1), "36 months"), expires)
    assert codes(deal) == {"M173"}
    register = {"qualification": {"candidates": {"boards": {"name": "Example Boards GmbH"}}}}
    assert codes(merged(deal, register)) == set()


def codes(deal: Patch) -> set[str]:
    spec, tree, _ = read(deal)
    return {finding.code for finding in check_agreement(spec, tree, None)}
