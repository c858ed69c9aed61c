"""Whether a park has a matter on a day, and who handles it if not (decree rows D5, D6)."""

from datetime import date

from knowledge import delegation
from knowledge.chinese_dates import in_words
from knowledge.errors import NotCovered
from knowledge.schema import Edition, Matter, MatterInPark, Park


def covers(in_park: MatterInPark, edition: Edition, day: date) -> bool:
    """Whether the park has the matter on `day`."""
    since, until = _span(in_park, edition)
    return since <= day and (until is None or day <= until)


def covering(matter: Matter, park: Park, edition: Edition, day: date) -> MatterInPark:
    """How the park handles the matter on `day`.

    Raises:
        NotCovered: it does not; a day outside the list's dates is never answered with the nearest.
    """
    in_park = matter.parks.get(park.park_id)
    if in_park is not None and covers(in_park, edition, day):
        return in_park
    since, until = (None, None) if in_park is None else _span(in_park, edition)
    handled_by = delegation.handled_by_city(matter.department.value)
    if since is None:
        text = f"{park.short_name}没有承接「{matter.name}」，请找{handled_by}办理。"
    elif day < since:
        text = (
            f"{in_words(day)}这一天，{park.short_name}还没有承接「{matter.name}」："
            f"园区从{in_words(since)}起办理，在那以前由{handled_by}办理。"
        )
    else:
        last = in_words(until or day)
        text = f"{park.short_name}办理「{matter.name}」到{last}为止，之后请找{handled_by}办理。"
    raise NotCovered(
        text,
        matter_id=matter.matter_id,
        park_id=park.park_id,
        as_of=day,
        handled_by=handled_by,
        since=since,
        until=until,
    )


def _span(in_park: MatterInPark, edition: Edition) -> tuple[date, date | None]:
    """First and last day; the edition's where the matter has none of its own."""
    return in_park.since or edition.effective_from, in_park.until or edition.effective_to
