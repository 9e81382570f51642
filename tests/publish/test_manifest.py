"""Manifests of earlier releases are read, and say the same of their files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sowgen.publish import Manifest, Output, read_manifest
from sowgen.publish.manifest import FORMAT

FACTS: dict[str, Any] = {
    "project": "lamp", "reference": "L-1", "version": "1.0", "status": "draft",
    "inputs": {"sowgen.yaml": "0a"}, "clauses": [{"id": "scope"}], "tools": {"sowgen": "1"},
}  # fmt: skip
FILE = {"name": "L-1-sow.pdf", "kind": "sow", "format": "pdf", "sha256": "0b"}


def read(folder: Path, plain: dict[str, Any]) -> Manifest | None:
    (folder / "manifest.json").write_text(json.dumps(plain), "utf-8")
    return read_manifest(folder)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    made = Manifest(**{**FACTS, "clauses": ({"id": "scope"},)}, commit="c0ffee")
    made = replace(
        made, outputs=(Output(**FILE, audience="internal", build=made.build, inputs="0c"),)
    )
    (tmp_path / "manifest.json").write_bytes(made.to_bytes())
    assert read_manifest(tmp_path) == made
    assert made.build != replace(made, commit="").build, "files of another commit are other files"


def test_first_form(tmp_path: Path) -> None:
    made = read(tmp_path, {"format": 1, "outputs": [FILE], **FACTS})
    assert made is not None
    (output,) = made.outputs
    assert (output.audience, output.build, output.inputs) == ("outbound", made.build, "")
    assert made.commit == ""


def test_second_form(tmp_path: Path) -> None:
    files = [
        {**FILE, "audience": "internal", "build": "now"},
        {**FILE, "name": "L-1-raci.pdf", "audience": "outbound", "build": "then"},
    ]
    made = read(tmp_path, {"format": 2, "build": "now", "outputs": files, **FACTS,
                           "earlier": {"then": FACTS}})  # fmt: skip
    assert made is not None
    assert [output.build for output in made.outputs] == [made.build, "then"]
    assert made.facts_of("then") == FACTS


@pytest.mark.parametrize(
    "wrong",
    [{"format": FORMAT + 1}, {"format": 0}, {"format": "3"}, {"outputs": 3},
     {"outputs": [{**FILE, "name": "../x", "audience": "outbound", "build": ""}]},
     {"outputs": [{**FILE, "more": 1}]}],
)  # fmt: skip
def test_anything_else_is_none(tmp_path: Path, wrong: dict[str, Any]) -> None:
    plain = {"format": FORMAT, "commit": "", "outputs": [], **FACTS}
    assert read(tmp_path, plain) is not None
    assert read(tmp_path, {**plain, **wrong}) is None
