"""An existing booking: looking it up, moving it, cancelling it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from actions import english_moves as english
from actions.agreement import agrees
from actions.base import GuideAction
from actions.booking.answers import choose_time, read_time
from actions.booking.card import booking_card
from actions.booking.draft import Draft
from actions.booking.echo import matter_name
from actions.booking.steps import next_step
from actions.booking.waiting import about_the_list, speaks_of_list
from actions.booking.wishes import asks_for_seat, names_only_a_time, wants_new_visit
from actions.calendar_words import say_moment
from actions.client import ApiRefused, GuideApi, Json
from actions.conversation.small_talk import NEXT_STEPS
from actions.moves import abandons, says_no, says_yes
from actions.parks import park_name
from actions.plain_wishes import begins_when, plain_wish
from actions.precheck.wishes import puts_off
from actions.questions.answer import answer_question
from actions.questions.topics import TOPIC_OF_INTENT
from actions.reading import (
    CODE,
    CODE_NAMED,
    LAST_FOUR_NAMED,
    only_a_name,
    read_code,
    read_last_four,
)
from actions.reply import BOOK, HANDOFF, IDLE, Button, Reply, labelled, understood
from actions.texts import say, told
from actions.turn import Turn

MOVES = re.compile(
    r"改[到成为]|改期|改约|改签|改一?下|改个?时间|换[到成个一]|[改换](?=大?[今明后]天|[下这]个?[周星礼]|[周星礼][一二三四五六日天期拜]|[\d一二三四五六七八九十]+[号点])|推迟|推后|提前|提早|往[前后]|顺延|延[后期]|挪"
    r"|[早晚](?:[一两二三]|半)个?(?:天|小时|钟头)"
)
CALLS_OFF = re.compile(
    r"(?<![不别])取消|退号|退[掉了]|撤[销掉了]|[不没](?:去|来)了|[去来]不了|[去来]不成|不[办约]了"
)
FORGOTTEN = re.compile(
    r"忘|找不[到着]|不记得|记不[得住清]|没有?(?:预约)?码|丢了|弄丢|删[了掉]|没[存记保]|不晓得|不知道|想不起"
)
CODE_FORGOTTEN = re.compile(
    rf"(?:码|编号|短信|卡片|凭证|号码?).{{0,6}}(?:{FORGOTTEN.pattern})"
    rf"|(?:{FORGOTTEN.pattern}).{{0,4}}(?:码|编号|短信|卡片|凭证)"
)
"""Says so before the code is asked for."""
_WHEN = r"(?:几点|哪一?天|几号|什么时候|啥时候|几时|周几|星期几|什么时间|时间)"
OWN_TIME = re.compile(
    rf"我(?:们)?(?:是|到底|该|要|应该|究竟)?{_WHEN}(?:钟)?(?:去|来|到|办|过去|过来)"
    rf"|(?:我|预)?约的?(?:是|到|在|了)?(?:的)?(?:个)?{_WHEN}|{_WHEN}(?:的)?(?:约|预约|号)"
)
NOT_COMING = re.compile(
    r"(?:要是|如果|万一|假如|临时|到时候?).{0,8}(?:[来去到]不了|不能来|没(?:法|空|时间)来?|有事|迟到|赶不[上到]|晚到|错过|过号|忘了)"
    r".{0,8}(?:怎|咋|可以|能|行|咯|呢|吗|么|办)"
    r"|(?:迟到|过号|错过|爽约).{0,8}(?:怎|咋|会|要紧|还能|可以)"
)
HAS_ONE = re.compile(
    r"(?:我的|那个|之前|原来|原先|上次|已经|刚才|[今明昨前后]天|[周星期礼拜]+[一二三四五六日天])[^，。再重]{0,5}(?:预约|约的|的号|那个号)"
    r"|(?<!没)(?<!有)(?<!要)约(?:好|过|了)(?:的|以?后)?[^，。再重]{0,8}(?:来不了|去不了|改|换|推|取消|退)"
)
"""Speaks of a booking as one that is there."""
LONGEST_YES = 10
"""Characters of a yes that says nothing else."""
ANOTHER = re.compile(r"再|还|另|又|别的|其他|重新|给我|帮我|我要|我想")
"""Shows that another visit is wanted."""
CONFIRMS_MOVE = re.compile(
    r"(?:[对是嗯好行的了，, ]|可以)*(?:确认|确定|同意|没错|就[这那][么样个])+[的了，,]*"
    r"(?:改|变更|更改|修改|调|挪|换)(?:期|时间|到那天)?(?:了|吧|的|好了|啦)*"
)
"""Agrees to a visit that is moved already: 确认改."""
CANCELS = re.compile(r"(?<![不别])(?<!不[想要用])(取消|退掉?|撤销)(这个|我的|掉)?(预约|约|号)")
LEAVES = re.compile(r"不(用|想|要)?(查|找|取消|改)了|找不到就算了")
PURPOSES = {"booking_lookup": "lookup", "cancel_booking": "cancel", "move_booking": "move"}
WAYS_OUT = [labelled("booking.leave_button", "stop"), HANDOFF]
STEPS = {
    "lookup": [
        labelled("booking.change_time_button", "move_booking"),
        labelled("booking.cancel_button", "cancel_booking"),
    ],
    "cancel": [
        labelled("booking.cancel_surely_button", "affirm"),
        labelled("booking.keep_button", "deny"),
    ],
}


class ActionAppointment(GuideAction):
    """Finds a booking by its code and the last digits of its phone, then does what was asked."""

    topic = "booking"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_appointment"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Take code and proof from the words, or from this conversation's own booking."""
        if speaks_of_list(turn):
            return await about_the_list(turn, api)
        if asks_if_not_coming(turn):
            return await tell_if_not_coming(turn, api)
        if agrees_once_more(turn) and not turn.pressed:
            return await tell_it_stands(turn, api)
        new = wants_new_visit(turn) or asks_for_seat(turn.words) or names_only_a_time(turn)
        if not (new or puts_off(turn.words)):
            return await start_appointment(turn, api)
        return await plain_wish(turn, api) or await start_appointment(turn, api)


