"""Codes of files and the workspace: reading (F001–F031), writing (F04x), new folders (F90x)."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = (
    Code("F001", "error", "no workspace here",
         "sowgen looks for `sowgen.yaml` in the current folder and in each folder above it; "
         "there is none, or the folder named does not exist.",
         "sowgen check (in your home folder)",
         "Change into a workspace, name one with `-C DIR`, or make one with `sowgen init DIR`."),
    Code("F002", "error", "a file is missing",
         "A file that the workspace, a project or a document kind needs is not there.",
         "templates/sow/outline.md says `word: cover.docx`, and there is no such file",
         "Restore the file, or correct the name where it is used."),
    Code("F003", "error", "a path leads out of the workspace",
         "Files are read inside the workspace only, also after links are followed, so that a "
         "project from elsewhere cannot print a private file.",
         "A link projects/widget/legal.yaml to /home/ada/legal.yaml",
         "Copy the file into the workspace."),
    Code("F004", "error", "a file cannot be read",
         "The system refuses to open the file, or a link points at itself.",
         "A project file that belongs to another user", "Check the file's permissions."),
    Code("F005", "error", "not a regular file",
         "In the place of a file there is a folder, a pipe or a device.",
         "A folder named project.yaml", "Remove it or rename it, and put the file there."),
    Code("F006", "error", "a file is too large",
         "Texts are read up to one megabyte and Word files and fonts up to twenty, which no "
         "honest one exceeds.",
         "A price list of 3 MB in commercial.yaml", "Split the file, or leave the list out and "
         "refer to it."),
    Code("F010", "error", "not UTF-8",
         "The bytes of the file are no UTF-8 text; guessing another encoding would change names "
         "and amounts in silence.",
         "A file saved as UTF-16 or Windows-1252", "Save the file as UTF-8."),
    Code("F011", "error", "a character that no document can hold",
         "Control characters, half characters and characters of the private-use area cannot "
         "stand in a Word file or mean something different in each font.",
         "A text pasted from a terminal, with the character U+001B", "Delete the character."),
    Code("F020", "error", "no such project",
         "There is no folder of this name with a `project.yaml` under `projects/`.",
         "sowgen build wiget", "Use the name the hint gives, or make it with `sowgen new`."),
    Code("F021", "error", "a key in two files of a project",
         "Each top-level key of a project lives in one file; with two, one of them would win "
         "without anybody noticing.",
         "`raci:` in project.yaml, and a file raci.yaml beside it", "Keep one of the two."),
    Code("F022", "warning", "two projects with one package id",
         "A calendar knows a project's meetings and milestones by its id: imported into one "
         "calendar, the files of the two would overwrite each other.",
         "projects/otus and projects/otus-copy, both with `package: {id: otus}`",
         "Give the newer one another `package.id`; calendars know the older one by it."),
    Code("F030", "error", "no document kinds",
         "No folder below `templates/` has an `outline.md`, so there is nothing to generate.",
         "A workspace without templates/sow/outline.md",
         "Restore the templates, or copy them from a new workspace: `sowgen init DIR`."),
    Code("F031", "error", "no words for a language",
         "The fixed words of the documents (headings, units, the table heads) are missing for "
         "the language of the package.",
         "package: {language: fr}, and no templates/house/words/fr.yaml",
         "Copy `templates/house/words/en.yaml` to that name and translate it."),
    Code("F032", "error", "a word that is there twice",
         "The fixed words of the house and of all document kinds are one list; with two words of "
         "one key a document would print whichever came last.",
         "`title: Title` in templates/house/words/en.yaml and templates/raci/words/en.yaml",
         "Begin the keys of a kind with its name, such as `raci_title`."),
    Code("F040", "error", "a generated file was changed by hand",
         "The file differs from what sowgen wrote. It is not overwritten, since somebody's work "
         "would be lost; nothing else of the package is written either.",
         "WIDGET-sow.docx edited in Word, then `sowgen build widget`",
         "Take the changes into the project or its clauses. Then delete the file, and the next "
         "build makes it anew, or build with `--force`."),
    Code("F041", "error", "a file in the way",
         "The output folder holds a file of this name that sowgen has never written.",
         "A contract saved by hand as projects/widget/out/WIDGET-sow.docx",
         "Move it away, build into another folder with `--out`, or build with `--force`."),
    Code("F042", "error", "a file is open in another program",
         "Word on Windows keeps the file locked, so it cannot be replaced.",
         "WIDGET-sow.docx open in Word while building", "Close it and build again."),
    Code("F043", "error", "no room on the disk",
         "The new files did not fit. The old ones are untouched.",
         "A full disk, or an exhausted quota", "Make room and build again."),
    Code("F044", "error", "the output folder cannot be written",
         "The system refuses to create or replace files there, or a folder stands where a file "
         "should go. The old files are untouched, but for those that the finding names.",
         "sowgen build --out /usr/deals", "Check the folder's permissions, or name another with "
         "`--out`."),
    Code("F045", "error", "an output folder that is none",
         "With `--out DIR` the files of a project go to a folder of the project's name below DIR. "
         "It may not be a folder of a project, of clauses or templates, whose files could be "
         "taken for generated ones; nor may the folder `out` of a project be a link, since the "
         "files of two projects could meet where it leads.",
         "sowgen build --out projects", "Name a folder outside the projects, clauses and "
         "templates, such as `--out build`; replace the link by a folder."),
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
)  # fmt: skip
