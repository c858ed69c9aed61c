"""`build`: the search index, from sound data only."""

import argparse
import time
from pathlib import Path

from knowledge.cli.console import busy, say
from knowledge.cli.errors import NO_ENCODER, Trouble
from knowledge.cli.parser import Subparsers, add_command
from knowledge.cli.problems import load_sound


def register(subparsers: Subparsers) -> None:
    """Say what the command takes."""
    parser = add_command(
        subparsers, "build", run, "检查资料并建立搜索索引（资料没有变就不重建）", example="build"
    )
    parser.add_argument(
        "--index-dir", type=Path, metavar="文件夹", help="索引放在哪里（默认 var/index）"
    )
    parser.add_argument(
        "--encoder", metavar="模型", help="Sentence-Transformers 模型（默认用 GUIDE_ENCODER）"
    )
    parser.add_argument("--force", action="store_true", help="没有变化也重建")


def run(arguments: argparse.Namespace) -> int:
    """Check the data, then build."""
    started = time.monotonic()

    def told(line: str) -> None:
        say(f"[{time.monotonic() - started:5.1f} s] {line}")

    kb = load_sound(arguments.data)
    told(f"资料没有问题：{len(kb.matters)} 个事项，{len(kb.parks)} 个园区")
    with busy("正在建立索引"):
        from knowledge.encoder.opening import EncoderError, open_encoder
        from knowledge.index import builder
        from knowledge.search import DEFAULT_INDEX

        try:
            encoder = open_encoder(arguments.encoder)
        except EncoderError as error:
            raise Trouble(NO_ENCODER) from error
        builder.build(kb, encoder, arguments.index_dir or DEFAULT_INDEX, told, arguments.force)
    return 0
