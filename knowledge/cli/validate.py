"""`validate`: every problem of the data, with file, line, field and fix."""

import argparse

from knowledge.cli.console import say
from knowledge.cli.parser import Subparsers, add_command
from knowledge.cli.problems import load_sound


def register(subparsers: Subparsers) -> None:
    """Say what the command takes."""
    add_command(
        subparsers, "validate", run, "检查资料，列出每一处问题：文件、行、项目、怎么改", "check"
    )


def run(arguments: argparse.Namespace) -> int:
    """Check everything; whatever is wrong is raised as one `KnowledgeError`."""
    kb = load_sound(arguments.data)
    say(
        f"资料没有问题：{len(kb.matters)} 个事项，{len(kb.parks)} 个园区，"
        f"{len(kb.windows)} 个窗口，{len(kb.editions)} 个清单版本。"
    )
    return 0
