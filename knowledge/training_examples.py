"""Training examples for the dialogue, generated from the knowledge base.

    python -m knowledge.training_examples --out var/bot/data

Rasa learns kinds of questions, not matters: every kind is shown with many matters' names, drawn
the same way each time, by themselves and within stories. Phrasings that are held out for
measuring are never used.
"""

import argparse
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.corpus import Named
from knowledge.schema import Referral
from knowledge.text import normalise

TEMPLATES = Path(__file__).parent / "data" / "question_templates.yml"
STORIES = Path(__file__).parent / "data" / "stories.yml"
SEED = 20210310
FIND_MATTER = "find_matter"
WORDINGS_PER_TEMPLATE = 4
BARE_NAMES_PER_MATTER = 2
ITS_OWN = frozenset({FIND_MATTER, "ask_conditions", "ask_result"})
"""Kinds of question that differ with the matter."""
SENTENCES_PER_MATTER = 7
SENTENCES_PER_REFERRAL = 4
STORIES_PER_MATTER = 5
STORIES_PER_TEMPLATE = 2
LONGEST_NAME = 16
"""Characters. Longer names are official titles that nobody types into a question."""

EMERGENCIES = frozenset({"emergency"})
"""Referrals whose examples are cries for help, which are a kind of their own."""
CHOICE = re.compile(r"\[(?P<alternatives>[^\]]*)\](?P<optional>\??)")
OTHER_QUESTIONS = re.compile(
    r"材料|资料|原件|复印|带什么|带啥|多久|几天|时间|时限|工作日|收费|多少钱|费用|要钱|哪里|在哪|到哪|去哪|窗口|"
    r"电话|条件|要求|资格|依据|规定|网上|线上|在线|有效期|延期|流程|步骤|谁批|谁审|盖章|预约|进度|公示|先.*后"
)
"""Phrasings with such words ask for one fact; they don't show what a wish looks like."""


@dataclass(frozen=True)
class Example:
    """One training example: what is said, and the kind of message it is."""

    intent: str
    text: str


@dataclass(frozen=True)
class Stories:
    """Makes long messages of short ones: what people tell besides the point."""

    before: Sequence[str]
    after: Sequence[str]

    def told(self, point: str, draw: random.Random) -> str:
        """`point` with one or two sentences before it, one after it, or both."""
        shape = draw.choice(((1, 0), (1, 0), (2, 0), (1, 1), (0, 1)))
        before, after = draw.sample(self.before, shape[0]), draw.sample(self.after, shape[1])
        return "，".join(normalise(part) for part in (*before, point, *after))


def generate(
    matters: Iterable[Named],
    templates: Mapping[str, Sequence[str]],
    stories: Stories,
    seed: int = SEED,
    referrals: Iterable[Referral] = (),
) -> list[Example]:
    """All examples for `matters`, without repetition; the same ones for the same `seed`.

    Every template, matter and referral is drawn for by itself: a new one leaves the others'
    examples as they are.
    """
    known = sorted(matters, key=lambda matter: matter.name)
    examples = [
        *_filled(known, templates, stories, seed),
        *_wishes(known, stories, seed),
        *_not_ours(referrals, seed),
    ]
    return list(dict.fromkeys(examples))


def shipped_templates() -> dict[str, list[str]]:
    """How each kind of question sounds, by kind."""
    templates: dict[str, list[str]] = yaml.safe_load(TEMPLATES.read_text(encoding="utf-8"))
    return templates


def plain_questions(templates: Mapping[str, Sequence[str]], seed: int = SEED) -> list[str]:
    """What is asked and said of any matter without naming it: one wording of every template."""
    draw = random.Random(seed)
    sentences = [one for kind, some in templates.items() if kind not in ITS_OWN for one in some]
    return list(dict.fromkeys(filter(None, (_worded(one, [""], draw) for one in sentences))))


