"""Exactly: a row's logits are the same to the last bit alone and among 32 others that join and leave."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("peft", reason="needs the llm extra")
pytest.importorskip("llguidance", reason="needs the llm extra")

import torch

from engine.errors import OperatorMistake
from engine.models.local.attention import use_shared_keys
from engine.models.local.captures import Captures
from engine.models.local.decoding import DecodingBatch
from engine.models.local.exact import Exactly
from engine.models.local.jobs import Row
from engine.models.local.loading import Precision, load
from engine.models.local.model import LocalModel
from engine.models.local.slot_cache import SPAN, Budget, SlotCache
from engine.models.local.steps import Next, Steps, rows_of
from engine.models.weights.adapters import convert_adapter
from engine.ports import Prompt, Request

RUBRIC = "You are an examiner. Band 7 means a clear position throughout. Quote the essay."
SCHEMA = {
    "type": "object",
    "properties": {"reason": {"type": "string", "maxLength": 20}, "band": {"enum": ["5.0", "6.0", "6.5"]}},
    "required": ["reason", "band"],
    "additionalProperties": False,
}
ADAPTERS = (None, "essay", "examiner")
Logits = list["torch.Tensor"]


@pytest.fixture(scope="module")
def model(native: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalModel]:
    tiny = Path(__file__).parents[2] / "data" / "chatglm2-tiny"
    root = tmp_path_factory.mktemp("adapters")
    for name in ("lora", "ptuning"):
        convert_adapter(tiny / name, root / name, base=native)
    adapters = {"essay": root / "lora", "examiner": root / "ptuning"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "engine.models.local.batching.TYPICAL_TOKENS", SPAN
        )  # so that what is tried here is soon too long
        made = LocalModel(native, precision="float32", adapters=adapters, rows=31, context=2 * SPAN, exact=True)
        yield made
        made.close()


class Watch:
    """Keeps every logit from which a token of a watched answer was chosen, and how many were chosen for with it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: dict[int, list[torch.Tensor]] = {}
        self.beside: set[int] = set()
        self.widths: set[int] = set()
        choose = DecodingBatch._choose

        def watched(batch: DecodingBatch, rows: Sequence[Row]) -> None:
            for number, row in enumerate(rows):
                kept = self.seen.get(id(row.job.request))
                if kept is not None and not row.forced:
                    kept.append(batch._steps.logits[number].clone())
                    self.beside.add(len(rows))
                    self.widths.add(batch._cache.width)
            choose(batch, rows)

        monkeypatch.setattr(DecodingBatch, "_choose", watched)

    def answers(self, model: LocalModel, requests: Sequence[Request], crowd: Sequence[Request]) -> list[Logits]:
        """The logits of each request's answer, written together beside a crowd of which a third comes a little later."""
        engine, found = model.engine(), [self.seen.setdefault(id(each), []) for each in requests]
        # The engine itself is asked: the port would put another object in a request's place.
        threads = [threading.Thread(target=engine.generate, args=(each,)) for each in (*crowd, *requests)]
        for thread in threads[len(crowd) // 3 :]:
            thread.start()
        while crowd and not found[0]:
            time.sleep(0.001)
        for thread in threads[: len(crowd) // 3]:
            thread.start()
        for thread in threads:
            thread.join()
        self.seen.clear()
        return [list(each) for each in found]


def watched() -> list[Request]:
    """Through each adapter, free and held to a schema; no two begin alike, and half cross from one span into the next."""
    return [
        Request(
            Prompt(f"{RUBRIC} {adapter} {held}", "An essay of mine. " * (43 if held else 20)),
            40,
            120,
            SCHEMA if held else None,
            adapter,
        )
        for adapter in ADAPTERS
        for held in (False, True)
    ]


def others(count: int) -> list[Request]:
    """Short and long ones, through every adapter, some held to a schema and some in a hurry."""
    return [
        Request(
            Prompt(
                RUBRIC if number % 2 else "Other rules.",
                f"Essay {number}. " * (70 if number == 5 else 1 + 4 * (number % 4)),
            ),
            max_tokens=8 + number // 2,
            max_seconds=600,
            schema=SCHEMA if number % 3 == 1 else None,
            adapter=ADAPTERS[number % 3],
            urgent=number % 8 == 0,
        )
        for number in range(count)
    ]


def same(one: Logits, other: Logits) -> bool:
    return len(one) == len(other) > 5 and all(map(torch.equal, one, other))


def test_a_row_alone_is_the_row_among_others_to_the_last_bit(
    model: LocalModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch, requests = Watch(monkeypatch), watched()
    alone = [watch.answers(model, [each], ())[0] for each in requests]
    assert watch.beside == {1}
    known = [watch.answers(model, [each], ())[0] for each in requests[::3]]
    assert all(map(same, alone[::3], known)), "its beginning is copied, not computed"
    among = watch.answers(model, requests, others(32))
    assert all(map(same, alone, among))
    assert len({rows_of(count, 33) for count in watch.beside}) > 2, "the rows went from bucket to bucket"
    assert len(watch.widths) == 2, "and the rows were laid out anew"


def test_without_it_a_row_differs_in_its_last_bits(native: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So much, and no more, does an answer hang on who else is answered."""
    watch, asked = Watch(monkeypatch), watched()[0]
    model = LocalModel(native, precision="float32", rows=31)
    alone = watch.answers(model, [asked], ())[0]
    crowd = [replace(each, adapter=None) for each in others(32)[6:]]
    among = watch.answers(model, [asked], crowd)[0]
    model.close()
    difference = max(float((one - other).abs().max()) for one, other in zip(alone, among, strict=True))
    assert difference < 1e-4


@pytest.mark.parametrize("precision", ["float32", "bfloat16", "nf4"])
def test_every_precision_but_eight_bits_is_exact(native: Path, precision: Precision) -> None:
    """Steps alone: in whatever pieces a prompt is read, and whoever is beside it."""
    loaded = load(native, precision, device="cpu")
    use_shared_keys(loaded.model, exact=True)
    prompt = list(range(10, 30))

    def logits(beside: int, piece: int) -> torch.Tensor:
        steps = Steps(loaded, SlotCache(3, Budget.of(32, SPAN, SPAN)), Captures(None), 32)
        prompts = [prompt, *(list(range(50 + number, 60 + 3 * number)) for number in range(beside))]
        for row, ids in enumerate(prompts):
            for start in range(0, len(ids), piece):
                steps.read(row, ids[start : start + piece], start, start)
        return steps.run([Next(40, len(ids), len(ids)) for ids in prompts], ())[0].clone()

    with torch.inference_mode(), Exactly():
        alone = logits(0, 64)
        assert all(torch.equal(alone, logits(beside, 64)) for beside in (1, 7, 31))
        assert all(torch.equal(alone, logits(0, piece)) for piece in (1, 3))


def test_eight_bits_are_refused(native: Path) -> None:
    with pytest.raises(OperatorMistake, match="eight bits"):
        LocalModel(native, precision="int8", exact=True).engine()


def test_a_model_whose_attention_is_its_own_is_refused(native: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = LocalModel(native, precision="float32", exact=True)
    monkeypatch.setattr("engine.models.local.batching.use_shared_keys", lambda *_, **__: False)
    with pytest.raises(OperatorMistake, match="BANDMATE_LLM_EXACT"):
        model.engine()