def changes_own_visit(turn: Turn) -> bool:
    """Whether the words move or cancel the booking made or looked up in this conversation."""
    return bool(turn.slots.get("visit")) and _purpose_in(turn.words) is not None


def speaks_of_a_visit(words: str) -> bool:
    """Whether words move or call off a visit that somebody says is there: 明天那个预约来不了."""
    return HAS_ONE.search(words) is not None and _purpose_in(words) is not None


def _purpose_in(words: str) -> str | None:
    """What the words want done with a booking; a new day counts before a reason to stay away."""
    if MOVES.search(words):
        return "move"
    return "cancel" if CALLS_OFF.search(words) else None


def asks_if_not_coming(turn: Turn) -> bool:
    """Whether somebody asks what to do should they not be able to come, or come late."""
    return not read_code(turn.words) and NOT_COMING.search(turn.words) is not None


@begins_when("booking_lookup", asks_if_not_coming)
async def tell_if_not_coming(turn: Turn, api: GuideApi) -> Reply:
    """That a visit can be moved or cancelled at any time; nothing is changed yet."""
    context = {"topic": "booking"}
    return Reply(
        say("booking.existing_if_not"), STEPS["lookup"], outcome="answered", context=context
    )


def agrees_once_more(turn: Turn) -> bool:
    """Whether a yes comes after the visit is booked: 确认预约, said twice, books nothing new."""
    booked = turn.slots.get("visit") or turn.state.get("booking_code")
    short = len(turn.words) <= LONGEST_YES and not ANOTHER.search(turn.words)
    says_so = agrees(turn.words) or CONFIRMS_MOVE.fullmatch(turn.words.strip("。，！!,. "))
    return bool(booked) and turn.state.get("topic") == "booking" and short and bool(says_so)


async def tell_it_stands(turn: Turn, api: GuideApi) -> Reply:
    """That nothing more is to be confirmed, with the visit as it stands."""
    stands = await start_appointment(replace(turn, intent="booking_lookup"), api)
    stands.text = f"{say('booking.stands')}\n{stands.text}"
    return stands


