"""A Word template gives its look to a document, and nothing that its readers do not see."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from sowgen.model.artifact import Asset
from sowgen.render.docx import check_template, clear, fill, media, scrub, template, write_docx
from sowgen.render.docx.package import read_package
from tests.leaks.canaries import PREFIX, singing
from tests.leaks.refused import REFUSED
from tests.leaks.templates import HOUSE, PLANTED, in_body, planted, read
from tests.render.sample import sample_document


def written(data: bytes) -> bytes:
    """A document made with the template `data`."""
    fill.prepare.cache_clear()
    template.check_template.cache_clear()
    scrub.scrub.cache_clear()
    outcome = write_docx(sample_document(), Asset("templates/house/document.docx", data))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


@pytest.fixture(scope="module")
def full() -> bytes:
    return planted(*PLANTED.values())


def test_the_canaries_sing_in_the_template(full: bytes) -> None:
    for name, plant in PLANTED.items():
        assert singing("t.docx", planted(plant)), name
    assert len(singing("t.docx", full)) > 60


def test_no_canary_in_the_document(full: bytes) -> None:
    assert singing("d.docx", written(full)) == {}


@pytest.mark.parametrize("name", PLANTED)
def test_each_plant_goes_by_itself(name: str) -> None:
    assert singing("d.docx", written(planted(PLANTED[name]))) == {}


def test_only_comments_are_worth_a_word(full: bytes) -> None:
    found = check_template(Asset("templates/house/document.docx", full))
    assert [(d.code, d.is_error, d.message) for d in found] == [
        ("W112", False, "`word/comments.xml` holds comments, which are left out")
    ]


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_author_must_decide_is_refused(name: str) -> None:
    plant, code = REFUSED[name]
    asset = Asset("templates/house/document.docx", planted(plant))
    found = check_template(asset)
    assert code in {d.code for d in found if d.is_error}
    assert {d.code for d in found if d.is_error} == {code}
    assert all(d.hint for d in found if code in ("W109", "W113", "W114", "W115"))
    assert write_docx(sample_document(), asset).value is None


def test_the_house_template_loses_its_properties_and_nothing_else() -> None:
    parts = read_package(HOUSE.read_bytes())
    assert isinstance(parts, dict)
    kept = scrub.scrubbed(parts)
    assert scrub.scrubbed(kept) == kept
    changed = {name for name in parts if kept.get(name) != parts[name]}
    assert changed == {
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml"
    }  # fmt: skip


def test_what_readers_see_stays() -> None:
    seen = (
        '<w:p><w:bookmarkStart w:id="31" w:name="Here"/><w:r><w:t>Lodz</w:t></w:r>'
        '<w:bookmarkEnd w:id="31"/><w:fldSimple w:instr=" REF Here \\h "/>'
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>plain</w:t></w:r></w:p>'
    )
    made = read(written(planted(in_body(seen), PLANTED["smart tags"], PLANTED["picture"])))
    text = made["word/document.xml"].decode()
    for words in ('w:name="Here"', "REF Here", ">plain<", text.count(">Lodz<") == 2 and "Lodz"):
        assert words in text
    assert any(name.startswith("word/media/") for name in made)


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _same(value: Any, *_: Any) -> Any:
    return value


class _Every(frozenset[str]):
    def __contains__(self, _: object) -> bool:
        return True


MUTANTS: dict[str, tuple[ModuleType, str, Any, set[str]]] = {
    "no scrubbing at all": (
        scrub, "scrubbed", dict, {"commentauthor", "glossary", "docid", "pngtext"}),
    "every relationship": (
        scrub, "_NEEDED", _Every(), {"people", "glossary", "customxml", "web"}),
    "every reference": (scrub, "_kind", lambda r: _every_link(r), {"oldlink"}),
    "every setting": (
        clear, "_clear_settings", _nothing,
        {"varname", "mergequery", "docid", "protector", "xslt"}),
    "every element": (
        clear, "_TAKEN_AWAY", "//w:proofErr",
        {"xmlcomment", "permission", "fielddata", "sdttag", "sdtpath"}),
    "every wrapper": (clear, "_WRAPPERS", "//w:proofErr", {"smarttag", "smartattr"}),
    "every attribute and namespace": (
        clear, "_clear_element", _nothing, {"foreign", "foreignattribute", "vmltitle"}),
    "every bookmark": (scrub, "_bookmarks_meant", lambda _: _Every(), {"bookmark"}),
    "names of pictures": (
        clear, "_clear_names", _nothing, {"docprname", "altpath", "alttitle", "cnvprname"}),
    "headers of other pages": (
        scrub, "_drop_unprinted_headers", _nothing, {"headereven", "headerfirst"}),
    "unused footnotes": (scrub, "_drop_unused_notes", _nothing, {"unusednote"}),
    "pictures as they are": (scrub, "cleared", _same, {"pngtext", "pngztext", "pngexif"}),
    "chunks of PNG": (media, "_PNG_KEPT", _Every(), {"pngtext", "pngztext", "pngexif"}),
}  # fmt: skip


def _every_link(relation: Any) -> str:
    kind = relation.get("Type", "").rpartition("/")[2]
    return "styles" if kind == "hyperlink" else kind


@pytest.mark.parametrize("name", MUTANTS)
def test_each_scrub_is_needed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    binary = ("part of no kind", "printer settings")  # W115 tells of them where they stay
    full = planted(*(plant for key, plant in PLANTED.items() if key not in binary))
    module, attribute, instead, leaks = MUTANTS[name]
    monkeypatch.setattr(module, attribute, instead)
    found = {word.removeprefix(PREFIX) for word in singing("d.docx", written(full))}
    monkeypatch.undo()
    written(HOUSE.read_bytes())
    assert leaks <= found, (leaks - found, found)
