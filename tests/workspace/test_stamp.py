"""A file that sowgen wrote is known by its stamp, and a change of it is seen."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from sowgen.workspace import Stamp, remove_leftovers, write_aside


def test_a_change_of_the_same_size_and_time_is_seen(tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("not here: Windows tells no time of the last change of a file's facts")
    file = tmp_path / "a.docx"
    file.write_bytes(b"ours")
    stamp = Stamp.of(file)
    assert stamp is not None
    assert stamp.holds(tmp_path)
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    time.sleep(0.02)  # longer than a tick of the file system's clock
    file.write_bytes(b"hers")
    os.utime(file, ns=times)
    assert not stamp.holds(tmp_path)
    file.write_bytes(b"ours")
    assert stamp.holds(tmp_path), "the same bytes at another time are no change"


@pytest.mark.parametrize("data", [b"edited", None])
def test_a_file_that_is_not_what_was_written_never_holds(
    tmp_path: Path, data: bytes | None
) -> None:
    file = tmp_path / "a.docx"
    if data is not None:
        file.write_bytes(data)
    stamp = Stamp.of_ours(file, hashlib.sha256(b"ours").hexdigest())
    assert not stamp.holds(tmp_path)
    file.write_bytes(b"ours")
    assert stamp.holds(tmp_path)


def test_only_what_sowgen_left_aside_is_removed(tmp_path: Path) -> None:
    kept = (".mine.tmp", ".a.docx.tmp", ".notes.12-abc.tmp", ".x.1-0123ABCD.tmp")
    for name in kept:
        (tmp_path / name).write_bytes(b"a person's")
    aside = write_aside(tmp_path, "a.docx", b"half")
    remove_leftovers(tmp_path)
    assert not aside.exists()
    assert {path.name for path in tmp_path.iterdir()} == set(kept)
