"""Chosen clauses, specification and plan → Documents, one a kind, decided to the last word.

Takes: `Ingredients`. Gives: `Document`s. May read: nothing; pandoc is handed in.
Never does: choose clauses, compute dates, write a format.
Start with `assemble` in `documents`; `texts` → `fill` → `markdown` → `build` → `blocks` → `number`
→ `terms`. `Memory` holds what the last call made.
`bind` in `bundle` makes one document of the outbound ones.
"""

from sowgen.assemble.bundle import bind
from sowgen.assemble.documents import Assembly, assemble, check_wordings
from sowgen.assemble.ingredients import Ingredients
from sowgen.assemble.memory import Memory

__all__ = ["Assembly", "Ingredients", "Memory", "assemble", "bind", "check_wordings"]
