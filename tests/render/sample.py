"""A document that holds everything a writer must be able to place. Names are invented."""

from __future__ import annotations

from dataclasses import replace

from sowgen.diagnostics import Span
from sowgen.model.document import (
    Badge,
    Block,
    Cell,
    Contents,
    Cover,
    CoverParty,
    Document,
    Furniture,
    Inline,
    LineBreak,
    Link,
    Origin,
    PageBreak,
    Paragraph,
    Reference,
    Section,
    SignatureParty,
    Signatures,
    Table,
    Term,
    Text,
    TocEntry,
    Value,
)

HEBREW = "חברת אלקטרוניקה לדוגמה בע״מ"
ARABIC = "شركة المثال للإلكترونيات"
AWKWARD = (
    "AT&T <select> {{ title }} {% if x %} {# note #} {_{x}_} {_%y%_} “quoted” 'single' "
    '"double" \\backslash $math$ #let *star* _line_ `code` | pipe ~ tilde @at'
)
ROLES = (
    "Chief Executive", "Programme Manager", "Design Authority", "Sourcing", "Quality (OEM)",
    "Finance (OEM)", "Account Manager", "Project Engineer", "Process Engineering", "Test Lab",
    "Quality (EMS)", "Materials and Logistics",
)  # fmt: skip
LABELS = {
    "A": "accountable", "R": "responsible", "C": "consulted", "I": "informed",
    "S": "supporting", "V": "verifying", "D": "deciding",
}  # fmt: skip
ACTIVITIES = (
    "Release the bill of materials", "Approve the approved vendor list", "Place long-lead orders",
    "Freeze the test specification", "Approve the stencil design", "Sign off the first article",
    "Release the work instructions", "Approve a deviation", "Accept a component change",
    "Report process capability", "Plan the pilot run", "Book the thermal chamber",
    "Approve the pilot run report", "Set the safety stock", "Authorise air freight",
    "Handle a field return", "Lead the failure analysis", "Close a corrective action",
    "Agree the price review", "Update the forecast", "Release the packaging drawing",
    "Approve the serial number scheme", "Archive production records", "Transfer the tooling",
    "Close the project",
)  # fmt: skip


def value(text: str, path: str = "", state: str = "agreed", bold: bool = False) -> Value:
    """A value as `assemble` makes one, with an origin where `path` is given."""
    origin = Origin(path, Span("projects/widget/project.yaml", 41, 3)) if path else None
    return Value(text, origin, state, bold)  # type: ignore[arg-type]


def clause(
    level: int, number: str, *inlines: Inline | str, anchor: str = "", name: str = "sample"
) -> Paragraph:
    """A numbered clause paragraph; its label is the last part of `number` from level 3 on."""
    label = number if level < 3 else number[number.rindex("(") :]
    words = tuple(Text(i) if isinstance(i, str) else i for i in inlines)
    return Paragraph(
        "clause", words, level, number, label, anchor, name, "balanced", keep_next=level == 1
    )


def body(level: int, *inlines: Inline | str) -> Paragraph:
    """Text without a number, indented to the text of `level`."""
    words = tuple(Text(i) if isinstance(i, str) else i for i in inlines)
    return Paragraph("body", words, level)


def cell(*inlines: Inline | str, align: str = "left") -> Cell:
    """A cell of words, badges and values."""
    words = tuple(Text(i) if isinstance(i, str) else i for i in inlines)
    return Cell(words, align)  # type: ignore[arg-type]


def raci_matrix(rows: int = 25) -> Table:
    """A responsibilities matrix of `rows` activities and twelve roles."""
    letters = ("A", "R", "C", "I", "", "S", "V", "D", "", "I", "C", "")
    lines = []
    for i in range(rows):
        marks = (letters[(i * 5 + k * 7) % len(letters)] for k in range(len(ROLES)))
        cells = [cell(Badge(m, LABELS[m]) if m else "", align="center") for m in marks]
        lines.append((cell(ACTIVITIES[i % len(ACTIVITIES)]), *cells))
    header = (cell("Activity"), *(cell(r, align="center") for r in ROLES))
    widths = (28.0, *(6.0 for _ in ROLES))
    return Table(
        (header,), tuple(lines), widths, "matrix", True,
        "Who is responsible, accountable, consulted and informed, by activity and role.",
    )  # fmt: skip


