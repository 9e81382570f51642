"""The process that compiles texts while another one works: texts come in, their code goes out.

A message is four bytes of length, big-endian, and so many bytes. A text is UTF-8; an answer is the
entry of `Dialect`, empty where the text does not compile. Answers come in the order of the texts.
"""

from __future__ import annotations

import signal
import sys
from typing import IO

from sowgen.dialect.environment import stand_in


def main() -> None:
    """Answers until nobody asks any more. An interrupt is for the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        serve(sys.stdin.buffer, sys.stdout.buffer)
    except OSError:
        return


def serve(texts: IO[bytes], answers: IO[bytes]) -> None:
    """An answer to each text. Raises `OSError` where nobody takes it."""
    dialect = stand_in()
    while (text := receive(texts)) is not None:
        try:
            entry = dialect.entry(text.decode("utf-8", "surrogatepass"))
        except Exception:  # noqa: BLE001 - whoever asks will meet it again, and tell it
            entry = b""
        send(answers, entry)


def send(stream: IO[bytes], data: bytes) -> None:
    """Writes a message."""
    stream.write(len(data).to_bytes(4, "big") + data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """The next message, None at the end, also in the middle of one."""
    head = stream.read(4)
    size = int.from_bytes(head, "big")
    data = stream.read(size) if len(head) == 4 else b""
    return data if len(head) == 4 and len(data) == size else None
