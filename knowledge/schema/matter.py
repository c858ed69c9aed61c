"""A matter the parks handle, and the words people use for it."""

from collections.abc import Mapping
from typing import Literal, get_args

from pydantic import Field

from knowledge.schema.fact import Fact
from knowledge.schema.record import Identifier, Record, Saying, Text
from knowledge.schema.values import Faq, Fee, Limit, Material, OnlineEntrance

Stage = Literal[
    "registration",
    "investment",
    "land",
    "planning",
    "construction",
    "completion",
    "operation",
    "people",
]
"""The step in an enterprise's life at which the matter comes up. Our own grouping, not a fact."""

STAGES: tuple[str, ...] = get_args(Stage)


class Phrasings(Record):
    """How people ask for a matter: to be found by, and (held out) to measure finding with.

    Attributes:
        frequent: other words for the frequent questions of its guide (`faqs`), by question.
    """

    matter_id: Identifier
    name_en: Text | None = None
    description_en: Text | None = None
    nouns: tuple[Saying, ...] = Field(min_length=1)
    phrasings: tuple[Saying, ...] = Field(min_length=1)
    held_out: tuple[Saying, ...] = ()
    frequent: Mapping[Text, tuple[Saying, ...]] = {}


class MatterFields(Record):
    """The facts of a service guide that are the same in every park (decree 二、（二）2 and 4, D9).

    Attributes:
        official_code: the matter's code in the state's own list, where it has one.
        department: who handled the matter before the parks, and supervises it now.
        scope: what the authority covers.
        basis: laws and articles the matter rests on.
        quantity_limit: how many may be granted.
        procedure: the steps, in order.
        statutory_limit: the limit set by law; promised_limit: a shorter one somebody published.
        excluded_time: what does not count towards the limit, such as hearings or expert review.
        result: what the applicant gets; result_validity: for how long it holds.
        intermediary: services by others that the procedure needs; expert_review: likewise.
        delivery: whether the result can be sent by courier.
        faqs: questions people ask about this matter.
    """

    official_code: Fact[Text] = Fact.missing()
    department: Fact[Text] = Fact.missing()
    scope: Fact[Text] = Fact.missing()
    basis: Fact[Text] = Fact.missing()
    conditions: Fact[Text] = Fact.missing()
    materials: Fact[tuple[Material, ...]] = Fact.missing()
    quantity_limit: Fact[Text] = Fact.missing()
    procedure: Fact[tuple[Text, ...]] = Fact.missing()
    statutory_limit: Fact[Limit] = Fact.missing()
    promised_limit: Fact[Limit] = Fact.missing()
    excluded_time: Fact[Text] = Fact.missing()
    fee: Fact[Fee] = Fact.missing()
    intermediary: Fact[Text] = Fact.missing()
    expert_review: Fact[Text] = Fact.missing()
    result: Fact[Text] = Fact.missing()
    result_validity: Fact[Text] = Fact.missing()
    delivery: Fact[Text] = Fact.missing()
    online_entrance: Fact[OnlineEntrance] = Fact.missing()
    remarks: Fact[Text] = Fact.missing()
    faqs: Fact[tuple[Faq, ...]] = Fact.missing()


class Matter(Record):
    """A matter of the list with the facts that are the same in every park.

    Attributes:
        aliases: other names that mean this matter and no other.
        category: the family of departments it belongs to, in Chinese.
        fields: facts of the service guide; one left out is missing.
        phrasings, nouns, held_out, frequent, name_en, description_en: from the matter's phrasings
            file.
    """

    matter_id: Identifier
    name: Saying
    aliases: tuple[Saying, ...] = ()
    category: Text
    stage: Stage
    fields: MatterFields = MatterFields()
    name_en: Text | None = None
    description_en: Text | None = None
    nouns: tuple[Text, ...] = ()
    phrasings: tuple[Text, ...] = ()
    held_out: tuple[Text, ...] = ()
    frequent: Mapping[Text, tuple[Text, ...]] = {}

    @property
    def department(self) -> Fact[str]:
        """Who handled the matter before the parks and supervises it now."""
        return self.fields.department
