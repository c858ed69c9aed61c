"""A pre-check of the materials: starting it, and taking the answers to its questions."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.base import GuideAction
from actions.choosing.offered import Offered, offer_again, offered_to
from actions.client import ApiRefused, GuideApi, Json
from actions.conversation.aside import answer_aside
from actions.moves import abandons, read_ordinal, says_no, says_yes
from actions.parks import park_in
from actions.pending import puts_again
from actions.plain_wishes import begins_when
from actions.precheck.asking import AGREE, CHECK, DECLINE, STOP, judge, next_step, stopped, waiting
from actions.precheck.progress import APPLIES, HAVE, MISSING, SPARED, Progress
from actions.precheck.wishes import asks_about_later, asks_for_check, tells_of_papers
from actions.questions.answer import as_reply
from actions.reply import HANDOFF, Reply
from actions.texts import say
from actions.turn import Turn

OPEN = frozenset({"clarify", "ask_matter"})
"""Outcomes after which api wants to know the matter first."""
PATIENCE = 2
"""Answers in a row that may be misread before the materials are asked for one at a time."""
ONE_BY_ONE = re.compile(r"一[项个样条件][一地来对看问过核]|逐[项条个一]|挨个|一样样|一个个")
LEAVES = re.compile(r"(先|就)?不(看|查|对|核对|检查|弄)了?(吧|啊)?|先这样|不用(看|查|对)了?")
AGREES = re.compile(r"(?<!不)(?:同意|愿意|承诺|接受)")
DECLINES = re.compile(r"不(?:同意|愿意?|想|承诺|接受)|还是(?:带|补|交)")
PROMISE = "承诺"
ASKS_OF_PROMISE = re.compile(r"吗|么|怎|什么|哪|啥|多久|几|会不会|？|\?|的话|如果|要是|做不到|后果")
WITHOUT_PROMISE = re.compile(
    r"不(?:走|用|想|选|要|签|采用|愿意?|打算)[^，。]{0,6}承诺|不承诺|不签|不愿意?签"
)
NOT_SURE = re.compile(r"不(?:知道|清楚|确定|晓得|太?懂|明白)|拿不准|搞不清|说不好")
PLAIN_NO = re.compile(r"都?(?:没有?|冇得?)[的了啊呀]?")
IN_THIS_CASE = re.compile(r"(我们?)?(都?是|属于|就是|有|符合|都要)的?(这[种个些])?(情况|情形)?的?")
NAMING = frozenset({"find_matter", "nlu_fallback", "ask_precheck"})
"""Kinds of messages that may tell the matter when it was asked for."""


class ActionPrecheck(GuideAction):
    """Begins a pre-check, or takes a button of one."""

    topic = "precheck"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_precheck"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Take the button of a question, also of an earlier one; otherwise begin."""
        progress = Progress.of(turn.slots.get("precheck"))
        if turn.intent == "answer_precheck" and progress is not None:
            return await _pressed(progress, turn, api)
        if asks_about_later(turn):
            return await tell_again(turn, api)
        return await start_precheck(turn, api)


@begins_when("ask_precheck", asks_about_later)
async def tell_again(turn: Turn, api: GuideApi) -> Reply:
    """The result once more: it says of each missing material whether it may come later."""
    progress = Progress.of(turn.slots.get("precheck"))
    assert progress is not None
    return await judge(progress, turn, api)


@begins_when("ask_precheck", tells_of_papers)
@begins_when("ask_precheck", asks_for_check)
async def start_precheck(turn: Turn, api: GuideApi, matter_id: str | None = None) -> Reply:
    """Begin with the list of the current matter, or of the one that the message names.

    Args:
        matter_id: the matter that was just chosen; the words are read for no other then.
    """
    if matter_id is None and turn.matter_id and turn.words:
        begun = await _with_pointed_words(turn, api)
        if begun:
            return begun
    if matter_id is None and turn.matter_id is None and (offered := offered_to(turn)):
        return _which(offered)
    found = await _list(turn, api, matter_id, None if matter_id else turn.text)
    return await _begun(found, turn, api)


def _which(offered: Offered) -> Reply:
    """The matters that were just offered, put again: the papers of one of them are meant."""
    return Reply(
        say("choosing.which_of_these", count=len(offered)),
        offer_again(offered),
        outcome="clarify",
        slots={"expecting": "precheck.matter", "pending_topic": None, "offered": offered},
    )


