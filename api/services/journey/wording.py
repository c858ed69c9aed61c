"""How a journey is told: the question, the plan, one stage of it, what is left."""

from collections.abc import Mapping, Sequence

from api.services.answers import Button, button
from api.services.journeys import Plan, PlannedStep, numbered, regional_in_words
from api.services.wording import SAMPLE_NOTE
from knowledge.schema import Journey, JourneyOption, JourneyQuestion
from knowledge.schema.journey import USUAL_ORDER

NOT_KNOWN = "不清楚"
NONE_OF_THESE = button("都不是", "none_of_these")
DECIDED = "是否需要，由主管部门按规定确定。"
LONGEST_LIMIT = 40
"""Characters of a limit that is told in passing; longer ones are asked for."""


def offer(journeys: Sequence[Journey], several: bool) -> tuple[str, list[Button]]:
    """Which of these it is."""
    text = (
        "您说的可能是下面几种，是哪一种？"
        if several
        else "我可以把要办的事按先后顺序列给您。您是要做哪件事？不在下面的，请直接说。"
    )
    return text, [*(journey_button(one) for one in journeys), NONE_OF_THESE]


def journey_button(journey: Journey) -> Button:
    """Starts a journey."""
    return button(journey.title, "ask_journey", subject=journey.journey_id)


def ask(
    journey: Journey, question: JourneyQuestion, left: int, answered: int
) -> tuple[str, list[Button]]:
    """One question, with its options; how many more come is said so that nobody is kept waiting.

    Args:
        left: how many questions come after this one.
        answered: how many are answered; the way past them is told at the beginning only.
    """
    past = "" if answered > 1 else "，想直接看计划就说“看计划”"
    more = f"（后面还有{left}问{past}）" if left else ""
    buttons = [
        _option_button(journey, question, one.title, one.option_id) for one in question.options
    ]
    unknown = _option_button(journey, question, NOT_KNOWN, "unknown")
    return f"{question.text}{more}", [*buttons, unknown]


def _option_button(journey: Journey, question: JourneyQuestion, title: str, option: str) -> Button:
    return button(
        title,
        "walk_journey",
        subject=journey.journey_id,
        question=question.question_id,
        option=option,
    )


def explained(
    question: JourneyQuestion, matters: Mapping[str, str], journeys: Mapping[str, str]
) -> str:
    """What each answer to a question does to the plan."""
    lines = [f"· {one.title}：{_effect(one, matters, journeys)}" for one in question.options]
    unsure = "拿不准就说“不清楚”，两种情况都留在计划里。"
    return "\n".join(["问这个，是因为要办的事不一样：", *lines, unsure])


def _effect(option: JourneyOption, matters: Mapping[str, str], journeys: Mapping[str, str]) -> str:
    if option.journey:
        return f"按「{journeys[option.journey]}」来排"
    parts = [
        f"{does}{'、'.join(matters[one] for one in ids)}"
        for does, ids in (
            ("要办", option.adds),
            ("多半要办", option.likely),
            ("不用办", option.drops),
        )
        if ids
    ]
    return "，".join(parts) or "不多办什么"


def opening(plan: Plan) -> str:
    """What the first plan is, before anything was asked."""
    told = f"您说的「{'、'.join(plan.told)}」记下了。" if plan.told else ""
    return (
        f"{told}「{plan.title}」从头到尾最多{len(plan.steps)}项，分{len(plan.stages)}步，不一定每项都要办。"
        "回答几个问题，计划就更准。"
    )


def noted(
    told: Sequence[str],
    unknown: bool,
    changed: bool,
    led_to: str | None,
    means: Sequence[str] = (),
) -> str:
    """What was understood of an answer."""
    parts = []
    if told:
        parts.append(f"{'改过来了' if changed else '好，记下了'}：{'、'.join(told)}。")
    parts += means
    if unknown:
        parts.append("没关系，不清楚的两种情况都留在计划里。")
    if led_to:
        parts.append(f"那就按「{led_to}」来排。")
    return "".join(parts)


