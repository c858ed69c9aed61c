"""How methods are asked, and what is read off the held-out texts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.routing.answers import NONE, Answer
from bench.routing.asking import Asked, seconds_a_message
from bench.routing.peers import rasa_peers
from bench.routing.peers.rasa_peers import RasaPeer
from bench.routing.testsets import Query
from knowledge.corpus import Kind, Target, Text

SCORES = {"盖厂房": 0.8, "开饭店": 0.7, "办手续": 0.3, "领结婚证": 0.2, "你好": 0.1}
HELD_OUT = [
    Text(Target(Kind.MATTER, "permit"), "phrasing", "盖厂房"),
    Text(Target(Kind.MATTER, "food"), "phrasing", "开饭店"),
    Text(Target(Kind.CLARIFICATION, "anything"), "phrasing", "办手续"),
    Text(Target(Kind.REFERRAL, "marriage"), "phrasing", "领结婚证"),
]


@dataclass(frozen=True)
class Pretended:
    name: str = "pretended"
    note: str = ""

    def answer(self, messages: Sequence[str]) -> list[Answer]:
        return [Answer(["permit"], SCORES[message]) for message in messages]


def test_the_threshold_is_set_on_texts_about_matters_alone() -> None:
    run = Asked(HELD_OUT, [Query("你好", "outside", "chitchat", ())]).run(Pretended())
    assert run.least_ours == 0.7
    assert run.held_out == [True, False]
    assert [answer.ours for answer in run.answers] == [0.1]


def test_a_method_s_own_clock_counts_before_ours() -> None:
    told = [Answer([], 0.0, seconds=seconds) for seconds in (0.01, 0.03)]
    assert seconds_a_message(told, 9.0) == pytest.approx(0.02)
    assert seconds_a_message([Answer([], 0.0)] * 3, 9.0) == pytest.approx(3.0)


def test_rasa_s_peers_are_asked_in_the_form_they_were_taught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(arguments: Sequence[str], log: Path) -> None:
        entry = {"confidences": {"permit": 0.9, NONE: 0.1}, "seconds": 0.01}
        Path(arguments[-1]).write_text(json.dumps([entry]), "utf-8")

    monkeypatch.setattr(rasa_peers, "_run", parse)
    [answer] = RasaPeer("Rasa DIET", tmp_path / "model.tar.gz", 1, 1.0).answer(["施工　許可證ＯＫ"])
    assert json.loads((tmp_path / "messages.json").read_text("utf-8")) == ["施工许可证OK"]
    assert (answer.ranked, answer.seconds) == (["permit"], 0.01)
