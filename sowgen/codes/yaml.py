"""Codes of YAML text; see `sowgen.codes` for what a code holds."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = (
    Code(
        "Y101", "error", "YAML that cannot be read",
        "The text is not YAML, so nothing in the file can be trusted.",
        "title: Controller: second edition",
        "Put quotes around text with `: ` or `#`, indent with spaces, close every bracket.",
    ),
    Code(
        "Y102", "error", "More than one document in a file",
        "A `---` line begins a second document, which would be ignored silently.",
        "package: {}\n---\nparties: {}",
        "Keep one document a file; move the second part into a file of its own.",
    ),
    Code(
        "Y103", "error", "Nested too deeply",
        "The specification needs no more than 20 levels; deeper input is a mistake or an attack.",
        "a: [[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]",
        "Flatten the structure.",
    ),
    Code(
        "Y104", "error", "Too many values or aliases",
        "Aliases multiply what they stand for; a few lines could fill the memory.",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]  # and so on",
        "Write the values out.",
    ),
    Code(
        "Y105", "error", "Alias without an anchor",
        "`*name` repeats what `&name` marked before; nothing is marked with this name.",
        "days: *usual",
        "Write the value out, or mark it first with `&usual`.",
    ),
    Code(
        "Y106", "error", "Tag or merge key",
        "Tags ask the reader to build objects, and merge keys are not part of YAML 1.2.",
        "days: !!python/object 30",
        "Write plain values.",
    ),
    Code(
        "Y107", "error", "Key that is not a word",
        "Every key is a plain word. A value that begins with `{` or `[` is read as a structure.",
        "title: {{ name }}",
        "Put the value in quotes.",
    ),
    Code(
        "Y108", "error", "Key given twice",
        "Only one of two equal keys can count, and a reader cannot tell which.",
        "days: 30\ndays: 45",
        "Keep one of the two.",
    ),
    Code(
        "Y109", "error", "Key without a value",
        "An empty value can mean forgotten, open or none; a contract has to say which.",
        "days:",
        "Write the value, `to be agreed`, or `not stated`; or remove the line.",
    ),
    Code(
        "Y110", "error", "Control character in a value",
        "Such characters cannot stand in a Word file and are invisible in an editor.",
        'name: "Northfield\\u0007"',
        "Remove the character.",
    ),
    Code(
        "Y111", "error", "Conflict that git left",
        "A merge was not finished: the file holds both sides, and lines that divide them.",
        "<<<<<<< HEAD\ndays: 30\n=======\ndays: 45\n>>>>>>> rates",
        "Keep one side, delete the marks (the lines of `<`, `=` and `>`), then `git add` the file.",
    ),
)  # fmt: skip
