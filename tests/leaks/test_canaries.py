"""The reader finds a canary wherever and however it is hidden; a blind one would prove nothing."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pytest

from tests.leaks.canaries import canary, singing
from tests.leaks.templates import chunk, packed, png

WORD = canary("bird")
_PLAIN = WORD.encode()


def pdf(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    change(made)
    out = io.BytesIO()
    made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _author(made: pikepdf.Pdf) -> None:
    made.docinfo["/Author"] = pikepdf.String("\N{EURO SIGN}" + WORD)


def _attached(made: pikepdf.Pdf) -> None:
    made.attachments["a.zip"] = packed({"b": _PLAIN})


def _stream(made: pikepdf.Pdf) -> None:
    stream = made.make_stream(zlib.compress(_PLAIN))
    stream.Filter = pikepdf.Name.FlateDecode
    made.Root.Secret = made.make_indirect(stream)


def _name(made: pikepdf.Pdf) -> None:
    made.Root[f"/{WORD}"] = pikepdf.Array([1, pikepdf.Dictionary(A=pikepdf.Name("/x"))])


HIDDEN = {
    "plain": b"x" + _PLAIN,
    "capitals": _PLAIN.upper(),
    "UTF-16": WORD.encode("utf-16"),
    "UTF-16 the other way round": WORD.encode("utf-16-be"),
    "hexadecimal": b"<" + _PLAIN.hex().upper().encode() + b">",
    "UTF-16 in hexadecimal": WORD.encode("utf-16-be").hex().encode(),
    **{f"base64, {n} before": base64.b64encode(b"x" * n + _PLAIN + b"y") for n in range(3)},
    "base64 in lines": base64.encodebytes(b"x" * 50 + _PLAIN),
    "runs": b"<w:t>" + _PLAIN[:5] + b"</w:t></w:r> <w:r><w:t>" + _PLAIN[5:] + b"</w:t>",
    "folded": _PLAIN[:4] + b"\r\n " + _PLAIN[4:],
    "zip in zip": packed({"a.zip": packed({"b.xml": _PLAIN})}),
    "entry name": packed({WORD: b""}),
    "PNG": png(chunk(b"zTXt", b"k\0\0" + zlib.compress(_PLAIN))),
    "PDF string": pdf(_author),
    "PDF attachment": pdf(_attached),
    "PDF stream": pdf(_stream),
    "PDF name": pdf(_name),
    "PDF stream that nothing leads to": pdf(lambda _: None).replace(
        b"startxref", b"9 0 obj\n<<>>\nstream\n" + zlib.compress(_PLAIN) + b"\nendstream\nstartxref"
    ),
}


@pytest.mark.parametrize("how", HIDDEN)
def test_it_is_found(how: str) -> None:
    assert singing("file", HIDDEN[how])


def test_a_zip_comment_is_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("a")
        info.comment = _PLAIN
        archive.writestr(info, b"")
    assert WORD in singing("file", buffer.getvalue())


def test_silence_is_heard_as_such() -> None:
    assert singing("file", packed({"a": base64.b64encode(b"quite another word") * 9})) == {}
