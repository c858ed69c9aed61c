"""`python -m knowledge check` and `python -m knowledge build`."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import knowledge
from knowledge import thesaurus
from knowledge.base import KnowledgeBase
from knowledge.corpus import gather
from knowledge.encoder.opening import EncoderError, open_encoder
from knowledge.errors import KnowledgeError, WordingError
from knowledge.index import builder
from knowledge.search import DEFAULT_INDEX


def _checked() -> KnowledgeBase:
    kb = knowledge.load()
    corpus = gather(kb)
    thesaurus.load()
    print(
        f"knowledge is sound: {len(kb.matters)} matters, {len(kb.parks)} parks, "
        f"{len(kb.referrals)} referrals, {len(corpus.texts)} texts to find them by",
        flush=True,
    )
    return kb


def _build(index_dir: Path, encoder_name: str | None, force: bool) -> None:
    started = time.monotonic()

    def say(line: str) -> None:
        print(f"[{time.monotonic() - started:5.1f} s] {line}", flush=True)

    kb = _checked()
    builder.build(kb, open_encoder(encoder_name), index_dir, say, force)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, or 1 with the reason on standard error."""
    parser = argparse.ArgumentParser(prog="python -m knowledge")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="check every data file and name every problem")
    build = commands.add_parser("build", help="build the search index, if anything changed")
    build.add_argument("--index-dir", type=Path, default=DEFAULT_INDEX)
    build.add_argument("--encoder", help="Sentence-Transformers model (default: GUIDE_ENCODER)")
    build.add_argument("--force", action="store_true", help="build even if nothing changed")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "check":
            _checked()
        else:
            _build(chosen.index_dir, chosen.encoder, chosen.force)
    except (KnowledgeError, WordingError, EncoderError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
