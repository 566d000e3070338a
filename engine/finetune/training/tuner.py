"""transformers' own Trainer, with our loss, our look at validation, and checkpoints that hold what was trained."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.utils.data import DataLoader
from transformers import PrinterCallback, Trainer, TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from engine.errors import OperatorMistake
from engine.evaluate.metrics import quadratic_weighted_kappa
from engine.finetune.training.batches import Batch, Packed, Rows, collate
from engine.finetune.training.checkpoints import mark_whole
from engine.finetune.training.examples import Example
from engine.finetune.training.loss import losses
from engine.finetune.training.methods import restore_trained, save_trained

if TYPE_CHECKING:
    from torch.nn import Module


class Tuner(Trainer):  # type: ignore[misc]
    """Trains answers. ``digits`` are the ids of 0 to 9; ``names`` those of the examples, for trouble."""

    def __init__(
        self,
        *,
        digits: Sequence[int],
        names: Sequence[str],
        validation: Sequence[Example],
        band_weight: float,
        answer_only: bool,
        **more: Any,  # noqa: ANN401 - what transformers takes
    ) -> None:
        super().__init__(data_collator=collate, **more)
        self.remove_callback(PrinterCallback)
        self.model_accepts_loss_kwargs = True  # so that a step's loss is the mean over its tokens, not over its passes
        self._digits = torch.tensor(digits)
        self._names = names
        self._validation = validation
        self._band_weight = band_weight
        self._answer_only = answer_only

    def compute_loss(
        self,
        model: Module,
        inputs: Batch,
        return_outputs: bool = False,  # noqa: FBT001, FBT002 - transformers' own
        num_items_in_batch: torch.Tensor | int | None = None,
    ) -> torch.Tensor:
        """See :class:`transformers.Trainer`. A loss that is no number ends the run."""
        if return_outputs:
            raise NotImplementedError("the look at validation has its own pass")
        found = losses(model, inputs, self._digits.to(self.args.device), answer_only=self._answer_only)
        loss = found.nats / (found.tokens if num_items_in_batch is None else num_items_in_batch)
        if self._band_weight and found.expected.numel():
            passes = self.args.gradient_accumulation_steps if model.training else 1
            loss = loss + self._band_weight * found.squares / found.expected.numel() / passes
        if not torch.isfinite(loss):
            names = ", ".join(self._names[number] for number in inputs["numbers"].tolist())
            raise OperatorMistake(
                f"The loss is no number at step {self.state.global_step + 1}, example {names}: lower `learning_rate`, "
                "or set `precision` to bfloat16 or float32."
            )
        return loss

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def evaluate(self, *_: object, **__: object) -> dict[str, float]:
        """Loss and, where examples have bands, QWK of the first band expected: nothing before it tells it."""
        self.model.eval()
        rows = Rows([Packed(number, (each,)) for number, each in enumerate(self._validation)])
        nats = tokens = 0.0
        given: list[float] = []
        wanted: list[float] = []
        for batch in DataLoader(rows, batch_size=self.args.per_device_train_batch_size, collate_fn=collate):
            placed = {name: each.to(self.args.device) for name, each in batch.items()}
            found = losses(self.model, placed, self._digits.to(self.args.device), answer_only=self._answer_only)
            nats += float(found.nats)
            tokens += found.tokens
            rows_of_bands = batch["band_places"][:, 0].tolist()
            firsts = [at for at, row in enumerate(rows_of_bands) if row not in rows_of_bands[:at]]
            given += [float(found.expected[at]) for at in firsts]
            wanted += [float(batch["band_values"][at]) for at in firsts]
        self.model.train()
        measured = {"eval_loss": nats / max(tokens, 1)}
        if given:
            measured["eval_qwk"] = quadratic_weighted_kappa(np.round(2 * np.array(given)) / 2, np.array(wanted))
        self.log(dict(measured))
        self.control: TrainerControl = self.callback_handler.on_evaluate(self.args, self.state, self.control, measured)
        return measured

    def _save(self, output_dir: str | None = None, state_dict: object = None) -> None:  # noqa: ARG002
        folder = Path(output_dir or self.args.output_dir)
        folder.mkdir(parents=True, exist_ok=True)
        save_trained(self.model, folder)

    def _save_checkpoint(self, model: Module, trial: None) -> None:
        super()._save_checkpoint(model, trial)
        mark_whole(Path(self.args.output_dir) / f"checkpoint-{self.state.global_step}")

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: Module | None = None) -> None:
        restore_trained(model or self.model, Path(resume_from_checkpoint))

    def _load_best_model(self) -> None:
        if self.state.best_model_checkpoint is not None:
            restore_trained(self.model, Path(self.state.best_model_checkpoint))


class TimeLeft(TrainerCallback):  # type: ignore[misc]
    """Tells how far a run is, what it measured last and how long it will take."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._from: tuple[float, int] | None = None

    def on_log(
        self,
        args: TrainingArguments,  # noqa: ARG002
        state: TrainerState,
        control: TrainerControl,  # noqa: ARG002
        logs: Mapping[str, float] | None = None,
        **_: object,
    ) -> None:
        """See :class:`transformers.TrainerCallback`."""
        now, step = time.monotonic(), state.global_step
        begun = self._from = self._from or (now, step)
        known = {"loss": "loss", "eval_loss": "held-out loss", "eval_qwk": "held-out QWK"}
        said = ", ".join(f"{told} {logs[name]:.3f}" for name, told in known.items() if logs and name in logs)
        if said:
            pace = (now - begun[0]) / (step - begun[1]) if step > begun[1] else None
            ahead = state.max_steps - step
            left = f", about {_duration(pace * ahead)} left" if pace is not None and ahead else ""
            self._tell(f"step {step} of {state.max_steps}: {said}{left}")


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min" if minutes else "a minute"
