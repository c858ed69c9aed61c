import pytest

from api.services.masking import mask_name, mask_personal_data, mask_phone


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我的电话13812345678，谢谢", "我的电话138****5678，谢谢"),
        ("138 1234 5678", "138****5678"),
        ("138-1234-5678", "138****5678"),
        ("+8613812345678", "+86138****5678"),
        ("+86 138 1234 5678", "+86 138****5678"),
        ("008613812345678", "0086138****5678"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        ("＋８６１３８－１２３４－５６７８", "＋８６１３８****５６７８"),
        ("电话一三八一二三四五六七八", "电话一三八****五六七八"),
        ("幺三八，零零幺三，八零零零", "幺三八****，八零零零"),
        ("431003199001011234", "431003********1234"),
        ("43100319900101123X", "431003********123X"),
        ("431003 19900101 1234", "431003********1234"),
        ("两个13812345678和13912345678", "两个138****5678和139****5678"),
        ("发到zhang.san-88@qq.com吧", "发到z***@qq.com吧"),
        ("车牌湘L12345，还有湘L·D12345", "车牌湘L***45，还有湘L***45"),
    ],
)
def test_numbers_of_persons_are_masked(said: str, kept: str) -> None:
    assert mask_personal_data(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "12345热线",
        "一二三四五热线",
        "二〇二一年三月一十日，三三四四",
        "预约码KQ7M2XA4",
        "2026年12月3日09:30",
        "91110000600037341L",
        "1亿元",
        "京A级",
        "@所有人",
    ],
)
def test_other_numbers_stay(said: str) -> None:
    assert mask_personal_data(said) == said


@pytest.mark.parametrize(
    ("phone", "shown"), [("13812345678", "138****5678"), ("07352345678", "073****5678")]
)
def test_every_kind_of_phone_is_masked_where_a_phone_is_meant(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


def test_of_a_name_the_family_name_is_shown() -> None:
    assert (mask_name("张三"), mask_name("欧阳小明")) == ("张*", "欧***")
