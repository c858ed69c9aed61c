"""Whether the records fit together. Each check yields what is wrong and how to put it right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import get_args

from knowledge.documents import Entry, Location
from knowledge.draft import Draft, succession
from knowledge.errors import Problem
from knowledge.event_checks import EVENT_CHECKS
from knowledge.journey_checks import JOURNEY_CHECKS
from knowledge.journey_plan import find_circle
from knowledge.schema import GUIDE_FIELDS, DelegationMode, Edition, Journey, MatterInPark
from knowledge.schema.rule import RuleName
from knowledge.schema.topic import TopicName
from knowledge.text import compact

HALLS = "halls.yml"
TOPICS = "topics.yml"
RULES = "rules.yml"
MODES = "modes.yml"

Check = Callable[[Draft], Iterator[Problem]]


def editions_follow_one_another(draft: Draft) -> Iterator[Problem]:
    """On each day from the first edition on, exactly one holds (D5): no overlap, no gap."""
    for earlier, later in pairwise(succession(draft.editions)):
        last, first = earlier.value.effective_to, later.value.effective_from
        expected = first - timedelta(days=1)
        if earlier.value.effective_from == first:
            yield later.problem(
                ("effective_from",),
                f"清单版本 {earlier.value.id} 也从 {first} 开始：请把它写进 replaces（代替），"
                "或者改正日期",
            )
        elif last is not None and last >= first:
            yield earlier.problem(
                ("effective_to",),
                f"和清单版本 {later.value.id}（从 {first} 开始）重叠："
                f"请改成 {expected}，或者写 null",
            )
        elif last is not None and last < expected:
            yield earlier.problem(
                ("effective_to",),
                f"到清单版本 {later.value.id}（从 {first} 开始）之间有空档："
                f"请改成 {expected}，或者写 null",
            )


def editions_replace_others(draft: Draft) -> Iterator[Problem]:
    """An edition can only take the place of others that are there, and one always remains."""
    for edition_id, entry in draft.editions.items():
        for position, old in enumerate(entry.value.replaces):
            if old not in draft.editions or old == edition_id:
                yield entry.problem(
                    ("replaces", position), f"没有另一个清单版本叫“{old}”：请改正，或者删去"
                )
    if draft.editions and not succession(draft.editions):
        entry = next(iter(draft.editions.values()))
        yield entry.problem(("replaces",), "每个清单版本都被别的版本代替了：请删去其中一处")


def editions_list_known_matters(draft: Draft) -> Iterator[Problem]:
    """A list can only hold matters that have a file, in parks that exist."""
    for entry in draft.editions.values():
        for matter_id, parks in entry.value.matters.items():
            if matter_id not in draft.matter_ids:
                yield entry.problem(
                    ("matters", matter_id),
                    f"没有编号为“{matter_id}”的事项：请改正，或者新建 matters/{matter_id}.yml",
                )
            for park_id in parks:
                if park_id not in draft.park_ids:
                    yield entry.problem(
                        ("matters", matter_id, park_id),
                        f"没有编号为“{park_id}”的园区：请改正，或者在 parks.yml 里加上",
                    )


def matters_are_listed(draft: Draft) -> Iterator[Problem]:
    """A matter that is on no list was never delegated: nobody could be told anything of it."""
    if any(file.startswith("editions/") for file in draft.refused):
        return
    listed = {m for entry in draft.editions.values() for m in entry.value.matters}
    for matter_id, entry in draft.matters.items():
        if matter_id not in listed:
            yield entry.problem(
                (), f"事项 {matter_id} 不在任何清单版本里：请写进一个版本，或者删去这个文件"
            )


def spans_lie_within_their_edition(draft: Draft) -> Iterator[Problem]:
    """A park has a matter under an edition only while that edition holds, and for a time."""
    for entry in draft.editions.values():
        for at, in_park in _modes(entry):
            first, last = entry.value.span(in_park)
            if not entry.value.holds_on(first):
                yield entry.problem((*at, "since"), f"{first} 不在这个清单版本的有效期内：请改正")
            if last is not None and last < first:
                yield entry.problem((*at, "until"), f"{last} 比开始的 {first} 还早：请改正")
            elif last is not None and not entry.value.holds_on(last):
                yield entry.problem((*at, "until"), f"{last} 不在这个清单版本的有效期内：请改正")


def modes_have_a_source(draft: Draft) -> Iterator[Problem]:
    """A delegation mode that is not a sample says where it was read and when (D1, D27)."""
    for entry in draft.editions.values():
        for at, in_park in _modes(entry):
            if in_park.status == "missing":
                yield entry.problem(
                    (*at, "status"), "赋权方式不能标为 missing（暂缺）：园区没有承接，就把它删去"
                )
            elif in_park.status != "sample" and not (in_park.source and in_park.checked_on):
                yield entry.problem(
                    (*at, "status"),
                    f"状态是 {in_park.status}，就要写 source（来源）和 checked_on（核对日期）",
                )


def _modes(entry: Entry[Edition]) -> Iterator[tuple[Location, MatterInPark]]:
    for matter_id, parks in entry.value.matters.items():
        for park_id, in_park in parks.items():
            yield ("matters", matter_id, park_id), in_park


def promises_keep_within_the_law(draft: Draft) -> Iterator[Problem]:
    """A promised limit is never longer than the statutory one, where both count the same unit."""
    for entry in draft.matters.values():
        promised = entry.value.fields.promised_limit.value
        statutory = entry.value.fields.statutory_limit.value
        if not promised or not statutory or promised.get("unit") != statutory.get("unit"):
            continue
        allowed, given = statutory.get("number"), promised.get("number")
        if allowed is not None and given is not None and given > allowed:
            yield entry.problem(
                ("fields", "promised_limit", "value", "number"),
                f"承诺时限 {given} 超过法定时限 {allowed}：请改正其中一个",
            )


def names_mean_one_matter(draft: Draft) -> Iterator[Problem]:
    """No name or alias may point at two matters."""
    owners: dict[str, str] = {}
    for matter_id, entry in draft.matters.items():
        matter = entry.value
        named: list[tuple[Location, str]] = [(("name",), matter.name)]
        named += [(("aliases", n), alias) for n, alias in enumerate(matter.aliases)]
        for field, name in named:
            owner = owners.setdefault(compact(name), matter_id)
            if owner != matter_id:
                yield entry.problem(field, f"“{name}”已经是事项 {owner} 的名称或别名：请只留一处")


def matters_have_phrasings(draft: Draft) -> Iterator[Problem]:
    """Without phrasings people would not find the matter."""
    if "phrasings" in draft.refused:
        return
    for matter_id, entry in draft.matters.items():
        if matter_id not in draft.phrasings and f"phrasings/{matter_id}.yml" not in draft.refused:
            yield entry.problem(
                (),
                f"没有人能搜到事项 {matter_id}：请新建 phrasings/{matter_id}.yml，写明群众的说法",
            )


def phrasings_are_of_a_matter(draft: Draft) -> Iterator[Problem]:
    """Phrasings of a matter that is gone are a leftover."""
    for matter_id, entry in draft.phrasings.items():
        if matter_id not in draft.matter_ids:
            yield entry.problem(
                ("matter_id",), f"没有编号为“{matter_id}”的事项：请改正，或者删去这个文件"
            )


def halls_are_in_known_parks(draft: Draft) -> Iterator[Problem]:
    """Every hall has its park, and every park a hall (D15)."""
    for entry in draft.halls.values():
        if entry.value.park_id not in draft.park_ids:
            yield entry.problem(("park_id",), f"没有编号为“{entry.value.park_id}”的园区：请改正")
    if HALLS in draft.refused:
        return
    with_hall = {entry.value.park_id for entry in draft.halls.values()}
    for park_id, park in draft.parks.items():
        if park_id not in with_hall:
            yield park.problem((), f"园区 {park_id} 没有大厅：请在 halls.yml 里加上")


def window_ids_are_unique(draft: Draft) -> Iterator[Problem]:
    """A window is booked by its id, whatever the hall."""
    seen: set[str] = set()
    for entry in draft.halls.values():
        for position, window in enumerate(entry.value.windows):
            if window.window_id in seen:
                yield entry.problem(
                    ("windows", position, "window_id"),
                    f"窗口编号 {window.window_id} 用了两次：请给其中一个换编号",
                )
            seen.add(window.window_id)


def windows_handle_known_matters(draft: Draft) -> Iterator[Problem]:
    """A window can only handle matters of the list."""
    for entry in draft.halls.values():
        for position, window in enumerate(entry.value.windows):
            for place, matter_id in enumerate(window.matters):
                if matter_id not in draft.matter_ids:
                    yield entry.problem(
                        ("windows", position, "matters", place),
                        f"没有编号为“{matter_id}”的事项：请改正，或者删去",
                    )


def matters_have_a_window(draft: Draft) -> Iterator[Problem]:
    """In each of its parks a matter has a window, if only the assisting one (D15, D17)."""
    if HALLS in draft.refused:
        return
    with_hall = {entry.value.park_id for entry in draft.halls.values()}
    served = {
        (entry.value.park_id, matter_id)
        for entry in draft.halls.values()
        for window in entry.value.windows
        for matter_id in window.matters
    }
    for edition in draft.editions.values():
        for at, _ in _modes(edition):
            _, matter_id, park_id = at
            if park_id in with_hall and (park_id, matter_id) not in served:
                yield edition.problem(
                    at,
                    f"园区 {park_id} 没有窗口受理 {matter_id}：请在 halls.yml 里加到一个窗口",
                )


def journeys_pass_known_matters(draft: Draft) -> Iterator[Problem]:
    """A plan can only lead through matters of the list (D11)."""
    for entry in draft.journeys.values():
        for position, step in enumerate(entry.value.steps):
            if step.matter_id not in draft.matter_ids:
                yield entry.problem(
                    ("steps", position, "matter_id"),
                    f"没有编号为“{step.matter_id}”的事项：请改正，或者删去",
                )


def journey_steps_wait_for_steps(draft: Draft) -> Iterator[Problem]:
    """What comes before a step is a step of the same journey (D11)."""
    for journey_id, entry in draft.journeys.items():
        known = {step.matter_id for step in entry.value.steps}
        for wait in _waits(entry.value):
            if wait.first not in known:
                yield entry.problem(
                    wait.at,
                    f"{journey_id} 里没有 {wait.first} 这一步：请加上这一步，或者删去这里",
                )


def journey_steps_wait_in_no_circle(draft: Draft) -> Iterator[Problem]:
    """Steps that wait for each other never begin (D11)."""
    for entry in draft.journeys.values():
        circle = find_circle(entry.value.steps)
        around = set(pairwise(circle))
        at = next((w.at for w in _waits(entry.value) if (w.first, w.then) in around), None)
        if at is not None:
            yield entry.problem(at, f"这几步互相等待：{' → '.join(circle)}。请删去这里或者其中一处")


def journeys_read_in_order(draft: Draft) -> Iterator[Problem]:
    """A step stands below what comes before it, so that the list can be read out (D11)."""
    for entry in draft.journeys.values():
        steps = [step.matter_id for step in entry.value.steps]
        if find_circle(entry.value.steps):
            continue
        for wait in _waits(entry.value):
            if wait.first in steps and steps.index(wait.first) > steps.index(wait.then):
                yield entry.problem(wait.at, f"请把 {wait.first} 这一步写在 {wait.then} 前面")


def what_a_step_needs_rests_on_a_law(draft: Draft) -> Iterator[Problem]:
    """An order that no law sets is only the usual one, and is said to be."""
    for entry in draft.journeys.values():
        for position, step in enumerate(entry.value.steps):
            if step.needs and not step.source:
                yield entry.problem(
                    ("steps", position, "needs"),
                    "没有写明为什么要先办：请写 source（来源），只是通常先办的改写到 usually_after",
                )


@dataclass(frozen=True)
class _Wait:
    """One matter of a journey that has to come before another, and where the data says so."""

    first: str
    then: str
    at: Location


def _waits(journey: Journey) -> Iterator[_Wait]:
    for position, step in enumerate(journey.steps):
        for field in ("needs", "usually_after"):
            for place, first in enumerate(getattr(step, field)):
                yield _Wait(first, step.matter_id, ("steps", position, field, place))


def calendar_is_of_known_halls(draft: Draft) -> Iterator[Problem]:
    """An exception to the calendar concerns a hall or window that exists (D20)."""
    if HALLS in draft.refused:
        return
    windows = {w.window_id for entry in draft.halls.values() for w in entry.value.windows}
    for entry in draft.calendar.values():
        override = entry.value
        if override.hall_id is not None and override.hall_id not in draft.halls:
            yield entry.problem(("hall_id",), f"没有编号为“{override.hall_id}”的大厅：请改正")
        if override.window_id is not None and override.window_id not in windows:
            yield entry.problem(("window_id",), f"没有编号为“{override.window_id}”的窗口：请改正")


def topics_are_complete(draft: Draft) -> Iterator[Problem]:
    """Every topic of the contract is described, and shows fields that a guide has."""
    for name in get_args(TopicName):
        if name not in draft.topics and TOPICS not in draft.refused:
            yield Problem(TOPICS, None, "topics", f"缺少话题 {name}：请加上")
    for entry in draft.topics.values():
        for position, field in enumerate(entry.value.fields):
            if field not in GUIDE_FIELDS:
                yield entry.problem(
                    ("fields", position), f"办事指南里没有“{field}”这一项：请改正，或者删去"
                )


def cues_show_one_topic(draft: Draft) -> Iterator[Problem]:
    """A question word that shows two topics shows none."""
    owners: dict[str, str] = {}
    for topic, entry in draft.topics.items():
        for position, cue in enumerate(entry.value.cues):
            owner = owners.setdefault(cue, topic)
            if owner != topic:
                yield entry.problem(
                    ("cues", position), f"“{cue}”已经是话题 {owner} 的提示词：请只留一处"
                )


def rules_are_complete(draft: Draft) -> Iterator[Problem]:
    """What the answers rest on is told for every kind of question, and for every mode (D1-D4)."""
    for name in get_args(RuleName):
        if name not in draft.rules and RULES not in draft.refused:
            yield Problem(RULES, None, "rules", f"缺少规则 {name}：请加上")
    for mode in get_args(DelegationMode):
        if mode not in draft.modes and MODES not in draft.refused:
            yield Problem(MODES, None, "modes", f"缺少赋权方式 {mode}：请加上")


def modes_are_shown_by_known_matters(draft: Draft) -> Iterator[Problem]:
    """An instance of a mode is a matter of the list (D1)."""
    for entry in draft.modes.values():
        for position, matter_id in enumerate(entry.value.examples):
            if matter_id not in draft.matter_ids:
                yield entry.problem(
                    ("examples", position), f"没有编号为“{matter_id}”的事项：请改正，或者删去"
                )


CHECKS: tuple[Check, ...] = (
    editions_follow_one_another,
    editions_replace_others,
    editions_list_known_matters,
    matters_are_listed,
    spans_lie_within_their_edition,
    promises_keep_within_the_law,
    modes_have_a_source,
    names_mean_one_matter,
    matters_have_phrasings,
    phrasings_are_of_a_matter,
    halls_are_in_known_parks,
    window_ids_are_unique,
    windows_handle_known_matters,
    matters_have_a_window,
    journeys_pass_known_matters,
    journey_steps_wait_for_steps,
    journey_steps_wait_in_no_circle,
    journeys_read_in_order,
    what_a_step_needs_rests_on_a_law,
    *JOURNEY_CHECKS,
    *EVENT_CHECKS,
    calendar_is_of_known_halls,
    topics_are_complete,
    cues_show_one_topic,
    rules_are_complete,
    modes_are_shown_by_known_matters,
)
