"""Measures the language model's road from checkpoint to answers, on random weights: speed does not ask for sense.

    python tests/bench/bench_llm.py [--size tiny|small|large|6b] [--essays N] [--gpu | --rehearse]

``small`` is the default on a CPU, ``6b`` (ChatGLM2's own shape) with CUDA. ``--gpu`` refuses to measure anything
else, makes the weights on the card, leaves out what a CPU is measured for, and sets plain ``generate``, transformers' own
continuous batching and other 4-bit weights beside ours. ``--rehearse`` goes that way on a CPU, so that nothing silly stops
it on a card. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import platform
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
import torch
from library_batching import library_batching

from engine.errors import BandmateError
from engine.ielts.rubric import Rule, load_rubric
from engine.ielts.writing import Essay
from engine.marking.writing.samples import sample_essay
from engine.models.chatglm.config import ChatGlm2Config
from engine.models.chatglm.convert import convert
from engine.models.chatglm.names import source_shapes
from engine.models.local.batching import Engine
from engine.models.local.loading import Loaded, load
from engine.models.local.model import LocalModel
from engine.models.weights.quantize import quantize
from engine.ports import Prompt, Request
from engine.prompts import marking_prompt, record_schema

TINY = Path(__file__).parents[1] / "data" / "chatglm2-tiny"
#: hidden, ffn, layers, heads, size of a head, key heads, vocabulary
SIZES = {
    "tiny": (64, 128, 3, 4, 16, 2, 768),
    "small": (512, 1408, 8, 8, 64, 2, 768),
    "large": (2048, 5504, 16, 16, 128, 2, 65024),
    "6b": (4096, 13696, 28, 32, 128, 2, 65024),
}
NEW_TOKENS = 64
RECORD_TOKENS = 384
#: Characters that a token of ChatGLM2's own vocabulary holds in English prose (calculated from published vocabularies of
#: its size): the tiny tokenizer's tokens are shorter, so texts are cut until they have as many tokens as they would have.
CHARACTERS_A_TOKEN = 4.2
ROUNDS = 3


def random_checkpoint(folder: Path, size: str) -> int:
    """A checkpoint in the original layout with random weights; returns its bytes."""
    hidden, ffn, layers, heads, head, groups, vocabulary = SIZES[size]
    raw = json.loads((TINY / "config.json").read_text("utf-8")) | {
        "hidden_size": hidden,
        "ffn_hidden_size": ffn,
        "num_layers": layers,
        "num_attention_heads": heads,
        "kv_channels": head,
        "multi_query_group_num": groups,
        "padded_vocab_size": vocabulary,
        "seq_length": 32768,
    }
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(raw), "utf-8")
    shutil.copyfile(TINY / "tokenizer.model", folder / "tokenizer.model")
    shards: list[dict[str, torch.Tensor]] = [{}]
    for name, shape in source_shapes(ChatGlm2Config.model_validate(raw)).items():
        if sum(tensor.nbytes for tensor in shards[-1].values()) > 2e9:
            _save(folder, shards)
        shards[-1][name] = torch.ones(shape, dtype=torch.float16) if "norm" in name else _noise(shape)
    _save(folder, shards)
    weight_map = {name: f"pytorch_model-{n}.bin" for n, shard in enumerate(shards[:-1]) for name in shard}
    (folder / "pytorch_model.bin.index.json").write_text(json.dumps({"weight_map": weight_map}), "utf-8")
    return sum(path.stat().st_size for path in folder.glob("*.bin"))


def _noise(shape: tuple[int, ...]) -> torch.Tensor:
    device = "cuda" if torch.cuda.is_available() else "cpu"
    return (torch.empty(shape, device=device).uniform_(-1, 1) * shape[-1] ** -0.5).half().cpu()


def _save(folder: Path, shards: list[dict[str, torch.Tensor]]) -> None:
    torch.save(shards[-1], folder / f"pytorch_model-{len(shards) - 1}.bin")
    shards[-1] = {name: tensor.new_empty(0) for name, tensor in shards[-1].items()}
    shards.append({})


def peak_of(work: Callable[..., object], *arguments: object) -> tuple[float, float]:
    """Seconds, and the peak of the memory that is the process's own (mapped files aside) in MB, beyond its start."""
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe()
    child = context.Process(target=_watched, args=(theirs, work, arguments))
    child.start()
    seconds, peak = mine.recv()
    child.join()
    return float(seconds), float(peak)


