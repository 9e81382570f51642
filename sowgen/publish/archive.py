"""The archive of a bound package: everything that the other party receives, and nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from sowgen.model.artifact import BUNDLE, Artifact

CONTENTS = "contents.txt"
_LEFT_OUT = (
    "json",
    "zip",
)  # the document as data says what was chosen; an archive holds no archive
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip entry can name


def pack(artifacts: Iterable[Artifact], name: str) -> Artifact:
    """The outbound files among the artifacts as one zip file called `name`.

    Sorted by name, with a list of their SHA-256 sums (`contents.txt`, as `sha256sum` writes and
    checks it). Entries are stored as they are, for nearly all of them are compressed already, and
    the same files give the same bytes whatever zlib is installed.
    """
    chosen = sorted(
        (a for a in artifacts if a.audience == "outbound" and a.format not in _LEFT_OUT),
        key=lambda a: a.name,
    )
    contents = "".join(f"{a.digest}  {a.name}\n" for a in chosen).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for entry, data in ((CONTENTS, contents), *((a.name, a.data) for a in chosen)):
            info = zipfile.ZipInfo(entry, _BEGINNING)
            info.create_system = 3  # the same on Windows
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return Artifact(BUNDLE, "zip", name, buffer.getvalue(), "outbound")
