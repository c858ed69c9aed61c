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

GREETING = re.compile(
    r"(?:(?:您好|你好|你们好|大家好|各位好|[早中晚]上好|[上中下]午好|哈[喽罗啰]|嗨|喂"
    r"|(?:hello|hi|hey|good (?:morning|afternoon|evening))(?![a-z])"
    r"|请问(?:一下)?|打[扰搅](?:一下|您|你|了)*|麻烦(?:问一?下|请问|您|你)|(?:想|我想)?(?:问|咨询|请教)(?:一下|一哈|下|哈)"
    r"|(?:同志|师傅|老师|老板|美女|帅哥|领导|客服|小妹|妹子|姑娘|小伙子|there)(?=[\s,，。.!！])|不好意思)"
    r"(?:[啊呀哈哦哟咯嘞诶欸呢吧]|[\s,，。.!！~、])*)+",
    re.IGNORECASE,
)
"""Words that open a conversation, and tell nothing of what is wanted when more follows."""
LEAST_WISH = 4
"""Characters after a greeting from which on they, and not the greeting, say what is wanted."""


def _in_one_form(text: str) -> str:
    return _without_greeting(unicodedata.normalize("NFKC", text))


def _without_greeting(text: str) -> str:
    greeting = GREETING.match(text)
    rest = text[greeting.end() :] if greeting else ""
    return rest if len(rest) >= LEAST_WISH else text


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=False)
class OneForm(GraphComponent):
    """Plain signs for full-width ones (NFKC), first of all components.

    Api sends every message like that. Examples are written as people write, with a Chinese comma:
    were they learned as they stand, a plain comma alone would make a message look like one of the
    kinds whose examples are generated. A greeting before a wish is left out for the same reason:
    the friendlier the person, the more the wish would look like a greeting.
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