async def _with_pointed_words(turn: Turn, api: GuideApi) -> Reply | None:
    """The reply to words that speak of single materials of the current matter; None for others."""
    progress = _going_on(turn)
    if progress is None:
        found = await _list(turn, api, turn.matter_id, None)
        progress = Progress.begun(found["card"]) if found.get("card") else None
    if progress is None:
        return None
    shown = progress.done or turn.slots.get("last_topic") in ("materials", "precheck")
    said = await _read(progress, turn, api, bare=None)
    if not (said["pointed"] or said["unlisted"] or (shown and said["states"])):
        return None
    lead = _about_unlisted(said)
    told = await next_step(progress.told(said["states"]), turn, api, lead)
    if told.outcome == "asked" and told.card is None:
        told.card = progress.card
    return told


def _going_on(turn: Turn) -> Progress | None:
    """The pre-check of the current matter that was begun or finished before."""
    progress = Progress.of(turn.slots.get("precheck"))
    return progress if progress and progress.matter_id == turn.matter_id else None


async def _list(turn: Turn, api: GuideApi, matter_id: str | None, query: str | None) -> Json:
    return await api.answer(
        topic="precheck",
        query=query,
        matter_id=matter_id or turn.matter_id,
        park_id=(await park_in(turn.words, api)) or turn.park_id,
        channel=turn.state.get("channel"),
    )


async def _begun(found: Json, turn: Turn, api: GuideApi) -> Reply:
    """The first question; what api says where there is no list, or no matter yet."""
    reply = as_reply(found, {"topic": "precheck"})
    reply.slots["pending_topic"] = None
    if found["outcome"] in OPEN:
        reply.slots["expecting"] = "precheck.matter"
        return reply
    reply.slots["expecting"] = None
    if not found.get("card"):
        if found.get("outcome") == "answered" and found.get("matter_id"):
            reply.buttons = [CHECK, *reply.buttons]
        return reply
    progress = Progress.begun(found["card"])
    asked = await next_step(progress, turn, api)
    if asked.outcome != "asked":
        return asked
    asked.text, asked.card = found["text"], progress.card
    asked.context = {**reply.context, "topic": "precheck"}
    return asked


@puts_again("precheck")
async def ask_again(turn: Turn, api: GuideApi) -> Reply | None:
    """The question of the pre-check that waits."""
    progress = Progress.of(turn.slots.get("precheck"))
    if progress is None or progress.done or progress.step == "judge":
        return _promise_again(progress)
    pending = await next_step(progress, turn, api)
    pending.text = say("precheck.still_open") + pending.text
    return pending


def _promise_again(progress: Progress | None) -> Reply | None:
    if progress is None or progress.promise is None:
        return None
    text = say("precheck.still_open") + str(progress.promise["text"])
    return waiting(progress, "promise", text, [AGREE, DECLINE, STOP])


async def resume_precheck(turn: Turn, api: GuideApi) -> Reply:
    """Take an answer to the pending question of a pre-check, whatever form it has."""
    step = (turn.expecting or "").removeprefix("precheck.")
    progress = Progress.of(turn.slots.get("precheck"))
    if _leaves(turn):
        return stopped(turn)
    if step == "matter":
        return await _matter_told(turn, api)
    if progress is None:
        return await start_precheck(turn, api)
    if turn.pressed:
        return await _pressed(progress, turn, api)
    if step == "promise":
        return await _promised(progress, turn, api)
    try:
        return await _answered(progress, turn, api)
    except ApiRefused as changed:  # another edition of the list came into force meanwhile
        return await _from_the_beginning(changed, turn, api)


def _leaves(turn: Turn) -> bool:
    if turn.pressed:
        return turn.intent == "stop"
    said = turn.words.strip("。，！,.! ")
    return LEAVES.fullmatch(said) is not None or abandons(said)


async def _from_the_beginning(changed: ApiRefused, turn: Turn, api: GuideApi) -> Reply:
    reply = await _begun(await _list(turn, api, None, None), turn, api)
    reply.text = f"{changed.detail}\n{reply.text}"
    return reply


async def _matter_told(turn: Turn, api: GuideApi) -> Reply:
    """The answer to "for which matter"."""
    offered = offered_to(turn)
    index = read_ordinal(turn.words, len(offered)) if offered and not turn.pressed else None
    if index is not None and 0 <= index < len(offered):
        return await start_precheck(turn, api, offered[index]["matter_id"])
    if turn.pressed or turn.surely("none_of_these", "deny"):
        return stopped(turn)
    if turn.intent not in NAMING and (aside := await answer_aside(turn, api)):
        return aside
    return await _begun(await _list(turn, api, None, turn.text), turn, api)


