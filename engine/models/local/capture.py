"""A step as a CUDA graph. This is all of decoding that cannot run without a card."""

from __future__ import annotations

from functools import partial

import torch

from engine.models.local.captures import Capture, Work

#: Passes before a capture, in which libraries choose their kernels and take their work space.
_WARM = 2


def capture_on(device: torch.device) -> Capture | None:
    """How steps are captured on ``device``; None where there is nothing to capture."""
    if device.type != "cuda":
        return None
    # Graphs may share work space, for none is replayed before what the one before gave has been read.
    return partial(_cuda_graph, torch.cuda.graph_pool_handle())


def _cuda_graph(pool: tuple[int, int], work: Work) -> Work:
    beside = torch.cuda.Stream()
    beside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(beside):
        for _ in range(_WARM):
            work()
    torch.cuda.current_stream().wait_stream(beside)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph, pool=pool):
        out = work()

    def replay() -> torch.Tensor:
        graph.replay()
        return out

    return replay
