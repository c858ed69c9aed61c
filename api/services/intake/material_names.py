"""Which material on a list people mean: they shorten names and use everyday words."""

import re
from collections.abc import Sequence
from itertools import pairwise

from knowledge.text import compact

ENOUGH = 0.6
SHORT = 4
EVERYDAY: dict[str, tuple[str, ...]] = {
    "环评": ("环境影响",),
    "能评": ("节能",),
    "水保": ("水土保持",),
    "执照": ("营业执照",),
    "身份证": ("身份证明",),
    "申请表": ("申请书", "申请表"),
    "申请书": ("申请表", "申请书", "申请文件"),
    "图纸": ("图纸", "设计文件", "平面图", "设计方案"),
    "租房合同": ("租赁协议", "使用相关文件"),
    "租赁合同": ("租赁协议", "使用相关文件"),
    "房产证": ("房屋产权文件", "使用相关文件", "住所（主要经营场所、经营场所）相关文件"),
    "土地证": ("土地使用权证书", "使用土地的有关证明文件"),
    "规划证": ("规划许可证", "规划许可"),
    "规划许可证": ("规划许可",),
    "立项": ("项目批准", "批准、核准"),
    "备案证": ("备案文件",),
    "验收报告": ("竣工验收报告",),
    "检测报告": ("检测",),
    "学历证": ("学历",),
    "完税证明": ("完税",),
    "承诺书": ("承诺",),
    "公参": ("公众的意见",),
    "授权书": ("授权委托书", "授权文件"),
    "委托书": ("委托书", "授权文件"),
    "场地": ("场所",),
    "布局图": ("布局",),
    "制度": ("规章制度", "管理制度"),
    "公章": (),
}
"""What people call a thing -> what lists call it."""


def like(said: str, names: Sequence[str]) -> set[int]:
    """The numbers, from 1, of the names that `said` stands for best; none when it is like none."""
    for wordings in ([said], _wordings(said)):  # everyday words only where the name says nothing
        scores = {
            number: max(_likeness(compact(one), compact(name)) for one in wordings)
            for number, name in enumerate(names, 1)
        }
        best = max(scores.values(), default=0.0)
        if best >= ENOUGH:
            return {number for number, score in scores.items() if score == best}
    return set()


PAPER = re.compile(
    r"证[明书件照]?|照片?|表格?|报告[书表]?|书|图纸?审?|函|账|票|合同|协议|批[复文]|文件|意见|凭证|章程|制度|[记目]录"
    r"|方案|许可|公章|清单|名单|承诺|材料|资料|说明|手册|预案|单(?!位)|户口本|复印件?|决议|资质|检测|检验|体检|保证金|保险"
    r"|公示|标书|签[字名]页|通知书?|环评|能评|安评|稳评|水保|申请"
)
"""Stands in what papers are called."""
ANY_PAPER = re.compile(
    r"(?:各种|所有|全部|相关|其他|申请|有关|的)*(?:证件?|表|书|图|材料|资料|文件|清单)"
)
SHORTEST_NAME = 2
SHORT_PAPERS = tuple("图表税")
"""What papers are called in a single character."""
NO_NAME = re.compile(
    r"^先|[你您我他她它看查瞅问想帮]|可以|不能|怎么|办法|时间|问题|事|钱|一下|情况|有效期|照样|如果"
)
"""In words that speak of a paper, and are not its name."""


def paper_named(said: str) -> str | None:
    """The name of a paper, told as people call it; None where `said` is no such name."""
    if said in SHORT_PAPERS:
        return said
    ends = [found.end() for found in PAPER.finditer(said)]
    name = said[: ends[-1]] if ends else ""
    if len(name) < SHORTEST_NAME or ANY_PAPER.fullmatch(name) or NO_NAME.search(name):
        return None
    return name


LEAST_RUN = 2
"""Characters in a row that a sentence shares with the name of a material it speaks of."""
IN_MANY = re.compile(r"材料|文件|证明|报告|申请|情况|相关|有关|项目|建设|工程|[的书表证等和及或]")
"""Stands in the names of many materials, and tells none from another."""
MOST_MEANT = 2


def spoken_of(sentence: str, names: Sequence[str], least: int = LEAST_RUN) -> set[int]:
    """The numbers, from 1, of the names that a sentence holds most of; none when too many tie."""
    words = [compact(wording) for wording in _wordings(sentence)]
    runs = {
        number: max(_telling_run(said, compact(name)) for said in words)
        for number, name in enumerate(names, 1)
    }
    most = max(runs.values(), default=0)
    meant = {number for number, run in runs.items() if run == most >= least}
    return meant if len(meant) <= MOST_MEANT else set()


def _telling_run(said: str, name: str) -> float:
    """The longest run of characters in both; one of words that stand in many names counts half."""
    runs = [
        name[start:end]
        for start in range(len(name))
        for end in range(start + LEAST_RUN, len(name) + 1)
        if name[start:end] in said
    ]
    return max((len(run) if IN_MANY.sub("", run) else len(run) / 2 for run in runs), default=0)


def _wordings(said: str) -> list[str]:
    """`said` itself, and with everyday words as lists put them."""
    found = [
        said.replace(word, formal)
        for word, formals in EVERYDAY.items()
        if word in said
        for formal in formals
    ]
    return [said, *found]


def _likeness(said: str, name: str) -> float:
    """How much of `said` is in `name`: letters in their order, and pairs of neighbours, 0..1."""
    if len(said) < 2:
        return 0.0
    if said in name:
        return 1.0
    pairs = {a + b for a, b in pairwise(said)}
    kept = sum(pair in name for pair in pairs) / len(pairs)
    ordered = _in_order(said, name) / len(said)
    if not kept:  # 修规 for 修建性详细规划
        return ENOUGH if ordered == 1 and len(said) <= SHORT and said[0] == name[0] else 0.0
    return (kept + ordered) / 2


def _in_order(said: str, name: str) -> int:
    """The length of the longest common subsequence."""
    lengths = [0] * (len(name) + 1)
    for letter in said:
        diagonal = 0
        for place, other in enumerate(name, 1):
            above = lengths[place]
            lengths[place] = diagonal + 1 if letter == other else max(above, lengths[place - 1])
            diagonal = above
    return lengths[-1]
