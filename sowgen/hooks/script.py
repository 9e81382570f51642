"""The text of the scripts that git calls.

Each hook has a few lines (`block`) that hand over to one script of the repository (`runner`). That
script finds out with git alone whether there is anything to do, and only then starts sowgen.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from importlib import resources

from sowgen.hooks.places import marker_key

VERSION = 1
_PLACE = re.compile(
    rb"(?:dirname|basename)(?:[ \t]+--)?[ \t]+[\"']?\$(?:0|\{0\})(?![0-9])|\$\{0(?:%|##)[^}]*\}"
)
"""Where a script asks for its own folder or name."""
_ITSELF = re.compile(rb"\$0(?![0-9])|\$\{0[^0-9]|BASH_SOURCE|BASH_ARGV0")
KEPT = ".before-sowgen"
"""What the name of another program's hook ends in while sowgen's stands in its place."""
HEAD = b"#!/bin/sh\n"
_BLOCK = re.compile(rb"# >>> sowgen hooks [^\n]*\n.*?# <<< sowgen hooks <<<\n", re.DOTALL)
_SHELL = re.compile(
    rb"#![ \t]*/(?:\S*/)?(?:env[ \t]+)?(?:sh|bash|dash|ksh|zsh|ash)(?:[ \t][^\n]*)?"
)


def block(name: str, *, kept: bool = False) -> bytes:
    """The lines of the hook `name`. `kept`: at their end they call the hook that was there before,
    a program in another language."""
    then = ""
    if kept:
        then = (
            f'sowgen_kept=$(dirname "$0")/{name}{KEPT}\n'
            'if [ -f "$sowgen_kept" ] && [ -x "$sowgen_kept" ]; then exec "$sowgen_kept" "$@"; fi\n'
        )
    return f"""\
# >>> sowgen hooks {VERSION} >>> `sowgen hooks uninstall` removes these lines
sowgen_hook=$(git rev-parse --git-common-dir)/sowgen/hook
if [ -f "$sowgen_hook" ]; then sh "$sowgen_hook" {name} "$@" </dev/null || exit; fi
unset sowgen_hook
{then}# <<< sowgen hooks <<<
""".encode()


def has_block(text: bytes) -> bool:
    """Whether sowgen's lines stand in the script, in this or an older version."""
    return _BLOCK.search(text) is not None


def without_block(text: bytes) -> bytes:
    """The script without sowgen's lines."""
    return _BLOCK.sub(b"", text)


def takes_block(text: bytes) -> bool:
    """Whether lines of a POSIX shell can stand after the script's first line. They cannot in a
    script that may read its own text: one that names itself other than for its folder or name."""
    first, end, rest = text.partition(b"\n")
    if not end or _SHELL.fullmatch(first) is None:
        return False
    return _ITSELF.search(_PLACE.sub(b"", rest)) is None


def with_block(text: bytes, name: str) -> bytes:
    """The shell script with sowgen's lines after its first one, before anything that may end it."""
    first, end, rest = text.partition(b"\n")
    return first + end + block(name) + rest


def runner(python: str, home: str, prefixes: Iterable[str]) -> bytes:
    """The script that all hooks of a repository call: `python` is the interpreter that sowgen is
    installed with, `home` the folder that holds the package, `prefixes` the workspaces' places."""
    lines = [f"workspace {shlex.quote(prefix)} {marker_key(prefix)}" for prefix in prefixes]
    text = resources.files(__package__).joinpath("runner.sh").read_text("utf-8")
    text = text.replace("@PYTHON@", shlex.quote(python)).replace("@HOME@", shlex.quote(home))
    return text.replace("@WORKSPACES@", "\n".join(lines)).encode("utf-8", "surrogateescape")
