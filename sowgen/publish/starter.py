"""The files sowgen ships: clause library, templates, an example project, settings.

In a checkout they stand beside the package, in a wheel in `sowgen/starter/`.
"""

from __future__ import annotations

from pathlib import Path

EXAMPLE = "atlas-controller"
FOLDERS = ("clauses", "templates", f"projects/{EXAMPLE}")
_PACKAGE = Path(__file__).resolve().parent.parent
_PROJECT = Path(__file__).resolve().parent / "starter_project"
_LEFT_OUT = frozenset({"out", "__pycache__"})


def starter_root() -> Path:
    """The folder that holds the shipped files. Raises `FileNotFoundError` where they are
    missing: an installation that was not made by the project's own build."""
    for root in (_PACKAGE / "starter", _PACKAGE.parent):
        if (root / "clauses").is_dir() and (root / "templates").is_dir():
            return root
    raise FileNotFoundError(f"the clauses and templates of sowgen are missing in {_PACKAGE}")


def starter_files() -> dict[str, bytes]:
    """The shipped files of a new workspace, by path, sorted. Generated files are not among
    them; editors' and systems' leftovers are passed over."""
    root = starter_root()
    paths = [path for folder in FOLDERS for path in _files(root / folder)]
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
    settings = root / "sowgen.yaml"
    if settings.is_file():
        files["sowgen.yaml"] = settings.read_bytes()
    return dict(sorted(files.items()))


def project_files(slug: str) -> dict[str, bytes]:
    """The files of a new project by path within its folder, its name written in."""
    title = slug.replace("-", " ").capitalize()
    return {
        path.relative_to(_PROJECT).as_posix(): path.read_text(encoding="utf-8")
        .replace("@slug@", slug)
        .replace("@reference@", f"SOW-{slug.upper()}")
        .replace("@title@", title)
        .encode()
        for path in _files(_PROJECT)
    }


def _files(folder: Path) -> list[Path]:
    """The files below `folder`, sorted."""
    found: list[Path] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name in _LEFT_OUT or path.name.startswith((".", "~", "#")):
            continue
        if path.is_dir():
            found.extend(_files(path))
        elif path.is_file():
            found.append(path)
    return found
