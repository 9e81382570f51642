"""Reading one cell of the responsibility matrix."""

from __future__ import annotations

import pytest

from sowgen.model.letters import VARIANTS, read_cell


@pytest.mark.parametrize("text", ["A, R", "A,R", "AR", "RA", "A/R", "R/A", "A R", "A + R", "A & R"])
def test_accountable_and_responsible_may_be_written_in_any_usual_way(text: str) -> None:
    cell = read_cell(text, "RACI")
    assert set(cell.letters) == {"A", "R"}
    assert not cell.unknown
    assert not cell.ambiguous


@pytest.mark.parametrize("text", ["A/S", "R or A", "S or R", "A or R", "A (joint)", "A, shared"])
def test_what_can_be_read_in_two_ways_is_not_guessed(text: str) -> None:
    assert read_cell(text, "RACI-VS").ambiguous


@pytest.mark.parametrize("variant", sorted(VARIANTS))
def test_each_letter_of_a_variant_is_read(variant: str) -> None:
    for letter in VARIANTS[variant]:
        assert read_cell(letter, variant).letters == (letter,)


def test_letters_belong_to_their_variant() -> None:
    assert read_cell("S", "RACI").unknown == ("S",)
    assert read_cell("V", "RASCI").unknown == ("V",)
    assert read_cell("S", "RASCI-VS").unknown == ("S",)
    assert read_cell("Su, Si", "RASCI-VS").letters == ("Su", "Si")
    assert read_cell("R", "DACI").unknown == ("R",)
    assert read_cell("a", "RACI").unknown == ("a",)


def test_a_letter_given_twice_counts_once() -> None:
    assert read_cell("C, C", "RACI").letters == ("C",)
    assert read_cell("", "RACI").letters == ()
