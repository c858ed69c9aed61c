"""Evaluates routing: `python -m bench.routing`, or `make eval`.

Our search and five peers, taught with the same texts, answer test messages that none of them has
seen. Prints tables; writes `report.md`, `report.json` and `report.png` to `var/eval`.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import knowledge
from bench.routing import leaks, measures, picture, report, testsets
from bench.routing.answers import Answer, Method, examples
from bench.routing.metrics import threshold_for
from bench.routing.ours import Ours
from bench.routing.peers.bm25 import Bm25
from bench.routing.peers.encoder_alone import EncoderAlone
from bench.routing.peers.rasa_peers import RasaPeer
from bench.routing.peers.tfidf import TfIdf
from bench.routing.places import EVAL
from bench.routing.runs import Results, Run
from bench.routing.testsets import Query
from knowledge.corpus import Corpus, Kind, Text, gather
from knowledge.encoder.opening import open_encoder
from launch.paths import shown

_OURS = {Kind.MATTER, Kind.CLARIFICATION}


@dataclass(frozen=True)
class _Asked:
    """What every method is asked: the held-out texts, for a threshold, and the test messages."""

    held_out: Sequence[Text]
    queries: Sequence[Query]

    def run(self, method: Method) -> Run:
        print(f"asking {method.name} ({method.note})", flush=True)
        messages = [text.text for text in self.held_out]
        messages += [query.text for query in self.queries]
        started = time.perf_counter()
        answers = method.answer(messages)
        seconds = time.perf_counter() - started
        known, asked = answers[: len(self.held_out)], answers[len(self.held_out) :]
        least = threshold_for(self._scores(known), measures.REJECTED)
        return Run(
            method.name, method.note, asked, least, self._firsts(known), seconds / len(messages)
        )

    def _scores(self, answers: Sequence[Answer]) -> list[float]:
        pairs = zip(self.held_out, answers, strict=True)
        return [answer.ours for text, answer in pairs if text.target.kind in _OURS]

    def _firsts(self, answers: Sequence[Answer]) -> list[bool]:
        return [
            list(answer.ranked[:1]) == [text.target.id]
            for text, answer in zip(self.held_out, answers, strict=True)
            if text.target.kind is Kind.MATTER
        ]


def _methods(kb: knowledge.KnowledgeBase, corpus: Corpus) -> list[Method]:
    taught, held_out = examples(corpus.texts), examples(corpus.held_out)
    return [
        Ours.open(kb),
        Bm25.taught(taught, held_out),
        TfIdf.taught(taught, held_out),
        RasaPeer.diet(taught),
        RasaPeer.selector(taught),
        EncoderAlone.taught(open_encoder(), taught, held_out),
    ]


def main() -> None:
    """Compare, print, write."""
    started = time.perf_counter()
    EVAL.mkdir(parents=True, exist_ok=True)
    kb = knowledge.load()
    corpus = gather(kb)
    every = testsets.load()
    testsets.check(every, list(kb.matters), list(kb.referrals))
    known = leaks.find(
        [query.text for query in every], [text.text for text in (*corpus.texts, *corpus.held_out)]
    )
    leaked = {leak.query for leak in known}
    queries = [query for number, query in enumerate(every) if number not in leaked]
    asked = _Asked(corpus.held_out, queries)
    results = Results(queries, [asked.run(method) for method in _methods(kb, corpus)])
    tables = [report.leak_table(every, known), *measures.tables(results)]
    about = {
        "texts learned from": len(corpus.texts),
        "held-out texts": len(corpus.held_out),
        "messages": len(queries),
        "seconds": round(time.perf_counter() - started),
    }
    report.write(EVAL, tables, report.leak_list(every, known), about)
    picture.draw(results, EVAL / "report.png")
    print()
    for table in tables:
        if table.console:
            print(table.plain())
    written = ", ".join(shown(EVAL / f"report.{ending}") for ending in ("md", "json", "png"))
    print(f"{about['seconds']} s; more in {written}")


if __name__ == "__main__":
    main()
