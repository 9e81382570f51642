"""The Jinja of sowgen's texts and conditions, as far as it decides what a text compiles to.

Light to import: `helper`, the process that compiles ahead, needs this package and Jinja alone. What
the names of a text mean is in `sandbox`.
Takes: the source of a text. Gives: its Python code, and bytes to keep that in.
Where to start: `Dialect`.
"""

from sowgen.dialect.environment import TEXT_FILTERS, Dialect, stand_in

__all__ = ["TEXT_FILTERS", "Dialect", "stand_in"]
