"""The hours, told beside a matter where somebody asks in the same breath for a day: 周六能办吗."""

from __future__ import annotations

import re
from contextlib import suppress

from actions.client import ApiRefused, ApiUnavailable, GuideApi
from actions.moves import names_a_day
from actions.reply import Reply
from actions.turn import Turn

ASKS_FOR_A_DAY = re.compile(
    r"(?:能|可以|行|好)(?:直接)?(?:去|来|过来|过去)?(?:办|弄|搞)(?:理)?(?:得)?[吗么嘛不没啵](?=$|[，。？?！!,])"
    r"|(?:能|可以)(?:去|来|过来|过去)[吗么嘛不没啵](?=$|[，。？?！!,])|(?:能不能|可不可以)[^，。]{0,8}(?:办|去|来)"
    r"|(?:上班|开门|有人|办公)[吗么嘛不没]"
)
HOURS = re.compile(r"^(?:时间：|.*周六)")


async def with_hours(answer: Reply, turn: Turn, api: GuideApi) -> Reply:
    """`answer`, with the window's hours where the words also ask for a day."""
    park_id, matter_id = answer.context.get("park_id"), answer.context.get("matter_id")
    asks = names_a_day(turn.words) and ASKS_FOR_A_DAY.search(turn.words)
    if answer.outcome != "card" or not (asks and park_id and matter_id):
        return answer
    with suppress(ApiRefused, ApiUnavailable):
        window = await api.answer(topic="window", matter_id=matter_id, park_id=park_id)
        lines = [line for line in str(window["text"]).splitlines() if HOURS.match(line)]
        answer.text = "\n".join([answer.text, *lines])
    return answer
