"""General questions: about the decree, the service and personal data; and whole journeys."""

import re

from api.services.answers import HANDOFF, Answer, Question, button
from api.services.brief import plain
from api.services.cued import LEAST_LIKENESS, best, best_in_a_part
from api.services.journey.finding import find_journeys
from api.services.journey.wording import journey_button, offer
from api.services.journeys import numbered, plan_card, plan_journey, total_in_words
from api.services.outcomes import Outcome
from api.services.said.notions import asks_meaning
from api.services.thread import about
from api.services.thread.compare import names_modes, say_modes
from api.services.thread.words import asked_first, asks_since, what_of
from api.services.wording import SAMPLE_NOTE
from knowledge import KnowledgeBase
from knowledge.labels import source_text
from knowledge.schema import Journey, PolicyFact

OFFERED_SUBJECTS = 3
OFFERED_JOURNEYS = 6
LIKELY_GENERAL = 0.6
"""From this likeness on, words that name no matter are taken to ask a general thing."""
SURELY_GENERAL = 0.9
"""From this likeness on, a question of a matter's topic is taken for a general one."""
MODES = "modes"
"""The subject of the three modes of delegation, which is explained with examples."""
FEES = "fees"
"""The subject of where the money goes."""
APPEALS = "appeals"
"""The subject of reconsideration and lawsuits."""
OF_THE_DECREE = frozenset(
    {"old_seals", "decree", "validity", "takeover", "matter_list", "supervision"}
)
"""Subjects that are about the decree, whatever kind of question names them."""
TAKEOVER = "takeover"
OF_A_TIME = frozenset({"old_seals", "takeover", "transition", "validity"})
"""Subjects that a question about a past day may ask for."""
VALIDITY = "validity"
"""The subject of the decree's own validity."""
DECREE = "decree"
"""The subject of the decree itself."""
AUTHORITY = re.compile(r"责任|担责|负责|谁批|盖.{0,3}章|签字")
"""Asks who decides or is liable."""
DOCUMENT = re.compile(r"文|号|政策|赋权|规定|清单|授权|下放")
"""Names the decree, where a permit might as well be meant."""
OF_THE_HALL = frozenset({"hours", "off_hours", "hall_address", "hall_facilities"})
"""Subjects that are about the hall itself, which the contract calls the window."""
FAMILIES = (
    {
        "decree", "validity", "takeover", "transition", "matter_list", "old_seals", "modes",
        "adjustment", "supervision", "not_delegated", "delegated", "credit",
    },
    {
        "hours", "off_hours", "hall", "hall_address", "hall_facilities", "booking", "hotline",
        "assisted_handling",
    },
    {"ratings", "complaints", "hotline", "first_responder"},
    {"privacy"},
    {"appeals", "time_limits", "supervision"},
    {"conditional_acceptance", "commitment", "first_responder", "one_thing", "green_channel"},
)  # fmt: skip
"""Subjects that are asked about one after the other."""
BRIEF = 90
"""Characters of a general answer that is still brief."""


def family_of(subject: str) -> set[str]:
    """The subjects that somebody goes on to who was told about `subject`."""
    return {subject}.union(*(family for family in FAMILIES if subject in family))


def answer_policy(kb: KnowledgeBase, question: Question) -> Answer:
    """The general fact asked about; which ones there are when none fits."""
    fact = _find_policy(kb, question)
    if fact is None:
        subjects = list(kb.policy.values())[:OFFERED_SUBJECTS]
        return Answer(
            Outcome.NOT_FOUND,
            "policy",
            "您想了解哪方面的规定？可以点下面的问题，也可以转人工。",
            buttons=[button(item.title, "ask_policy", subject=item.subject) for item in subjects],
        )
    return _told(kb, fact, question, "policy")


