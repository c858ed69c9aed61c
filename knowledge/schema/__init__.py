"""The nouns of the guide: what the data files must say, checked and frozen."""

from knowledge.schema.calendar import CalendarOverride
from knowledge.schema.edition import DelegationMode, Edition, MatterInPark
from knowledge.schema.event import Event, Permission
from knowledge.schema.fact import Fact, Source, Sourced, Status
from knowledge.schema.guide import GUIDE_FIELDS, ServiceGuide
from knowledge.schema.hall import Approval, Hall, OpeningPeriod, Park, Window
from knowledge.schema.journey import (
    GeneralPlan,
    Journey,
    JourneyOption,
    JourneyQuestion,
    JourneyStep,
)
from knowledge.schema.matter import Matter, Phrasings, Stage
from knowledge.schema.policy import PolicyFact
from knowledge.schema.referral import Referral
from knowledge.schema.rule import ModeSummary, Rule
from knowledge.schema.topic import Topic

__all__ = [
    "GUIDE_FIELDS",
    "Approval",
    "CalendarOverride",
    "DelegationMode",
    "Edition",
    "Event",
    "Fact",
    "GeneralPlan",
    "Hall",
    "Journey",
    "JourneyOption",
    "JourneyQuestion",
    "JourneyStep",
    "Matter",
    "MatterInPark",
    "ModeSummary",
    "OpeningPeriod",
    "Park",
    "Permission",
    "Phrasings",
    "PolicyFact",
    "Referral",
    "Rule",
    "ServiceGuide",
    "Source",
    "Sourced",
    "Stage",
    "Status",
    "Topic",
    "Window",
]
