"""Words by which somebody who waits for a person comes back to the guide, and what they ask along.

They may stand anywhere in the sentence: 等不了了，回到智能导办，下午几点下班.
"""

import re

from api.services.english.texts import BACK_WORDS as ENGLISH_BACK_WORDS
from api.services.said.person import DECLINED
from knowledge.text import compact

GUIDE = r"(?:智能)?(?:导办|机器人|小助手|智能助手|智能客服)"
ENGLISH = (
    r"(?:go |take me |switch )?back to (?:the )?(?:guide|bot|assistant)|never ?mind"
    r"|i (?:don'?t|do not) (?:need|want) (?:a|the) (?:person|human)(?: any ?more)?"
    r"|i (?:can'?t|cannot|won'?t|will not|don'?t want to) wait(?: any (?:more|longer))?"
)
_CLAUSE = r"(?:^|(?<=[，,。！!]))"
_BUSINESS = (
    r"怎么|如何|要什么|办|证|许可|执照|备案|登记|审批|材料|预约|约|几点|多久|多少钱|哪里|窗口"
)
_OWN_BUSINESS = (
    rf"{_CLAUSE}(?:算了|罢了|不管了|那|没人(?:的话|理|回|应|接)*)(?:吧|啦)?[，,\s]*(?:我|那|就|还是|先|自己)*"
    r"(?:办(?:我的|别的|正|点)?事|问(?:你|别的|点别的)|自己(?:来|办|弄|查|看|问))(?:要紧|吧|了|啦)*"
    rf"|{_CLAUSE}(?:还是|先|我先|我还是)+"
    r"(?:办(?:我的|别的|正)?事|问你|接着(?:办|问)|继续(?:办|问))(?:要紧|吧|了|啦)*"
    r"|^(?:那|哦|唉|哎|嗯)?[，,\s]*(?:(?:算了|罢了|行了|好了|不管了|不[说讲](?:这个|他|它)?了|没事了?|不急)(?:吧|啦|哈)?[，,。！!\s]*)+"
    rf"(?<=[，,。！!\s])(?=[^，,]*(?:{_BUSINESS}))"
)
"""Turns to one's own business: 算了，还是先办事吧，执照怎么换地址."""
LEAVES = re.compile(
    rf"{ENGLISH}"
    rf"|(?:回到?|返回|转回|切回|换回|退回|恢复|还是(?:让|用|找|问|跟|叫|由|你)?|继续(?:用|问|让)?|改用)(?:去|到|给|成)?"
    rf"(?:这个|那个|你们?的?|原来的?)?{GUIDE}(?:那里|那边|回来|来|答|聊|说|办|算了|了|吧)*"
    rf"|(?:^|(?<=[，,。！!]))(?:我|那|就|还是|请|帮我)*(?:叫|让|找|问|换|换成|用)(?:这个|那个|你们?的?)?{GUIDE}(?:(?:回来|来|答|聊|说|吧|算了)+|(?=$|[，,。！!]))"
    rf"|{DECLINED}"
    r"|(?:我|就|先)*(?:不(?:想|愿意?)?(?:再)?等|等不[了及下起]|懒得等|没(?:时间|空|工夫)等)(?:人|他们?|你们)?(?:了|啦|吧|哒)*"
    rf"|{_OWN_BUSINESS}"
    r"|还是你(?:来|答|回答|说|帮)|(?:不|别|甭)(?:用|要|必|需要)?转(?:接)?(?:了|啦)|你(?:接着|继续)(?:说|讲|来|答|办|帮)",
    re.IGNORECASE,
)
NOT_THE_GUIDE = re.compile(
    rf"(?:不|别|甭|莫)(?:是|要|想|用|愿意?|给我|让|跟|和|再|回到?|转回?|找)*{GUIDE}"
)
MATTER = re.compile(r"证|许可|执照|备案|登记|审批|核准|材料|预约|约个?号|窗口|怎么办理|要带")
"""Shows that what is asked along is for the guide."""
_ASKS_ON = (
    r"(?:(?:我|那|想|就|还|再|先|也|顺便|请|能不能|可以|麻烦)*(?:问|查|看|了解|请教|咨询)"
    r"(?:一?下|一句|一哈|问|个事|个|你|您|点别的)*)?"
)
MEANWHILE = re.compile(
    r"(?:(?:在|我)?等(?:着|待|他们?|你们|人工?|人家|工作人员|回复|回话|答复|回电|来人)*的?"
    r"(?:时候|时间|工夫|功夫|期间|当口|这会儿|过程中?)"
    r"|(?:打|来|回|联系)(?:电话|过来|话)?(?:给我|我)?(?:之前|以前|前)(?:先)?"
    r"|趁(?:着|这|现在|等人?)*的?(?:会儿|时候|空|工夫|功夫|时间)*"
    r"|(?:人|他们?|工作人员)(?:还)?(?:没|冇)(?:有)?[来到回](?:之前|以前|前)?"
    rf"|这(?:期间|段时间|会儿))(?:里|呢)?[，,\s]*{_ASKS_ON}[，,:：\s]*"
    r"|\b(?:while (?:i|we)(?: am| are|'m|'re)? wait(?:ing)?|in the meantime|meanwhile)\b[,\s]*",
    re.IGNORECASE,
)
"""Goes on with the guide while a person is waited for: 等的时候问一下，大厅几点下班."""
URGES = re.compile(r"快[点些]|赶[快紧]|抓紧|尽快|催|来人|人呢|多久|什么时候|几时|还要等|还不来")
"""Speaks to the person who is waited for, with impatience."""
AT_ONCE = re.compile(
    rf"(?:算了|那|还是|好了|行了|请|帮我|我|先)*(?:{DECLINED}|不等了"
    r"|(?:回到?|返回|转回|切回|换回)?(?:智能)?(?:导办|机器人)(?:回来|来答|来)?)(?:了|吧)?"
)
"""Words that mean the guide even where nobody waits for a person."""
ENGLISH_AT_ONCE = re.compile(r"(?:go)?backto(?:the)?(?:guide|bot)")
DONE = re.compile(
    r"(?:算了|那|好了?|哦|嗯|行|不用了?|不必了?|不需要了?|不麻烦(?:你们|您)?了?|不找了|没事了?|解决了|搞定了|谢谢|吧|啊|哈)+"
)
"""All that is said is that nobody is needed any more."""
NOTHING_NEEDED = re.compile(r"不|算了|没事|解决|搞定")
FILLERS = re.compile(
    r"(?:算了|那么?|还是|好[了的吧]?|行了?|请|我(?!们)|就|先|吧|了|啊|呀|嗯|哦|谢谢|不好意思|麻烦|直接|自己|来|去|你|您|回|问|人|[\W_])+"
)
LEAST_QUESTION = 4
"""Characters of what is asked in the same breath."""


