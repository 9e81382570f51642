"""Codes of issued versions (H4xx)."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = (
    Code("H401", "error", "No commit to issue a version from",
         "A version is made from what was committed, so that anybody can tell later what it was "
         "made from. The workspace is in no git repository, git is not installed or refuses the "
         "repository of another user, or there is no commit yet.",
         "sowgen issue atlas-controller 1.0 (in a folder without git)",
         "`git init`, commit the workspace, and issue the version again."),
    Code("H402", "error", "Files that are not as committed",
         "The version would be made from other files than those that lie here: a change would be "
         "missing from it without anybody noticing. Files that the package does not read do not "
         "count.",
         "payment.days edited in commercial.yaml and not committed, then `sowgen issue`",
         "Commit the files, or take the changes back."),
    Code("H403", "error", "Open findings in a package that goes out",
         "A draft may have warnings. What goes out may not: each of them is a matter that somebody "
         "should have looked at.",
         "sowgen issue atlas-controller 1.0, with a warning of `sowgen check`",
         "Mend what the warnings name, commit, and issue the version again."),
    Code("H404", "error", "Departure from the library without an approval",
         "A position that the library gives to an authority, a clause left out, an own clause in "
         "the place of the library's and a value outside its range are decisions of somebody who "
         "may take them. The record says who approved it, when and why.",
         "clauses: {use: {warranty: {position: ems, reason: asked for}}}",
         "Record `approved_by:` (a level with enough authority, or a contact of the OEM who may "
         "commit it), `approved_on:` and `reason:` under `clauses.use`, once it is approved."),
    Code("H405", "error", "A name that cannot be a version's",
         "The version's name is a folder's name on every system, and part of a tag: letters, "
         "digits, dots, hyphens and underscores, at most 63, and a letter or digit first.",
         "sowgen issue atlas-controller 'rev. B/2'",
         "Write it such as `1.0` or `rev-B`."),
    Code("H406", "error", "The version was issued already",
         "What went out is never written again: two packages with one number are the surest way "
         "into a dispute. Names that differ in capitals alone count as the same.",
         "sowgen issue atlas-controller 1.0 (a second time)",
         "Take the next number."),
    Code("H407", "error", "A draft mark in a document that goes out",
         "The watermark and the status of a draft go with the status. A mark that a person wrote "
         "into the title, the Word template or the page design stays, and would be printed.",
         "package: {title: DRAFT - Manufacture of the controller}",
         "Remove the mark, and commit."),
    Code("H408", "error", "Git ignores files of the version",
         "Issued versions are meant to be committed. A pattern such as `*.pdf` in `.gitignore` "
         "would keep a part of the version out of the repository.",
         ".gitignore with a line `*.pdf`",
         "Add `!projects/*/issued/**` at the end of `.gitignore`, and commit that."),
    Code("H409", "error", "The tag cannot be made",
         "`--tag` makes an annotated tag `<project>/<version>` at the commit. It is there "
         "already, git does not know who makes it, or git refuses it.",
         "sowgen issue atlas-controller 1.0 --tag, with a tag `atlas-controller/1.0`",
         "Take another version, set `user.name` and `user.email` in git, or leave out `--tag`."),
    Code("H410", "info", "The project has changed since its newest issued version",
         "Files or clauses are others now than those that the version was made from, so that "
         "documents built now are not those that went out.",
         "commercial.yaml edited after `sowgen issue atlas-controller 1.0`",
         "Nothing, while the next version is drafted; `sowgen issue` issues it."),
    Code("H411", "warning", "A changed project with the number of an issued version",
         "Its drafts would carry the same version as the package that went out, with other words "
         "in them.",
         'package: {version: "1.0"}, changed after version 1.0 was issued',
         "Write the number of the next version under `package.version`."),
    Code("H412", "info", "Approval of a day after the commit",
         "The commit that the version is made from records an approval of a later day, which had "
         "not come when it was committed. That is most often a slip in the date.",
         "approved_on: 2072-01-12 in clauses.yaml",
         "See whether `approved_on:` is the day of the approval; if not, correct and commit it."),
    Code("H420", "error", "A file of an issued version is another",
         "The seal of the version names each of its files with its digest. One was changed, "
         "removed or added since.",
         "projects/widget/issued/1.0/WIDGET-sow.docx opened in Word and saved",
         "Bring the file back from git; move a file that was added elsewhere."),
    Code("H421", "error", "An issued version without its seal",
         "The folder holds no `seal.json`, one of another version, or one whose own digest does "
         "not fit what it says: nobody can tell whether the files are those that went out.",
         "A folder projects/widget/issued/1.0 made by hand",
         "Bring the folder back from git, or remove one that `sowgen issue` did not make."),
)  # fmt: skip