def _watched(pipe: Any, work: Callable[..., object], arguments: tuple[object, ...]) -> None:
    peak, start, done = 0, _own_memory(), threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.01):
            peak = max(peak, _own_memory())

    watcher = threading.Thread(target=watch)
    watcher.start()
    began = time.perf_counter()
    work(*arguments)
    seconds = time.perf_counter() - began
    done.set()
    watcher.join()
    pipe.send((seconds, (peak - start) / 1e3))


def _own_memory() -> int:
    """Kilobytes."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1])
    return 0


def asked(own: str, **rest: Any) -> Request:
    shared = "You are an examiner. " + "Band seven asks for a clear position throughout the whole answer. " * 40
    return Request(Prompt(shared, own), max_tokens=rest.pop("tokens", NEW_TOKENS), max_seconds=600, **rest)


def together(model: LocalModel, requests: list[Request]) -> float:
    """Tokens a second of answers, all requests waiting at once."""
    tokens = [0] * len(requests)

    def one(number: int) -> None:
        tokens[number] = model.generate(requests[number]).tokens

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(requests))]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(tokens) / (time.perf_counter() - began)


def plain_generate(model: LocalModel, asked_for: Prompt, batch: int, tokens: int) -> float:
    """Tokens a second of ``transformers.generate`` with its own attention, on the same weights and prompt."""
    engine = model.engine()
    loaded, ids = engine._loaded, engine._encoder.encode(asked_for)
    prompt = torch.tensor([[*ids.shared, *ids.own]] * batch, device=loaded.device)
    ours = loaded.model.config._attn_implementation
    loaded.model.set_attn_implementation("sdpa")
    began = time.perf_counter()
    with torch.inference_mode():
        out = loaded.model.generate(
            prompt,
            attention_mask=torch.ones_like(prompt),
            max_new_tokens=tokens,
            do_sample=False,
            suppress_tokens=[*loaded.silent, *loaded.ends],
        )
    seconds = time.perf_counter() - began
    loaded.model.set_attn_implementation(ours)
    return (out.shape[1] - prompt.shape[1]) * batch / seconds


def bandwidth_floor(model: LocalModel) -> float:
    """Passes a second, if a pass did nothing but read every weight once at the speed at which the GPU's memory copies."""
    loaded = model.engine()._loaded
    table = loaded.model.get_input_embeddings().weight.nbytes
    read = sum(weight.nbytes for weight in loaded.model.parameters()) - table
    block = torch.ones(1 << 26, dtype=torch.uint8, device=loaded.device)
    seconds = []
    for _ in range(8):
        began = time.perf_counter()
        block.clone()
        torch.cuda.synchronize()
        seconds.append(time.perf_counter() - began)
    return 2 * block.nbytes / min(seconds) / read


def as_long_as_real(model: LocalModel, prompt: Prompt) -> Prompt:
    """The prompt, cut until it has the tokens that it would have in ChatGLM2's vocabulary."""
    ids = model.engine()._encoder.encode(prompt)

    def cut(text: str, tokens: int) -> str:
        return text[: int(len(text) * min(len(text) / CHARACTERS_A_TOKEN / tokens, 1))]

    return Prompt(cut(prompt.shared, len(ids.shared)), cut(prompt.own, len(ids.own)))


def first_token(model: LocalModel, request: Request) -> float:
    """Milliseconds until the first piece of text."""
    began = time.perf_counter()
    when: list[float] = []
    model.generate(request, lambda _: when.append(time.perf_counter()))
    return (when[0] - began) * 1e3


def pace(model: LocalModel, batch: int) -> float:
    """Tokens a second of ``batch`` long answers whose prompts are known, so that steps are nearly all that is measured."""
    return together(model, [asked("", tokens=4 * NEW_TOKENS) for _ in range(batch)])


def grammar_cost(model: LocalModel) -> float:
    """Seconds that a row's grammar takes a token: the mask of what may come, over the beginning of a record."""
    engine = model.engine()
    constraint = engine._grammars.begin(record_schema(sample_essay().task.criteria, rules_of(sample_essay())))
    constraint.forced()
    seconds = []
    for _ in range(100):
        began = time.perf_counter()
        allowed = constraint.allowed()
        seconds.append(time.perf_counter() - began)
        bits = np.unpackbits(allowed.view(np.uint8), bitorder="little")[: engine._loaded.vocabulary]
        constraint.accept(int(np.flatnonzero(bits)[-1]))
        constraint.forced()
        if constraint.done:
            break
    return sum(seconds) / len(seconds)


