"""The next steps that an answer offers, as buttons."""

from api.services.answers import HANDOFF, Button, button
from knowledge import KnowledgeBase

NEXT_STEPS: dict[str, tuple[tuple[str, str], ...]] = {
    "matter": (
        ("要带什么材料", "ask_materials"),
        ("去哪个窗口", "ask_window"),
        ("预约办理", "book"),
    ),
    "materials": (
        ("核对材料", "ask_precheck"),
        ("去哪个窗口", "ask_window"),
        ("预约办理", "book"),
    ),
    "window": (("要带什么材料", "ask_materials"), ("谁来审批", "ask_mode"), ("预约办理", "book")),
    "mode": (("出了问题找谁", "ask_liability"), ("去哪个窗口", "ask_window"), ("预约办理", "book")),
    "liability": (("谁来审批", "ask_mode"), ("办理依据", "ask_legal_basis"), ("预约办理", "book")),
    "notice": (
        ("核对材料", "ask_precheck"),
        ("多久能办好", "ask_time_limit"),
        ("预约办理", "book"),
    ),
}
MOST_STEPS = 3
WHOLE = button("看完整说明", "repeat", detail="full")
DEFAULT_STEPS: tuple[tuple[str, str], ...] = (
    ("多久能办好", "ask_time_limit"),
    ("去哪个窗口", "ask_window"),
    ("预约办理", "book"),
)


def next_steps(topic: str, missing: bool = False) -> list[Button]:
    """What people do next after a question of `topic`; a person first where the fact is missing."""
    offered = NEXT_STEPS.get(topic, DEFAULT_STEPS)
    steps = [button(title, intent) for title, intent in offered if intent != f"ask_{topic}"]
    return [HANDOFF, *steps[1:]] if missing else steps


def choice(title: str, matter_id: str | None, topic: str) -> Button:
    """One answer to the question which matter is meant; None for none of them."""
    if matter_id is None:
        return button(title, "none_of_these")
    return button(title, "choose_matter", matter_id=matter_id, topic=topic)


def park_buttons(kb: KnowledgeBase, topic: str) -> list[Button]:
    """The parks to choose from, to go on with the question of `topic`."""
    return [
        button(park.short_name, "choose_park", park_id=park.park_id, topic=topic)
        for park in kb.parks.values()
    ]
