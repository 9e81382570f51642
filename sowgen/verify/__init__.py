"""Tells where a document comes from, and whether it was changed since."""
