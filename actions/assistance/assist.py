"""Asking for assisted handling: who to call, consent, and by when somebody does."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from actions.agreement import agrees
from actions.base import GuideAction
from actions.booking.answers import names_a_matter, read_contact
from actions.booking.draft import Draft
from actions.client import ApiRefused, GuideApi, Json
from actions.moves import abandons, names_a_day, says_no, says_yes
from actions.parks import park_buttons, park_in, park_name
from actions.precheck.doubts import asks_of_papers, tell_of_paper
from actions.precheck.wishes import asks
from actions.questions.answer import answer_question
from actions.questions.topics import SEARCHING_INTENTS, TOPIC_OF_INTENT
from actions.reading import looks_like_phone, mask_name, mask_phone, read_name
from actions.reply import BOOK, HANDOFF, IDLE, Button, Reply, labelled
from actions.texts import say
from actions.turn import Turn

BY_SOMEBODY = re.compile(
    r"(?:(?:可不可以|能不能|是不是可以|可以|能|想|要|有没有)?(?:请|找|让|叫|委托)?(?:别人|人家|他人|人|[你您]们?|中介|工作人员|大厅|专人)?(?:来)?"
    r"(?:帮我们?|帮忙|替我们?)?(?:代办|帮办|代为办理|帮忙办|办理|办|跑腿|跑)[吗么嘛不呢]?)$"
)
"""Asks whether somebody else may do it: what is left names what is to be done."""
HELP_ITSELF = re.compile(
    r"帮办|代办|服务|人员|专员|专窗|上门|代跑|跑腿|找人|别人|有人|年纪大|老人|腿脚|不会|弄|搞|工作人员|手续|申请"
)
"""The help itself, which names no matter: 有没有帮办代办服务."""
CONTEXT: dict[str, Any] = {"topic": "policy"}
CONFIRM = labelled("assistance.confirm_button", "affirm")
AT_HOME = re.compile(r"上门|来(?:我)?家|到(?:我)?家|at home|come to (?:me|us|my)", re.IGNORECASE)
WHETHER = re.compile(
    r"(?:可以|可不可以|能不能|能|行不行|准不准|允许|必须|一定要|要不要|用不用).{0,8}"
    r"(?:请|找|让|叫|委托|托|代|别人|他人|本人|亲自)|(?:代办|代理|代|委托).{0,6}(?:可以|行|能|得)[吗不么]"
)
"""Asks whether one may have it done by somebody else."""
WANTS_HELP = re.compile(
    r"帮办|帮忙|帮[一个下]|帮我|给我|替我|我(?:要|想)|你们|有没有|有人|工作人员|安排|申请帮"
)
HELP = re.compile(r"帮|代(?!表|理记)|替|跑|陪|不会|不懂|看不清|help|assist", re.IGNORECASE)
"""Wants help; 总归是你们办了吧 does not."""
NAMES_ANOTHER = re.compile(r"办|许可|备案|登记|审批|执照|证|申请")
"""May name another matter than the one to be helped with."""
FEE_OF_HELP = re.compile(
    r"(?:帮办|代办|你们|服务)?(?:要(?:不要)?钱|收不?收?费|收钱|免费|花钱|多少钱)(?:吗|么|不|的|呢|啊)*$"
)
SHORTEST_REMARK = 4
LONGEST_NEED = 200
STOP = labelled("assistance.stop_button", "stop")


class ActionAssistance(GuideAction):
    """Says in a sentence what assisted handling is, and asks for it in the applicant's name."""

    topic = "policy"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_assistance"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Take what the message already says, and ask for the rest."""
        of_paper = await tell_of_paper(turn, api) if asks_of_papers(turn) else None
        of_paper = of_paper or await _whether_allowed(turn, api)
        if told := of_paper or await _not_ours(turn, api):
            return told
        visit = turn.slots.get("visit") or {}
        draft = Draft(
            turn.matter_id,
            park_id=await park_in(turn.words, api) or turn.park_id,
            moving=visit.get("code"),
            proof=visit.get("last4"),
        )
        draft = read_contact(await _named(draft, turn, api), turn.words)
        about = say("assistance.about")
        if AT_HOME.search(turn.words):
            about = say("assistance.at_home")
        return await _next_step(draft, turn, api, about)


async def _whether_allowed(turn: Turn, api: GuideApi) -> Reply | None:
    """Whether somebody else may apply: a question on the matter, not yet a wish for help."""
    booked = bool(turn.slots.get("visit"))  # then it is help with that visit
    asks = WHETHER.search(turn.words) and not WANTS_HELP.search(turn.words)
    if turn.pressed or booked or not asks:
        return None
    answer = await answer_question(turn, api, "conditions")
    known = answer.context.get("matter_id") and answer.outcome == "answered"
    return answer if known else None


async def _not_ours(turn: Turn, api: GuideApi) -> Reply | None:
    """Whose business it is, where what is to be done is not the hall's: 代理记账许可."""
    if turn.pressed or not turn.words:
        return None
    answer = await answer_question(turn, api, "matter")
    named = answer.context.get("decision") == "match" and not HELP.search(turn.words)
    return answer if named or answer.outcome == "referred" else None


async def _named(draft: Draft, turn: Turn, api: GuideApi) -> Draft:
    """The draft for the matter that the words name, if they name one."""
    if turn.pressed:
        return draft
    query = BY_SOMEBODY.sub(" ", turn.words).strip() or turn.words
    if not await names_a_matter(HELP_ITSELF.sub("", query), None, api):
        return draft
    found = await api.answer(topic="booking", query=query, park_id=draft.park_id)
    named = found.get("matter_id") if found.get("decision") == "match" else None
    return replace(draft, matter_id=named) if named else draft


