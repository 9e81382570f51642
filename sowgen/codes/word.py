"""Codes of the family `word`; see `sowgen.codes` for what a code holds."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = (
    Code(
        "W101",
        "error",
        "the Word template cannot be read",
        "The file is no Word document, or a part that every Word document has is missing, so "
        "nothing can be written with it.",
        "templates/house/document.docx is a renamed .doc, or half a download",
        "Open it in Word and save it as a Word document (.docx).",
    ),
    Code(
        "W102",
        "error",
        "the Word template is not safe to open",
        "It holds macros, embedded files, references to files elsewhere, a document type "
        "declaration, or expands to far more than its size. Every document made from it would "
        "carry that to the other party.",
        "a template saved while attached to a .dotm on a network drive",
        "Save it as a plain .docx: detach the template, remove macros, linked pictures and "
        "embedded objects. Links to web and mail addresses may stay.",
    ),
    Code(
        "W103",
        "error",
        "a tag of the Word template is not understood",
        "A tag that is not closed, or is no expression sowgen allows, would be printed as it "
        "stands or fail halfway through.",
        "`{{ title }` or `{% fro fact in cover.facts %}`",
        "Mend the tag in the paragraph named; docs/word-templates.md lists what is allowed.",
    ),
    Code(
        "W104",
        "error",
        "the Word template names an unknown variable",
        "There is no such variable, and a blank would stand in the contract without anyone "
        "noticing.",
        "`{{ furniture.header_rigth }}`",
        "Use the name in the hint; docs/word-templates.md lists all variables.",
    ),
    Code(
        "W105",
        "error",
        "a tag stands in the wrong place or has the wrong prefix",
        "The body, formatted text and plain text are put into Word's file in different ways; "
        "with the wrong one the file would be damaged.",
        "`{{ body }}`, `{{p body }}` in a table, or `{{ cover.subtitle }}` without `r`",
        "`{{p body }}` alone in one paragraph; `{{r … }}` for formatted text; `{{ … }}` for the "
        "rest.",
    ),
    Code(
        "W106",
        "error",
        "the Word template lacks a style",
        "Without the style, Word prints the paragraph or table in its default look.",
        "the style with the id `Clause2` was deleted",
        "Copy the style from templates/house/document.docx with Word's Organizer, or start "
        "again from a copy of that file.",
    ),
    Code(
        "W107",
        "error",
        "the Word template numbers clauses in another way",
        "References are counted as 1, 1.1, (a), (i). With another numbering the margin says one "
        "number and the reference another.",
        "level 1 of the list prints `Article %1`",
        "Set the list's levels back to `%1`, `%1.%2`, `(%3)`, `(%4)`, each linked to its style.",
    ),
    Code(
        "W108",
        "error",
        "text of the Word template would be lost",
        "A tag with `p`, `tr` or `tc` takes its whole paragraph, row or cell away, together "
        "with every word beside it.",
        "`{%p if cover.notice %} Notice:` in one paragraph",
        "Let the tag stand alone in its paragraph, row or cell.",
    ),
    Code(
        "W109",
        "error",
        "the Word template holds tracked changes",
        "They would travel into every document and to the other party, and nobody has decided yet "
        "which wording holds.",
        "a word that the last reviewer deleted in the header, still shown as deleted",
        "Accept or reject all changes, save again.",
    ),
    Code(
        "W110",
        "error",
        "a tag stands where it is never filled",
        "Tags are filled in the text, headers, footers and footnotes. Elsewhere they would be "
        "printed as they stand.",
        "`{{ title }}` in a chart or an endnote",
        "Move the tag into the text, or remove it.",
    ),
    Code(
        "W111",
        "error",
        "the Word template cannot be filled",
        "Its tags are well formed, but what they yield is not a Word file.",
        "an `if` that opens in one cell and closes in another",
        "Put the opening and the closing tag at the same depth: both in paragraphs of the same "
        "cell, or both in rows of the same table.",
    ),
    Code(
        "W112",
        "warning",
        "the Word template holds comments",
        "The documents do not take them over, nor the names of who wrote them. Whoever wrote them "
        "may have meant something to be done.",
        "a comment of the last reviewer beside the cover",
        "Do what they ask for, delete them, save again.",
    ),
    Code(
        "W113",
        "error",
        "the Word template holds hidden text",
        "Nobody sees it on the page or in print, and everybody can make Word show it. sowgen "
        "cannot know whether it is a leftover or a part of the document.",
        "a drafting note in the font effect *Hidden*, a hidden row of a table or shape",
        "Let Word show hidden text, delete it or make it visible, save again.",
    ),
    Code(
        "W114",
        "error",
        "a field of the Word template may tell of files, people or hidden texts",
        "Word puts into it what it knows of the file: its name and folder, who saved it, the "
        "contents of another file. The last result stays in the template.",
        "`FILENAME \\p` in the footer, which shows the template's own folder",
        "Delete the field, or press Ctrl+Shift+F9 on it to keep its words as plain text. For the "
        "author, title or reference use a tag: docs/word-templates.md lists them. Fields for "
        "pages, references, contents, sequences and links may stay.",
    ),
    Code(
        "W115",
        "error",
        "a picture of the Word template cannot be cleared",
        "Pictures carry more than one sees: where and by whom they were taken, the program, "
        "previews from before they were cut. sowgen takes that away and must know the format for "
        "it; this one is damaged, or it may hold things that cannot be told apart.",
        "a logo as TIFF, or an SVG that refers to other files",
        "Put the picture in as PNG, JPEG, GIF, BMP, EMF or plain SVG.",
    ),
)
