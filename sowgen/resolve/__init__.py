"""ProjectSpec + library → the clauses a deal has, each with position and values.

Takes: the specification, the library, the project's own clauses, the authority levels.
Gives: `Resolution`. May read: nothing. Never does: words, numbers, disk.
Start with `resolve` in `choose`; `bind` finds values, `interact` checks clauses together.
"""

from sowgen.resolve.choose import Resolution, resolve

__all__ = ["Resolution", "resolve"]
