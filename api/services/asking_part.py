"""What a long story asks at last: its question stands in one part, most often at its end."""

import re

from knowledge.text import normalise

LONGEST_QUESTION = 40
"""Characters. Longer messages tell a story beside their question."""
PARTS = re.compile(r"[，。；！？,;!?…\n]+|\s{2,}")
ASKS = re.compile(
    r"[吗么嘛呢不啵]$|[几谁哪啥咋]|什么|多[久少长大]|好[久多]|怎|如何|能不能|可不可以|要不要|会不会|是不是|行不行|有没有|需不需要"
    r"|(?:问|咨询|了解|打听|晓得|知道)(?:一?下|哈|问)?"
)
ADDRESSED = re.compile(r"告诉我|帮帮我|谢谢|麻烦|拜托|急|搞不(?:清|懂|明)|没(?:人)?[说讲]得?清")


def asking_part(text: str) -> str:
    """The last part of a story that asks; the whole of a short message, or where none asks."""
    words = normalise(text)
    if len(words) <= LONGEST_QUESTION:
        return text
    parts = [part for part in PARTS.split(words) if part]
    asking = [part for part in parts if ASKS.search(part) and not ADDRESSED.search(part)]
    return asking[-1] if asking else text
