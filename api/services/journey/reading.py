"""Reads what people tell about their project, and which steps they speak of, in their own words."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from api.services.spoken_days import number
from knowledge import KnowledgeBase
from knowledge.journey_answers import UNKNOWN
from knowledge.schema import JourneyOption, JourneyQuestion, Matter
from knowledge.text import normalise

CLAUSE_ENDS = re.compile(
    r"[，。；、,.;！!？?：:\n]+|但是|不过(?=[我你咱这那还也有没不要])|而且|另外|然后|并且|还有|(?<=[的了])和"
)
NOT_KNOWN = re.compile(
    r"不知道|不清楚|不确定|[说搞弄分讲记]不[准清好]|不晓得|不好说|没想好|没定|未定|待定|看情况|[看搞弄]?不懂"
    r"|不明白|不了解|晓不得|都可能|都有可能|没底|心里没数|还不一定"
)
NOTHING_KNOWN = re.compile(
    r"(?:都|全|一概|别的|其[他它余]|后面|剩下|余下|这些|那些|这几[个样项]|什么|啥|一样)[^，。,]{0,6}?"
    rf"(?:{NOT_KNOWN.pattern})"
    r"|没有?(?:什么|啥|别的|其他|其它|么子)*的?(?:特殊|特别)|一般情况"
    r"|没有?(?:什么|啥)?(?:别的|其[他它])的?(?:了|情况)?$|就这些"
)
"""Says that there is nothing more to tell: what is open stays open."""
SPEAKER = re.compile(
    r"[我你咱]们?|那|这|我看|反正|目前|现在|暂时|真的|确实|就|也|都|还|先|呢|啊|嗯|哦"
)
"""Who says it and how, before what is said."""
NONE_OF_THE_REST = re.compile(
    r"(?:其[他它余]|别的|剩下|后面|另外)[^，。,]{0,4}?(?:没有?|冇得?|不涉及|不沾|不要|不用|不是|不做)[的了过]*$"
)
"""Says no to all that is still open."""
ASKS_WHETHER = re.compile(
    r"有没有|是不是|要不要|会不会|用不用|[吗么]$|^[^有要会是不没用得排]{1,8}呢$"
)
OTHER_THING = re.compile(r".{2,}(?:有|要|还|用|上)")
"""What is denied is over, and something else is affirmed: 不碰危化品有台行车."""
NEGATION = re.compile(r"不|没|冇|无|未|否|零|莫|还在办|正在办|在办理|还在弄")
DENIED_AFTER = re.compile(
    r"的?(?:东西|这块|那块|器械)?(?:我们?|也|都|就|暂时|还|目前)*[不没冇](?:碰|做|卖|搞|办|要|用|建|涉及|弄|有|得|接|开|经营|需要)?了?"
)
"""Denies at the end of a clause what stands before it: 三类不碰."""
CORRECTING = re.compile(r"(?:不是|不对|错了|弄错了|搞错了|说错了|改一下|更正|其实|哦|噢)+")
YES = re.compile(
    r"(?:是|是的|对|对的|有|有的|有一点|有些|要|要的|会|会的|涉及|需要|得|肯定|肯定有|当然|当然有|嗯+|好|好的|可以|有撒|有咯"
    r"|有啊|要啊|是啊|有了|已经有了|办了|办好了|早办了|早有了|yes|y)[的啊呀吧哈嘛呢]*",
    re.IGNORECASE,
)
NO = re.compile(
    r"(?:不|没|没有|没得|冇|冇得|无|不是|不是的|不要|不用|不需要|不会|不涉及|都没有|都不|不接|不排|还没有?|没呢|没办|还没办|暂时没有|否"
    r"|no|n)[的啊呀吧哈嘛呢]*",
    re.IGNORECASE,
)
YES_OR_NO = re.compile(
    r"(?:我们?|这里|那边|也|还)*(?:(?P<no>没有?|冇得?|不要|不会|不是|不|无)|有|要|会)(?P<what>.{1,8}?)[的了呢啊]?"
)
"""A yes or no with what it is about: 没有食品证."""
ORDINAL = re.compile(
    r"(?:我|就|选|是|要|属于|算|应该|那|嗯|的)*(?:第?(?P<number>[一二三四1234])|(?P<first>前者|前面|上面|最前面|头一?)|(?P<last>后者|后面|最后|最后面|末))"
    r"(?:那?一?(?:个|种|项))?[的吧呢啊]*"
)
"""Picks an answer by its place: 第二个, 选前面那个."""
TAKES_BACK = re.compile(r".(?:说错|弄错|搞错|记错)")
BESIDE_A_TOPIC = re.compile(
    r"^(?:那个?|刚才的?|至于|关于)|(?:嘛|呢|的话|这[块个边项]|那[块个边项]|方面|这一块)+$"
)
"""What stands beside a topic that is only raised."""
OPENS_A_CLAUSE = re.compile(
    r"(?:我们?|这里|也|都|就)?(?:还?没有?|不要?|不用|要|有|无|会|不会|涉及|不涉及)?"
)
"""What a space after it does not set apart from what it is said of."""
AFFIRMS_AND_DENIES = re.compile(
    r"(?P<affirmed>(?:我们?|店里|厂里)?(?:有|要|用|办)[^不没无冇]{1,6})(?P<denied>(?:不|没|无|冇).{2,})"
)
RAISED = re.compile(
    r"(?:^|[，。；,;\s])(?P<topic>[^，。；,;\s？?]{2,8})[？?]\s*"
    r"(?:没有?|有|不用?|要|不要|是|不是)[的了吧啊呢]*"
)
"""Raises a topic as a question and answers it oneself."""
EVERY_QUESTION = "有没是不要会的吗了在这还或者接比如"
"""Characters that stand in any question."""
SHORT_LICENCE = re.compile(r"(?<=[办拿领完好了])照(?![旧常样片原明做办说着])")
"""The business licence as people call it for short: 办完照了."""
REACH = 4
"""How many characters before a cue a word that denies it may stand."""
BETWEEN_STEPS = re.compile(r"[，。；、,;\s]+|和|跟|与|还有|以及|同")
STAGE_NUMBER = r"(\d{1,2}|[一二两三四五六七八九十]{1,3})"
STAGE = re.compile(rf"第{STAGE_NUMBER}(?:个)?(?:步|阶段|环节)")
FIRST_STAGES = re.compile(rf"前(?:面)?{STAGE_NUMBER}(?:个)?步")
EVERYWHERE = re.compile(
    r"审批|许可证?|备案|登记证?|项目|建设|工程|企业|核发|办理|申报|审核|审查|经营|手续|证书?|投资|那一?步|这一?步|一步|那个|这个|已经"
    r"|都|也|办|好了?|完了?|了|的|拿到|下来|材料|要|什么|多久|哪"
)
"""Words that stand in many names, or in any sentence, and tell no step from another."""
WHOLE_NAME = 4
"""Characters of a name that means its matter wherever it stands, however common its words."""
LEAST_SHARED = 2
"""Characters that words must share with a step's name to mean it."""

