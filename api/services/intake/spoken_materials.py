"""What people say of the materials on a list: which are there, which not (decree D13, D14).

"前两个有，第三个没有", "除了图纸都有", "就差环评批复", "1、2有，3没有" are all read here.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from api.services.intake.material_names import SHORT_PAPERS, like, paper_named
from api.services.spoken_days import number as in_figures
from knowledge.text import compact, normalise, standard

State = Literal["have", "missing", "spared"]
"""`have`: it is there; `missing`: it is not, or not yet; `spared`: this case needs none."""

Numbers = frozenset[int]
EVERY = r"全部|全都|都|(?<![安健])全(?!称)|统统|所有|样样|(?<!第)一[个样项份](?=也|都|没)|什么|啥"
REST = re.compile(r"其他|其它|其余|剩下|剩余|余下|别的|另外|后面的")
THE_OTHERS = re.compile(
    rf"(?<=[^，,。；;、])(?:{REST.pattern})(?=[^，。]{{0,8}}(?:有|齐|好|备|没|在|全|弄|带|办))"
)
"""Where a sentence turns to the others: 只差报告别的都有."""
PAUSE = re.compile(r"(?<=[^\W\d_a-zA-Z])\s+(?=\w)")
"""What people who write without commas leave between two papers."""
AFTER_A_PAUSE = re.compile(rf"、(?={REST.pattern})")
OF_A_MATTER = re.compile(r"(?:材料|资料|手续|证件)$")
"""Ends what names a matter with its papers, and no paper: 施工许可的材料都齐了."""
OF_A_CASE = re.compile(r"不是|不属于|不涉及|没涉及|不沾边")
"""Denies a case; what is denied is no paper then."""
SPARED = (
    r"不适用|用不[上着到]|不涉及|不需要|没涉及|不属于|不沾边|不是这(?:种|个)?情况|没有?这(?:种|个)?情况"
    r"|都?不是(?!有|齐|没)|不要这个"
)
DONE = (
    "办|弄|拿|带|做|写|盖|签|找|下|备|出|批|收|取|领|开|搞"
    "|画|填|编|交|评|测|验|考|刻|换|补|拟|印|租"
)
"""What is done to papers."""
MISSING = (
    rf"(?:还|也)?(?:没有?|未)(?:有|准备|{DONE})?(?:到|好|下来|来|出来|齐|全|完|得|妥)*"
    rf"|(?:(?:还|正|也)?在|还[要得])(?:等|申请|审|走流程|准备|跑|排队|设计|公示|修改|{DONE})+(?:理|中|着)*"
    r"|(?:过[一两几]?天|明天|后天|下周|下个?月|月底|年底|马上|快要?|就快)(?:就|才|能|会|可以)*"
    r"(?:下来|拿到|有|办好|好|出(?:来|结果)?)"
    r"|(?:过[一两几]天|[晚迟][点些]|后[面头]|以后|之后|回头|改天|下[次回]|到时候?)(?:就|才|再|会|我们?|给[你您]们?)*"
    r"(?:补(?!贴|助|偿)|交|送|拿[来过]|带[来过]|给)[上齐来过去]*(?:给?[你您]们)?"
    r"|(?:还|就|只|只是|单单|仅|先)?(?:[缺欠差]|(?<!多)少(?!数))[了的是着]?"
    rf"|(?:{DONE})不(?:好|到|出来|下来|齐|成)|找不[到着]|不见了|(?:弄?丢|遗失|过期|到期|失效|作废)了?"
    rf"|(?:{DONE})了一半|不全|不齐|不够|[×✗✘]"
)
HAVE = (
    r"(?<![没国所具享])有(?![关限效些人没])[了的]?|齐[全了活备]*|备[好齐][了的]?|准备(?:好|齐|妥|完)[了的]?|准备了"
    r"|带(?:了|齐|好|着|来)+|办(?:好|完|妥|下来|出来)了?|弄(?:好|完|齐)了?|拿到了?|做(?:好|完)了?"
    rf"|(?:出|批下|发下|拿回|拿|下)来了|搞(?:好|定|掂)了?|(?:{DONE})(?:好|全|到|下来|出来)了?|(?<![没未不要])(?:{DONE})过?了"
    r"|是(?:复印件?|扫描件|影印件|电子[版件]|原件|手[画写])的?|现成的?|在手|好了|妥了|ok|√|✓|✔|没问题|没少|不缺|不差"
)
CLAIM = re.compile(
    rf"(?P<not_missing>没问题|没少|不缺|不差)|(?P<spared>{SPARED})|(?P<missing>{MISSING})|(?P<have>{HAVE})"
)
EXCEPT = re.compile(
    r"除[了去开]?(?P<but>[^,，。]{1,40}?)(?:以外|之外|外)?[,，]?"
    r"(?:(?:其他|其它|其余|剩下|别的|我)?的?(?:材料|资料|东西)?(?:都|全部?|全都|齐)(?P<rest>.*)|$)"
)
ONLY = re.compile(r"(?:只|就|仅|光|才|单)(?:有|带了?|备了?|准备了?|办了?)(?P<what>[^,，。]{1,40})")
LACKS = re.compile(
    r"(?:还|就|只是?|单单|仅|独独)*(?:[缺欠差]|(?<!多)少(?!数))(?:[了的是着]|一?[个份样张项])*"
    r"(?P<what>[^,，。]{1,40})"
)
LACKS_ONLY = re.compile(
    r"(?:就|只|只有|就是|唯独|单单|光)(?P<what>[^,，。]{1,40}?)(?:还|暂时)?(?:没|未)"
)
BUT_FOR = re.compile(
    r"(?:就|只|单单|唯独|光)是?(?:还)?(?:没有?|冇得?)(?P<what>[^,，。到好齐全]{2,40})$"
)
"""All but what comes after: 就是没有计算机系统."""
VAGUE = re.compile(
    r"(?:没有?|不是|未)(?:都|全|完全)(?:有|齐|备)|有的有|有的.{0,4}没|有些|部分|(?<!了)一半|差不多|说不[准好]|忘记?了"
    r"|[不记搞弄分](?:不|太|大)*(?:确定|清楚?|知道|晓得)"
)
WHETHER = re.compile(
    r"[齐全够好](?:了|全)?(?:没有?|[吗么不])(?=$|[,，。?])|[齐全够]了?吧(?=$|[,，。?])|[对是]吧|对不对"
    r"|(?:行|得|成|要得|可以|没关系)[吗么不吧嘛][咯啰啊呀哒]*(?=$|[,，。?])|有没有(?:带|备|弄|准备)?[齐全好]*|是不是|齐不齐|全不全|够不够|行不行|能不能|可不可以|缺不缺|差不差"
)
NOT_A_CLAIM = re.compile(
    r"先[^，。,]{0,6}(?:交|收|受理|办|送|批)了?(?:行不行|可以|可不可以|行|能|成)?[吗么不吧]+|容缺(?:受理|办理|预审)?|把有的|告知承诺|[缺差少]的|没有的话|(?:不齐|不全)的话|缺件|缺项"
    r"|还?[缺差少](?:别的|什么|啥|哪些?|哪样|几样)[^,，]{0,4}"
)
ASKS_ABOUT_IT = re.compile(
    r"(?:那|这样|现在|这些|我)*(?:能|可以|可不可以|能不能|行不行|够不够|够|算|还能|是不是能?)?(?:先|就)?"
    r"(?:办|受理|收|过|去|来|递|交|弄|预约|申请|通过|行|可以|够)(?:理|件|关|了|下来|不|得)*[吗么嘛不吧]?[?]*$"
)
ASIDE = re.compile(
    r"怎么|怎样|如何|多久|什么时候|哪[里儿个些]|多少|(?<!过)几[天份号点]|为什么|吗|呢[?]|[?]$"
)
NUMERAL = r"十?[一二三四五六七八九]|十|两|\d{1,2}"
COUNTER = r"[个样项份种件条号张]"
FIRST = re.compile(rf"[前头]面?的?\s*({NUMERAL})\s*{COUNTER}?")
LAST = re.compile(rf"(?:后面?|最后|末尾?)\s*({NUMERAL})\s*{COUNTER}")
SOME = re.compile(
    r"(?<![第前头后面最末、,，和\d])(?:[一二两三四五六七八九几\d]|好几)[个样份张]"
    r"(?:材料|资料|东西|文件)?(?=$|[,，。 ])"
)
"""A count without saying which: "差一个"."""
LAST_ONE = re.compile(r"最后(?=$|[，,、的那没有还也是])|末尾|最末|后面那[个样项份]")
FROM_TO = re.compile(rf"第?\s*({NUMERAL})\s*{COUNTER}?\s*(?:到|至|-|~|—)\s*第?\s*({NUMERAL})")
NTH = re.compile(
    rf"第\s*((?:{NUMERAL})(?:{COUNTER}?[、,，和及跟与第\s]+(?:{NUMERAL})(?![^\W\d_]{{3}}))*)"
)
DIGITS = re.compile(r"(?<![\da-z.])(\d{1,2})(?![\da-z.年月日楼层套元万平])")
ONLY_NUMERALS = re.compile(rf"(?:{NUMERAL}|{COUNTER}|[、,，和及跟与第的那这项\s都也还是我]|材料)+")
FILLERS = re.compile(
    r"^(?:哦|噢|呃|嗯|等[下等]|对了|不对|我们?|咱们?|公司|手[里头上]|家里|现在|目前|已经|其实|确实|真的|好像|应该|估计|可能|这些|那些|这几[样个项份]|刚刚?|但是?|不过|然后|还有|另外|就是|可是|还|也|就|只|是|的|那|这"
    r"|个|份|张|样|一[个份张样项]|材料|资料|东西|上面|清单)+"
    r"|(?:我|都|也|还|是|的|了|呢|啊|呀|吧|倒|就|已经|其实|确实|好像|应该|估计|可能|现在|目前|暂时|全部?|这[个项份]|那[个项份]|[个份张])+$"
)
PIECES = re.compile(r"[、,，。;；:：和及跟与]|还有|以及|(?<![不还就])是(?!否)|\s")
LONGEST_PIECE = 20
VAGUELY = re.compile(
    r"[那这](?:[个块些份样]|一[个块份样]|方面|部分)?的?|的?(?:资料|材料|文件|东西|方面|部分|那块)$"
)
"""Speaks of a paper by what it is about: 场所那个资料, 人员那块."""
OF_ONE = re.compile(
    r"(?:写|画|开|签|盖|填|编|印|抄|拍|拟|换|补|考|刻|出|批下|发下|拿回|拿|下)(?:好|到|过|来)*了?"
)
"""Says of one paper that it is done, and never of a whole list: 写好了."""
FORM = re.compile(r"的?(?:复印件?|原件|扫描件|影印件|电子[版件档])")
NOTHING_MORE = re.compile(
    r"(?:嗯|哦|噢|啊|额|好|行|对|是|的|了|呢|哈|真|放心|没问题|没错|那个|老实说|说实话|谢谢|感谢|你好|您好|都|我|们"
    r"|材料|资料|东西|手续|文件|证件|清单|上|里|准备|一次|说的)+"
)
"""Says nothing of which papers."""


@dataclass(frozen=True)
class Said:
    """What a sentence told.

    Attributes:
        states: by the number of the material on the list, from 1.
        unlisted: what was spoken of and is not on the list.
        pointed: whether single materials were spoken of, by name, number or "the others".
    """

    states: dict[int, State] = field(default_factory=dict)
    unlisted: tuple[str, ...] = ()
    pointed: bool = False


@dataclass
class _Found:
    """What one part of a sentence speaks of.

    Attributes:
        other: whether something is named that is neither known nor a filler.
    """

    numbers: Numbers = frozenset()
    unlisted: tuple[str, ...] = ()
    every: bool = False
    rest: bool = False
    some: bool = False
    other: bool = False

    def __bool__(self) -> bool:
        return bool(self.numbers or self.unlisted or self.every or self.rest or self.some)


def read(
    text: str,
    names: Sequence[str],
    asked: Collection[int],
    bare: State | None,
    others_there: bool = True,
) -> Said:
    """What `text` tells of the materials `names`.

    Args:
        asked: the numbers that were asked about, of which "都有" and "没有" speak.
        bare: the state of which those are that are only named; None when nothing was asked.
        others_there: whether what alone is said to be missing tells that the others are there.
    """
    words = _marked(standard(normalise(pauses_kept(text))), names)
    words = WHETHER.sub("，", NOT_A_CLAIM.sub("", _without_question(words)))
    words = THE_OTHERS.sub(r"，\g<0>", AFTER_A_PAUSE.sub("，", words))
    words, vague = _without_vague(words)
    # Beside what is not known, the others are not meant to be there.
    reader = _Reader(names, frozenset(asked), None if vague else bare, vague, others_there)
    return reader.excepting(words) or reader.claims(words)


def pauses_kept(text: str) -> str:
    """`text` with a mark where a space stands for a comma, which would be lost: 章程有 图没有."""
    return PAUSE.sub("、", text)


def _marked(words: str, names: Sequence[str]) -> str:
    """The words with each whole name replaced by its number, so that nothing in it is read."""
    numbers = {standard(normalise(name)): number for number, name in enumerate(names, 1)}
    whole = "|".join(re.escape(name) for name in sorted(numbers, key=len, reverse=True) if name)
    # In one pass: a mark that was just put in is never read as a name itself.
    return re.sub(whole, lambda found: f"第{numbers[found[0]]}项", words) if whole else words


def _without_vague(words: str) -> tuple[str, bool]:
    """The words without the clauses that do not say which, and whether there were such."""
    clauses = re.split(r"[、,，。;；\s]+", words)
    kept = [clause for clause in clauses if not VAGUE.search(clause)]
    return ("，".join(kept), True) if len(kept) < len(clauses) else (words, False)


def _without_question(words: str) -> str:
    """Without the question that the pre-check answers anyway: "能办吗", "够不够"."""
    kept = [
        clause
        for clause in re.split(r"[,，。;；!！]", words)
        if not ASKS_ABOUT_IT.fullmatch(clause)
    ]
    left = "，".join(kept)
    return re.sub(
        r"(?:能|可以|可不可以|能不能)(?:先)?(?:办|受理|收|过|递|交)[^,，。]{0,3}[吗么不]?[?]*$",
        "",
        left,
    )


class _Reader:
    """Reads the words of one message."""

    def __init__(
        self,
        names: Sequence[str],
        asked: Numbers,
        bare: State | None,
        partly: bool,
        others_there: bool,
    ) -> None:
        self._names = names
        self._asked = asked
        self._bare = bare
        self._partly = partly
        self._others_there = others_there and bare == "missing"

    def excepting(self, words: str) -> Said | None:
        """ "除了 A 都有", "只有 A", "就差 A": some, and all the others the other way round."""
        if found := EXCEPT.search(words):
            rest: State = _state_in(found["rest"] or "") or "have"
            return self._but(found["but"], "missing" if rest == "have" else "have", rest)
        for pattern, state in (
            (BUT_FOR, "missing"),
            (LACKS_ONLY, "missing"),
            (ONLY, "have"),
            (LACKS, "missing"),
        ):
            found = pattern.search(words)
            most = 2 if pattern in (LACKS_ONLY, BUT_FOR) else 1
            if found and len(list(CLAIM.finditer(words))) <= most:
                others: State = "missing" if state == "have" else "have"
                return self._but(found["what"], "have" if state == "have" else "missing", others)
        return None

    def _but(self, what: str, state: State, others: State) -> Said | None:
        subject = self._subject(CLAIM.sub("", what))
        if ASIDE.search(what) or not (subject.numbers or subject.unlisted):
            return None
        states = dict.fromkeys(self._asked - subject.numbers, others)
        return Said({**states, **dict.fromkeys(subject.numbers, state)}, subject.unlisted, True)

    def claims(self, words: str) -> Said:
        """Each claim with what it speaks of, before the claiming word or after it."""
        found = list(CLAIM.finditer(words))
        if not found:
            return self._bare_names(words)
        parts = _parts(words, found, self)
        told = [(_state(claim), self._told_of(claim, part)) for claim, part in parts]
        if len(told) == len(self._asked) > 1 and not any(subject for _, subject in told):
            in_turn = zip(sorted(self._asked), told, strict=True)
            return Said({number: state for number, (state, _) in in_turn}, pointed=True)
        beside = self._partly or self._subject(CLAIM.sub("，", words)).other
        beside |= OF_ONE.fullmatch(found[0][0]) is not None
        return self._settled(told, ASIDE.search(words) is not None, beside)

    def _told_of(self, claim: re.Match[str], part: str) -> _Found:
        subject = self._subject(part)
        return replace(subject, unlisted=()) if OF_A_CASE.search(claim[0]) else subject

    def _bare_names(self, words: str) -> Said:
        """Numbers or names alone, after a question that says what they mean."""
        if self._bare is None or ASIDE.search(words):
            return Said()
        subject = self._subject(words)
        if not subject.numbers:
            return Said()
        return self._settled([(self._bare, subject)])

    def _settled(
        self, told: list[tuple[State, _Found]], aside: bool = False, beside: bool = False
    ) -> Said:
        """What was told.

        Args:
            aside: whether something is asked as well.
            beside: whether something else is spoken of, so that a claim alone is not of all.
        """
        states: dict[int, State] = {}
        for state, subject in told:
            states |= dict.fromkeys(subject.numbers, state)
        pointed = bool(states) or any(subject.rest for _, subject in told)
        for state, subject in told:
            whole = subject.every and not (subject.unlisted or subject.numbers)
            alone = not (subject or aside) and len(told) == 1
            plain = alone and (len(self._asked) == 1 or (state != "missing" and not beside))
            if subject.rest or whole or plain:
                states |= dict.fromkeys(self._asked - states.keys(), state)
        if pointed and self._others_there and {state for state, _ in told} == {"missing"}:
            states |= dict.fromkeys(self._asked - states.keys(), "have")
        unlisted = tuple(
            name
            for _, subject in told
            for name in subject.unlisted
            if not (subject.every and OF_A_MATTER.search(name))
        )
        return Said(states, () if aside else unlisted, pointed)

    def _subject(self, part: str) -> _Found:
        left, every = re.subn(EVERY, "", part)
        left, some = SOME.subn("，", left)
        numbers, left = numbered(left, len(self._names))
        pieces = [(piece, self._like(piece)) for piece in _pieces(REST.sub("，", left))]
        unknown = [piece for piece, found in pieces if not found]
        unlisted = tuple(filter(None, map(paper_named, unknown)))
        return _Found(
            frozenset(numbers.union(*(found for _, found in pieces))),
            unlisted,
            every > 0,
            REST.search(part) is not None,
            some > 0,
            any(not NOTHING_MORE.fullmatch(piece) for piece in unknown),
        )

    def _like(self, piece: str) -> set[int]:
        bare = FORM.sub("", piece)
        if bare in SHORT_PAPERS:
            holding = {n for n, name in enumerate(self._names, 1) if bare in name}
            return holding if len(holding) == 1 else set()
        shorter = (VAGUELY.sub("", bare), paper_named(bare) or bare)
        wordings = (like(one, self._names) for one in (bare, *shorter))
        return next(filter(None, wordings), set())

    def speaks_of_something(self, part: str) -> bool:
        """Whether a part of a sentence holds a subject."""
        return bool(self._subject(part))


def _parts(
    words: str, claims: Sequence[re.Match[str]], reader: _Reader
) -> Iterable[tuple[re.Match[str], str]]:
    """Each claim with the words it is about: those before it, else those after it."""
    ends = [0, *(claim.end() for claim in claims)]
    begins = [*(claim.start() for claim in claims), len(words)]
    gaps = [words[end:begin] for end, begin in zip(ends, begins, strict=True)]
    for number, claim in enumerate(claims):
        before, after = gaps[number], gaps[number + 1]
        if reader.speaks_of_something(before):
            yield claim, before
            continue
        is_last = number == len(claims) - 1
        later_has_own = not is_last and bool(compact(gaps[number + 2]))
        mine, _, theirs = after.rpartition("，")
        if is_last or (later_has_own and not REST.search(theirs)):
            mine, theirs = after, ""
        yield claim, mine
        gaps[number + 1] = theirs


def _state(claim: re.Match[str]) -> State:
    if claim["not_missing"] or claim["have"]:
        return "have"
    return "spared" if claim["spared"] else "missing"


def _state_in(words: str) -> State | None:
    found = CLAIM.search(words)
    return _state(found) if found else None


def _pieces(part: str) -> Iterable[str]:
    for piece in PIECES.split(part):
        cleaned = FILLERS.sub("", FILLERS.sub("", piece)).strip("?？!！ ")
        if 2 <= len(cleaned) <= LONGEST_PIECE or cleaned in SHORT_PAPERS:
            yield cleaned


def numbered(part: str, count: int) -> tuple[set[int], str]:
    """The numbers that a part of a sentence names, and what is left of it."""
    if ONLY_NUMERALS.fullmatch(part.strip(" ，,。、")):
        named = {in_figures(one) for one in re.findall(NUMERAL, part)}
        if not re.search(r"[前头后末最到至]", part):
            return {number for number in named if 1 <= number <= count}, ""
    numbers: set[int] = set()
    for pattern, reads in (
        (FROM_TO, lambda m: range(in_figures(m[1]), in_figures(m[2]) + 1)),
        (FIRST, lambda m: range(1, in_figures(m[1]) + 1)),
        (LAST, lambda m: range(count - in_figures(m[1]) + 1, count + 1)),
        (LAST_ONE, lambda _: range(count, count + 1)),
        (NTH, lambda m: [in_figures(one) for one in re.findall(NUMERAL, m[1])]),
        (DIGITS, lambda m: [in_figures(m[1])]),
    ):
        for found in pattern.finditer(part):
            numbers |= set(reads(found))
        part = pattern.sub(lambda found: "，", part)
    part = re.sub(rf"，\s*{COUNTER}", "，", part)
    return {number for number in numbers if 1 <= number <= count}, part
