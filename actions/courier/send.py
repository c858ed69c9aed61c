"""Where a result is to be sent: told for a booking that exists, or while one is being made."""

from __future__ import annotations

import re
from typing import Any

from actions.base import GuideAction
from actions.client import ApiRefused, GuideApi
from actions.moves import abandons, says_no
from actions.questions.keeping import tell_how_to_keep, wants_to_keep
from actions.reading import mask_address, read_code, read_last_four
from actions.reply import BOOK, HANDOFF, IDLE, LOOK_UP, Reply, labelled
from actions.texts import say
from actions.turn import Turn

CONTEXT: dict[str, Any] = {"topic": "result"}
SKIP = labelled("courier.skip_button", "deny")
SHORTEST = 8
"""Characters of an address a courier may find; api refuses shorter ones, too."""
PLACE = re.compile(r"[省市县区镇乡村街路道巷号栋楼园厂]")
COST = re.compile(
    r"[邮运快]费|费用?|要钱|花钱|谁[出付]|包邮|到付|免费|\b(?:cost|pay|fee|free)\b", re.IGNORECASE
)
BEFORE_ADDRESS = re.compile(r"^.*?(?:地址(?:是|为|改成|换成)?|寄到|寄往|送到|快递到|邮到)[:：\s]*")


class ActionCourier(GuideAction):
    """Asks where the result of a booked matter is to be sent."""

    topic = "result"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_courier"

    async def reply(self, turn: Turn, api: GuideApi) -> Reply:
        """Take the address from the message, or ask for it; without a booking, say how it goes."""
        if kept := await tell_how_to_keep(turn, api) if wants_to_keep(turn) else None:
            return kept
        known = turn.slots.get("visit") or {}
        code = read_code(turn.words) or known.get("code")
        last4 = read_last_four(turn.words) or known.get("last4")
        address = read_address(turn.words)
        if not (code and last4):
            return _before_booking(turn, address)
        asked = {"code": code, "last4": last4}
        return await _send(asked, address, api) if address else _ask(asked, say("courier.address"))


def _before_booking(turn: Turn, address: str | None) -> Reply:
    """How it goes without a booking; an address that is told is kept for the one to come."""
    text = say("courier.booking_first")
    if COST.search(turn.words):
        text = f"{say('courier.cost')}{text}"
    kept: dict[str, Any] = {}
    if address:
        text = say("courier.address_kept", address=mask_address(address))
        kept["draft"] = {**(turn.slots.get("draft") or {}), "address": address}
    ways = [BOOK, LOOK_UP, HANDOFF]
    return Reply(text, ways, outcome="answered", context=dict(CONTEXT), slots=kept)


async def resume_courier(turn: Turn, api: GuideApi) -> Reply:
    """Take the address that was asked for."""
    asked = turn.slots.get("draft") or {}
    if declines(turn):
        return Reply(
            say("courier.not_asked"),
            [HANDOFF],
            outcome="stopped",
            context=dict(CONTEXT),
            slots=dict(IDLE),
        )
    address = read_address(turn.words)
    return await _send(asked, address, api) if address else _ask(asked, say("courier.short"))


def read_address(text: str) -> str | None:
    """The address in `text`; None when it is too short for one."""
    address = BEFORE_ADDRESS.sub("", text).strip("。，,. ")
    found = len(address) >= SHORTEST and len(set(PLACE.findall(address))) > 1
    return address if found and not address.endswith(("吗", "呢", "？", "?")) else None


def declines(turn: Turn) -> bool:
    """Whether nothing is to be sent after all."""
    if turn.pressed:
        return turn.intent in ("deny", "stop")
    return abandons(turn.words) or says_no(turn.words) or "不寄" in turn.words


def _ask(asked: dict[str, Any], text: str) -> Reply:
    return Reply(
        text,
        [SKIP, HANDOFF],
        outcome="asked",
        context=dict(CONTEXT),
        slots={"expecting": "courier.address", "draft": asked},
    )


async def _send(asked: dict[str, Any], address: str, api: GuideApi) -> Reply:
    try:
        await api.send_result(asked["code"], asked["last4"], address)
    except ApiRefused as refusal:
        faults = refusal.problem.get("errors") or []
        said = str(faults[0]["message"]) if faults else refusal.detail
        text = said or say("courier.not_found")
        ways = [LOOK_UP, HANDOFF]
        return Reply(text, ways, outcome="refused", context=dict(CONTEXT), slots=dict(IDLE))
    return Reply(
        say("courier.requested", address=mask_address(address)),
        [LOOK_UP, HANDOFF],
        outcome="requested",
        context=dict(CONTEXT),
        slots=dict(IDLE),
    )