def asks_own_time(turn: Turn) -> bool:
    """Whether somebody asks when the visit is that was booked here: 我几点去来着."""
    known = turn.slots.get("visit") or turn.state.get("booking_code")
    return bool(known) and OWN_TIME.search(turn.words) is not None


@begins_when("booking_lookup", asks_own_time)
async def start_appointment(turn: Turn, api: GuideApi) -> Reply:
    """Do what `turn` asks with a booking, or ask which one."""
    known = turn.slots.get("visit") or {}
    code = read_code(turn.words) or turn.state.get("booking_code") or known.get("code")
    last4 = read_last_four(turn.words)
    if last4 is None and known.get("code") == code:
        last4 = known.get("last4")
    purpose = _purpose_in(turn.words) or PURPOSES.get(turn.intent, "lookup")
    if code is None and CODE_FORGOTTEN.search(turn.words):
        asked = {"purpose": purpose, "last4": last4, "words": turn.words}
        return _waiting("code", say("booking.existing_forgotten"), asked)
    return await _proceed(purpose, code, last4, turn, api)


async def resume_appointment(turn: Turn, api: GuideApi) -> Reply:
    """Take the code, the proof, or the yes that was asked for."""
    asked = turn.slots.get("draft") or {}
    step = (turn.expecting or "").removeprefix("visit.")
    code, last4 = read_code(turn.words), read_last_four(turn.words)
    proved = bool(code or last4)
    purpose = _purpose_told(turn, proved)
    if purpose:
        asked = {**asked, "purpose": purpose}
    insists = asked.get("purpose") == "cancel" and CALLS_OFF.search(turn.words) is not None
    gives_up = not (proved or purpose or insists) and _gives_up(turn)
    if step == "confirm":
        if _means_it(turn):
            return await _cancel(asked, api)
        return Reply(
            say("booking.existing_kept"),
            NEXT_STEPS,
            outcome="kept",
            context={"topic": "booking"},
            slots=IDLE,
        )
    if gives_up or (turn.pressed and turn.intent in ("deny", "stop")):
        return Reply(
            say("booking.existing_left"),
            [BOOK, HANDOFF],
            outcome="stopped",
            context={"topic": "booking"},
            slots=IDLE,
        )
    if not proved and (without := _without_proof_told(step, asked, turn)):
        return without
    if turn.asks_something and not any(map(str.isdigit, turn.words)):
        return await _asked_beside(step, asked, turn, api)
    last4 = last4 or asked.get("last4") or (asked.get("tried") if code else None)
    code = code or asked.get("code")
    if says_no(turn.words):
        return Reply(
            say("booking.existing_not_found"),
            [HANDOFF],
            outcome="refused",
            context={"topic": "booking"},
            slots=IDLE,
        )
    return await _proceed(asked.get("purpose", "lookup"), code, last4, turn, api)


async def _asked_beside(step: str, asked: dict[str, Any], turn: Turn, api: GuideApi) -> Reply:
    """The answer to a question put in the place of a code: 那怎么办 asks what to do without."""
    answer = await answer_question(turn, api, TOPIC_OF_INTENT[turn.intent])
    if answer.outcome == "not_found" and step in ("code", "proof"):
        return _waiting(step, say("booking.existing_forgotten"), asked)
    answer.slots.update(IDLE)
    return answer


def _without_proof_told(step: str, asked: dict[str, Any], turn: Turn) -> Reply | None:
    """The reply to somebody who has no code at hand, or tells a name in its place."""
    if step not in ("code", "proof"):
        return None
    if FORGOTTEN.search(turn.words):
        return _waiting("code", say("booking.existing_forgotten"), asked)
    if only_a_name(turn.words):
        return understood("inform", _waiting(step, say("booking.existing_not_by_name"), asked))
    return None


def _purpose_told(turn: Turn, proved: bool) -> str | None:
    """What is to be done with the booking after all; beside a code only plain words count."""
    if CANCELS.search(turn.words) or english.CANCELS.search(turn.words):
        return "cancel"
    surely = not proved and turn.surely(*PURPOSES, confidence=0.8)
    return PURPOSES[turn.intent] if surely else None


def _gives_up(turn: Turn) -> bool:
    return turn.surely("stop") or abandons(turn.words) or LEAVES.search(turn.words) is not None


