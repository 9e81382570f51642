"""Codes on the package as a whole: what is bound and sent (B101–B105), what lies in the output
folder beside it (B110–B111)."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = (
    Code("B101", "error", "nothing to bind",
         "Every document that applies to the deal is internal, so there is no package that the "
         "other party could receive.",
         "sowgen build widget --bundle, where all outlines say `audience: internal`",
         "Build without `--bundle`, or check `audience` and `applies_when` of the outlines."),
    Code("B102", "error", "a document kind named like the bound package",
         "The files of the bound package end in `-package`; those of a kind of this name would be "
         "written over them.",
         "A folder templates/package with an outline.md", "Give the folder another name."),
    Code("B103", "error", "internal data in a clause",
         "Clauses stand in documents that the other party receives, and what the specification "
         "says about candidates and their scores is for the own company alone.",
         "from: qualification.candidates (in the front matter of a clause)",
         "State what the other party may know in another section, and let the clause take it from "
         "there.", across=("sow", "qualification")),
    Code("B104", "error", "a reference to an internal document",
         "The other party does not receive the document that the reference names, and would learn "
         "from it that there is one.",
         '{{ ref("award") }} in the statement of work, where `award` stands in the comparison of '
         "suppliers", "Say in the text what the other party has to know.",
         across=("sow", "qualification")),
    Code("B105", "warning", "a package without an order of precedence",
         "Several documents are bound, and neither the deal nor any of its clauses says which of "
         "them prevails where they contradict each other.",
         "sowgen build widget --bundle, and no `package.order_of_precedence`",
         "State `package.order_of_precedence`, highest first, or use a clause that does."),
    Code("B110", "info", "files of an earlier build",
         "This build made a part of the package. The files named were made from other inputs or by "
         "another version of sowgen; sent together with the new ones they may contradict them.",
         "sowgen build widget --to docx, after a change and a full build before it",
         "Build without `--only` and `--to` before the package leaves the house."),
    Code("B111", "warning", "a file that is no longer part of the package",
         "sowgen removes what it wrote and no longer writes. This file it leaves alone: somebody "
         "changed it, or another program holds it open.",
         "WIDGET-raci.docx edited in Word, then `raci` taken out of the deal",
         "Save what you need of it elsewhere and delete the file."),
)  # fmt: skip
