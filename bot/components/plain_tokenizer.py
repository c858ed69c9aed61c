"""Splits messages into words, whatever width their punctuation has."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.jieba_tokenizer import JiebaTokenizer
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.training_data.message import Message

PLAIN = str.maketrans("，？！；：（）．～", ",?!;:().~")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class PlainTokenizer(JiebaTokenizer):
    """Jieba, with full-width punctuation made plain first.

    The gateway's messages have plain punctuation, and so have the examples that are made from the
    knowledge base; those written by hand have the full-width one of a Chinese keyboard. Taken for
    different characters, a mere comma would speak for the kinds of messages that are made.
    """

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of an attribute of the message."""
        plain = str(message.get(attribute)).translate(PLAIN)
        return super().tokenize(Message(data={attribute: plain}), attribute)
