"""Codes of the family `files`; see `sowgen.codes` for what a code holds."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = (
    Code(
        "F901",
        "error",
        "the folder for a new workspace is not empty",
        "`sowgen init` fills a new or empty folder only, so that it never mixes its files with "
        "yours or overwrites one.",
        "sowgen init . (in a folder with files)",
        "Name a folder that does not exist yet, or an empty one. A fresh git repository "
        "counts as empty.",
    ),
    Code(
        "F902",
        "error",
        "a name that cannot be a project's",
        "A project's name is the name of its folder, part of web addresses and file names on "
        "every system, so only small letters, digits and inner hyphens are allowed, at most "
        "64; names of Windows devices are not.",
        "sowgen new 'Harbour Gateway'",
        "Write it with hyphens: `sowgen new harbour-gateway`.",
    ),
    Code(
        "F903",
        "error",
        "the project exists already",
        "`sowgen new` never writes into a folder that is there.",
        "sowgen new atlas-controller (a second time)",
        "Choose another name, or edit the project that is there.",
    ),
    Code(
        "F904",
        "error",
        "a folder cannot be written",
        "The system refused to create the folder or a file in it. Nothing was left behind.",
        "sowgen init /usr/deals (without the right to write there)",
        "Choose a folder that you may write to, or free some space.",
    ),
)
