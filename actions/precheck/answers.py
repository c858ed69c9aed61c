"""Taking the answers to the questions of a pre-check, in whatever words they come."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.booking.book import start_booking
from actions.booking.wishes import wants_new_visit
from actions.client import GuideApi, Json
from actions.conversation.aside import answer_aside
from actions.journey.asides import in_order
from actions.moves import names_a_day, says_no, says_yes
from actions.parks import park_in, park_name, says_more
from actions.precheck.asking import AGREE, DECLINE, STOP, judge, lacking, next_step, waiting
from actions.precheck.beginning import first_question, list_of
from actions.precheck.cases import not_the_case
from actions.precheck.doubts import answer_doubt, later, settled
from actions.precheck.progress import APPLIES, HAVE, MISSING, SPARED, Progress
from actions.precheck.told import about_always_needed, about_unlisted, read
from actions.precheck.wishes import (
    ASKS_OF_PROMISE,
    ELSEWHERE,
    GOES_ON,
    NAMING,
    ONE_BY_ONE,
    TELLS,
    WANTS_ELSE,
    asks,
    asks_for_check,
    asks_later,
    asks_whether_it_will_do,
    puts_off,
)
from actions.reply import HANDOFF, Reply, understood
from actions.texts import say
from actions.turn import Turn

PATIENCE = 2
"""Answers in a row that may be misread before the materials are asked for one at a time."""
AGREES = re.compile(r"(?<!不)(?:同意|愿意|承诺|接受)")
DECLINES = re.compile(r"不(?:同意|愿意?|想|承诺|接受)|还是(?:带|补|交)")
PROMISE = "承诺"
WITHOUT_PROMISE = re.compile(
    r"不(?:走|用|想|选|要|签|采用|愿意?|打算)[^，。]{0,6}承诺|不承诺|不签|不愿意?签"
)
NOT_SURE = re.compile(
    r"不(?:知道|清楚|确定|晓得|太?懂|明白)|拿不准|[搞记弄]不(?:清|得)|说不[好准]|忘(?:记)?了"
)
SKIPS = re.compile(
    r"(?:那|就|这个|这项|先|我们?)*(?:跳过|略过|过|下一[个项样条])(?:吧|了|这个|这项)*"
)
THAT_ONE_DONE = re.compile(
    r"(?:那[个份张]?|这[个份张]?|它|现在|已经|刚刚?|今天|昨天|也)*"
    r"(?:写|画|开|签|盖|填|编|印|抄|拍|拟|换|补|考|刻|出|批|发|拿|下|做|弄|办)(?:好|到|出来|下来|来|回来)+了?的?"
)
THAT_ONE = re.compile(r"(?:那[个份张]|这[个份张]|它)(?:我们?|已经|也|就|是|倒)*有[的了啊]*")
BEFORE = re.compile(
    r"(?:上|前)(?:面)?(?:那|一)?(?:个|项|样|条)|刚才(?:那个|那项|那样|说的)?|(?:我|说|弄|搞|记|讲|填|点)+[错反]了|不对"
)
"""Speaks of the paper asked about before, and puts it right."""
ALL_THERE = re.compile(
    r"(?:现在|已经|全|都|也)*(?:齐|备好|准备好|备齐|弄好|办好|拿到|带)(?:了|好|齐|的)*"
)
"""Says of the papers themselves that they are there, whatever the case is."""
PLAIN_NO = re.compile(r"都?(?:没有?|冇得?)[的了啊呀]?")
IN_THIS_CASE = re.compile(r"(我们?)?(都?是|属于|就是|有|符合|都要)的?(这[种个些])?(情况|情形)?的?")


async def answered(progress: Progress, turn: Turn, api: GuideApi) -> Reply:
    """An answer in words: what it tells is taken, what it asks is answered."""
    if ONE_BY_ONE.search(turn.words):
        return await next_step(replace(progress, singly=True), turn, api)
    if beside := await _in_park(progress, turn, api) or await in_order(turn, api):
        return beside
    asked = await answer_doubt(progress, turn, api)
    doubt = asked.text if asked else None
    if asked and asked.about:
        progress = replace(progress, about=asked.about)
    states, said = await _understood(progress, turn, api, doubted=doubt is not None)
    spared = _not_ours(progress, turn.words)
    # 别的都有 is not said of what this case does not need.
    others = {number: told for number, told in states.items() if told != HAVE}
    states = {**states, **spared, **others}
    if states:
        return await _taken(progress.told(states), states, said, doubt, turn, api)
    return await _nothing_told(progress, said, doubt, turn, api)


async def _nothing_told(
    progress: Progress, said: Json, doubt: str | None, turn: Turn, api: GuideApi
) -> Reply:
    """The reply to words that tell nothing of the papers: a doubt, an aside, or misread."""
    if doubt is None and puts_off(turn.words):
        doubt = await later(progress, turn, api)
    if doubt is not None:
        return await settled(doubt, progress, turn, api)
    if on := await _goes_on(progress, said, turn, api):
        return on
    aside = await answer_aside(turn, api)
    if aside is not None and not _leads_astray(aside, progress, turn):
        return aside
    if asks(turn.words):
        return await settled(say("precheck.not_known"), progress, turn, api)
    return await _misread(progress, turn, api)


async def _goes_on(progress: Progress, said: Json, turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to a paper that is not on the list, a wish to book, or words that go on."""
    if said["unlisted"] and turn.says("tells_of_papers"):
        return understood("inform", await next_step(progress, turn, api, about_unlisted(said)))
    at_a_time = turn.surely("book", "choose_date", "choose_slot") and names_a_day(turn.words)
    if at_a_time or wants_new_visit(turn):
        return understood("book", await start_booking(turn, api))
    plain = turn.words.strip("。，！,.! ")
    if GOES_ON.fullmatch(plain) or SKIPS.fullmatch(plain):
        return await next_step(progress, turn, api)
    if turn.intent == "ask_precheck" or asks_for_check(turn):
        return await _checked_anew(progress, turn, api)
    return None


