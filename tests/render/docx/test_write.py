"""What the Word file says, and that nothing a value holds can change the file's structure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from sowgen.model.artifact import Asset
from sowgen.model.document import (
    Cell,
    Contents,
    LineBreak,
    Link,
    PageBreak,
    Paragraph,
    Reference,
    Section,
    Table,
    Term,
    Text,
    Value,
)
from sowgen.render.docx import write_docx
from tests.render.docx.word import NS, changed, house, names, part, q, words, written
from tests.render.sample import (
    AWKWARD,
    HEBREW,
    body,
    clause,
    raci_matrix,
    sample_document,
    small_document,
    value,
)


def texts(data: bytes, style: str = "") -> list[str]:
    path = f"//w:p[w:pPr/w:pStyle/@w:val='{style}']" if style else "//w:p"
    return [words(p) for p in part(data).xpath(path, namespaces=NS)]


def test_the_sample_passes_the_gate_of_an_independent_reader() -> None:
    scalpel = pytest.importorskip("docx_scalpel")
    report = scalpel.verify_deliverable(written(sample_document(), update_fields=True))
    codes = {f.code for f in report.findings}
    # The awkward value holds `{{ title }}` as plain words, which that reader takes for a tag.
    assert codes <= {"workflow.placeholder_remaining"}
    assert report.analysis_completed


def test_the_same_document_gives_the_same_bytes() -> None:
    assert written(sample_document()) == written(sample_document())
    data = written(sample_document())
    assert names(data)[0] == "[Content_Types].xml"
    assert names(data)[2:-1] == sorted(names(data)[2:-1])
    assert names(data)[-1] == "docProps/custom.xml"


@pytest.mark.parametrize(
    "text", [AWKWARD, "AT&T", "<select>", "{_{x}_}", "{_%x%_}", "]]>", "&amp;"]
)
def test_a_value_is_never_markup(text: str) -> None:
    document = small_document(body(0, value(text)), title=text, author=text)
    document = replace(
        document,
        cover=replace(document.cover, title=text, subtitle=value(text), notice=text),
        furniture=replace(document.furniture, header_left=text, footer_left=text, watermark=text),
    )
    data = written(document)
    assert texts(data, "Body0") == [text]
    assert texts(data, "CoverTitle") == [text]
    assert texts(data, "CoverSubtitle") == [text]
    assert words(next(part(data, "word/header1.xml").iter(q("p")))) == text
    assert words(next(part(data, "word/footer1.xml").iter(q("p")))) == text
    shape = part(data, "word/header1.xml").xpath("//*[local-name()='textpath']/@string")
    assert shape == [text]
    core = part(data, "docProps/core.xml")
    assert core.findtext("{http://purl.org/dc/elements/1.1/}title") == text
    assert core.findtext("{http://purl.org/dc/elements/1.1/}creator") == text


TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\t{}%#_<>&"),
    min_size=1,
    max_size=60,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXT, min_size=8, max_size=30))
def test_any_text_reappears_as_it_is(values: list[str]) -> None:
    document = small_document(*(body(0, value(v)) for v in values))
    document = replace(document, furniture=replace(document.furniture, header_left=values[0]))
    data = written(document)
    assert texts(data, "Body0") == values
    assert words(next(part(data, "word/header1.xml").iter(q("p")))) == values[0]


def test_what_xml_cannot_hold_is_a_bug_not_a_loss() -> None:
    for bad in ("\x00", "\x0b", "\ud800", "\ufffe"):
        with pytest.raises(ValueError):
            written(small_document(body(0, value(f"a{bad}b"))))


def test_states_terms_and_emphasis_have_their_styles() -> None:
    inlines = (
        Text("bold", bold=True), Value("[cap]", state="open"), Value("none", state="silent"),
        Term("Product"),
    )  # fmt: skip
    p = part(written(small_document(Paragraph("body", inlines)))).xpath(
        "//w:p[w:pPr/w:pStyle/@w:val='Body0']", namespaces=NS
    )[0]
    styles = [r.xpath("string(w:rPr/w:rStyle/@w:val)", namespaces=NS) for r in p.iter(q("r"))]
    assert styles == ["", "Placeholder", "NotStated", "DefinedTerm"]
    assert words(p) == "bold[cap]none“Product”"
    assert p.xpath("w:r[1]/w:rPr/w:b", namespaces=NS)


def test_right_to_left_words_get_runs_of_their_own() -> None:
    p = part(written(small_document(body(0, value(f"by {HEBREW} 2027"))))).xpath(
        "//w:p[w:pPr/w:pStyle/@w:val='Body0']", namespaces=NS
    )[0]
    marked = p.xpath("w:r[w:rPr/w:rtl]", namespaces=NS)
    assert ["".join(t.text for t in r.iter(q("t"))) for r in marked] == [HEBREW]
    assert marked[0].xpath("w:rPr/w:lang/@w:bidi", namespaces=NS) == ["he-IL"]


def test_a_right_to_left_language_turns_the_document() -> None:
    data = written(replace(sample_document(), language="he-IL"))
    defaults = part(data, "word/styles.xml").find("w:docDefaults", NS)
    assert defaults.xpath("w:pPrDefault/w:pPr/w:bidi", namespaces=NS)
    assert defaults.xpath("w:rPrDefault/w:rPr/w:lang/@w:bidi", namespaces=NS) == ["he-IL"]
    tables = part(data).xpath("//w:tbl[w:tblPr/w:tblStyle]", namespaces=NS)
    assert all(t.xpath("w:tblPr/w:bidiVisual", namespaces=NS) for t in tables)


def test_references_are_live_fields_on_unique_bookmarks() -> None:
    root = part(written(sample_document()))
    marks = root.xpath("//w:bookmarkStart/@w:name", namespaces=NS)
    ids = root.xpath("//w:bookmarkStart/@w:id", namespaces=NS)
    assert len(set(marks)) == len(marks)
    assert len(set(ids)) == len(ids)
    assert sorted(ids) == sorted(root.xpath("//w:bookmarkEnd/@w:id", namespaces=NS))
    codes = [c.text.split() for c in root.iter(q("instrText"))]
    references = [c for c in codes if c[0] == "REF"]
    assert len(references) == 9
    assert all(c[1] in marks and c[2:] == ["\\w", "\\h"] for c in references)
    kinds = root.xpath("//w:fldChar/@w:fldCharType", namespaces=NS)
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_a_reference_whose_words_are_no_number_is_a_plain_jump() -> None:
    inlines = (Reference("Part A", "part_a"), Text(" "), Reference("clause 1", "one"))
    document = small_document(
        Paragraph("part", (Text("Part A: Terms"),), anchor="part_a"),
        clause(1, "1", "Scope", anchor="one"),
        Paragraph("body", inlines),
    )
    root = part(written(document))
    assert [c.text for c in root.iter(q("instrText"))] == [" REF one \\w \\h "]
    assert root.xpath("//w:hyperlink/@w:anchor", namespaces=NS) == ["part_a"]


def test_contradictions_are_bugs() -> None:
    for blocks in (
        (body(0, Reference("9", "nowhere")),),
        (clause(1, "1", "A", anchor="x"), clause(2, "1.1", "B", anchor="x")),
        (clause(1, "1", "A"), clause(2, "1.7", "B")),
        (Paragraph("bullet", (Text("x"),), 9),),
    ):
        with pytest.raises(ValueError):
            written(small_document(*blocks))


def test_a_list_that_starts_anew_has_a_numbering_of_its_own() -> None:
    document = small_document(
        clause(1, "1", "A"), clause(1, "2", "B"), clause(1, "1", "C"), clause(2, "1.1", "D")
    )
    data = written(document)
    numbers = part(data).xpath("//w:body/w:p/w:pPr/w:numPr/w:numId/@w:val", namespaces=NS)
    assert numbers == ["3", "3"]
    start = part(data, "word/numbering.xml").xpath(
        "//w:num[@w:numId='3']//w:startOverride/@w:val", namespaces=NS
    )
    assert start == ["1"]


def test_tables_repeat_headers_keep_rows_and_fill_the_width() -> None:
    root = part(written(sample_document()))
    for made in root.xpath("//w:tbl[w:tblPr/w:tblCaption]", namespaces=NS):
        grid = [int(v) for v in made.xpath("w:tblGrid/w:gridCol/@w:w", namespaces=NS)]
        assert sum(grid) == int(made.xpath("w:tblPr/w:tblW/@w:w", namespaces=NS)[0])
        rows = made.findall("w:tr", NS)
        assert all(r.find("w:trPr/w:cantSplit", NS) is not None for r in rows)
        assert all(len(r.findall("w:tc", NS)) == len(grid) for r in rows)
    heads = root.xpath("//w:tr[w:trPr/w:tblHeader]", namespaces=NS)
    assert len(heads) == 4


def test_a_matrix_turns_the_headers_of_its_letter_columns() -> None:
    made = part(written(small_document(raci_matrix(3)))).xpath(
        "//w:tbl[w:tblPr/w:tblCaption]", namespaces=NS
    )[0]
    turned = made.xpath("w:tr[1]/w:tc/w:tcPr/w:textDirection/@w:val", namespaces=NS)
    assert turned == ["btLr"] * 12
    assert made.xpath("w:tr[1]/w:trPr/w:trHeight/@w:hRule", namespaces=NS) == ["exact"]
    badge = made.xpath("w:tr[2]/w:tc[2]", namespaces=NS)[0]
    assert badge.xpath(".//w:rStyle/@w:val", namespaces=NS) == ["BadgeA"]
    assert badge.xpath("w:tcPr/w:shd/@w:fill", namespaces=NS) == ["1F3A5F"]


def test_sections_turn_the_page_and_keep_header_and_footer() -> None:
    sections = part(written(sample_document())).xpath("//w:sectPr", namespaces=NS)
    sizes = [s.find("w:pgSz", NS) for s in sections]
    orients = [s.get(q("orient"), "portrait") for s in sizes]
    assert orients == ["portrait", "portrait", "landscape", "portrait"]
    assert int(sizes[2].get(q("w"))) > int(sizes[2].get(q("h")))
    kept = [tuple(etree.tostring(e) for e in s[:2]) for s in sections[1:]]
    assert kept[0] == kept[1] == kept[2]


def test_a_page_break_adds_no_blank_paragraph() -> None:
    table = Table((), ((Cell((Text("x"),)),),), (100.0,))
    data = written(small_document(body(0, "a"), PageBreak(), body(0, "b"), PageBreak(), table))
    root = part(data)
    broken = root.xpath("//w:p[w:pPr/w:pageBreakBefore]", namespaces=NS)
    assert [words(p) for p in broken] == ["b", ""]
    assert broken[1].getnext().tag == q("tbl")


def test_contents_carry_page_numbers_only_where_they_are_known() -> None:
    document = replace(
        small_document(Contents("Contents"), clause(1, "1", "Scope", anchor="scope")),
        toc=sample_document().toc[2:3],
    )
    without = part(written(document))
    assert "PAGEREF" not in etree.tostring(without).decode()
    assert texts(written(document), "TOC2") == ["2\tScope of work"]
    assert texts(written(document, pages={"scope": 7}), "TOC2") == ["2\tScope of work\t7"]


def test_fields_are_refreshed_on_opening_only_where_asked() -> None:
    tags = [e.tag for e in part(written(sample_document()), "word/settings.xml")]
    assert q("updateFields") not in tags
    tags = [
        e.tag for e in part(written(sample_document(), update_fields=True), "word/settings.xml")
    ]
    assert tags.index(q("updateFields")) < tags.index(q("compat"))


def test_the_watermark_stands_on_drafts_only() -> None:
    for draft in (True, False):
        data = written(sample_document(draft=draft))
        for header in ("word/header1.xml", "word/header2.xml"):
            shapes = part(data, header).xpath("//*[local-name()='textpath' and @string]")
            assert len(shapes) == int(draft)


def test_nothing_of_the_template_s_author_travels() -> None:
    def author(core: bytes) -> bytes:
        mark = b"<dc:creator>Secret</dc:creator><cp:keywords>Secret</cp:keywords></cp:core"
        return core.replace(b"</cp:core", mark)

    data = changed(house().data, "docProps/core.xml", author)
    data = changed(data, "docProps/custom.xml", lambda _: b"<x>Secret</x>")
    outcome = write_docx(sample_document(), Asset("t.docx", data))
    assert outcome.value is not None
    assert [n for n in names(outcome.value) if "custom" in n] == ["docProps/custom.xml"]
    assert len(part(outcome.value, "docProps/custom.xml")) == 0
    assert b"Secret" not in etree.tostring(part(outcome.value, "docProps/core.xml"))
    core = part(outcome.value, "docProps/core.xml")
    assert core.xpath("string(//*[local-name()='created'])") == "2027-03-02T00:00:00Z"


def test_a_cover_with_nothing_on_it_leaves_no_empty_shells() -> None:
    document = sample_document(draft=False)
    bare = replace(document.cover, subtitle=Text(""), facts=(), parties=(), between="", notice="")
    data = written(replace(document, cover=bare))
    for name in ("word/document.xml", "word/header2.xml", "word/footer2.xml"):
        root = part(data, name)
        assert root.xpath("//w:tbl[not(w:tr)] | //w:tc[not(w:p)]", namespaces=NS) == []
        assert root.xpath("//w:p", namespaces=NS)


def test_links_are_web_and_mail_addresses_only() -> None:
    hrefs = ("https://example.com/a?b=1&c=2", "file:///etc/passwd", "javascript:x", "https://a b")
    blocks = body(0, *(Link(f"<{n}>", h) for n, h in enumerate(hrefs)), LineBreak())
    data = written(small_document(blocks))
    relations = part(data, "word/_rels/document.xml.rels")
    assert relations.xpath("*[@TargetMode='External']/@Target") == [hrefs[0]]
    assert texts(data, "Body0") == ["<0><1><2><3>\n"]


def test_links_work_where_the_template_declares_their_prefix_further_down() -> None:
    prefix = b' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

    def change(data: bytes) -> bytes:
        assert prefix in data
        return data.replace(prefix, b"").replace(b"<w:sectPr>", b"<w:sectPr" + prefix + b">")

    template = Asset("t.docx", changed(house().data, "word/document.xml", change))
    document = small_document(body(0, Link("x", "https://example.com/a"), Text(" y")))
    outcome = write_docx(document, template)
    assert outcome.value is not None
    (link,) = part(outcome.value).iter(q("hyperlink"))
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    relations = part(outcome.value, "word/_rels/document.xml.rels")
    (target,) = relations.xpath("*[@TargetMode='External']")
    assert link.get(relation) == target.get("Id")


def test_the_mark_of_the_body_may_stand_in_a_comment() -> None:
    def change(data: bytes) -> bytes:
        return data.replace(b"<w:body>", b"<w:body><!-- <?sowgen-body-0 ?> {{ title }} -->")

    template = Asset("t.docx", changed(house().data, "word/document.xml", change))
    outcome = write_docx(small_document(body(0, "words")), template)
    assert outcome.value is not None
    assert texts(outcome.value, "Body0") == ["words"]


def test_formatted_words_may_stand_in_a_header() -> None:
    def change(data: bytes) -> bytes:
        return data.replace(b"{{ furniture.header_left }}", b"{{r cover.subtitle }}")

    template = Asset("t.docx", changed(house().data, "word/header1.xml", change))
    document = small_document(body(0, "words"))
    bold = replace(document.cover, subtitle=value("a & b", bold=True))
    outcome = write_docx(replace(document, cover=bold), template)
    assert outcome.value is not None
    header = part(outcome.value, "word/header1.xml")
    assert header.xpath("//w:r[w:rPr/w:b]/w:t/text()", namespaces=NS) == ["a & b"]


def test_a_template_that_names_a_missing_part_is_a_finding() -> None:
    def change(data: bytes) -> bytes:
        return data.replace(b"footer1.xml", b"gone.xml")

    data = changed(house().data, "word/_rels/document.xml.rels", change)
    outcome = write_docx(small_document(body(0, "words")), Asset("t.docx", data))
    assert outcome.value is None
    assert [(f.code, f.span.file) for f in outcome.diagnostics] == [("W111", "t.docx")]


def test_the_signature_block_stays_on_one_page() -> None:
    document = replace(sample_document(), sections=(Section(sample_document().blocks()[-1:]),))
    root = part(written(replace(document, toc=())))
    lines = root.xpath("//w:tbl[w:tblPr/w:tblStyle/@w:val='SowgenPlain']//w:p", namespaces=NS)
    assert all(p.find("w:pPr/w:keepNext", NS) is not None for p in lines)
    anchors = root.xpath("//w:r[w:rPr/w:rStyle/@w:val='SignAnchor']", namespaces=NS)
    assert ["".join(r.itertext()) for r in anchors] == ["/sig1/", "/sig2/", "/date1/", "/date2/"]
