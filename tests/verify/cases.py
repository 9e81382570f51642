"""Files as they were built, and as people and programs left them, each with its verdict."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pikepdf

from sowgen.model.artifact import Format
from sowgen.render import read_stamp, stamp
from tests.verify import desk as hands
from tests.verify.desk import Desk, beside, body, looking, pdf, rezip, run, swap, with_part

SOW, PDF = "new/LAMP-1-sow.docx", "new/LAMP-1-sow.pdf"
DAYS = "25 (twenty-five)"
TRACKED = '<w:{0} w:id="77" w:author="Mallory" w:date="2027-01-01T00:00:00Z">{1}</w:{0}>'


@dataclass(frozen=True)
class Case:
    """A file: which it was, what was done to it, the verdict, words of the report, the name under
    which it comes, and the file whose stamp it carries."""

    of: str
    verdict: str
    says: tuple[str, ...] = ()
    edit: Callable[[bytes], bytes] = bytes
    name: str = ""
    stamp_of: str = ""

    def make(self, desk: Desk) -> bytes:
        """The file."""
        data = self.edit(desk.read(self.of))
        other = read_stamp(desk.read(self.stamp_of)) if self.stamp_of else None
        return stamp(format_of(self.of), data, other) if other else data


def format_of(name: str) -> Format:
    return "pdf" if name.endswith(".pdf") else "docx"


def edited(of: str, edit: Callable[[bytes], bytes], *says: str) -> Case:
    return Case(of, "edited", says, edit)


def restamp(**facts: Any) -> Callable[[bytes], bytes]:
    """A stamp that says something else."""

    def edit(data: bytes) -> bytes:
        known = read_stamp(data)
        assert known is not None
        format_: Format = "pdf" if data.startswith(b"%PDF") else "docx"
        return stamp(format_, data, replace(known, **facts))

    return edit


def truncated(share: float) -> Callable[[bytes], bytes]:
    return lambda data: data[: int(len(data) * share)]


def bomb(_: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number in range(8):
            archive.writestr(f"word/{number}.xml", b"\0" * 40_000_000)
    return made.getvalue()


def word_of_another_program(_: bytes) -> bytes:
    import docx

    made = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("A letter about other matters altogether.")
    document.save(made)
    return made.getvalue()


def with_doctype(data: bytes) -> bytes:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    return rezip(
        data, {"word/document.xml": lambda t: t.replace("<w:document", entities + "<w:document", 1)}
    )


def taken_out(members: dict[str, bytes]) -> None:
    """Takes a file out of an archive, and its line out of the list."""
    del members["LAMP-1-sow.pdf"]
    lines = members["contents.txt"].splitlines(keepends=True)
    members["contents.txt"] = b"".join(ln for ln in lines if b"LAMP-1-sow.pdf" not in ln)


def archived(change: Callable[[dict[str, bytes]], object]) -> Callable[[bytes], bytes]:
    """An archive with other files in it."""

    def edit(data: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            members = {name: old.read(name) for name in old.namelist()}
        change(members)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as new:
            for name, content in members.items():
                new.writestr(name, content)
        return made.getvalue()

    return edit


def member_edited(members: dict[str, bytes]) -> None:
    name = "LAMP-1-sow.docx"
    members[name] = body(swap(DAYS, "60 (sixty)"))(members[name])


FOOTNOTE = beside("matter 1-2 ", '<w:r><w:footnoteReference w:id="5"/></w:r>')
COMMENT = beside("matter 1-2 ", '<w:r><w:commentReference w:id="5"/></w:r>')
BOX = (
    '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent>'
    f"<w:p>{run('Void.')}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)

CASES: Mapping[str, Case] = {
    # as it was built
    "docx": Case(SOW, "untouched"),
    "pdf": Case(PDF, "untouched"),
    "renamed docx": Case(SOW, "untouched", name="from an e-mail (2).docx"),
    "renamed pdf": Case(PDF, "untouched", name="Anhang.PDF"),
    "other document": Case("new/LAMP-1-plan.docx", "untouched"),
    "internal document": Case("new/LAMP-1-note.pdf", "untouched"),
    "workbook": Case("new/LAMP-1-note.xlsx", "untouched"),
    "renamed workbook": Case("new/LAMP-1-note.xlsx", "untouched", name="LAMP-1 matrix.xlsx"),
    "calendar": Case("new/LAMP-1-plan.ics", "untouched"),
    "as data": Case("new/LAMP-1-sow.json", "untouched"),
    "archive": Case("bound/lamp/LAMP-1-package.zip", "untouched"),
    "bound package": Case("bound/lamp/LAMP-1-package.pdf", "untouched"),
    "other project": Case("new/BULB-7-sow.docx", "untouched", ("other",)),
    "other project, called like ours": Case(
        "new/BULB-7-sow.pdf", "untouched", ("other",), name="LAMP-1-sow.pdf"
    ),
    "issued docx": Case("issued/LAMP-1-sow.docx", "untouched", ("1.0",)),
    "issued pdf": Case("issued/LAMP-1-sow.pdf", "untouched", ("1.0",)),
    "issued, without this file": Case(
        "issued/LAMP-1-plan.docx", "unknown", ("no commit on a branch or tag", "`1.0`")
    ),
    "never issued": Case("ghost/LAMP-1-sow.docx", "unknown", ("no commit on a branch", "`1.1`")),
    "never issued, pdf": Case("ghost/LAMP-1-sow.pdf", "unknown", ("no commit on a branch",)),
    "deflated anew": Case(SOW, "untouched", edit=rezip),
    # older
    "older docx": Case("old/LAMP-1-sow.docx", "outdated", ("6.1", "payment", "[-20 (twenty)-]")),
    "older pdf": Case("old/LAMP-1-sow.pdf", "outdated", ("6.1", "project.yaml")),
    "older, nothing of it changed": Case("old/LAMP-1-plan.pdf", "untouched"),
    "older data": Case("old/LAMP-1-sow.json", "outdated"),
    "older, edited": edited("old/LAMP-1-sow.docx", body(swap("20 (twenty)", "90 (ninety)")),
                            "6.1", "[-20 (twenty)-] {+90 (ninety)+}"),
    # Word files
    "one word": edited(SOW, body(swap("matter 2-7", "matter 2-8")), "4.7", "matter-2"),
    "one number": edited(SOW, body(swap(DAYS, "60 (sixty)")), "6.1", "payment",
                         "[-25 (twenty-five)-] {+60 (sixty)+}"),
    "a clause deleted": edited(SOW, body(hands.without_paragraph("matter 1-4 ")), "3.4",
                               "matter-1"),
    "a clause added": edited(SOW, body(beside("matter 1-4 ", f"</w:p><w:p>{run('And more.')}")),
                             "3.4", "{+And more.+}"),
    "a cell": edited(SOW, body(swap("Example Lamps Ltd", "Example Lamps Inc")), "Ltd"),
    "a cell of a clause": edited(SOW, body(swap("a month", "a year")), "table", "interest"),
    "the header": edited(SOW, lambda d: rezip(d, {"word/header1.xml": swap("LAMP-1", "LAMP-2")}),
                         "header"),
    "the footer": edited(SOW, lambda d: rezip(d, {"word/footer1.xml": swap("Draft", "Final")}),
                         "footer"),
    "the watermark": edited(SOW, lambda d: rezip(d, {"word/header1.xml": swap("DRAFT", "SIGNED")}),
                            "header"),
    "the numbers": edited(SOW, lambda d: rezip(d, {"word/numbering.xml": swap(
        '<w:start w:val="1"/>', '<w:start w:val="4"/>')}), "{+4", "number"),
    "the contents": edited(SOW, body(swap("Matter-1", "Matter-9")), "table of contents"),
    "a footnote": edited(SOW, with_part("footnotes.xml", "footnotes", hands.notes(
        "footnotes", "footnote", "Not agreed."), FOOTNOTE), "footnote", "Not agreed."),
    "a comment": edited(SOW, with_part("comments.xml", "comments", hands.notes(
        "comments", "comment", "Too long?"), COMMENT), "comment", "Mallory", "Too long?"),
    "inserted, tracked": edited(SOW, body(beside("matter 1-4 ", TRACKED.format(
        "ins", run("not")))), "inserted by Mallory: not", "3.4"),
    "deleted, tracked": edited(SOW, body(beside("matter 1-4 ", TRACKED.format(
        "del", run("not").replace("w:t", "w:delText")))), "deleted by Mallory: not"),
    "hidden text": edited(SOW, body(beside("matter 1-4 ", run(" Void.", "<w:vanish/>"))), "hidden",
                          "Void."),
    "white text": edited(SOW, body(beside("matter 1-4 ", run(
        " Void.", '<w:color w:val="FFFFFF"/>'))), "white", "Void."),
    "tiny text": edited(SOW, body(beside("matter 1-4 ", run(" Void.", '<w:sz w:val="2"/>'))),
                        "tiny"),
    "words hidden": edited(SOW, body(looking("matter 1-4 ", "<w:vanish/>")), "3.4", "hidden"),
    "words struck out": edited(SOW, body(looking("matter 1-4 ", "<w:strike/>")), "3.4",
                               "struck out"),
    "a text box": edited(SOW, body(beside("matter 1-4 ", BOX)), "text box", "Void."),
    "a macro": edited(SOW, lambda d: rezip(d, {"word/_rels/document.xml.rels": swap(
        "</Relationships>", '<Relationship Id="r9" Type="http://schemas.microsoft.com/office/2006/'
        'relationships/vbaProject" Target="vbaProject.bin"/></Relationships>')},
        {"word/vbaProject.bin": "x"}), "macros"),
    "a remote template": edited(SOW, lambda d: rezip(d, {"word/_rels/document.xml.rels": swap(
        "</Relationships>", '<Relationship Id="r9" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/attachedTemplate" Target='
        '"http://mallory.example.com/a.dotm" TargetMode="External"/></Relationships>')}),
        "template"),
    "the title": edited(SOW, lambda d: rezip(d, {"docProps/core.xml": swap(
        "Manufacture of the lamp", "Something else")}), "title"),
    # stamps
    "a stamp of another document": Case(
        "new/LAMP-1-plan.docx", "edited", ("the stamp is that of `sow` of `lamp`",),
        stamp_of="new/LAMP-1-sow.docx",
    ),
    "a stamp of another project": Case(
        "new/LAMP-1-plan.pdf", "edited", ("the stamp is that of `sow` of `other`",),
        stamp_of="new/BULB-7-sow.pdf",
    ),
    "a stamp of another commit": Case(
        SOW, "edited", ("6.1", "the project gives now"), stamp_of="old/LAMP-1-sow.docx"
    ),
    "a stamp of another version": edited(SOW, restamp(version="9.9"), "version", "9.9"),
    "a stamp that lies about inputs": edited(PDF, restamp(inputs="0" * 64), "inputs"),
    "a stamp with a branch for a commit": Case(
        SOW, "unknown", ("not in this repository",), restamp(commit="main")
    ),
    "a stamp that says it is issued": edited(SOW, restamp(issued="1.0"), "stamp"),
    "another repository": Case(
        SOW, "unknown", ("not in this repository", "its words are those of `sow`"),
        restamp(commit="0123456789" * 4),
    ),
    "a project that is not there": Case(PDF, "unknown", ("no project `lamb`",),
                                        restamp(project="lamb")),
    "a kind that is not there": Case(PDF, "unknown", ("no document `memo`",),
                                     restamp(kind="memo")),
    "made with other tools": Case(
        SOW, "resaved", ("other versions of the tools: typst 0.1",), restamp(tools={"typst": "0.1"})
    ),
    "made with no tools at all": Case(PDF, "resaved", (), restamp(tools={})),
    "words for a tool": edited(SOW, restamp(tools={"accepted by": "the buyer"}), "accepted by"),
    "words for a version": edited(
        PDF, restamp(tools={"typst": "accepted"}, inputs="f" * 64), "typst accepted", "inputs"
    ),
    "painted over, with other tools": Case(
        PDF, "unknown", ("page 3", "cannot be told"),
        lambda d: restamp(tools={"typst": "0.1"})(pdf(hands.overpaint)(d)),
    ),
    "issued, painted over, with other tools": edited(
        "issued/LAMP-1-sow.pdf", lambda d: restamp(tools={"typst": "0.1"})(pdf(hands.overpaint)(d)),
        "page 3", "drawn otherwise", "typst 0.1",
    ),
    "not committed": Case("loose/LAMP-1-sow.docx", "unknown", ("not committed",)),
    # PDFs
    "pdf saved again": Case(PDF, "resaved", edit=pdf()),
    "pages in another order": edited(PDF, pdf(hands.swap_pages), "another order"),
    "a page gone": edited(PDF, pdf(hands.drop_page), "page 3", "is gone"),
    "painted over": edited(PDF, pdf(hands.overpaint), "page 3", "drawn otherwise"),
    "other signs": edited(PDF, pdf(hands.other_signs), "page"),
    "metadata stripped": edited(PDF, pdf(hands.without_metadata), "no stamp"),
    "a script": edited(PDF, pdf(hands.with_script), "action on opening"),
    "an attachment": edited(PDF, pdf(hands.with_attachment), "attached files"),
    "a bare link": Case(PDF, "resaved", (), pdf(hands.with_link())),
    "a link that draws": edited(PDF, pdf(hands.with_link(AP=hands.looks)), "page 3", "/AP"),
    "a link with a border": edited(PDF, pdf(hands.with_link(
        BS=lambda _: pikepdf.Dictionary(W=90))), "page 3", "a border"),
    "a link with one border of two": edited(PDF, pdf(hands.with_link(
        BS=lambda _: pikepdf.Dictionary(W=0), Border=lambda _: pikepdf.Array([0, 0, 90]))),
        "a border"),
    "a link with a script behind it": edited(PDF, pdf(hands.with_link(
        A=lambda file: hands.goto(file, Next=hands.script()))), "/Next"),
    "a link that runs a script when it is seen": edited(PDF, pdf(hands.with_link(
        AA=lambda _: pikepdf.Dictionary(PV=hands.script()))), "/AA"),
    "a link to an address": edited(PDF, pdf(hands.with_link(
        A=lambda _: hands.address())), "https://mallory.example.com"),
    "a link that starts a program": edited(PDF, pdf(hands.with_link(
        A=lambda _: hands.address("Launch"))), "/Launch"),
    "a bookmark renamed": edited(PDF, pdf(hands.rename_bookmark), "bookmarks", "Agreed"),
    "a bookmark that starts a program": edited(PDF, pdf(hands.launching_bookmark),
                                               "a bookmark that does more"),
    "a list of scripts": edited(PDF, pdf(hands.with_named_script), "a script"),
    "a form": edited(PDF, pdf(hands.with_form), "form fields"),
    "a remark": edited(PDF, pdf(hands.with_annotation), "page 3", "FreeText", "not agreed"),
    # damaged, or none of ours
    "docx, half": Case(SOW, "unknown", ("cut off",), truncated(0.5)),
    "docx, nearly all": Case(SOW, "unknown", ("cut off",), truncated(0.99)),
    "docx, first bytes": Case(SOW, "unknown", (), truncated(0.002)),
    "pdf, half": Case(PDF, "unknown", ("damaged",), truncated(0.5)),
    "pdf, first bytes": Case(PDF, "unknown", ("damaged",), truncated(0.001)),
    "docx, a byte": Case(SOW, "unknown", ("damaged",), lambda d: d[:5000] + b"\xff\xff" + d[5002:]),
    "empty": Case(SOW, "unknown", ("empty",), lambda _: b""),
    "text": Case(SOW, "unknown", ("no file that sowgen stamps",), lambda _: b"hello", "a.txt"),
    "a letter": Case(SOW, "unknown", ("no document of this workspace",), word_of_another_program),
    "a bomb": Case(SOW, "unknown", ("grows to more",), bomb),
    "entities": Case(SOW, "unknown", ("entities",), with_doctype),
    "a workbook, edited": Case(
        "new/LAMP-1-note.xlsx", "unknown", ("called like a file of `lamp`",), lambda d: d + b"x"
    ),
    "an archive, one file edited": Case(
        "bound/lamp/LAMP-1-package.zip", "edited", ("6.1", "the sum of"), archived(member_edited)
    ),
    "an archive, one file gone": Case(
        "bound/lamp/LAMP-1-package.zip", "edited", ("does not hold",),
        archived(lambda members: members.pop("LAMP-1-sow.pdf")),
    ),
    "an archive, one file gone from its list too": Case(
        "bound/lamp/LAMP-1-package.zip", "edited", ("the package has it",), archived(taken_out)
    ),
}  # fmt: skip
