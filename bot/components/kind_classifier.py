"""Tells what kind of message it is, however much is told besides."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.preprocessing import normalize


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class KindClassifier(LogisticRegressionClassifier):
    """Logistic regression that sees every message at the same length.

    Mere counts grow with a message, and their sum over a story of a hundred characters makes the
    classifier sure of whatever kind it leans to. Here a repeated character counts little more than
    once, and the features of every message are a vector of length one. Kinds keep the weight that
    their examples give them: were all kinds weighted alike, a rare one such as cancelling a booking
    would attract what is like nothing.

    Configuration, besides that of LogisticRegressionClassifier:
        C: how closely to fit the examples. Vectors of length one need more than the usual 1.
        patterns: the alias of the featurizer whose features are patterns, found or not.
        pattern_weight: what a pattern counts where a character counts 1.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Defaults for what config.yml leaves out."""
        inherited = LogisticRegressionClassifier.get_default_config()
        return {**inherited, "C": 50.0, "patterns": "patterns", "pattern_weight": 1.5}

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

    def _create_X(self, messages: list[Message]) -> csr_matrix:  # noqa: N802 - Rasa's name
        return normalize(vstack([self._features(message) for message in messages]))

    def _features(self, message: Message) -> csr_matrix:
        blocks = []
        for found in message.features:
            if found.attribute == TEXT and found.type == FEATURE_TYPE_SENTENCE:
                block = csr_matrix(found.features, dtype=float)
                if found.origin == self.config["patterns"]:
                    block.data *= self.config["pattern_weight"]
                else:
                    block.data = 1 + np.log(block.data)
                blocks.append(block)
        if not blocks:  # nothing but white space
            return csr_matrix((1, self.clf.n_features_in_))
        return hstack(blocks, format="csr")
