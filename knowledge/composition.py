"""The parts of a service guide that do not follow from the delegation mode."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from knowledge import delegation
from knowledge.chinese_dates import in_words
from knowledge.schema import Edition, Fact, Hall, Matter, MatterInPark, PolicyFact, Window
from knowledge.schema.matter import MatterFields
from knowledge.schema.values import WindowNote

SAMPLE_NOTICE = "赋权方式和窗口是示例数据，以大厅公布为准。"


def common_fields(matter: Matter, in_park: MatterInPark) -> dict[str, Fact[Any]]:
    """The facts that are the same in every park, but for what the list itself says of a park."""
    fields = {name: getattr(matter.fields, name) for name in MatterFields.model_fields}
    for name in ("department", "remarks"):
        listed = getattr(in_park, name)
        if listed is not None and in_park.source:
            fields[name] = Fact[Any](
                value=listed,
                source=in_park.source,
                status=in_park.status,
                checked_on=in_park.checked_on,
            )
    return fields


def windows_fact(
    windows: Sequence[Window], halls: Mapping[str, Hall], edition: Edition
) -> Fact[Any]:
    """Where to go: the windows in order, on the status of the first (decree row D15)."""
    if not windows:
        return Fact[Any].missing()
    first = windows[0]
    return Fact[Any](
        value=tuple(_note(window, halls[window.hall_id]) for window in windows),
        source=first.source or (edition.sample_source,),
        status=first.status,
        checked_on=first.checked_on,
    )


def notices(in_park: MatterInPark, edition: Edition, day: date, today: date) -> tuple[str, ...]:
    """What must be said beside the facts (decree rows D6, D7, D27).

    Args:
        day: the day asked about.
        today: the day of asking.
    """
    found = []
    if in_park.status == "sample":
        found.append(SAMPLE_NOTICE)
    if edition.transition_until is not None and day <= edition.transition_until:
        found.append(f"{delegation.joint_liability(edition)}。")
    return (*found, *_expiry(edition, max(day, today)))


def policy_notices(
    fact: PolicyFact, editions: Iterable[Edition], day: date, today: date
) -> tuple[str, ...]:
    """What must be said beside a general answer (decree rows D6, D7).

    That it does not hold on the day asked about, or that it rests on a document whose stated
    validity, which the lists of matters name, has passed.
    """
    found = []
    if fact.effective_from is not None and day < fact.effective_from:
        found.append(f"这条规定从{in_words(fact.effective_from)}起才有，{in_words(day)}还没有。")
    if fact.effective_to is not None and day > fact.effective_to:
        found.append(f"这条规定到{in_words(fact.effective_to)}为止。")
    cited = {source.document or source.title for source in fact.source}
    resting = [e for e in editions if (e.document.document or e.document.title) in cited]
    if resting:
        found.extend(_expiry(resting[-1], max(day, today)))
    return tuple(found)


def _expiry(edition: Edition, day: date) -> tuple[str, ...]:
    valid_until = edition.document_valid_until
    if valid_until is None or day <= valid_until:
        return ()
    last = in_words(valid_until)
    return (f"赋权文件标注的有效期到{last}，现已过期，办理前请向大厅确认。",)


def _note(window: Window, hall: Hall) -> WindowNote:
    return WindowNote(
        window_id=window.window_id,
        hall=hall.name,
        number=window.number,
        name=window.name,
        floor=window.floor,
        address=hall.address.value,
        hours=window.hours,
        phone=hall.phone.value,
    )
