"""Training examples are drawn the same way each time, and show the point inside of stories."""

import random
from dataclasses import dataclass, field

from knowledge.training_examples import FIND_MATTER, Example, Stories, generate

STORIES = Stories(before=["我是新来的", "老板催得紧"], after=["急得很"])


@dataclass(frozen=True)
class Matter:
    """A matter with nothing but what people call it."""

    name: str
    phrasings: list[str]
    aliases: list[str] = field(default_factory=list)
    nouns: list[str] = field(default_factory=list)


MATTERS = [
    Matter("施工许可", ["我要开工了", "工地开工要多久"]),
    Matter("排污许可", ["厂里要排废水"]),
]
TEMPLATES = {"ask_fee": ["办{matter}[收费|要钱]吗"]}


def test_the_same_examples_are_drawn_each_time() -> None:
    assert generate(MATTERS, TEMPLATES, STORIES) == generate(MATTERS[::-1], TEMPLATES, STORIES)


def test_a_new_template_leaves_the_other_examples_as_they_are() -> None:
    before = generate(MATTERS, TEMPLATES, STORIES)
    more = {"ask_fee": ["{matter}贵不贵", *TEMPLATES["ask_fee"]]}
    assert set(before) <= set(generate(MATTERS, more, STORIES))


def test_a_wish_and_a_question_are_told_within_stories() -> None:
    examples = generate(MATTERS, TEMPLATES, STORIES)
    for intent, point in ((FIND_MATTER, "我要开工了"), ("ask_fee", "吗")):
        assert any(
            example.intent == intent and point in example.text and told(example)
            for example in examples
        )


def test_a_phrasing_that_asks_for_a_fact_is_no_wish() -> None:
    assert not any("多久" in example.text for example in generate(MATTERS, TEMPLATES, STORIES))


def test_a_story_holds_its_point() -> None:
    draw = random.Random(1)
    texts = {STORIES.told("我要办证", draw) for _ in range(50)}
    assert all("我要办证" in text and text != "我要办证" for text in texts)
    assert len(texts) > 3


def told(example: Example) -> bool:
    """Whether something is told besides the point."""
    return any(part in example.text for part in (*STORIES.before, *STORIES.after))
