"""Choosing a matter or a park from what was offered."""
