"""Who reads a comment into vectors: the small encoder that comes with the error finder, or a model in a folder."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.errors import OperatorMistake
from engine.evaluate.comments.similarity import Encode, Vectors
from engine.marking.errors.tagger import Tagger
from engine.marking.errors.words import sentences_of

_LONGEST = 512


def shipped_encoder() -> Encode:
    """The error finder's MiniLM. It was taught to see errors on top of what words mean: a coarse measure.

    Raises:
        OperatorMistake: its weights are missing or damaged.
    """
    tagger = Tagger.load()

    def encode(text: str) -> Vectors:
        sentences = [[word.text for word in words] for words in sentences_of(text)]
        read = tagger.states(sentences) if sentences else []
        return np.concatenate(read) if read else np.zeros((0, tagger.width), np.float32)

    return encode


def encoder_in(folder: Path) -> Encode:
    """The encoder of ``folder``, as transformers saves one (such as all-MiniLM-L6-v2, bge or RoBERTa); nothing is fetched.

    Raises:
        OperatorMistake: there is none, or the llm extra is not installed.
    """
    try:
        import torch
        from transformers import AutoModel, AutoTokenizer
    except ModuleNotFoundError as error:
        raise OperatorMistake('Encoders of your own need: pip install "bandmate[llm]"') from error
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model = AutoModel.from_pretrained(folder, local_files_only=True).eval()
    except (OSError, ValueError) as error:
        raise OperatorMistake(f"{folder} is no folder of an encoder (config.json, tokenizer and weights).") from error

    def encode(text: str) -> Vectors:
        asked = tokenizer(text, return_tensors="pt", truncation=True, max_length=_LONGEST)
        with torch.inference_mode():
            states: Vectors = model(**asked).last_hidden_state[0].float().numpy()
        return states

    return encode
