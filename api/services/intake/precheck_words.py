"""A pre-check in a conversation: its question, its result and its card, in words (D13, D14)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from api.services.answers import Button, button
from api.services.intake.materials import Way
from api.services.intake.papers import matters_giving
from api.services.intake.prechecks import Checked, Item
from knowledge import KnowledgeBase, Park, ServiceGuide
from knowledge.chinese_dates import in_words
from knowledge.commitments import CommitmentText
from knowledge.labels import material_text

Card = dict[str, Any]

NAMED = 3
"""Materials named in a sentence; of more only how many there are."""
ASKS = (
    "我们来对一对「{name}」的 {count} 项材料。哪几项还没有？都有就说“都有”，"
    "也可以说“前两个有，第三个没有”。{sample}"
)
ASKS_ONE = "「{name}」的清单上有一项材料：{material}。您有了吗？{sample}"
NO_LIST = (
    "「{name}」的材料清单暂缺，我还没有查到可靠来源，没法替您核对。请以窗口的一次性告知为准，"
    "也可以拨打 12345 或者转人工。"
)
SAMPLE = "（清单是示例数据，以大厅公布为准）"
WORDS: Mapping[Way, str] = {
    "bring": "{names}缺了不能受理，也不能后补，请备齐带来。",
    "ask": "{names}能不能后补，办事指南没有写明，由窗口决定；请尽量带来，或先打 12345 问清楚。",
    "later": "{names}可以先受理、后补交（容缺受理）：{by}到受理窗口补齐。来时请说明要容缺受理。",
    "commitment": "{names}可以用书面承诺代替（告知承诺），不承诺就请带来。",
}
SAMPLE_DAYS = "（期限是示例，以窗口告知为准）"
LEADS = {
    "ready": "材料齐了，可以预约办理。",
    "acceptable_with_gaps": "可以来办，还缺{count}项，能容缺。",
    "commitment_possible": "可以来办，缺的{count}项能用承诺代替。",
    "not_yet": "还缺{count}项，先别急着跑。",
}
COMPLETE = "清单以大厅一次性告知为准。"
FIRST = "{paper}是「{matter}」办下来的，还没办的话，可以先办它。"
PROMISE = (
    "{names}可以用书面承诺代替。卡片上是承诺书全文（版本 {version}{sample}）：承诺的内容要属实，"
    "隐瞒或造假的，不予许可、撤销许可并受处罚。您同意这样承诺吗？"
)
PROMISED = "记下了：您同意对{names}作出承诺（承诺书版本 {version}），预约时一并提交。"


def asking(guide: ServiceGuide) -> str:
    """The question that begins a pre-check; what there is to say when no list is known."""
    fact = guide.fields["materials"]
    if not fact.value:
        return NO_LIST.format(name=guide.name)
    sample = SAMPLE if fact.status == "sample" else ""
    if len(fact.value) == 1:
        material = material_text(fact.value[0])
        return ASKS_ONE.format(name=guide.name, material=material, sample=sample)
    return ASKS.format(name=guide.name, count=len(fact.value), sample=sample)


def list_card(guide: ServiceGuide, park: Park | None) -> Card:
    """The list as a card; nothing is judged yet."""
    fact = guide.fields["materials"]
    items = [
        {"number": number, "name": material["name"], "when": material.get("when"),
         "text": material.get("note"), "way": "shared" if material.get("shared") else None,
         "due_on": None}
        for number, material in enumerate(fact.value or (), 1)
    ]  # fmt: skip
    return _card(guide, park, None, items)


def result_card(guide: ServiceGuide, park: Park | None, checked: Checked) -> Card:
    """What became of each material."""
    items = [
        {"number": number, "name": item.assessed.name, "when": item.assessed.when,
         "text": item.advice, "way": item.assessed.way,
         "due_on": item.due_on.isoformat() if item.due_on else None}
        for number, item in enumerate(checked.items, 1)
    ]  # fmt: skip
    return _card(guide, park, checked.verdict, items)


def _card(
    guide: ServiceGuide, park: Park | None, verdict: str | None, items: list[dict[str, Any]]
) -> Card:
    return {
        "type": "precheck",
        "matter_id": guide.matter_id,
        "name": guide.name,
        "park_id": park.park_id if park else None,
        "park_name": park.short_name if park else None,
        "verdict": verdict,
        "items": items,
        "status": guide.fields["materials"].status,
        "notice": COMPLETE,
    }


def telling(kb: KnowledgeBase, guide: ServiceGuide, checked: Checked) -> str:
    """The result in words: the verdict first, then what to do about each kind of gap."""
    missing = [item for item in checked.items if item.assessed.is_missing]
    lead = LEADS[checked.verdict].format(count=f" {len(missing)} ")
    gaps = [_gap(way, [item for item in missing if item.assessed.way == way]) for way in WORDS]
    sources = [
        FIRST.format(paper=_quoted([name]), matter=_short_name(kb, matter_id))
        for name, matter_id in sources_of(kb, guide.matter_id, missing)[:1]
    ]
    sample = SAMPLE if guide.fields["materials"].status == "sample" else ""
    return "\n".join(part for part in (lead, *gaps, *sources, COMPLETE + sample) if part)


def _gap(way: Way, items: Sequence[Item]) -> str:
    if not items:
        return ""
    names = _quoted([item.assessed.name for item in items])
    due = next((item.due_on for item in items if item.due_on), None)
    by = f"今天受理的话，{in_words(due)}前{SAMPLE_DAYS}" if due else ""
    return WORDS[way].format(names=names, by=by)


def sources_of(kb: KnowledgeBase, matter_id: str, items: Iterable[Item]) -> list[tuple[str, str]]:
    """Missing papers with the matter of ours that gives each."""
    return [
        (item.assessed.name, giving)
        for item in items
        for giving in matters_giving(kb, item.assessed.name, but=matter_id)
    ]


def ways_on(kb: KnowledgeBase, matter_id: str, checked: Checked) -> list[Button]:
    """What to do next: the paper that comes first, the visit, the whole list, a person."""
    missing = [item for item in checked.items if item.assessed.is_missing]
    firsts = dict.fromkeys(giving for _, giving in sources_of(kb, matter_id, missing))
    first = [
        button(f"先办：{_short_name(kb, giving)}", "choose_matter", matter_id=giving)
        for giving in list(firsts)[:1]
    ]
    ways = [
        *first,
        button("预约办理", "book"),
        button("一次性告知书", "ask_notice"),
        button("转人工", "request_handoff"),
    ]
    return ways[:3] if not first else [*ways[:2], ways[-1]]


def promise_of(text: CommitmentText, names: Collection[str], card: Card) -> dict[str, Any]:
    """The question for a promise, with its whole text on the card of the pre-check."""
    sample = "，示例文本" if text.status == "sample" else ""
    question = PROMISE.format(names=_quoted(names), version=text.version, sample=sample)
    return {
        "names": list(names),
        "version": text.version,
        "text": question,
        "agreed": PROMISED.format(names=_quoted(names), version=text.version),
        "card": {**card, "commitment": _shown(text)},
    }


def _shown(text: CommitmentText) -> dict[str, Any]:
    clauses = [f"{clause.document}{clause.article}" for clause in text.basis]
    return {
        "title": text.title,
        "version": text.version,
        "informed": list(text.informed),
        "promises": list(text.promises),
        "consequences": [f"{one.text}（{one.document}{one.article}）" for one in text.consequences],
        "basis": "、".join(clauses),
    }


def _short_name(kb: KnowledgeBase, matter_id: str) -> str:
    """A matter's name without the bracket that explains it."""
    return kb.matters[matter_id].name.partition("（")[0]


def _quoted(names: Collection[str]) -> str:
    shown = "、".join(f"「{name}」" for name in list(names)[:NAMED])
    return shown if len(names) <= NAMED else f"{shown}等 {len(names)} 项"
