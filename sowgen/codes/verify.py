"""Codes of files whose origin is asked for (H2xx)."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = (
    Code("H201", "error", "a file was edited",
         "The words, the numbers or the look of the file are not those that the project gives at "
         "the commit it comes from. The message names the clause and shows what stood there.",
         "`within 45 days` made `within 60 days` in Word, and the file sent back",
         "Take what was agreed into the project, build again, and send that."),
    Code("H202", "error", "something was added to a file",
         "The file holds what sowgen never writes: tracked changes, comments, notes, attachments, "
         "scripts, macros, or links that load something.",
         "a DOCX that came back with changes tracked in Word",
         "Look at each of them; accept or refuse it in the project, and build again."),
    Code("H203", "error", "what a file says of itself was changed",
         "The stamp, the title or another property of the file is missing or is not what was "
         "written. A stamp of another file may have been put on it.",
         "a PDF whose metadata was removed by a program that cleans files",
         "Rely on what the message says of its words, and on no property of the file."),
    Code("H204", "error", "nothing shows where a file comes from",
         "The file carries no stamp that leads to a commit of this repository, and no document of "
         "the workspace is like it; or it was made from files that were never committed; or it "
         "says that it was issued, as a version that no branch or tag has; or other versions of "
         "the tools drew it, so that nobody can tell whether a person changed the drawing.",
         "sowgen verify letter-of-intent.docx",
         "Run the command in the repository that the file was built in, with the commit fetched, "
         "or name its workspace with -C."),
    Code("H205", "error", "a file cannot be looked into",
         "There is no such file, or it is empty, cut off, damaged, locked with a password, or "
         "larger than a contract ever is, so that nothing can be said of it.",
         "a DOCX of which a mail server delivered the first half",
         "Ask for the file again, without a password."),
    Code("H206", "info", "another program saved a file",
         "The bytes are not those that sowgen wrote, and the words are. Word and LibreOffice write "
         "a file anew when they save it; other versions of the tools may write other bytes too.",
         "a DOCX opened in LibreOffice and saved",
         "Nothing has to be done. To be sure of every byte, send the file that sowgen wrote."),
    Code("H207", "info", "the project has changed since a file was made",
         "The file is as it was written, and the project would give another one today. The "
         "message says what differs.",
         "a statement of work of last month, after a change of the payment terms",
         "Build again before the document is used, if it is not an issued one."),
)  # fmt: skip
