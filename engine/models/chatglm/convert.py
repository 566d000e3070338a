"""A ChatGLM2 checkpoint, rewritten tensor by tensor as transformers' own ``GlmForCausalLM``.

The numbers are not touched: logits equal the original implementation's (tests hold them to 1e-5 in float32). So
serving needs no remote code, and peft, bitsandbytes and trl work on the result as they come.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import GenerationConfig

from engine.errors import OperatorMistake
from engine.models.chatglm.config import ChatGlm2Config, is_native, read_chatglm2_config
from engine.models.chatglm.names import is_derived, native_parts, source_shapes
from engine.models.chatglm.tokenizer import save_fast_tokenizer
from engine.models.weights.manifest import MANIFEST, sign, verify_once
from engine.models.weights.torch_shards import shards_of, tensors_in

#: A written file holds at most this much, and so does the memory that waits to be written.
SHARD_BYTES = 1 << 29
#: Rows that are looked at together for numbers that are none: the look itself must not need a tensor's worth of memory.
_ROWS = 1024
#: Files of a native folder that are worth carrying over. Code is not among them.
_NATIVE_FILES = ("*.safetensors", "*.json", "*.jinja", "*.model", "*.txt")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Conversion:
    """What was written: the folder, whether it had to be converted, and how many tensors and bytes it holds."""

    folder: Path
    converted: bool
    tensors: int
    size: int


def convert(
    source: Path, target: Path, *, progress: Progress = lambda _: None, shard_bytes: int = SHARD_BYTES
) -> Conversion:
    """Writes the model in ``source`` to ``target`` (which must not exist yet) as a native folder.

    A folder that transformers knows already (any causal language model) is taken over as it is.

    Sums of the source are checked where it has a manifest, and the result gets one.

    Raises:
        OperatorMistake: the checkpoint is another model's, is damaged or incomplete, or ``target`` exists.
    """
    with fresh_folder(target) as folder:
        verify_once(source)
        if is_native(source):
            done = _take_over(source, folder, target)
            sign(folder, "taken over", source)
            return done
        config = read_chatglm2_config(source)
        writer = _ShardWriter(folder, shard_bytes)
        for name, tensor in _checked(source, config, progress):
            for part in native_parts(config, name, tensor.shape[0]):
                writer.add(part.name, tensor[part.start : part.stop])
        writer.close()
        native = config.native()
        native.dtype = writer.dtype
        native.save_pretrained(folder)
        GenerationConfig(bos_token_id=1, eos_token_id=2, pad_token_id=0).save_pretrained(folder)
        save_fast_tokenizer(source / "tokenizer.model", folder, vocabulary=config.padded_vocab_size)
        sign(folder, "converted", source)
        return Conversion(target, converted=True, tensors=writer.tensors, size=writer.size)


@contextmanager
def fresh_folder(target: Path) -> Iterator[Path]:
    """A scratch folder beside ``target`` that becomes it at the end, so that a half-written model never has its name.

    Raises:
        OperatorMistake: ``target`` exists and is not an empty folder, or cannot be written.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise OperatorMistake(f"{target} exists: name a folder that does not")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise OperatorMistake(f"{target} cannot be written: {error.strerror}") from error
    try:
        yield scratch
        scratch.chmod(0o755)
        scratch.replace(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _checked(source: Path, config: ChatGlm2Config, progress: Progress) -> Iterator[tuple[str, torch.Tensor]]:
    """Every tensor of the checkpoint, each of the shape that the configuration promises, none twice or missing."""
    missing = source_shapes(config)
    for shard in shards_of(source):
        progress(shard.name)
        for name, tensor in tensors_in(shard):
            if is_derived(name):
                continue
            shape = missing.pop(name, None)
            if shape is None:
                raise OperatorMistake(f"{shard.name}: {name} is unexpected or there twice; is this ChatGLM2?")
            if tuple(tensor.shape) != shape or not tensor.is_floating_point():
                raise OperatorMistake(f"{shard.name}: {name} is not {shape} real numbers, as config.json says")
            if not all(bool(torch.isfinite(rows).all()) for rows in tensor.split(_ROWS)):
                raise OperatorMistake(f"{shard.name}: {name} holds values that are not numbers: copy it again")
            yield name, tensor
    if missing:
        raise OperatorMistake(f"{len(missing)} tensors are missing from {source}, such as {min(missing)}")


class _ShardWriter:
    """Gathers tensors up to a limit, then writes them: the memory in use is one file's worth."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self._waiting: dict[str, torch.Tensor] = {}
        self._waiting_bytes = 0
        self._files: list[tuple[Path, list[str]]] = []
        self.tensors = 0
        self.size = 0
        self.dtype: torch.dtype | None = None

    def add(self, name: str, tensor: torch.Tensor) -> None:
        if self._waiting and self._waiting_bytes + tensor.nbytes > self._limit:
            self._flush()
        # A copy: a slice would keep its whole source file mapped, and safetensors refuses shared memory.
        self._waiting[name] = tensor.clone(memory_format=torch.contiguous_format)
        self._waiting_bytes += tensor.nbytes
        self.tensors += 1
        self.size += tensor.nbytes
        self.dtype = tensor.dtype

    def _flush(self) -> None:
        path = self._folder / f"part-{len(self._files):05d}.safetensors"
        save_file(self._waiting, path, metadata={"format": "pt"})
        path.chmod(0o644)  # safetensors writes for its owner only; a worker may run as somebody else
        self._files.append((path, list(self._waiting)))
        self._waiting, self._waiting_bytes = {}, 0

    def close(self) -> None:
        self._flush()
        count = len(self._files)
        if count == 1:
            self._files[0][0].rename(self._folder / "model.safetensors")
            return
        weight_map: dict[str, str] = {}
        for number, (path, names) in enumerate(self._files, start=1):
            final = f"model-{number:05d}-of-{count:05d}.safetensors"
            path.rename(self._folder / final)
            weight_map |= dict.fromkeys(names, final)
        index = {"metadata": {"total_size": self.size}, "weight_map": weight_map}
        (self._folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=1), "utf-8")


def _take_over(source: Path, folder: Path, target: Path) -> Conversion:
    """Hard links where the disk allows it: a second copy of the weights would cost gigabytes."""
    tensors = 0
    for shard in shards_of(source):
        if shard.suffix != ".safetensors":
            raise OperatorMistake(f"{shard.name}: only safetensors are taken over as they are")
        tensors += sum(1 for _ in tensors_in(shard))
    size = 0
    for path in sorted({path for pattern in _NATIVE_FILES for path in source.glob(pattern)} - {source / MANIFEST}):
        try:
            os.link(path, folder / path.name)
        except OSError:
            shutil.copyfile(path, folder / path.name)
        size += path.stat().st_size
    return Conversion(target, converted=False, tensors=tensors, size=size)
