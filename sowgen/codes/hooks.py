"""Codes of git hooks (H3xx)."""

from sowgen.codes import Code

CODES: tuple[Code, ...] = (
    Code(
        "H301",
        "error",
        "there is no repository for hooks",
        "Hooks are called by git. The workspace is not in the working tree of a git repository, "
        "git is not installed, or git refuses the repository because another user owns it.",
        "`sowgen hooks install` in a folder without `.git`",
        "`git init`, and run the command again. `git status` tells where git refuses a repository.",
    ),
    Code(
        "H302",
        "error",
        "the folder of the hooks is shared with other repositories",
        "`core.hooksPath` leads out of this repository, or is set for all repositories of a user "
        "or a machine. A hook there would be called for commits that have nothing to do with it.",
        "`git config --global core.hooksPath ~/hooks`",
        "Give this repository hooks of its own with `git config core.hooksPath .git/hooks`, or "
        "let the shared hooks call `sowgen hooks check` before and `sowgen hooks run` after a "
        "commit.",
    ),
    Code(
        "H303",
        "error",
        "a hook cannot be changed",
        "A file in the folder of the hooks cannot be read or written, or stands where another hook "
        "would have to be kept. Hooks changed before it are whole.",
        "a `.git/hooks` folder of another user",
        "Mend what the message names, and run the command again.",
    ),
    Code(
        "H304",
        "warning",
        "a hook was changed since it was installed",
        "sowgen's script took the place of a hook in another language, and somebody has added "
        "lines to it since. They would be lost with it, so both files stay.",
        "lines added to `.git/hooks/pre-commit` below those of sowgen",
        "Join the two files by hand. The earlier one ends in `.before-sowgen`.",
    ),
)
