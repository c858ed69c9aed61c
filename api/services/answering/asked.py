"""What kind of question words ask, beside what the dialogue took them for."""

import re
from dataclasses import replace

from api.services.answering.fields import FACT_OF_TOPIC
from api.services.answers import Question
from api.services.asking_part import asking_part
from api.services.policy import APPEALS, FEES, MODES
from api.services.said.appeals import appeals_a_decision, surely_appeals
from api.services.said.notice import asks_for_notice
from api.services.said.notions import asks_meaning
from api.services.thread import about
from api.services.thread.resolve import WHOLE_TOPICS
from api.services.thread.turns import FACT_TOPICS
from api.services.thread.words import goes_back, without_way_back
from api.services.usual import asks_how_long_it_holds
from knowledge import KnowledgeBase
from knowledge.text import normalise

SURE_CUE = 3
"""Characters of question words that are surely meant as a question."""
SAID_OTHERWISE = {
    "time_limit": re.compile(
        r"开始算|起算|算起|从(?:哪|什么|几).{0,8}算|[多好几]久|几天|[多好]少天|好多天|几个工作日|[多好]长时间|几时能|什么时候能"
    ),
    "fee": re.compile(
        r"要钱|收钱|交钱|[多好]少钱|好多钱|几多钱|收不收|免费|花钱|收费[吗么不嘛法]"
        r"|(?:怎么|咋|如何|么样|啥样)个?收(?:费|钱)?|贵不贵|什么价|标准收"
        r"|[收交出花](?:些|点|得|要)?(?:什么|么子|哪些|啥|多少|几多|好多)(?:费|钱)|(?:什么|么子|哪些|啥)费用?(?!用)"
        r"|费用(?:多|是|怎|要|高)"
    ),
    "materials": re.compile(
        r"(?:什么|哪些|么子|啥子?|哪几样).{0,2}(?:材料|资料|东西|证件)|[报填写](?:些|点|哪)(?:什么|么子|啥|些)|(?:带|交|备|准备)(?:些|点)?(?:什么|么子|啥)"
    ),
    "window": re.compile(r"几楼|几号窗|哪个窗|哪里办|在哪办|去哪办|到哪办"),
    "mode": re.compile(
        r"谁(?:来)?(?:审?批|盖章|审|发证|决定|定|拍板|签字)|盖(?:的)?(?:是)?(?:谁|什么|么子|啥|哪)|归(?:谁|哪)"
        r"|是(?:由)?(?:园区|管委会|你们|市里|市局|省里).{0,6}还是"
        r"|(?:园区|管委会|你们|[市省](?:里|级|局|厅))(?:自己|来|说了)?(?:批|审批?|定|算|盖章)(?:的吧|吧|[吗么不嘛啵])[?？。]*$"
    ),
    "online": re.compile(r"网上|线上|手机上|网办"),
}
"""How a question is asked, however the names beside it sound; the first that fits counts."""
MONEY = re.compile(r"钱|费|价|免|收|块|元|贵|款|税")
LIABLE = re.compile(
    r"责|担|出[了]?(?:事|错|问题|岔)|错了|赔|不服|告|诉|复议|信访|监管|监督|违|找谁|怪谁|管"
)
"""Shows that liability is asked about."""
WHICH_MODE = re.compile(
    r"(?:属于?|是|算|归|走)(?:于|在|的是)?哪一?[种类个条](?!.*(?:区别|不同|差))"
)
"""Asks in which of the modes a matter runs: it compares nothing."""
ALL_MODES = re.compile(
    r"(?:三|3|几|各|这些)(?:种|个|类)(?:赋权|授权|办理|审批)?(?:的)?(?:方式|模式|办法)"
)
"""Speaks of the three modes of delegation as such."""
IN_TIME = re.compile(
    r"(?:多久|几天|[多好]少天|好多天|多长时间|几个月|多少日|几日)(?:之|以)?内|期限|时限多|时间限制|过期|过了(?:时间|期|\d+[天日]|[一二三四五六七八九十]+[天日])|最[晚迟]"
)
"""Asks until when something may be done."""
UPWARDS = re.compile(
    r"跑(?:一?趟|去|到)*(?:长沙|省[里厅城]|市[里局])|(?:报|送|递|交|抄|备个?案)(?:送|给|到|去|往|上去?|一份|材料)*[省市](?:里|级|局|厅|直|政府)"
    r"|[省市](?:里|级|局|厅|直)[^，,。；;]{0,12}(?:盖.{0,3}章|公章|备个?案|复核|再审|审核|批准|拍板|一份)"
)
"""Asks what the city or the province has to do with it (decree D4)."""
SOURCE = re.compile(r"依据|文件|哪一?条|规定|条款")
"""Asks what something rests on."""
DECIDES = re.compile(r"(?:谁|哪个?(?:部门|单位|家|里)?)(?:来|给)?(?:审?批|签字|拍板|说了算|做主)")
"""Asks who decides, be it that the hall is named beside."""
MONEY_GOES = re.compile(
    r"[收交缴](?:上来|上去)?的(?:这些|那些)?(?:钱|费用?)[^，,。；;]{0,4}(?:[交缴进归入]|去了?|用到?|到)(?:到|给|了|去|在)*(?:哪|谁|什么|啥)"
)
"""Asks into whose account what is paid goes (decree D10)."""
ONLINE = re.compile(
    r"网|线上|手机|电脑|微信|小程序|app|平台|系统|上传|远程|电子|扫码|来(?:现场|大厅|窗口)|跑|家里|不来|不去"
)
"""Speaks of a way that needs no visit."""
ASKED_OF_ONE = FACT_TOPICS | {"matter", "policy", "journey", "compare"}
"""Kinds of question that one about an appeal is taken for."""
TAKEN_FOR_OTHERS = ASKED_OF_ONE - {"mode", "liability", "compare"} | {"progress", "precheck"}
"""Kinds of question that one about who decides is taken for."""


