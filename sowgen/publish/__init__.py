"""Bytes → files: checked, then swapped in whole.

Takes: artifacts and the facts of the manifest. Gives: what was written, or why not.
May read: the output folder. Never does: change a byte of an artifact.
Start with `publish` in `write`; `inspect` checks files, `archive` packs those for the other
party, `manifest` remembers them all.
"""

from sowgen.publish.archive import pack
from sowgen.publish.inspect import inspect_docx, inspect_pdf
from sowgen.publish.manifest import Manifest, Output, read_manifest
from sowgen.publish.write import Published, publish

__all__ = [
    "Manifest",
    "Output",
    "Published",
    "inspect_docx",
    "inspect_pdf",
    "pack",
    "publish",
    "read_manifest",
]
