"""Places and matters in the words of a message."""

from dataclasses import replace
from datetime import date

from api.services.notifications.names import Names, shorten
from knowledge import KnowledgeBase
from tests.api.hall import MATTER, window, with_windows


def test_a_long_text_ends_in_an_ellipsis() -> None:
    assert shorten("设备检修", 4) == "设备检修"
    assert shorten("设备检修中", 4) == "设备检…"


def test_a_place_says_that_it_is_a_sample(kb: KnowledgeBase) -> None:
    assert Names(kb).place("gaoxin-01") == "郴州高新区政务服务大厅一楼1号窗口（示例）"


def test_a_published_place_says_no_such_thing(kb: KnowledgeBase) -> None:
    published = window(
        status="guide", source=kb.parks["gaoxin"].source, checked_on=date(2026, 1, 2)
    )
    assert Names(with_windows(kb, published)).place("gaoxin-01").endswith("1号窗口")


def test_a_long_matter_goes_without_what_is_in_brackets(kb: KnowledgeBase) -> None:
    matter = kb.matters[MATTER]
    long = replace(
        kb, matters={MATTER: matter.model_copy(update={"name": f"{'长' * 18}（含其他）"})}
    )
    assert Names(long).matter(MATTER) == "长" * 18


def test_what_the_edition_does_not_know_is_named_in_general(kb: KnowledgeBase) -> None:
    names = Names(kb)
    assert names.matter("gone") == "预约的事项"
    assert names.place("gone") == names.halls("gone") == "园区政务服务大厅"
