"""Recognises how somebody goes through a plan: the next step, what is done, what is left."""

from __future__ import annotations

import re

from actions.journey import english_moves as english

NUMBER = r"[一二两三四五六七八九十\d]{1,3}"
SHOW = re.compile(
    r"(刚才|刚刚|之前|前面|上次|原来)(说?的?|那个|这个|那张|那份|给我的?|发的?|列的?)*(办事)?(计划|清单|单子|流程|路线|方案|安排|步骤)"
    r"|(看|发|给|显示|打开|列|说)(一下|下|看|我|出来|回)*(整个|完整|全部|办事|那个|我的|这个)*的?(计划|路线图|流程图|清单)"
    r"|列(给|出|一下|一份|个|成|张)|(列|摆|排)(一?下|个|出来?|全部|所有|整个|完整|办事|的)*(步骤|顺序|先后|次序)|(把|按).{0,12}(清单|顺序|先后|计划|流程|步骤).{0,4}(列|发|给|说|讲)"
    r"|^(那|好|行|嗯|，)*(办事|整个|完整的?|我的|这个|那个|那张)?(计划|路线图|流程图|清单|单子)[呢吧]?$|^(直接|先)?看计划"
)
STEPS = r"(?:大概|大致|计划|清单|单子|步骤|流程|顺序|次序|先后|路线|方案|全部|整个|完整|全套|一览)"
TELL = r"(?:看|发|给|列|讲|说|显示|打开|出|来|排|理|摆|告诉)"
NO_QUESTIONS = re.compile(
    r"别问|不用问|不要问|少问|懒得[答回]|直接(?:给|看|列|说|讲|上|出)|先给?我?(?:看|发|列)(?:一下|看)?(?:整个|全部)?(?:计划|清单)"
)
"""Wants the plan at once, said with what it is for."""
SKIP = re.compile(
    r"^[那先就算了你您直接好，,]*(?:发|列|给|拿|显示)(?:出来)?(?:给)?我?(?:看|瞧|列)(?:一下|下|看|出来)?[吧呗嘛]?$|"
    rf"{TELL}[^，。？,?]{{0,8}}{STEPS}|{STEPS}[^，。？,?]{{0,6}}{TELL}"
    r"|别问|不用问|不要问|少问|跳过|懒得|不想[答回说填]|先不[答管说]|问(?:这么|那么|得太|太)多|不答"
    r"|直接(?:给|看|列|说|告诉|出|来|上|讲)"
)
"""Wants to see the plan, said while something is asked that decides it."""
WHOLE_WAY = re.compile(
    r"从头到(尾|脚)|(?:全部|整个|完整的?)流程|全套|整套|成套|一整?套|一揽子|全程|全流程|全过程|一条龙|一步一步|一步步|按(先后)?顺序|先后顺序|前前后后|先.{1,6}后.{1,6}|哪些手续|哪几样|多少个?手续"
    r"|从[^，。,]{1,8}到[^，。,]{0,6}(投产|生产|竣工|开业|开张|营业|开工|验收|入住|交付|使用|证)|规划一下|(所有|全部)的?(手续|证|审批)"
)
FOUNDING = re.compile(
    r"装修|装潢|改造|翻新|加[^，。？,?]{0,2}层|(?:公司|店|厂|馆)[^，。？,?]{0,3}(?:开业|开张)|扩[建产大能]|技改|二期|投产|投资建"
    r"|(?:(?<!经)开(?!发)|办(?!公|理|事)|搞|建|做|弄|成立|起|盖|整|投资[建办设开]|创办|新建|筹备|经营|设立?|入驻|进驻|落户|搬|迁|上|加|租|转|盘)[^，。？,?]{0,10}"
    r"(?:厂|店|公司|馆|坊|企业|基地|超市|酒店|宾馆|车间|铺|食堂|餐厅|民宿|生产线|加工点|中心|物流园|仓库|冷库|门面|写字楼|诊所|医院|学校|幼儿园|养老院|加油站|站|场|楼|桥|管网|吧|项目)"
    r"|(?:物流|货运|运输|商贸|科技|劳务|食品|印刷|医疗器械)[^，。？,?]{0,4}(?:公司|厂|店|企业)"
    r"|(?:拿|拍|买|摘|征|签)(?:了|到|下|完|一)*[块片]?(?:土?地|园区的地)|(?:企业|公司|工厂|厂子?)[^，。？,?]{0,4}(?:搬|迁)"
    r"|(?:公司|企业|店|厂|执照)[^，。？,?]{0,4}(?:刚|才)?(?:注册|成立|领|拿到|办)(?:完|好|了|下来)|(?:做|搞)[^，。？,?]{0,6}加工"
    r"|(?:不(?:打算|想|准备|再)*(?:干|做|开)|关停|倒闭|注销|散伙|停产|关(?:厂|店|门|公司))"
)
"""Says that something is to be set up."""
WAY_OF_FOUNDING = re.compile(
    r"(?:手续|流程|程序|步骤)[^，。？,?]{0,8}(?:走|办|跑|弄|搞|哪|什么|啥|么子|列|讲|说|捋|理|过|排|顺|摆|数|教|告诉|清楚|明白|咋|怎)"
    r"|(?:证|部门|环节|审批|单位|关|事)[^，。？,?]{0,8}(?:[捋理过排顺数摆列说讲]一?[遍下清顺排个]|清楚|明白)"
    r"|(?:捋|理|过|排|顺|数|摆|列|说|讲|教)[^，。？,?]{0,4}(?:全套|手续|流程|程序|步骤|先后|次序|顺序)"
    r"|([一每])[个样项步件道]\1?[个样项步件道]?(?:地)?(?:给|帮|跟|告诉|讲|说|列|教|数|来)|挨个|逐个|逐一|依次|全部跑下来"
    r"|(?:几[个样道本]|哪些|哪几[个样道本]|多少个?)(?:证|照|手续)"
    r"|(?:走|办|跑|过)[^，。？,?]{0,4}(?:哪些|什么|啥|么子|多少|几)[^，。？,?]{0,2}(?:事|手续|步骤|环节|流程|部门|审批|程序|许可|关)"
    r"|(?:怎么|咋|如何)[^，。？,?]{0,3}(?:走|起步|开始|着手|入手)|从哪[^，。？,?]{0,4}(?:开始|入手|下手)"
    r"|报批?[^，。？,?]{0,3}(?:哪些|什么|啥)|哪些(?:事|步骤|环节|流程|部门|地方|窗口|审批|程序|许可)"
    r"|(?:手续|流程|程序|步骤|攻略|手续清单|收尾|善后)(?:呢|啊|呀|哈|咯|嘞|[。！!?？])*$|攻略|(?:几|多少)个?(?:步|关)(?!路)"
    r"|(?:什么|啥子?|么子|几[个道样])(?:手续|程序|流程|步骤)|(?:办|走|跑|过)(?:一下|一遍|全部|相关|这些)?(?:手续|流程|程序)|办证流程|流程(?:是|图|呢|有)"
    r"|(?:都|还|总共|一共|要|得|需要|后面|接下来)[^，。？,?]{0,3}(?:办|跑|弄|走)(?:些|点)?(?:哪些|啥子?|什么|么子)(?!时|证|许可)[^，。？,?]{0,2}$|(?:都|还|各)(?:要|得|需要)(?:些)?(?:什么|啥)(?:证|照)"
    r"|(?:拉|列|给|要)[^，。？,?]{0,3}(?:个|张|份)(?:单子|清单)|走一[遍趟圈]|(?:跑|去|找)(?:几|多少)个?(?:部门|地方|单位)|接下来$|(?:后面|接下来|然后)[^，。？,?]{0,4}(?:呢|咋|怎么|干嘛)"
)
"""Asks how it goes on, which is the whole way only for something that is to be set up."""
WANTS_TO = re.compile(r"想|准备|打算|计划|考虑|(?:^|[我们，,])要|打听|咨询|了解|谋划|筹划|有意")
SHORT_WISH = 10
"""Characters of a wish that begins with what is to be done: 建数据中心."""
NAMES_A_PERMIT = re.compile(
    r"变更|延续|换证|年检|年审|补办|(?<![些么个种样道的])(?:许可|备案|登记)(?!.{0,4}(?:哪些|几[个样道]))"
)
"""Names one thing to be applied for, whose own steps are then asked for."""
NO_QUESTION = re.compile(
    r"没有?(什么|啥|几|多少|么子)|什么的|十几|几十|好几|几[张台个吨人亩](?![呢啊]?[?？]*$)|什么都"
)
"""Words that hold a question word and ask nothing."""
WISHES = re.compile(
    r"(?:要|想|得|去|来|先|再)(?:办(?!公)|问|看|查|了解|约|预约|咨询|申请|找)|帮[我忙]|给我|麻烦|请(?!客)|告诉|[说讲]说|讲讲|看看|介绍|转人工|预约"
)
"""Wants something done or told."""
NOTHING_SPECIAL = re.compile(
    r"没有?(什么|啥|别的|其他|其它|么子)*的?(特殊|特别)|一般情况|就(是)?普通的"
)
FIRST = re.compile(
    r"第一步(?!.{0,4}(办|弄|做|搞)?(好|完)了)|先(办|做|弄|搞)(什么|哪|啥|么子)|从(哪|什么).{0,4}(开始|办起|入手|下手)|首先"
    r"|头一(步|个|件)|从头(开始)?(说|讲|走)|最先|第一(?:件|个|样)(?:事)?(?:是|该|要|得)?(?:办|做|弄|搞)?(?:什么|啥|哪|么子)|哪个先$|先哪个"
)
FIRST_OF_ALL = re.compile(
    r"^[^，。？前]{0,3}(?:哪个先|先哪个)$|^[^，。？前]{0,4}先(?:办|做|弄|搞|跑)(?:什么|哪|啥|么子)|第一步|首先|最先"
)
STAGE = re.compile(rf"第{NUMBER}(个)?(步|阶段|环节)")
NEXT = re.compile(
    r"下一?(个)?(步|项|阶段|环节|关)|接下来|接下去|然后呢|再往下|往下(说|走|呢|该|要|还)|(之后|以后|后面|完了|接着|后头)(呢|再|还)?(要|该|再)?(去)?(办|做|弄|干|跑|搞|是)?(什么|啥|么子|哪|呢)"
    r"|下一个(呢|办|是|证)?|^[好行嗯那，]*(?:然后|再下面|下面|往下|再往后)[呢吧]?$|继续(说|讲|走)?$|接着(说|讲|走|办)?(呢|吧)?$|再(去)?(办|弄|做|跑|搞)(什么|哪|啥|么子)|轮到(什么|哪|啥)"
)
WHICH = r"(?:什么(?!时)|哪(?![天年时]|个时)|啥(?!时)|么子(?!时)|几(?![时点天月号])|别的|其[他它])"
BEFORE = re.compile(
    rf"(?<!前)(?:(?<!务)前面?(?!移)|以前|之前|前头)(?!前|后)[^，。？,?]{{0,8}}(?:办|有|拿|做|弄|搞|过|完成|准备|跑|批)[^，。？,?]{{0,6}}{WHICH}"
    rf"|{WHICH}[^，。？,?]{{0,6}}(?:之前|以前|前面|在前|在先|打头|优先)|前置|前提(?:手续|审批|事项)"
    rf"|(?:要|得|需要|应该|应|必须|是不是)先(?:办|有|拿|取得|做|弄|搞|过)[^，。？,?]{{0,4}}{WHICH}"
    rf"|(?:第几|哪一?|最后一?|末一?|头一?)(?:步|关|环)(?:[吗么嘛呢的]|$)|排(?:在)?第?几"
    rf"|{WHICH}[^，。？,?]{{0,3}}先{WHICH}[^，。？,?]{{0,3}}后|谁先谁后|哪个先"
)
"""Asks what comes before something, or which of two things comes first."""
LEFT = re.compile(
    r"^(那|还|就)*剩(下|余)?(的)?(呢)?$|还(剩|差|有)(下)?(哪|什么|几|多少|啥|么子)|剩(下|余)(的|哪|什么|几|多少)|没办(好|完)?的(还)?(有)?(哪|什么|几)?|(办|走|做|弄|搞|进行)到(了)?(哪|第几)|^(现在|目前)?(我们?)?到(哪|第几)(一?步|里)?了?$"
    r"|还(要|得|需要)办(哪|什么|几|啥)|还缺(哪|几)"
)
VERBS = r"(?:办|弄|做|搞|拿|批|领|审|交|报|核|过|验|备案?|登记)(?:理)?"
SETTLED = VERBS + r"(?:好|完|到|下来|妥|齐|成|过|掉)(?:手|了)?"
DONE = re.compile(
    rf"{SETTLED}(?:案|证|照|执照|批文|手续|许可证?)?(?:了|啦|咯|嘞|哒|$|[，。,!！])|下来了|完成了|搞定|办了[，。]?$|已经(?:办|有|拿|批|领|做|完)|(?<!没)有了$|通过了"
    r"|(?:步|项|个|证|备案)(?:都|也|就|已经?)?(?:完|好|过|办|弄|搞|做)了$"
    r"|(?:早|上个?[周月年]|前[几两]?[天年]|去年|今年|昨天|刚|都|就|已经?)[^，。,]{0,5}(?:办|弄|搞|报|交|拿|批|领|备)(?:好|完|到|下来)?(?:案|证)?了"
    r"|(?:批|拿|过|领|注册)了(?:$|[，。,！])|(?:刚|已经?|都)[^，。,]{0,4}(?:注册|领|拿|批|成立)了"
    r"|finished|done"
)
UNDONE = re.compile(
    r"(还没|还没有|没有|没|尚未|并没有|其实没)(真的)?(办|弄|做|搞|拿|批|领|完成|下来)(好|完|到|下来|成)?"
)
ASKS = re.compile(
    r"[?？吗]|[能可会要行得用是][^，。]{0,4}不$|多久|什么|哪|怎么|如何|几|谁|啥|么子|要不要|能不能|多少|咋|没$|没有$|了没"
    r"|[^，。,我们就那]{2,}还是[^，。,]{2,}"
)
STEP = re.compile(rf"(那|这|哪)一?(步|项|个证|关)|第{NUMBER}(个)?(步|阶段|环节)")
HERE = re.compile(r"^(那|这)一?(步|项|个)")
"""A step that is pointed at, and so the current matter."""
CORRECTS = re.compile(r"不是|不对|错了|改|其实|我们是|我是|现在(是|要|打算)|变了|换成|补充")
ASKS_WHEN = re.compile(r"什么时候|啥时候|几时|多久|几天|多少天|哪天|几号|期限")
"""Asks for a time: 要在什么时候之前办好 asks for no step."""
ABOUT_PAPERS = re.compile(
    r"材料|资料|文件|申请表|表格|预约|约好|约了|[来去到](?:大厅|窗口|办事|现场)|[来去]之?前"
)
"""Speaks of papers or a visit: what comes before or after them is no step of a plan."""
NEEDED = re.compile(
    r"在不在(?:里[头面边]|其中|内|单子|计划|清单|这)|(?:包不包|算不算|包括|包含)[^，。]{0,10}(?:在内|进去|里[头面])?[吗么嘛不没]?[?？]*$"
    r"|(?:在|算)(?:里[头面边]|单子[上里]|计划[上里]|清单[上里]|其中)[吗么嘛不没啵][?？]*$|"
    r"(?:要不要|需不需要|用不用|是不是(?:必须|一定|都)?要?)(?:去)?(?:单独|另外|再)?(?:办|做|弄|搞|报|批|审|重做)?[的呢啊]?[?？]*$"
    r"|(?:是)?必须的?[吗么嘛不][?？]*$"
    r"|(?:要|需要|必须|一定|还要|都要|非要?)(?:去)?(?:办|做|弄|搞|报批)[的了]?(?:不可)?[吗么嘛][?？]*$"
)
"""Asks whether a step is needed at all: 环评要不要做."""
TELLS_NO = re.compile(r"(?:还|都|也|就|应该)*没有?[。！!~～]*$")
DEFINES = re.compile(
    r"(?:是指|指的?是?|是|叫|算)(?:个)?(?:什么|啥|么子)(?:意思|东西|概念)?[呢啊呀]?[?？]*$"
)
DOUBTS = re.compile(r"不(?:知道|清楚|确定|晓得|懂)|没想好|没定|拿不准|说不[准清好]|晓不得")
"""Says that one does not know, and so answers what was asked."""
BEFORE_IT = re.compile(r"(?:之前|以前|前)(?:我们?|还|得|都)*(?:差|缺|少)")
"""What is left before something, not of the whole."""
WHEN_IN_ORDER = re.compile(
    r"(?:什么时候|啥时候|几时|么子时候|(?:什么|哪个?)(?:阶段|环节|时候))(?:该|再|才|要|可以|能|去|来)*(?:办|弄|做|报|申请|搞)"
)
"""Asks when in the plan a step comes."""
MOVES = (
    ("before", BEFORE_IT),
    ("left", LEFT),
    ("show", SHOW),
    ("before", BEFORE),
    ("first", FIRST),
    ("stage", STAGE),
    ("next", NEXT),
)
"""The moves that ask something, the one that counts first before the others."""
FACT = re.compile(
    r"内容|材料|资料|[填报交带]些?(?:什么|哪|啥)|多久|几天|多少天|收费|多少钱|要钱|窗口|在哪|去哪|谁(?:来)?[批管审]|谁负责|归谁|找谁|盖章|依据|条件|网上"
)
TOPICS = (
    ("materials", re.compile(r"材料|资料|内容|[填报交带]些?(?:什么|哪|啥)")),
    ("time_limit", re.compile(r"多久|几天|多少天")),
    ("fee", re.compile(r"收费|多少钱|要钱")),
    ("window", re.compile(r"窗口|在哪|去哪")),
    ("mode", re.compile(r"谁(?:来)?[批管审]|谁负责|归谁|找谁|盖章")),
)
"""What is asked of a step, as a kind of question."""
LISTS = re.compile(
    r"[那都还总共一到底得要需我们你您先就嗯好，,]*(?:办|跑|弄|走|准备)?(?:哪些|什么|啥子?|几个?|多少个?)(?:证|照|手续|许可|事项?|东西)?(?:要办)?[啊呢呀吧了?？]*"
)
"""Asks for the list of all there is to do, and names nothing."""
GOES_ON = re.compile(
    r"[那先就你您好嗯行，,]*(?:继续|接着|接下去)(?:说|讲|问|走|来|往下)?[吧呗呢啊]*"
)
SKIPS = re.compile(
    r"[那先就你您好嗯行，,]*(?:往下|跳过|下一(?:题|问|个问题)|这个?(?:题|问)?(?:先)?(?:跳过|不答|放着))(?:说|讲|问|走|来|吧|呗|呢|啊)*"
)
"""Leaves the question that waits open and wants the next."""
WHERE_WE_WERE = re.compile(
    r"(?:说|讲|问|聊|谈)到(?:了)?哪|刚才(?:你|您)?(?:问|说)(?:的|我)?(?:是)?(?:什么|啥|哪)|(?:再|重新)(?:问|说)(?:一)?[遍次下]"
)
MOST_OF_A_TRADE = 14
MATTERS = re.compile(r"证|许可|备案|登记|审批|审查|审核|验收|执照|核准")
MOST_OF_A_MOVE = 30
"""Characters. Longer messages tell a story, in which such words prove nothing."""