def whole(plan: Plan) -> str:
    """The whole plan in lines, and what it rests on."""
    told = f"按您说的（{'、'.join(plan.told)}），" if plan.told else ""
    done = f"，已办好{plan.done}项" if plan.done else ""
    lines = [
        f"{told}「{plan.title}」一般分{len(plan.stages)}步，共{len(plan.steps)}项{done}。"
        "同一步里的可以同时办：",
        numbered(plan),
    ]
    if any(step.certainty != "sure" for step in plan.steps):
        lines.append(f"写着“看情况”“多半要办”的，{DECIDED}")
    if plan.open:
        lines.append("没说清的，两种情况都留着；随时可以补充。")
    if regional := regional_in_words(plan):
        lines.append(regional)
    if plan.status == "sample":
        lines.append(SAMPLE_NOTE)
    return "\n".join(lines)


def guessed(journey: Journey) -> str:
    """Which plan is spoken of, where nobody said it."""
    return f"按「{journey.title}」的一般顺序（您的情况不同就告诉我您要做什么）：\n"


def remarked(step: PlannedStep, denied: bool) -> str:
    """What a remark means for a step that is in the plan."""
    if step.done or step.certainty == "sure":
        return f"记下了。您说的和「{step.name}」有关，它已经在计划里。"
    if denied:
        return f"记下了。「{step.name}」在计划里写着“看情况”（{step.when}）：您用不上，就不用办。"
    return f"记下了。您说的和「{step.name}」有关，计划里有这一项：{_of_step(step)}"


def spares_nothing() -> str:
    """A remark that changes nothing in the plan."""
    return "记下了，这一点不影响这份计划。"


def beside_the_plan(name: str) -> str:
    """A remark that may mean a matter which the plan does not hold."""
    return f"记下了。您说的可能还要办「{name}」，不在这份计划里，点它可以单独看。"


def spared(names: Sequence[str]) -> str:
    """Which steps what was told spares."""
    listed = "、".join(f"「{name}」" for name in names)
    return f"按您说的情况，这份计划里不用办{listed}；情况有变就告诉我，我重排。"


def needed(steps: Sequence[PlannedStep]) -> str:
    """Whether some steps are to be done, and in which case."""
    lines = [_whether(step) for step in steps]
    open_ones = any(step.certainty != "sure" and not step.done for step in steps)
    return "\n".join([*lines, *([DECIDED] if open_ones else [])])


def _whether(step: PlannedStep) -> str:
    if step.done:
        return f"「{step.name}」已办好。"
    sure = "要办。" if step.certainty == "sure" else "："
    return f"「{step.name}」{sure}{_of_step(step)}"


def before(
    plan: Plan,
    step: PlannedStep,
    first: Sequence[PlannedStep],
    earlier: Sequence[PlannedStep],
) -> str:
    """Where a step stands, and what comes before it: at once before it, and before that."""
    at = next(number for number, steps in enumerate(plan.stages, 1) if step in steps)
    place = f"「{step.name}」在第{at}步（共{len(plan.stages)}步）。"
    if not first:
        return f"{place}前面没有必须先办的事项。{_of_step(step)}"
    lines = [f"{place}之前要先办好：{'；'.join(_flagged(one) for one in first)}。"]
    if earlier:
        lines.append(f"再往前是：{'；'.join(_flagged(one) for one in earlier)}。")
    if done := [one.name for one in (*first, *earlier) if one.done]:
        lines.append(f"其中已办好：{'、'.join(done)}。")
    if any(one.certainty != "sure" for one in (*first, *earlier)):
        lines.append(f"写着“看情况”“多半要办”的，{DECIDED}")
    lines.append(f"（依据：{step.basis}）" if step.basis != USUAL_ORDER else SAMPLE_NOTE)
    return "\n".join(lines)


def in_order(numbered_steps: Sequence[tuple[int, PlannedStep]]) -> str:
    """Which of some steps come first."""
    numbers = sorted({number for number, _ in numbered_steps})
    if len(numbers) == 1:
        names = "、".join(f"「{step.name}」" for _, step in numbered_steps)
        return f"{names}都在第{numbers[0]}步，没有先后，可以同时办。"
    parts = [
        "、".join(f"「{step.name}」" for at, step in numbered_steps if at == number)
        + f"（第{number}步）"
        for number in numbers
    ]
    return f"先办{'，再办'.join(parts)}。"


