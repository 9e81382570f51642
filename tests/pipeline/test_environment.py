"""What a build reads besides the workspace's files: nothing that could change its result unseen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sowgen.assemble.markdown import FORMAT, pandoc_path
from sowgen.cache import Cache
from sowgen.pipeline import Order, Run
from sowgen.pipeline.build import build, fresh
from sowgen.pipeline.package import _run_pandoc
from sowgen.workspace import Workspace
from tests.documents.deal import run, write
from tests.pipeline.lamp import FONTS, SLUG, font, make_lamp, put
from tests.repository import Repo

ORDER = Order(formats=("json",))


def _in_another_order(root: Path) -> None:
    """Every file of the working tree made anew, the last first, years ago: folders list them in
    another order, and no time is the same."""
    for path in sorted(root.rglob("*"), reverse=True):
        if path.is_file() and ".git" not in path.parts:
            data = path.read_bytes()
            path.unlink()
            path.write_bytes(data)
            os.utime(path, (1_000_000_000, 1_000_000_000))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_lamp(tmp_path / "workspace")
    return tmp_path / "workspace"


def a_run(root: Path) -> Run:
    return Run.begin(Workspace(root), Cache(root.parent / "cache"))


@pytest.mark.parametrize("path", ["deep/Carlito.ttf", "Carlito.TTF", "Carlito.otc", "a/b/c.otf"])
def test_every_file_that_typst_takes_for_a_font_is_noted(root: Path, path: str) -> None:
    first = build(a_run(root), SLUG, ORDER)
    assert not first.refused, first.diagnostics
    put(root, f"{FONTS}/{path}", font("Carlito-Regular.ttf"))
    assert fresh(a_run(root), SLUG, ORDER) is None
    build(a_run(root), SLUG, ORDER)
    assert fresh(a_run(root), SLUG, ORDER) is not None
    put(root, f"{FONTS}/{path}", font("Carlito-Bold.ttf"))
    assert fresh(a_run(root), SLUG, ORDER) is None
    manifest = (root / "projects" / SLUG / "out" / "manifest.json").read_text("utf-8")
    assert f"{FONTS}/{path}" in manifest
    put(root, f"{FONTS}/license.txt", b"Not a font.\n")
    build(a_run(root), SLUG, ORDER)
    manifest = (root / "projects" / SLUG / "out" / "manifest.json").read_text("utf-8")
    assert "license.txt" not in manifest


def test_pandoc_does_not_read_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pandoc puts a space without a break after the words of the user's list."""
    command = [pandoc_path(), "--from", FORMAT, "--to", "json", "--sandbox"]
    before = _run_pandoc(command, b"The Lamp. is red.")
    write(tmp_path / "pandoc" / "abbreviations", "Lamp.\n")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert _run_pandoc(command, b"The Lamp. is red.") == before


def test_another_place_and_user_give_the_same_bytes(root: Path, tmp_path: Path) -> None:
    """Another home, time zone, locale and day, another order of files, a clone and a revision."""
    made = []
    repo = Repo(root, tmp_path / "settings")
    repo.write(".gitignore", "out/\n")
    commit = repo.commit()
    clone = repo.clone(tmp_path / "another place/clone")
    _in_another_order(clone.root)
    home = tmp_path / "home"
    write(home / ".pandoc" / "abbreviations", "pay\nof\nthe\n")
    write(home / "pandoc" / "abbreviations", "pay\nof\nthe\n")
    fonts = home / ".fonts"
    fonts.mkdir()
    (fonts / "DejaVuSans.ttf").write_bytes(font("DejaVuSans-Regular.ttf"))
    other = {
        "HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home),
        "TYPST_FONT_PATHS": str(fonts), "TYPST_ROOT": str(root), "SOURCE_DATE_EPOCH": "1",
        "TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "de",
        "PYTHONHASHSEED": "7", "PANDOC_DATA_DIR": str(home), "COLUMNS": "7", "TMPDIR": str(home),
    }  # fmt: skip
    ways: tuple[tuple[Path, dict[str, str], tuple[str, ...]], ...] = (
        (root, {"PYTHONHASHSEED": "1"}, ()),
        (root, other, ("--rev", "HEAD")),
        (clone.root, other, ()),
        (clone.root, {"PYTHONHASHSEED": "3"}, ("--rev", commit)),
    )
    for number, (place, environment, more) in enumerate(ways):
        out = tmp_path / f"out{number}"
        environment["SOWGEN_CACHE"] = "off"
        status, said = run(place, "build", SLUG, "--bundle", "--out", str(out), *more,
                           **environment)  # fmt: skip
        assert status == 0, said
        made.append({p.name: p.read_bytes() for p in (out / SLUG).iterdir() if p.name != ".lock"})
    for another in made[1:]:
        assert sorted(made[0]) == sorted(another)
        assert [name for name, data in made[0].items() if data != another[name]] == []
    assert len(made[0]) > 6
    assert commit in made[0]["manifest.json"].decode()
    assert os.environ.get("SOWGEN_CACHE") != "off"