def read_move(text: str) -> str | None:
    """The move that the words make, by the name that api gives it; None when they make none."""
    words = text.strip()
    if told := english.read_move(words):
        return told
    if len(words) > MOST_OF_A_MOVE:
        return None
    asks = ASKS.search(words) is not None
    if not asks and UNDONE.search(words):
        return "undone"
    if DONE.search(words) and (not asks or NEXT.search(words)):
        return "done"
    first_of_all = FIRST_OF_ALL.search(words) is not None
    moves = ((move, asked) for move, asked in MOVES if not (move == "before" and first_of_all))
    return next((move for move, asked in moves if asked.search(words)), None)


def asks_if_needed(text: str) -> bool:
    """Whether the words ask if something is to be done at all: 环评要不要做."""
    doubts = DOUBTS.search(text) is not None
    return not doubts and (NEEDED.search(text) or english.NEEDED.search(text)) is not None


def asks_when_in_order(text: str) -> bool:
    """Whether few words ask at which point something is to be done: 排污证什么时候办."""
    return len(text) <= MOST_OF_A_TRADE and WHEN_IN_ORDER.search(text) is not None


def asks_a_fact_of_it(text: str) -> bool:
    """Whether the words ask something of a step beside which one it is: 第一步要报哪些内容."""
    return (FACT.search(text) or english.FACT.search(text)) is not None


