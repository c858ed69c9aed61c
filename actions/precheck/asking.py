"""The questions of a pre-check, and its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from actions.client import GuideApi, Json
from actions.precheck.progress import HAVE, MISSING, SHARED, SPARED, Progress
from actions.reply import BOOK, HANDOFF, Button, Reply, labelled
from actions.texts import joined, say
from actions.turn import Turn

MOST_NAMED = 4
"""Materials named in a sentence; of more only how many there are."""
NAMED = 3
"""Materials named in a question; of more only their numbers."""
STOP = labelled("precheck.stop_button", "stop")
ALL = labelled("precheck.all_button", "answer_precheck", field="all")
SINGLY = labelled("precheck.singly_button", "answer_precheck", field="singly")
AGREE = labelled("precheck.agree_button", "answer_precheck", field="agree")
DECLINE = labelled("precheck.decline_button", "answer_precheck", field="decline")
CHECK = labelled("precheck.button", "ask_precheck")


async def next_step(progress: Progress, turn: Turn, api: GuideApi, lead: str = "") -> Reply:
    """Ask for what is not told yet; judge when all is.

    Args:
        lead: a sentence to put before the question.
    """
    if progress.step == "judge":
        return await judge(progress, turn, api, lead)
    text, buttons = _question(progress)
    card = _part(progress) if progress.step == "applies" and len(progress.asked) > 1 else None
    return waiting(progress, progress.step, text, buttons, lead, card)


def lacking(progress: Progress, told: Mapping[str, str]) -> str:
    """What is surely missing, said before it is asked on: of cases, or after much was told at once.

    Args:
        told: what was told just now.
    """
    at_once = progress.step == "item" and len(told) > 1
    if not (progress.step == "applies" or at_once):
        return ""
    states = told if at_once else progress.states
    missing = {int(number) for number, state in states.items() if state == MISSING}
    names = [progress.title(number) for number in sorted(missing - set(progress.conditional))]
    return say("precheck.lacking", names=names_said(names)) if names else ""


def names_said(names: list[str]) -> str:
    """The names of papers; of many the first few, and how many there are."""
    shown = "、".join(f"「{name}」" for name in names[:MOST_NAMED])
    if len(names) <= MOST_NAMED:
        return shown
    return say("precheck.and_more", names=shown, count=len(names))


def waiting(
    progress: Progress,
    step: str,
    text: str,
    buttons: list[Button],
    lead: str = "",
    card: Json | None = None,
) -> Reply:
    """A question, with the dialogue waiting for its answer."""
    return Reply(
        f"{lead}\n{text}" if lead else text,
        buttons,
        outcome="asked",
        card=card,
        context={"topic": "precheck", "matter_id": progress.matter_id},
        slots={
            "expecting": f"precheck.{step}",
            "precheck": replace(progress, done=False).stored(),
            "pending_topic": None,
            "last_topic": "precheck",
        },
    )


def _question(progress: Progress) -> tuple[str, list[Button]]:
    if progress.step == "item":
        return _ask_item(progress, progress.asked[0])
    if progress.step == "applies":
        return _ask_applies(progress)
    if set(progress.states.values()) - {SHARED}:
        return say("precheck.rest", items=_listed(progress)), [ALL, SINGLY, STOP]
    return say("precheck.list", count=len(progress.names)), [ALL, SINGLY, STOP]


def _ask_item(progress: Progress, number: int) -> tuple[str, list[Button]]:
    item = progress.item(number)
    when = item.get("when")
    text = say("precheck.item", number=number, name=progress.title(number))
    if when:
        text += say("precheck.only_when", when=when)
    return text, [
        _of(number, "precheck.have_button", "have"),
        _of(number, "precheck.missing_button", "missing"),
        *([_of(number, "precheck.spared_button", "spared")] if when else []),
        STOP,
    ]


def _ask_applies(progress: Progress) -> tuple[str, list[Button]]:
    if len(progress.asked) > 1:
        none = labelled("precheck.none_button", "answer_precheck", field="spared")
        return say("precheck.which_apply", items=_listed(progress)), [none, STOP]
    number = progress.asked[0]
    item = progress.item(number)
    return say("precheck.applies", name=progress.title(number), when=item["when"]), [
        _of(number, "precheck.applies_button", "applies"),
        _of(number, "precheck.spared_button", "spared"),
        STOP,
    ]


def _of(number: int, text: str, state: str) -> Button:
    return labelled(text, "answer_precheck", field=state, item=str(number))


def _listed(progress: Progress) -> str:
    """The materials a question is about: named while they are few, else by number."""
    asked = progress.asked
    if len(asked) > NAMED:
        return say("precheck.numbers", numbers=joined(map(str, asked), "、"))
    named = [say("precheck.one", number=n, name=progress.title(n)) for n in asked]
    return joined(named, "、")


def _part(progress: Progress) -> Json:
    """The card with the materials a question is about alone."""
    return {**progress.card, "items": [progress.item(number) for number in progress.asked]}


async def judge(
    progress: Progress, turn: Turn, api: GuideApi, lead: str = "", promised: bool | None = None
) -> Reply:
    """Let api judge and keep what was told, and tell the result.

    Args:
        promised: whether the applicant makes the promise that was offered; None before the offer.
    """
    told = {
        "matter_id": progress.matter_id,
        "park_id": turn.park_id,
        "have": progress.named(HAVE),
        "not_applicable": progress.named(SPARED),
        "commitments": (progress.promise or {}).get("names", []) if promised else [],
    }
    found = await api.judge(told)
    kept = {**told, "precheck_id": found["precheck_id"], "park_id": found["park_id"]}
    context = {"topic": "precheck", "matter_id": progress.matter_id, "precheck": kept}
    if found["promise"] and promised is None:
        progress = replace(progress, promise=found["promise"])
        reply = waiting(progress, "promise", _offer(found), [AGREE, DECLINE, STOP], lead)
        reply.card = found["promise"]["card"]
        reply.context.update(context)
        return reply
    return Reply(
        f"{lead}\n{found['text']}" if lead else found["text"],
        found["buttons"],
        outcome="prechecked",
        card=found["card"],
        context=context,
        slots={
            "expecting": None,
            "precheck": replace(progress, done=True, promise=None).stored(),
            "pending_topic": None,
        },
    )


def _offer(found: Json) -> str:
    return f"{found['text']}\n{found['promise']['text']}"


def stopped(turn: Turn) -> Reply:
    """The pre-check is given up."""
    return Reply(
        say("precheck.stopped"),
        [CHECK, BOOK, HANDOFF],
        outcome="stopped",
        context={"intent": "stop", "topic": "precheck"},
        slots={"expecting": None, "pending_topic": None},  # what was told is kept for later
    )
