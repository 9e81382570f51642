"""Which projects a change reaches: too many cost time, too few leave a document behind."""

from __future__ import annotations

import pytest

from sowgen.hooks.reach import Holding, reached
from sowgen.workspace import Snapshot

CLAUSE = b"---\ntitle: Care\nversion: 1.0.0\norder: 2\nsummary: S.\n---\n\n# Standard\n\nCare.\n"
PATH = "clauses/general/care.md"
SLUGS = ("one", "two", "new")
HELD = {
    "one": Holding(frozenset({"care"}), frozenset({PATH, "logo.png"})),
    "two": Holding(frozenset(), frozenset({PATH})),
}
ALL = {*SLUGS}


def reach(*paths: str, old: bytes | None = CLAUSE, new: bytes | None = CLAUSE) -> set[str]:
    def source(data: bytes | None) -> Snapshot:
        return Snapshot({} if data is None else {PATH: data})

    return set(reached(paths, SLUGS, source(old), source(new), lambda: HELD))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("projects/one/project.yaml", {"one"}),
        ("projects/one/clauses/own.md", {"one"}),
        ("projects/one/out/D-1-sow.docx", set()),
        ("projects/gone/project.yaml", set()),
        ("sowgen.yaml", ALL),
        ("templates/sow/outline.md", ALL),
        ("README.md", {"new"}),
        ("logo.png", {"one", "new"}),
        ("clauses/.pinned/care-1.0.0-aaaaaaaaaaaa.md", {"new"}),
        ("clauses/general/picture.png", ALL),
        ("clauses/general/deeper/care.md", ALL),
    ],
)
def test_a_path_reaches(path: str, expected: set[str]) -> None:
    assert reach(path) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Care.", b"Great care."),
        (b"1.0.0", b"1.0.1"),
        (b"title: Care", b"title: Caring"),
        (b"S.", b"T."),
        (b"\n", b"\r\n"),
    ],
)
def test_words_of_a_clause_reach_those_who_hold_it(old: bytes, new: bytes) -> None:
    assert reach(PATH, new=CLAUSE.replace(old, new)) >= {"one", "new"}
    if b"\r" not in new:
        assert reach(PATH, new=CLAUSE.replace(old, new)) == {"one", "new"}


@pytest.mark.parametrize(
    "new",
    [
        None,
        b"no front matter",
        CLAUSE.replace(b"order: 2", b"order: 3"),
        CLAUSE.replace(b"---\n\n#", b"applies_when: true\n---\n\n#"),
        CLAUSE.replace(b"title: Care", b"title: &word Care"),
        CLAUSE.replace(b"summary: S.", b"summary: >\n  S."),
    ],
)
def test_conditions_of_a_clause_reach_everybody(new: bytes | None) -> None:
    assert reach(PATH, new=new) == ALL
    assert reach(PATH, old=new, new=CLAUSE) == ALL


def test_nothing_touched_reaches_nobody() -> None:
    assert reach() == set()
