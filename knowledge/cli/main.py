"""Chooses the command, and tells what went wrong in one block."""

import argparse
from collections.abc import Sequence

from knowledge.cli import audit, build, diff, editions, export, import_, search, show, validate
from knowledge.cli.console import complain
from knowledge.cli.errors import Misuse, Trouble
from knowledge.cli.parser import Parser
from knowledge.cli.problems import as_block
from knowledge.errors import KnowledgeError, WordingError

COMMANDS = (validate, import_, build, show, search, editions, diff, audit, export)

DESCRIPTION = """园区办事指南的资料工具：检查、导入、查看、搜索、对比、盘点、导出。
先用 validate 检查资料；每个命令加 --help 看它的说明。"""
OUTCOMES = "结束代码：0 正常，1 有问题（原因写在最后），2 用法不对。"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 when all is fine, 1 after a problem was told on standard error, 2 after a misuse.
    """
    parser = _parser()
    try:
        chosen = parser.parse_args(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)
    return _run(chosen)


def _parser() -> Parser:
    parser = Parser(prog="python -m knowledge", description=DESCRIPTION, epilog=OUTCOMES)
    subparsers = parser.add_subparsers(
        title="命令", metavar="命令", dest="command", required=True, parser_class=Parser
    )
    for command in COMMANDS:
        command.register(subparsers)
    return parser


def _run(chosen: argparse.Namespace) -> int:
    try:
        code: int = chosen.run(chosen)
    except Misuse as misuse:
        complain(f"用法不对：{misuse}。加 --help 看说明。")
        return 2
    except KnowledgeError as error:
        complain(as_block(error.problems))
        return 1
    except WordingError as error:
        complain(f"说法资料有问题：{error}")
        return 1
    except Trouble as trouble:
        complain(str(trouble))
        return 1
    return code
