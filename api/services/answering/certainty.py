"""How certain is what was told last: 这个时间是正式公布的吗, 准不准, 哪来的."""

import re

from api.services.answering.fields import FACT_OF_TOPIC
from api.services.answering.state import current_guide, keeping_matter
from api.services.answers import HANDOFF, Answer, Question
from api.services.outcomes import Outcome
from api.services.thread import about
from knowledge import Fact, KnowledgeBase
from knowledge.chinese_dates import in_words
from knowledge.labels import FIELD_NAMES, source_text
from knowledge.schema import PolicyFact, Referral
from knowledge.text import normalise

DATA_QUALITY = "data_quality"
"""The general subject of where the guide's facts come from."""
ASSENTS = frozenset({"确定", "肯定", "确定的", "肯定的"})
"""Words that say yes, and ask nothing."""
CERTAIN = re.compile(
    r"正式|官方|公布|真的?假|真的|假的|真实|准不准|准确|准吗|准么|准嘛|准不|靠谱|靠不靠|可靠|可信|信得过|权威|有把握"
    r"|(?:从)?哪里?(?:来|查|看|听|得)(?:来|到)?的?|来源|出处|谁(?:说|定|公布|告诉)(?:您|你)?的|有依据|有根据|确定|肯定|当真|作准"
    r"|编的|瞎(?:说|编)|糊弄|骗|忽悠|示例|样例|假设|保证|能信|敢信|会不会(?:有)?错|会错|说错|弄错|搞错|对不对"
)
ABOUT_IT = re.compile(
    r"这|那|个|些|条|时间|地址|窗口|电话|信息|数据|消息|内容|材料|清单|章|规定|说法|答案|话|天数|时限|收费|有效期|刚才|上面"
    r"|前面|你|您|们|智能导办|机器人|说|讲|写|告诉|给|我|他|是不是|是|的|不|没|有|吗|么|嘛|呢|吧|啊|呀|哦|哈|了|咯|到底|究竟"
    r"|都|就|会|能|可以|可|怎么|知道|从|里|来|到|敢|百分百|百分之百|一定|绝对|吃|得|算|数|政府|现在|已经|对|真|准|什么|啥|自己"
    r"|请问|还|只|查|过|最新|上|网|在|哪|[，。？！、,.?!\s]"
)
"""What such a question may say besides: it names nothing of its own."""
OF_STATUS = {
    "official": "这是正式文件里写的",
    "law": "这是法律法规里写的",
    "guide": "这是本服务自己的说明",
    "sample": "这是示例数据，还没有正式公布，以大厅公布为准。办之前可以拨打 12345 确认",
    "missing": "这一点还没有查到可靠来源，不敢随便告诉您。可以拨打 12345 核实",
}
"""How a fact of each status is vouched for."""


def asks_if_certain(text: str | None) -> bool:
    """Whether `text` asks nothing but how certain the last answer is, or where it is from."""
    words = normalise(text or "")
    rest = CERTAIN.sub("", words)
    return words not in ASSENTS and rest != words and not ABOUT_IT.sub("", rest)


def doubts(text: str | None) -> bool:
    """Whether `text` doubts something, be it what others say: 别个说不用办，是真的吗."""
    return CERTAIN.search(normalise(text or "")) is not None


def answer_certainty(kb: KnowledgeBase, question: Question) -> Answer:
    """Source and status of what was told last, then what holds for all that is told here."""
    topic = question.thread.last_topic or "policy"
    said = [_vouched(kb, question, topic)]
    quality = kb.policy.get(DATA_QUALITY)
    if quality is not None:
        said.append(quality.text)
    text = "\n".join(filter(None, said))
    answer = Answer(Outcome.ANSWERED, "policy", text, buttons=[HANDOFF])
    answer.about = question.thread.about
    return keeping_matter(kb, question, answer)


def _vouched(kb: KnowledgeBase, question: Question, topic: str) -> str:
    """How certain the one fact is that was told last; empty when it was none, or several."""
    told = about.general_told(kb, question.thread.about)
    known = told or about.referral_told(kb, question.thread.about)
    if known is not None:
        return _of(known)
    guide = current_guide(kb, question)
    if guide is None or topic not in FACT_OF_TOPIC:
        return ""
    name = FACT_OF_TOPIC[topic]
    return f"「{guide.name}」的{FIELD_NAMES[name]}，{_of(guide.fields[name])}"


def _of(known: PolicyFact | Referral | Fact[object]) -> str:
    said = OF_STATUS[known.status]
    if known.status not in ("official", "law"):
        return f"{said}。"
    checked = f"，核对到{in_words(known.checked_on)}" if known.checked_on else ""
    return f"{said}：{source_text(known.source)}{checked}。"
