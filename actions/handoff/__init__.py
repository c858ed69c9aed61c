"""Handing the conversation over to a person."""
