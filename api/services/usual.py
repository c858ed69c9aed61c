"""What people ask of nearly every matter, in whatever words: 没证先做会怎样, 管几年, 要本人来吗."""

import re

from api.services.said.appeals import appeals_a_decision
from knowledge.text import normalise

_LACKS = (
    r"(?:没|冇|未|无|不|莫)(?:有|得|曾|经|去|按)?[^，。？吗呢]{0,8}?"
    r"(?:证|照|许可|批|备|(?<![么咋])办|报|登记|审|验|手续|编|核|建|复垦|做|申请)"
    r"|逾期|超期|忘[了记]|[晚迟][了交报备办]|拖[了着到过]|过期没|漏[报备办]"
)
_OUTCOME = (
    r"会怎|会咋|怎么样|怎样|咋样|怎么办|后果|罚|违法|违规|犯法|下场|要紧|有事|没事|问题|责任|查到|被查|抓|关门|查封|会不会"
    r"|可以[吗不么嘛]|可不可以|能不能|行不行|行[吗不么嘛]|要不要得|要得[吗不么嘛]|得不得行|中不中|先"
)
_AGENT = (
    r"代办|代理人|代为|(?:请|找|让|叫|喊|委托|派|托)"
    r"(?!我们?(?:过?来)?(?:问|打听|咨询|了解|看看|打))(?:别|其他|他|她|我|个|朋友|员工|中介|会计|同事|家|熟|亲戚|老婆|老公|秘书|弟|哥|姐|妹|爸|妈|崽|儿子|女儿|侄|舅|叔|嫂|伙计|徒弟|下面的)+人?"
    r".{0,6}(?:办|去|来|跑|弄|交|送|行|可以)|(?:别人|他人|家人|员工|同事|朋友|会计|中介).{0,4}(?:代|替|帮).{0,6}[吗不么嘛]"
    r"|(?:小妹|文员|员工|会计|秘书|助理|司机|行政|前台|出纳|同事|股东|家属|亲戚|办公室的?).{0,8}(?:去|来|办|跑|交)[^，。]{0,3}(?:行不|行[吗么不]|可以|可不可以|能不能|得不得)"
    r"|(?:法人|法定代表人|老板|负责人|他|她)(?:本?人)?(?:现在|还|又|都|也|正|一时)*"
    r"(?:在(?:国外|外地|外省|外面|住院|医院)|出差|出国|住院|来不了|回不来|不在(?:本地|郴州)?)[了的呢啊]?$"
    r"|本人(?!的?(?:身份证|签|名|户口|照片|证件))|亲自|到场|自己(?:来|去|跑)|(?:法人|法定代表人|老板|负责人)(?![叫让喊派要]我)(?:必须|一定|要不要|要|得|需要)?.{0,4}(?:来|到|去|跑)"
)
_VALID = (
    r"管(?:用)?(?:几|多少?|好)(?:年|久|长)|有效期|有效多|有效几|(?:几|多少)年(?:有效|到期|一换|要换|换|过期)"
    r"|(?:能|可以|可)?(?:用|保留|留|管|有效|使)(?:得|到)?(?:多久|几年|好久|多少年|多长)|(?:多久|几年|好久)(?:就)?(?:会)?(?:过期|到期|失效)"
    r"|年限|长期有效|永久|一直有效|一辈子"
    r"|(?:多久|好久|几个月|几年|多长时间|多少天|几天|哪天|什么时候)(?:[之以]?[内前]|就)?[^，。？]{0,3}"
    r"(?:要|必须|得|该|不|没)?(?:去)?(?:开工|动工|开建|破土|开始建|不建|没开工)"
    r"|(?:拿到?|领[到了]?|发)(?:了)?(?:许可)?证[^，。？]{0,4}(?:多久|好久|几个月|几年|多长时间)[^，。？]{0,4}(?:开|动|建|用)"
)
_RENEWAL = r"延续|延期|续期|续办|续证|换证|换发|快到期|要到期|到期(?!没)|期满|快过期"
_EXPIRED = (
    r"(?<![文件策])过期(?:了|后|以后|[一两二三几]|[吗么还])"
    r"|过了期|过了有效期|失效了|到期(?:了)?(?:没|忘|还没)"
)
_VISIT = (
    r"^(?!.*(?:网上|线上|网办|电脑)).*(?:现场|上门|实地)"
    r"|(?:会|要|有人|派人|有没有人|来不)(?:不会)?(?:派人|来人|有人|过)?来?(?:厂里?|店里?|家里?|我们?|这里|工地|这边)?(?:看(?!得|不|起)|检查|核查|勘验|查看)"
)
_PENALTY = r"罚(?:多少|几多|好多|款|钱|得|不罚|[吗么])|怎么罚|咋罚|要罚"
_LOST = r"丢|遗失|弄没|不见[了哒]|掉[了哒]|烂[了哒]|损坏|毁|补办|补发|补证|挂失"
_FORM = (
    r"模板|样表|范本|空白表|格式文本|(?:表格?|申请书|单子)(?:在|去|到|从)?(?:哪|怎么|何处).{0,4}"
    r"|(?:哪里?|怎么|何处)(?:能|可以)?(?:下载?|领|拿|要|弄|有)(?:到)?(?:申请|那个|这个)?(?:表|书|单)"
)
_REFUSED = (
    r"(?:办|批|审|过|拿|搞|弄)不(?:下来|了|过|到)|没(?:有)?(?:被)?(?:批(?!先|就)|通过|审过)|通不过|不(?:给|予|让)(?:批|办|通过|受理|许可)"
    r"|被(?:拒|退|驳|打回)|退件|打回来"
)
_TRIPS = r"(?:跑|来|去)(?:几|多少|好多|两|一)(?:趟|次|回)|几趟|最多跑|来回跑"
_RUSH = r"加急|快[一些]?点|快一些|急用|着急|等着用|优先办|赶时间|赶工期|催|提前拿"
_COPIES = (
    r"原件还是|还是(?:要)?复印|[要用](?:交|带)?(?:原件|复印件)[吗么还]|几份|一式"
    r"|复印件(?:行|可以|要得|得)|都要原件"
)
KINDS = {
    "without": re.compile(rf"(?=.*(?:{_LACKS}))(?=.*(?:{_OUTCOME})).*|{_PENALTY}"),
    "validity": re.compile(_VALID),
    "expired": re.compile(_EXPIRED),
    "renewal": re.compile(_RENEWAL),
    "agent": re.compile(_AGENT),
    "visit": re.compile(_VISIT),
    "lost": re.compile(_LOST),
    "form": re.compile(_FORM),
    "refused": re.compile(_REFUSED),
    "trips": re.compile(_TRIPS),
    "rush": re.compile(_RUSH),
    "copies": re.compile(_COPIES),
}
SEAL = re.compile(r"(?<!第.)章(?![程节])")
"""Asks whose seal it is."""
OUTCOME_ASKED = re.compile(r"会怎|会咋|怎么样|怎样|后果|罚|违法|违规|犯法|下场|要紧|有事|抓|查封")
"""Surely asks what happens, and not only whether something may be done first."""


def kinds_of(text: str) -> frozenset[str]:
    """The usual kinds of question that `text` may be of; most texts are of none."""
    words = normalise(text)
    kinds = frozenset(kind for kind, asked in KINDS.items() if asked.search(words))
    of_authority = SEAL.search(words) or appeals_a_decision(words)  # who decides, where to appeal
    return frozenset() if of_authority else kinds


def asks_what_happens(text: str) -> bool:
    """Whether `text` asks what comes of going without."""
    words = normalise(text)
    return "without" in kinds_of(words) and OUTCOME_ASKED.search(words) is not None


def asks_how_long_it_holds(text: str) -> bool:
    """Whether `text` asks how long a permit holds."""
    return "validity" in kinds_of(text)
