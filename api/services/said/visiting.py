"""What words ask about the visit itself, whatever matter it is for: being late, coming with others.

Such questions are put at any moment, and in any form; they are answered from the general facts
(`policy.yml`), and what else is said in the message is gone on with.
"""

import re
from collections.abc import Sequence
from typing import TypedDict


class OfVisit(TypedDict):
    """A question about the visit.

    Attributes:
        subject: the general fact that answers it.
        sure: whether it is meant whatever is spoken of; else only where nothing else fits.
        rest: the parts of the message that ask nothing of it.
    """

    subject: str
    sure: bool
    rest: str


CLAUSES = re.compile(
    r"(?<=[，,。；;！!？?\n])|(?<=[^\x00-\x7f])[ \u3000]+|[ \u3000]+(?=[^\x00-\x7f])"
)
ASKS = re.compile(
    r"[吗么嘛呢不没啵咯吧][?？。！!，,\s]*$|[?？]|怎|咋|如何|能不能|可不可以|行不行|会不会|要不要|用不用|需不需要|有没有|是不是"
    r"|什么|[啥几哪谁]|多[久少长]|还[能算可认行会要用得]|区别|不同|还是|([多少能行好要会去来接办收])不\1|(?:可以|行|要得|能行|没关系|不要紧|没事|影响)[?？。，,\s]*$"
    r"|\b(?:can|could|may|do|does|is|are|will|should|must|what|how|when|where|why|need|ok)\b",
    re.IGNORECASE,
)
MOVES = re.compile(
    r"改|挪|推[迟后]|往[前后]|延|换|移|\b(?:change|move|reschedule)\b", re.IGNORECASE
)
"""Wants another time: that is no question of what becomes of this one."""
NO_MOVE = re.compile(r"人|名字|姓名|提前|person|号码|手机|电话|phone")
"""Changes something else than the time."""
CARD_ITSELF = re.compile(
    r"补办|挂失|换领|换新|过期|到期|丢了?|掉了|遗失|(?:办|领|做)(?:理|个|张)?身份证|renew|lost|expired",
    re.IGNORECASE,
)
"""Wants an identity card, not to come with one."""
_OTHERS = (
    r"(?:别人|他人|人家|旁人|家里?人|家属|同事|朋友|员工|助理|司机|亲戚|老[公婆板]|爱人|媳妇|老伴|[儿妻]子|女儿|孩子|小孩|崽|妹子"
    r"|[爸妈爷奶父母弟哥姐妹叔伯姨舅侄]+|会计|中介|代理人?|秘书|合伙人|股东|代办人|[他她](?!们)|个人|人)"
)
_BOOK = r"(?:预约|约号?|挂号)"
_CAN = r"(?:可以|阔以|能|行|得行|要得|成|让|允许|没关系|ok)"
_HAPPENS = r"(?:怎么|咋|会|影响|罚|信用|作废|算|后果|要紧|关系)"