GAP, WHOLE_CLAUSE = "…", "。"
"""What stands in a cue for a few other words, and what ends one that is a whole clause."""
GAP_FILLED = r"[^，。；、？！,.;?!\s不没什啥哪]{0,8}?"

Answers = dict[str, str]


def read_answers(
    questions: Sequence[JourneyQuestion], words: str, asked: str | None = None
) -> Answers:
    """The answers that somebody's words give, by question.

    Several may be told in one sentence, whether they were asked for or not. A plain yes or no, an
    ordinal and "I don't know" answer the question that was asked.
    """
    told: Answers = {}
    plain = []
    corrected = False
    said = _apart(clauses(_without_other_talk(words, questions)), questions)
    raised, rest = _raised_and_answered(questions, said)
    for clause in rest:
        found = [(one, _in_clause(one, clause)) for one in questions]
        answers = {one: answer for one, answer in found if answer}
        corrected = corrected or CORRECTING.match(clause) is not None
        for one, option_id in answers.items():
            before = None if corrected else told.get(one.question_id)
            told[one.question_id] = covering(one, before, option_id)
        if not answers:
            plain.append(clause)
    told |= raised
    waiting = next((one for one in questions if one.question_id == asked), None)
    if waiting is None or asked in told:
        return told
    answer = _plain_answer(waiting, plain, corrects=bool(told))
    return {**told, waiting.question_id: answer} if answer else told


