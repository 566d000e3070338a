"""A piper voice of two kilobytes, written by hand.

Each phoneme is a short tone, so that real loading and running can be tested without a real voice's sixty megabytes.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

RATE = 16_000
SAMPLES = 800  # of one phoneme at speed 1
_FLOAT, _INT64 = 1, 7


def write_piper_voice(folder: Path, name: str = "tiny") -> Path:
    """The voice's ``.onnx``, with its settings beside it."""
    path = folder / f"{name}.onnx"
    path.write_bytes(_model())
    settings = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": "en-us"},
        "inference": {"noise_scale": 0.0, "length_scale": 1.0, "noise_w": 0.0},
        "num_symbols": 64,
        "num_speakers": 1,
        "phoneme_type": "text",
        "phoneme_id_map": {char: [5 + index] for index, char in enumerate("_^$ .,?'abcdefghijklmnopqrstuvwxyz")},
    }
    path.with_name(f"{name}.onnx.json").write_text(json.dumps(settings), "utf-8")
    return path


def _model() -> bytes:
    """``sin(0.02 * id * t)`` for each phoneme id, as long as ``scales[1]`` says."""
    nodes = [
        _node("Cast", ["input"], "ids", _part(5, _part(1, b"to") + _number(3, _FLOAT) + _number(20, 2))),
        _node("Reshape", ["ids", "column"], "rows"),
        _node("Gather", ["scales", "one"], "length"),
        _node("Mul", ["length", "samples"], "end"),
        _node("Range", ["zero", "end", "step"], "time"),
        _node("Mul", ["rows", "time"], "turns"),
        _node("Mul", ["turns", "pitch"], "angle"),
        _node("Sin", ["angle"], "tone"),
        _node("Reshape", ["tone", "flat"], "output"),
    ]
    held = [
        _tensor("column", [2], _INT64, struct.pack("<2q", -1, 1)),
        _tensor("flat", [4], _INT64, struct.pack("<4q", 1, 1, 1, -1)),
        _tensor("one", [], _INT64, struct.pack("<q", 1)),
        _tensor("samples", [], _FLOAT, struct.pack("<f", SAMPLES)),
        _tensor("zero", [], _FLOAT, struct.pack("<f", 0)),
        _tensor("step", [], _FLOAT, struct.pack("<f", 1)),
        _tensor("pitch", [], _FLOAT, struct.pack("<f", 0.02)),
    ]
    inputs = [("input", _INT64, 2), ("input_lengths", _INT64, 1), ("scales", _FLOAT, 1)]
    graph = (
        b"".join(_part(1, node) for node in nodes)
        + _part(2, b"tones")
        + b"".join(_part(5, tensor) for tensor in held)
        + b"".join(_part(11, _value(*each)) for each in inputs)
        + _part(12, _value("output", _FLOAT, 4))
    )
    return _number(1, 8) + _part(7, graph) + _part(8, _part(1, b"") + _number(2, 13))


def _node(kind: str, inputs: list[str], output: str, attribute: bytes = b"") -> bytes:
    return (
        b"".join(_part(1, name.encode()) for name in inputs)
        + _part(2, output.encode())
        + _part(4, kind.encode())
        + attribute
    )


def _tensor(name: str, shape: list[int], kind: int, raw: bytes) -> bytes:
    return b"".join(_number(1, size) for size in shape) + _number(2, kind) + _part(8, name.encode()) + _part(9, raw)


def _value(name: str, kind: int, dimensions: int) -> bytes:
    shape = b"".join(_part(1, _part(2, f"{name}{index}".encode())) for index in range(dimensions))
    return _part(1, name.encode()) + _part(2, _part(1, _number(1, kind) + _part(2, shape)))


def _part(field: int, content: bytes) -> bytes:
    """A length-delimited field of protocol buffers."""
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
