"""Having what was just shown on paper or on a phone: 这个能发给我带回去吗."""

from __future__ import annotations

import re

from actions.client import GuideApi
from actions.parks import park_in
from actions.plain_wishes import begins_when
from actions.questions.answer import as_reply
from actions.reply import Reply
from actions.texts import say
from actions.turn import Turn

KEEP = re.compile(
    r"打印|打出来|印(?:一份|出来|下来|给我)|下载|保存|存(?:下|到|进|起|成)|截图|导出|收藏|[转发传](?:给|到|我|一份|送|个)"
    r"|发[^，。,]{0,4}(?:微信|手机|邮箱|短信)|带(?:回|走)|拿回去|电子[版档件]|(?i:pdf)|纸质|复制|链接|二维码|分享"
)
OTHER = re.compile(
    r"什么时候|多久|几天|结果|执照|批文|证(?!明)|快递|寄|上传|提交|申请表|材料(?:可以|能|要|是)|原件|复印|照片|盖章|人工|预约"
)
"""Speaks of another paper than the one that was shown."""
LONGEST = 24
SHOWN = frozenset({"notice", "card", "prechecked", "plan"})
"""Outcomes that show something worth keeping."""


def wants_to_keep(turn: Turn) -> bool:
    """Whether the words want to keep what was just shown."""
    shown = turn.state.get("outcome") in SHOWN and turn.expecting is None
    words = turn.words
    short = 0 < len(words) <= LONGEST
    return shown and short and KEEP.search(words) is not None and OTHER.search(words) is None


@begins_when("ask_notice", wants_to_keep)
async def tell_how_to_keep(turn: Turn, api: GuideApi) -> Reply | None:
    """How what was shown can be printed, kept and passed on, with the page itself."""
    if turn.state.get("outcome") == "plan":
        return Reply(say("questions.keep_plan"), outcome="plan", context={"topic": "journey"})
    if turn.matter_id is None:
        return None
    park_id = (await park_in(turn.words, api)) or turn.park_id
    question = {"topic": "notice", "matter_id": turn.matter_id, "park_id": park_id}
    reply = as_reply(await api.answer(**question), question)
    if reply.outcome == "notice":
        reply.text = say("questions.keep_notice" if park_id else "questions.keep_after_park")
    return reply
