"""Evaluates routing: `python -m bench.routing`, or `make eval`.

Our search and five peers, taught with the same texts, answer test messages that none of them has
seen. Prints tables; writes `report.md`, `report.json` and `report.png` to `var/eval`.
`--without-rasa` leaves out Rasa's classifiers, whose training takes half an hour and more.
"""

import argparse
import time
from collections.abc import Sequence

import knowledge
from bench.routing import leaks, measures, picture, report, testsets
from bench.routing.answers import Method, examples
from bench.routing.asking import Asked
from bench.routing.ours import Ours
from bench.routing.peers.bm25 import Bm25
from bench.routing.peers.encoder_alone import EncoderAlone
from bench.routing.peers.rasa_peers import RasaPeer
from bench.routing.peers.tfidf import TfIdf
from bench.routing.places import EVAL
from bench.routing.runs import Results
from knowledge.corpus import Corpus, gather
from knowledge.encoder.opening import open_encoder
from launch.paths import shown


def _methods(kb: knowledge.KnowledgeBase, corpus: Corpus, with_rasa: bool) -> list[Method]:
    taught, held_out = examples(corpus.texts), examples(corpus.held_out)
    return [
        Ours.open(kb),
        Bm25.taught(taught, held_out),
        TfIdf.taught(taught, held_out),
        *([RasaPeer.diet(taught), RasaPeer.selector(taught)] if with_rasa else []),
        EncoderAlone.taught(open_encoder(), taught, held_out),
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--without-rasa", action="store_true", help="leave Rasa's peers out")
    with_rasa = not parser.parse_args(arguments).without_rasa
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
    asked = Asked(corpus.held_out, queries)
    methods = _methods(kb, corpus, with_rasa)
    results = Results(queries, [asked.run(method) for method in methods])
    tables = [report.leak_table(every, known), *measures.tables(results)]
    about = {
        "texts learned from": len(corpus.texts),
        "held-out texts": len(corpus.held_out),
        "messages": len(queries),
        "Rasa's peers": "asked, too" if with_rasa else "left out",
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
