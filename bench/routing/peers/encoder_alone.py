"""The encoder alone: the nearest text decides."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bench.routing.answers import Answer, Example
from bench.routing.peers.pooling import Pool, separation
from knowledge.encoder.opening import Encoder, FloatArray
from knowledge.text import normalise


@dataclass(frozen=True)
class EncoderAlone:
    """Cosine similarity, per matter the best of its texts."""

    encoder: Encoder
    vectors: FloatArray
    pool: Pool
    note: str = ""
    name: str = "encoder alone"

    @classmethod
    def taught(
        cls, encoder: Encoder, texts: Sequence[Example], held_out: Sequence[Example]
    ) -> "EncoderAlone":
        """The better way to tell what is not ours, on the held-out texts."""
        started = time.perf_counter()
        vectors = encoder.encode_documents([text.text for text in texts])
        labels = [text.label for text in texts]
        tried = []
        for minus_others in (False, True):
            method = cls(encoder, vectors, Pool(labels, minus_others))
            answers = method.answer([example.text for example in held_out])
            by = "lead over the rest" if minus_others else "similarity"
            tried.append((separation(answers, held_out), f"ours by {by}", method))
        _, note, best = max(tried, key=lambda entry: entry[0])
        return replace(best, note=f"{note}; {time.perf_counter() - started:.0f} s")

    def answer(self, messages: Sequence[str]) -> list[Answer]:
        queries = self.encoder.encode_queries([normalise(message) for message in messages])
        return [self.pool.answer(row) for row in queries @ self.vectors.T]
