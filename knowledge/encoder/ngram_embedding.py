"""A Sentence-Transformers module: a text is the mean of the learned vectors of its features.

One table look-up and one mean, so a query costs well under a millisecond. Rows are stored as
8-bit integers with one scale each, which keeps the model small enough for the repository.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import torch
from safetensors.torch import load_file, save_file
from sentence_transformers.base.modules.input_module import InputModule
from torch import Tensor, nn

from knowledge.encoder.features import features

WEIGHTS_FILE = "model.safetensors"
VOCABULARY_FILE = "vocabulary.txt"
_LEVELS = 127


class NgramEmbedding(InputModule):
    """Looks up the features of texts (see `knowledge.encoder.features`) and averages them.

    Args:
        vocabulary: known features; row i of `weights` belongs to entry i. Row 0 stands for a text
            without any known feature, so its entry is never looked up.
        weights: float tensor of shape (len(vocabulary), dimension).

    Attributes:
        dropout: share of a text's features left out at random while training.
    """

    def __init__(self, vocabulary: Sequence[str], weights: Tensor) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.vocabulary = list(vocabulary)
        self.embedding = nn.EmbeddingBag.from_pretrained(weights.float(), freeze=False)
        self.dropout = 0.0
        self._row = {feature: row for row, feature in enumerate(self.vocabulary)}

    def rows(self, text: str) -> list[int]:
        """Row numbers of a text's known features; [0] when it has none."""
        known = [row for feature in features(text) if (row := self._row.get(feature)) is not None]
        return known or [0]

    def _thinned(self, rows: list[int]) -> list[int]:
        """In training, leave out a share of the rows, so that no single feature is relied on."""
        if not self.training or not self.dropout:
            return rows
        kept = torch.rand(len(rows)) >= self.dropout
        return [row for row, keep in zip(rows, kept.tolist(), strict=True) if keep] or rows

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **_: Any
    ) -> dict[str, Tensor | Any]:
        bags = [self._thinned(self.rows((prompt or "") + text)) for text in inputs]
        starts = [0]
        for bag in bags[:-1]:
            starts.append(starts[-1] + len(bag))
        return {
            "input_ids": torch.tensor([row for bag in bags for row in bag], dtype=torch.long),
            "offsets": torch.tensor(starts, dtype=torch.long),
        }

    def forward(self, features: dict[str, Tensor | Any], **_: Any) -> dict[str, Tensor | Any]:
        features["sentence_embedding"] = self.embedding(features["input_ids"], features["offsets"])
        return features

    @property
    def max_seq_length(self) -> int:
        """Texts are never cut here; `knowledge.text.normalise` bounds them."""
        return 1_000_000

    def get_embedding_dimension(self) -> int:
        return int(self.embedding.embedding_dim)

    def save(self, output_path: str, *_: Any, safe_serialization: bool = True, **__: Any) -> None:
        weights = self.embedding.weight.detach()
        scale = weights.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / _LEVELS
        tensors = {
            "rows": torch.round(weights / scale).to(torch.int8).contiguous(),
            "scale": scale.squeeze(1).to(torch.float32).contiguous(),
        }
        save_file(tensors, Path(output_path) / WEIGHTS_FILE)
        lines = "\n".join(self.vocabulary) + "\n"
        (Path(output_path) / VOCABULARY_FILE).write_text(lines, encoding="utf-8")

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", *_: Any, **__: Any) -> Self:
        folder = Path(model_name_or_path) / subfolder
        tensors = load_file(folder / WEIGHTS_FILE)
        lines = (folder / VOCABULARY_FILE).read_text(encoding="utf-8").removesuffix("\n")
        return cls(lines.split("\n"), tensors["rows"].float() * tensors["scale"].unsqueeze(1))
