"""A sowgen that is warm: hooks of a long history start it again and again, and importing it would
take most of their time. Everything else of a hook is as it is for users.

`Warm` starts a process with the modules imported; for each call of a hook it forks, and the child
runs the command with the caller's folder, environment, output and exit status.
"""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path
from typing import Self

from tests.documents.deal import ROOT

_CLIENT = """\
#!{python} -IS
import json, os, socket, sys
# -P -c CODE HOME ARGUMENT...
asked = json.dumps([os.getcwd(), dict(os.environ), sys.argv[5:]]).encode()
with socket.socket(socket.AF_UNIX) as to:
    to.connect({address!r})
    socket.send_fds(to, [b"x"], [1, 2])
    to.sendall(asked)
    to.shutdown(socket.SHUT_WR)
    sys.exit(int(to.recv(16) or b"70"))
"""


class Warm:
    """A context with a warm sowgen; `program` takes the place of the interpreter in a runner."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._address = str(folder / "socket")
        self.program = folder / "python"
        text = _CLIENT.format(python=sys.executable, address=self._address)
        self.program.write_text(text, "utf-8")
        self.program.chmod(self.program.stat().st_mode | stat.S_IXUSR)

    def __enter__(self) -> Self:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        code = "import sys; from tests.hooks.warm import serve; serve(sys.argv[1])"
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, self._address], env=env, stdout=subprocess.PIPE
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"
        return self

    def __exit__(self, *problem: object) -> None:
        self._process.kill()
        self._process.communicate()

    def take(self, runner: Path) -> None:
        """Lets the hooks of that runner call the warm sowgen."""
        lines = runner.read_text("utf-8").splitlines(keepends=True)
        lines = [f"python='{self.program}'\n" if x.startswith("python=") else x for x in lines]
        runner.write_text("".join(lines), "utf-8")


def serve(address: str) -> None:
    """Answers calls one after another, for ever."""
    from sowgen import load, pipeline, plan, render, resolve, score, validate
    from sowgen.assemble import assemble
    from sowgen.cli import build_command, check_command, hooks_command
    from sowgen.pipeline import make, package
    from sowgen.pipeline.fingerprint import fingerprint
    from sowgen.render import layout, pdf, word
    from sowgen.workspace import git

    assert all((load, pipeline, plan, render, resolve, score, validate, assemble, build_command))
    assert all((check_command, hooks_command, make, package, layout, pdf, word, git))
    fingerprint()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        print("ready", flush=True)
        while True:
            caller, _ = listening.accept()
            with caller:
                _answer(caller)


def _answer(caller: socket.socket) -> None:
    _, streams, _, _ = socket.recv_fds(caller, 1, 2)
    asked = b"".join(iter(lambda: caller.recv(65536), b""))
    child = os.fork()
    if child == 0:
        _child(streams, *json.loads(asked))
    _, status = os.waitpid(child, 0)
    for stream in streams:
        os.close(stream)
    caller.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def _child(streams: list[int], folder: str, env: dict[str, str], args: list[str]) -> None:
    from sowgen.cli import main

    status = 70
    try:
        for number, stream in enumerate(streams, start=1):
            os.dup2(stream, number)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(env)
        status = main(args)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(status)