def stage(plan: Plan, number: int) -> str:
    """One stage: what is done in it, and in which case."""
    steps = [step for step in plan.stages[number - 1] if not step.done]
    done = [step.name for step in plan.stages[number - 1] if step.done]
    head = f"第{number}步（共{len(plan.stages)}步）"
    after = f"\n这一步里已办好：{'、'.join(done)}。" if done else ""
    if not steps:
        return f"{head}的{len(done)}项都办好了：{'、'.join(done)}。"
    if len(steps) == 1:
        decided = "" if steps[0].certainty == "sure" else DECIDED
        only = f"{_of_step(steps[0])}{decided}{_details(steps[0])}"
        return f"{head}：「{steps[0].name}」。{only}{after}"
    lines = [f"· 「{step.name}」{'：' if _of_step(step) else ''}{_of_step(step)}" for step in steps]
    decided = f"\n{DECIDED}" if any(step.certainty != "sure" for step in steps) else ""
    return f"{head}，下面{len(steps)}项可以同时办：\n" + "\n".join(lines) + decided + after


def _of_step(step: PlannedStep) -> str:
    note = f"{step.note}。" if step.note else ""
    if step.certainty == "sure":
        return note
    if step.certainty == "likely":
        return f"多半要办（{step.when}）。{note}"
    return f"看情况（{step.when}）。{note}"


def _details(step: PlannedStep) -> str:
    limit = _short_limit(step.limit or "")
    window = f"窗口：{step.window}{SAMPLE_NOTE}" if step.window else ""
    regional = f"{step.regional}。" if step.regional else ""
    return f"{regional}{limit}{window}"


def _short_limit(limit: str) -> str:
    if not 0 < len(limit) <= LONGEST_LIMIT:
        return ""
    return f"法定时限：{limit.rstrip('。')}。"


def left_over(plan: Plan) -> str:
    """What is not done yet."""
    names = [step for step in plan.steps if not step.done]
    if not names:
        return all_done(plan)
    listed = "\n".join(
        f"第{number}步：{'；'.join(open_steps)}"
        for number, steps in enumerate(plan.stages, 1)
        if (open_steps := [_flagged(step) for step in steps if not step.done])
    )
    return f"{len(plan.steps)}项里办好了{plan.done}项，还剩{len(names)}项：\n{listed}"


def _flagged(step: PlannedStep) -> str:
    flags = {"sure": "", "likely": "（多半要办）", "open": "（看情况）"}
    return f"{step.name}{flags[step.certainty]}"


def all_done(plan: Plan) -> str:
    """Nothing is left."""
    return (
        f"「{plan.title}」这份计划里的{len(plan.steps)}项都办好了，恭喜您。还有别的事要办，直接说。"
    )


def marked(plan: Plan, names: Sequence[str], implied: Sequence[str] = ()) -> str:
    """Which steps are done now.

    Args:
        implied: those that must have been done before them.
    """
    listed = "、".join(f"「{name}」" for name in names)
    before = "、".join(f"「{name}」" for name in implied)
    also = f"要先办的{before}也算办好了，" if implied else ""
    return f"好，记下了：{listed}已办好，{also}{len(plan.steps)}项里办好{plan.done}项。"


def taken_back(names: Sequence[str]) -> str:
    """Which steps are not done after all."""
    return f"好，改过来了：{'、'.join(f'「{name}」' for name in names)}还没办。"


def longest(
    counted: Sequence[tuple[tuple[int, str], PlannedStep]],
    without: Sequence[PlannedStep],
    waits: PlannedStep,
) -> str:
    """Which steps take longest by law, and which one waits for most others.

    Args:
        counted: the longest ones, each with its days and their unit.
        without: those for which no days are known.
    """
    if not counted:
        return f"这份计划里的事项都没有查到写明天数的法定时限，比不出哪个最久。{_waits(waits)}"
    listed = [f"「{_flagged(one)}」最长{_days(*days)}" for days, one in counted]
    others = f"；其次是{'、'.join(listed[1:])}" if listed[1:] else ""
    unknown = f"有{len(without)}项没有查到审批天数，没有比进去。" if without else ""
    return (
        f"按法定时限看，最久的是{listed[0]}{others}（日和工作日不互相折算）。{unknown}{_waits(waits)}"
        "哪个难办没有统一的说法，材料早备齐最要紧。"
    )


def _days(days: int, unit: str) -> str:
    return f"{days}个{unit}" if unit == "工作日" else f"{days}{unit}"


def _waits(step: PlannedStep) -> str:
    return f"等别的最多的是「{step.name}」，前面有{len(step.after)}项。" if step.after else ""


