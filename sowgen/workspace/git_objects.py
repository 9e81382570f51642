"""git's objects by their ids, from one process that is asked again and again."""

from __future__ import annotations

import subprocess
import threading
import weakref
from pathlib import Path

from sowgen.workspace.git_call import command_of, environment_of_git
from sowgen.workspace.programs import ToolFailed


class Objects:
    """git's objects by id, from one `git cat-file --batch` that runs as long as it is used."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, id_: str, limit: int) -> bytes | None:
        """The contents of an object, None where they are longer than `limit`. Raises `ToolFailed`
        where the repository does not have it."""
        with self._lock:
            process = self._process or self._start()
            if process.stdin is None or process.stdout is None:
                raise ToolFailed("git", "cannot be talked to")
            try:
                process.stdin.write(id_.encode() + b"\n")
                process.stdin.flush()
                head = process.stdout.readline().split()
                if len(head) != 3:
                    if not head:
                        self._end()
                    raise ToolFailed("git", f"the repository has no object {id_}")
                size = int(head[2])
                if size > limit:
                    self._end()  # nobody wants to wait for the rest of it
                    return None
                data = process.stdout.read(size + 1)
            except OSError as problem:
                self._end()
                raise ToolFailed("git", f"ended while it was asked: {problem}") from None
            if len(data) != size + 1:
                self._end()
                raise ToolFailed("git", f"the object {id_} is damaged")
            return data[:-1]

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            process = subprocess.Popen(
                command_of(self._top, "cat-file", "--batch"), env=environment_of_git(),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as problem:
            raise ToolFailed("git", f"cannot be run: {problem}") from None
        self._process = process
        self._ending = weakref.finalize(self, _stop, process)
        return process

    def _end(self) -> None:
        if self._process is not None:
            self._ending()
            self._process = None


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue
    process.wait()
