"""Building the index of a knowledge base, unless the one there is still right."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import astuple
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from knowledge import thesaurus
from knowledge.corpus import Catalogue, Corpus, gather
from knowledge.encoder.opening import Encoder
from knowledge.index import store
from knowledge.index.calibration import Calibration, calibrate
from knowledge.index.channels import Channels
from knowledge.index.store import IndexMismatch, Manifest, Replacement
from knowledge.memory import remembering

CALIBRATION_FILE = "calibration.json"
_PACKAGE = Path(__file__).parents[1]
_CODE = (
    "text.py", "thesaurus.py", "corpus.py", "index/*.py", "encoder/features.py",
    "encoder/ngram_embedding.py", "encoder/opening.py", "encoder/pinyin.py",
)  # fmt: skip
_LIBRARIES = ("bm25s", "faiss-cpu", "jieba", "marisa-trie", "opencc", "pypinyin")

Say = Callable[[str], None]


def _fingerprint_of_code() -> str:
    digest = hashlib.sha256()
    for file in sorted(file for pattern in _CODE for file in _PACKAGE.glob(pattern)):
        digest.update(file.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    return digest.hexdigest()


_CODE_IN_USE = _fingerprint_of_code()
"""Of the code this process runs: what is on disk may have changed since it began."""


def _fingerprint_of_corpus(corpus: Corpus) -> str:
    digest = hashlib.sha256()
    for texts in (corpus.texts, corpus.held_out):
        for text in texts:  # one by one: a long list as one string would fill the memory
            digest.update(json.dumps(astuple(text), ensure_ascii=False).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def manifest(corpus: Corpus, encoder: Encoder) -> Manifest:
    """What an index built now from these would be built from."""
    return Manifest(
        data=_fingerprint_of_corpus(corpus),
        encoder=encoder.fingerprint,
        encoder_name=encoder.name,
        dimension=encoder.dimension,
        code=hashlib.sha256(
            f"{_CODE_IN_USE} {thesaurus.shipped().fingerprint}".encode()
        ).hexdigest(),
        texts=len(corpus.texts),
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


@remembering()
def build(
    kb: Catalogue, encoder: Encoder, index_dir: Path, say: Say, force: bool = False
) -> Manifest:
    """Build the index in `index_dir`; keep the one there when nothing it rests on changed.

    Args:
        kb: where the texts come from.
        encoder: what turns them into vectors.
        say: is told what is going on, one line at a time.
        force: build even when nothing changed.
    """
    thesaurus.reread()
    corpus = gather(kb)
    wanted = manifest(corpus, encoder)
    if not force:
        try:
            _, present = store.current(index_dir)
        except IndexMismatch:
            say(f"{index_dir} 里还没有索引")
        else:
            changed = present.differs_from(wanted)
            if not changed:
                say(f"索引是最新的（{present.texts} 条文本，建于 {present.built_at}）")
                return present
            say(f"重建索引：{'、'.join(changed)}有改动")
    say(f"用 {encoder.name} 编码器编码 {len(corpus.texts)} 条文本")
    with Replacement(index_dir, wanted) as new:
        channels = Channels.build(new.folder, corpus.texts, corpus.targets(), encoder, say)
        say(f"用 {len(corpus.held_out)} 条留出的问法确定权重和门槛")
        fitted = calibrate(channels, corpus.held_out)
        store.write_json(new.folder / CALIBRATION_FILE, fitted.to_json())
    found = fitted.measured
    say(
        f"留出的问法：首选正确 {found.top1:.3f}，前三含正确 {found.top3:.3f}，"
        f"误拒 {found.false_reject:.3f}，误收 {found.false_accept:.3f}"
    )
    return wanted


def load(kb: Catalogue, encoder: Encoder, index_dir: Path) -> tuple[Channels, Calibration]:
    """Open the index in `index_dir`.

    Raises:
        IndexMismatch: there is none, or it was not built from this data, encoder and code.
    """
    corpus = gather(kb)
    with store.reading(index_dir) as (folder, present):
        if changed := present.differs_from(manifest(corpus, encoder)):
            raise _mismatch(index_dir, changed)
        channels = Channels.load(folder, corpus.targets(), encoder)
        return channels, Calibration.from_json(store.read_json(folder / CALIBRATION_FILE))


def _mismatch(index_dir: Path, changed: Sequence[str]) -> IndexMismatch:
    return IndexMismatch(
        f"{index_dir} 的索引与现在的{'、'.join(changed)}不符：请运行 `python -m knowledge build`"
    )
