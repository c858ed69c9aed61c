"""Sends the answer to a pending question back to the action that asked it."""

from __future__ import annotations

import re
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

EXPECTING_SLOT = "expecting"
CONTINUE_ACTION = "action_continue"
DOUBT = re.compile(
    r"(?:我们?|这个?|这些|还是|也|真的?|都|确实|就|一下子|有点|[，,])*"
    r"(?:[说搞弄讲分记想]不[清准好]楚?|不(?:知道|晓得|清楚|确定|太?懂|明白|好说))[了啊呢呀啦诶。！!，,]*"
)
"""Says that one does not know: an answer like any other, however curt."""
BEFORE_A_MESSAGE = (None, ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME)


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT], is_trainable=True
)
class ExpectationPolicy(Policy):
    """Decides the next action from one thing: whether an answer is being waited for.

    While the slot `expecting` is set, whatever a person types goes to `action_continue`, which
    knows the question; the intent alone would mistake "张三" or "后天" for something else.
    Exceptions are the intents in `interrupts`, and buttons, whose payload names its own intent.
    After any action of ours the turn is over, also when the action failed.

    Configuration:
        interrupts: intents that break in on a pending question.
        interrupt_confidence: how sure (0..1) the classifier must be of such an intent.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Defaults for what config.yml leaves out."""
        return {"priority": 7, "interrupts": [], "interrupt_confidence": 0.6}

    @staticmethod
    def supported_data() -> SupportedData:
        """Nothing is learned, so only rules are accepted."""
        return SupportedData.RULE_DATA

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ExpectationPolicy:
        """The policy from its configuration; there is no trained state."""
        return cls(config, model_storage, resource, execution_context)

    def train(self, training_trackers: list[Any], domain: Domain, **kwargs: Any) -> Resource:
        """Nothing to learn."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """The next action with certainty, or no opinion (all zeros)."""
        action = self._next_action(tracker)
        probabilities = [0.0] * domain.num_actions
        if action is not None:
            probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities)

    def _next_action(self, tracker: DialogueStateTracker) -> str | None:
        if tracker.latest_action_name not in BEFORE_A_MESSAGE:
            return ACTION_LISTEN_NAME
        message = tracker.latest_message
        if message is None or not tracker.get_slot(EXPECTING_SLOT) or self._breaks_in(message):
            return None
        return CONTINUE_ACTION

    def _breaks_in(self, message: UserUttered) -> bool:
        if (message.text or "").startswith("/"):
            return True
        if DOUBT.fullmatch((message.text or "").strip()):
            return False
        sure = (message.intent.get("confidence") or 0.0) >= self.config["interrupt_confidence"]
        return sure and message.intent.get("name") in self.config["interrupts"]