def _raised_and_answered(
    questions: Sequence[JourneyQuestion], said: Sequence[str]
) -> tuple[Answers, list[str]]:
    """The answers of clauses that raise a topic and of those after them, and the other clauses."""
    told: Answers = {}
    rest: list[str] = []
    topic: JourneyQuestion | None = None
    for clause in said:
        if topic and (answer := _yes_or_no(topic, clause)):
            told[topic.question_id] = answer
            rest.pop()
        else:
            rest.append(clause)
        topic = _raised(questions, clause)
    return told, [one for one in rest if not (TAKES_BACK.search(one) and _raised(questions, one))]


def _raised(questions: Sequence[JourneyQuestion], clause: str) -> JourneyQuestion | None:
    """The question that a clause only speaks of, or takes back: 锅炉，没有; 锅炉说错了，没有."""
    takes_back = TAKES_BACK.search(clause) is not None
    bare = BESIDE_A_TOPIC.sub("", clause)
    for one in questions:
        names = (name for word in one.about for name in (word, f"{word}品"))
        if any((takes_back and name in clause) or bare == name for name in names):
            return one
    return None


def _yes_or_no(question: JourneyQuestion, clause: str) -> str | None:
    if YES.fullmatch(clause):
        return _affirming(question, yes=True)
    return _affirming(question, yes=False) if NO.fullmatch(clause) else None


def clauses(words: str) -> list[str]:
    """The clauses of some words; a space ends one too, but not after a yes or no: 没有 危化品."""
    found: list[str] = []
    for part in filter(None, CLAUSE_ENDS.split(words)):
        joined = ""
        for piece in part.split():
            joined += piece
            if not OPENS_A_CLAUSE.fullmatch(joined):
                found.append(joined)
                joined = ""
        found.append(joined)
    return [clause for one in found if (clause := normalise(one))]


def _apart(said: Iterable[str], questions: Sequence[JourneyQuestion]) -> list[str]:
    """Clauses, with those that affirm one thing and deny another as two: 有执照不装修."""
    found: list[str] = []
    for clause in said:
        two = AFFIRMS_AND_DENIES.fullmatch(clause)
        names = two and any(_names(one, two["denied"]) for one in questions)
        found += [two["affirmed"], two["denied"]] if two and names else [clause]
    return found


def _names(question: JourneyQuestion, words: str) -> bool:
    return any(word in words for word in question.about) or bool(_cued(question, words))


def _without_other_talk(words: str, questions: Sequence[JourneyQuestion]) -> str:
    """Words without a topic raised and answered at once that is none of ours: 污水？没有吧."""
    for raised in RAISED.finditer(words):
        topic = normalise(raised["topic"])
        ours = any(_raises(one, topic) for one in questions)
        if not ours:
            words = words.replace(raised[0], "，")
    return words


def _raises(question: JourneyQuestion, topic: str) -> bool:
    cues = (*question.about, *(cue for option in question.options for cue in option.cues))
    return any(cue in topic or topic in cue for cue in cues) or _speaks_of(question, topic)


def _in_clause(question: JourneyQuestion, clause: str) -> str | None:
    cued = {option.option_id: option for option, _ in _cued(question, clause)}
    speaks_of = any(word in clause for word in question.about)
    if NOT_KNOWN.search(clause):
        return UNKNOWN if cued or speaks_of else None
    if ASKS_WHETHER.search(clause):
        return None
    if cued:
        option = _widest(cued.values())
        return _taken(question, option, clause) if option else None
    if not speaks_of:
        return None
    return _affirming(question, not _denied(question, clause))


def _denied(question: JourneyQuestion, clause: str) -> bool:
    """Whether a clause denies what it speaks of, and not something else before it."""
    places = [clause.find(word) for word in question.about if word in clause]
    before, after = clause[: min(places)], clause[min(places) :]
    if NEGATION.search(after):
        return True
    denials = list(NEGATION.finditer(before))
    return bool(denials) and OTHER_THING.search(before[denials[-1].end() :]) is None


