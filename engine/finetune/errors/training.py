"""``bandmate train errors``: from plain clean text to weights that find errors, on a CPU or a GPU."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader

from engine.finetune.errors.batches import Batch, SpoiltBatches, read_sentences
from engine.finetune.errors.export import Exported, export
from engine.finetune.errors.model import TaggerModel, begin, edits_of, keep
from engine.marking.errors.tagger import SHIPPED, TOKENIZER

_PROGRESS = "progress.pt"
_RIGHT_WEIGHS = 0.7  # most words are right: each of them counts a little less
_WARM = 300  # steps
_HELD_OUT = 0.01
_HELD_OUT_BATCHES = 4
_IGNORED = -100
_NORM = 1.0
_RUNNING = 0.99


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: ``steps`` batches of ``rows`` spoilt sentences; ``clean``: the share that is left as it is."""

    steps: int
    rows: int = 256
    rate: float = 4e-4
    clean: float = 0.25
    seed: int = 1
    workers: int = 0
    save_every: int = 500


@dataclass(frozen=True, slots=True)
class Trained:
    """Shares from 0 to 1 on held-out sentences that were spoilt the same way, and what was exported."""

    precision: float
    recall: float
    exported: Exported


def train(texts: Sequence[Path], out: Path, start: Path | None, plan: Plan, tell: Callable[[str], None]) -> Trained:
    """Train and export into ``out``; a run that was ended goes on at its last save.

    Raises:
        OperatorMistake: a text or the folder to begin with cannot be used.
    """
    device = "cuda" if torch.cuda.is_available() else "cpu"
    like = start or SHIPPED
    sentences = read_sentences(texts)
    held_out = sentences[:: round(1 / _HELD_OUT)]
    taught = [each for number, each in enumerate(sentences) if number % round(1 / _HELD_OUT)]
    torch.manual_seed(plan.seed)
    model = begin(start).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=plan.rate, weight_decay=0.01)
    done = _resume(out, model, optimizer, device)
    tokenizer = Tokenizer.from_file(str(like / TOKENIZER))
    tokenizer.no_padding()
    edits = edits_of(like)
    batches = SpoiltBatches(taught, tokenizer, edits, rows=plan.rows, seed=plan.seed, clean=plan.clean)
    loader = DataLoader(batches, batch_size=None, sampler=range(done, plan.steps), num_workers=plan.workers)
    tell(f"{len(taught)} sentences, {plan.steps - done} steps of {plan.rows} on {device}.")
    _teach(model, optimizer, loader, plan, done, lambda step: _save(out, model, optimizer, step, like), tell)
    keep(model, out, like)
    tests = SpoiltBatches(held_out, tokenizer, edits, rows=plan.rows, seed=plan.seed + 1, clean=plan.clean)
    precision, recall = _measured(model, [tests[number] for number in range(_HELD_OUT_BATCHES)], device)
    exported = export(
        model.cpu().eval(), out, {"texts": [path.name for path in texts], "steps": plan.steps, "seed": plan.seed}
    )
    (out / _PROGRESS).unlink(missing_ok=True)
    return Trained(precision, recall, exported)


def _teach(
    model: TaggerModel,
    optimizer: torch.optim.Optimizer,
    loader: DataLoader[Batch],
    plan: Plan,
    done: int,
    save: Callable[[int], None],
    tell: Callable[[str], None],
) -> None:
    model.train()
    began, running = time.monotonic(), 0.0
    for step, batch in enumerate(loader, done):
        rate = plan.rate * min(1.0, (step + 1) / min(_WARM, plan.steps / 10)) * (1 - step / plan.steps)
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = _loss(model, batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), _NORM)
        optimizer.step()
        running = float(loss.detach()) if step == done else _RUNNING * running + (1 - _RUNNING) * float(loss.detach())
        if (step + 1) % plan.save_every == 0 and step + 1 < plan.steps:
            save(step + 1)
            left = (time.monotonic() - began) / (step + 1 - done) * (plan.steps - step - 1)
            tell(f"step {step + 1} of {plan.steps}, loss {running:.3f}, {left / 60:.0f} minutes left")


def _loss(model: TaggerModel, batch: Batch) -> torch.Tensor:
    device = next(model.parameters()).device
    ids, mask, kinds, edits = (each.to(device, non_blocking=True) for each in batch)
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type == "cuda"):
        by_kind, by_edit, _ = model(ids, mask)
    return _weighted(by_kind, kinds) + _weighted(by_edit, edits)


def _weighted(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    weight = torch.ones(logits.shape[-1], device=logits.device)
    weight[0] = _RIGHT_WEIGHS
    return cross_entropy(logits.float().flatten(0, 1), labels.flatten(), weight=weight, ignore_index=_IGNORED)


@torch.no_grad()  # type: ignore[untyped-decorator]
def _measured(model: TaggerModel, batches: Sequence[Batch], device: str) -> tuple[float, float]:
    """Precision and recall of the words that are likelier wrong than right."""
    model.eval()
    right = flagged = planted = 0
    for ids, mask, kinds, _ in batches:
        by_kind, _, _ = model(ids.to(device), mask.to(device))
        found = (torch.softmax(by_kind.float(), -1)[..., 0].cpu() < 0.5) & (kinds != _IGNORED)
        right += int((found & (kinds > 0)).sum())
        flagged += int(found.sum())
        planted += int((kinds > 0).sum())
    return right / max(flagged, 1), right / max(planted, 1)


def _save(out: Path, model: TaggerModel, optimizer: torch.optim.Optimizer, step: int, like: Path) -> None:
    """Written under another name first: a run that is killed meanwhile leaves the last save whole."""
    keep(model, out, like)
    partial = out / f"{_PROGRESS}.part"
    torch.save({"step": step, "model": model.state_dict(), "optimizer": optimizer.state_dict()}, partial)
    partial.replace(out / _PROGRESS)


def _resume(out: Path, model: TaggerModel, optimizer: torch.optim.Optimizer, device: str) -> int:
    if not (out / _PROGRESS).exists():
        return 0
    saved: dict[str, Any] = torch.load(out / _PROGRESS, map_location=device, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    return int(saved["step"])
