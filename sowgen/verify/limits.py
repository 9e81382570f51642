"""How much of a file from outside is looked at, and what is wrong with one that cannot be."""

from __future__ import annotations

MAX_FILE = 64_000_000
"""Bytes of a file that is read at all."""
MAX_PARTS = 4_000
"""Files in an archive."""
MAX_XML = 20_000_000
"""Bytes of one part of a Word file that is XML."""
MAX_WHOLE = 200_000_000
"""Bytes of an archive once it is inflated."""
MAX_PASSAGES = 40_000
"""Paragraphs of a Word file, empty ones too."""
CHILD_SECONDS = 8
CHILD_MEMORY = 1_500_000_000
"""Seconds of a processor and bytes for the process that reads a Word file."""
MAX_CHANGES = 200
"""Places of one file that are told one by one."""


class Unreadable(Exception):
    """A file that is damaged, locked or too large to be looked into; the text says which."""
