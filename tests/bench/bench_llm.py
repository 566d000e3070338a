"""Measures the language model's road from checkpoint to answers, on random weights: speed does not ask for sense.

    python tests/bench/bench_llm.py [--size small|large|6b] [--essays N]

``small`` is the default on a CPU, ``6b`` (ChatGLM2's own shape) with CUDA. Prints a Markdown table.
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

import torch

from engine.ielts.rubric import load_rubric
from engine.marking.samples import sample_essay
from engine.models.chatglm2 import LocalModel
from engine.models.glm_config import ChatGlm2Config
from engine.models.glm_convert import convert
from engine.models.glm_names import source_shapes
from engine.models.quantize import quantize
from engine.ports import Prompt, Request
from engine.prompts import marking_prompt, record_schema

TINY = Path(__file__).parents[1] / "data" / "chatglm2-tiny"
#: hidden, ffn, layers, heads, size of a head, key heads, vocabulary
SIZES = {
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
    return (torch.empty(shape).uniform_(-1, 1) * shape[-1] ** -0.5).half()


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


def serving(folder: Path, name: str, batches: tuple[int, ...], essays: int) -> Iterator[tuple[str, str]]:
    """What a worker with these weights does."""
    model = LocalModel(folder, rows=max(*batches, essays), context=20_000)
    began = time.perf_counter()
    model.generate(asked("warm up", tokens=4))
    yield f"{name}: load and first answer", f"{time.perf_counter() - began:.1f} s"
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
    rules = Prompt("New rules. " + asked("").prompt.shared, "x")
    cold, warm = (first_token(model, Request(rules, 4, 600)) for _ in range(2))
    yield f"{name}: first token, shared beginning new / known", f"{cold:.0f} ms / {warm:.0f} ms"
    yield from marking(model, name, essays)
    if torch.cuda.is_available():
        yield f"{name}: GPU memory at most", f"{torch.cuda.max_memory_allocated() / 1e9:.2f} GB"
    model.close()


def marking(model: LocalModel, name: str, essays: int) -> Iterator[tuple[str, str]]:
    """The marking prompt and its record, cut at a fixed number of tokens so that runs can be compared."""
    essay = sample_essay()
    every = [(criterion, band) for criterion in essay.task.criteria for band in (5, 6, 7)]
    rules = [rule for criterion, band in every for rule in load_rubric().rules(essay.task.code, criterion, band)]
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


def measurements(size: str, essays: int) -> Iterator[tuple[str, str]]:
    """Every row, as it is measured."""
    with tempfile.TemporaryDirectory() as scratch:
        source, native, small = (Path(scratch) / name for name in ("source", "native", "nf4"))
        weights = random_checkpoint(source, size)
        seconds, peak = peak_of(convert, source, native)
        yield f"convert {weights / 1e6:,.0f} MB", f"{seconds:.1f} s, {peak:,.0f} MB of memory"
        seconds, peak = peak_of(quantize, native, small)
        after = sum(path.stat().st_size for path in small.glob("*.safetensors"))
        yield f"quantise to NF4: {after / 1e6:,.0f} MB", f"{seconds:.1f} s, {peak:,.0f} MB of memory"
        batches = (1, 8, 32) if torch.cuda.is_available() else (1, 8)
        if not torch.cuda.is_available():
            yield from serving(native, "bfloat16", batches, essays)
        yield from serving(small, "NF4", batches, essays)


def main() -> None:
    """Prints the table row by row."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", choices=SIZES, default="6b" if torch.cuda.is_available() else "small")
    parser.add_argument("--essays", type=int, default=16)
    chosen = parser.parse_args()
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else f"CPU, {torch.get_num_threads()} threads"
    where = f"{device}, Python {platform.python_version()}, torch {torch.__version__}"
    sys.stdout.write(f"Random weights of size `{chosen.size}`, {where}.\n\n| what | measured |\n|---|---|\n")
    for what, found in measurements(chosen.size, chosen.essays):
        sys.stdout.write(f"| {what} | {found} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
