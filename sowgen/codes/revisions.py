"""Codes of revisions of a git repository (H1xx)."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = (
    Code(
        "H101",
        "error",
        "there is no repository to read a revision from",
        "`--rev` reads the files of a revision from git. The workspace is not in the working tree "
        "of a git repository, git is not installed, or git refuses the repository because another "
        "user owns it.",
        "`sowgen build --rev HEAD` in a folder without `.git`",
        "Leave `--rev` out to read the files as they are on the disk, or put the workspace under "
        "git. `git status` tells where git refuses a repository.",
    ),
    Code(
        "H102",
        "error",
        "there is no such revision",
        "`--rev` takes what git takes for a commit: a branch, a tag, the beginning of a commit's "
        "id, `HEAD`, `HEAD~3`; or `:staged` for what the next commit would hold.",
        "`sowgen build --rev v1.0` without a tag of that name",
        "`git log --oneline` lists the commits, `git tag` the tags. In a shallow clone "
        "`git fetch --unshallow` brings the older ones.",
    ),
    Code(
        "H103",
        "error",
        "what is staged has conflicts",
        "Some files are in conflict after a merge, a rebase or a stash, so that there is no one "
        "text of them that the next commit would hold.",
        "`sowgen check --rev :staged` in the middle of a merge",
        "Resolve the conflicts, stage the files with `git add`, and run the command again.",
    ),
    Code(
        "H104",
        "error",
        "the revision holds no workspace",
        "At that revision there is no `sowgen.yaml` in the workspace's folder, nor in a folder "
        "above it in the repository.",
        "`sowgen build --rev HEAD~30`, before the first commit of `sowgen.yaml`",
        "Name a later revision.",
    ),
)
