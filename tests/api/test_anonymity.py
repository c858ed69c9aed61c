"""Nothing in a kept question leads back to a person; what it asks for stays."""

import pytest

import knowledge
from api.services.anonymity import anonymous, is_anonymous, personal_in
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
    ("138.1234.5678能查吗", "〔电话〕能查吗"),
    ("座机234-5678", "座机〔电话〕"),
    ("(0735) 2345678", "〔电话〕"),
    ("0735-234 5678", "〔电话〕"),
    ("电话壹叁捌壹贰叁肆伍陆柒捌", "电话〔号码〕"),
    ("卡号6222-0212-3456-7890-123", "卡号〔号码〕"),
    ("护照E12345678", "护照〔号码〕"),
    ("社保号4310 0319 9001 0112 3X", "社保号〔证件号〕"),
    ("我1990年1月1日出生,想落户", "我〔生日〕出生,想落户"),
    ("生日是1990年1月1日", "生日是〔生日〕"),
    ("1985-03-12出生", "〔生日〕出生"),
    ("加v：zhangsan666", "加v:〔号码〕"),
    ("加我V zhangsan888", "加我V〔号码〕"),
    ("薇信 zhangsan888", "薇信〔号码〕"),
    ("wechat is johnsmith99", "wechat is〔号码〕"),
    ("WeChat: john_smith", "WeChat:〔号码〕"),
    ("抖音号zhangsan123", "抖音号〔号码〕"),
    ("发到zhangsan at qq.com", "发到〔邮箱〕"),
    ("车牌湘l12345", "车牌〔车牌〕"),
    ("湘L 1234学的车", "〔车牌〕的车"),
    ("我是欧阳娜娜，想开店", "我是〔姓名〕,想开店"),
    ("本人司马光", "本人〔姓名〕"),
    ("我老公王建国想开店", "我老公〔姓名〕想开店"),
    ("我朋友陈晓东", "我朋友〔姓名〕"),
    ("我爸张大山要开店", "我爸〔姓名〕要开店"),
    ("法人王小明换成李小红", "法人〔姓名〕换成〔姓名〕"),
    ("股东张三占60%", "股东〔姓名〕占60%"),
    ("姓王名小明", "姓〔姓名〕"),
    ("刘姐让我来的", "〔姓名〕姐让我来的"),
    ("找张主任办证", "找〔姓名〕主任办证"),
    ("王总说要办环评", "〔姓名〕总说要办环评"),
    ("寄给我,李小红收", "寄给我,〔姓名〕收"),
    ("许可证万小姐来领", "许可证〔姓名〕小姐来领"),
    ("My name is Zhang San", "My name is〔姓名〕"),
    ("I am John Smith, I need a permit", "I am〔姓名〕, I need a permit"),
    ("contact: Li Wei", "contact:〔姓名〕"),
    ("12 Renmin East Road", "〔门牌〕Renmin East Road"),
    ("Room 502, Building 3", "〔门牌〕"),
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


def test_what_looks_personal_is_named() -> None:
    assert personal_in("想开店,我叫张三") == "张三"
    assert personal_in("打138.1234.5678") == "138.1234.5678"
    assert personal_in("我叫〔姓名〕") == "〔姓名〕"
    assert personal_in("想开店") is None


def test_what_is_shipped_stays(kb: knowledge.KnowledgeBase) -> None:
    sayings = [
        said for matter in kb.matters.values() for said in (*matter.phrasings, *matter.nouns)
    ]
    sayings += [said for matter in kb.matters.values() for said in (matter.name, *matter.aliases)]
    sayings += [said for one in kb.referrals.values() for said in (*one.examples, *one.keywords)]
    changed = [said for said in sayings if not is_anonymous(said)]
    assert changed == []


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
        "产业园3号楼",
        "高新区2号楼1层开食堂",
        "我是包工头",
        "我是安装队",
        "我是江苏",
        "前任老板不肯变更",
        "注册资本10000000",
        "年产10000000件要环评吗",
        "法人章丢了",
        "法人变更为公司",
        "老婆单位不同意",
        "wechat payment permit",
        "I am a foreigner",
        "kai fan dian yao ban shen me zheng",
    ],
)
def test_what_is_asked_for_stays(said: str) -> None:
    assert anonymous(said) == said
    assert is_anonymous(said)
