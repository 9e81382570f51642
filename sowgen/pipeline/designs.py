"""The looks of document kinds: Word template, page design and fonts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sowgen.diagnostics import Diagnostic, Outcome
from sowgen.model.digest import digest_of_value
from sowgen.pipeline.run import Run
from sowgen.workspace import Workspace, print_with_libreoffice

if TYPE_CHECKING:
    from sowgen.model.artifact import Asset, Design
    from sowgen.model.kind import Kind
    from sowgen.model.settings import WorkspaceSettings

_HOUSE = "templates/house"
_FONTS = f"{_HOUSE}/fonts"
_FONT_FILES = (".ttf", ".otf", ".ttc", ".otc")


@dataclass(frozen=True, slots=True)
class Designs:
    """Reads designs through `workspace`, which notes their files. The same files and settings give
    the same object within a process."""

    run: Run
    workspace: Workspace
    settings: WorkspaceSettings

    def of_kind(self, kind: Kind) -> Outcome[Design | None]:
        """The look of a document kind; None where one of its files cannot be read."""
        return self._design(kind.word_template, kind.page)

    def of_house(self) -> Outcome[Design | None]:
        """The look of what belongs to no kind: the bound package."""
        return self._design(f"{_HOUSE}/document.docx", f"{_HOUSE}/page.typ")

    def read_fonts(self) -> list[Diagnostic]:
        """What is wrong with the font files. typst opens them by itself; reading them here notes
        their hashes for the manifest."""
        return self.run.memory.shared.read(self.workspace, "fonts", _read_fonts)

    def _design(self, word_template: str, page_design: str) -> Outcome[Design | None]:
        shared = self.run.memory.shared
        word = shared.read(self.workspace, word_template, lambda w: _asset(w, word_template))
        page = shared.read(self.workspace, page_design, lambda w: _asset(w, page_design))
        self.read_fonts()
        fonts = digest_of_value([(p, self.workspace.reads[p]) for p in _fonts(self.workspace)])
        return shared.derived(
            f"design {word_template} {page_design}",
            (word, page, self.settings, fonts),
            lambda: _design(word, page, self.settings, self.workspace.folder(_FONTS), fonts),
        )


def _asset(workspace: Workspace, path: str) -> Outcome[Asset | None]:
    from sowgen.load import load_asset

    return load_asset(workspace, path)


def _fonts(workspace: Workspace) -> tuple[str, ...]:
    """The files that typst takes for fonts, and links to folders, which it would follow."""
    return workspace.find_below(_FONTS, *_FONT_FILES)


def _read_fonts(workspace: Workspace) -> list[Diagnostic]:
    return [finding for path in _fonts(workspace) for finding in workspace.read(path).diagnostics]


def _design(
    word: Outcome[Asset | None],
    page: Outcome[Asset | None],
    settings: WorkspaceSettings,
    fonts: Path,
    fonts_digest: str,
) -> Outcome[Design | None]:
    from sowgen.model.artifact import Design

    found = (*word.diagnostics, *page.diagnostics)
    if word.value is None or page.value is None:
        return Outcome(None, found)
    libreoffice = settings.pdf.engine == "libreoffice"
    design = Design(
        word_template=word.value,
        page=page.value,
        font_dirs=(str(fonts),),
        fonts_digest=fonts_digest,
        pdf_standard=settings.pdf.standard,
        print_word=print_with_libreoffice if libreoffice else None,
        update_fields=settings.word.update_fields_on_open,
    )
    return Outcome(design, found)
