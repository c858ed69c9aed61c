"""Measures, each printing a table against a peer or a limit."""
