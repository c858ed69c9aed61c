"""How large something is, said beside the point: 40来个平方吧, 两三个人. It is heard, no more."""

from __future__ import annotations

import re

from actions.booking.echo import matter_name
from actions.client import GuideApi
from actions.journey.replies import QUESTION, plan_reply, take_move
from actions.pending import with_pending_question
from actions.reply import BOOK, HANDOFF, Reply, labelled, understood
from actions.texts import say
from actions.turn import Turn

NUMBER = r"(?:\d+(?:\.\d+)?|(?!几(?![十百千万]))[一二两三四五六七八九十百千万几半]+)"
UNIT = (
    r"(?:平方米|平方公里|平米|平方|平|㎡|m2|方|亩|公顷|号人|口人|人|名员工|员工|工人|个娃|台车|台|辆车|辆|间房|间|层楼|层|楼|吨|千瓦|兆瓦|度电|度"
    r"|万元|万块|万|亿元|亿|块钱|张桌子?|张床|床位|桌|头猪|头|只|个桩|桩|米高|米|公里|套房?|栋|条线|户)"
)
ABOUT = (
    r"(?:大概|大约|差不多|估计|可能|应该|也就|就|才|只有|只|一共|总共|拢共|我们?|咱们?|我这|这|那|里|店里|厂里|公司|面积|建筑|建面|厂房|店面|门面|用地|占地|总|投资|注册资本"
    r"|年|耗电|用电|产能|养猪|养|雇|招|请|员工|工人|人数|规模|有|是|要|的|嗯+|哦|啊|呃|个|把)*"
)
AFTER = (
    r"(?:左右|上下|样子|的样子|不到|出头|多|大|吧|呢|啊|呗|嘛|咯|哈|的|了|规模|面积|大小|厂房|店面|门面"
    r"|店|地|这样|这么大|而已|货车|车|机器|设备|学生|孩子|娃|[。！!~～])*"
)
SIZE = re.compile(rf"{ABOUT}(?:近|约|将近|超过|不到)?{NUMBER}(?:来|多|几|余)?个?{UNIT}{AFTER}")
CLAUSES = re.compile(r"[，,、；;\s]+")


def tells_a_size(text: str) -> bool:
    """Whether the words tell a size, a number of people or a sum, and nothing else."""
    clauses = [clause for clause in CLAUSES.split(text.strip()) if clause]
    return bool(clauses) and all(SIZE.fullmatch(clause) for clause in clauses)


async def size_noted(turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to a size that nothing asked for; None for other words, or where one may answer."""
    planning = turn.expecting == QUESTION
    if turn.pressed or not (planning or turn.expecting is None) or not tells_a_size(turn.words):
        return None
    if planning:
        told = await take_move("answer", turn, api)
        if told["understood"]:
            return await plan_reply(told, api)
        heard = Reply(say("journey.noted"), outcome="asked", context={"topic": "journey"})
        return await with_pending_question(heard, turn, api)
    if turn.slots.get("pending_topic") and turn.slots.get("offered"):
        return None
    if current := turn.state.get("matter_id"):
        name = await matter_name(current, api)
        on = Reply(say("conversation.matter_open", matter=name), _steps(), outcome="small_talk")
    else:
        on = Reply(say("conversation.size_noted"), [HANDOFF], outcome="small_talk")
    on.context = {"topic": turn.state.get("topic") or "chitchat"}
    return understood("inform", on)


def _steps() -> list[dict[str, str]]:
    return [
        labelled("questions.materials_button", "ask_materials"),
        labelled("questions.window_button", "ask_window"),
        BOOK,
    ]
