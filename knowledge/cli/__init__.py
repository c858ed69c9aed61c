"""The staff's command line: `python -m knowledge <command>`, one module for each command.

A command's module has `register(subparsers)`, which says what it takes, and
`run(arguments) -> int`, which does it and returns the exit code. What takes seconds to import is
imported in `run`, so that the other commands need not wait for it.
"""
