"""What is said of other candidates appears in no file that the other party receives."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from sowgen import pipeline

ROOT = Path(__file__).resolve().parents[2]
SLUG = "atlas-controller"
CANARY = "zqkanari"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file of a package whose other candidates, reasons and prices are full of canaries."""
    root = tmp_path_factory.mktemp("canary") / "workspace"
    for name in ("templates", "clauses", f"projects/{SLUG}"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("out"))
    shutil.copy(ROOT / "sowgen.yaml", root)
    path = root / "projects" / SLUG / "qualification.yaml"
    data = yaml.safe_load(path.read_text("utf-8"))
    chosen = data["decision"]["chosen"]
    others = {k: _full_of_canaries(v) for k, v in data["candidates"].items() if k != chosen}
    data["candidates"] = {
        chosen: data["candidates"][chosen]
        | {"source": f"{CANARY} source", "price": "USD 90817.26"},
        **{f"{CANARY}-{key}": body for key, body in others.items()},
    }
    data["assessors"]["kamil"].pop("conflicts")
    data["decision"] |= {"reason": f"{CANARY} reason", "despite": f"{CANARY} despite"}
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    workspace = pipeline.open_workspace(root).value
    assert workspace is not None
    report = pipeline.build_project(
        workspace, SLUG, formats=("docx", "pdf", "xlsx", "ics", "mspdi")
    )
    assert not [d for d in report.diagnostics if d.is_error]
    return {path.name: path.read_bytes() for path in report.written}


def _full_of_canaries(node: Any, key: str = "") -> Any:
    """The candidate with a canary in every text that is free."""
    if isinstance(node, dict):
        return {k: _full_of_canaries(v, k) for k, v in node.items()}
    if isinstance(node, list):
        return [_full_of_canaries(item, key) for item in node]
    free = {"name", "short", "plant", "source", "dropped", "evidence", "note", "company", "text",
            "action", "owner", "number", "body", "sites", "volume", "problems"}  # fmt: skip
    return f"{CANARY} {node}" if key in free and isinstance(node, str) else node


def words_of(name: str, data: bytes) -> str:
    """Everything that can be read out of a file: text, properties, names, inflated streams."""
    found = [name, data.decode("latin-1")]
    if name.endswith((".docx", ".xlsx")):
        with zipfile.ZipFile(_file(data)) as archive:
            found += [
                archive.read(entry).decode("utf-8", "replace") for entry in archive.namelist()
            ]
    if name.endswith(".pdf"):
        if shutil.which("pdftotext") is None:
            pytest.skip("poppler is not installed: no `pdftotext` to read PDF files with")
        shown = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
        found.append(shown.stdout.decode())
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            try:
                found.append(zlib.decompressobj().decompress(stream).decode("latin-1"))
            except zlib.error:
                continue
    # Words are compared without the spaces and tags that may stand inside them.
    return re.sub(r"<[^>]*>|\s", "", "\n".join(found)).casefold() + "\n".join(found).casefold()


def _file(data: bytes) -> Any:
    from io import BytesIO

    return BytesIO(data)


def test_the_canaries_sing_inside(files: dict[str, bytes]) -> None:
    inside = {n: words_of(n, d) for n, d in files.items() if "-qualification." in n}
    assert sorted(name.rpartition(".")[2] for name in inside) == ["docx", "pdf", "xlsx"]
    for name, words in inside.items():
        assert words.count(CANARY) > 20, name
        assert re.search(r"90,?817[.]26", words), name


def test_no_canary_outside(files: dict[str, bytes]) -> None:
    outside = {n: words_of(n, d) for n, d in files.items() if "-qualification." not in n}
    assert {n.rpartition(".")[2] for n in outside} >= {"docx", "pdf"}
    assert any("-supplier-record." in name for name in outside)
    for name, words in outside.items():
        assert CANARY not in words, name
        assert not re.search(r"90,?817[.]26", words), name
