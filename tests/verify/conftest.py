"""The small workspace with its history, for all tests of `verify`."""

from __future__ import annotations

import pytest

from tests.verify.desk import Desk, make_desk


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Besides the points of `make_desk`: `bound`; `ghost`, a version that was never issued; and
    `loose`, which was never committed."""
    made = make_desk(tmp_path_factory.mktemp("desk"))
    made.bundle("bound")
    made.save("ghost", issue="1.1", commit=False)
    project = made.root / "projects/lamp/project.yaml"
    before = project.read_bytes()
    project.write_bytes(before.replace(b"25 days", b"33 days"))
    made.save("loose", commit=False)
    project.write_bytes(before)
    return made
