"""Messages that are no answer to a booking's question: dealt with, and the question put again."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace

from actions.agreement import agrees, asks_back
from actions.booking.draft import Draft
from actions.booking.echo import matter_name
from actions.booking.openings import find_openings
from actions.booking.organisation import says_no_company
from actions.booking.question import STOP
from actions.booking.steps import next_step
from actions.booking.times import minutes
from actions.booking.wording import missing_said
from actions.calendar_words import clock_of, say_moment
from actions.choosing.offered import offer_again
from actions.client import ApiRefused, ApiUnavailable, GuideApi, Json
from actions.conversation.small_talk import NEXT_STEPS, SMALL_TALK
from actions.courier.send import SKIP, declines, read_address
from actions.moves import names_a_day
from actions.pending import with_pending_question
from actions.precheck.wishes import asks
from actions.questions.answer import answer_question
from actions.questions.topics import TOPIC_OF_INTENT
from actions.reading import (
    looks_like_phone,
    mask_phone,
    only_a_name,
    read_phone,
    read_surname,
)
from actions.reply import HANDOFF, IDLE, Reply, understood
from actions.texts import say
from actions.turn import Turn

UNDERSTOOD = {"assistance": "assistance.in_booking", "booking_lookup": "booking.not_yet"}
"""What is said to wishes for which the booking is not given up."""
_PERSONAL = r"(?:手机|电话|号码|姓名|名字|实名|个人信息|隐私)"
WITHHOLDS = re.compile(
    rf"(?:不想|不愿|不方便|不肯|不敢|能不能不|可不可以不|可以不|能不|不留|不给|非要|一定要|必须|为什么|为啥|为何|干嘛|干什么|做什么|有什么用)"
    rf".{{0,8}}{_PERSONAL}|^(?:那|算了|还是|我|就)*不(?:想|愿意?)?留了?$|{_PERSONAL}.{{0,10}}(?:不想|不愿|不方便|能不能不|可以不|不留|不给|干嘛|干什么|做什么|有什么用|泄露|安全|骚扰)"
)
"""Asks what name and number are for, or would rather not give them."""
CODE_WORDS, COMPANY_WORDS = re.compile(r"代码|税号"), re.compile(r"公司|单位|企业|个人|个体")
ASKS_WHAT_IS_FREE = re.compile(
    r"(?:哪[天些个几]|什么时[候间]|几点(?:到几点)?|啥时)[^，。]{0,6}(?:有(?:空|号|位)|能约|可以约|空着|还有)|(?:还)?有(?:哪些|什么)(?:时间|空|号)|\bwhat(?:'s|\sis|\stimes\sare)?\s(?:free|available)\b"
)
"""Asks what was just shown."""
NOT_FILLED_IN = re.compile(r"(?:那|就|算了|先|还是|[，,\s])*不(?:填|写|报|发|补)(?:了|吧|啦)*")
LATER = re.compile(
    r"(?:等会儿?|等一?下|稍后|晚点|待会儿?|回头|到时候?|一会儿?)[^，。]{0,4}(?:发|给|报|补|填|说|告诉)|(?:还没|没)(?:定|想好)[^，。]{0,3}(?:谁|人|名)|人(?:选|员)?还没定"
)
"""Tells a part only later."""
SAME_PERSON = re.compile(
    r"(?:还|也|就)是我(?:本人|自己|来|去)?(?:$|[，,。！!])|(?:一样|同样|同一个)的?(?:电话|手机|号码|人|姓名)|(?:电话|手机|号码|姓名|人)(?:都|也|还是)?(?:一样|不变|没变|同上)"
)
"""Says that it is the person of before."""
OFTEN_BOOKED = ("enterprise-registration", "food-business-permit", "construction-permit")
"""Matters to choose from for somebody who says yes, and not what for."""
SAYS_MISSING = ("matter", "park", "date", "slot", "contact")
GOES_ON = re.compile(r"(?:接着|继续|回到)(?:办|预?约|刚才|说)")
PATIENCE = 2
"""Answers in a row that may be misread before a person is offered."""


async def answer_aside(draft: Draft, step: str, turn: Turn, api: GuideApi) -> Reply:
    """A message that is no answer: deal with it, then put the pending question again."""
    if turn.surely("courier") and not draft.moving:
        return _ask_address(draft, say("courier.address"))
    if lead := _lead_for(step, draft, turn):
        return await next_step(draft, turn, api, lead)
    asking = turn.asks_something or asks(turn.words)
    if names_a_day(turn.words) and (agrees(turn.words) or not asking):
        return understood("inform", await next_step(draft, turn, api, say("booking.noted")))
    if agrees(turn.words) and step != "confirm":
        return await _agreed_early(draft, turn, api)
    if asking:
        return await _asked_beside(draft, turn, api)
    if turn.surely("deny", "another_matter", "none_of_these"):
        return await give_up(draft, turn, api)
    return await _misread(draft, turn, api)


async def _asked_beside(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """The answer to a question, and the booking's again; its own matter named again is noted."""
    answer = await answer_question(turn, api, TOPIC_OF_INTENT.get(turn.intent, "matter"))
    if answer.outcome == "not_found":
        return await _misread(draft, turn, api)
    same = draft.matter_id is not None and answer.context.get("matter_id") == draft.matter_id
    if same and turn.intent == "find_matter" and not asks(turn.words):
        return await next_step(draft, turn, api, say("booking.noted"))
    return await with_pending_question(answer, turn, api)