def fact_asked(text: str) -> str:
    """The kind of question that is asked of a step; `matter` where it is none of the usual."""
    return next((topic for topic, asked in TOPICS if asked.search(text)), "matter")


def asks_for_the_list(text: str) -> bool:
    """Whether the words ask what there is to do, and name nothing: 都要什么证."""
    return len(text) > 2 and LISTS.fullmatch(text) is not None


def goes_on(text: str) -> bool:
    """Whether the words only want the questions to go on."""
    return GOES_ON.fullmatch(text) is not None or WHERE_WE_WERE.search(text) is not None


def asks_in_the_middle(text: str) -> bool:
    """Whether the words ask something while a question waits: 污水没有 tells, and asks nothing."""
    return DOUBTS.search(text) is None and is_question(TELLS_NO.sub("", text))


def asks_what_it_is(text: str) -> bool:
    """Whether the words ask what something means: 你说的危化品是指啥."""
    return DEFINES.search(text) is not None


def skips(text: str) -> bool:
    """Whether the words leave the question that waits open: 先往下说吧."""
    return SKIPS.fullmatch(text) is not None


def names_a_trade(text: str) -> bool:
    """Whether few words may say what somebody does, and no matter by its name: 做印刷的."""
    return len(text) <= MOST_OF_A_TRADE and not is_question(text) and not MATTERS.search(text)