def _leads_astray(aside: Reply, progress: Progress, turn: Turn) -> bool:
    """Whether an answer is of something that the words only sound like: they wish nothing else."""
    if aside.outcome == "not_found":
        return True
    if turn.intent not in NAMING or WANTS_ELSE.search(turn.words):
        return False
    named = aside.context.get("decision") == "match" and not asks(turn.words)
    return aside.context.get("matter_id") != progress.matter_id and not named


async def _checked_anew(progress: Progress, turn: Turn, api: GuideApi) -> Reply:
    """The question once more, or that of another matter whose papers are to be gone through."""
    found = await list_of(turn, api, None, turn.text)
    if found.get("matter_id") in (None, progress.matter_id):
        return await next_step(progress, turn, api)
    return await first_question(found, turn, api)


async def _in_park(progress: Progress, turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to a park that is told while the papers are asked for, and nothing else."""
    park_id = await park_in(turn.words, api)
    if park_id is None or says_more(turn.words) or TELLS.search(turn.words):
        return None
    lead = say("precheck.park_noted", park=await park_name(park_id, api))
    noted = await next_step(progress, turn, api, lead)
    noted.context["park_id"] = park_id
    return understood("choose_park", noted)


def _not_ours(progress: Progress, words: str) -> dict[str, str]:
    """What the words tell of cases that are not given; nothing where they ask something."""
    asking = asks(words) or ELSEWHERE.search(words)
    return {} if asking else not_the_case(words, progress)


async def _taken(
    progress: Progress,
    states: dict[str, str],
    said: Json,
    doubt: str | None,
    turn: Turn,
    api: GuideApi,
) -> Reply:
    """What was told is kept; a question told beside it is answered, unless the result does."""
    unlisted = about_unlisted(said) or about_always_needed(progress, states)
    lead = unlisted or lacking(progress, states)
    if asks_later(turn.words):  # the result tells it; a question would leave it open
        lead = lead if progress.step == "judge" else await later(progress, turn, api)
    elif doubt and not asks_whether_it_will_do(turn.words):
        lead = doubt
    return understood("inform", await next_step(progress, turn, api, lead))


async def _understood(
    progress: Progress, turn: Turn, api: GuideApi, doubted: bool
) -> tuple[dict[str, str], Json]:
    """What the words tell, by number, and all that api read in them.

    Args:
        doubted: whether they ask something: a paper that is only named is not told of then.
    """
    applies = progress.step == "applies"
    said = await read(progress, turn, api, bare=None if doubted else HAVE if applies else MISSING)
    if doubted and not said["pointed"]:
        return {}, said
    if applies:
        return _cases(progress, turn, said), said
    states = dict(said["states"])
    if progress.singly and BEFORE.search(turn.words) and not said["pointed"]:
        return _of_the_one_before(progress, turn), said
    if not (states or doubted):
        states = _of_the_one_spoken_of(progress, turn)
    if not states and len(progress.asked) == 1:
        states = _plainly(progress, progress.asked[0], turn)
    return states, said


def _of_the_one_spoken_of(progress: Progress, turn: Turn) -> dict[str, str]:
    """That the paper last asked about, or told to be missing, is there: 写好了, 那个有的."""
    words = turn.words.strip("。，！,.! ")
    lacking = [number for number, state in progress.states.items() if state == MISSING]
    spoken_of = progress.about or (lacking[-1] if lacking else None)
    asked_about = progress.about is not None
    done = THAT_ONE_DONE.fullmatch(words) or (asked_about and THAT_ONE.fullmatch(words))
    several = len(progress.asked) > 1
    return {str(spoken_of): HAVE} if spoken_of and done and several else {}


def _of_the_one_before(progress: Progress, turn: Turn) -> dict[str, str]:
    """What is put right of the paper asked about before: 上一个我说错了，没有."""
    before = (progress.asked or [len(progress.names) + 1])[0] - 1
    words = BEFORE.sub("", turn.words).strip("，,。 ")
    if before < 1:
        return {}
    if PLAIN_NO.fullmatch(words):
        return {str(before): MISSING}
    return {str(before): HAVE} if says_yes(words) or ALL_THERE.fullmatch(words) else {}


def _plainly(progress: Progress, number: int, turn: Turn) -> dict[str, str]:
    """A yes, a no or a doubt about the one material that was asked about."""
    if says_yes(turn.words):
        return {str(number): HAVE}
    if PROMISE in progress.item(number)["name"] and (way := _by_promise(turn.words)):
        return {str(number): way}
    other = turn.asks_something and turn.intent not in NAMING
    skips = SKIPS.fullmatch(turn.words.strip("。，！,.! ")) is not None
    unsure = NOT_SURE.search(turn.words) is not None and not other
    doubtful = puts_off(turn.words) or skips or unsure
    return {str(number): MISSING} if doubtful or says_no(turn.words) else {}


def _by_promise(words: str) -> str | None:
    """Whether the way with a promise is taken, said of a paper that is such a promise."""
    if ASKS_OF_PROMISE.search(words):
        return None
    if WITHOUT_PROMISE.search(words):
        return SPARED
    return HAVE if AGREES.search(words) else None


def _cases(progress: Progress, turn: Turn, said: Json) -> dict[str, str]:
    """The answer to "is yours one of these cases": which materials are needed, which not."""
    asked = [str(number) for number in progress.asked]
    words = turn.words.strip("。，！,.! ")
    if ALL_THERE.fullmatch(words):
        return dict.fromkeys(asked, HAVE)
    # In doubt the paper is taken to be needed.
    if says_yes(words) or IN_THIS_CASE.fullmatch(words) or NOT_SURE.search(words):
        return dict.fromkeys(asked, APPLIES)
    if says_no(words) or PLAIN_NO.fullmatch(words):
        return dict.fromkeys(asked, SPARED)
    follows = puts_off(words)
    if follows and not said["pointed"]:
        return {}
    told = {
        number: APPLIES if state == HAVE or follows else SPARED
        for number, state in said["states"].items()
        if number in asked
    }
    others = {number: said["states"][number] for number in said["states"].keys() - told.keys()}
    if said["pointed"] and set(told.values()) == {APPLIES}:
        return {**dict.fromkeys(asked, SPARED), **told, **others}
    return {**told, **others}


async def promised(progress: Progress, turn: Turn, api: GuideApi) -> Reply:
    """The answer to "do you promise this": a clear yes, or no."""
    if DECLINES.search(turn.words) or says_no(turn.words):
        return await with_promise(progress, turn, api, agrees=False)
    if says_yes(turn.words) or (AGREES.search(turn.words) and not turn.asks_something):
        return await with_promise(progress, turn, api, agrees=True)
    if (doubt := await answer_doubt(progress, turn, api)) is not None:
        return await settled(doubt.text, progress, turn, api)
    if aside := await answer_aside(turn, api):
        return aside
    again = promise_again(progress)
    return again or await judge(progress, turn, api)


async def with_promise(progress: Progress, turn: Turn, api: GuideApi, agrees: bool) -> Reply:
    """The result with the promise that was offered, or without it."""
    assert progress.promise is not None
    lead = str(progress.promise["agreed"]) if agrees else say("precheck.declined")
    return await judge(progress, turn, api, lead, promised=agrees)


async def _misread(progress: Progress, turn: Turn, api: GuideApi) -> Reply:
    progress = replace(progress, misses=progress.misses + 1)
    if progress.misses < PATIENCE:
        return await next_step(progress, turn, api, say("precheck.misread"))
    reply = await next_step(replace(progress, singly=True), turn, api, say("precheck.singly"))
    reply.buttons = [*reply.buttons, HANDOFF]
    return reply


def promise_again(progress: Progress | None) -> Reply | None:
    """The promise that waits for an answer, put again; None when none does."""
    if progress is None or progress.promise is None:
        return None
    text = say("precheck.still_open") + str(progress.promise["text"])
    return waiting(progress, "promise", text, [AGREE, DECLINE, STOP])
