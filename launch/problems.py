"""What stops a start, said in one sentence."""

from __future__ import annotations


class LaunchError(Exception):
    """The start cannot go on.

    Args:
        sentence: what is wrong and what to do, for the person at the terminal.
        details: lines that help to find the cause, e.g. the end of a log.
    """

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details
