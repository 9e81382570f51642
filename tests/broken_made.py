"""Broken inputs that no text file can hold: encodings, bombs, links, archives.

Each maker breaks a good workspace and gives what must be found: severity, code, file,
line, column.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

Place = tuple[str, str, str, int, int]
Maker = Callable[[Path], list[Place]]

PROJECT = "projects/broken/project.yaml"
MADE: dict[str, Maker] = {}


def maker(function: Maker) -> Maker:
    MADE[function.__name__.replace("_", "-")] = function
    return function


def _write(root: Path, file: str, data: bytes | str) -> None:
    target = root / file
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    target.write_bytes(data.encode() if isinstance(data, str) else data)


@maker
def latin_1(root: Path) -> list[Place]:
    _write(root, PROJECT, "package:\n  title: Gerät\n".encode("latin-1"))
    return [("error", "F010", PROJECT, 2, 13)]


@maker
def utf_16(root: Path) -> list[Place]:
    _write(root, PROJECT, "package: {title: Widget}\n".encode("utf-16"))
    return [("error", "F010", PROJECT, 1, 1)]


@maker
def nul_byte(root: Path) -> list[Place]:
    _write(root, PROJECT, b"package:\n  title: Wid\x00get\n")
    return [("error", "F011", PROJECT, 2, 13)]


@maker
def private_use_character(root: Path) -> list[Place]:
    _write(root, PROJECT, "package:\n  title: Wid\ue000get\n")
    return [("error", "F011", PROJECT, 2, 13)]


@maker
def encoded_surrogate(root: Path) -> list[Place]:
    _write(root, PROJECT, b"package:\n  title: Wid\xed\xa0\x80get\n")
    return [("error", "F010", PROJECT, 2, 13)]


@maker
def too_large(root: Path) -> list[Place]:
    _write(root, PROJECT, "# " + "x" * 1_000_001 + "\n")
    return [("error", "F006", PROJECT, 0, 0)]


@maker
def alias_bomb(root: Path) -> list[Place]:
    lines = ["package:", "  a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"  a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 9)]
    _write(root, PROJECT, "\n".join(lines) + "\n")
    return [("error", "Y104", PROJECT, 6, 27)]


@maker
def many_aliases(root: Path) -> list[Place]:
    lines = ["package:", "  title: &t Widget", "  notes:"] + ["    - *t"] * 101
    _write(root, PROJECT, "\n".join(lines) + "\n")
    return [("error", "Y104", PROJECT, 104, 7)]


@maker
def deep_brackets(root: Path) -> list[Place]:
    _write(root, PROJECT, "package:\n  notes: " + "[" * 5000 + "]" * 5000 + "\n")
    return [("error", "Y103", PROJECT, 2, 29)]


@maker
def key_in_two_files(root: Path) -> list[Place]:
    _write(root, PROJECT, "raci: {variant: RACI}\n")
    _write(root, "projects/broken/raci.yaml", "variant: RACI-VS\n")
    return [("error", "F021", "projects/broken/raci.yaml", 1, 1)]


@maker
def mistake_in_a_file_beside(root: Path) -> list[Place]:
    _write(root, "projects/broken/schedule.yaml", "\nstrat: 2027-02-01\n")
    return [("error", "S101", "projects/broken/schedule.yaml", 2, 1)]


@maker
def file_beside_links_out(root: Path) -> list[Place]:
    outside = root.parent / "secret.yaml"
    outside.write_text("title: Secret\n")
    (root / "projects/broken/package.yaml").symlink_to(outside)
    return [("error", "F003", "projects/broken/package.yaml", 0, 0)]


@maker
def clause_links_out(root: Path) -> list[Place]:
    outside = root.parent / "secret.md"
    outside.write_text("---\ntitle: Secret\n---\n")
    (root / "clauses/general/secret.md").symlink_to(outside)
    return [("error", "F003", "clauses/general/secret.md", 0, 0)]


@maker
def language_with_dots(root: Path) -> list[Place]:
    _write(root, PROJECT, "package:\n  language: ../../../../etc/passwd\n")
    return [("error", "S105", PROJECT, 2, 13)]


@maker
def settings_misspelt(root: Path) -> list[Place]:
    _write(root, "sowgen.yaml", "compani: {name: Example Devices}\n")
    return [("error", "S101", "sowgen.yaml", 1, 1)]


@maker
def settings_not_yaml(root: Path) -> list[Place]:
    _write(root, "sowgen.yaml", "company: {name: Example Devices\n")
    return [("error", "Y101", "sowgen.yaml", 2, 1)]


@maker
def clause_without_front_matter(root: Path) -> list[Place]:
    _write(root, "clauses/general/naked.md", "# Standard\n\nThe parties agree.\n")
    return [("error", "C101", "clauses/general/naked.md", 1, 1)]


@maker
def front_matter_not_closed(root: Path) -> list[Place]:
    _write(root, "clauses/general/naked.md", "---\ntitle: Naked\n")
    return [("error", "C101", "clauses/general/naked.md", 1, 1)]


@maker
def clause_named_wrongly(root: Path) -> list[Place]:
    _write(root, "clauses/general/Naked Clause.md", "---\ntitle: Naked\n---\n")
    return [("error", "C103", "clauses/general/Naked Clause.md", 0, 0)]


@maker
def clause_in_latin_1(root: Path) -> list[Place]:
    _write(root, "clauses/general/umlaut.md", "---\ntitle: Gerät\n---\n".encode("latin-1"))
    return [("error", "F010", "clauses/general/umlaut.md", 2, 11)]


@maker
def word_template_is_no_archive(root: Path) -> list[Place]:
    _write(root, "templates/house/document.docx", b"This is no Word file.")
    return [("error", "W101", "templates/house/document.docx", 0, 0)]


WORD = "templates/house/document.docx"
BODY = "word/document.xml"


def _word(root: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """The Word template of the house with its parts changed."""
    with zipfile.ZipFile(root / WORD) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    _write(root, WORD, packed.getvalue())


def _first_paragraph(root: Path, text: str) -> None:
    def change(parts: dict[str, bytes]) -> None:
        paragraph = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()
        parts[BODY] = parts[BODY].replace(b"<w:body>", b"<w:body>" + paragraph, 1)

    _word(root, change)


def _template(code: str, paragraph: int = 0) -> list[Place]:
    """A finding in the Word template; in place of a line stands the paragraph."""
    return [("error", code, WORD, paragraph, 0)]


@maker
def word_without_document(root: Path) -> list[Place]:
    _word(root, lambda parts: parts.pop(BODY) and None)
    return _template("W101")


@maker
def word_with_macros(root: Path) -> list[Place]:
    _word(root, lambda parts: parts.update({"word/vbaProject.bin": b"macro"}))
    return _template("W102")


@maker
def word_with_doctype(root: Path) -> list[Place]:
    def change(parts: dict[str, bytes]) -> None:
        entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        parts[BODY] = parts[BODY].replace(b"<w:document", entity + b"<w:document", 1)

    _word(root, change)
    return _template("W102")


@maker
def word_bomb(root: Path) -> list[Place]:
    _word(root, lambda parts: parts.update({"word/media/zeros.png": bytes(300_000_000)}))
    return _template("W102")


@maker
def project_link_to_a_device(root: Path) -> list[Place]:
    (root / PROJECT).unlink()
    (root / PROJECT).symlink_to("/dev/zero")
    return [("error", "F003", PROJECT, 0, 0)]


@maker
def project_link_out(root: Path) -> list[Place]:
    outside = root.parent / "secret.yaml"
    outside.write_text("package: {title: Secret}\n")
    (root / PROJECT).unlink()
    (root / PROJECT).symlink_to(outside)
    return [("error", "F003", PROJECT, 0, 0)]


@maker
def word_tag_not_closed(root: Path) -> list[Place]:
    _first_paragraph(root, "{{ title }")
    return _template("W103", 1)


@maker
def word_unknown_variable(root: Path) -> list[Place]:
    _first_paragraph(root, "{{ titel }}")
    return _template("W104", 1)


@maker
def word_escape(root: Path) -> list[Place]:
    _first_paragraph(root, "{{ title.__class__.__mro__ }}")
    return _template("W104", 1)


@maker
def word_wrong_prefix(root: Path) -> list[Place]:
    _first_paragraph(root, "{{r title }}")
    return _template("W105", 1)


@maker
def word_style_missing(root: Path) -> list[Place]:
    def change(parts: dict[str, bytes]) -> None:
        styles = parts["word/styles.xml"]
        parts["word/styles.xml"] = styles.replace(b'w:styleId="Clause2"', b'w:styleId="Klausel2"')

    _word(root, change)
    return [*_template("W106"), *_template("W107")]


@maker
def word_lost_text(root: Path) -> list[Place]:
    _first_paragraph(root, "{%p if title %} Notice:")
    return [*_template("W103", 1), *_template("W108", 1)]


@maker
def word_tracked_change(root: Path) -> list[Place]:
    def change(parts: dict[str, bytes]) -> None:
        inserted = (
            b'<w:p><w:ins w:id="901" w:author="A" w:date="2026-01-01T00:00:00Z">'
            b"<w:r><w:t>new</w:t></w:r></w:ins></w:p>"
        )
        parts[BODY] = parts[BODY].replace(b"<w:body>", b"<w:body>" + inserted, 1)

    _word(root, change)
    return _template("W109")


GONE: dict[str, Callable[[Path], object]] = {}
"""What leaves no project that could be read: the command line says that there is none."""


def gone(function: Callable[[Path], object]) -> Callable[[Path], object]:
    GONE[function.__name__.replace("_", "-")] = function
    return function


@gone
def no_project_file(root: Path) -> None:
    (root / PROJECT).unlink()


@gone
def project_file_is_a_folder(root: Path) -> None:
    (root / PROJECT).unlink()
    (root / PROJECT).mkdir()
