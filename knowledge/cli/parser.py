"""Reading a command's arguments, with help and complaints in Chinese."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn, Protocol

import knowledge
from knowledge.base import CHINA
from knowledge.loader import DATA
from knowledge.schema.record import IDENTIFIER, WEB_ADDRESS

DATA_SETTING = "GUIDE_KNOWLEDGE_DIR"
"""The setting by which the whole guide uses another data folder."""

Run = Callable[[argparse.Namespace], int]

_COMPLAINTS = {
    r"the following arguments are required: (.*)": r"还缺 \1",
    r"unrecognized arguments: (.*)": r"不认识 \1",
    r"argument (.*): expected (?:one|at least one) argument": r"\1 后面要写内容",
    r"argument (.*): invalid choice: (.*) \(choose from (.*)\)": r"\1 不能是 \2，可以用 \3",
    r"argument (.*): invalid \w+ value: (.*)": r"\1 不能是 \2",
    r"argument (.*): not allowed with argument (.*)": r"\1 和 \2 不能一起用",
    r"argument (.*?): (?=“)": r"\1 ",
}


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"formatter_class": _Formatter, **settings, "add_help": False})
        self._positionals.title = "要写的内容"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """End with exit code 2, the usage, and what is wrong."""
        for english, chinese in _COMPLAINTS.items():
            message = re.sub(english, chinese, message)
        self.print_usage(sys.stderr)
        self.exit(2, f"用法不对：{message}。加 --help 看说明。\n")


class Subparsers(Protocol):
    """Where commands are added; argparse's own class for it has no public name."""

    def add_parser(self, name: str, **settings: Any) -> Parser: ...


def add_command(
    subparsers: Subparsers, name: str, run: Run, summary: str, *aliases: str, example: str = ""
) -> Parser:
    """One more command, which takes `--data` like every other.

    Args:
        run: does the work and returns the exit code.
        summary: one line for the list of commands.
        aliases: other names of the command.
        example: how it is used, without `python -m knowledge`.
    """
    epilog = f"例如：python -m knowledge {example}" if example else None
    parser = subparsers.add_parser(
        name, aliases=aliases, help=summary, description=summary, epilog=epilog
    )
    parser.add_argument(
        "--data",
        type=_folder,
        default=os.environ.get(DATA_SETTING) or DATA,
        metavar="文件夹",
        help=f"资料所在的文件夹（默认用 {DATA_SETTING}，没有设就用随系统带的）",
    )
    parser.set_defaults(run=run)
    return parser


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"“{text}”不是文件夹")
    return Path(text)


def add_day(parser: Parser) -> None:
    """`--as-of`: the day asked about."""
    parser.add_argument(
        "--as-of", type=day, metavar="日期", help="按这一天的清单，如 2025-07-01（默认今天）"
    )


def add_park(parser: Parser) -> None:
    """`--park`: the park asked about."""
    parser.add_argument(
        "--park", metavar="园区", help="只看这个园区：编号或名称，如 gaoxin、经开区"
    )


def day(text: str) -> date:
    """A day written as 2025-07-01."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2025-07-01 这样") from None


def count(text: str) -> int:
    """A whole number that is not below nought."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"“{text}”不是整数")
    return int(text)


def words(text: str) -> str:
    """What is written, without blanks around it."""
    if not text.strip():
        raise argparse.ArgumentTypeError(f"“{text}”是空的，请写上内容")
    return text.strip()


def identifier(text: str) -> str:
    """An id such as annex-2021."""
    if not re.fullmatch(IDENTIFIER, text):
        raise argparse.ArgumentTypeError(
            f"“{text}”不能作编号，只能用小写英文字母、数字和短横线，以字母开头，如 annex-2021"
        )
    return text


def address(text: str) -> str:
    """The address of a page."""
    if not re.fullmatch(WEB_ADDRESS, text):
        raise argparse.ArgumentTypeError(
            f"“{text}”不是网址，要以 http:// 或 https:// 开头，中间没有空格"
        )
    return text


def today() -> date:
    """The date in China."""
    return datetime.now(CHINA).date()


def load(arguments: argparse.Namespace) -> knowledge.KnowledgeBase:
    """The knowledge base a command is about.

    Raises:
        KnowledgeError: with every problem of the data.
    """
    return knowledge.load(arguments.data)
