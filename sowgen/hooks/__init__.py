"""Hooks of git that check what is staged and build what was committed."""
