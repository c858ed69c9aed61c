"""`export`: all service guides of a day into one file."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from knowledge import system_errors
from knowledge.cli.console import busy, say
from knowledge.cli.errors import Trouble
from knowledge.cli.finding import find_park
from knowledge.cli.parser import Subparsers, add_command, add_day, add_park, load, today
from knowledge.export import Export, as_json, collect
from knowledge.workbook import as_workbook


def _write_json(export: Export, file: Path) -> None:
    file.write_text(as_json(export), encoding="utf-8")


def _write_workbook(export: Export, file: Path) -> None:
    as_workbook(export).save(file)


WRITERS: dict[str, Callable[[Export, Path], None]] = {
    "json": _write_json,
    "xlsx": _write_workbook,
}


def register(subparsers: Subparsers) -> None:
    """Say what the command takes."""
    parser = add_command(
        subparsers,
        "export",
        run,
        "导出全部事项的全部内容、状态和来源",
        example="export --format xlsx 事项.xlsx --park gaoxin",
    )
    parser.add_argument("--format", choices=tuple(WRITERS), required=True, help="文件格式")
    parser.add_argument("out", type=Path, metavar="文件", help="写到哪个文件；已有的会被替换")
    add_park(parser)
    add_day(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the file whole, or leave what was there."""
    kb = load(arguments)
    park_id = find_park(kb, arguments.park)
    day = arguments.as_of or today()
    with busy("正在导出"):
        export = collect(kb, day, today(), park_id)
        if not export.guides:
            raise Trouble(f"{day} 没有园区承接的事项，没有可导出的。清单的日期见 editions")
        _write(export, arguments.out, WRITERS[arguments.format])
    say(f"已导出 {len(export.guides)} 份办事指南（{day}）：{arguments.out}")
    return 0


def _write(export: Export, out: Path, write: Callable[[Export, Path], None]) -> None:
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        write(export, draft)
        draft.replace(out)
    except OSError as error:
        raise Trouble(
            f"写不了 {out}：{system_errors.explain(error)}。请检查文件夹在不在、能不能写"
        ) from error
    finally:
        draft.unlink(missing_ok=True)
