"""What goes to the other party holds nothing of those who made it: canaries planted in templates,
remarks, internal data, the machine and git are in no part of any outbound file."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.documents.deal import copy_workspace, run
from tests.leaks.canaries import PREFIX, canary, singing
from tests.leaks.templates import PLANTED, planted
from tests.repository import Repo

SLUG = "atlas-controller"
INSIDE = ("-qualification.", "manifest.json")
_FREE = frozenset(
    ("name", "short", "plant", "source", "dropped", "evidence", "note", "company", "text", "action",
     "owner", "number", "body", "sites", "volume", "problems", "opinions")
)  # fmt: skip
_ENVIRONMENT = (
    "USER", "LOGNAME", "USERNAME", "HOSTNAME", "COMPUTERNAME", "EMAIL", "NAME", "ORGANIZATION",
    "SOWGEN_SECRET", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "DISPLAY",
)  # fmt: skip


def _edit(path: Path, change: Callable[[Any], None]) -> None:
    data = yaml.safe_load(path.read_text("utf-8"))
    change(data)
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    path.write_text(f"# {canary('yamlcomment')}\n{text}", "utf-8")


def _full(node: Any, key: str = "") -> Any:
    """Data of another candidate with a canary in every text that is free."""
    if isinstance(node, dict):
        return {k: _full(v, k) for k, v in node.items()}
    if isinstance(node, list):
        return [_full(item, key) for item in node]
    return f"{canary('candidate')} {node}" if key in _FREE and isinstance(node, str) else node


def _compare(data: dict[str, Any]) -> None:
    chosen = data["decision"]["chosen"]
    others = {f"{canary('id')}-{k}": _full(v) for k, v in data["candidates"].items() if k != chosen}
    data["candidates"] = {
        chosen: data["candidates"][chosen] | {"source": canary("source")}, **others
    }  # fmt: skip
    data["assessors"]["kamil"].pop("conflicts")
    for stage in data["stages"].values():
        stage["note"] = canary("stagenote")
    for mark in data["candidates"][chosen]["scores"].values():
        mark["evidence"] = canary("evidence")
        mark["note"] = canary("marknote")
    data["price_basis"] = canary("pricebasis")
    data["decision"] |= {"reason": canary("whychosen"), "despite": canary("despite")}


def _choose(data: dict[str, Any]) -> None:
    for use in data["use"].values():
        use |= {"note": canary("clausenote"), "reason": canary("clausereason")}
        if "approved_by" in use:
            use["approved_by"] = canary("level")


def _plant(root: Path) -> None:
    project = root / "projects" / SLUG
    _edit(project / "qualification.yaml", _compare)
    _edit(project / "clauses.yaml", _choose)
    _edit(project / "project.yaml", lambda d: d["package"].update(notes=[canary("notes")]))
    level = {"id": canary("level"), "title": canary("leveltitle")}
    _edit(root / "sowgen.yaml", lambda d: d["authority"].append(level))
    page = root / "templates" / "house" / "page.typ"
    page.write_text(f"// {canary('typst')}\n/* {canary('typstblock')} */\n" + page.read_text())
    outline = root / "templates" / "sow" / "outline.md"
    outline.write_text(outline.read_text() + f"\n{{## {canary('outline')} ##}}\n")
    clauses = root / "projects" / SLUG / "clauses"
    for path in (clauses / "secure-elements.md", root / "clauses" / "quality" / "warranty.md"):
        front, rest = path.read_text().removeprefix("---\n").split("\n---\n", 1)
        head = re.compile(r"^(summary|reason): .*", re.MULTILINE)
        front = head.sub(rf"\1: {canary('clausehead')}", front)
        remarks = f"{{## {canary('remark')} ##}}\n\n<!-- {canary('html')}\n-->"
        path.write_text(f"---\n# {canary('headcomment')}\n{front}\n---\n{rest}\n{remarks}\n")
    house = root / "templates" / "house" / "document.docx"
    house.write_bytes(planted(*PLANTED.values()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of a project full of canaries, committed to git and built as a user would."""
    aside = tmp_path_factory.mktemp("leaks") / canary("path")
    root = copy_workspace(aside / "workspace", SLUG)
    _plant(root)
    (root / ".gitignore").write_text("out/\n")
    repo = Repo(root, aside / canary("githome"))
    people = {
        f"GIT_{who}_{what}": canary(f"{who}{what}".lower())
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    repo.git("add", "--all")
    repo.git("commit", "--quiet", "--message", canary("message"), env=people)
    homes = {n: aside / canary(n.lower()) for n in ("home", "tmpdir", "cache")}
    for home in homes.values():
        home.mkdir()
    environment = {name: canary(re.sub("[^a-z]", "", name.lower())) for name in _ENVIRONMENT}
    environment |= {
        "HOME": str(homes["home"]), "TMPDIR": str(homes["tmpdir"]),
        "SOWGEN_CACHE": str(homes["cache"]),
    }  # fmt: skip
    for arguments in (("--bundle",), ("--to", "json", "--out", "../json")):
        code, said = run(root, "build", SLUG, *arguments, **environment)
        assert code == 0, said
    return root


def _files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.name[0] != "."}


@pytest.fixture(scope="module")
def outside(folder: Path) -> dict[str, bytes]:
    """Every file that the other party may get."""
    made = _files(folder / "projects" / SLUG / "out")
    data = _files(folder.parent / "json" / SLUG)
    return {n: d for n, d in {**made, **data}.items() if not any(i in n for i in INSIDE)}


def test_no_canary_in_any_part_of_an_outbound_file(outside: dict[str, bytes]) -> None:
    suffixes = {name.rpartition(".")[2] for name in outside}
    assert suffixes == {"docx", "pdf", "xlsx", "ics", "xml", "zip", "json"}
    assert {name: found for name, data in outside.items() if (found := singing(name, data))} == {}


def test_no_place_of_this_machine_in_an_outbound_file(
    outside: dict[str, bytes], folder: Path
) -> None:
    names = {
        str(folder),
        str(Path.home()) + "/",
        socket.gethostname(),
        str(Path(__file__).parents[2]),
    }
    for name, data in outside.items():
        text = data.decode("latin-1")
        assert not [n for n in names if len(n) > 6 and n in text], name


def test_the_canaries_sing_inside(folder: Path) -> None:
    made = _files(folder / "projects" / SLUG / "out")
    found = {
        word.removeprefix(PREFIX)
        for name, data in made.items() if "-qualification." in name
        for word in singing(name, data)
    }  # fmt: skip
    assert {"candidate", "whychosen", "despite", "evidence"} <= found


def test_the_manifest_names_no_place_and_no_person(folder: Path) -> None:
    manifest = (folder / "projects" / SLUG / "out" / "manifest.json").read_bytes()
    assert singing("manifest.json", manifest) == {}
    assert str(folder).encode() not in manifest


def test_data_on_choices_is_not_packed(folder: Path) -> None:
    made = _files(folder / "projects" / SLUG / "out")
    assert [name for name in made if name.endswith(".json")] == ["manifest.json"]
    (archive,) = (data for name, data in made.items() if name.endswith(".zip"))
    assert b".json" not in archive
    assert b"-qualification" not in archive
