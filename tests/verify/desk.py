"""A small workspace with a history, the files that it gave at each point of it, and what people
and programs do to such files."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

from sowgen.model.artifact import Format
from sowgen.pipeline import Order, Run, open_workspace
from sowgen.pipeline.build import build
from sowgen.verify import verify
from sowgen.verify.reports import Report
from sowgen.workspace import Workspace
from tests.documents.deal import ROOT, write
from tests.documents.sample import write_clause
from tests.pipeline.lamp import FONTS, PROJECT, edited, font, make_lamp, put
from tests.pipeline.lamp_files import DEAL, SOW
from tests.repository import Repo

FORMATS: tuple[Format, ...] = ("docx", "pdf", "xlsx", "ics", "json")
LONG = "{{ oem | capital }} shall see to matter %s in the way that the parties agree in writing."


@dataclass
class Desk:
    """The repository with the workspace, and copies of what was built: by the name of the point in
    its history and the file's (`old/LAMP-1-sow.docx`)."""

    root: Path
    files: Path
    repo: Repo
    commits: dict[str, str] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        workspace = open_workspace(self.root).value
        assert workspace is not None
        return workspace

    def save(self, name: str, issue: str = "", commit: bool = True) -> None:
        """Commits what is there and builds the package, under that name."""
        if commit:
            self.commits[name] = self.repo.commit(name)
        for slug in ("lamp", "other"):
            order = Order(formats=FORMATS, out=self.files / name, issue=issue)
            report = build(Run.begin(self.workspace), slug, order)
            assert not report.refused, report.diagnostics
            for file in (self.files / name / slug).iterdir():
                if file.is_file() and not file.name.startswith("."):
                    file.rename(self.files / name / file.name)

    def bundle(self, name: str) -> None:
        """Builds the bound package, under that name."""
        order = Order(out=self.files / name, bundle=True)
        assert not build(Run.begin(self.workspace), "lamp", order).refused

    def read(self, name: str) -> bytes:
        """A file that was built."""
        return (self.files / name).read_bytes()

    def ask(self, *paths: Path) -> list[Report]:
        """The verdicts."""
        return list(verify(self.workspace, paths))


def make_desk(folder: Path) -> Desk:
    """The workspace at its second commit; `old`, `new` and `issued` are built, and the project
    `other`. Version 1.0 is issued and committed, and a payment term changed after that."""
    root = folder / "the deals"
    make_lamp(root)
    write(root / "templates/house/page.typ", (ROOT / "templates/house/page.typ").read_text("utf-8"))
    for name in ("Carlito-Regular", "Carlito-Bold", "Carlito-Italic"):
        put(root, f"{FONTS}/{name}.ttf", font(f"{name}.ttf"))
    outline = edited(SOW, "# Work {#work}", "{{ contents() }}\n\n# Work {#work}")
    write(root / "templates/sow/outline.md", outline)
    for number in range(1, 4):
        text = "\n\n".join(LONG % f"{number}-{k}" for k in range(1, 21))
        write_clause(root, f"matter-{number}", text, order=number + 30)
    other = DEAL.replace("id: lamp", "id: bulb").replace("LAMP-1", "BULB-7").replace("lamp", "bulb")
    write(root / "projects/other/project.yaml", other)
    write(root / ".gitignore", "out/\n")
    desk = Desk(root, folder / "files", Repo(root))
    desk.save("old")
    put(root, f"{PROJECT}/project.yaml", edited(DEAL, "20 days", "25 days").encode())
    desk.save("new")
    issued = root / PROJECT / "issued" / "1.0"
    desk.save("issued", issue="1.0", commit=False)
    issued.mkdir(parents=True)
    for file in (desk.files / "issued").glob("LAMP-1-sow.*"):
        shutil.copy(file, issued)
    shutil.copy(desk.files / "issued" / "LAMP-1-note.xlsx", issued)
    outputs = [{"name": f.name, "kind": f.stem.rpartition("-")[2]} for f in issued.iterdir()]
    (issued / "manifest.json").write_text(
        json.dumps({"outputs": outputs, "commit": desk.commits["new"]})
    )
    desk.commits["issued"] = desk.repo.commit("issue")
    return desk


# --- Word files ----------------------------------------------------------------------------------


def rezip(
    data: bytes,
    edits: Mapping[str, Callable[[str], str]] | None = None,
    added: Mapping[str, str] | None = None,
) -> bytes:
    """The archive written again, with parts edited or added."""
    made = io.BytesIO()
    left = dict(edits or {})
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            part = old.read(name)
            if name in left:
                text = part.decode()
                part = left.pop(name)(text).encode()
                assert part.decode() != text, f"nothing to change in {name}"
            new.writestr(name, part)
        for name, text in (added or {}).items():
            new.writestr(name, text)
    assert not left
    return made.getvalue()


