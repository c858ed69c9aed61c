"""Why the search put one matter before another: which words, which field, which kind of likeness.

For staff: of a right answer it shows what it rests on, of a wrong one what misled the search.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from knowledge.corpus import Kind, texts_of_matter
from knowledge.errors import UnknownMatter
from knowledge.index.channels import EVIDENCE
from knowledge.index.decision import Decision
from knowledge.index.targets import KINDS, MATTER
from knowledge.search import Searcher
from knowledge.weighing import Weighed

_TEXTS = 3
_WORDS = 8
_LEAST_ADDED = 0.05

CHANNEL_NAMES = {
    "dense": "整句意思相近",
    "names": "说到了名称",
    "words": "词语相同",
    "bigrams": "字词片段相同",
    "sounds": "读音相同",
    "concepts": "说的是同一类事",
}
FIELD_NAMES = {
    "name": "名称",
    "alias": "别名",
    "noun": "俗称",
    "phrasing": "说法",
    "description": "英文说明",
}


@dataclass(frozen=True)
class Likeness:
    """A text of the matter that resembles the message.

    Attributes:
        field: where it stands: name, alias, noun, phrasing or description.
        similarity: of the two as the encoder sees them, at most 1.
    """

    field: str
    text: str
    similarity: float


@dataclass(frozen=True)
class Contribution:
    """What one channel adds.

    Attributes:
        channel: a key of `CHANNEL_NAMES`.
        points: added to the matter's score.
        lead: how much of it is more than what the channel adds to the best other matter.
        words: of the message, what the channel found; the weightiest first.
    """

    channel: str
    points: float
    lead: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """Why a matter stands where it stands.

    Attributes:
        place: its place among the matters, from 1; None when no channel put it forward.
        ours, least_ours: how likely the message is the parks', and from where on it is taken so.
        right, least_right: the same for the first matter being the right one.
        rival: the best other matter.
        instead: the title of the likeliest referral.
        contributions: what each channel adds, most first.
        nearest: the matter's own texts most like the message.
    """

    decision: Decision
    matter_id: str
    place: int | None
    score: float
    ours: float
    least_ours: float
    right: float
    least_right: float
    rival: str | None
    instead: str | None
    contributions: tuple[Contribution, ...]
    nearest: tuple[Likeness, ...]


def explain(
    searcher: Searcher,
    query: str,
    matter_id: str | None = None,
    park_id: str | None = None,
    as_of: date | None = None,
) -> Explanation | None:
    """Explain one matter's place; the first one's unless another is asked for.

    Returns:
        None when the message says nothing or the park has no matter on the day.

    Raises:
        UnknownMatter, UnknownPark: there is no such record.
    """
    if matter_id is not None and matter_id not in searcher.catalogue.matters:
        raise UnknownMatter(matter_id)
    weighed = searcher.weigh(searcher.heard(query), park_id, as_of)
    if weighed is None:
        return None
    order = [likely.matter_id for likely in weighed.ranked]
    asked = matter_id or order[0]
    rival = next((other for other in order if other != asked), None)
    place = order.index(asked) + 1 if asked in order else None
    thresholds = searcher.calibration.thresholds
    return Explanation(
        decision=weighed.decision,
        matter_id=asked,
        place=place,
        score=round(weighed.ranked[place - 1].share * weighed.ours, 4) if place else 0.0,
        ours=round(weighed.ours, 3),
        least_ours=round(thresholds.least_ours, 3),
        right=round(weighed.right, 3),
        least_right=round(thresholds.least_right, 3),
        rival=rival,
        instead=_instead(searcher, weighed),
        contributions=tuple(_contributions(searcher, weighed, asked, rival)),
        nearest=_nearest(searcher, weighed, asked),
    )


def _instead(searcher: Searcher, weighed: Weighed) -> str | None:
    """The title of the likeliest referral."""
    referrals = np.flatnonzero(weighed.kinds == KINDS.index(Kind.REFERRAL))
    if not len(referrals):
        return None
    first = referrals[np.argmax(weighed.logits[referrals])]
    target = searcher.channels.targets[int(weighed.numbers[first])]
    return searcher.catalogue.referrals[target.id].title


def _contributions(
    searcher: Searcher, weighed: Weighed, matter_id: str, rival: str | None
) -> list[Contribution]:
    weights = np.array([searcher.calibration.fusion.weights[column] for column in EVIDENCE])
    row, other = (_row(searcher, weighed, one) for one in (matter_id, rival))
    if row is None:
        return []
    added = weights * weighed.table[row]
    more = added - (weights * weighed.table[other] if other is not None else 0.0)
    found = []
    for channel in CHANNEL_NAMES:
        columns = [n for n, column in enumerate(EVIDENCE) if column.split("_")[0] == channel]
        points, lead = float(added[columns].sum()), float(more[columns].sum())
        if points >= _LEAST_ADDED:
            words = _shared(searcher, weighed, channel, int(weighed.numbers[row]))
            found.append(Contribution(channel, round(points, 2), round(lead, 2), words))
    return sorted(found, key=lambda contribution: -contribution.points)


def _row(searcher: Searcher, weighed: Weighed, matter_id: str | None) -> int | None:
    """The row of a matter in the table of evidence; None when it was not weighed."""
    matters = np.flatnonzero(weighed.kinds == MATTER).tolist()
    targets = searcher.channels.targets
    return next((n for n in matters if targets[int(weighed.numbers[n])].id == matter_id), None)


def _shared(searcher: Searcher, weighed: Weighed, channel: str, number: int) -> tuple[str, ...]:
    """What of the message a channel found with a target, the weightiest first."""
    channels = searcher.channels
    if channel == "names":
        said = channels.names.contained(weighed.wish)
        return tuple(name for name in said if number in channels.names.owners(name))
    if channel not in channels.sparse:
        return ()
    found = channels.sparse[channel].shared(weighed.wish, number)
    return tuple(sorted(found, key=lambda term: -found[term]))[:_WORDS]


def _nearest(searcher: Searcher, weighed: Weighed, matter_id: str) -> tuple[Likeness, ...]:
    texts = list(texts_of_matter(searcher.catalogue.matters[matter_id]))
    encoder = searcher.channels.encoder
    vectors = encoder.encode_documents([text.text for text in texts])
    similarities = vectors @ encoder.encode_query(weighed.wish)
    return tuple(
        Likeness(texts[n].field, texts[n].text, round(float(similarities[n]), 3))
        for n in np.argsort(-similarities, kind="stable")[:_TEXTS].tolist()
    )