def points_at_a_step(text: str) -> bool:
    """Whether the words speak of a step of the plan by its name or number: 环评那步, 第二步."""
    return STEP.search(text) is not None and HERE.search(text) is None


def is_question(text: str) -> bool:
    """Whether the words ask something, rather than tell it."""
    return (ASKS.search(NO_QUESTION.sub("", text)) or english.ASKS.search(text)) is not None


def asks_the_whole_way(text: str) -> bool:
    """Whether the words ask for everything there is to do, in its order."""
    whole = WHOLE_WAY.search(text) or english.WHOLE_WAY.search(text)
    return whole is not None or sets_something_up(text)


def asks_all_there_is(text: str) -> bool:
    """Whether the words ask how something goes from beginning to end, whatever it is."""
    of_one = NAMES_A_PERMIT.search(text) is not None
    return bool(WHOLE_WAY.search(text) or WAY_OF_FOUNDING.search(text)) and not of_one


def sets_something_up(text: str) -> bool:
    """Whether the words ask how to go about setting something up: 搞个货运公司，手续怎么走."""
    if FOUNDING.search(text) is None:
        return False
    of_one = NAMES_A_PERMIT.search(text) is not None
    return WHOLE_WAY.search(text) is not None or bool(WAY_OF_FOUNDING.search(text) and not of_one)


