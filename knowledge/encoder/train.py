"""Train the encoder the project ships: `python -m knowledge.encoder.train [--laws DIR]`.

First features get a meaning without labels (`pretrain`), then texts of one matter are pulled
together and away from other matters and from what is not ours (multiple negatives ranking loss
of sentence-transformers). The same data, folder of laws and seed give the same model.
"""

import argparse
import random
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import Normalize

import knowledge
from knowledge.corpus import Target, Text, gather
from knowledge.encoder import laws
from knowledge.encoder.ngram_embedding import NgramEmbedding
from knowledge.encoder.noise import Noise
from knowledge.encoder.opening import SHIPPED
from knowledge.encoder.pretrain import pretrain

Say = Callable[[str], None]


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the result besides the texts."""

    dimension: int = 160
    vocabulary: int = 56_000
    steps: int = 500
    learning_rate: float = 0.02
    loss_scale: float = 10.0
    dropout: float = 0.3
    law_sentences: int = 40_000
    seed: int = 20210310


def _batches(
    texts: Sequence[Text], noise: Noise, rng: random.Random, count: int
) -> Iterator[tuple[list[str], list[str]]]:
    """Pairs of texts, one pair per target: so no other row of a batch is a false negative."""
    groups: dict[Target, list[str]] = defaultdict(list)
    for text in texts:
        groups[text.target].append(text.text)
    for _ in range(count):
        pairs = [rng.sample(group, 2) if len(group) > 1 else group * 2 for group in groups.values()]
        yield [noise(anchor) for anchor, _ in pairs], [noise(positive) for _, positive in pairs]


def train(
    texts: Sequence[Text], general: Sequence[str], recipe: Recipe, say: Say
) -> SentenceTransformer:
    """Train a model on texts of targets; `general` are sentences without labels, or none."""
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)  # sums in another order would give another model
    rng = random.Random(recipe.seed)
    own = [text.text for text in texts]
    say(f"learning which terms go together from {len(own)} own and {len(general)} other texts")
    noise = Noise(own, rng)
    noisy = [noise(text) for text in own]
    vectors = pretrain(own + noisy, general, recipe.vocabulary, recipe.dimension, seed=recipe.seed)
    embedding = NgramEmbedding(vectors.vocabulary, torch.from_numpy(vectors.weights))
    embedding.dropout = recipe.dropout
    model = SentenceTransformer(modules=[embedding, Normalize()], device="cpu")
    loss_of = MultipleNegativesRankingLoss(model, scale=recipe.loss_scale)
    optimiser = torch.optim.Adam(embedding.parameters(), lr=recipe.learning_rate)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.02, recipe.steps)
    say(f"pulling texts of one matter together: {recipe.steps} steps")
    model.train()
    running = 0.0
    for step, columns in enumerate(_batches(texts, noise, rng, recipe.steps), start=1):
        loss = loss_of([model.preprocess(column) for column in columns], None)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        running += loss.item()
        if step % 100 == 0:
            say(f"  step {step}/{recipe.steps}, loss {running / 100:.3f}")
            running = 0.0
    return model.eval()


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on the project's knowledge data and write the model folder."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.encoder.train", description=__doc__)
    parser.add_argument("--laws", type=Path, help="folder of law texts (Markdown) to read first")
    parser.add_argument("--output", type=Path, default=SHIPPED, help="where the model goes")
    chosen = parser.parse_args(arguments)
    recipe = Recipe()
    started = time.monotonic()

    def say(line: str) -> None:
        print(f"[{time.monotonic() - started:5.0f} s] {line}", flush=True)

    general = []
    if chosen.laws:
        general = laws.sentences(chosen.laws, recipe.law_sentences, recipe.seed)
    model = train(gather(knowledge.load()).texts, general, recipe, say)
    shutil.rmtree(chosen.output, ignore_errors=True)
    model.save(str(chosen.output), create_model_card=False)
    say(f"wrote {chosen.output}")


if __name__ == "__main__":
    main()