WHOSE_SEAL = re.compile(r"盖(?:的是|的)?(?:谁|什么|么子|啥|哪)[^，。]{0,6}章")


def asks_which_mode(question: Question) -> bool:
    """Whether it asks in which mode a matter runs, be it that modes were just spoken of."""
    if not WHICH_MODE.search(question.query or ""):
        return False
    thread = question.thread
    spoken_of = about.is_general(thread.about, MODES) or thread.last_topic in ("mode", "liability")
    return question.topic == "compare" or (question.topic == "matter" and spoken_of)


def asks_of_modes(question: Question) -> bool:
    """Whether it asks about the modes as such, though the dialogue did not take it for that."""
    words = question.query or ""
    named = ALL_MODES.search(words) is not None and not WHICH_MODE.search(words)
    return named and question.topic not in ("compare", "mode")


def asks_who_decides(question: Question) -> bool:
    """Whether it asks who decides, though the dialogue took it for something else."""
    words = question.query or ""
    decides = SAID_OTHERWISE["mode"].search(words) and not LIABLE.search(words)
    seal = question.topic == "materials" and WHOSE_SEAL.search(words)
    asks = question.topic == "matter" and DECIDES.search(words)
    return bool(seal or asks) or (question.topic == "liability" and bool(decides))


def as_authority(question: Question) -> Question:
    """The question as one about who decides, if it asks what goes up to the city or the province.

    材料怎么一步步报到省里 asks for no progress, 要不要报市里一份 for no material.
    """
    words = normalise(question.query or "")
    if question.topic in TAKEN_FOR_OTHERS and question.matter_id and UPWARDS.search(words):
        return replace(question, topic="mode")
    if question.topic == "window" and DECIDES.search(words):
        return replace(question, topic="mode")
    return question


def as_fees(question: Question) -> Question:
    """The question as a general one, if it asks where the money goes: 收的钱交到哪里."""
    if question.topic in ASKED_OF_ONE and MONEY_GOES.search(normalise(question.query or "")):
        return replace(question, topic="policy", subject=FEES)
    return question


