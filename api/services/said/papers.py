"""Whether words ask of one paper if it is wanted or will do: 资金证明要不要, 没有发票咋办."""

import re
from dataclasses import dataclass

from knowledge.text import normalise

PAPER = (
    r"(?:证书|证明|证件|[^\s]证|执照|驾照|的照|报告|报告书|报告表|合同|协议|章程|\S书|意见|批复|批文"
    r"|文件|图纸?|蓝图|照片|发票|凭证|收据|票据|保函|复印件|扫描件|影印件|原件|户口[簿本]|[登记申请审批备案]表|回执|流水|名册|名单"
    r"|简历|方案|\S章|^章|签[字名]|同意|认可|清单|台账|资料|档案|样品|样本|身份证号?)"
)
"""How the name of a paper ends."""
_NEED = r"要不要|需不需要|用不用|是不是(?:还|也|都|一定)?(?:要|得|需要?)|要[不没]得?要"
_BRING = r"(?:带上?|交上?去?|提交|提供|准备|出示|附上?|拿来?|递|给|看|查|盖|有|用)"
ASKED = (
    rf"{_NEED}|(?:要|需要|得|必须|必要)(?:{_BRING})?(?:[过回上]?[去来])?[吗么嘛吧不啵]"
    r"|行不行|可不可以|能不能|可以不可以|算不算|够不够|中不中|[行算够中]了?[吗么嘛不吧啵]"
    r"|(?:可以|能)(?:用|算|代替|替代?|当|顶|抵|办)?了?[吗么嘛不吧啵]|要得[不吗啵]|作数|认不认|认[吗么]"
    r"|一定要$|必须要$"
)
WHAT_THEN = r"怎么办|咋办|咋整|怎么弄|咋搞|怎么搞"
"""Asks what to do without something."""
"""Asks whether something is wanted or will do, or what to do without it."""
AT_START = re.compile(rf"(?:要|需要|得|必须)(?:再|还)?{_BRING}?[^，。]{{2,12}}[吗么嘛吧不啵呀]$")
"""Asks in two pieces around the name: 要健康证吗."""
WANTED = re.compile(
    r"要(?:带|交|提供|提交|准备|出示|盖|附)?[上去来过回]*[吗么吧不啵嘛]$|^[还也]?(?:要|需要|得)"
)
"""Asks whether it is wanted."""
LACKED = re.compile(
    r"没有?(?!问题)|冇得?|无法|缺|差|丢|遗失|掉了|不见了|找不到|过期|还没(?:下来|出来|拿到|办|到)|没下来|办不到|拿不到|开不出"
)
"""Says that the paper is not there."""
LOST = re.compile(r"丢|遗失|掉了|不见了|找不到")
LACKED_ASKED = re.compile(rf"{ASKED}|{WHAT_THEN}|呢$")
WISHED = re.compile(r"想|办(?!公)|申请(?!书|表|人|材料)|申领|注册(?!资)")
"""Beside a name: the paper is what is wanted, not one to bring."""
SCAFFOLD = re.compile(
    rf"{ASKED}|{WHAT_THEN}|[就还只也]?[差缺少](?:了?[一]?[个份张本项样])|呢|还没(?:有)?(?:下来|出来|拿到|办)?|没有?|如果|要是|假如|的话|请问|你?帮我?(?:查|看|问)一?下?|那么?|还|是不是"
    r"|也|都|一定|必须|需要|只有|只|就(?!业)|拿着?|带着?|带上?|提交|提供|准备|出示|附上?|交上?|使?用(?![地水途工户房]|电(?!子))|凭(?!证)|盖|代替|替代|我们?(?:公司|这边|这)?|你们|这个|那个|这些|现在|目前"
    r"|另外|再|去|来(?!源)|要|得|怎么办|吗|么|嘛|吧|啊|呀|哦|嗯|了|丢|遗失|掉|不见|找不到|过期|[，。？！、,.?!\s]"
)
"""What stands around the name of the paper."""
EMPTY = re.compile(
    r"(?:这|那|些|个|份|的|是|有|什么|哪|几|全部|所有|其他|别的|其它)*"
    r"(?:证明|证件|文件|资料|清单|材料|原件|复印件|扫描件|照片|签字|签名|手续|图纸?|样本|办证|公证|认证|验证|保证|签证|许可证|证)"
)
"""Names no paper of its own."""
WHICH = re.compile(r"谁|哪|什么|啥|么子|几[个份张样种]|多少|多久|怎么(?!办|弄|搞)|区别|不同|还是")
"""Asks something else of it."""
OF_IT = re.compile(
    r"谁|哪[里家个]?|找|自己|什么(?:单位|机构)|怎么|(?:出具?|开具?|做|写|编制?|弄|画)[吗么的呢吧]?$"
)
"""What is asked of a paper beside."""
PARTS = re.compile(r"[，。；！？,;!?…\n\s]+")
FORM = re.compile(r"(?:的|拍)?(?:原件|复印件|扫描件|影印件|照片|电子[版件档])$")
MONEY = re.compile(r"钱|费|贵|免(?!税|疫)")
"""Asks what is paid."""
SEAL = "章"
OF_AUTHORITIES = re.compile(r"[省市区县](?:里|局|级|直|厅)?|局|厅|政府|部门|管委会|机关|行政审批")
OF_FORM = re.compile(r"原件|复印|扫描|拍照|照片|电子[版档件]|盖章")
LONGEST = 14
"""Characters of a name; what is longer tells more than a name."""


