"""What a command tells instead of doing its work."""


class Trouble(Exception):
    """The command cannot do what it was asked to; the message says why and what to do, in Chinese.

    It ends with exit code 1.
    """


class Misuse(Exception):
    """The arguments do not go together. It ends with exit code 2."""
