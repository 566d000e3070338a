"""Tensors from checkpoint files, one at a time, without trusting the files.

A ``.bin`` file is a zip of raw tensor storages and one pickle. A pickle can run any code, so it is read with torch's
restricted unpickler (``weights_only``), which builds tensors and nothing else; the storages are mapped, not read, so
a 12 GB checkpoint costs the memory of the tensor in hand. Every record's CRC is checked before it is believed.
"""

from __future__ import annotations

import json
import pickle
import zipfile
from collections.abc import Iterator
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open

from engine.errors import OperatorMistake

_INDEXES = ("model.safetensors.index.json", "pytorch_model.bin.index.json")
_SINGLES = ("model.safetensors", "pytorch_model.bin", "adapter_model.safetensors", "adapter_model.bin")


def shards_of(folder: Path) -> tuple[Path, ...]:
    """The weight files in ``folder``, as its index lists them or as the one file that needs no index.

    Raises:
        OperatorMistake: there are none, the index is broken, or a file that it names is not there.
    """
    for name in _INDEXES:
        index = folder / name
        if index.is_file():
            return _indexed(index)
    for name in _SINGLES:
        if (folder / name).is_file():
            return (folder / name,)
    raise OperatorMistake(f"no weights in {folder}: expected {_INDEXES[1]}, {_INDEXES[0]} or one weight file")


def _indexed(index: Path) -> tuple[Path, ...]:
    try:
        weight_map = json.loads(index.read_text("utf-8"))["weight_map"]
        names = sorted({str(name) for name in weight_map.values()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise OperatorMistake(f"{index.name} is not an index of weights: copy it again") from error
    for name in names:
        if Path(name).name != name:
            raise OperatorMistake(f"{index.name} names a file outside its folder")
        if not (index.parent / name).is_file():
            raise OperatorMistake(f"{name} is missing from {index.parent}: copy it again")
    return tuple(index.parent / name for name in names)


def tensors_in(shard: Path) -> Iterator[tuple[str, torch.Tensor]]:
    """Names and tensors of one file, each mapped from disk when it is reached.

    Raises:
        OperatorMistake: the file is damaged, or holds anything but named tensors.
    """
    if shard.suffix == ".safetensors":
        yield from _from_safetensors(shard)
    else:
        yield from _from_pickle(shard)


def _from_safetensors(shard: Path) -> Iterator[tuple[str, torch.Tensor]]:
    try:
        with safe_open(shard, framework="pt") as opened:
            for name in opened.keys():  # noqa: SIM118  (safe_open is no mapping)
                yield name, opened.get_tensor(name)
    except (SafetensorError, OSError) as error:
        raise OperatorMistake(f"{shard.name} is damaged or cut short: copy it again") from error


def _from_pickle(shard: Path) -> Iterator[tuple[str, torch.Tensor]]:
    _check_archive(shard)
    try:
        state = torch.load(shard, map_location="cpu", weights_only=True, mmap=True)
    except pickle.UnpicklingError as error:
        raise OperatorMistake(f"{shard.name} holds something other than tensors and was not opened") from error
    except (RuntimeError, OSError, EOFError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise OperatorMistake(f"{shard.name} is damaged: copy it again") from error
    if not isinstance(state, dict):
        raise OperatorMistake(f"{shard.name} holds no named tensors")
    for name, tensor in state.items():
        if not isinstance(name, str) or not isinstance(tensor, torch.Tensor):
            raise OperatorMistake(f"{shard.name} holds something other than named tensors")
        if tensor.layout is not torch.strided or tensor.nbytes > tensor.untyped_storage().nbytes():
            raise OperatorMistake(f"{shard.name}: {name} claims to be larger than what is stored")
        yield name, tensor


def _check_archive(shard: Path) -> None:
    """Torch maps storages without checking them: a flipped bit would go straight into the model."""
    if not zipfile.is_zipfile(shard):
        raise OperatorMistake(f"{shard.name} is cut short, or torch.save did not write it: copy it again")
    try:
        with zipfile.ZipFile(shard) as archive:
            if any(record.compress_type != zipfile.ZIP_STORED for record in archive.infolist()):
                raise OperatorMistake(f"{shard.name} is compressed, which torch.save never does: not opened")
            damaged = archive.testzip()
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise OperatorMistake(f"{shard.name} is damaged: copy it again") from error
    if damaged is not None:
        raise OperatorMistake(f"{shard.name} is damaged (a checksum in it is wrong): copy it again")