@dataclass(frozen=True)
class AskedPaper:
    """A paper that is asked about.

    Attributes:
        name: what it was called.
        lacks: whether it is not there, and that is the question.
        lost: whether it was there before.
        instead: whether it is asked if it will do, rather than if it is wanted.
        in_form: whether it is asked if it must be an original, a copy or a file.
    """

    name: str
    lacks: bool = False
    lost: bool = False
    instead: bool = False
    in_form: bool = False


def asked_paper(words: str) -> AskedPaper | None:
    """The paper of which `words` ask whether it is wanted or will do; None where they do not."""
    plain = normalise(words).rstrip("?？。!！ ")
    asking = [part for part in PARTS.split(plain) if _asks(part)]
    if not asking or MONEY.search(plain):
        return None
    part = asking[-1]
    name = _name(part)
    said = part if name else PARTS.sub("，", plain)
    name = name or _name(said)
    if name is None or WHICH.search(part):
        return None
    lost = LOST.search(said) is not None
    if name == SEAL and not lost:  # "要不要盖章" asks in what form papers are wanted
        return None
    if name.endswith(SEAL) and OF_AUTHORITIES.search(said):  # that asks who decides
        return None
    needed = re.search(_NEED, part) or WANTED.search(part)
    called = "公章" if name == SEAL else FORM.sub("", name) or name
    in_form = FORM.search(name) or OF_FORM.search(part)
    return AskedPaper(called, _lacks(said, name), lost, not needed, in_form is not None)


def named_paper(words: str) -> str | None:
    """The paper that `words` call by its name, whatever they ask of it."""
    return _name(PARTS.sub("，", OF_IT.sub("，", normalise(words))))


def _asks(part: str) -> bool:
    if re.search(ASKED, part) or AT_START.search(part):
        return True
    return LACKED.search(part) is not None and LACKED_ASKED.search(part) is not None


def _lacks(said: str, name: str) -> bool:
    """Whether it is the paper called `name` that is not there, and no other one."""
    lacked, paper = LACKED.pattern, re.escape(name)
    near = rf"(?:{lacked})[^拿用带交]{{0,2}}{paper}|{paper}.{{0,4}}(?:{lacked})"
    return re.search(near, said) is not None


def _name(part: str) -> str | None:
    """The last thing said that is called as papers are, where it is not wished for itself."""
    found = None
    for said in SCAFFOLD.split(part):
        piece = said.removesuffix("的") if said else said
        if piece and re.search(rf"{PAPER}$", piece) and not EMPTY.fullmatch(piece):
            found = piece
    if found is None or len(found) > LONGEST:
        return None
    return None if WISHED.search(found) else found
