"""Freezes a version of a project's package.

Takes: a workspace in a git repository, a project, the name of a version. Gives: the folder
`projects/<slug>/issued/<version>/` with the files for the other party, `manifest.json` and
`seal.json`, or the findings that forbid it.
Never does: change or replace anything that is there. Where to start: `issue`.
"""

from sowgen.issuing.issue import Issued, issue

__all__ = ["Issued", "issue"]