SURE: tuple[tuple[str, str], ...] = (
    (
        "missed_visit",
        rf"(?:要是|如果|万一|假如|临时|到时候?)[^，。]{{0,8}}(?:[来去]不了|不能[来去]|没(?:法|空|时间)[来去])[^，。]{{0,6}}(?:怎|咋|可以|能|行|办)|爽约|失约|拉黑|(?:{_BOOK}了?|[号约]上?了?).{{0,6}}(?:没|冇|(?<![找赶看])不)(?:去|来)成?.{{0,10}}{_HAPPENS}"
        r"|\b(?:no[-\s]?show|(?:miss|missed)\s(?:my|the|an)\sappointment|don't\s(?:show\sup|turn\sup))\b",
    ),
    (
        "being_late",
        r"(?<!推)迟到|来晚|晚到|去晚了?(?:还|会|怎|可|能)|晚[了个]?[^，。]{0,5}(?:分钟|小时|钟头|刻钟?|会儿?)[^，。]{0,2}(?:到|来得|才到)"
        r"|过了(?:号|点|时间|预约)|(?<![约挂])过号|错过(?:了)?(?:时间|号|预约|点)|赶不(?:上|及|到)|没赶[上到]|\b(?:late|delayed)\b",
    ),
    (
        "booking_free",
        r"(?:预约|挂号|约号|改时间|改期|退号|改约)[^，。]{0,6}(?:要(?:不要)?钱|收不?收?费|收钱|免费|花钱|交钱|扣钱|押金|手续费)",
    ),
    (
        "company_optional",
        r"(?:公司|单位|企业)(?:名称?|名字)?[^，。]{0,3}(?:必须|一定|可以不|不|要不要|用不用|要|需要)(?:填|写|报|留)[^，。]{0,4}|(?:信用代码|税号|机构代码)[^，。]{0,4}(?:要|必须|一定|可以|不|没有)[^，。]{0,4}(?:吗|么|不|行|填)"
        r"|(?:没有?|不是)(?:公司|单位|执照)[^，。]{0,4}(?:能|可以|行)[^，。]{0,3}约",
    ),
    (
        "privacy",
        r"(?:电话|手机|号码|信息|姓名|名字)[^，。]{0,6}(?:给别人|给人家|泄[露漏]|卖|外传|公开|安全[吗么不]|骚扰|保密)",
    ),
    (
        "contact",
        r"(?:不想|不愿|不肯|不方便|能不能不|可不可以不|可以不)[^，。]{0,4}(?:留|给|填|报|写)[^，。]{0,3}(?:电话|手机|号码|姓名|名字|信息)",
    ),
    (
        "by_phone",
        rf"电话预约|(?:打|拨)[^，。]{{0,3}}电话[^，。]{{0,4}}(?:取消|改|约|预约|退)|电话[^，。]{{0,2}}(?:能|可以|可不可以|能不能)[^，。]{{0,3}}{_BOOK}"
        r"|\b(?:book|cancel|change)\b.{0,12}\bby (?:tele)?phone\b",
    ),
    (
        "how_early",
        rf"(?:提前|最早|最晚|最远|最多提前)[^，。]{{0,4}}(?:多久|多长时间|几天|几个?小时|多少天)[^，。]{{0,6}}{_BOOK}|{_BOOK}[^，。]{{0,6}}提前(?:多久|多长|几天|多少天|几个)"
        rf"|当天(?:还)?(?:的)?(?:号)?{_CAN}?[^，。]{{0,2}}{_BOOK}|{_CAN}{_BOOK}当天|最远{_CAN}?{_BOOK}|\bhow\s(?:far|long)\s(?:ahead|in\sadvance)\b",
    ),
    (
        "waiting_list",
        r"(?:候补|[有空退]出?来?了?(?:空)?(?:号|位子?|名额)了?)[^，。]{0,6}(?:怎么|咋|如何|用?什么|会不会|[会能](?:发|给|有))[^，。]{0,4}(?:通知|告诉|联系|知道|喊|提醒|短信)"
        r"|候补(?:是|要|怎么|咋|什么|多久|有用|靠谱)(?!样|了)|(?:满号|号满|约满|排满|没号|没有号|号没了|没位置)了?(?:的话)?(?:怎么|咋|还能|如何)|\bhow\sdoes\sthe\swaiting\slist\b",
    ),
    (
        "how_many",
        rf"(?:每|各|一|分别|[两二三四几]个?).{{0,3}}(?:人|件事|个事项|个证|家公司|次).{{0,6}}(?:单独|分开|分别|各自|都要|再|得|要|需要)[^，。]{{0,4}}(?:{_BOOK}|取号)"
        rf"|最多[^，。]{{0,4}}{_BOOK}|(?:要|得|需要)(?:预约|约|挂|取)(?:几|多少|[两二三四五六七八九十\d]+)个号|(?:同?一个?)(?:手机|电话|人|公司|号码|企业)[^，。]{{0,6}}{_BOOK}(?:几|多少|[两三]|好几)"
        rf"|(?:一个|同一个)(?:预约)?号[^，。]{{0,4}}(?:办|能|可以)[^，。]{{0,3}}(?:几|多少|[两三])|{_CAN}(?:同时|一次)[^，。]{{0,3}}{_BOOK}[^，。]{{0,2}}(?:[两三几好]|完)",
    ),
    (
        "together",
        rf"^(?!.*(?:[配派]|安排|漂流|玩|旅游)).*(?:(?:[两二三四几多俩仨]个?人|{_OTHERS}|带[^，。]{{0,4}}人)[^，。]{{0,6}}(?:陪|一起|一块|一同|跟着|同去|都)[^，。]{{0,3}}(?:[去来到进]|过[去来])"
        rf"|(?:陪|带着?|领着?)[^，。]{{0,2}}{_OTHERS}[^，。]{{0,3}}(?:[去来到进]|过[去来])|[去来](?:几|多少)个?人|陪(?:同|着|我)(?:的?人)?[去来]|多?带(?:上)?[一两几]?个?人(?:去|来|行|可以|$))"
        r"|\b(?:come\swith\sme|accompany|bring\s(?:a|my)\s(?:friend|wife|husband|colleague|child|kid)s?)\b",
    ),
    (
        "walk_in",
        rf"(?:不(?:用|去|要|先|提前|事先)*|没有?(?:提前|先)*){_BOOK}(?!过|了|好|码)[^。]{{0,5}}(?:直接|就|现场|白跑|也|[去来能行]|可以|过[去来]|受理|办得)"
        rf"|(?:一定|必须|非要?|要不要|用不用|需不需要|是不是(?:要|必须|得)|需要|还要|得|要)(?:先|提前|事先|网上|得|要)*{_BOOK}(?:才|吗|么|嘛|不|后再|[?？])"
        rf"|(?:要不要|用不用|需不需要|是不是(?:要|必须|得)|有没有必要)(?:先|提前|事先|网上|得)*{_BOOK}$"
        rf"|{_BOOK}[^，。]{{0,4}}(?:现场|取号|排队|直接)[^，。]{{0,8}}(?:区别|不同|不一样|差|哪个好|哪种)|现场(?:还)?{_CAN}(?:不能|不可以)?(?:取号|排队|办)"
        r"|先到先得|\b(?:walk[-\s]?in|without\s(?:an?\s)?(?:appointment|booking)|just\s(?:show|turn|walk)|(?:need|have)\sto\s(?:book|make\san\sappointment)|need\san\sappointment)\b",
    ),
    (
        "getting_there",
        r"停车(?:场|位|费)?(?:在哪|哪里|吗|么|方便|要钱|收费|免费|怎么|难|有|够|好)|车(?:子)?(?:可以|能|该|要|好)?停(?:在|到)?(?:哪|院|门口|里面|外面|大厅|楼下)|(?:有|能|好|方便)(?:没有)?(?:地方)?停车|车位"
        r"|坐(?:什么车|几路|哪路)|几路(?:公交|车)|(?<!场)(?<!站)怎么坐车|坐公交|地铁|\b(?:parking|park\s(?:my|the)\scar|which\sbus|how\sdo\si\sget\sthere)\b",
    ),
    (
        "busy_hours",
        r"(?<![几哪两二三四五六七八九十])人(?:会|是不是|会不会)?(?:很|好|特别|比较|最)?(?:多|少)(?:不多|不|吗|么|还是|一?[点些])|哪(?:一?天|个?时[间段]|会儿?|个点)[^，。]{0,5}人(?:比较|最)?(?:少|多)|(?:上午|下午|早上|周.|星期.)人(?:多|少)"
        r"|^(?!.*窗口).*(?:排队|排的队)[^，。]{0,6}(?:久|长|多)|排(?:很|好|蛮|特别|太|多)久|(?:没约|不约|没预约|不预约|没有预约|现场)[^，。]{0,8}(?:等|排)[^，。]{0,3}(?:多久|多长|很久)|人最(?:少|多)|什么时候不(?:挤|排队)|\b(?:busy|crowded|queue|long\swait)\b",
    ),
    (
        "arriving",
        r"\b(?:come|arrive|be\sthere)\b[^.?]{0,16}\bearl(?:y|ier)\b|提前[^，。]{0,6}(?:分钟|小时|钟头|点|些)[^，。]{0,2}(?:[到去来]|过[去来])|(?:到|去|来)(?:了|大厅|现场|那边?|你们那)?[^，。]{0,6}(?:取号|拿号|签到|叫号)|(?<!不)(?:要不要|用不用|需要|还要|还得|还用|要|用)(?:再|另外|现场)?(?:取号|拿号|签到)|(?:还要|要不要|用不用|还用|还得|需不需要|需要)排队"
        r"|(?:怎么|咋|如何|在哪里?|哪里|去哪)(?:签到|取号|拿号)|(?:签到|取号|叫号)(?:在|是)?(?:怎么|咋|哪)|\bcheck[-\s]?in\b",
    ),
    (
        "changing",
        rf"(?:{_CAN}|最多)改(?:几|多少)次|(?:{_BOOK}(?:好)?了)[^，。]{{0,4}}(?:怎么|咋|能|可以|想)[^，。]{{0,2}}(?:改|换)(?:个)?人"
        rf"|{_BOOK}[^，。]{{0,6}}(?:错|改)[^，。]{{0,3}}(?:名字|姓名|人)|换(?:了)?(?:个)?人(?:了)?(?:的话)?(?:怎|咋|行|可以)|(?<!法)人(?:要|又)?换了",
    ),
)
"""Subjects with the words that surely ask of them; the first that fits counts."""
SOFT: tuple[tuple[str, str], ...] = (
    (
        "booking",
        rf"(?:怎么|咋|如何|在哪里?|哪里|(?:你们|这儿|这里)[^，。]{{0,3}}(?:能|可以))(?:网上|线上|手机上?|提前)?(?:可以|能)?{_BOOK}(?:吗|么|嘛|不|的|呢|啊|[?？]|$)"
        r"|\bhow\s(?:do|can)\si\s(?:book|make\san\sappointment)\b",
    ),
    (
        "missed_visit",
        r"(?:不去|没去|去不[了成]|不来|来不了)(?:的话|了)?[^，。]{0,6}(?:影响|后果|罚|扣|怎么样|有事|信用|要紧|关系)",
    ),
    (
        "walk_in",
        rf"(?:直接|现场)(?:就)?(?:[去来]|过[去来]|到(?:大厅|窗口|现场)|取号|排队)[^，。]{{0,4}}(?:{_CAN}|办)[^，。]{{0,2}}[吗么不嘛]|{_CAN}(?:不能)?(?:直接|现场)(?:[去来]|过[去来]|到|取号|排)",
    ),
    (
        "assisted_fee",
        r"(?:帮办|代办|帮忙办|上门)[^，。]{0,6}(?:要(?:不要)?钱|收不?收?费|收钱|免费|花钱|多少钱|价)",
    ),
    (
        "changed_phone",
        r"(?:手机号?码?|电话号?码?|号码)(?:已经|都|也|早)?(?:换了|换成?新的?|停用|注销了|变了|不用了|打不通)|(?:留的|填的|登记的)[^，。]{0,4}(?:手机|电话|号码?)[^，。]{0,3}(?:换|停|不用|变|丢)",
    ),
    (
        "changing",
        rf"{_BOOK}(?:了|好了?)?(?:以?后)?(?:还)?{_CAN}(?:再)?(?:改|退|取消)[^，。]{{0,2}}(?:吗|么|嘛|不|$)|还{_CAN}改(?:时间)?[吗么不]"
        r"|(?:之前|原来|上次|先前|前面)[^，。]{0,6}(?:还)?(?:有效|算数|作数|在不在|作废|冲突)",
    ),
    (
        "contact",
        r"不(?:同意|授权)(?!这个|他|她|决定|结果|批)[^，。]{0,4}(?:会|怎|咋|行|可以|能|又|呢)",
    ),
    (
        "in_place",
        rf"(?:我|我来|由我)(?:替|代|帮)(?:我)?{_OTHERS}(?:[去来办跑交]|过去)|{_OTHERS}[^，。]{{0,6}}(?:替|代|帮)(?:我|他|她|老板|公司|忙)?(?:[去来跑办交拿签领]|过[去来])|(?:叫|让|换|派|请|喊|托|委托)(?:我|我们)?的?[^，。]{{0,3}}{_OTHERS}[^，。]{{0,5}}(?:[去来办跑替代领]|过[去来])"
        r"|(?:必须|一定要|非得?|要不要|是不是要|需要|得|不是)[^，。]{0,2}(?:本人|法人|法定代表人|亲自|老板|负责人)|(?:本人|法人|法定代表人|亲自|老板)(?:必须|一定|要不要|不|没空|去不了|来不了|到场|亲自|[去来])"
        r"|(?:带|要|写|需要|有)[^，。]{0,4}委托书|委托书|代(?:办人|理人)要|换(?:个|一个)?人|改人|转(?:给|让)[^，。]{0,3}(?:别人|他人|人|同事|朋友)|(?:名字|姓名|电话)[^，。]{0,4}[写填留用](?:谁|哪|我的?还是|他|她)|\b(?:someone|somebody|anyone)\selse\b|\b(?:my|a)\s(?:wife|husband|colleague|friend|agent|brother|sister|boss|manager|assistant|father|mother|son|daughter|driver|partner)\b.{0,20}\b(?:come|go|instead)\b",
    ),
    (
        "identity_card",
        r"身份证(?!明)[^，。]{0,8}(?:带|原件|复印件|忘|没在身)|(?:带|忘|拿)[^，。]{0,8}身份证(?!明)|\b(?:bring|need|forg[eo]t|take)\b.{0,16}\b(?:id\scard|id|passport)\b",
    ),
    (
        "contact",
        r"(?:为什么|为啥|干嘛|非要|一定要|凭什么)[^，。]{0,6}(?:电话|手机|号码|姓名|名字|信息)|身份证号[^，。]{0,4}(?:行|可以|代替|能)",
    ),
    (
        "hotline",
        r"(?:你们|大厅|窗口|园区|那边|服务)?(?:的)?(?:联系|咨询|服务|客服|值班)?电话(?:号码)?(?:是)?(?:多少|几多|好多|啥|什么)|有(?:没有)?(?:联系|咨询)?电话(?:号码)?(?:吗|么|没|不|可以打)|(?:打|拨)(?:哪个|什么|啥)(?:电话|号码)",
    ),
    (
        "hours",
        r"[\d一二两三四五六七八九十]+[点:：][^，。]{0,6}(?:[到去来]|过[去来]|赶到)[^，。]{0,8}(?:[吗么不嘛]|等|来得及|有人|晚不晚|可以|行|$)|等(?:我|一下|一会).{0,4}[吗么不]|(?:几点|什么时候)(?:开门|上班|下班|关门)",
    ),
    (
        "off_hours",
        r"(?:元旦|春节|过年|清明|五一|劳动节|端午|中秋|国庆|节假日|节日|周末|[周星期礼拜]+[六日天])[^，。]{0,6}(?:放|休|上班|开门|有人|营业|值班|办公|办事|办业务|能办)|(?:哪天|什么时候|几号)(?:开始)?放假",
    ),
)
"""The same for words that may well ask of the matter spoken of."""
Patterns = Sequence[tuple[str, re.Pattern[str]]]
_SURE: Patterns = [(subject, re.compile(said, re.IGNORECASE)) for subject, said in SURE]
_SOFT: Patterns = [(subject, re.compile(said, re.IGNORECASE)) for subject, said in SOFT]
TOLD = frozenset({"changed_phone"})
"""Subjects that somebody who only tells of it wants to hear of."""
NO_QUESTION = re.compile(r"(?:算了|不想?要?|别|不用)(?:去|来|约|预约)了$")
ONLY_ASKS = re.compile(
    r"(?:[那这样就也还都]|可不可以|可以|阔以|能不能|行不行|行|得行|要得|会|有(?:影响|关系|事)|要紧|没关系|没事|怎么办|咋办|怎么弄|对了|请问"
    r"|\bis (?:it|that) ok\b|\bok\b|[吗么嘛不呢啊吧哈?？。，,！!\s])+",
    re.IGNORECASE,
)
"""A clause that only puts the question of the one before: 行吗, 可以不."""


def asked_of_visit(words: str) -> OfVisit | None:
    """What `words` ask about the visit itself; None where they ask nothing of it."""
    clauses = [one for one in map(str.strip, CLAUSES.split(words)) if one]
    if MOVES.search(words) and not NO_MOVE.search(words):
        return None
    for among, sure in ((_SURE, True), (_SOFT, False)):
        for size in (1, 2):
            for at in range(len(clauses) - size + 1):
                part, after = clauses[at : at + size], clauses[at + size :]
                if subject := _subject(part, among, after):
                    rest = [one for one in (*clauses[:at], *after) if not ONLY_ASKS.fullmatch(one)]
                    return {"subject": subject, "sure": sure, "rest": " ".join(rest)}
    return None


def _subject(part: Sequence[str], among: Patterns, after: Sequence[str]) -> str | None:
    """The subject that some clauses name, where they ask, or the next one asks for them."""
    words = " ".join(part)
    found = next((subject for subject, said in among if said.search(words)), None)
    if found is None or NO_QUESTION.search(words):
        return None
    if found == "identity_card" and CARD_ITSELF.search(words):
        return None
    asks = ASKS.search(words) or any(map(ONLY_ASKS.fullmatch, after[:1]))
    return found if asks or found in TOLD else None
