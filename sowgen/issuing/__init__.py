"""Freezes a version of a project's package."""
