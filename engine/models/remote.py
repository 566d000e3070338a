"""A language model on an OpenAI-compatible server (vLLM, llama.cpp, Ollama): several machines share one model."""

from __future__ import annotations

import json
import math
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import openai

from engine.errors import ModelMisbehaved, OperatorMistake, TryAgain
from engine.ports import Choice, Completion, Prompt, Request, Stopped

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletionChunk

#: Tries at one request while its time lasts and nothing of an answer has come.
ATTEMPTS = 3
_PAUSE_SECONDS = 0.25
_ALTERNATIVES = 20
#: English takes about four bytes a token and Chinese about three in the vocabularies of current models.
_BYTES_A_TOKEN = 3
_TEMPLATE_TOKENS = 32
#: A server reads its template and a learner's text as one string, so spellings of control tokens are pulled apart.
#: Verified quotes ignore white space, so a quote of such a place still holds.
_CONTROL_SPELLING = re.compile(r"<(?=\||/?s>|unk>|pad>)|\[(?=/?INST\]|[gs]?MASK\])")
_PASSING = (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError, openai.ConflictError)


class RemoteModel:
    """A server's model, a :class:`engine.ports.LanguageModel`; at most ``at_once`` requests are under way.

    An adapter is asked for as a model of its name, which is how vLLM serves LoRA modules.
    """

    def __init__(self, url: str, model: str, *, key: str | None = None, at_once: int = 16, context: int = 8192) -> None:
        # Servers of one's own want no key, but the SDK insists on some text.
        self._client = openai.OpenAI(base_url=url, api_key=key or "none", max_retries=0)
        self._url = url
        self._model = model
        self._places = threading.BoundedSemaphore(at_once)
        self._context = context

    @property
    def name(self) -> str:
        """The model's name on the server."""
        return self._model

    def room(self, prompt: Prompt) -> int:
        """An estimate on the safe side, for the protocol has no way to count: see :data:`_BYTES_A_TOKEN`."""
        size = len(f"{prompt.shared}\n{prompt.own}".encode())
        return self._context - math.ceil(size / _BYTES_A_TOKEN) - _TEMPLATE_TOKENS

    def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:
        """See :meth:`engine.ports.LanguageModel.generate`."""
        deadline = time.monotonic() + request.max_seconds
        if not self._places.acquire(timeout=request.max_seconds):
            raise TryAgain("the language model's server is busy", after=timedelta(seconds=30))
        try:
            with self._translated(request.adapter or self._model):
                return _Answer(request, deadline, on_text).read(self._opened(request, deadline))
        finally:
            self._places.release()

    def _opened(self, request: Request, deadline: float) -> Iterator[ChatCompletionChunk]:
        """The answer's stream; passing trouble before it opens is tried again."""
        for attempt in range(1, ATTEMPTS + 1):
            left = deadline - time.monotonic()
            try:
                stream: Iterator[ChatCompletionChunk] = self._client.chat.completions.create(
                    **self._arguments(request), timeout=max(left, 0.1)
                )
            except _PASSING:
                if attempt == ATTEMPTS or deadline - time.monotonic() < _PAUSE_SECONDS * 2**attempt:
                    raise
                time.sleep(_PAUSE_SECONDS * 2**attempt)
            else:
                return stream
        raise AssertionError  # the last attempt returned or raised

    def _arguments(self, request: Request) -> dict[str, Any]:
        arguments: dict[str, Any] = {
            "model": request.adapter or self._model,
            "messages": [
                {"role": "system", "content": request.prompt.shared},
                {"role": "user", "content": _CONTROL_SPELLING.sub(lambda found: f"{found[0]} ", request.prompt.own)},
            ],
            "max_tokens": request.max_tokens,
            "temperature": request.temperature,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if request.temperature:
            arguments["seed"] = request.seed
        if request.schema is not None:
            schema = {"name": "record", "strict": True, "schema": dict(request.schema)}
            arguments |= {
                "response_format": {"type": "json_schema", "json_schema": schema},
                "logprobs": True,
                "top_logprobs": _ALTERNATIVES,
            }
        return arguments

    @contextmanager
    def _translated(self, model: str) -> Iterator[None]:
        try:
            yield
        except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
            raise OperatorMistake(f"{self._url} wants another key: set BANDMATE_LLM_KEY") from error
        except openai.NotFoundError as error:
            raise OperatorMistake(f"{self._url} serves no model called {model}: set BANDMATE_LLM_MODEL") from error
        except _PASSING as error:
            raise TryAgain("the language model's server is away", after=timedelta(seconds=15)) from error
        except openai.OpenAIError as error:
            raise ModelMisbehaved(f"the language model's server refused: {type(error).__name__}") from error


class _Answer:
    """Gathers a stream."""

    def __init__(self, request: Request, deadline: float, on_text: Callable[[str], None] | None) -> None:
        self._request = request
        self._deadline = deadline
        self._on_text = on_text
        self._text = ""
        self._choices: list[Choice] = []
        self._stopped: Stopped | None = None
        self._used = (0, 0)

    def read(self, stream: Iterator[ChatCompletionChunk]) -> Completion:
        try:
            self._gather(stream)
        except openai.OpenAIError:
            # What has come is worth reading: llama.cpp ends an answer with an error that runs into its budget.
            if not self._text:
                raise
        except json.JSONDecodeError:
            pass  # half a line: the server was ended
        if self._stopped is None:
            if not self._text:
                raise TryAgain("the language model's server broke off", after=timedelta(seconds=15))
            self._stopped = Stopped.TIME if time.monotonic() >= self._deadline else Stopped.BROKEN
        return Completion(self._text, self._stopped, *self._used, tuple(self._choices))

    def _gather(self, stream: Iterator[ChatCompletionChunk]) -> None:
        for chunk in stream:
            if chunk.usage is not None:
                self._used = (chunk.usage.prompt_tokens, chunk.usage.completion_tokens)
            if chunk.choices:
                self._add(chunk.choices[0])
            if time.monotonic() >= self._deadline:
                self._stopped = self._stopped or Stopped.TIME
                break

    def _add(self, choice: Any) -> None:  # noqa: ANN401  (one of the SDK's many generated types)
        offset = len(self._text)
        for token in (choice.logprobs and choice.logprobs.content) or ():
            options = {each.token: math.exp(each.logprob) for each in token.top_logprobs}
            if options:
                self._choices.append(Choice(offset, options))
            offset += len(token.token)
        piece = choice.delta.content or ""
        self._text += piece
        if piece and self._on_text is not None:
            self._on_text(piece)
        if choice.finish_reason is not None:
            self._stopped = Stopped.TOKENS if choice.finish_reason == "length" else Stopped.END