def body(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """An edit of the text."""
    return lambda data: rezip(data, {"word/document.xml": change})


def swap(old: str, new: str) -> Callable[[str], str]:
    """Puts other words in the place of the first that are like these."""
    return lambda text: text.replace(old, new, 1)


def without_paragraph(words: str) -> Callable[[str], str]:
    """Takes away the paragraph with these words."""

    def change(text: str) -> str:
        at = text.index(words)
        return text[: text.rindex("<w:p>", 0, at)] + text[text.index("</w:p>", at) + 6 :]

    return change


def beside(words: str, more: str) -> Callable[[str], str]:
    """Puts markup at the end of the paragraph with these words."""

    def change(text: str) -> str:
        at = text.index("</w:p>", text.index(words))
        return text[:at] + more + text[at:]

    return change


def run(words: str, look: str = "") -> str:
    """A run of words."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def looking(words: str, look: str) -> Callable[[str], str]:
    """Gives the run with these words another look."""

    def change(text: str) -> str:
        at = text.rindex("<w:r>", 0, text.index(words))
        return f"{text[:at]}<w:r><w:rPr>{look}</w:rPr>{text[at + 5 :]}"

    return change


def with_part(name: str, kind: str, text: str, mention: Callable[[str], str]) -> Callable[
    [bytes], bytes
]:  # fmt: skip
    """Adds a part that the text refers to as `rId900`."""
    relation = (
        '<Relationship Id="rId900" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{name}"/></Relationships>'
    )
    return lambda data: rezip(
        data,
        {"word/document.xml": mention,
         "word/_rels/document.xml.rels": swap("</Relationships>", relation)},
        {f"word/{name}": text},
    )  # fmt: skip


def notes(kind: str, note: str, words: str) -> str:
    """A part with one note or comment."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return (f'<w:{kind} {space}><w:{note} w:id="5" w:author="Mallory"><w:p>{run(words)}</w:p>'
            f"</w:{note}></w:{kind}>")  # fmt: skip


def resaved(data: bytes, folder: Path, suffix: str = "docx") -> bytes:
    """The file opened and saved by LibreOffice."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / f"in.{suffix}"
    source.write_bytes(data)
    form = "docx:MS Word 2007 XML" if suffix == "docx" else suffix
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", form, "--outdir", str(folder / "made"), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "made" / f"in.{suffix}").read_bytes()


# --- PDFs ----------------------------------------------------------------------------------------


def pdf(change: Callable[[pikepdf.Pdf], object] = lambda _: None) -> Callable[[bytes], bytes]:
    """An edit of a PDF, saved by another program."""

    def edit(data: bytes) -> bytes:
        made = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as file:
            change(file)
            file.save(made, recompress_flate=True,
                      object_stream_mode=pikepdf.ObjectStreamMode.generate)  # fmt: skip
        return made.getvalue()

    return edit


def overpaint(file: pikepdf.Pdf) -> None:
    """A white field over the words of a page."""
    file.pages[2].contents_add(b"q 1 1 1 rg 90 500 300 120 re f Q")


def other_signs(file: pikepdf.Pdf) -> None:
    """One sign of the last page in the place of another."""
    page = file.pages[-1]
    shown = re.compile(rb"\[\(((?:[^()\\]|\\.)+)\)")
    content = page.Contents.read_bytes()
    found = list(shown.finditer(content))
    first = found[-1].group(1)
    page.Contents.write(content[: found[-1].start(1)] + first + first + content[found[-1].end(1) :])


def swap_pages(file: pikepdf.Pdf) -> None:
    """The second page behind the third."""
    page = file.pages[1]
    del file.pages[1]
    file.pages.insert(2, page)


def drop_page(file: pikepdf.Pdf) -> None:
    """Without its third page."""
    del file.pages[2]


def without_metadata(file: pikepdf.Pdf) -> None:
    """As programs leave it that clean files."""
    del file.Root.Metadata
    for key in list(file.docinfo):
        del file.docinfo[key]


def with_script(file: pikepdf.Pdf) -> None:
    """A script that runs when the file is opened."""
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_attachment(file: pikepdf.Pdf) -> None:
    """Another file in it."""
    file.attachments["terms.txt"] = b"other terms"


def with_annotation(file: pikepdf.Pdf) -> None:
    """A remark over a page."""
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[100, 100, 200, 120],
        Contents=pikepdf.String("not agreed"), DA=pikepdf.String("/Helv 12 Tf"),
    )  # fmt: skip
    page = file.pages[2]
    page.Annots = pikepdf.Array([*page.get("/Annots", []), file.make_indirect(note)])


def with_link(**entries: Callable[[pikepdf.Pdf], pikepdf.Object]) -> Callable[[pikepdf.Pdf], None]:
    """A link that draws nothing over a page, with these entries as well."""

    def change(file: pikepdf.Pdf) -> None:
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[100, 500, 500, 600],
            Border=[0, 0, 0],
        )  # fmt: skip
        for name, make in entries.items():
            link[f"/{name}"] = make(file)
        if "A" not in entries:
            link.Dest = pikepdf.Array([file.pages[0].obj, pikepdf.Name.Fit])
        page = file.pages[2]
        page.Annots = pikepdf.Array([*page.get("/Annots", []), file.make_indirect(link)])

    return change


def looks(file: pikepdf.Pdf) -> pikepdf.Object:
    """What an annotation draws: a white field."""
    form = file.make_stream(b"1 1 1 rg 0 0 400 100 re f")
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([0, 0, 400, 100])
    return pikepdf.Dictionary(N=form)


def script() -> pikepdf.Object:
    """An action that runs a script."""
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def goto(file: pikepdf.Pdf, **entries: pikepdf.Object) -> pikepdf.Object:
    """An action that leads to the first page."""
    place = pikepdf.Array([file.pages[0].obj, pikepdf.Name.Fit])
    return pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=place, **entries)


def address(kind: str = "URI") -> pikepdf.Object:
    """An action with an address."""
    place = pikepdf.String("https://mallory.example.com")
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), URI=place)


def rename_bookmark(file: pikepdf.Pdf) -> None:
    """Other words for the first bookmark."""
    file.Root.Outlines.First.Title = pikepdf.String("Agreed in full")


def launching_bookmark(file: pikepdf.Pdf) -> None:
    """A bookmark that starts a program."""
    mark = file.Root.Outlines.First
    del mark["/Dest"]
    mark.A = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))


def with_named_script(file: pikepdf.Pdf) -> None:
    """A script in the file's list of names."""
    names = pikepdf.Array([pikepdf.String("a"), script()])
    file.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=names))


def with_form(file: pikepdf.Pdf) -> None:
    """A form without fields."""
    file.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]))
