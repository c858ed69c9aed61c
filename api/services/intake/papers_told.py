"""Whether words tell which papers are there and which are not, and do nothing else."""

import re

from api.services.intake.spoken_materials import read

ASKS = re.compile(
    r"[吗么嘛呢?？]|怎|咋|如何|谁|哪|多久|多少|几[天份个时点年月]|什么|啥|要不要|[行能可成]不|是不是|有没有|不[，,。]?$|请问"
)
WISHES = re.compile(
    r"想|打算|准备(?:开|搞|建)|(?<![需还])要(?:开|办|搞|建|做|申|换|改|补|注|变|延)|申请办|办理|咨询"
    r"|帮我|麻烦|预约|约(?!定)|取消|人工|投诉|查一?下"
)


def tells_of_papers(words: str) -> bool:
    """Whether `words` say of papers that are named how far they are: 土地证有，图还在画."""
    if ASKS.search(words) or WISHES.search(words):
        return False
    return bool(read(words, (), (), None).unlisted)
