"""Messages that hold no words: emoji, signs, a single letter, or what stands for a picture."""

import re

from knowledge.text import normalise

SENT = r"(?:图片|照片|相片|语音|视频|动画|表情|文件|位置|名片|链接)(?:消息|表情)?"
PLACEHOLDER = re.compile(rf"[\[【][^\W\d_]{{1,6}}[\]】]|[（(<]{SENT}[）)>]")
"""What a channel puts where something else than text was sent: `[图片]`, 【语音消息】, `[微笑]`."""
WORDS = re.compile(r"[\u3400-\u9fff]|[a-z]{2,}|\d")

PARTICLES = {
    "ne": "呢",
    "ma": "吗",
    "ba": "吧",
    "a": "啊",
    "ya": "呀",
    "la": "啦",
    "le": "了",
    "me": "么",
    "de": "的",
}
_TYPED = "|".join(PARTICLES)
TYPED_PARTICLE = re.compile(
    rf"(?<=[\u3400-\u9fff])(?:(?P<within>{_TYPED})(?=\s)"
    rf"| ?(?P<last>{_TYPED})(?=[，。？！、,.?!;；]|$))",
    re.IGNORECASE,
)
"""A particle left in pinyin at the end of a sentence: 材料ne; 开 a KTV has none."""


def spelled_out(text: str) -> str:
    """A text whose particles are Chinese characters; the rest of it stays as it is."""
    return TYPED_PARTICLE.sub(
        lambda typed: PARTICLES[(typed["within"] or typed["last"]).lower()], text
    )


def is_wordless(text: str) -> bool:
    """Whether nothing in `text` can be read as words or as a number that chooses something."""
    rest = PLACEHOLDER.sub(" ", normalise(text))
    return WORDS.search(rest) is None
