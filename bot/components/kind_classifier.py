"""Tells what kind of message it is, however much is told besides."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from bot.components.kind_features import KindFeatures

FEATURES = "features.json"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class KindClassifier(LogisticRegressionClassifier):
    """Logistic regression, one kind against all others, on features of its own.

    It reads the text itself: Rasa's featurizers keep vectors for every single character, which no
    component here looks at and which take most of a training's time. Kinds keep the weight that
    their examples give them: were all kinds weighted alike, a rare one such as cancelling a booking
    would attract what is like nothing.

    Configuration, besides that of LogisticRegressionClassifier:
        C: how closely to fit the examples. Vectors of length one need more than the usual 1.
        pattern_weight: what a pattern counts where a sequence of characters counts 1.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """None: the text is enough."""
        return []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Defaults for what config.yml leaves out."""
        inherited = LogisticRegressionClassifier.get_default_config()
        return {**inherited, "solver": "liblinear", "C": 50.0, "pattern_weight": 0.7}

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        model_storage: ModelStorage,
        resource: Resource,
    ) -> None:
        """A new, untrained classifier."""
        super().__init__(config, name, model_storage, resource)
        self.clf.set_params(C=self.config["C"], class_weight=None)
        self.features = KindFeatures([], self.config["pattern_weight"])

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the kinds of the examples, and the patterns that come with them."""
        examples = [one for one in training_data.intent_examples if one.get(TEXT)]
        patterns = [one["pattern"] for one in training_data.regex_features]
        self.features = KindFeatures(patterns, self.config["pattern_weight"])
        vectors = self.features.learn([one.get(TEXT) for one in examples])
        self.clf.fit(vectors, [one.get("intent") for one in examples])
        self.persist()
        return self._resource

    def _create_X(self, messages: list[Message]) -> csr_matrix:  # noqa: N802 - Rasa's name
        return self.features.of([message.get(TEXT) or "" for message in messages])

    def persist(self) -> None:
        """Keep what was learned."""
        super().persist()
        with self._model_storage.write_to(self._resource) as folder:
            self.features.save(folder / FEATURES)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> KindClassifier:
        """The classifier as it was trained."""
        loaded = super().load(config, model_storage, resource, execution_context, **kwargs)
        with model_storage.read_from(resource) as folder:
            loaded.features = KindFeatures.load(folder / FEATURES)
        return loaded
