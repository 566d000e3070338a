"""Answers that fit a JSON schema whatever the weights say: each token is chosen among those that the schema allows.

llguidance computes the allowed tokens; what it forces (keys, punctuation) needs no choosing, and is taken at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np
from llguidance import LLMatcher, LLTokenizer
from numpy.typing import NDArray
from tokenizers import Tokenizer

from engine.errors import ModelMisbehaved
from engine.models.local.loading import Loaded


class Grammars:
    """Compiles schemas for one tokenizer."""

    def __init__(self, loaded: Loaded) -> None:
        tokenizer = Tokenizer.from_str(loaded.tokenizer.backend_tokenizer.to_str())
        tokens = [tokenizer.id_to_token(token) for token in (*loaded.silent, *loaded.ends)]
        # As special tokens they are no text to the grammar, so a string cannot be spelt with them.
        tokenizer.add_special_tokens([token for token in tokens if token is not None])
        self._tokenizer = LLTokenizer(tokenizer.to_str(), n_vocab=loaded.vocabulary, eos_token=sorted(loaded.ends))
        self._grammars: dict[str, str] = {}

    def begin(self, schema: Mapping[str, object]) -> Constraint:
        """A constraint at the start of an answer.

        Raises:
            ModelMisbehaved: the schema cannot be compiled.
        """
        key = json.dumps(schema)
        if key not in self._grammars:
            overrides = {"whitespace_flexible": False}
            self._grammars[key] = LLMatcher.grammar_from_json_schema(key, overrides=overrides)
        # Its own words, in an error or on stderr, hold the grammar and the answer, which may be a learner's.
        matcher = LLMatcher(self._tokenizer, self._grammars[key], log_level=0)
        if matcher.is_error():
            raise ModelMisbehaved("the schema cannot be enforced")
        return Constraint(matcher)


class Constraint:
    """Where one answer is in its grammar."""

    def __init__(self, matcher: LLMatcher) -> None:
        self._matcher = matcher

    @property
    def done(self) -> bool:
        """Nothing more may follow."""
        return bool(self._matcher.is_stopped())

    def allowed(self) -> NDArray[np.uint32]:
        """Which tokens may come next, a bit a token, the first in the lowest: [vocabulary / 32] or more.

        Raises:
            ModelMisbehaved: the grammar became too large to follow.
        """
        bits = np.frombuffer(self._matcher.compute_bitmask(), dtype=np.uint32)
        if self._matcher.is_error():
            raise ModelMisbehaved("the grammar became too large to follow")
        return bits

    def accept(self, token: int) -> None:
        """Goes on past ``token``.

        Raises:
            ModelMisbehaved: it was not allowed.
        """
        if not self._matcher.consume_token(token):
            raise ModelMisbehaved("the grammar was left")

    def forced(self) -> Sequence[int]:
        """Tokens that must come next, already gone past."""
        tokens: list[int] = self._matcher.compute_ff_tokens()
        for token in tokens:
            self.accept(token)
        return tokens