def covering(question: JourneyQuestion, before: str | None, now: str) -> str:
    """The answer for somebody who said two: that of both where there is one, else the later."""
    said = [option for one in (before, now) if (option := question.option(one))]
    wanted = {step for option in said for step in option.adds}
    if len(said) < 2 or not all(option.adds for option in said):
        return now
    whole = (one.option_id for one in question.options if wanted <= set(one.adds))
    return next(whole, now)


def _widest(options: Collection[JourneyOption]) -> JourneyOption | None:
    """The only option said, or the one that holds the others: 第三类两类都有."""
    if len(options) == 1:
        return next(iter(options))
    wanted = {step for option in options for step in option.adds}
    return next((one for one in options if wanted and wanted <= set(one.adds)), None)


def _cued(question: JourneyQuestion, clause: str) -> list[tuple[JourneyOption, tuple[int, int]]]:
    """The options whose cues stand in the clause, each with the place; longer cues hide shorter."""
    found = [
        (option, (at.start(), at.end()))
        for option in question.options
        for cue in option.cues
        for at in cue_pattern(cue).finditer(clause)
    ]
    plain = [
        (option, place) for option, place in found if not _with_gap(option, clause[slice(*place)])
    ]
    found = plain or found
    return [
        (option, place)
        for option, place in found
        if not any(_hides(other, place) for _, other in found)
    ]


def _with_gap(option: JourneyOption, said: str) -> bool:
    """Whether only a cue with a gap means these words: it counts where nothing plainer is said."""
    return said not in option.cues and f"{said}{WHOLE_CLAUSE}" not in option.cues


@lru_cache(maxsize=2048)
def cue_pattern(cue: str) -> re.Pattern[str]:
    """Finds a cue, with its gaps, in words; one that is a whole clause only alone."""
    whole = cue.endswith(WHOLE_CLAUSE)
    words = GAP_FILLED.join(re.escape(part) for part in cue.rstrip(WHOLE_CLAUSE).split(GAP))
    return re.compile(rf"(?<=^){words}$" if whole else words)


def _hides(longer: tuple[int, int], place: tuple[int, int]) -> bool:
    inside = longer[0] <= place[0] and place[1] <= longer[1]
    return inside and longer != place


def _taken(question: JourneyQuestion, option: JourneyOption, clause: str) -> str | None:
    """The option, or where the clause denies it the only other one."""
    first = min(place[0] for one, place in _cued(question, clause) if one is option)
    before = clause[max(0, first - REACH) : first]
    last = max(place[1] for one, place in _cued(question, clause) if one is option)
    if not (NEGATION.search(before) or DENIED_AFTER.fullmatch(clause[last:])):
        return option.option_id
    others = [one for one in question.options if one is not option]
    return others[0].option_id if len(others) == 1 else None


def _affirming(question: JourneyQuestion, yes: bool) -> str | None:
    return next((one.option_id for one in question.options if one.affirms is yes), None)


def _plain_answer(question: JourneyQuestion, clauses: list[str], corrects: bool) -> str | None:
    """A yes, a no, an ordinal or "I don't know"; "no" before something else only corrects it."""
    for clause in clauses:
        if NOT_KNOWN.search(clause):
            return UNKNOWN
        if corrects and CORRECTING.fullmatch(clause):
            continue
        if YES.fullmatch(clause):
            return _affirming(question, yes=True)
        if NO.fullmatch(clause):
            return _affirming(question, yes=False)
        if (said := YES_OR_NO.fullmatch(clause)) and _speaks_of(question, said["what"]):
            return _affirming(question, yes=said["no"] is None)
    return _nth(question, clauses[0]) if len(clauses) == 1 else None


def _speaks_of(question: JourneyQuestion, what: str) -> bool:
    """Whether some words are about a question: two characters in a row stand in both, or all."""
    if len(what) == 1:
        return what in question.text and what not in EVERY_QUESTION
    return any(what[at : at + 2] in question.text for at in range(len(what) - 1))


