"""The sentences of a service guide that may say something of a paper, and where to ask else."""

import re
from collections.abc import Iterator
from typing import Any

from knowledge import Fact, ServiceGuide
from knowledge.labels import value_text

HELP = "请问受理窗口，或者拨打 12345 政务服务便民热线。"
GIVEN_BY = "「{paper}」是「{matter}」办下来的，还没办的话，可以先办它。"
SENTENCES = re.compile(r"[。；\n]|（[一二三四五六七八九十\d]+）")
SEARCHED = ("intermediary", "conditions", "procedure", "remarks")
"""Fields of the guide that may say something of a paper."""


def sentences(guide: ServiceGuide) -> Iterator[tuple[Fact[Any], str]]:
    """The sentences, each with the fact it stands in."""
    for field in SEARCHED:
        fact: Fact[Any] = guide.fields[field]
        for sentence in SENTENCES.split(value_text(field, fact.value)):
            yield fact, sentence
