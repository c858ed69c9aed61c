"""The facts of the guide: matters, parks, halls, the decree, and how people ask for them.

>>> import knowledge
>>> kb = knowledge.load()
>>> kb.guide("construction-permit", "gaoxin").fields["statutory_limit"].value["text"]
'自收到申请之日起七日内（建筑法第八条，原文为“日”）'
"""

from knowledge.base import KnowledgeBase
from knowledge.errors import KnowledgeError, NotCovered, Problem, UnknownMatter, UnknownPark
from knowledge.loader import load
from knowledge.schema import (
    CalendarOverride,
    Edition,
    Fact,
    Hall,
    Journey,
    Matter,
    Park,
    PolicyFact,
    Referral,
    ServiceGuide,
    Source,
    Topic,
    Window,
)

__all__ = [
    "CalendarOverride",
    "Edition",
    "Fact",
    "Hall",
    "Journey",
    "KnowledgeBase",
    "KnowledgeError",
    "Matter",
    "NotCovered",
    "Park",
    "PolicyFact",
    "Problem",
    "Referral",
    "ServiceGuide",
    "Source",
    "Topic",
    "UnknownMatter",
    "UnknownPark",
    "Window",
    "load",
]