def answer_generally(kb: KnowledgeBase, question: Question, has_matter: bool) -> Answer | None:
    """The answer to a question that sounds like one on a matter but is a general one.

    "审批直报是什么意思" asks for no matter's mode; "大厅几点上班" needs no matter at all.

    Returns:
        None when it is not surely general, or, without a matter, when no fact fits.
    """
    words = question.query or ""
    explained = not has_matter or asks_meaning(words) or what_of(words)
    if names_modes(words) and explained and MODES in kb.policy:
        return _told(kb, kb.policy[MODES], question, question.topic)
    least = SURELY_GENERAL if has_matter else LEAST_LIKENESS
    fact = best(question.query, list(kb.policy.values()), least)
    if fact is None or (question.as_of and fact.subject not in OF_A_TIME):
        return None
    if fact.subject == DECREE and has_matter and AUTHORITY.search(words):
        return None  # 责任谁担，依据哪个文件: the matter's own answer names it
    if fact.subject == VALIDITY and question.matter_id and not DOCUMENT.search(words):
        return None  # 过期了还能卖吗: the permit, not the decree
    return _told(kb, fact, question, "policy" if fact.subject in OF_THE_DECREE else question.topic)


def _told(kb: KnowledgeBase, fact: PolicyFact, question: Question, topic: str) -> Answer:
    note = SAMPLE_NOTE if fact.status == "sample" else f"（依据：{source_text(fact.source[:2])}）"
    text = fact.text
    if question.detail == "brief":
        text = plain(fact.text, BRIEF) + "。"
    if fact.subject == MODES and question.detail != "full":
        text = say_modes(kb, question.park_id, question.query or "")
    lines = [text, *kb.policy_notices(fact.subject, question.as_of), note]
    back = [button("接着看刚才的事项", "find_matter")] if question.matter_id in kb.matters else []
    topic = "window" if fact.subject in OF_THE_HALL else topic
    answer = Answer(Outcome.ANSWERED, topic, "\n".join(lines), buttons=[*back, HANDOFF])
    answer.about = about.general(fact)
    return answer


def answer_since(kb: KnowledgeBase, question: Question) -> Answer | None:
    """Since when the parks handle what is asked about; None when that is not asked."""
    if not asks_since(question.query or "") or TAKEOVER not in kb.policy:
        return None
    return _told(kb, kb.policy[TAKEOVER], question, "policy")


def answer_journey(kb: KnowledgeBase, question: Question) -> Answer:
    """The ordered plan of matters for an intent (decree row D11), or which ones come near."""
    named = kb.journeys.get(question.subject or "")
    found = [named] if named else find_journeys(kb, question.query)
    if len(found) > 1:
        text, buttons = offer(found, several=True)
        return Answer(Outcome.CLARIFY, "journey", text, buttons=buttons)
    return _plan(kb, found[0], question) if found else _no_journey(kb)


def _no_journey(kb: KnowledgeBase) -> Answer:
    """Nothing tells what is to be done: what is often asked for."""
    every = list(kb.journeys.values())
    others = "、".join(item.title for item in every[OFFERED_JOURNEYS:][:2])
    return Answer(
        Outcome.NOT_FOUND,
        "journey",
        "我可以把要办的事项按顺序列给您。您是要做哪件事？"
        + (f"下面是常问的；别的（{others}等）请直接说。" if others else ""),
        buttons=[journey_button(item) for item in every[:OFFERED_JOURNEYS]],
    )


def _plan(kb: KnowledgeBase, journey: Journey, question: Question) -> Answer:
    plan = plan_journey(kb, journey, question.park_id)
    note = SAMPLE_NOTE if journey.status == "sample" else ""
    return Answer(
        Outcome.ANSWERED,
        "journey",
        f"{journey.text}\n{numbered(plan)}\n{total_in_words(kb, plan.path)}\n{note}".rstrip(),
        buttons=[
            button(kb.matters[step.matter_id].name, "choose_matter", matter_id=step.matter_id)
            for step in plan.stages[0][:OFFERED_SUBJECTS]
        ],
        card=plan_card(kb, plan),
    )


def _find_policy(kb: KnowledgeBase, question: Question) -> PolicyFact | None:
    if named := kb.policy.get(question.subject or ""):
        return named
    asked = asked_first(question.query or "") or question.query
    fact = best_in_a_part(asked, list(kb.policy.values()))
    if fact is None and names_modes(question.query or ""):
        return kb.policy.get(MODES)
    return fact
