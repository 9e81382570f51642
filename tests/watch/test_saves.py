"""Whatever way a file is saved, the last state is built."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.watch.driver import MATTER, PROJECT, TEMPLATE, Driver
from tests.watch.saves import WAYS


def _yaml(data: bytes, word: str) -> bytes:
    return data.replace(b"of the lamp", f"of the {word} lamp".encode())


def _clause(data: bytes, word: str) -> bytes:
    return data.replace(b"in good time", f"in {word} time".encode())


def _template(data: bytes, word: str) -> bytes:
    """The Word template with another style for the text below the headings."""
    size = str(18 + len(word)).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename == "word/styles.xml":
                part = part.replace(
                    b"<w:rPrDefault><w:rPr>", b'<w:rPrDefault><w:rPr><w:w w:val="1%s"/>' % size, 1
                )
                assert part != old.read(item)
            new.writestr(item, part)
    return out.getvalue()


def _built(driver: Driver, path: str, since: int) -> bool:
    """Whether a round after the first `since` was built for that file."""
    return any(r.state == "built" and path in r.why for r in driver.rounds[since:])


@pytest.mark.parametrize(
    ("path", "edit"),
    [(PROJECT, _yaml), (MATTER, _clause), (TEMPLATE, _template)],
    ids=["yaml", "clause", "template"],
)
def test_every_way_of_saving(
    watching: Callable[..., Driver], root: Path, path: str, edit: Callable[[bytes, str], bytes]
) -> None:
    driver = watching()
    driver.until_built()
    first = (root / path).read_bytes()
    for number, (name, save) in enumerate(WAYS.items()):
        told = len(driver.rounds)
        save(root / path, edit(first, "x" * (number + 1)))
        driver.until(lambda since=told: _built(driver, path, since), f"{name} was missed")
        assert any(r.report.written for r in driver.rounds[told:] if r.report), name
        driver.until_built()
    assert not driver.said, "the system told of every save"


def test_a_save_that_changes_nothing_builds_nothing(
    watching: Callable[..., Driver], root: Path, often: None
) -> None:
    driver = watching()
    driver.until_built()
    told, count = len(driver.rounds), driver.session._events.count
    for save in WAYS.values():
        save(root / PROJECT, (root / PROJECT).read_bytes())
    driver.until(lambda: driver.session._events.count > count)
    (root / "clauses" / "general" / "new.txt").touch()
    driver.session.prepare("tiny")
    driver.until(lambda: driver.deciding.count("tiny") > 1)
    assert not [r for r in driver.rounds[told:] if r.state == "built" and r.report.written]


def test_an_empty_file_is_waited_for(watching: Callable[..., Driver], root: Path) -> None:
    """Editors that save in place empty the file first: no round tells of that moment."""
    driver = watching("tiny")
    driver.until_built()
    before = len(driver.rounds)
    path = root / PROJECT
    data = path.read_bytes()
    path.write_bytes(b"")
    time.sleep(0.08)
    path.write_bytes(_yaml(data, "saved"))
    driver.until_built()
    assert "refused" not in [r.state for r in driver.rounds[before:]]
    path.write_bytes(b"")
    assert driver.until_told("refused", before)
