"""Whether words ask for the whole of a matter at once, the one complete notice (decree D16)."""

import re

from api.services.said.notions import asks_meaning

NOTICE = re.compile(
    r"一次性?(?:书面)?告[知诉]|告知[单书]|一次性?(?:给我|全部?|都)?(?:说|讲|列|问|写)(?:全|完|清|齐|明白)"
    r"|(?:给|发|要|来|整|拿)(?!了)[^，。,]{0,4}一[份张](?:清单|单子|告知[书单]?|材料清单|完整的?)?(?:吧|呗|嘛|看看|过来)?(?:行|可以|好|能)?[吗不]?(?=$|[，,。她他我你您])"
    r"|一口气[^，。,]{0,6}(?:说|讲|列|告诉)|(?:全部|所有|完整)的?(?:要求|信息|内容)[^，。,]{0,6}(?:给|发|列|说|讲|告诉)"
)
OF_THE_DUTY = re.compile(
    r"去[^，。]{0,6}拿|什么制度|是啥|找谁|投诉|制度|规定|违反|没有?(?:给|告知|说)|不(?:给|告知)|责任"
)
"""Asks about the duty to give such a notice, not for the notice."""


def asks_for_notice(words: str) -> bool:
    """Whether `words` want the notice: 一次性告诉我要哪些, 给我一份告知单."""
    asked = NOTICE.search(words) and not OF_THE_DUTY.search(words)
    return bool(asked) and not asks_meaning(words)