def calls_for_guide(words: str) -> bool:
    """Whether all that `words` say is that the guide is to answer."""
    squeezed = compact(words)
    said = AT_ONCE.fullmatch(squeezed) or ENGLISH_AT_ONCE.fullmatch(squeezed)
    return said is not None


def leaves(words: str) -> bool:
    """Whether `words` end the wait for a person."""
    squeezed = compact(words)
    if ENGLISH_BACK_WORDS.fullmatch(squeezed) or calls_for_guide(words):
        return True
    if DONE.fullmatch(squeezed) and NOTHING_NEEDED.search(squeezed):
        return True
    if NOT_THE_GUIDE.search(squeezed):
        return False
    found = LEAVES.search(words)
    if found is None:
        return False
    by_word = _names_guide(found[0]) or re.fullmatch(_OWN_BUSINESS, found[0])
    asked = asked_along(words) or ""
    return bool(by_word or MATTER.search(asked)) or not URGES.search(squeezed)


def asked_along(words: str) -> str | None:
    """What `words` ask beside ending the wait; None for nothing."""
    rest = LEAVES.sub("，", words).strip()
    rest = re.sub(r"^\W+|\s*，+\s*(?=，)", "", re.sub(r"^please\b", "", rest.strip(" ，,.")))
    while begun := FILLERS.match(rest):
        rest = rest[begun.end() :]
    if rest == words or DONE.fullmatch(compact(rest)):  # 好，不用了谢谢
        return None
    return rest if len(compact(rest)) >= LEAST_QUESTION else None


def asked_meanwhile(words: str) -> str | None:
    """What the guide is asked by somebody who goes on waiting for a person; None for nothing."""
    found = MEANWHILE.search(words)
    if found is None:
        return None
    rest = words[found.end() :].strip(" ，,。")
    asks = MATTER.search(rest) or re.search(rf"{_BUSINESS}|[吗么呢几谁哪]|什么|多|\?|？", rest)
    enough = len(compact(rest)) >= LEAST_QUESTION and not URGES.search(compact(rest)[:4])
    return rest if asks and enough else None


def _names_guide(words: str) -> bool:
    return re.search(rf"{GUIDE}|guide|bot|assistant|person|human", words, re.IGNORECASE) is not None