def _filled(
    matters: Sequence[Named],
    templates: Mapping[str, Sequence[str]],
    stories: Stories,
    seed: int,
) -> Iterator[Example]:
    names = [name for matter in matters for name in _names(matter)]
    for intent, sentences in templates.items():
        for sentence in sentences:
            draw = random.Random(f"{seed} {sentence}")
            for _ in range(WORDINGS_PER_TEMPLATE):
                yield Example(intent, _worded(sentence, names, draw))
            for _ in range(STORIES_PER_TEMPLATE):
                yield Example(intent, stories.told(_worded(sentence, names, draw), draw))


def _worded(sentence: str, names: Sequence[str], draw: random.Random) -> str:
    """One wording of a template: an alternative for each choice, a name for each matter."""
    chosen = CHOICE.sub(lambda choice: draw.choice(_alternatives(choice)), sentence)
    return chosen.replace("{matter}", draw.choice(names)).strip("，")


def _alternatives(choice: re.Match[str]) -> list[str]:
    alternatives = choice["alternatives"].split("|")
    # Half of the wordings do without an optional part.
    return alternatives + [""] * len(alternatives) if choice["optional"] else alternatives


def _wishes(matters: Sequence[Named], stories: Stories, seed: int) -> Iterator[Example]:
    """Matters as people ask for them: bare names, sentences in their own words, stories."""
    for matter in matters:
        draw = random.Random(f"{seed} {matter.name}")
        names = _names(matter)
        for name in draw.sample(names, min(BARE_NAMES_PER_MATTER, len(names))):
            yield Example(FIND_MATTER, name)
        wishes = [text for text in matter.phrasings if not OTHER_QUESTIONS.search(text)]
        for text in draw.sample(wishes, min(SENTENCES_PER_MATTER, len(wishes))):
            yield Example(FIND_MATTER, normalise(text))
        for text in draw.sample(wishes, min(STORIES_PER_MATTER, len(wishes))):
            yield Example(FIND_MATTER, stories.told(normalise(text), draw))


def _not_ours(referrals: Iterable[Referral], seed: int) -> Iterator[Example]:
    """Wishes for what somebody else handles: they are searched for like any other wish."""
    for referral in referrals:
        if referral.referral_id in EMERGENCIES:
            continue
        draw = random.Random(f"{seed} {referral.referral_id}")
        wishes = [text for text in referral.examples if not OTHER_QUESTIONS.search(text)]
        for text in draw.sample(wishes, min(SENTENCES_PER_REFERRAL, len(wishes))):
            yield Example(FIND_MATTER, normalise(text))


def _names(matter: Named) -> list[str]:
    every = dict.fromkeys((matter.name, *matter.aliases, *matter.nouns))
    return [normalise(name) for name in every if len(name) <= LONGEST_NAME]


def as_rasa(examples: Iterable[Example]) -> str:
    """The examples in the form of a Rasa NLU file."""
    by_intent: dict[str, list[str]] = {}
    for example in examples:
        by_intent.setdefault(example.intent, []).append(f"- {_escaped(example.text)}\n")
    nlu = [{"intent": intent, "examples": "".join(lines)} for intent, lines in by_intent.items()]
    return yaml.safe_dump(
        {"version": "3.1", "nlu": nlu}, allow_unicode=True, sort_keys=False, width=1000
    )


def _escaped(text: str) -> str:
    """Brackets would be read as entity annotations."""
    return re.sub(r"[\[\](){}\n]", " ", text).strip()


def main(argv: Sequence[str] | None = None) -> None:
    """Write the examples into a folder."""
    import knowledge

    parser = argparse.ArgumentParser(description="Generate training examples for the dialogue.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the example files")
    out: Path = parser.parse_args(argv).out
    templates = shipped_templates()
    stories = Stories(**yaml.safe_load(STORIES.read_text(encoding="utf-8")))
    kb = knowledge.load()
    referrals = kb.referrals.values()
    examples = generate(kb.matters.values(), templates, stories, referrals=referrals)
    out.mkdir(parents=True, exist_ok=True)
    (out / "matters.yml").write_text(as_rasa(examples), encoding="utf-8")
    print(f"{len(examples)} training examples in {out}")


if __name__ == "__main__":
    main()
