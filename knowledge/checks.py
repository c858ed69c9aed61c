"""Whether the records fit together. Each check yields what is wrong and how to put it right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import get_args

from knowledge.documents import Entry, Location
from knowledge.draft import Draft, succession
from knowledge.errors import Problem
from knowledge.journey_plan import find_circle
from knowledge.schema import GUIDE_FIELDS, Edition, Journey, MatterInPark
from knowledge.schema.topic import TopicName
from knowledge.text import compact

Check = Callable[[Draft], Iterator[Problem]]


def editions_follow_one_another(draft: Draft) -> Iterator[Problem]:
    """On each day from the first edition on, exactly one holds (D5): no overlap, no gap."""
    for earlier, later in pairwise(succession(draft.editions)):
        last, first = earlier.value.effective_to, later.value.effective_from
        expected = first - timedelta(days=1)
        if earlier.value.effective_from == first:
            yield later.problem(
                ("effective_from",),
                f"{earlier.value.id} begins on {first} too: name it in replaces, or correct it",
            )
        elif last is not None and last >= first:
            yield earlier.problem(
                ("effective_to",),
                f"overlaps {later.value.id}, which begins on {first}: set it to {expected} or null",
            )
        elif last is not None and last < expected:
            yield earlier.problem(
                ("effective_to",),
                f"leaves a gap before {later.value.id}, which begins on {first}: set it to "
                f"{expected} or null",
            )


def editions_replace_others(draft: Draft) -> Iterator[Problem]:
    """An edition can only take the place of others that are there, and one always remains."""
    for edition_id, entry in draft.editions.items():
        for position, old in enumerate(entry.value.replaces):
            if old not in draft.editions or old == edition_id:
                yield entry.problem(
                    ("replaces", position), f"there is no other edition {old}: correct or take out"
                )
    if draft.editions and not succession(draft.editions):
        entry = next(iter(draft.editions.values()))
        yield entry.problem(("replaces",), "every edition is replaced by another: take one out")


def editions_list_known_matters(draft: Draft) -> Iterator[Problem]:
    """A list can only hold matters that have a file, in parks that exist."""
    for entry in draft.editions.values():
        for matter_id, parks in entry.value.matters.items():
            if matter_id not in draft.matter_ids:
                yield entry.problem(
                    ("matters", matter_id),
                    f"there is no matter {matter_id}: correct it or add matters/{matter_id}.yml",
                )
            for park_id in parks:
                if park_id not in draft.park_ids:
                    yield entry.problem(
                        ("matters", matter_id, park_id),
                        f"there is no park {park_id}: correct it or add the park",
                    )


def matters_are_listed(draft: Draft) -> Iterator[Problem]:
    """A matter that is on no list was never delegated: nobody could be told anything of it."""
    listed = {m for entry in draft.editions.values() for m in entry.value.matters}
    for matter_id, entry in draft.matters.items():
        if matter_id not in listed:
            yield entry.problem(
                (), f"{matter_id} is in no edition: list it in one, or remove the file"
            )


def spans_lie_within_their_edition(draft: Draft) -> Iterator[Problem]:
    """A park has a matter under an edition only while that edition holds, and for a time."""
    for entry in draft.editions.values():
        for at, in_park in _modes(entry):
            first, last = entry.value.span(in_park)
            if not entry.value.holds_on(first):
                yield entry.problem(
                    (*at, "since"), f"{first} is not a day of this edition: correct it"
                )
            if last is not None and last < first:
                yield entry.problem((*at, "until"), f"{last} is before {first}: correct it")
            elif last is not None and not entry.value.holds_on(last):
                yield entry.problem(
                    (*at, "until"), f"{last} is not a day of this edition: correct it"
                )


def modes_have_a_source(draft: Draft) -> Iterator[Problem]:
    """A delegation mode that is not a sample says where it was read and when (D1, D27)."""
    for entry in draft.editions.values():
        for at, in_park in _modes(entry):
            if in_park.status == "missing":
                yield entry.problem(
                    (*at, "status"), "a mode is never missing: take the park out instead"
                )
            elif in_park.status != "sample" and not (in_park.source and in_park.checked_on):
                yield entry.problem(
                    (*at, "status"), f"status {in_park.status} needs source and checked_on"
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
                f"{given} is more than the statutory {allowed}: correct one of them",
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
                yield entry.problem(
                    field, f"“{name}” already means {owner}: keep it in one of the two"
                )


def matters_have_phrasings(draft: Draft) -> Iterator[Problem]:
    """Without phrasings people would not find the matter."""
    for matter_id, entry in draft.matters.items():
        if matter_id not in draft.phrasings:
            yield entry.problem(
                (), f"nobody can ask for {matter_id}: add phrasings/{matter_id}.yml"
            )


def phrasings_are_of_a_matter(draft: Draft) -> Iterator[Problem]:
    """Phrasings of a matter that is gone are a leftover."""
    for matter_id, entry in draft.phrasings.items():
        if matter_id not in draft.matter_ids:
            yield entry.problem(
                ("matter_id",), f"there is no matter {matter_id}: correct it or remove the file"
            )


def halls_are_in_known_parks(draft: Draft) -> Iterator[Problem]:
    """Every hall has its park, and every park a hall (D15)."""
    for entry in draft.halls.values():
        if entry.value.park_id not in draft.park_ids:
            yield entry.problem(("park_id",), f"there is no park {entry.value.park_id}: correct it")
    with_hall = {entry.value.park_id for entry in draft.halls.values()}
    for park_id, park in draft.parks.items():
        if park_id not in with_hall:
            yield park.problem((), f"{park_id} has no hall: add one to halls.yml")


def window_ids_are_unique(draft: Draft) -> Iterator[Problem]:
    """A window is booked by its id, whatever the hall."""
    seen: set[str] = set()
    for entry in draft.halls.values():
        for position, window in enumerate(entry.value.windows):
            if window.window_id in seen:
                yield entry.problem(
                    ("windows", position, "window_id"), f"{window.window_id} occurs twice: rename"
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
                        f"there is no matter {matter_id}: correct or take it out",
                    )


def matters_have_a_window(draft: Draft) -> Iterator[Problem]:
    """In each of its parks a matter has a window, if only the assisting one (D15, D17)."""
    served = {
        (entry.value.park_id, matter_id)
        for entry in draft.halls.values()
        for window in entry.value.windows
        for matter_id in window.matters
    }
    for edition in draft.editions.values():
        for at, _ in _modes(edition):
            _, matter_id, park_id = at
            if (park_id, matter_id) not in served:
                yield edition.problem(
                    at, f"no window in {park_id} handles {matter_id}: add it to one in halls.yml"
                )


def journeys_pass_known_matters(draft: Draft) -> Iterator[Problem]:
    """A plan can only lead through matters of the list (D11)."""
    for entry in draft.journeys.values():
        for position, step in enumerate(entry.value.steps):
            if step.matter_id not in draft.matter_ids:
                yield entry.problem(
                    ("steps", position, "matter_id"),
                    f"there is no matter {step.matter_id}: correct or take it out",
                )


def journey_steps_wait_for_steps(draft: Draft) -> Iterator[Problem]:
    """What comes before a step is a step of the same journey (D11)."""
    for journey_id, entry in draft.journeys.items():
        known = {step.matter_id for step in entry.value.steps}
        for wait in _waits(entry.value):
            if wait.first not in known:
                yield entry.problem(
                    wait.at,
                    f"{journey_id} has no step {wait.first}: add the step or take this out",
                )


def journey_steps_wait_in_no_circle(draft: Draft) -> Iterator[Problem]:
    """Steps that wait for each other never begin (D11)."""
    for entry in draft.journeys.values():
        circle = find_circle(entry.value.steps)
        around = set(pairwise(circle))
        at = next((w.at for w in _waits(entry.value) if (w.first, w.then) in around), None)
        if at is not None:
            yield entry.problem(
                at, f"these wait for each other: {' → '.join(circle)}: take this or another out"
            )


def journeys_read_in_order(draft: Draft) -> Iterator[Problem]:
    """A step stands below what comes before it, so that the list can be read out (D11)."""
    for entry in draft.journeys.values():
        steps = [step.matter_id for step in entry.value.steps]
        if find_circle(entry.value.steps):
            continue
        for wait in _waits(entry.value):
            if wait.first in steps and steps.index(wait.first) > steps.index(wait.then):
                yield entry.problem(wait.at, f"put the step {wait.first} before {wait.then}")


def what_a_step_needs_rests_on_a_law(draft: Draft) -> Iterator[Problem]:
    """An order that no law sets is only the usual one, and is said to be."""
    for entry in draft.journeys.values():
        for position, step in enumerate(entry.value.steps):
            if step.needs and not step.source:
                yield entry.problem(
                    ("steps", position, "needs"),
                    "nothing says that this comes first: add source, or name it in usually_after",
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
    windows = {w.window_id for entry in draft.halls.values() for w in entry.value.windows}
    for entry in draft.calendar.values():
        override = entry.value
        if override.hall_id is not None and override.hall_id not in draft.halls:
            yield entry.problem(("hall_id",), f"there is no hall {override.hall_id}: correct it")
        if override.window_id is not None and override.window_id not in windows:
            yield entry.problem(
                ("window_id",), f"there is no window {override.window_id}: correct it"
            )


def topics_are_complete(draft: Draft) -> Iterator[Problem]:
    """Every topic of the contract is described, and shows fields that a guide has."""
    for missing in set(get_args(TopicName)) - set(draft.topics):
        yield Problem("topics.yml", None, "topics", f"the topic {missing} is not described: add it")
    for entry in draft.topics.values():
        for position, field in enumerate(entry.value.fields):
            if field not in GUIDE_FIELDS:
                yield entry.problem(
                    ("fields", position), f"a guide has no field {field}: correct or take it out"
                )


def cues_show_one_topic(draft: Draft) -> Iterator[Problem]:
    """A question word that shows two topics shows none."""
    owners: dict[str, str] = {}
    for topic, entry in draft.topics.items():
        for position, cue in enumerate(entry.value.cues):
            owner = owners.setdefault(cue, topic)
            if owner != topic:
                yield entry.problem(
                    ("cues", position), f"“{cue}” already shows {owner}: keep it in one of the two"
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
    calendar_is_of_known_halls,
    topics_are_complete,
    cues_show_one_topic,
)
