"""Whether the questions of the journeys can be asked, answered, and change something, and whether
each journey is found for what it is (D11)."""

from collections.abc import Callable, Iterator

from knowledge.documents import Entry, Location
from knowledge.draft import Draft
from knowledge.errors import Problem
from knowledge.schema import Journey, JourneyOption, JourneyQuestion
from knowledge.schema.journey import MOST_QUESTIONS

EFFECTS = ("adds", "likely", "drops")


def answers_change_conditional_steps(draft: Draft) -> Iterator[Problem]:
    """An answer only settles a case that the data tells of: a step of the journey with `when`."""
    for journey_id, entry in draft.journeys.items():
        steps = {step.matter_id: step for step in entry.value.steps}
        for at, _, option in _options(entry.value):
            for effect in EFFECTS:
                for place, matter_id in enumerate(getattr(option, effect)):
                    if matter_id not in steps:
                        message = f"{journey_id} 里没有 {matter_id} 这一步：请加上这一步，或者删去"
                        yield entry.problem((*at, effect, place), message)
                    elif steps[matter_id].when is None:
                        message = (
                            f"{matter_id} 这一步没有写 when（什么情况要办），总是要办："
                            "请给这一步写上 when，或者删去"
                        )
                        yield entry.problem((*at, effect, place), message)


def an_answer_says_one_thing_of_a_step(draft: Draft) -> Iterator[Problem]:
    """No answer both adds and drops a step."""
    for entry in draft.journeys.values():
        for at, _, option in _options(entry.value):
            seen: set[str] = set()
            for effect in EFFECTS:
                for place, matter_id in enumerate(getattr(option, effect)):
                    if matter_id in seen:
                        message = f"{matter_id} 在这个选项里写了两次：请只留一处"
                        yield entry.problem((*at, effect, place), message)
                    seen.add(matter_id)


def questions_have_an_effect(draft: Draft) -> Iterator[Problem]:
    """What changes nothing is not asked."""
    for entry in draft.journeys.values():
        for position, question in enumerate(entry.value.questions):
            if not any(option.has_effect for option in question.options):
                yield entry.problem(
                    ("questions", position),
                    "怎么回答计划都一样：请给选项写上 adds、likely、drops 或 journey，"
                    "或者删去这一问",
                )


def questions_and_options_are_told_apart(draft: Draft) -> Iterator[Problem]:
    """No two questions, and no two options of a question, have the same id."""
    for entry in draft.journeys.values():
        seen: set[str] = set()
        for position, question in enumerate(entry.value.questions):
            if question.question_id in seen:
                yield entry.problem(
                    ("questions", position, "question_id"),
                    f"“{question.question_id}”写了两次：请给其中一个换编号，或者删去",
                )
            seen.add(question.question_id)
            yield from _same_options(entry, position, question)


def _same_options(
    entry: Entry[Journey], position: int, question: JourneyQuestion
) -> Iterator[Problem]:
    ids: set[str] = set()
    cues: dict[str, int] = {}
    plain: set[bool] = set()
    for place, option in enumerate(question.options):
        at: Location = ("questions", position, "options", place)
        if option.option_id in ids:
            message = f"“{option.option_id}”写了两次：请给其中一个换编号，或者删去"
            yield entry.problem((*at, "option_id"), message)
        if option.affirms is not None and option.affirms in plain:
            message = "另一个选项已经写了同样的 affirms：请只留一处"
            yield entry.problem((*at, "affirms"), message)
        for number, cue in enumerate(option.cues):
            if (owner := cues.setdefault(cue, place)) != place:
                message = f"“{cue}”已经是第 {owner + 1} 个选项的提示词：请只留一处"
                yield entry.problem((*at, "cues", number), message)
        ids.add(option.option_id)
        if option.affirms is not None:
            plain.add(option.affirms)


def answers_lead_to_journeys(draft: Draft) -> Iterator[Problem]:
    """An answer leads over to another journey that is there, once, and not on from there."""
    reached: dict[str, str] = {}
    for journey_id, entry in draft.journeys.items():
        for at, _, option in _options(entry.value):
            if option.journey is None:
                continue
            target = draft.journeys.get(option.journey)
            message = None
            if target is None or option.journey == journey_id:
                message = f"没有另一个流程叫“{option.journey}”：请改正，或者删去"
            elif target.value.leads_to:
                message = f"{option.journey} 自己又转到别的流程：请改成最后要去的那个"
            elif reached.setdefault(option.journey, journey_id) != journey_id:
                message = f"{reached[option.journey]} 已经转到 {option.journey}：请只留一处"
            if message:
                yield entry.problem((*at, "journey"), message)


def no_path_asks_too_much(draft: Draft) -> Iterator[Problem]:
    """The question that leads over counts among those of the journey it leads to."""
    for entry in draft.journeys.values():
        for at, question, option in _options(entry.value):
            target = draft.journeys.get(option.journey or "")
            if target and target.value.asks >= MOST_QUESTIONS and not question.in_passing:
                yield entry.problem(
                    (*at, "journey"),
                    f"加上这一问，{option.journey} 的提问超过 {MOST_QUESTIONS} 个：请删去其中一问",
                )


def _options(journey: Journey) -> Iterator[tuple[Location, JourneyQuestion, JourneyOption]]:
    for position, question in enumerate(journey.questions):
        for place, option in enumerate(question.options):
            yield ("questions", position, "options", place), question, option


def alternatives_are_steps(draft: Draft) -> Iterator[Problem]:
    """What a step may stand in for is another step of the same journey."""
    for journey_id, entry in draft.journeys.items():
        known = {step.matter_id for step in entry.value.steps}
        for position, step in enumerate(entry.value.steps):
            if step.instead_of is not None and step.instead_of not in known - {step.matter_id}:
                yield entry.problem(
                    ("steps", position, "instead_of"),
                    f"{journey_id} 里没有另一步叫 {step.instead_of}：请加上这一步，或者删去这里",
                )


def a_place_has_one_general_plan(draft: Draft) -> Iterator[Problem]:
    """No two journeys are the general one of the same places, for the same trades or for all."""
    owners: dict[tuple[str, str | None], str] = {}
    for journey_id, entry in draft.journeys.items():
        general = entry.value.general
        for number, place in enumerate(general.places if general else ()):
            for trade in (general.trades if general else ()) or (None,):
                owner = owners.setdefault((place, trade), journey_id)
                if owner != journey_id:
                    yield entry.problem(
                        ("general", "places", number),
                        f"“{trade or ''}{place}”已经归 {owner}：请只留一处，"
                        "或者用 trades（行业用词）把两个分开",
                    )
                    break


def offered_plans_have_their_own_place(draft: Draft) -> Iterator[Problem]:
    """Which plan is offered first is not left to chance."""
    owners: dict[int, str] = {}
    for journey_id, entry in draft.journeys.items():
        at = entry.value.offered_at
        if at is not None and (owner := owners.setdefault(at, journey_id)) != journey_id:
            yield entry.problem(("offered_at",), f"第 {at} 位已经是 {owner}：请换一个数，或者删去")


JOURNEY_CHECKS: tuple[Callable[[Draft], Iterator[Problem]], ...] = (
    alternatives_are_steps,
    answers_change_conditional_steps,
    an_answer_says_one_thing_of_a_step,
    questions_have_an_effect,
    questions_and_options_are_told_apart,
    answers_lead_to_journeys,
    no_path_asks_too_much,
    a_place_has_one_general_plan,
    offered_plans_have_their_own_place,
)
