"""transformers' own continuous batching beside our engine: the smallest adapter that serves the same requests.

It is here to be measured and nowhere else. What it lacks for us: the entries of a P-Tuning prefix have no way into its
pages, whoever is speaking cannot go first, and tokens that a schema forces take a pass each.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, ClassVar

import torch
from transformers import ContinuousBatchingConfig, GenerationConfig, LogitsProcessorList
from transformers.generation.continuous_batching.cb_logits_processors import (
    ContinuousBatchingLogitsProcessor,
    ContinuousBatchingLogitsProcessorList,
)

from engine.models.local.constrained import Constraint
from engine.models.local.model import LocalModel
from engine.ports import Request

PAGE = 256


class Held(ContinuousBatchingLogitsProcessor):
    """Holds each request to its grammar; silent tokens come in no answer."""

    supported_kwargs: ClassVar[dict[str, type]] = {"constraint": Constraint}
    ignored_kwargs: ClassVar[tuple[str, ...]] = ()

    def __init__(self, silent: Sequence[int], vocabulary: int, device: torch.device) -> None:
        self._free = torch.ones(vocabulary, dtype=torch.bool)
        self._free[list(silent)] = False
        self._device = device
        self._allowed = self._free[None]
        self._taken: dict[str, int] = {}

    def fill_defaults(self, int32_tensor: torch.Tensor) -> None:
        int32_tensor.zero_()

    def prepare_tensor_args(self, requests_with_new_token: list[Any]) -> torch.Tensor:
        rows = [self._row(request.state) for request in requests_with_new_token]
        if rows:
            self._allowed = torch.stack(rows).to(self._device)
        return torch.arange(len(rows), dtype=torch.int32)

    def _row(self, state: Any) -> torch.Tensor:
        constraint = state.logit_processor_kwargs.get("constraint")
        if constraint is None:
            return self._free
        for token in state.generated_tokens[self._taken.get(state.request_id, 0) :]:
            constraint.accept(token)
        self._taken[state.request_id] = len(state.generated_tokens)
        words = torch.from_numpy(constraint.allowed().view("int32").copy())
        bits = (words[:, None] >> torch.arange(32, dtype=torch.int32) & 1).bool().view(-1)
        return bits[: len(self._free)] & self._free

    def __call__(self, scores: torch.Tensor, tensor_arg: torch.Tensor) -> torch.Tensor:
        return scores.masked_fill(~self._allowed[tensor_arg[: scores.shape[0]].long()], float("-inf"))


def library_batching(model: LocalModel, requests: Sequence[Request]) -> tuple[float, list[str]]:
    """Tokens a second of all answers, all requests waiting at once, and the answers."""
    engine = model.engine()
    loaded, device = engine._loaded, engine._loaded.device
    ours = loaded.model.config._attn_implementation
    prompts = [engine._encoder.encode(request.prompt) for request in requests]
    ids = [[*prompt.shared, *prompt.own] for prompt in prompts]
    pages = sum(-(-(len(each) + request.max_tokens) // PAGE) + 1 for each, request in zip(ids, requests, strict=True))
    graphs = device.type == "cuda"
    config = ContinuousBatchingConfig(
        page_size=PAGE, num_blocks=pages, max_batch_tokens=512, use_cuda_graph=graphs, use_async_batching=False
    )
    loaded.model.set_attn_implementation("sdpa")
    manager = loaded.model.init_continuous_batching(
        GenerationConfig(do_sample=False, eos_token_id=sorted(loaded.ends)), config
    )
    held = Held(loaded.silent, loaded.vocabulary, device)
    manager.logit_processor = ContinuousBatchingLogitsProcessorList(LogitsProcessorList([held]))
    manager.logit_processor.tensors_required = 1
    manager.start()
    began = time.perf_counter()
    for number, (each, request) in enumerate(zip(ids, requests, strict=True)):
        more = {} if request.schema is None else {"constraint": engine._grammars.begin(request.schema)}
        manager.add_request(each, str(number), max_new_tokens=request.max_tokens, **more)
    found: dict[str, list[int]] = {}
    while len(found) < len(requests):
        done = manager.get_result(timeout=120)
        if done is None or done.error:
            raise RuntimeError(f"the library's batching gave no answer: {done.error if done else 'in time'}")
        found[done.request_id] = done.generated_tokens
    seconds = time.perf_counter() - began
    manager.stop(block=True)
    loaded.model.set_attn_implementation(ours)
    texts = [loaded.tokenizer.decode(found[str(number)], skip_special_tokens=True) for number in range(len(requests))]
    return sum(map(len, found.values())) / seconds, texts