def _articles() -> tuple[Block, ...]:
    return (
        Paragraph("part", (Text("Part A: General terms"),), anchor="part_a"),
        clause(1, "1", "Definitions", anchor="definitions", name="definitions"),
        clause(
            2, "1.1", Term("Product"), " means the ", value("Widget Controller", "product.name"),
            " in the revision listed in clause ", Reference("4.1", "bom"), ".",
            anchor="def_product",
        ),
        clause(
            2, "1.2", Term("Working Day"), " means a day other than a Saturday, a Sunday or a "
            "public holiday at the place of manufacture.", anchor="def_wd",
        ),
        clause(1, "2", "Scope of work", anchor="scope", name="scope"),
        clause(
            2, "2.1", "The Manufacturer shall build, test and deliver the Product in accordance "
            "with this Statement of Work, and in particular shall:", anchor="scope_build",
        ),
        clause(3, "2.1(a)", "procure the materials listed in clause ",
               Reference("4.1", "bom"), ";", anchor="scope_a"),
        clause(3, "2.1(b)", "assemble printed circuit boards to ",
               value("IPC-A-610, Class 3", "quality.workmanship", bold=True), ", which includes:",
               anchor="scope_b"),
        clause(4, "2.1(b)(i)", "solder paste inspection of every board;", anchor="scope_b_i"),
        clause(4, "2.1(b)(ii)", "automated optical inspection after reflow; and"),
        clause(4, "2.1(b)(iii)", "X-ray inspection of bottom-terminated components.",
               anchor="scope_b_iii"),
        body(4, "The inspection plan names the sampling rate of each step."),
        clause(3, "2.1(c)", "test every unit as clause ", Reference("2.1(b)(iii)", "scope_b_iii"),
               " and the test specification require."),
        body(2, "Nothing in this clause makes the Manufacturer responsible for the design of "
                "the Product."),
        clause(2, "2.2", "A word with emphasis is ", Text("printed bold", bold=True), " or ",
               Text("in italics", italic=True), ", as in the rest of the agreement."),
        Paragraph("bullet", (Text("a bulleted item of the first level,"),), 1),
        Paragraph("bullet", (Text("one of the second level,"),), 2),
        Paragraph("bullet", (Text("and one of the third."),), 3),
        Paragraph("heading", (Text("How the parties work together"),), 1, anchor="working"),
        body(0, "Project meetings are held weekly. Contact: ",
             Link("project.office@example.com", "mailto:project.office@example.com"), " or ",
             Link("the supplier portal", "https://portal.example.com/a?b=1&c=2"), "."),
        Paragraph("heading", (Text("Meeting records"),), 2, anchor="records"),
        body(0, "Records are sent within ", value("2 working days", "meetings.records"), "."),
        Paragraph("note", (Text("Times are those of the place of manufacture."),)),
    )  # fmt: skip


def _commercial() -> tuple[Block, ...]:
    grid = Table(
        ((cell("Milestone"), cell("Owner"), cell("Date"), cell("Value", align="right")),),
        tuple(
            (
                cell(f"Milestone {i}: ", value(ACTIVITIES[i % len(ACTIVITIES)])),
                cell(value("OEM" if i % 3 else "EMS")),
                cell(value(f"{1 + i % 28} March 2027", f"schedule.{i}")),
                cell(value(f"EUR {i * 1250:,}.00"), align="right"),
            )
            for i in range(1, 41)
        ),
        (48.0, 14.0, 20.0, 18.0),
        alt="Milestones with owner, date and value.",
    )
    two_headers = Table(
        (
            (cell("Lot size"), cell("Price"), cell("Lead time")),
            (cell("units"), cell("EUR each", align="right"), cell("working days", align="right")),
        ),
        (
            (cell(value("500")), cell(value("41.20"), align="right"), cell("30", align="right")),
            (cell(value("1,000")), cell(value("38.75"), align="right"), cell("25", align="right")),
        ),
        (40.0, 30.0, 30.0),
        alt="Prices by lot size.",
    )
    plain = Table(
        (),
        (
            (cell("Buyer"), cell(value("Northwind Instruments GmbH", "parties.oem.name"))),
            (cell("Address"), cell(value("12 Harbour Road\nUnit 3\n20457 Hamburg"))),
            (cell("Named in Hebrew"), cell(value(HEBREW))),
            (cell("Named in Arabic"), cell(value(f"{ARABIC} (Cairo) 2027"))),
            (cell("Remarks"), cell(value("first\tsecond\tthird 🙂🏭"), LineBreak(), "next line")),
            (cell("Late fee"), cell(value("[to be agreed: cap]", "commercial.cap", "open"))),
            (cell("Rebate"), cell(value("not stated", "commercial.rebate", "silent"))),
            (cell("Awkward text"), cell(value(AWKWARD))),
        ),
        (28.0, 72.0),
        "plain",
        alt="Commercial key facts.",
    )
    return (
        Paragraph("part", (Text("Part B: Commercial terms"),), anchor="part_b"),
        clause(1, "3", "Price and payment", anchor="payment", name="payment-terms"),
        clause(2, "3.1", "The Buyer pays each undisputed invoice within ",
               value("45 (forty-five) days", "commercial.payment.days"),
               " after its receipt. See clauses ", Reference("1.2", "def_wd"), ", ",
               Reference("2.1(a)", "scope_a"), " and ", Reference("2.1(b)(i)", "scope_b_i"),
               ", article ", Reference("2", "scope"), " and Annex ", Reference("2", None), "."),
        clause(2, "3.2", "The liability cap is ",
               value("[to be agreed: liability cap]", "commercial.cap", "open"),
               "; the rebate is ", value("not stated", "commercial.rebate", "silent"),
               "; the seller is also known as ", value(HEBREW), " and ", value(AWKWARD), "."),
        Paragraph("caption", (Text("Table 1: Key facts"),)),
        plain,
        Paragraph("caption", (Text("Table 2: Prices"),)),
        two_headers,
        PageBreak(),
        clause(1, "4", "Materials and milestones", anchor="materials", name="materials"),
        clause(2, "4.1", "The bill of materials in force is ",
               value("WC-100 rev. C", "product.bom"), ".", anchor="bom"),
        Paragraph("caption", (Text("Table 3: Milestones"),)),
        grid,
        body(1, "Dates move only as article ", Reference("3", "payment"), " allows."),
    )  # fmt: skip


