"""Opening an encoder: the shipped one, or any Sentence-Transformers model by name or folder."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

SETTING = "GUIDE_ENCODER"
SHIPPED = Path(__file__).parent / "model"
_BATCH = 64
_QUERY = "query"  # the name of a model's prompt, and of its task

FloatArray = NDArray[np.float32]


class EncoderError(Exception):
    """The encoder that was asked for cannot be opened; the message says what to do."""


def _fingerprint_of_folder(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _fingerprint_of_weights(model: SentenceTransformer) -> str:
    digest = hashlib.sha256(repr(sorted(model.prompts.items())).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().float().numpy().tobytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Encoder:
    """Turns texts into unit vectors; prompts, pooling and dimension are the model's own.

    Attributes:
        name: as configured: "shipped", a model's name, or a folder.
        fingerprint: changes whenever the model's files or weights change.
        dimension: numbers per vector.
    """

    name: str
    fingerprint: str
    dimension: int
    _model: SentenceTransformer = field(repr=False)

    def encode_documents(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of texts to be found, shape (len(texts), dimension)."""
        return self._unit(self._model.encode_document(list(texts), batch_size=_BATCH))

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Vectors of many questions, shape (len(texts), dimension): far faster than one by one."""
        if len(texts) > _BATCH:
            return self._unit(self._model.encode_query(list(texts), batch_size=_BATCH))
        # What `encode_query` does besides, for batches and devices, takes as long as this.
        with torch.inference_mode():
            prompt = self._model.prompts.get(_QUERY)
            said = self._model.preprocess(list(texts), prompt=prompt, task=_QUERY)
            vectors = self._model(said, task=_QUERY)["sentence_embedding"].float().numpy()
        return self._unit(vectors[:, : self.dimension])

    def encode_query(self, text: str) -> FloatArray:
        """The vector of one question, shape (dimension,)."""
        return np.asarray(self.encode_queries([text])[0])

    @staticmethod
    def _unit(vectors: NDArray[np.float32]) -> FloatArray:
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, np.float32(1e-9)))


def open_encoder(name: str | None = None) -> Encoder:
    """Open the encoder named, else the one the environment sets, else the shipped one.

    Args:
        name: a Sentence-Transformers model's name or folder. Nothing is downloaded: a model named
            must already be in the local cache.

    Raises:
        EncoderError: there is no such model on this machine.
    """
    chosen = name or os.environ.get(SETTING) or ""
    shipped = chosen in {"", "shipped"} or Path(chosen).resolve() == SHIPPED
    source = str(SHIPPED) if shipped else chosen
    try:
        # Only the shipped model may name a class of ours; foreign models bring no code.
        model = SentenceTransformer(
            source, device="cpu", local_files_only=True, trust_remote_code=shipped
        )
    except (OSError, ValueError) as error:
        raise EncoderError(
            f"打不开编码器 {source}：请把 {SETTING} 设为本机已有的 Sentence-Transformers 模型，"
            f"或者留空用自带的（{error}）"
        ) from error
    model.eval()
    folder = Path(source)
    fingerprint = (
        _fingerprint_of_folder(folder) if folder.is_dir() else _fingerprint_of_weights(model)
    )
    dimension = model.get_embedding_dimension()
    assert dimension is not None
    return Encoder("shipped" if shipped else chosen, fingerprint, dimension, model)