def by_the_library(model: LocalModel, batches: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """The library's own continuous batching on the same weights and requests."""
    for batch in batches:
        requests = [asked(f"Essay {number}.") for number in range(batch)]
        ours = together(model, requests)
        library_batching(model, requests)  # what it captures at first need
        theirs, texts = library_batching(model, requests)
        same = sum(text == model.generate(request).text for text, request in zip(texts, requests, strict=True))
        yield (
            f"NF4: {batch} answers at once, this engine / transformers' continuous batching",
            f"{ours:.0f} / {theirs:.0f} tokens/s; {same} of {batch} answers are the same",
        )


def four_bits(native: Path, nf4: Path, batches: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """NF4 beside torchao's int4 (tinygemm), where that is installed: logits held against bfloat16's, memory, speed."""
    ids = torch.randint(10, 700, (4, 64), generator=torch.Generator().manual_seed(0))

    def logits(loaded: Loaded) -> torch.Tensor:
        with torch.inference_mode():
            return loaded.model(ids.to(loaded.device)).logits.float().cpu()

    whole = load(native, "bfloat16")
    right = logits(whole)

    def held(loaded: Loaded) -> str:
        found = logits(loaded)
        same = (found.argmax(-1) == right.argmax(-1)).float().mean()
        return f"{float((found - right).norm() / right.norm()):.3f} of the logits' norm away, likeliest token the same in {same:.0%}"

    yield "NF4 beside bfloat16", held(load(nf4, "auto"))
    yield from _paces(whole, "bfloat16", batches)
    try:
        from torchao.quantization import Int4WeightOnlyConfig, quantize_

        packed = Int4WeightOnlyConfig(group_size=64, int4_packing_format="tile_packed_to_4d")
        quantize_(whole.model, packed, filter_fn=_is_quantised)
        yield "torchao int4 (tinygemm) beside bfloat16", held(whole)
        yield from _paces(whole, "torchao int4", batches)
    except (ImportError, RuntimeError, ValueError, AssertionError, BandmateError) as error:
        yield "torchao int4 (tinygemm)", f"not here: {type(error).__name__}: {str(error)[:80]}"


def _paces(loaded: Loaded, name: str, batches: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    model = LocalModel(Path(name))
    model._engine = Engine(loaded, {}, rows=max(batches), context=4096)
    for batch in batches:
        pace(model, batch)
        yield f"{name}: {batch} at once, steps alone", f"{pace(model, batch):.0f} tokens/s"
    model.close()


def _is_quantised(part: torch.nn.Module, name: str) -> bool:
    return isinstance(part, torch.nn.Linear) and part.in_features % 64 == 0 and "lm_head" not in name


def serving(
    folder: Path, name: str, batches: tuple[int, ...], essays: int, *, as_on_a_card: bool
) -> Iterator[tuple[str, str]]:
    """What a worker with these weights does."""
    model = LocalModel(folder, rows=max(*batches, essays), context=20_000)
    began = time.perf_counter()
    model.generate(asked("warm up", tokens=4))
    yield f"{name}: load and first answer", f"{time.perf_counter() - began:.1f} s"
    if as_on_a_card:
        began = time.perf_counter()
        model.warm()
        yield f"{name}: all shapes captured (--warm)", f"{time.perf_counter() - began:.1f} s"
    # A CPU keeps so small a model in its caches, so memory is no bound there.
    floor = bandwidth_floor(model) if torch.cuda.is_available() else None
    for batch in batches:
        ours = together(model, [asked(f"Essay {number}.") for number in range(batch)])
        plain = plain_generate(model, asked("An essay.").prompt, batch, NEW_TOKENS)
        yield (
            f"{name}: {batch} answers at once, prompts included",
            f"{ours:.0f} tokens/s; plain generate {plain:.0f}"
            + ("" if floor is None else f"; by memory bandwidth at most {batch * floor:,.0f}"),
        )
        pace(model, batch)  # shapes are captured at first need
        yield f"{name}: {batch} at once, steps alone", f"{pace(model, batch):.0f} tokens/s"
    if as_on_a_card:
        yield from by_the_library(model, (batches[0], batches[-1]))
        cost, step = grammar_cost(model), batches[-1] / pace(model, batches[-1])
        yield (
            f"{name}: grammar of a row, and of {batches[-1]} rows in a step",
            f"{cost * 1e6:.0f} microseconds, {cost * batches[-1] / step:.1%} of the step",
        )
    rules = Prompt("New rules. " + asked("").prompt.shared, "x")
    cold, warm = (first_token(model, Request(rules, 4, 600)) for _ in range(2))
    yield f"{name}: first token, shared beginning new / known", f"{cold:.0f} ms / {warm:.0f} ms"
    yield from marking(model, name, essays)
    if torch.cuda.is_available():
        yield f"{name}: GPU memory at most", f"{torch.cuda.max_memory_allocated() / 1e9:.2f} GB"
    model.close()


def rules_of(essay: Essay) -> list[Rule]:
    """Those that a marking prompt holds."""
    every = [(criterion, band) for criterion in essay.task.criteria for band in (5, 6, 7)]
    return [rule for criterion, band in every for rule in load_rubric().rules(essay.task.code, criterion, band)]


def marking(model: LocalModel, name: str, essays: int) -> Iterator[tuple[str, str]]:
    """The marking prompt and its record, cut at a fixed number of tokens so that runs can be compared."""
    essay = sample_essay()
    rules = rules_of(essay)
    prompt = as_long_as_real(model, marking_prompt(essay, rules, {"words": essay.word_count}))
    ids = model.engine()._encoder.encode(prompt)
    yield f"{name}: tokens of the marking prompt, shared + own", f"{len(ids.shared)} + {len(ids.own)}"
    schema = record_schema(essay.task.criteria, rules)
    model.generate(Request(prompt, 4, 600))  # the rules are known from here on, as they are in a worker
    free = Request(prompt, RECORD_TOKENS, 600)
    held = Request(prompt, RECORD_TOKENS, 600, schema=schema)
    # One after the other in turn, and the best of each: other work on the machine slows both.
    rounds = [[together(model, [request]) for request in (free, held)] for _ in range(ROUNDS)]
    loose, strict = (max(side) for side in zip(*rounds, strict=True))
    yield (
        f"{name}: {RECORD_TOKENS} tokens of a record, free / held to its schema",
        f"{loose:.0f} / {strict:.0f} tokens/s",
    )
    crowd = together(model, [held] * essays)
    minute = 60 / RECORD_TOKENS
    plain = plain_generate(model, prompt, 1, RECORD_TOKENS)
    yield (
        f"{name}: such records a minute, plain generate / one by one / {essays} waiting",
        f"{plain * minute:.0f} / {strict * minute:.0f} / {crowd * minute:.0f}: x {crowd / plain:.1f}, x {crowd / strict:.1f}",
    )


def measurements(size: str, essays: int, *, as_on_a_card: bool) -> Iterator[tuple[str, str]]:
    """Every row, as it is measured."""
    with tempfile.TemporaryDirectory() as scratch:
        source, native, small = (Path(scratch) / name for name in ("source", "native", "nf4"))
        weights = random_checkpoint(source, size)
        seconds, peak = peak_of(convert, source, native)
        yield f"convert {weights / 1e6:,.0f} MB", f"{seconds:.1f} s, {peak:,.0f} MB of memory"
        seconds, peak = peak_of(quantize, native, small)
        after = sum(path.stat().st_size for path in small.glob("*.safetensors"))
        yield f"quantise to NF4: {after / 1e6:,.0f} MB", f"{seconds:.1f} s, {peak:,.0f} MB of memory"
        if not as_on_a_card:
            for folder, name in ((native, "bfloat16"), (small, "NF4")):
                yield from serving(folder, name, (1, 8), essays, as_on_a_card=False)
            return
        yield from serving(small, "NF4", (1, 4, 8, 16, 32), essays, as_on_a_card=True)
        yield from four_bits(native, small, (1, 8, 32))


def main() -> None:
    """Prints the table row by row."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=SIZES, default="6b" if torch.cuda.is_available() else "small")
    parser.add_argument("--essays", type=int, default=16)
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--gpu", action="store_true", help="measure a card or nothing")
    way.add_argument("--rehearse", action="store_true", help="go a card's way without one")
    chosen = parser.parse_args()
    if chosen.gpu and not torch.cuda.is_available():
        parser.error("there is no card that torch can use here")
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else f"CPU, {torch.get_num_threads()} threads"
    where = f"{device}, Python {platform.python_version()}, torch {torch.__version__}"
    sys.stdout.write(f"Random weights of size `{chosen.size}`, {where}.\n\n| what | measured |\n|---|---|\n")
    as_on_a_card = chosen.rehearse or torch.cuda.is_available()
    for what, found in measurements(chosen.size, chosen.essays, as_on_a_card=as_on_a_card):
        sys.stdout.write(f"| {what} | {found} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