def _signatures() -> Signatures:
    words = (("signature", "Signature"), ("name", "Name"), ("title", "Title"), ("date", "Date"))
    return Signatures(
        (Text("The parties have signed this Statement of Work on the dates below."),),
        (
            SignatureParty(
                Text("The Buyer"), value("Northwind Instruments GmbH", "parties.oem.name"),
                value("Ada Beispiel"), value("Head of Sourcing"), "/sig1/", "/date1/",
            ),
            SignatureParty(
                Text("The Manufacturer"), value(HEBREW, "parties.ems.name"),
                value("[to be agreed]", "parties.ems.signatory", "open"), value(""),
                "/sig2/", "/date2/",
            ),
        ),
        words,
    )  # fmt: skip


def _toc(blocks: tuple[Block, ...]) -> tuple[TocEntry, ...]:
    found = []
    for block in blocks:
        if not isinstance(block, Paragraph) or not block.anchor:
            continue
        words = "".join(getattr(i, "text", "") for i in block.inlines)
        if block.role == "part":
            found.append(TocEntry(0, "", words, block.anchor))
        elif block.role == "heading" or (block.role == "clause" and block.level == 1):
            found.append(TocEntry(max(1, block.level), block.number, words, block.anchor))
    return tuple(found)


def sample_document(*, draft: bool = True, language: str = "en-GB") -> Document:
    """Parts, articles, four levels, every table style, a wide matrix, a table over several
    pages, references, placeholders, signatures, right-to-left and awkward values."""
    sections = (
        Section((Contents("Contents"), PageBreak(), *_articles(), *_commercial())),
        Section(
            (
                Paragraph("part", (Text("Part C: Responsibilities"),), anchor="part_c"),
                clause(1, "5", "Responsibility matrix", anchor="raci", name="raci"),
                clause(2, "5.1", "The matrix below applies together with article ",
                       Reference("2", "scope"), "."),
                Paragraph("caption", (Text("Table 4: Responsibilities"),)),
                raci_matrix(),
            ),
            landscape=True,
        ),
        Section(
            (
                clause(1, "6", "Final provisions", anchor="final", name="final"),
                clause(2, "6.1", "Changes need writing; clause ", Reference("5.1", None),
                       " is no exception."),
                _signatures(),
            )
        ),
    )  # fmt: skip
    oem = CoverParty(
        value("Northwind Instruments GmbH", "parties.oem.name"),
        Term("Buyer"),
        (value("12 Harbour Road, 20457 Hamburg, Germany"), Text("HRB 000000, Hamburg")),
    )
    ems = CoverParty(
        value("Example Circuits Ltd", "parties.ems.name"),
        Term("Manufacturer"),
        (value("1 Sample Way, Haifa, Israel"), value(HEBREW)),
    )
    facts: tuple[tuple[str, Inline], ...] = (
        ("Reference", value("NW-SOW-0042", "reference")),
        ("Version", value("0.3")),
        ("Status", value("Draft for negotiation" if draft else "Issued")),
        ("Date", value("2 March 2027")),
        ("Effective date", value("[to be agreed]", "dates.effective", "open")),
    )
    document = Document(
        kind="sow",
        title="Statement of Work: Widget Controller for AT&T",
        reference="NW-SOW-0042",
        language=language,
        date="2027-03-02",
        author="Northwind Instruments GmbH",
        cover=Cover(
            "Statement of Work",
            value("Widget Controller, series production", "product.name"),
            facts,
            "between",
            "and",
            (oem, ems),
            "Confidential. This draft binds neither party until both have signed it.",
        ),
        furniture=Furniture(
            "Statement of Work: Widget Controller",
            "NW-SOW-0042 · version 0.3",
            "Northwind Instruments GmbH · Confidential",
            ("Page", "of", ""),
            "DRAFT" if draft else "",
        ),
        sections=sections,
        signature_anchors="custom",
        clauses=(("payment-terms", "1.2.0", "balanced"),),
    )
    return replace(document, toc=_toc(document.blocks()))


def small_document(*blocks: Block, landscape: bool = False, **changes: object) -> Document:
    """The sample's frame around `blocks` alone; `changes` replace fields of the document."""
    document = replace(sample_document(), sections=(Section(tuple(blocks), landscape),), toc=())
    return replace(document, **changes)  # type: ignore[arg-type]
