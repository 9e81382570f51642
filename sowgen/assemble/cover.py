"""Cover, page margins and signature blocks, from the parties and the package."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal

from sowgen.assemble.words import Words
from sowgen.diagnostics import Span
from sowgen.model.document import (
    Cover,
    CoverParty,
    Furniture,
    Inline,
    Origin,
    SignatureParty,
    Signatures,
    Text,
    Value,
)
from sowgen.model.plain import Leaf
from sowgen.model.settings import SignatureSettings
from sowgen.model.spec import ProjectSpec
from sowgen.model.spec.parties import Party

SpanOf = Callable[[str], Span]
_FIRST = ("oem", "ems")


def signing_parties(spec: ProjectSpec) -> list[tuple[str, Party]]:
    """The parties to the contract: OEM, EMS, and every other party that has signatories."""
    first = [(i, p) for role in _FIRST for i, p in spec.parties.items() if p.role == role]
    others = [(i, p) for i, p in spec.parties.items() if p.role not in _FIRST and p.signatories]
    return first + others


def party_label(words: Words, party: Party) -> str:
    """The name the contract uses for a party: its label, or the usual one for its role."""
    return party.label or words.word(f"label_{party.role}")


def _value(words: Words, span_of: SpanOf, value: object, path: str) -> Value:
    text, state = words.say(Leaf(value, path))
    return Value(text, Origin(path, span_of(path)), state)


def make_cover(
    spec: ProjectSpec, title: str, words: Words, span_of: SpanOf, letter: str = ""
) -> Cover:
    """The cover page of a document whose kind is called `title`, an annex by that `letter`."""
    package = spec.package

    def say(value: object, field: str) -> Value:
        return _value(words, span_of, value, f"package.{field}")

    facts: list[tuple[str, Inline]] = [
        (words.word("reference"), say(package.reference or package.id, "reference")),
        *([(words.word("annex"), Text(letter))] if letter else []),
        (words.word("version"), say(package.version, "version")),
        (
            words.word("status"),
            Value(
                words.word(f"status_{package.status}"),
                Origin("package.status", span_of("package.status")),
            ),
        ),
    ]
    for field in ("date", "effective_date"):
        value = getattr(package, field)
        if value is not None:
            facts.append((words.word(field), say(value, field)))
    return Cover(
        title=title,
        subtitle=say(package.title, "title"),
        facts=tuple(facts),
        between=words.word("between"),
        conjunction=words.word("and"),
        parties=tuple(_cover_party(i, p, words, span_of) for i, p in signing_parties(spec)),
        notice=words.word("draft_notice") if package.status in ("draft", "for_review") else "",
    )


def make_internal(cover: Cover, furniture: Furniture, words: Words) -> tuple[Cover, Furniture]:
    """Cover and margins of a document for the own company alone: marked on the cover, in the head
    and by the watermark of every page, and without parties, since it is no agreement."""
    mark = words.word("internal_mark")
    return (
        replace(
            cover,
            facts=((words.word("internal_audience"), Text(mark)), *cover.facts),
            between="",
            conjunction="",
            parties=(),
            notice=words.word("internal_notice"),
        ),
        replace(furniture, header_right=mark, watermark=words.word("internal_watermark")),
    )


def _cover_party(name: str, party: Party, words: Words, span_of: SpanOf) -> CoverParty:
    at = f"parties.{name}"
    details: list[Inline] = []
    for field in ("form", "reg_no", "address"):
        value = getattr(party, field)
        if value is not None:
            details.append(_value(words, span_of, value, f"{at}.{field}"))
    country = words.country(party.country)
    details.append(Value(country, Origin(f"{at}.country", span_of(f"{at}.country"))))
    return CoverParty(
        legal_name=_value(words, span_of, party.legal_name, f"{at}.legal_name"),
        label=Value(party_label(words, party), Origin(f"{at}.label", span_of(f"{at}.label"))),
        details=tuple(details),
    )


def make_furniture(spec: ProjectSpec, title: str, words: Words) -> Furniture:
    """Header, footer and watermark."""
    package = spec.package
    reference = package.reference or package.id
    status = words.word(f"status_{package.status}")
    foot = [f"{words.word('version')} {package.version}", status]
    if package.date:
        foot.append(words.date(package.date))
    before, _, rest = words.word("page_of").partition("{page}")
    middle, _, after = rest.partition("{pages}")
    return Furniture(
        header_left=f"{reference} · {title}",
        header_right=package.confidentiality or package.title,
        footer_left=" · ".join(foot),
        page=(before.strip(), middle.strip(), after.strip()),
        watermark=words.word("watermark") if package.status == "draft" else "",
    )


def make_signatures(
    spec: ProjectSpec, words: Words, span_of: SpanOf, settings: SignatureSettings
) -> Iterable[Signatures]:
    """The signature blocks, two signatories side by side."""
    columns: list[SignatureParty] = []
    for name, party in signing_parties(spec):
        count = max(1, len(party.signatories))
        columns += [
            _column(name, party, index, len(columns) + index + 1, words, span_of, settings)
            for index in range(count)
        ]
    fixed = tuple((key, words.word(key)) for key in ("signature", "name", "title", "date"))
    for start in range(0, len(columns), 2):
        lead = (Text(words.word("signature_lead")),) if start == 0 else ()
        yield Signatures(lead, tuple(columns[start : start + 2]), fixed)


def _column(
    name: str,
    party: Party,
    index: int,
    number: int,
    words: Words,
    span_of: SpanOf,
    settings: SignatureSettings,
) -> SignatureParty:
    at = f"parties.{name}.signatories[{index}]"
    signatory = party.signatories[index] if party.signatories else None
    blank = Text("")
    sign, dated = _anchors(settings, name, number)
    return SignatureParty(
        label=Value(party_label(words, party), Origin(f"parties.{name}.label", span_of(at))),
        legal_name=_value(words, span_of, party.legal_name, f"parties.{name}.legal_name"),
        name=_value(words, span_of, signatory.name, f"{at}.name")
        if signatory and signatory.name is not None
        else blank,
        title=_value(words, span_of, signatory.title, f"{at}.title")
        if signatory and signatory.title is not None
        else blank,
        sign_anchor=sign,
        date_anchor=dated,
    )


def _anchors(settings: SignatureSettings, party: str, number: int) -> tuple[str, str]:
    """The tags by which signing services find their fields; their makers' documented forms."""
    kind: Literal["none", "docusign", "adobe", "custom"] = settings.anchors
    if kind == "docusign":
        return f"/sn{number}/", f"/ds{number}/"
    if kind == "adobe":
        signer = f"signer{number}"
        return f"{{{{Sig_es_:{signer}:signature}}}}", f"{{{{Dte_es_:{signer}:date}}}}"
    if kind == "custom" and settings.pattern:
        filled = settings.pattern.replace("{party}", party).replace("{index}", str(number))
        return filled.replace("{field}", "sign"), filled.replace("{field}", "date")
    return "", ""
