"""Brings every text, learned from or understood, into the one form that api sends."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

PARTICLES = {"ne": "呢", "ma": "吗", "ba": "吧", "a": "啊", "la": "啦", "le": "了", "de": "的"}
TYPED_PARTICLE = re.compile(rf"(?<=[一-龥])\s?({'|'.join(PARTICLES)})(?=$|[\s,，。.?？!！])")
"""A particle left in pinyin after Chinese words: 材料ne."""


def _in_one_form(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return TYPED_PARTICLE.sub(lambda found: PARTICLES[found[1]], plain)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=False)
class OneForm(GraphComponent):
    """Plain signs for full-width ones (NFKC), first of all components.

    Api sends every message like that. Examples are written as people write, with a Chinese comma:
    were they learned as they stand, a plain comma alone would make a message look like one of the
    kinds whose examples are generated.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OneForm:
        """The component; it has no configuration and no state."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """`messages`, each in the one form."""
        for message in messages:
            if text := message.get(TEXT):
                message.set(TEXT, _in_one_form(text))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The examples, each in the one form."""
        self.process(training_data.training_examples)
        return training_data