def wants_to_found(text: str) -> bool:
    """Whether the words say that something is to be set up, and ask nothing of it: 我想开工厂."""
    begins = FOUNDING.match(text)
    wants = WANTS_TO.search(text) or (begins is not None and begins.end() <= SHORT_WISH)
    wish = wants and FOUNDING.search(text) is not None
    return bool(wish) and NAMES_A_PERMIT.search(text) is None and not asks_in_the_middle(text)


def speaks_of_papers(text: str) -> bool:
    """Whether the words speak of papers or of a visit, not of steps."""
    return ABOUT_PAPERS.search(text) is not None


def order_asked(text: str) -> str | None:
    """The move of words that surely ask for the order of steps: what comes before, what after.

    None for other words; `done` too when they say what is done and ask for the next.
    """
    move = read_move(text)
    if speaks_of_papers(text) or ASKS_WHEN.search(text) or asks_the_whole_way(text):
        return None
    asks_on = move in ("done", "next") and NEXT.search(text) is not None
    return move if asks_on or move == "before" else None


def names_what_was_before(text: str) -> bool:
    """Whether something stands before the question what comes next: 环评之后办什么."""
    found = NEXT.search(text.strip())
    return found is not None and found.start() > 1


def says_nothing_special(text: str) -> bool:
    """Whether the words say that there is nothing more to tell."""
    return NOTHING_SPECIAL.search(text) is not None


def wishes(text: str) -> bool:
    """Whether the words want something done or told: 我想看看排水许可证."""
    return WISHES.search(text) is not None


def corrects(text: str) -> bool:
    """Whether the words put right what was told before."""
    return CORRECTS.search(text) is not None


def wants_no_questions(text: str) -> bool:
    """Whether the words want a plan without being asked anything first."""
    return NO_QUESTIONS.search(text) is not None


def wants_the_plan(text: str) -> bool:
    """Whether the words ask to see the plan, without further questions."""
    chinese = SHOW.search(text) or SKIP.search(text)
    return chinese is not None or english.wants_the_plan(text)
