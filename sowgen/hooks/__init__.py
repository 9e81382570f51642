"""Documents on commit: git hooks that check what is staged and build what was committed.

Takes: a repository around a workspace. Gives: hook scripts in it; which projects a change reaches;
which are to be built.
Never does: touch the working tree's sources, or a hook of somebody else beyond the lines it adds.
Where to start: `script.py` (what git calls), then `staged.py` (before a commit) and `due.py`
(after it).
"""

from __future__ import annotations

from sowgen.hooks.due import Due, catch_up, due_now
from sowgen.hooks.install import install, uninstall
from sowgen.hooks.places import Installed, hook_folder
from sowgen.hooks.staged import Staged, find_staged
from sowgen.hooks.state import HookState, state_of

__all__ = [
    "Due",
    "HookState",
    "Installed",
    "Staged",
    "catch_up",
    "due_now",
    "find_staged",
    "hook_folder",
    "install",
    "state_of",
    "uninstall",
]
