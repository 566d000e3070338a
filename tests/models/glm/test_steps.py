"""Steps of fixed shape: what stands beside a row changes nothing of it, nothing piles up, and a graph is optional."""

from __future__ import annotations

import gc
import logging
import threading
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("peft", reason="needs the llm extra")

import torch

from engine.models.local.captures import Capture, Captures, Work
from engine.models.local.decoding import DecodingBatch
from engine.models.local.loading import Loaded, load
from engine.models.local.model import LocalModel
from engine.models.local.slot_cache import SPAN, Budget, SlotCache, span_of
from engine.models.local.steps import Next, Steps, piece_of, rows_of
from engine.ports import Prompt, Request

PROMPT = tuple(range(10, 30))
LAYERS = 3
ROOM = Budget.of(rows=32, usual=SPAN, longest=4 * SPAN)


@pytest.fixture(scope="module")
def loaded(native: Path) -> Loaded:
    return load(native, "float32", device="cpu")


@pytest.fixture(autouse=True)
def _inference() -> Iterator[None]:
    with torch.inference_mode():
        yield


def steps_over(
    loaded: Loaded, prompts: Sequence[Sequence[int]], capture: Capture | None = None, budget: Budget = ROOM
) -> Steps:
    """Over a cache in which each row has the entries of its prompt."""
    cache = SlotCache(LAYERS, budget)
    steps = Steps(loaded, cache, Captures(capture), 32)
    for row, prompt in enumerate(prompts):
        steps.read(row, prompt, 0, 0)
    return steps


def followed(steps: Steps, lengths: Sequence[int], tokens: int, behind: Sequence[int] = ()) -> list[torch.Tensor]:
    """The first row's logits at each of ``tokens`` steps, in which every row goes on with the same tokens."""
    return [
        steps.run([Next(40 + step, length + step, length + step) for length in lengths], behind)[0].clone()
        for step in range(tokens)
    ]


def others(count: int) -> list[tuple[int, ...]]:
    return [tuple(range(50 + number, 60 + 3 * number)) for number in range(count)]


def test_buckets() -> None:
    assert [rows_of(count, 18) for count in (1, 2, 3, 4, 5, 9, 17, 18)] == [1, 2, 4, 4, 8, 16, 18, 18]
    assert [span_of(longest) for longest in (1, SPAN, SPAN + 1)] == [SPAN, SPAN, 2 * SPAN]
    assert [piece_of(tokens) for tokens in (1, 3, 33, 64, 65, 512)] == [1, 4, 64, 64, 128, 512]


@pytest.mark.parametrize("bucket", [2, 8, 32])
def test_within_a_bucket_a_row_is_the_same_to_the_last_bit_whoever_is_beside_it(loaded: Loaded, bucket: int) -> None:
    few, many = bucket // 2 + 1, bucket
    found = []
    for beside in (few - 1, many - 1):
        prompts = [PROMPT, *others(beside)]
        found.append(followed(steps_over(loaded, prompts), [len(prompt) for prompt in prompts], 6))
    assert all(torch.equal(one, other) for one, other in zip(*found, strict=True))


def test_a_wider_layout_changes_no_bit(loaded: Loaded) -> None:
    """Beside a text that is longer than usual the rows are laid out anew, in the memory that there was."""
    prompts = [PROMPT, *others(2)]
    lengths = [len(prompt) for prompt in prompts]
    narrow = steps_over(loaded, prompts)
    before = followed(narrow, lengths, 3)
    wide = steps_over(loaded, prompts)
    cache = wide._cache
    where = cache.addresses()
    assert (cache.width, cache.capacity, cache.capacity_for(3 * SPAN)) == (SPAN, 32, 8)
    cache.make_room(3 * SPAN, rows=3)
    assert (cache.width, cache.capacity) == (4 * SPAN, 8)
    assert all(map(torch.equal, before, followed(wide, lengths, 3)))
    assert cache.addresses() == where
    cache.make_room(SPAN, rows=3)
    assert cache.width == 4 * SPAN, "those in hand stay where they are"
    cache.make_room(SPAN, rows=0)
    assert cache.width == SPAN
    assert cache.capacity_for(5 * SPAN) == 0


def test_padding_spoils_nobody_who_waits_behind(loaded: Loaded) -> None:
    prompts = [PROMPT, *others(3)]
    steps = steps_over(loaded, prompts)
    kept = steps._cache.read(3, len(prompts[3]))
    followed(steps, [len(prompt) for prompt in prompts[:3]], 4, behind=[len(prompts[3])])
    for (keys, values), (keys_now, values_now) in zip(kept, steps._cache.read(3, len(prompts[3])), strict=True):
        assert torch.equal(keys, keys_now)
        assert torch.equal(values, values_now)


