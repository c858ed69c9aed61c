"""What people who write English ask of nearly every matter, in whatever words.

The dialogue tells the kinds of questions apart that have an intent of their own; these words say
the rest: how it goes, whether somebody else may do it, what it is to go without.
"""

import re

from api.services.english.cues import topic_of
from knowledge.english import Translation
from knowledge.text import normalise

_ELSE = r"(?:some|any)(?:one|body)(?: else)?"
_PEOPLE = (
    r"(?:agent|proxy|accountant|lawyer|colleague|assistant|secretary|representative|wife|husband"
    r"|son|daughter|friend|boss|partner|consultant|agency|intermediary|brother|sister)s?"
)
_ACTS = (
    r"(?:do|does|go|goes|apply|submit|hand|file|sign|come|bring|pick|collect|handle|deal|act"
    r"|register|attend)"
)
_DESCRIBED = {
    "agent": (
        rf"\b(?:{_PEOPLE}|{_ELSE})\b.{{0,30}}\b{_ACTS}\b|\b(?:send|hire|use|through|via)\b.{{0,20}}"
        rf"\b(?:{_PEOPLE}|{_ELSE})\b|\bon (?:my|our|their|his|her) behalf\b|power of attorney"
        rf"|\b(?:he|she|they)\b.{{0,20}}\b{_ACTS}\b.{{0,20}}\bfor (?:me|us)\b"
        r"|\b(?:i|we|boss|director|representative) (?:have|has|need|must) to (?:come|go|be there)"
        r" (?:my|our|him|her)?self|\bin person\b|\bpersonally\b|\bthird part(?:y|ies)\b"
    ),
    "renewal": r"\brenew(?:al|ed|ing|s)?\b|\bextend(?:ed|ing)?\b|\bextension\b|\bprolong",
    "validity": (
        r"\bvalid(?:ity)?\b|\bexpir\w*|\bfor ?ever\b|\brun(?:s)? out\b|\bhow long\b.{0,40}"
        r"\b(?:last|good for|hold|keep)s?\b|\bpermanent\b"
    ),
    "lost": r"\b(?:lost|lose|stolen|damaged|misplaced|duplicate|replacement|replace)\b",
    "form": (
        r"\bforms?\b.{0,30}\b(?:get|find|download|from|where)\b|\btemplates?\b"
        r"|\b(?:where|download|get|find|sample)\b.{0,30}\b(?:application )?forms?\b"
    ),
    "refused": (
        r"\brefus\w*|\breject\w*|\bturn(?:ed|s)? (?:me |us |it )?down\b|\bden(?:y|ied|ies)\b"
        r"|\bsays? no\b|\bnot (?:be )?(?:approved|granted|accepted)\b|\bfail(?:s|ed)?\b"
        r"|\b(?:don'?t|do not|doesn'?t|won'?t) (?:get (?:it|the|a)|pass|approve)\b"
    ),
    "trips": (
        r"\bhow many (?:times|trips|visits)\b|\bcome (?:back )?(?:twice|again|more than once)\b"
        r"|\bhow often\b.{0,20}\b(?:come|go|visit)\b|\bone (?:trip|visit)\b"
    ),
    "rush": (
        r"\bspeed\w*(?: \w+)? up\b|\bfaster\b|\bquicker\b|\bexpedit\w*|\burgent\w*|\bhurry\b"
        r"|\bfast[- ]?track\b|\brush\b|\bsooner\b|\bpriority\b|\bgreen channel\b"
    ),
    "visit": (
        r"\b(?:come|comes|coming|visit|visits|send|sends)\b.{0,20}\b(?:inspect|look|see|check|us"
        r"|our|premises|site)\b|^\W*inspections?\W*$|\bget inspected\b"
        r"|\b(?:they|you|some(?:one|body)|any(?:one|body)) (?:check|inspect|look at)\b"
        r"(?! (?:my|our|the|these) (?:papers|documents|list|application))"
        r"|\bsite (?:visit|inspection)\b|\bon[- ]site\b"
    ),
    "copies": r"\boriginals?\b|\b(?:photo)?cop(?:y|ies)\b",
    "procedure": (
        r"\bprocedures?\b|\bprocess(?:es)?\b|\bsteps?\b(?! (?:done|is|by step plan))"
        r"|\bhow (?:does|will|do) (?:it|this|that|things?|everything|i|we) (?:all )?"
        r"(?:go|goes|work|works|proceed|go about|do (?:it|this|that))\b"
        r"|\bhow (?:is|was) (?:it|this|that) (?:done|handled)\b|\bhow it works?\b"
        r"|\bwhat happens (?:after|once|when|next|then)\b|\bwalk me through\b"
        r"|\bwhat comes? (?:next|then)\b|\bthen what\b|\bworkflow\b"
        r"|\bhow do (?:i|we) (?:apply|go about|proceed|start)\b"
    ),
    "needed": (
        r"\b(?:do|does|will|would) (?:i|we|one|he|she|it) (?:even|really|actually|always|also)? ?"
        r"need (?:this|it|that|one|an?(?: \w+)? (?:permit|licence|license|approval))\b"
        r"|\bwhat(?:'s| is) (?:it|this|that)(?: good)? for\b|\bwho needs (?:it|this|that|one)\b"
        r"|\b(?:is|when is) (?:it|this|that) (?:needed|required|necessary|mandatory)\b|\bpurpose\b"
        r"|\bwhat does it cover\b|\bdoes (?:it|this) apply to\b"
    ),
    "limited": (
        r"\bquotas?\b|\blimited\b|\bhow many\b.{0,25}\b(?:granted|issued|given|allowed|there)\b"
    ),
    "experts": r"\bexperts?\b|\bexpert review\b|\bpanel\b",
    "others": (
        r"\bintermediar\w*|\bconsult(?:ant|ing|ancy)\w*|\bqualified (?:company|firm)\b"
        r"|\bagencies\b"
    ),
    "delivery": (
        r"\bdeliver\w*|\bpick (?:it|the \w+) up\b|\bcollect (?:it|the)\b|\bby post\b|\bcourier\b"
    ),
}
_SAYS = (
    r"(?:told|tells?|said|says?|saying|sen(?:t|ds)(?= (?:me|us|here)\b)|mentioned|mentions"
    r"|recommended|recommends|advised|advises|suggested|suggests|thinks?|thought|believes?"
    r"|claims?|claimed|heard|reckons|insists|swears|explained|informed|pointed out|asked)"
)
_WHOSE = r"(?:(?: of (?:mine|ours)| (?:at|from|in|who) \w+(?: \w+)?),? )?"
HEARSAY = re.compile(
    rf"\b(?:{_PEOPLE}|{_ELSE})\b{_WHOSE} ?(?:\w+ly |just |once |also |has |have |had |keeps )*"
    rf"{_SAYS}\b(?: (?:me|us)\b)?"
    rf"|\b(?:according to|{_SAYS} (?:\w+ ){{0,2}}?(?:by|from)) (?:\w+ ){{0,2}}?"
    rf"(?:{_PEOPLE}|{_ELSE})\b|\b(?:(?:my|our|a) )?{_PEOPLE} and (?:i|me|myself)\b",
    re.IGNORECASE,
)
"""Tells who said something, or sent the speaker: that one applies for nobody."""
CONFIRMING = re.compile(
    r"\b(?:is|isn'?t|was) (?:that|this|it|he|she) (?:really |actually )?(?:right|correct|true|so)\b"
    r"|\bis it (?:true|right|correct) (?:that\b)?|\b(?:right|correct|true|really)(?= ?\?)"
    r"|\b(?:can|could|may) be (?:done|handled|made)\b",
    re.IGNORECASE,
)
"""Asks whether it is so, and says nothing of what it is about."""
KINDS = {kind: re.compile(words, re.IGNORECASE) for kind, words in _DESCRIBED.items()}
"""The likelier one first."""
OF_A_FACT = {"procedure": frozenset({"matter", "conditions"})}
"""Kinds that are only asked where no word shows another topic: "how long does the process take"."""
AUTHORITY = re.compile(
    r"\bappeal\w*|\breconsider\w*|\bsue\b|\blawsuit|\bcourt\b|\bliab\w*|\bresponsib\w*",
    re.IGNORECASE,
)
"""Words for who answers for it and where to appeal: such a question is of no usual kind."""
GOES_WITHOUT = re.compile(
    r"\bwithout (?:it|one|the|a|this|that)\b"
    r"|\bbefore (?:it|that|this|(?:i|we) (?:have|get|got)|the)\b"
    r"|\bskip (?:it|this|that)\b|\bfined?\b|\bpenalt|\bpunish|\billegal|\bget caught\b"
    r"|\bif (?:i|we) (?:don'?t|do not|didn'?t|just|simply|never|ignore|forget)\b"
    r"|\bif (?:i|we) .{1,30}\b(?:first|anyway)\b",
    re.IGNORECASE,
)
"""Asks what it is to go without the paper, or before it."""
COMPARES = re.compile(
    r"\bdifferen(?:ce|t)s?\b|\bdiffer\b|\bcompar(?:e|ed|es|ing|ison)\b|\bversus\b|\bvs\b"
    r"|\bwhich (?:one|of (?:them|these|those|the two|both)) (?:do|should|is|would|fits|applies)\b",
    re.IGNORECASE,
)
BOTH_PARKS = re.compile(
    r"\b(?:the )?(?:two|both|between the) (?:parks|zones)\b|\bother (?:park|zone)\b", re.IGNORECASE
)
THREE_MODES = re.compile(r"\bmodes?\b|\bdelegat|\bdirect report", re.IGNORECASE)
PRINT = re.compile(
    r"\bprint(?:ed|out|able|ing)?\b|\bpdf\b|\bdownload\b|\bsave (?:it|this|that|the list)\b"
    r"|\bchecklist\b|\bcomplete notice\b|\bone notice\b|\beverything (?:at once|on one page)\b"
    r"|\bin writing\b|\bsend (?:it|this|that|me|the list)\b.{0,20}\b(?:email|phone|list|me)\b",
    re.IGNORECASE,
)
"""Wants the whole of a matter on paper or at once (decree D16)."""
MORE = re.compile(
    r"\bmore\b|\bdetails?\b|\binfo(?:rmation)?\b|\boverview\b|\bexplain\b"
    r"|\babout (?:it|this|that)\b"
    r"|\bagain\b|\bback\b|\bguide\b|\bsummary\b|\bcard\b|\bwhat is (?:it|this|that)\b",
    re.IGNORECASE,
)
"""Asks for the current matter as a whole."""
NOTIONS = (
    ("commitment", re.compile(r"\bcommitments?\b|\bpromise\b", re.IGNORECASE)),
    (
        "conditional_acceptance",
        re.compile(
            r"\bconditional acceptance\b|\b(?:hand|give|bring|submit|send|turn)\b.{0,30}\blater\b"
            r"|\bwithout (?:all|some) (?:the |of the )?(?:papers|documents)\b"
            r"|\bpapers? (?:is|are) missing\b|\bmissing (?:a |one )?(?:paper|document)s?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "assisted_handling",
        re.compile(
            r"\bhelp(?: me| us)? (?:with|fill)\b|\bget help\b|\bassist(?:ance|ed)?\b"
            r"|\b(?:some|any)(?:one|body) (?:to )?help\b",
            re.IGNORECASE,
        ),
    ),
    ("hours", re.compile(r"\b(?:opening |office )?hours\b|\blunch\b|\bat noon\b", re.I)),
    (
        "off_hours",
        re.compile(r"\bsat(?:urdays?)?\b|\bsundays?\b|\bweekends?\b|\bholidays?\b", re.I),
    ),
    (
        "hotline",
        re.compile(r"\b(?:tele)?phone(?: number)?\b|\bhotline\b|\bnumber to call\b", re.IGNORECASE),
    ),
    ("ratings", re.compile(r"\bcomplain\b.{0,15}\b(?:hall|service|staff|window|clerk)\b", re.I)),
)
"""General subjects that are meant whatever matter is spoken of; see subjects.yml."""
OF_THE_WINDOW = frozenset({"hours", "off_hours", "hotline"})
"""Such subjects whose answers count as told of a window."""
ASKED_OF_THE_HALL = frozenset(
    {"matter", "window", "policy", "materials", "liability", "precheck", "conditions"}
)
"""Topics of the dialogue under which such a subject may be asked about."""


def kind_of(query: str, english: Translation) -> str | None:
    """The usual kind of question that words ask; None for most words."""
    words = HEARSAY.sub(" ", normalise(query))
    if AUTHORITY.search(words):
        return None
    found = next((kind for kind, asked in KINDS.items() if asked.search(words)), None)
    topics = OF_A_FACT.get(found or "")
    return None if topics and topic_of(words, english) not in topics else found


def plainly(query: str) -> str:
    """A question without who said so, and without asking whether it is right."""
    return CONFIRMING.sub(" ", HEARSAY.sub(" ", query))


def compares(query: str) -> bool:
    """Whether words ask how two matters or the parks differ."""
    return COMPARES.search(query) is not None and not THREE_MODES.search(query)


def notion_in(topic: str, query: str) -> str | None:
    """The general subject that words name, whatever matter is spoken of."""
    if topic not in ASKED_OF_THE_HALL:
        return None
    return next((subject for subject, said in NOTIONS if said.search(query)), None)
