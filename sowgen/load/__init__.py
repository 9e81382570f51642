"""Text → data with positions.

Takes: a `Workspace`. Gives: `Tree`s (settings, project), `Clause`s, `Outline`s, words.
May read: the workspace. Never does: judge what the deal says.
Start with `yaml.load_yaml`, then `project`.
"""

from sowgen.load.clauses import Library, load_library, load_own_clauses
from sowgen.load.kinds import load_asset, load_kinds, load_words
from sowgen.load.lock import load_lock, load_texts, pin_library, read_pins
from sowgen.load.namesakes import find_namesakes, read_package_id
from sowgen.load.project import load_project
from sowgen.load.settings import load_settings

__all__ = [
    "Library",
    "find_namesakes",
    "load_asset",
    "load_kinds",
    "load_library",
    "load_lock",
    "load_own_clauses",
    "load_project",
    "load_settings",
    "load_texts",
    "load_words",
    "pin_library",
    "read_package_id",
    "read_pins",
]