def test_no_step_piles_anything_up(loaded: Loaded) -> None:
    prompts = [PROMPT, *others(5)]
    lengths = [len(prompt) for prompt in prompts]
    steps = steps_over(loaded, prompts)
    followed(steps, lengths, 3)

    def where() -> list[int]:
        return [*steps._cache.addresses(), steps._inputs.data_ptr(), steps.logits.data_ptr()]

    def tensors() -> int:
        gc.collect()
        return sum(issubclass(type(each), torch.Tensor) for each in gc.get_objects())

    count, places = tensors(), where()
    tracemalloc.start()
    for step in range(3, 6):
        steps.run([Next(41, length + step, length + step) for length in lengths], ())
    first = tracemalloc.get_traced_memory()[0]
    for step in range(6, 26):
        steps.run([Next(41, length + step, length + step) for length in lengths], ())
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - first
    tracemalloc.stop()
    assert tensors() == count
    assert grown < 20_000
    assert where() == places


class Recorder:
    """A capture without a card: the work itself, and which shapes were asked for. It may refuse."""

    def __init__(self, refuses: type[Exception] | None = None) -> None:
        self.captures = self.replays = 0
        self.refuses = refuses

    def __call__(self, work: Work) -> Work:
        self.captures += 1
        if self.refuses is not None:
            raise self.refuses("operation not permitted when stream is capturing")
        work()  # warm-up, as for a graph: a step that is computed twice must be the same step

        def replay() -> torch.Tensor:
            self.replays += 1
            return work()

        return replay


def test_each_shape_is_captured_once_and_again_when_its_memory_was_given_back(loaded: Loaded) -> None:
    capture = Recorder()
    prompts, lengths = [PROMPT, *others(1)], [len(PROMPT), 10]
    steps = steps_over(loaded, prompts, capture)
    plain = followed(steps_over(loaded, prompts), lengths, 4)
    assert all(map(torch.equal, plain, followed(steps, lengths, 4)))
    assert (capture.captures, capture.replays) == (1, 4)
    steps.run([Next(40, 30, 30)], [10])
    assert capture.captures == 2
    steps._cache.make_room(4 * SPAN, rows=2)
    steps.run([Next(40, 31, 31)], [10])
    assert capture.captures == 3, "another layout"
    steps._captures.forget(steps._cache)
    steps.run([Next(40, 32, 32)], [10])
    assert capture.captures == 4


def test_a_capture_that_is_refused_is_told_once_and_done_without(
    loaded: Loaded, caplog: pytest.LogCaptureFixture
) -> None:
    capture = Recorder(refuses=RuntimeError)
    plain = followed(steps_over(loaded, [PROMPT]), [len(PROMPT)], 3)
    with caplog.at_level(logging.WARNING):
        assert all(map(torch.equal, plain, followed(steps_over(loaded, [PROMPT], capture), [len(PROMPT)], 3)))
    assert capture.captures == 1
    assert [record.getMessage() for record in caplog.records] == [
        "steps run without a graph from here on: RuntimeError: operation not permitted when stream is capturing"
    ]


def asked(number: int, words: int = 1) -> Request:
    own = f"Essay {number}. " * (number + words)
    return Request(Prompt("You are an examiner.", own), max_tokens=24, max_seconds=600)


def at_once(model: LocalModel, requests: Sequence[Request]) -> list[str]:
    answers: dict[int, str] = {}
    threads = [
        threading.Thread(target=lambda n=number, one=request: answers.__setitem__(n, model.generate(one).text))
        for number, request in enumerate(requests)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(len(requests))]


@pytest.mark.parametrize("capture", [Recorder(), Recorder(refuses=RuntimeError)])
def test_answers_are_the_same_with_a_capture_and_after_a_refused_one(
    native: Path, monkeypatch: pytest.MonkeyPatch, capture: Recorder
) -> None:
    requests = [asked(number) for number in range(5)]
    model = LocalModel(native, precision="float32", rows=4)
    before = at_once(model, requests)
    model.close()
    monkeypatch.setattr("engine.models.local.batching.capture_on", lambda _: capture)
    model.warm()
    warmed = capture.captures
    assert at_once(model, requests) == before
    assert at_once(model, requests) == before
    assert capture.captures == warmed, "what was captured at the start is all that the usual lengths need"
    model.close()


def test_a_text_longer_than_usual_has_its_place_in_the_same_memory(
    native: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.models.local.batching.TYPICAL_TOKENS", SPAN)
    model = LocalModel(native, precision="float32", rows=4, context=2 * SPAN)
    requests = [asked(0), asked(1, words=60), asked(2), asked(3, words=55), asked(4), asked(5)]
    alone = [model.generate(request).text for request in requests]
    assert at_once(model, requests) == alone
    model.close()


def test_memory_that_runs_out_halves_the_rows_and_loses_no_job(
    native: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    model = LocalModel(native, precision="float32", rows=8)
    requests = [asked(number) for number in range(6)]
    alone = [model.generate(request).text for request in requests]
    step: Callable[..., Any] = DecodingBatch.step

    def step_in_a_small_card(batch: DecodingBatch, **how: Any) -> None:
        if len(batch.rows) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory")
        step(batch, **how)

    monkeypatch.setattr(DecodingBatch, "step", step_in_a_small_card)
    before = next(iter(model.engine()._batches.values()))._cache._budget.entries
    assert at_once(model, requests) == alone
    assert model.engine()._places <= 2
    assert next(iter(model.engine()._batches.values()))._cache._budget.entries < before
    assert any("from here on" in record.getMessage() for record in caplog.records)
    model.close()
