"""Why a matter stands where it stands."""

import pytest

from knowledge.errors import UnknownMatter, UnknownPark
from knowledge.explanation import CHANNEL_NAMES, FIELD_NAMES, Explanation, explain
from knowledge.search import Searcher


def explained(searcher: Searcher, query: str, matter_id: str | None = None) -> Explanation:
    found = explain(searcher, query, matter_id)
    assert found is not None
    return found


def test_the_first_matter_is_explained_by_the_words_that_lead_to_it(searcher: Searcher) -> None:
    found = explained(searcher, "想开个火锅店，食品经营许可证要多久")
    by_channel = {one.channel: one for one in found.contributions}
    assert (found.matter_id, found.place, found.decision) == ("food-business-permit", 1, "match")
    assert "食品经营许可证" in by_channel["names"].words
    assert "#餐饮" in by_channel["concepts"].words
    assert by_channel["names"].lead > 0
    assert found.right >= found.least_right


def test_points_and_rival_agree_with_the_search(searcher: Searcher) -> None:
    query = "路边要挖条沟接自来水管"
    first, second = searcher.search(query, limit=2).candidates
    ours, other = explained(searcher, query), explained(searcher, query, second.matter_id)
    assert (ours.matter_id, ours.rival, ours.score) == (
        first.matter_id, second.matter_id, first.score,
    )  # fmt: skip
    assert (other.place, other.rival) == (2, first.matter_id)
    assert sum(one.lead for one in ours.contributions) > 0
    assert sum(one.points for one in ours.contributions) > sum(
        one.points for one in other.contributions
    )


def test_the_nearest_texts_are_the_matters_own_and_name_their_field(searcher: Searcher) -> None:
    found = explained(searcher, "污水排入排水管网许可证核发")
    matter = searcher.catalogue.matters[found.matter_id]
    assert found.nearest[0].text == matter.name
    assert found.nearest[0].similarity == pytest.approx(1.0, abs=0.01)
    assert found.nearest[0].field == "name"
    assert {one.field for one in found.nearest} <= FIELD_NAMES.keys()


def test_of_what_is_not_ours_the_likeliest_referral_is_told(searcher: Searcher) -> None:
    found = explained(searcher, "我的驾照到期了在哪里换")
    assert found.decision == "none"
    assert found.ours < found.least_ours
    assert found.instead == "驾驶证"


def test_what_says_nothing_has_no_explanation(searcher: Searcher) -> None:
    assert explain(searcher, "？？！") is None


def test_unknown_records_are_refused(searcher: Searcher) -> None:
    with pytest.raises(UnknownMatter):
        explain(searcher, "施工许可", "no-such-matter")
    with pytest.raises(UnknownPark):
        explain(searcher, "施工许可", park_id="suxian")


def test_every_channel_has_a_name(searcher: Searcher) -> None:
    columns = {column.split("_")[0] for column in searcher.calibration.fusion.weights}
    assert columns == CHANNEL_NAMES.keys()
