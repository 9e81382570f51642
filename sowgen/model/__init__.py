"""The nouns of the trade: frozen, without I/O.

Takes: nothing. Gives: types. May read: nothing. Never does: disk, clock, formatting.
Start with `values` (durations, money), `spec` (the deal), `clause`, `document`.
"""
