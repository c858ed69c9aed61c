"""Questions in the midst of a pre-check: whether it will do so far, what may follow, who makes it.

They are answered, and the pre-check goes on; none is taken for the name of a paper.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from actions.client import GuideApi
from actions.pending import with_pending_question
from actions.plain_wishes import begins_when
from actions.precheck.asking import CHECK, names_said
from actions.precheck.progress import APPLIES, HAVE, MISSING, SHARED, SPARED, Progress
from actions.precheck.told import about_unlisted, read
from actions.precheck.wishes import (
    asks,
    asks_later,
    asks_of_promise,
    asks_to_promise,
    asks_whether_it_will_do,
)
from actions.questions.answer import answer_question
from actions.reply import BOOK, HANDOFF, Reply, labelled
from actions.texts import say
from actions.turn import Turn

LACKING = (MISSING, APPLIES)
MATERIALS = labelled("precheck.list_button", "ask_materials")


class Doubt(NamedTuple):
    """What is said to a question about the papers, and the one paper it was about."""

    text: str
    about: int | None = None


async def answer_doubt(progress: Progress, turn: Turn, api: GuideApi) -> Doubt | None:
    """What is to be said to a question about the papers; None for other words."""
    words = turn.words
    if asks_whether_it_will_do(words):
        return Doubt(await _so_far(progress, turn, api))
    if asks_later(words):
        return Doubt(await later(progress, turn, api))
    if asks_of_promise(words):
        own = await _of_a_paper([], progress, turn, api)
        return own or Doubt((await answer_question(turn, api, "policy")).text)
    if not asks(words):
        return None
    return await _of_a_paper(_pointed_at(progress), progress, turn, api)


async def _of_a_paper(
    asked: list[int], progress: Progress, turn: Turn, api: GuideApi
) -> Doubt | None:
    """What is known of a paper that the words, or the last question, speak of.

    It is one of the list that is gone through, whatever was asked in between.
    """
    found = await api.paper_question(turn.words, progress.matter_id, turn.park_id, asked)
    numbers = found["numbers"]
    if turn.says("asks_of_a_paper") and (
        found["text"] is None or not (numbers or found.get("needed"))
    ):
        return Doubt(str((await answer_question(turn, api, "materials")).text))
    about = int(numbers[0]) if len(numbers) == 1 else None
    return Doubt(str(found["text"]), about) if found["text"] else None


def _pointed_at(progress: Progress) -> list[int]:
    """The papers that "this one" means: the one asked about, else what is missing."""
    if len(progress.asked) == 1:
        return progress.asked
    if progress.about:
        return [progress.about]
    lacking = [int(number) for number, state in progress.states.items() if state in LACKING]
    return lacking[-1:]


async def _so_far(progress: Progress, turn: Turn, api: GuideApi) -> str:
    """The verdict on what was told, with what is missing and what is open by name."""
    lacking = progress.named(*LACKING)
    open_ones = [progress.title(number) for number in progress.unknown]
    if lacking:
        told = await _judged(progress, turn, api)
        return f"{told}\n{say('precheck.open', names=names_said(open_ones))}" if open_ones else told
    if progress.named(HAVE, SPARED):
        return say("precheck.good_so_far", names=names_said(open_ones))
    return say("precheck.depends", names=names_said(open_ones))


async def later(progress: Progress, turn: Turn, api: GuideApi) -> str:
    """Whether what is missing may follow; of what is asked about while nothing is known to be."""
    asked = progress.asked
    said = await read(progress, turn, api, bare=None)
    if said["unlisted"] and not said["pointed"]:
        found = await api.answer(topic="policy", subject="conditional_acceptance")
        return f"{about_unlisted(said)}\n{found['text']}"
    if not progress.named(*LACKING) and len(asked) == 1:
        progress = progress.told({str(asked[0]): MISSING})
    if progress.named(*LACKING):
        return await _judged(progress, turn, api)
    found = await api.answer(topic="policy", subject="conditional_acceptance")
    return str(found["text"])


async def _judged(progress: Progress, turn: Turn, api: GuideApi) -> str:
    """Api's words on what is missing, as if all that is open were there; nothing is kept."""
    known = progress.named(HAVE, SHARED)
    unknown = [progress.title(number) for number in progress.unknown]
    found = await api.judge({
        "matter_id": progress.matter_id,
        "park_id": turn.park_id,
        "have": [*known, *unknown],
        "not_applicable": progress.named(SPARED),
        "keep": False,
    })  # fmt: skip
    return say("precheck.so_far") + str(found["text"])