def knows_no_more(words: str) -> bool:
    """Whether the words say that nothing more is known, and not of one thing: 公司名都没想好."""
    found = ((clause, NOTHING_KNOWN.search(clause)) for clause in clauses(words))
    return any(match and not _names_a_thing(clause[: match.start()]) for clause, match in found)


def _names_a_thing(words: str) -> bool:
    return len(SPEAKER.sub("", words)) >= LEAST_SHARED


def none_of_the_rest(questions: Iterable[JourneyQuestion], words: str) -> Answers:
    """A no to each of some questions where the words say so; unknown where none is offered."""
    if not any(NONE_OF_THE_REST.search(clause) for clause in clauses(words)):
        return {}
    return {one.question_id: _affirming(one, yes=False) or UNKNOWN for one in questions}


def _nth(question: JourneyQuestion, clause: str) -> str | None:
    found = ORDINAL.fullmatch(clause)
    options = question.options
    nth = _place(found, len(options)) if found else 0
    return options[nth - 1].option_id if 0 < nth <= len(options) else None


def _place(found: re.Match[str], count: int) -> int:
    if found["number"]:
        return number(found["number"])
    return 1 if found["first"] else count


def steps_named(kb: KnowledgeBase, matter_ids: Iterable[str], words: str) -> list[list[str]]:
    """The steps that the words name: for each name the matters it fits, mostly one.

    "立项和环评" names two; 环评 fits both the approval and the registration.
    """
    steps = list(matter_ids)
    found = []
    for part in BETWEEN_STEPS.split(SHORT_LICENCE.sub("营业执照", normalise(words))):
        if part and (fitting := _best_fitting(kb, steps, part)) and fitting not in found:
            found.append(fitting)
    return found


def _best_fitting(kb: KnowledgeBase, steps: list[str], part: str) -> list[str]:
    shared = {matter_id: _shared(kb.matters[matter_id], part) for matter_id in steps}
    most = max(shared.values(), default=0)
    if most < LEAST_SHARED:
        return []
    nearest = [matter_id for matter_id in steps if shared[matter_id] == most]
    nearest = [one for one in nearest if _called_so(kb.matters[one], part)] or nearest
    covered = {matter_id: _covered(kb.matters[matter_id], part) for matter_id in nearest}
    return [one for one in nearest if covered[one] == max(covered.values())]


def _called_so(matter: Matter, part: str) -> bool:
    """Whether a whole name of the matter stands in the words: 营业执照, not 营业执照变更."""
    return any(normalise(name) in part for name in (matter.name, *matter.aliases))


def _covered(matter: Matter, part: str) -> int:
    """How many characters of the words stand in some name of the matter, two at a time."""
    names = [normalise(name) for name in (matter.name, *matter.aliases)]
    pairs = [at for at in range(len(part) - 1) if any(part[at : at + 2] in name for name in names)]
    return len({place for at in pairs for place in (at, at + 1)})


def _shared(matter: Matter, part: str) -> int:
    """The most characters in a row that the words share with one of the matter's names."""
    names = (matter.name, *matter.aliases)
    return max(_telling(name, part) for name in names)


def _telling(name: str, part: str) -> int:
    """The longest run of characters in both, what stands everywhere counting little."""
    if len(name) >= WHOLE_NAME and normalise(name) in part:
        return len(name)
    return max(
        (
            len(run) if len(EVERYWHERE.sub("", run)) >= LEAST_SHARED else 0
            for run in _runs(normalise(name), part)
        ),
        default=0,
    )


def _runs(left: str, right: str) -> Iterator[str]:
    for start in range(len(left)):
        end = start + 1
        while end <= len(left) and left[start:end] in right:
            end += 1
        if end - 1 > start:
            yield left[start : end - 1]


def in_words(questions: Sequence[JourneyQuestion], answers: Mapping[str, str]) -> list[str]:
    """What was told, as short statements."""
    options = (one.option(answers.get(one.question_id)) for one in questions)
    return [option.title for option in options if option is not None]


def stages_named(words: str) -> list[int]:
    """The numbers of the stages that the words name: 第二步, or all of 前两步."""
    if found := FIRST_STAGES.search(words):
        return list(range(1, number(found[1]) + 1))
    return [number(said) for said in STAGE.findall(words)]