def as_asked_at_last(kb: KnowledgeBase, question: Question) -> Question:
    """The question of the kind that a long story asks at its end, whatever it told before."""
    words = question.query or ""
    part = asking_part(words)
    if part == words or question.topic not in ASKED_OF_ONE:
        return question
    asked = asked_in(kb, part)
    return question if asked == "matter" else replace(question, topic=asked)


def as_papers(question: Question) -> Question:
    """The question as one about papers, where it was taken for one about money it never names."""
    words = question.query or ""
    papers = SAID_OTHERWISE["materials"].search(words)
    if question.topic == "fee" and papers and not MONEY.search(words):
        return replace(question, topic="materials")
    return question


def as_online(kb: KnowledgeBase, question: Question) -> Question:
    """The question as one of no kind, if it was taken for one about a way it never names."""
    words = normalise(question.query or "")
    cues = kb.topics["online"].cues if "online" in kb.topics else ()
    if question.topic != "online" or not question.matter_id or not words:
        return question
    named = ONLINE.search(words) or any(cue in words for cue in cues)
    return question if named else replace(question, topic="matter")


def as_source(question: Question) -> Question:
    """The question as one about liability, if it asks which document says who is liable.

    That answer quotes its clause; the legal basis of the matter says nothing of it.
    """
    words = question.query or ""
    general = question.topic == "policy" and question.matter_id is not None
    source = question.topic == "legal_basis" or (general and SOURCE.search(words))
    if source and re.search(r"责任|担责|负责|谁赔", words):
        return replace(question, topic="liability")
    return question


def as_notion(question: Question) -> Question:
    """The question as a general one, if it asks what a notice is: 一次性告知是什么意思."""
    if question.topic == "notice" and asks_meaning(question.query or ""):
        return replace(question, topic="policy")
    return question


def as_appeal(question: Question) -> Question:
    """The question as one about an appeal, if that is what its words ask about.

    复议要在多少天内提 asks for no matter's time limit, 打官司要交钱吗 for no matter's fee.
    """
    words = normalise(question.query or "")
    thread = question.thread
    told = about.is_general(thread.about, APPEALS)
    decided = told or thread.last_topic == "liability" or question.matter_id is not None
    asks = appeals_a_decision(words) if decided else surely_appeals(words)
    if question.topic in ASKED_OF_ONE and asks:
        return replace(question, topic="liability")
    if told and question.topic in ("time_limit", "progress", "matter") and IN_TIME.search(words):
        return replace(question, topic="policy", subject=APPEALS)
    return question


def asked_in(kb: KnowledgeBase, words: str) -> str:
    """What kind of question `words` ask beside the name of a matter, `matter` if none.

    A long name drowns the words that ask, so that the dialogue takes them for a wish.
    """
    part = asking_part(words)
    if part != words and (at_last := asked_in(kb, part)) != "matter":
        return at_last
    words = normalise(without_way_back(words) if goes_back(words) else words)
    if asks_for_notice(words):
        return "notice"
    asked = (topic for topic in kb.topics.values() if topic.topic in FACT_TOPICS)
    for topic in asked:
        if any(cue in words for cue in topic.cues if len(cue) >= SURE_CUE):
            return topic.topic
    said = (topic for topic, asks in SAID_OTHERWISE.items() if asks.search(words))
    return next(said, "matter")


def topic_of_words(kb: KnowledgeBase, text: str) -> str:
    """The topic whose question words occur in `text`; `matter` when none does.

    Only for the time the dialogue is away: it understands far more.
    """
    words = normalise(text)
    for topic in kb.topics.values():
        told = topic.topic in FACT_OF_TOPIC or topic.topic in WHOLE_TOPICS
        if told and any(cue in words for cue in topic.cues):
            return topic.topic
    return "matter"


def as_time_limit(kb: KnowledgeBase, question: Question) -> Question:
    """How long it takes, where that was taken for how long the result holds: 简化管理的多久批."""
    words = question.query or ""
    if question.topic != "result" or asks_how_long_it_holds(words):
        return question
    takes = asked_in(kb, words) == "time_limit"
    return replace(question, topic="time_limit") if takes else question
