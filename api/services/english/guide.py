"""The guide in two languages: the same facts, the same next steps, other words."""

import re
from dataclasses import replace

from api.services.answering.fields import FACT_OF_TOPIC, FIELD_TOPICS
from api.services.answering.no_matter import WHATEVER_THE_MATTER
from api.services.answering.steps import choice
from api.services.answers import HANDOFF, Answer, Question, button
from api.services.english import asking
from api.services.english.beyond import Beyond
from api.services.english.cues import topic_of
from api.services.english.journey.moves import EnglishMoves
from api.services.english.texts import (
    OUR_TRANSLATION,
    SAMPLE_NOTE,
    EnglishButtons,
)
from api.services.english.wording import Wording, in_chinese
from api.services.guide import Guide
from api.services.intake.precheck_words_english import PrecheckWords
from api.services.languages import ENGLISH
from api.services.outcomes import Outcome
from api.services.policy import MODES
from api.services.thread.turns import PARK_TOPICS
from knowledge import KnowledgeBase, Referral, ServiceGuide
from knowledge import english as translation
from knowledge.english.finding import Finder
from knowledge.english.likeness import nearest
from knowledge.english.words import told
from knowledge.search import Result, Searcher

ASK_MATTER = (
    "Please tell me first what you would like to do, for example “open a restaurant” or “build a "
    "factory”, so that I can look it up."
)
WHICH_OF_THESE = "It depends on which one you mean. Please choose one, then I can tell you."
ASK_PARK = "The two parks have different halls and windows. In which park is your project?"
THEN = "Then I can tell you who decides and which window to go to."
NOT_FOUND = (
    "I could not match this with anything the parks handle. Please put it another way, for example "
    "“open a restaurant”; you can also ask for a person, or call 12345."
)
NOT_UNDERSTOOD = (
    "Sorry, I did not understand that. On {matter} I can tell you the conditions, the documents, "
    "the procedure, the time limit, the fee, who decides and which window; for anything else just "
    "say what you would like to do."
)
ASK_ON = (button("办理条件", "ask_conditions"), button("要带什么材料", "ask_materials"))
ASKED_OF_MATTERS = frozenset({*FACT_OF_TOPIC, "matter", "compare", "notice", "precheck"})
"""Topics under which a comparison or the whole of a matter may be asked for."""
WHICH_RULE = "What would you like to know? Choose a question below, or ask for a person."
PROGRESS = (
    "I cannot see how far an application has come. For a booking, say “my booking”; what a window "
    "has accepted, call 12345 with the receipt, or ask for a person."
)
BRINGING = re.compile(r"\b(?:bring|need|show|copy of) (?:the|my|our|a|an)\b", re.IGNORECASE)
"""Asks about one paper, which is often the name of a matter, too."""
THE_PAPER = re.compile(
    r"\b(?:the|this|that|my|our|its?|such an?) "
    r"(?:permit|licen[cs]e|certificate|filing|paper|document|approval|result|application|form)s?\b",
    re.IGNORECASE,
)
"""What a question on the current matter calls it, or what it leads to."""
ASKS = re.compile(
    r"(?:^\W*|[,;.] (?:and )?)(?:what|which|who|whose|where|when|how (?:much|long)|is|are|do|does"
    r"|can)\b.*\?",
    re.IGNORECASE,
)
"""A question put as one, though the dialogue took it for a wish."""
OFFERED_SUBJECTS = 3
ON_ONE_MATTER = frozenset(
    {Outcome.CARD, Outcome.ANSWERED, Outcome.MISSING_FACT, Outcome.NOTICE, Outcome.ASKED}
)
"""Outcomes of answers that are told of one matter."""


