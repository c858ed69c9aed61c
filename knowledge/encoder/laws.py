"""Sentences of public law texts, from which the encoder first learns which terms go together."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

_MARKUP = re.compile(r"^[#>\-*\s]+|<!--.*?-->|^第[零一二三四五六七八九十百千]+[条章节款]\s*")
_SENTENCE_END = re.compile(r"[。；;！？]")
_SHORTEST = 8
_LONGEST = 160
# Little of what these say resembles a permit; leaving them out makes training faster.
_FOLDERS_LEFT_OUT = frozenset({"诉讼与非诉讼程序法", "宪法相关法", "司法解释"})


def _sentences_of(file: Path) -> Iterator[str]:
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        for sentence in _SENTENCE_END.split(_MARKUP.sub("", line.strip())):
            if len(sentence) >= _SHORTEST:
                yield sentence[:_LONGEST]


def sentences(folder: Path, limit: int, seed: int) -> list[str]:
    """At most `limit` distinct sentences of the Markdown files under a folder, evenly drawn.

    The same folder, limit and seed always give the same list.
    """
    files = sorted(
        file
        for file in folder.rglob("*.md")
        if not _FOLDERS_LEFT_OUT.intersection(file.relative_to(folder).parts)
    )
    found = list(dict.fromkeys(s for file in files for s in _sentences_of(file)))
    if len(found) > limit:
        found = random.Random(seed).sample(found, limit)
    return found