async def _agreed_early(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """The reply to a yes before all is told: what is missing, not the whole question again."""
    if draft.proposed and (slot := (await find_openings(draft, api)).with_id(draft.proposed)):
        return understood("affirm", await next_step(draft.at(slot), turn, api))
    asked = await next_step(draft, turn, api)
    missing = (asked.slots.get("expecting") or "").removeprefix("booking.")
    if missing in ("date", "slot") and (first := await _first_free(draft, api)):
        asked.text = say("booking.propose", time=say_moment(first["start"]))
        asked.slots["draft"] = replace(draft, proposed=str(first["slot_id"])).stored()
        return understood("affirm", asked)
    if missing == "matter" and draft.misses:
        return understood("affirm", await _often_booked(asked, api))
    if missing == "matter":
        asked.slots["draft"] = replace(draft, misses=1).stored()
    if missing in SAYS_MISSING:
        asked.text = await missing_said(Draft.of(asked.slots["draft"]), missing, api)
    return understood("affirm", asked)


async def _first_free(draft: Draft, api: GuideApi) -> Json | None:
    """The earliest free slot of what is wanted so far; the nearest to a time that is taken."""
    openings = await find_openings(draft, api)
    days = [draft.date] if draft.date and not draft.until else openings.offered_days(draft)
    free = openings.on(days[0] or "", draft.part) if days else []
    if draft.time and free:
        wanted = minutes(draft.time)
        return min(free, key=lambda slot: abs(minutes(clock_of(slot["start"])) - wanted))
    return free[0] if free else None


async def _often_booked(asked: Reply, api: GuideApi) -> Reply:
    """The question what the visit is for, with matters to choose from, for a second yes."""
    offered = [{"matter_id": one, "name": await matter_name(one, api)} for one in OFTEN_BOOKED]
    asked.text = say("booking.which_matter_yet")
    asked.buttons = [*offer_again(offered)[:-1], HANDOFF]
    asked.slots["offered"] = offered
    return asked


def _lead_for(step: str, draft: Draft, turn: Turn) -> str | None:
    """What is said to words that are understood, but change nothing."""
    if said := _on_the_person(step, draft, turn.words):
        return said
    if ASKS_WHAT_IS_FREE.search(turn.words):
        return say("booking.these_are_free")
    if LATER.search(turn.words):
        return say("booking.later")
    if SAME_PERSON.search(turn.words) and not turn.words.endswith(("吗", "么", "?", "？")):
        return say("booking.noted")
    if turn.surely(*SMALL_TALK):
        return say(SMALL_TALK[turn.intent])
    if name := next((said for intent, said in UNDERSTOOD.items() if turn.surely(intent)), None):
        return say(name)
    return say("booking.noted_so") if asks_back(turn.words) else None


def _on_the_person(step: str, draft: Draft, words: str) -> str | None:
    """What is said to words about name, phone and company that tell nothing new."""
    if (phone := read_phone(words)) and (step == "contact" or phone == draft.phone):
        return say("booking.phone_noted", phone=mask_phone(phone))
    if step == "contact" and looks_like_phone(words):
        return say("booking.bad_phone")
    if says_no_company(words) or leaves_blank(words):
        return no_company(words)
    if step == "contact" and not draft.name and (surname := read_surname(words)):
        return say("booking.whole_name", surname=surname)
    return say("booking.why_contact") if withholds_contact(words) else None


def withholds_contact(words: str) -> bool:
    """Whether somebody asks what name and number are for, or would rather not give them."""
    return WITHHOLDS.search(words) is not None


def answers_booking(turn: Turn) -> bool:
    """Whether a booking's question is answered, whatever it is taken for: 个人，王芳，138……."""
    if turn.pressed or turn.says("names_person"):
        return False
    words, waits_for = turn.words, turn.expecting or ""
    if waits_for == "booking.contact" and only_a_name(words):
        return True
    told = says_no_company(words) or withholds_contact(words) or read_phone(words) is not None
    return told and waits_for.startswith("booking.")


def leaves_blank(words: str) -> bool:
    """Whether something is not to be filled in after all; the booking goes on."""
    return NOT_FILLED_IN.fullmatch(words.strip("。，！!,. ")) is not None


def no_company(words: str) -> str:
    """What is said to somebody who comes for no company, or leaves out its code."""
    only_code = CODE_WORDS.search(words) and not COMPANY_WORDS.search(words)
    return say("booking.no_code") if only_code else say("booking.no_company")


def _ask_address(draft: Draft, text: str) -> Reply:
    return Reply(
        text,
        [SKIP, STOP],
        outcome="asked",
        context={"topic": "booking"},
        slots={"expecting": "booking.address", "draft": draft.stored()},
    )


def leaves_address(turn: Turn) -> bool:
    """Whether the question for an address is left: for the person, a day, a yes, the booking."""
    words = turn.words
    if turn.pressed or declines(turn) or read_address(words):
        return False
    on = GOES_ON.search(words) is not None
    return on or read_phone(words) is not None or names_a_day(words) or agrees(words)


async def address_told(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """The answer to where the result is to be sent; without one it is fetched."""
    if declines(turn):
        return await next_step(draft, turn, api, say("courier.not_asked"))
    address = read_address(turn.words)
    if address is None:
        return _ask_address(draft, say("courier.short"))
    return understood("inform", await next_step(replace(draft, address=address), turn, api))


async def _misread(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    draft = replace(draft, misses=draft.misses + 1)
    reply = await next_step(draft, turn, api, say("booking.misread"))
    reply.outcome = "misread"
    if draft.misses >= PATIENCE:
        reply.buttons = [*reply.buttons, HANDOFF]
    return reply


async def give_up(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    """The booking is given up, and what was filled in is gone; one that exists stays."""
    if draft.hold:
        with suppress(ApiRefused, ApiUnavailable):  # it expires by itself, only later
            await api.release(turn.session_id)
    return Reply(
        say("booking.existing_kept") if draft.moving else say("booking.stopped"),
        NEXT_STEPS,
        outcome="stopped",
        context={"intent": "stop", "topic": "booking"},
        slots={**IDLE, "pending_topic": None},
    )