class BilingualGuide(Guide):
    """Answers in the language of the question."""

    def __init__(self, kb: KnowledgeBase, searcher: Searcher) -> None:
        super().__init__(kb, searcher)
        self.english = translation.load(kb)
        self.buttons = EnglishButtons(kb, self.english)
        finder = Finder(kb, self.english)
        self.prechecks = PrecheckWords(kb, self.english, finder.name_of)
        self.journeys = EnglishMoves(kb, self.english, finder)
        self._in_english = EnglishGuide(self, finder)

    def answer(self, question: Question) -> Answer:
        """Answer one question, in English when it is asked in English."""
        if question.language != ENGLISH:
            return super().answer(question)
        answer = self._in_english.answer(question)
        answer.buttons = self.buttons.of(answer.buttons)
        return answer

    def topic_of_words(self, text: str, language: str | None = None) -> str:
        """The topic whose words occur in `text`; `matter` when none does."""
        if language != ENGLISH:
            return super().topic_of_words(text)
        return topic_of(text, self.english)


class EnglishGuide:
    """Finds by English words, lets the guide settle state and next steps, and words the answer.

    Buttons keep their Chinese titles here; `BilingualGuide` gives them English ones.
    """

    def __init__(self, guide: BilingualGuide, finder: Finder) -> None:
        english = guide.english
        self._guide = guide
        self._kb = guide.kb
        self._english = english
        self._finder = finder
        self._wording = Wording(guide.kb, english)
        self._beyond = Beyond(guide, english, self._finder, self._wording)
        self._cues = sorted(
            {cue for cues in english.topics.values() for cue in cues}, key=len, reverse=True
        )

    def answer(self, question: Question) -> Answer:
        """Answer one question."""
        question = self._understood(self._with_the_only_one(question))
        if question.topic == "journey":
            return self._plan(question)
        if question.topic == "progress":
            return replace(self._in_chinese(question), text=PROGRESS)
        if question.topic == "compare":
            return self._beyond.compared(question)
        subject = self._general_subject(question)
        if question.topic == "policy" or subject:
            return self._rule(question, subject)
        return self._beyond.prepared(question) or self._found(question)

    def _with_the_only_one(self, question: Question) -> Question:
        """The question about the one matter that was offered, where it names no other."""
        offered = [one for one in question.thread.offered if one in self._kb.matters]
        if question.matter_id or len(offered) != 1 or self._search(question) is not None:
            return question
        return replace(question, matter_id=offered[0])

    def _understood(self, question: Question) -> Question:
        """The question with the kind its words ask for, beside what the dialogue took it for."""
        query = question.query or ""
        if question.topic in ASKED_OF_MATTERS and asking.compares(query):
            return replace(question, topic="compare")
        asks = question.topic == "matter" and ASKS.search(query)
        cued = topic_of(query, self._english)
        if asks or (question.topic == "conditions" and cued != "matter"):
            question = replace(question, topic=cued)
        if subject := asking.notion_in(question.topic, query):
            topic = "window" if subject in asking.OF_THE_WINDOW else "policy"
            return replace(question, topic=topic, subject=subject)
        wants_it = asking.PRINT.search(query) and not told(query)
        if question.matter_id and question.topic in ASKED_OF_MATTERS and wants_it:
            return replace(question, topic="notice", query=None)
        return question

    def _found(self, question: Question) -> Answer:
        """The answer to what names a matter, goes on about the current one, or neither."""
        result = self._search(question)
        if usual := self._beyond.usual(question, result):
            return usual
        if topic := self._asked_about_current(question, result):
            return self.answer(replace(question, topic=topic))
        if self._says_nothing(question, result):
            return self._not_understood(question)
        if result is None or result.decision == "match" or result.elsewhere:
            return self._about(question, result)
        if self._asks_of_no_matter(question, result):
            return self._about(question, None)
        answer = self._without_matter(question, result)
        return replace(answer, decision=result.decision, candidates=_candidates(result))

    def _asks_of_no_matter(self, question: Question, result: Result) -> bool:
        """Whether a fact is asked for in words that name nothing: who is responsible for errors."""
        nothing = result.decision == "none" and result.referral is None
        return nothing and question.matter_id is None and question.topic in FACT_OF_TOPIC

    def _says_nothing(self, question: Question, result: Result | None) -> bool:
        """Whether typed words neither name a matter nor ask anything known of the current one."""
        if question.topic != "matter" or not question.query or question.matter_id is None:
            return False
        if result is None:
            return question.matter_id in self._kb.matters and not asking.MORE.search(question.query)
        return result.decision == "none" and not result.referral and not result.elsewhere

    def _not_understood(self, question: Question) -> Answer:
        """The current matter stays, with what can be asked of it."""
        assert question.matter_id
        matter = self._wording.matter(question.matter_id)
        text = NOT_UNDERSTOOD.format(matter=matter)
        answer = Answer(Outcome.NOT_FOUND, "none", text, buttons=[*ASK_ON, HANDOFF])
        return self._guide.keeping_matter(question, answer)

    def _asked_about_current(self, question: Question, result: Result | None) -> str | None:
        """The topic that words show which name nothing: "and in total, what does it cost"."""
        names_nothing = result is None or (result.decision == "none" and not result.referral)
        if question.topic != "matter" or not question.query or not names_nothing:
            return None
        if question.matter_id not in self._kb.matters or (result and result.elsewhere):
            return None
        topic = topic_of(question.query, self._english)
        return topic if topic != "matter" else None

    def _in_chinese(self, question: Question) -> Answer:
        """What the guide answers in Chinese, without searching: state and next steps are right."""
        return self._guide.answer(replace(question, query=None, language=None))

    def _general_subject(self, question: Question) -> str | None:
        """The general question that is asked, where no matter is spoken of or it is one surely."""
        if question.subject in self._english.policy:
            return question.subject
        if not question.query or (question.topic != "policy" and question.matter_id):
            return None
        asked = {subject: policy.asked for subject, policy in self._english.policy.items()}
        return nearest(question.query, asked) if question.topic != "matter" else None

    def _rule(self, question: Question, subject: str | None) -> Answer:
        """A general fact; which ones there are when none fits."""
        answer = self._in_chinese(replace(question, topic="policy", subject=subject))
        if subject is None:
            if self._kb.policy.get(question.subject or ""):
                return replace(answer, text=in_chinese(answer.text))
            offered = list(self._english.policy.values())[:OFFERED_SUBJECTS]
            asks = [button(one.title, "ask_policy", subject=one.subject) for one in offered]
            return replace(answer, text=WHICH_RULE, buttons=[*asks, HANDOFF])
        sample = self._kb.policy[subject].status == "sample"
        text = self._english.policy[subject].text
        return replace(
            answer,
            topic=question.topic,
            text=f"{text}\n{SAMPLE_NOTE if sample else OUR_TRANSLATION}",
        )

    def _plan(self, question: Question) -> Answer:
        """The plan of a journey; which ones there are when none is named."""
        found = self._guide.journeys.whole(question.query, question.subject, question.park_id)
        answer = Answer(
            found.outcome, "journey", found.text, buttons=found.buttons, card=found.card
        )
        return self._guide.keeping_matter(question, answer)

    def _search(self, question: Question) -> Result | None:
        """What the words name; None when they go on about the current matter."""
        query = asking.plainly(question.query or "")
        current = question.matter_id in self._kb.matters
        if question.topic != "matter" or current:
            for cue in self._cues:
                query = re.sub(rf"\b{re.escape(cue)}\b", " ", query, flags=re.IGNORECASE)
        if current and question.topic != "matter":
            query = THE_PAPER.sub(" ", query)
        about_a_paper = question.topic in ("materials", "precheck") and BRINGING.search(
            question.query or ""
        )
        if not told(query) or (current and about_a_paper):
            return None
        result = self._finder.find(query, question.park_id, question.as_of, going_on=current)
        goes_on = current and question.topic != "matter" and result.decision == "none"
        return None if goes_on and not result.elsewhere else result

    def _without_matter(self, question: Question, result: Result) -> Answer:
        if result.decision == "clarify" and result.question is not None:
            asks = Answer(
                Outcome.CLARIFY,
                question.topic,
                result.question.text,
                buttons=[
                    choice(option.title, option.matter_id, question.topic)
                    for option in result.question.options
                ],
            )
            return self._guide.keeping_matter(question, asks)
        if result.referral is not None:
            text = self._referral(result.referral)
            answer = Answer(Outcome.REFERRED, "referral", text, buttons=[HANDOFF])
        else:
            answer = Answer(Outcome.NOT_FOUND, "none", NOT_FOUND, buttons=[HANDOFF])
            return self._guide.keeping_matter(question, answer)
        return replace(answer, park_id=question.park_id)

    def _referral(self, referral: Referral) -> str:
        known = self._english.referrals.get(referral.referral_id)
        if known is None:
            return in_chinese(referral.text)
        phone = f" Phone: {referral.phone}." if referral.phone else ""
        return f"{known.title}: this is not handled in the park's hall, but by {known.body}.{phone}"

    def _about(self, question: Question, result: Result | None) -> Answer:
        """A fact of one matter, named just now or current."""
        if result is not None:
            found = result.elsewhere or result.candidates[0].matter_id
            question = replace(question, matter_id=found)
        answer = self._worded(self._in_chinese(question), question)
        if result is not None:
            answer = replace(answer, decision=result.decision, candidates=_candidates(result))
        return answer

    def _worded(self, answer: Answer, question: Question) -> Answer:
        match answer.outcome:
            case Outcome.ASK_MATTER:
                return replace(answer, text=self._ask_matter(question))
            case Outcome.ASK_PARK:
                return replace(answer, text=ASK_PARK)
            case Outcome.NOT_COVERED:
                return replace(answer, text=self._not_covered(answer))
            case outcome if outcome in ON_ONE_MATTER and answer.matter_id:
                return self._fact(answer, question)
            case _:
                return replace(answer, text=in_chinese(answer.text))

    def _ask_matter(self, question: Question) -> str:
        """Ask for the matter; what holds for any matter is told at once."""
        ask = WHICH_OF_THESE if question.thread.offered else ASK_MATTER
        whatever = self._english.policy.get(MODES)
        if question.topic not in WHATEVER_THE_MATTER or whatever is None:
            return ask
        return f"{whatever.text}\n{ask}"

    def _not_covered(self, answer: Answer) -> str:
        assert answer.matter_id
        matter = self._wording.matter(answer.matter_id)
        return f"The park does not handle {matter} on that day. {in_chinese(answer.text)}"

    def _fact(self, answer: Answer, question: Question) -> Answer:
        assert answer.matter_id
        having = self._kb.park_ids(answer.matter_id, question.as_of)
        park_id = question.park_id or next(iter(having or self._kb.parks))
        guide = self._kb.guide(answer.matter_id, park_id, question.as_of)
        if answer.outcome is Outcome.NOTICE:
            return self._beyond.notice(question, answer, guide)
        if answer.topic == "precheck":
            prechecks = self._guide.prechecks
            card = prechecks.card(answer.card) if answer.card else None
            return replace(answer, text=prechecks.asking(guide), card=card)
        if answer.card is not None:
            return self._card(answer, guide, known_park=question.park_id is not None)
        then = f"As of {question.as_of:%d %B %Y}: " if question.as_of else ""
        text = then + self._say(guide, answer.topic)
        notices = self._wording.notices(guide) if answer.topic in PARK_TOPICS else ""
        return replace(answer, text=f"{text}\n{notices}".rstrip())

    def _say(self, guide: ServiceGuide, topic: str) -> str:
        wording = self._wording
        say = {
            "materials": wording.materials,
            "window": wording.window,
            "mode": wording.mode,
            "liability": wording.liability,
            "time_limit": wording.time_limit,
            "fee": wording.fee,
            "result": wording.result,
        }
        if topic in say:
            return say[topic](guide)
        return wording.field(guide, FIELD_TOPICS[topic][0])

    def _card(self, answer: Answer, guide: ServiceGuide, known_park: bool) -> Answer:
        assert answer.card is not None
        matter = self._wording.matter(guide.matter_id)
        park = self._wording.park(guide.park_id)
        text = f"You need: {matter}. " + (
            f"Here are the main points for {park}." if known_park else f"{ASK_PARK} {THEN}"
        )
        notice = f"{self._wording.notices(guide)} {OUR_TRANSLATION}".strip()
        card = {
            **answer.card,
            "name": matter,
            "park_name": park if known_park else None,
            "rows": self._wording.card_rows(guide, known_park),
            "notice": notice,
        }
        return replace(answer, text=text, card=card)


def _candidates(result: Result) -> list[dict[str, object]]:
    return [vars(candidate) for candidate in result.candidates]