async def settled(text: str, progress: Progress, turn: Turn, api: GuideApi) -> Reply:
    """A doubt answered, followed by the question that it interrupted."""
    turn = replace(turn, slots={**turn.slots, "precheck": progress.stored()})
    context = {"topic": "precheck", "matter_id": progress.matter_id}
    aside = Reply(text, [BOOK, HANDOFF], outcome="answered", context=context)
    return await with_pending_question(aside, turn, api)


@begins_when("ask_precheck", asks_to_promise)
async def tell_of_promise(turn: Turn, api: GuideApi) -> Reply:
    """What is known of promising instead of bringing papers, in the current matter or at all."""
    found = await api.paper_question(turn.words, str(turn.matter_id), turn.park_id, [])
    told = found["text"] or (await api.answer(topic="policy", subject="commitment"))["text"]
    context = {"topic": "precheck", "matter_id": turn.matter_id}
    return Reply(str(told), [CHECK, BOOK, HANDOFF], outcome="answered", context=context)


OF_DECREE = re.compile(r"[23二三]号章|批文")
"""Speaks of what was decided before, and of no paper to bring: 盖了2号章的批文还有效吗."""


def asks_of_papers(turn: Turn) -> bool:
    """Whether a question may be about a paper of the current matter."""
    known = turn.matter_id is not None and not turn.pressed
    free = turn.expecting is None or turn.expecting.startswith("precheck.")
    of_decree = OF_DECREE.search(turn.words) is not None
    return known and free and not of_decree and (asks(turn.words) or turn.says("asks_of_a_paper"))


@begins_when("ask_materials", asks_of_papers)
async def tell_of_paper(turn: Turn, api: GuideApi) -> Reply | None:
    """The answer to a question about a paper, in a pre-check or after; None for other questions.

    Where papers were not spoken of lately, the words must name one.
    """
    if turn.says("asks_of_a_paper"):  # 营业执照要带吗, of this matter or of one that is named
        answer = await answer_question(turn, api, "materials")
        return await with_pending_question(answer, turn, api)
    progress = Progress.of(turn.slots.get("precheck"))
    mine = progress if progress and progress.matter_id == turn.matter_id else None
    assert turn.matter_id is not None
    asked = _pointed_at(mine) if mine else []
    found = await api.paper_question(turn.words, turn.matter_id, turn.park_id, asked)
    lately = mine is not None or turn.slots.get("last_topic") in ("materials", "precheck")
    lately = lately or turn.surely("ask_materials")
    if found["text"] is None or not (lately or found["numbers"] or found.get("needed")):
        return None
    context = {"topic": "materials", "matter_id": turn.matter_id}
    told = Reply(found["text"], [MATERIALS, BOOK, HANDOFF], outcome="answered", context=context)
    return await with_pending_question(told, turn, api)


async def listed_paper(turn: Turn, api: GuideApi) -> Reply | None:
    """The paper that an ordinal picks from the list that was told last: 第三个呢，一定要吗."""
    if turn.matter_id is None or turn.slots.get("last_topic") not in ("materials", "precheck"):
        return None
    found = await api.paper_question(turn.words, turn.matter_id, turn.park_id, [])
    if not found["numbers"]:
        return None
    lines = [
        say("precheck.listed", number=number, paper=paper)
        for number, paper in zip(found["numbers"], found["listed"], strict=True)
    ]
    text = found["text"] or "\n".join([*lines, say("precheck.listed_wanted")])
    context = {"topic": "materials", "matter_id": turn.matter_id}
    told = Reply(text, [MATERIALS, BOOK, HANDOFF], outcome="answered", context=context)
    return await with_pending_question(told, turn, api)
