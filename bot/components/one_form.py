"""Brings every text, learned from or understood, into the one form that api sends."""

from __future__ import annotations

import unicodedata
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


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
                message.set(TEXT, unicodedata.normalize("NFKC", text))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The examples, each in the one form."""
        self.process(training_data.training_examples)
        return training_data
