"""Nothing in a kept question leads back to a person; what it asks for stays."""

import pytest

from api.services.anonymity import anonymous, is_anonymous
from api.services.masking import mask_personal_data

PERSONAL = [
    ("我叫张三，想办食堂", "我叫〔姓名〕,想办食堂"),
    ("我叫欧阳小明想办食堂", "我叫〔姓名〕想办食堂"),
    ("本人姓名是李四，要开店", "本人姓名是〔姓名〕,要开店"),
    ("联系人：王小二，电话13812345678", "联系人:〔姓名〕,电话〔电话〕"),
    ("我是刘建国，办执照", "我是〔姓名〕,办执照"),
    ("我姓王", "我姓〔姓名〕"),
    ("找一下陈先生办证", "找一下〔姓名〕先生办证"),
    ("138 1234 5678能查吗", "〔电话〕能查吗"),
    ("+86 13812345678", "〔电话〕"),
    ("座机0735-2345678", "座机〔电话〕"),
    ("身份证43100319900101123X", "身份证〔证件号〕"),
    ("代码91110000600037341L的公司", "代码〔信用代码〕的公司"),
    ("发到zhang.san@qq.com", "发到〔邮箱〕"),
    ("车牌湘L·D12345的货车", "车牌〔车牌〕的货车"),
    ("微信号zhangsan_88", "微信号〔号码〕"),
    ("卡号6222 0212 3456 7890", "卡号〔号码〕"),
    ("电话幺三八一二三四五六七八", "电话〔号码〕"),
    ("住在五岭大道88号3栋502室，想开店", "住在五岭大道〔门牌〕,想开店"),
    ("观山洞街道12号租了门面", "观山洞街道〔门牌〕租了门面"),
    ("锦绣家园3栋2单元502开饭店", "锦绣家园〔门牌〕开饭店"),
]


@pytest.mark.parametrize(("said", "kept"), PERSONAL)
def test_what_leads_to_a_person_is_taken_out(said: str, kept: str) -> None:
    assert anonymous(said) == kept
    assert anonymous(kept) == kept
    assert not is_anonymous(said)
    assert not is_anonymous(kept)


@pytest.mark.parametrize(("said", "kept"), PERSONAL)
def test_also_when_it_was_masked_before(said: str, kept: str) -> None:
    assert anonymous(mask_personal_data(said)) == kept


@pytest.mark.parametrize(
    "said",
    [
        "食品经营许可证怎么办",
        "我是高新区,想建1栋厂房",
        "我叫了个车拉货要证吗",
        "到3号窗口还是12号窗口",
        "高新区白露塘园区1号窗口在哪里",
        "2021-03-10以前谁审批",
        "注册资本10000000元要什么材料",
        "打12345问了",
        "郴政办发2021 4号文件",
        "法人变更要带什么",
        "联系人方式填错了",
        "要请师傅检查特种设备吗",
        "kai fan dian yao ban shen me zheng",
    ],
)
def test_what_is_asked_for_stays(said: str) -> None:
    assert anonymous(said) == said
    assert is_anonymous(said)
