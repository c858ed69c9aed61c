"""The review list on SQLite and PostgreSQL: one open item a question, kept for a while."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import inspect

from api.db.engine import SessionFactory
from api.db.review import ReviewItem
from api.db.types import HALL_ZONE
from api.services.reviews import KEEP, AlreadySettled, Reviews, Sighting, UnknownItem
from tests.api.at_once import at_once

NOW = datetime.now(HALL_ZONE)
SHOP = Sighting("想在厂里弄个小卖部", "not_found", "sample-2021", park_id="gaoxin")


@pytest.fixture
def reviews(sessions: SessionFactory) -> Reviews:
    return Reviews(sessions)


def only(reviews: Reviews, state: str = "open") -> ReviewItem:
    items, total = reviews.find(state)  # type: ignore[arg-type]
    assert total == 1
    return items[0]


def test_the_same_question_counts_up(reviews: Reviews) -> None:
    reviews.keep(SHOP, NOW)
    later = NOW + timedelta(days=2)
    candidates = [{"matter_id": "food-business-permit", "score": 0.3}]
    reviews.keep(
        Sighting("想在厂里，弄个小卖部！", "none_of_these", "list-2025", candidates=candidates),
        later,
    )
    item = only(reviews)
    assert (item.text, item.times) == ("想在厂里弄个小卖部", 2)
    assert (item.first_asked_at, item.last_asked_at) == (NOW, later)
    assert (item.why, item.edition_id, item.candidates) == (
        "none_of_these",
        "list-2025",
        candidates,
    )


def test_asked_by_many_at_the_same_moment_it_is_still_one(reviews: Reviews) -> None:
    at_once(*[partial(reviews.keep, SHOP, NOW)] * 12)
    assert only(reviews).times == 12


def test_what_goes_wrong_in_another_way_is_not_counted_twice(reviews: Reviews) -> None:
    reviews.keep(SHOP, NOW)
    reviews.keep(Sighting(SHOP.text, "handed_over", "sample-2021", again=True), NOW)
    assert (only(reviews).times, only(reviews).why) == (1, "handed_over")


def test_a_long_question_is_cut_and_an_empty_one_left_out(reviews: Reviews) -> None:
    reviews.keep(Sighting("㍿" * 300, "not_found", "e"), NOW)
    reviews.keep(Sighting("？！", "not_found", "e"), NOW)
    assert len(only(reviews).text) == 200


def test_most_asked_first_by_pages_and_filters(reviews: Reviews) -> None:
    for times, text in enumerate(("甲事", "乙事", "丙事"), 1):
        for _ in range(times):
            reviews.keep(Sighting(text, "not_found", "e"), NOW)
    reviews.keep(Sighting("丁事", "corrected", "e"), NOW)
    texts = [item.text for item in reviews.find("open", "not_found", limit=2)[0]]
    assert texts == ["丙事", "乙事"]
    page, total = reviews.find("open", "not_found", limit=2, offset=2)
    assert ([item.text for item in page], total) == (["甲事"], 3)
    assert [item.text for item in reviews.find("open", "corrected")[0]] == ["丁事"]


def test_what_was_accepted_opens_anew_when_it_fails_again(reviews: Reviews) -> None:
    reviews.keep(SHOP, NOW)
    taught = reviews.accept(only(reviews).item_id, {"as": "phrasing"}, NOW)
    assert (taught.state, taught.decided_by, taught.decided_at) == ("accepted", "staff", NOW)
    reviews.keep(SHOP, NOW)
    assert only(reviews).item_id != taught.item_id


def test_what_was_dismissed_keeps_quiet_for_a_while(reviews: Reviews) -> None:
    reviews.keep(SHOP, NOW)
    reviews.dismiss(only(reviews).item_id, "闲聊", NOW)
    reviews.keep(SHOP, NOW + timedelta(days=1))
    assert (only(reviews, "dismissed").times, reviews.find("open")[1]) == (2, 0)
    assert only(reviews, "dismissed").done == {"reason": "闲聊"}
    reviews.keep(replace(SHOP, again=True), NOW + timedelta(days=1))
    assert only(reviews, "dismissed").times == 2
    reviews.keep(SHOP, NOW + KEEP + timedelta(days=1))
    assert only(reviews).times == 1


def test_it_is_settled_once(reviews: Reviews) -> None:
    reviews.keep(SHOP, NOW)
    item_id = only(reviews).item_id
    reviews.dismiss(item_id, None, NOW)
    with pytest.raises(AlreadySettled):
        reviews.dismiss(item_id, None, NOW)
    with pytest.raises(AlreadySettled):
        reviews.get_open(item_id)
    with pytest.raises(UnknownItem):
        reviews.get_open("0" * 32)
    assert reviews.accept(item_id, {}, NOW).state == "accepted", "what is taught stays taught"


def test_open_items_are_deleted_half_a_year_after_they_were_asked_last(reviews: Reviews) -> None:
    old = NOW - KEEP - timedelta(days=1)
    reviews.keep(SHOP, old)
    reviews.keep(Sighting("常问的", "not_found", "e"), old)
    reviews.keep(Sighting("常问的", "not_found", "e"), NOW)
    reviews.keep(Sighting("收录了的", "not_found", "e"), old)
    settled = next(i for i in reviews.find("open")[0] if i.text == "收录了的")
    reviews.accept(settled.item_id, {}, old)
    assert reviews.forget_expired() == 2
    assert only(reviews).text == "常问的"
    assert reviews.find("accepted")[1] == 0


def test_settled_items_are_deleted_half_a_year_after_they_were_settled(reviews: Reviews) -> None:
    old = NOW - KEEP - timedelta(days=1)
    for text, moment in (("早的", old), ("晚的", NOW)):
        reviews.keep(Sighting(text, "not_found", "e"), old)
        reviews.dismiss(only(reviews).item_id, None, moment)
    assert reviews.forget_expired() == 1
    assert only(reviews, "dismissed").text == "晚的"


def test_an_item_can_be_deleted(reviews: Reviews) -> None:
    reviews.keep(SHOP, NOW)
    item_id = only(reviews).item_id
    reviews.delete(item_id)
    assert reviews.find("open")[1] == 0
    with pytest.raises(UnknownItem):
        reviews.delete(item_id)


def test_there_are_only_so_many(reviews: Reviews, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.services.reviews.MOST_OPEN", 2)
    for ago, text in ((4, "常问的"), (3, "常问的"), (2, "旧的"), (1, "新的")):
        reviews.keep(Sighting(text, "not_found", "e"), NOW - timedelta(days=ago))
    assert [item.text for item in reviews.find("open")[0]] == ["常问的", "新的"]


def test_nothing_in_it_leads_to_a_conversation() -> None:
    columns = {column.name for column in inspect(ReviewItem).columns}
    assert not {name for name in columns if "conversation" in name or "phone" in name}
    assert not ReviewItem.__table__.foreign_keys
