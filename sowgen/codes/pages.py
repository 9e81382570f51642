"""Codes of the family `pages`, the PDF's page designs; see `sowgen.codes` for what a code holds."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = (
    Code(
        id="W201",
        severity="warning",
        title="No font has this character",
        why="The fonts of the page design lack the character, so the PDF shows a box in its "
        "place. Copying and searching still give the right character.",
        example="name: 例株式会社",
        mend="Put a font file that has the character into `templates/house/fonts` and add its "
        "family name to `fonts` in `page.typ`.",
    ),
    Code(
        id="W202",
        severity="error",
        title="The page design cannot be compiled",
        why="typst found a mistake in `page.typ`, so there is no PDF. Line, column and message "
        "are typst's own.",
        example="#let accent = rgb(",
        mend="Correct the line, or restore the file from git. `docs/page-design.md` explains "
        "what stands where.",
    ),
    Code(
        id="W203",
        severity="warning",
        title="typst warns about the page design",
        why="The PDF is made, but may not look as meant: a font named in `page.typ` is missing, "
        "or a construct is going out of use.",
        example='#set text(font: "Carlitto")',
        mend="Correct the line; font files belong into `templates/house/fonts`.",
    ),
    Code(
        id="W204",
        severity="error",
        title="The page design asks for a typst package",
        why="Packages are fetched from the internet. A build reads only the workspace, so that "
        "it gives the same file on every machine and on none with a delay.",
        example='#import "@preview/cetz:0.4.0": canvas',
        mend="Draw it with typst's own functions, or copy what you need into `page.typ`.",
    ),
    Code(
        id="W205",
        severity="error",
        title="There are no fonts for the PDF",
        why="The PDF uses only fonts that travel with the workspace, so that it looks the same "
        "everywhere; the font folder is missing or holds no font file.",
        example="templates/house/fonts deleted",
        mend="Restore `templates/house/fonts`, or run `sowgen init` in an empty folder and copy "
        "the fonts from there.",
    ),
    Code(
        id="W206",
        severity="error",
        title="Unknown PDF standard",
        why="`pdf.standard` in `sowgen.yaml` names a standard that typst cannot write.",
        example="pdf:\n  standard: pdf/a-2",
        mend="Write one of typst's names: `a-2b` for archives, `a-2a` for archives with full "
        "accessibility, `ua-1` for accessibility, `1.7` for a plain PDF.",
    ),
    Code(
        id="W207",
        severity="error",
        title="The page design draws no figures",
        why="The document has a figure, such as a Gantt chart, which the PDF would lose without a "
        "word; the Word file shows the same drawing as a picture and has nothing to take it from.",
        example="a `templates/schedule/page.typ` that was copied before figures came",
        mend="Take over from `templates/house/page.typ`: the table `drawing`, the section "
        "*Figures*, and `pictures` with its loop at the end of the file.",
    ),
)
