"""Chosen clauses, specification and plan → Documents, one a kind, decided to the last word.

Takes: `Ingredients`. Gives: `Document`s. May read: nothing; pandoc is handed in.
Never does: choose clauses, compute dates, write a format.
Start with `assemble` in `documents`; `fill` → `markdown` → `blocks` → `number` → `terms`.
"""

from sowgen.assemble.documents import Assembly, Ingredients, assemble, check_wordings

__all__ = ["Assembly", "Ingredients", "assemble", "check_wordings"]