def total(by_law: str) -> str:
    """How long the whole plan takes, as far as the law tells."""
    return (
        f"总共要多久没有一个准数：{by_law}"
        "同一步的可以同时办；备材料、施工和园区的承诺时限（还没有公布）都不在这个数里。"
    )


def trips(windows: Mapping[str, Sequence[PlannedStep]], park: str | None) -> str:
    """At which windows a plan is handled; how often one has to come is not known."""
    unknown = "一共要跑几趟没有查到，以窗口告知为准；怕跑，可以申请帮办代办。"
    if not windows or park is None:
        return f"{unknown}在几个窗口办要看园区：您在高新区还是经开区？告诉我，我按窗口给您归好。"
    listed = "\n".join(
        f"· {window}：{'、'.join(_flagged(one) for one in steps)}"
        for window, steps in windows.items()
    )
    where = f"都在{park}政务服务大厅，分{len(windows)}个窗口"
    where = where if len(windows) > 1 else f"都在{park}政务服务大厅的同一个窗口"
    return f"{where}：\n{listed}\n{unknown}{SAMPLE_NOTE}"


def cost(
    charged: Sequence[tuple[PlannedStep, str]],
    free: Sequence[PlannedStep],
    unknown: Sequence[PlannedStep],
) -> str:
    """What of a plan is paid for, as far as it is known; nobody knows a sum."""
    lines = ["总共多少钱没有一个数，要一项一项看："]
    lines += [f"· 「{step.name}」：{fee.split('。')[0]}。" for step, fee in charged]
    if free:
        lines.append(f"· 审批不收费的：{'、'.join(one.name for one in free)}。")
    if unknown:
        lines.append(f"· 还没有查到的：{'、'.join(one.name for one in unknown)}。")
    lines.append("请人编报告、施工、检测的钱不在里面。")
    return "\n".join(lines)


def count(plan: Plan) -> str:
    """How many matters and steps there are, and how many of them for sure."""
    sure = sum(step.certainty == "sure" for step in plan.steps)
    rest = len(plan.steps) - sure
    some = f"其中{sure}项一般都要办，{rest}项看情况" if sure else "哪几项要办看情况"
    open_ones = f"，{some}" if rest else ""
    done = f"，已办好{plan.done}项" if plan.done else ""
    return f"「{plan.title}」分{len(plan.stages)}步，共{len(plan.steps)}项{open_ones}{done}。"


def musts(plan: Plan) -> str:
    """Which steps are to be done for sure, and in which case the others are."""
    by_certainty = {
        lead: [step for step in plan.steps if step.certainty == certainty and not step.done]
        for certainty, lead in (("sure", "一般都要办"), ("likely", "多半要办"), ("open", "看情况"))
    }
    lines = ["不一定每项都办："]
    for lead, steps in by_certainty.items():
        if steps:
            told = (_in_which_case(step) for step in steps)
            lines.append(f"· {lead}（{len(steps)}项）：{'；'.join(told)}。")
    return "\n".join([*lines, DECIDED])


def _in_which_case(step: PlannedStep) -> str:
    return step.name if step.certainty == "sure" else f"{step.name}（{step.when}）"


def not_in_plan(name: str, plan: Plan) -> str:
    """That something said to be done is no step of the plan."""
    return (
        f"「{name}」不在「{plan.title}」这份计划里，不用在这里记。"
        "计划里的哪一项办好了，说名字就行。"
    )


def together(plan: Plan) -> str:
    """Which steps can be done at the same time."""
    wide = [(at, steps) for at, steps in enumerate(plan.stages, 1) if len(steps) > 1]
    if not wide:
        return f"「{plan.title}」的{len(plan.stages)}步要一步接一步办，没有可以同时办的。"
    listed = "\n".join(
        f"第{at}步：{'、'.join(_flagged(one) for one in steps)}" for at, steps in wide
    )
    return f"同一步里的可以同时办，不同的步有先后：\n{listed}"


def papers(plan: Plan) -> str:
    """That each step has its own papers, and how to ask for them."""
    first = next((step for step in plan.steps if not step.done), plan.steps[0])
    return (
        "每一项的材料、时限和收费都不一样，要一项一项说。您问的是哪一项？"
        f"说出名字就行，比如“{first.name}要什么材料”。"
    )