async def _pressed(progress: Progress, turn: Turn, api: GuideApi) -> Reply:
    field, number = turn.entities.get("field"), turn.entities.get("item")
    if field in ("agree", "decline") or (turn.expecting == "precheck.promise" and field is None):
        if progress.promise is None:
            return await next_step(progress, turn, api)
        agrees = field == "agree" or turn.intent == "affirm"
        return await _with_promise(progress, turn, api, agrees)
    if field == "singly":
        return await next_step(replace(progress, singly=True), turn, api)
    if field == "all":
        progress = progress.told({str(n): HAVE for n in progress.unknown})
    elif field == "spared" and number is None:
        progress = progress.told({str(n): SPARED for n in progress.conditional})
    elif field in (HAVE, MISSING, SPARED, APPLIES) and _on_the_list(progress, number):
        progress = progress.told({str(number): field})
    return await next_step(progress, turn, api)


def _on_the_list(progress: Progress, number: str | None) -> bool:
    return number is not None and 1 <= int(number) <= len(progress.names)


async def _answered(progress: Progress, turn: Turn, api: GuideApi) -> Reply:
    """An answer in words: what it tells is taken, what it asks is answered."""
    if ONE_BY_ONE.search(turn.words):
        return await next_step(replace(progress, singly=True), turn, api)
    states, said = await _understood(progress, turn, api)
    if states:
        lead = _about_unlisted(said) or _about_always_needed(progress, states)
        return _meant("inform", await next_step(progress.told(states), turn, api, lead))
    aside = await answer_aside(turn, api)
    if aside is not None and aside.outcome != "not_found":
        return aside
    if said["unlisted"]:
        return await next_step(progress, turn, api, _about_unlisted(said))
    return await _misread(progress, turn, api)


async def _understood(progress: Progress, turn: Turn, api: GuideApi) -> tuple[dict[str, str], Json]:
    """What the words tell, by number, and all that api read in them."""
    applies = progress.step == "applies"
    said = await _read(progress, turn, api, bare=HAVE if applies else MISSING)
    if applies:
        return _cases(progress, turn, said), said
    states = dict(said["states"])
    if not states and len(progress.asked) == 1:
        states = _plainly(progress, progress.asked[0], turn)
    return states, said


def _plainly(progress: Progress, number: int, turn: Turn) -> dict[str, str]:
    """A yes, a no or a doubt about the one material that was asked about."""
    if says_yes(turn.words):
        return {str(number): HAVE}
    if PROMISE in progress.item(number)["name"] and (way := _by_promise(turn.words)):
        return {str(number): way}
    asks = turn.asks_something and turn.intent not in NAMING
    doubtful = NOT_SURE.search(turn.words) and not asks
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
    # In doubt the paper is taken to be needed.
    if says_yes(words) or IN_THIS_CASE.fullmatch(words) or NOT_SURE.search(words):
        return dict.fromkeys(asked, APPLIES)
    if says_no(words) or PLAIN_NO.fullmatch(words):
        return dict.fromkeys(asked, SPARED)
    told = {
        number: APPLIES if state == HAVE else SPARED for number, state in said["states"].items()
    }
    if said["pointed"] and set(told.values()) == {APPLIES}:
        return {**dict.fromkeys(asked, SPARED), **told}
    return told


async def _promised(progress: Progress, turn: Turn, api: GuideApi) -> Reply:
    """The answer to "do you promise this": a clear yes, or no."""
    if DECLINES.search(turn.words) or says_no(turn.words):
        return await _with_promise(progress, turn, api, agrees=False)
    if says_yes(turn.words) or (AGREES.search(turn.words) and not turn.asks_something):
        return await _with_promise(progress, turn, api, agrees=True)
    if aside := await answer_aside(turn, api):
        return aside
    again = _promise_again(progress)
    return again or await judge(progress, turn, api)


async def _with_promise(progress: Progress, turn: Turn, api: GuideApi, agrees: bool) -> Reply:
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


async def _read(progress: Progress, turn: Turn, api: GuideApi, bare: str | None) -> Json:
    asked = progress.asked or list(range(1, len(progress.names) + 1))
    return await api.read_materials(turn.words, progress.names, asked, bare)


def _about_always_needed(progress: Progress, states: dict[str, str]) -> str:
    """What to say where a material was said to be of no use and the guide names no such case."""
    for number, state in states.items():
        if state == SPARED and not progress.item(int(number)).get("when"):
            return say("precheck.always", name=progress.item(int(number))["name"])
    return ""


def _about_unlisted(said: Json) -> str:
    """What to say of a paper that was spoken of and is not on the list."""
    if not said["unlisted"]:
        return ""
    first = said["unlisted"][0]
    if first["matter_name"]:
        return say("precheck.unlisted_ours", name=first["name"], matter=first["matter_name"])
    return say("precheck.unlisted", name=first["name"])


def _meant(intent: str, reply: Reply) -> Reply:
    """Name the move that the words made; the classifier saw only words."""
    reply.context = {"intent": intent, **reply.context}
    return reply
