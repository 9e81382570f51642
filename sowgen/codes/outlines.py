"""Codes of outlines and clause texts: filling them (O101–O105), their Markdown (O106–O116),
defined terms (O2xx), places and references (O3xx)."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = (
    Code("O101", "error", "Template syntax",
         "The text between `{{ }}` or `{% %}` cannot be read, so nothing of this clause or "
         "outline could be printed.",
         "{% if raci }", "Close every `{{` with `}}`, every `{%` with `%}` and every `if` and "
         "`for` with `endif` and `endfor`."),
    Code("O102", "error", "Unknown name in a text",
         "A clause, outline or condition asks for a value that the specification does not have; "
         "printed, it would leave a hole in the contract.",
         "{{ commercial.paymnet.days }}", "Use the name that the hint gives, or one that "
         "`sowgen schema` lists."),
    Code("O103", "error", "Nothing is stated for a printed value",
         "The text prints a value on which the project says nothing. sowgen does not guess and "
         "does not print a sentence with a gap.",
         "Delivery within {{ planning.lead_time }}, and no `planning.lead_time`",
         "State the value, write `to be agreed`, or put `{% if planning.lead_time %}` around the "
         "words."),
    Code("O104", "error", "Unknown fixed word",
         "The words file of the package's language has no such key; the document would mix "
         "languages or lack a heading.",
         '{{ word("signaturs") }}', "Correct the key, or add it to "
         "`templates/house/words/<language>.yaml`."),
    Code("O105", "error", "A text cannot be filled",
         "The template is well written but fails on the data: a section printed as if it were a "
         "value, a part that the value does not have, a sum with words.",
         "{{ commercial.payment }}", "Print one of its fields, or a list with `| list`."),
    Code("O106", "error", "Block without end",
         "A `:::` that is never closed swallows the rest of the text without a word.",
         "::: {.table}\n| a | b |", "Add a line `:::` after the block."),
    Code("O107", "error", "Markdown a contract has no use for",
         "Code blocks, quotations, images, rules and formulas have no place in the Word "
         "template, so they are refused instead of being lost. Text that is indented by four "
         "spaces counts as a code block.",
         "> The supplier shall …", "Write plain paragraphs, lists and tables; indent a list "
         "inside a list by four spaces and other text not at all."),
    Code("O108", "error", "Unknown class",
         "The name behind the dot says how a block or phrase is printed; sowgen does not know "
         "this one.",
         "::: {.tabel}", "Blocks: `.plain`, `.landscape`, `.table`, `.note`, `.caption`. "
         "Phrases: `.def`, `.term`."),
    Code("O109", "error", "Heading out of place",
         "A clause is one article: its title is its heading, and its paragraphs are numbered "
         "below it. Outlines have two levels of headings.",
         "## Late payment (inside a clause)", "Begin the paragraph with `**Late payment.**`, or "
         "make a clause of its own."),
    Code("O110", "error", "Insert among words",
         "`clause(…)`, `contents()`, `signatures()` and their like stand for whole blocks, and "
         "only an outline can place them.",
         'As agreed, {{ clause("warranty") }}', "Put it into the outline, in a paragraph of its "
         "own. To point at a clause, write `ref(…)`."),
    Code("O111", "error", "List without an empty line before it",
         "Markdown reads the first item as more words of the paragraph above, and the item "
         "would lose its number.",
         "The supplier shall:\n1. test;\n2. pack.", "Put an empty line before the first item."),
    Code("O112", "error", "Fifth level",
         "Clauses are numbered 1, 1.1, (a), (i). There is no number for anything deeper, and no "
         "reader who would follow.",
         "1. a\n    1. b\n        1. c (inside a clause)", "Split the paragraph, or move the "
         "inner list up."),
    Code("O113", "error", "List directly under a heading",
         "Items (a), (b) belong to a numbered paragraph; without one they would be counted "
         "under the heading.",
         "A clause that begins with `1. …`", "Write a sentence on what the items have in common "
         "before the list."),
    Code("O114", "error", "Table block without its table",
         "Between `::: {.table}` and `:::` exactly one pipe table is expected; what stands there "
         "is not read as one.",
         "::: {.table}\nSome words\n:::", "Begin and end each row with `|`, and give the line "
         "under the header as many cells as the header."),
    Code("O115", "error", "Unknown option of a table",
         "The option or style is not one that tables have, so it would be ignored.",
         '::: {.table stile="matrix"}', "Options: `widths`, `style` (grid, matrix, plain), `alt`, "
         "`turned`."),
    Code("O116", "error", "Widths that do not fit the columns",
         "`widths` needs one positive share for each column of the table.",
         '::: {.table widths="10 90"} over three columns', "Write a number for each column, or "
         "end with `3*` to repeat the last share."),
    Code("O117", "error", "Link to something that is no web or mail address",
         "A contract goes to other companies; a link in it may not run a script or name a file.",
         "[terms](javascript:alert)", "Write an address that begins with https:// or mailto:."),
    Code("O118", "error", "Figure that is not known",
         "sowgen draws the figures it computes, and a document for the other party shows none of "
         "the internal ones.",
         '{{ figure("gant") }}', "Use a name that `docs/outlines.md` lists."),
    Code("O119", "error", "Export that is not known",
         "A kind can give files of data beside its documents, by the names that sowgen knows; an "
         "outbound kind none of the internal ones.",
         "exports: {xlsx: matrx}", "Use a name that `docs/outlines.md` lists for the format."),
    Code("O201", "warning", "Defined term that is never used",
         "A definition without use is a remnant of an older text, or its use is misspelt.",
         "[Excess Material]{.def} means …, and no other clause says Excess Material",
         "Use the term, or remove the definition."),
    Code("O202", "error", "Term defined twice",
         "Two definitions of one term will be read against each other.",
         "“Order” is defined in the clauses purchase-orders and definitions",
         "Keep one definition and use the term in the other place."),
    Code("O203", "error", "Marked term without definition",
         "The text marks the words as a defined term, but no clause of the package defines them.",
         "[Lead Time]{.term}", "Define it with `[Lead Time]{.def}`, or correct the spelling."),
    Code("O204", "warning", "Looks like a defined term",
         "A capitalised phrase inside a sentence promises a definition, and there is none.",
         "The supplier keeps the Safety Stock.", "Define it with `[…]{.def}`, write it small, or "
         "list it under `proper_names` in the words file."),
    Code("O301", "error", "Reference that leads nowhere",
         "No clause or marked paragraph of the package has this name; on paper there would be a "
         "reference to nothing.",
         '{{ ref("late-intrest") }}', "Use the name the hint gives, or put "
         '`{% if has("…") %}` around words on a clause that may be left out.'),
    Code("O302", "error", "Unknown clause in an outline",
         "The outline places a clause that neither the library nor the project has.",
         '{{ clause("waranty") }}', "Use the name the hint gives, or remove the line."),
    Code("O303", "error", "Name used twice",
         "A reference to this name could mean either place.",
         "Two paragraphs marked `[]{#late-interest}`", "Rename one of the two."),
    Code("O304", "error", "Clause without a place",
         "The project uses a clause for which the outline of its document has no line, so it "
         "would be missing from the contract.",
         'A clause of the area `exit`, and no `{{ clauses("exit") }}` in the outline',
         'Add `{{ clauses("exit") }}` or `{{ clause("…") }}` to the outline.'),
    Code("O305", "error", "Unknown section in `stated`",
         "`stated(…)` lists what a section of the specification says; there is no such section.",
         '{{ stated("comercial") }}', "Use the name the hint gives: a top-level key of the "
         "project."),
)  # fmt: skip
