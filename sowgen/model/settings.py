"""The settings of a workspace, as `sowgen.yaml` holds them."""

from __future__ import annotations

from typing import Literal

from sowgen.model.spec.base import (
    CountryCode,
    Id,
    Language,
    SpecModel,
    YesNo,
    keyed,
    need,
    opt,
    section,
    several,
)
from sowgen.model.values import Text


class Company(SpecModel):
    """Whose workspace it is."""

    name: Text | None = opt("Name of the company.", "Example Devices Sp. z o.o.")
    short: Text | None = opt("Short name.", "Example Devices")
    country: CountryCode | None = opt("Country of the seat.", "PL")
    address: Text | None = opt("Address, several lines.", "1 Example Street\nWarsaw")
    website: Text | None = opt("Web address.", "https://oem.example.com")
    logo: Text | None = opt("Path of the logo in the workspace.", "templates/logo.svg")


class AuthorityLevel(SpecModel):
    """A level of authority; the list in `sowgen.yaml` goes from the lowest to the highest."""

    id: Id = need("Id of the level, named by clauses.", "legal")
    title: Text = need("Who that is.", "General Counsel")


class PdfSettings(SpecModel):
    """How PDF files are made."""

    engine: Literal["typst", "libreoffice"] = opt(
        "What prints. Default: typst.", "typst", default="typst"
    )
    standard: Literal["1.7", "a-2b", "a-3b", "ua-1"] = opt(
        "PDF standard. Default: a-2b.", "a-2b", default="a-2b"
    )


class SignatureSettings(SpecModel):
    """Anchors for electronic signatures."""

    anchors: Literal["none", "docusign", "adobe", "custom"] = opt(
        "Kind of anchor. Default: none.", "docusign", default="none"
    )
    pattern: Text | None = opt(
        "Text of a custom anchor, with `{party}` and `{index}`.", "[[sign:{party}:{index}]]"
    )


class WordSettings(SpecModel):
    """How Word files are made."""

    update_fields_on_open: YesNo = opt(
        "Whether Word asks to update fields when the file is opened. Default: false.",
        True,
        default=False,
    )


class WorkspaceSettings(SpecModel):
    """`sowgen.yaml`."""

    company: Company = section(Company, "Whose workspace it is.", {"name": "Example Devices"})
    language: Language = opt(
        "Language that the clause library is written in. Default: en.", "en", default="en"
    )
    defaults: dict[str, object] = keyed(
        "Values under every project: any top-level key of a project, merged key by key.",
        {"commercial": {"payment": {"days": 45}}},
    )
    authority: tuple[AuthorityLevel, ...] = several(
        "Levels of authority, lowest first.", [{"id": "sourcing", "title": "Sourcing Manager"}]
    )
    formats: tuple[Literal["docx", "pdf", "xlsx", "ics", "mspdi"], ...] = several(
        "Formats that a build makes. Default: all of them.", ["docx", "pdf"]
    )
    pdf: PdfSettings = section(PdfSettings, "PDF.", {"engine": "typst"})
    signatures: SignatureSettings = section(
        SignatureSettings, "Signatures.", {"anchors": "docusign"}
    )
    word: WordSettings = section(WordSettings, "Word.", {"update_fields_on_open": True})
