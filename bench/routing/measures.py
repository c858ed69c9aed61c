"""The tables of the report: how well matters are found, and how well the rest is kept out."""

from collections.abc import Sequence

from bench.routing.metrics import (
    auroc,
    confusions,
    error_ratio,
    false_accept,
    mean,
    reciprocal,
    share,
)
from bench.routing.runs import (
    Chosen,
    Results,
    Run,
    about,
    ambiguous,
    both,
    clear,
    nobodys,
    of_kind,
    of_set,
    ours,
    outside,
    somebodys,
)
from bench.routing.tables import Cell, Table
from bench.routing.testsets import AMBIGUOUS, SETS

REJECTED = 0.02
"""The share of ours that may be turned away where a threshold is read off a curve."""

INSIDE = [name for name in SETS if name != "outside"]


def inside() -> list[tuple[str, Chosen]]:
    """The sets of messages of ours by name, and all of them."""
    return [*((name, both(of_set(name), clear)) for name in INSIDE), ("all", clear)]


def _ranking(results: Results, groups: Sequence[tuple[str, Chosen]]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for name, chosen in groups:
        for run in results.runs:
            places = results.places(run, chosen)
            rows.append(
                [
                    name,
                    run.name,
                    len(places),
                    share(place == 1 for place in places),
                    share(place is not None and place <= 3 for place in places),
                    mean(reciprocal(place) for place in places),
                ]
            )
    return rows


def ranking(results: Results) -> list[Table]:
    """Where the right matter stands, by set and by kind."""
    header = ["method", "messages", "top-1", "top-3", "MRR"]
    kinds = [(kind, of_kind(kind)) for kind in results.kinds(clear)]
    names = [run.name for run in results.runs]
    by_kind: list[list[Cell]] = [
        [
            kind,
            len(results.places(results.ours, chosen)),
            *(share(results.firsts(run, chosen)) for run in results.runs),
        ]
        for kind, chosen in kinds
    ]
    return [
        Table(
            "ranking",
            "Where the right matter stands, by set",
            ["set", *header],
            _ranking(results, inside()),
            "messages about one matter, whatever is decided; shares with Wilson's 95 % interval, "
            "MRR with a bootstrap's",
        ),
        Table("top1_by_kind", "Top-1 by kind", ["kind", "messages", *names], by_kind),
        Table(
            "ranking_by_kind",
            "Where the right matter stands, by kind",
            ["kind", *header],
            _ranking(results, kinds),
            console=False,
        ),
    ]


def scope(results: Results) -> Table:
    """Telling ours from the rest, without and with a threshold."""
    groups = [*((name, both(of_set(name), ours)) for name in INSIDE), ("all", ours)]
    rows: list[list[Cell]] = []
    for name, chosen in groups:
        for run in results.runs:
            yes, no = results.scores(run, chosen), results.scores(run, outside)
            rows.append(
                [
                    name,
                    run.name,
                    auroc(yes, no),
                    false_accept(yes, no, REJECTED),
                    share(score < run.least_ours for score in yes),
                    share(score >= run.least_ours for score in no),
                ]
            )
    return Table(
        "scope",
        "Ours against the set outside",
        [
            "set",
            "method",
            "AUROC",
            "false accept at 2 % false reject, read off the ROC",
            "false reject, held-out threshold",
            "false accept, held-out threshold",
        ],
        rows,
        "the ROC reading sets the threshold on these same messages, and anew in every resample of "
        "its bootstrap interval; the held-out threshold lets 98 % of the held-out texts about "
        "matters through",
    )


def decisions(results: Results) -> Table:
    """What the guide decides at the shipped thresholds."""
    groups = [
        *inside(),
        *((kind, both(of_kind(kind), ours)) for kind in results.kinds(ours)),
        ("outside", outside),
        *((kind, of_kind(kind)) for kind in results.kinds(outside)),
    ]
    known = dict(groups)  # a set of one kind is named like it
    return Table(
        "decisions",
        "What the guide decides, at the shipped thresholds",
        [
            "messages of",
            "messages",
            "match",
            "clarify",
            "none",
            "right match",
            "wrong match",
            "right matched or offered",
        ],
        [_decided(results, name, chosen) for name, chosen in known.items()],
        "none is false reject for ours, all else false accept for outside; a match of a message "
        "that fits several matters counts as right when it is one of them",
    )


def _decided(results: Results, name: str, chosen: Chosen) -> list[Cell]:
    pairs = list(results.pairs(results.ours, chosen))
    matched = [answer.decision == "match" for _, answer in pairs]
    right = [
        hit and answer.ranked[0] in query.right
        for hit, (query, answer) in zip(matched, pairs, strict=True)
    ]
    offered = [bool(set(answer.options) & set(query.right)) for query, answer in pairs]
    return [
        name,
        len(pairs),
        share(matched),
        share(answer.decision == "clarify" for _, answer in pairs),
        share(answer.decision == "none" for _, answer in pairs),
        share(right),
        share(hit and not good for hit, good in zip(matched, right, strict=True)),
        share(good or choice for good, choice in zip(right, offered, strict=True)),
    ]


def questions(results: Results) -> Table:
    """Whether the guide asks when it should, and offers what is wanted."""
    everything = list(results.pairs(results.ours, lambda _: True))
    asked = [(query, answer) for query, answer in everything if answer.decision == "clarify"]
    vague = list(results.pairs(results.ours, ambiguous))
    vague_asked = [(q, a) for q, a in vague if a.decision == "clarify"]
    rows: list[list[Cell]] = [
        [
            "asked about an ambiguous message, of all asked",
            share(query.ambiguous for query, _ in asked),
        ],
        [
            "asked about a message of ours, of all asked",
            share(query.ours for query, _ in asked),
        ],
        [
            "a right matter is offered, of asked about messages of ours",
            share(bool(set(a.options) & set(q.right)) for q, a in asked if q.ours),
        ],
        [
            "the right matter is offered, of asked about messages about one matter",
            share(q.right[0] in a.options for q, a in asked if clear(q)),
        ],
        ["ambiguous: asked", share(answer.decision == "clarify" for _, answer in vague)],
        [
            "ambiguous: fitting matters among the options, when asked",
            mean(len(set(a.options) & set(q.right)) / len(q.right) for q, a in vague_asked),
        ],
        [
            "ambiguous: all fitting matters among the options, when asked",
            share(set(q.right) <= set(a.options) for q, a in vague_asked),
        ],
        [
            "ambiguous: options that fit, when asked",
            mean(
                len(set(a.options) & set(q.right)) / len(a.options)
                for q, a in vague_asked
                if a.options
            ),
        ],
    ]
    return Table(
        "questions", "Questions back", ["measure", "share"], rows,
        f"{AMBIGUOUS}: messages that fit several matters",
    )  # fmt: skip


def referrals(results: Results) -> Table:
    """Whether the guide names whose business it is, for messages that are somebody's."""
    groups: list[tuple[str, Chosen]] = [("all", somebodys)]
    groups += [(kind, both(of_kind(kind), somebodys)) for kind in results.kinds(somebodys)]
    rows: list[list[Cell]] = []
    for name, chosen in groups:
        pairs = list(results.pairs(results.ours, chosen))
        none = [(query, answer) for query, answer in pairs if answer.decision == "none"]
        rows.append(
            [
                name,
                len(pairs),
                share(query.referral == answer.referral for query, answer in pairs),
                share(query.referral == answer.referral for query, answer in none),
                share(answer.referral is None for query, answer in none),
            ]
        )
    idle = list(results.pairs(results.ours, both(outside, nobodys)))
    return Table(
        "referrals",
        "Referrals",
        ["kind", "messages", "right referral", "the same, of `none`", "no referral, of `none`"],
        rows,
        "of the messages that are nobody's business, "
        f"{sum(answer.referral is not None for _, answer in idle)} of {len(idle)} get a referral",
    )


def best_peer(results: Results, chosen: Chosen) -> Run:
    """The peer with the most right matters first on the chosen messages."""
    return max(results.peers, key=lambda run: sum(results.firsts(run, chosen)))


def error_ratios(results: Results) -> Table:
    """Our errors by the best peer's."""
    rows: list[list[Cell]] = []
    for name, chosen in inside():
        peer = best_peer(results, chosen)
        mine, theirs = results.firsts(results.ours, chosen), results.firsts(peer, chosen)
        rows.append(
            [
                name,
                peer.name,
                mine.count(False),
                theirs.count(False),
                error_ratio(mine, theirs),
            ]
        )
    return Table(
        "error_ratios",
        "Top-1 errors, ours by the best peer's",
        ["set", "best peer", "our errors", "its errors", "ratio"],
        rows,
        "the best peer is chosen on the very set, in its favour; paired bootstrap interval",
    )


def per_matter(results: Results) -> Table:
    """Top-1 of every method for every matter."""
    matters = sorted({query.right[0] for query in results.queries if clear(query)})
    rows: list[list[Cell]] = []
    for matter in matters:
        firsts = [results.firsts(run, about(matter)) for run in results.runs]
        rows.append([matter, len(firsts[0]), *(f"{sum(hits) / len(hits):.2f}" for hits in firsts)])
    return Table(
        "per_matter",
        "Top-1 by matter, all sets of ours together",
        ["matter", "messages", *(run.name for run in results.runs)],
        rows,
        console=False,
    )


def mixed_up(results: Results, run: Run) -> list[tuple[str, str, int]]:
    """Which matter a method gives first for which, over all messages about one matter."""
    pairs = [(q, a) for q, a in results.pairs(run, clear) if a.ranked]
    return confusions([q.right[0] for q, _ in pairs], [a.ranked[0] for _, a in pairs])


def confusion(results: Results, most: int = 15) -> list[Table]:
    """Neighbours the guide mixes up; the most frequent pairs, and all of them."""
    pairs: list[list[Cell]] = [list(entry) for entry in mixed_up(results, results.ours)]
    header = ["right", "given", "times"]
    title = "Matters the guide mixes up"
    return [
        Table("confusions_most", f"{title}: the {most} most frequent", header, pairs[:most]),
        Table("confusions", f"{title}: all", header, pairs, console=False),
    ]


def methods(results: Results) -> Table:
    """What was compared, with what was chosen on the held-out texts."""
    rows: list[list[Cell]] = [
        [run.name, share(run.held_out), f"{run.seconds * 1000:.1f}", run.note]
        for run in results.runs
    ]
    return Table(
        "methods",
        "Methods",
        ["method", "held-out top-1", "ms a message", "note"],
        rows,
        "what is chosen or fitted, the guide's weights included, was so on the held-out texts; "
        "TF-IDF and the encoder alone answer all messages at once, the others one at a time; "
        "starting and loading are not counted",
    )


def tables(results: Results) -> list[Table]:
    """All of them, in the order of the report."""
    return [
        methods(results),
        *ranking(results),
        error_ratios(results),
        scope(results),
        decisions(results),
        questions(results),
        referrals(results),
        *confusion(results),
        per_matter(results),
    ]