def _means_it(turn: Turn) -> bool:
    """Whether a booking is really to be cancelled; in doubt it is kept."""
    if turn.pressed:
        return turn.intent == "affirm"
    denies = any(word in turn.words for word in ("不", "别", "没", "保留"))
    denies = denies or english.KEEPS.search(turn.words) is not None
    wants = "取消" in turn.words or "cancel" in turn.words.lower()
    return not denies and (says_yes(turn.words) or wants)


async def _proceed(
    purpose: str, code: str | None, last4: str | None, turn: Turn, api: GuideApi
) -> Reply:
    # A new day may have been told before the code: "帮我改到周四".
    before = (turn.slots.get("draft") or {}).get("words") if _waits(turn) else None
    words = f"{before}，{turn.words}" if before else turn.words
    asked = {"purpose": purpose, "code": code, "last4": last4, "words": words}
    if code is None:
        text = say("booking.existing_code") if last4 else say("booking.existing_code_and_proof")
        return _waiting("code", text, asked)
    if last4 is None:
        return _waiting("proof", say("booking.existing_proof"), asked)
    try:
        booking = await api.booking(code, last4)
    except ApiRefused:
        # Which of the two is wrong is not told. The code stays; another one may be typed instead.
        again = {"purpose": purpose, "code": code, "words": words, "tried": last4}
        return _waiting("proof", say("booking.existing_not_proved", code=code), again)
    known = turn.slots.get("visit") or {}
    same = known if known.get("code") == code else {}
    visit = {**same, "code": code, "last4": last4, "start": booking["start"]}
    if purpose == "move":
        draft = Draft(
            booking["matter_id"],
            park_id=booking["park_id"],
            moving=code,
            proof=last4,
            base=booking["start"],
        )
        draft = await choose_time(await read_time(draft, _without_proof(words), api), api)
        reply = await next_step(draft, turn, api)
        reply.slots.setdefault("visit", visit)
        return reply
    return await _show(purpose, booking, asked, visit, api)


def _waits(turn: Turn) -> bool:
    return (turn.expecting or "").startswith("visit.")


def _without_proof(words: str) -> str:
    """`words` without code and digits, which would be read as a day."""
    return LAST_FOUR_NAMED.sub(" ", CODE.sub(" ", CODE_NAMED.sub(" ", words)))


async def _show(
    purpose: str, booking: Json, asked: dict[str, Any], visit: dict[str, Any], api: GuideApi
) -> Reply:
    name = await matter_name(booking["matter_id"], api)
    found = say(
        "booking.existing_found",
        matter=name,
        time=say_moment(booking["start"]),
        code=booking["code"],
    )
    if purpose == "cancel":
        text = say("booking.existing_cancel", found=found)
        reply = _waiting("confirm", text, asked, STEPS["cancel"])
        reply.slots["visit"] = visit
        return reply
    park = await park_name(booking["park_id"], api)
    return Reply(
        found,
        STEPS["lookup"],
        outcome="shown",
        card=booking_card(booking, name, park),
        context={"topic": "booking", "booking_code": booking["code"]},
        slots={**IDLE, "visit": visit},
    )


async def _cancel(asked: dict[str, Any], api: GuideApi) -> Reply:
    context: dict[str, Any] = {"topic": "booking"}
    try:
        await api.cancel_booking(asked["code"], asked["last4"])
    except ApiRefused as refusal:
        said = told(refusal.detail, "booking.existing_not_possible")
        return Reply(said, [HANDOFF], outcome="refused", context=context, slots=IDLE)
    return Reply(
        say("booking.existing_cancelled", code=asked["code"]),
        [labelled("booking.again_button", "book")],
        outcome="cancelled",
        context={**context, "intent": "cancel_booking", "booking_code": None},
        slots={**IDLE, "visit": None},
    )


def _waiting(
    step: str, text: str, asked: dict[str, Any], buttons: list[Button] | None = None
) -> Reply:
    return Reply(
        text,
        buttons or WAYS_OUT,
        outcome="asked",
        context={"topic": "booking"},
        slots={"expecting": f"visit.{step}", "draft": asked},
    )