async def resume_assistance(turn: Turn, api: GuideApi) -> Reply:
    """Take the park, the contact, or the yes that was asked for."""
    draft = Draft.of(turn.slots.get("draft"))
    step = (turn.expecting or "").removeprefix("assistance.")
    if _declines(turn):
        return Reply(
            say("assistance.not_asked"),
            [BOOK, HANDOFF],
            outcome="stopped",
            context=CONTEXT,
            slots=dict(IDLE),
        )
    if step == "confirm" and (turn.intent == "affirm" if turn.pressed else says_yes(turn.words)):
        return await _ask(draft, turn, api)
    park_id = turn.entities.get("park_id") or await park_in(turn.words, api)
    told = replace(draft, park_id=park_id or draft.park_id)
    another = NAMES_ANOTHER.search(turn.words) is not None and not asks(turn.words)
    describes = turn.intent in SEARCHING_INTENTS or not turn.asks_something
    describes = describes and (draft.matter_id is None or another)
    if describes and await names_a_matter(turn.words, read_name(turn.words), api):
        told = await _named(told, turn, api)
    told = read_contact(told, turn.words, was_asked=step == "contact" and not turn.asks_something)
    if answer := await _asked_beside(told == draft, turn, api):
        pending = await _next_step(told, turn, api, answer.text + "\n")
        pending.card = answer.card
        return pending
    if told == draft and _is_remark(turn):
        told = replace(told, need="；".join(filter(None, [told.need, turn.words]))[:LONGEST_NEED])
        return await _next_step(told, turn, api, say("assistance.remark_noted"))
    if told.phone != draft.phone or told.name != draft.name:
        told = replace(told, moving=None, proof=None)  # somebody else is to be called
    return await _next_step(told, turn, api)


async def _asked_beside(nothing_told: bool, turn: Turn, api: GuideApi) -> Reply | None:
    """The answer to what is asked while the contact is asked for; None for a plain answer."""
    if turn.pressed:
        return None
    if (turn.surely("ask_fee") and turn.matter_id is None) or FEE_OF_HELP.search(turn.words):
        return await answer_question(
            replace(turn, text=None, entities={"subject": "assisted_fee"}), api, "policy"
        )
    if turn.surely("courier"):
        return Reply(say("courier.booking_first"), outcome="answered")
    if names_a_day(turn.words) and asks(turn.words):  # 星期六上午能办吗
        return await answer_question(turn, api, "window")
    if nothing_told and turn.asks_something:
        return await answer_question(turn, api, TOPIC_OF_INTENT[turn.intent])
    return None


def _is_remark(turn: Turn) -> bool:
    """Whether the words tell the staff something: when to call, why help is needed."""
    said = not turn.pressed and not agrees(turn.words) and not looks_like_phone(turn.words)
    return said and not asks(turn.words) and len(turn.words) >= SHORTEST_REMARK


def _declines(turn: Turn) -> bool:
    if turn.pressed:
        return turn.intent in ("deny", "stop")
    return abandons(turn.words) or says_no(turn.words) or turn.surely("stop", confidence=0.8)


async def _next_step(draft: Draft, turn: Turn, api: GuideApi, lead: str = "") -> Reply:
    if draft.park_id is None:
        return _waiting(draft, "park", lead + say("assistance.park"), await park_buttons(api))
    if draft.moving is None and not (draft.name and draft.phone):
        missing = "contact" if not (draft.name or draft.phone) else "phone"
        missing = "name" if draft.phone else missing
        return _waiting(draft, "contact", lead + _contact_asked(missing), [STOP, HANDOFF])
    text = await _confirmation(draft, api)
    return _waiting(draft, "confirm", f"{lead}\n{text}".strip(), [CONFIRM, STOP])


def _contact_asked(missing: str) -> str:
    asked = {
        "contact": say("assistance.contact"),
        "name": say("assistance.name"),
        "phone": say("assistance.phone"),
    }
    return asked[missing]


async def _confirmation(draft: Draft, api: GuideApi) -> str:
    matter = say("assistance.any_matter")
    if draft.matter_id:
        matter = f"「{(await api.matter(draft.matter_id))['name']}」"
    where: dict[str, str] = {
        "matter": matter,
        "park": await park_name(draft.park_id or "", api),
    }
    if draft.moving:
        return say("assistance.confirm_known", last4=draft.proof, **where)
    who = {"name": mask_name(draft.name or ""), "phone": mask_phone(draft.phone or "")}
    return say("assistance.confirm", **who, **where)


async def _ask(draft: Draft, turn: Turn, api: GuideApi) -> Reply:
    body: Json = {"park_id": draft.park_id, "matter_id": draft.matter_id, "consent": True}
    if draft.need:
        body["need"] = draft.need
    if draft.moving:
        body["booking"] = {"code": draft.moving, "phone_last4": draft.proof}
    else:
        body["applicant"] = {"name": draft.name, "phone": draft.phone}
    try:
        asked = await api.ask_assistance(body)
    except ApiRefused as refusal:
        again = replace(draft, phone=None, moving=None, proof=None)
        return await _next_step(again, turn, api, refusal.detail)
    return Reply(
        asked["message"],
        [BOOK, HANDOFF],
        outcome="requested",
        context=CONTEXT,
        slots=dict(IDLE),
    )


def _waiting(draft: Draft, step: str, text: str, buttons: list[Button]) -> Reply:
    told = {"park_id": draft.park_id, "matter_id": draft.matter_id}
    context = {**CONTEXT, **{key: value for key, value in told.items() if value}}
    return Reply(
        text,
        buttons,
        outcome="asked",
        context=context,
        slots={"expecting": f"assistance.{step}", "draft": draft.stored(), "pending_topic": None},
    )
