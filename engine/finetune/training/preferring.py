"""``bandmate train`` for preferences: a reward model, DPO and KTO, by trl, on the ids that serving sends.

trl would put a prompt into a template of its own; here it gets token ids, so that what is bettered is what is served.
DPO and KTO hold an adapter to what it was: with ``start`` to that adapter, else to the model with the adapter off.
A run that was killed goes on from its newest whole checkpoint, on the same curve, as those for answers do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from datasets import Dataset
from peft import PeftModel
from transformers import MODEL_FOR_SEQUENCE_CLASSIFICATION_MAPPING, PrinterCallback, TrainerCallback
from trl import DPOConfig, DPOTrainer, KTOConfig, KTOTrainer, RewardConfig, RewardTrainer

from engine.errors import OperatorMistake
from engine.finetune.data.preference import Preference, read_preferences
from engine.finetune.training.checkpoints import LEAST_KEPT, claim, mark_whole, newest
from engine.finetune.training.examples import ExampleEncoder
from engine.finetune.training.memory import plan, refuse_too_large
from engine.finetune.training.methods import lora_config, restore_trained, save_trained
from engine.finetune.training.probe import refuse_silent
from engine.finetune.training.recipe import Recipe
from engine.finetune.training.settings import hush, trainer_settings
from engine.finetune.training.tuner import TimeLeft
from engine.models.chatglm.convert import fresh_folder
from engine.models.local.loading import Loaded, load

if TYPE_CHECKING:
    from transformers import PreTrainedModel

Tell = Callable[[str], None]
Row = dict[str, Any]


@dataclass(frozen=True)
class Preferred:
    """Where the result is; the losses by step; and the share of held-out pairs in which the chosen answer is put first."""

    folder: Path
    curve: tuple[tuple[int, float], ...]
    held_out: float | None


class _Resumable:
    """Checkpoints that hold what was trained and count only when they are whole; see :mod:`.checkpoints`."""

    model: Any
    args: Any
    state: Any

    def _save(self, output_dir: str | None = None, state_dict: object = None) -> None:  # noqa: ARG002
        folder = Path(output_dir or self.args.output_dir)
        folder.mkdir(parents=True, exist_ok=True)
        save_trained(self.model, folder)

    def _save_checkpoint(self, model: object, trial: None) -> None:
        super()._save_checkpoint(model, trial)  # type: ignore[misc]
        mark_whole(Path(self.args.output_dir) / f"checkpoint-{self.state.global_step}")

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: object = None) -> None:  # noqa: ARG002
        restore_trained(self.model, Path(resume_from_checkpoint))


class _Dpo(_Resumable, DPOTrainer):  # type: ignore[misc]
    def _prepare_dataset(self, dataset: Dataset, *_: object, **__: object) -> Dataset:
        return dataset


class _Kto(_Resumable, KTOTrainer):  # type: ignore[misc]
    def _prepare_dataset(self, dataset: Dataset, *_: object, **__: object) -> Dataset:
        return dataset


class _Reward(_Resumable, RewardTrainer):  # type: ignore[misc]
    pass


def prefer(recipe: Recipe, tell: Tell = lambda _: None, watch: TrainerCallback | None = None) -> Preferred:
    """Trains by a recipe whose goal is ``reward``, ``dpo`` or ``kto``.

    A run that was killed goes on from its newest whole checkpoint, on the same curve.

    Raises:
        OperatorMistake: the recipe, its data or its model cannot be used, or it does not fit the card.
        TryAgain: there is no memory for it now.
    """
    hush()
    if recipe.target.exists():
        raise OperatorMistake(f"{recipe.target} exists: name a target that does not.")
    refuse_too_large(plan(recipe), recipe)
    loaded = load(recipe.model, recipe.precision)
    encoder = ExampleEncoder(loaded, recipe.length)
    rows = _rows(recipe.train, recipe, encoder)
    tell(f"{len(rows)} preferences")
    held_out = _rows(recipe.validation, recipe, encoder) if recipe.validation is not None else []
    claim(recipe.run_folder, recipe.digest(), hashlib.sha256(recipe.train.read_bytes()).hexdigest())
    resumed = newest(recipe.run_folder)
    if resumed is not None:
        tell(f"Going on from {resumed}")
    torch.manual_seed(recipe.seed)
    trainer = _reward(recipe, loaded, rows) if recipe.goal == "reward" else _policy(recipe, loaded, rows)
    trainer.remove_callback(PrinterCallback)
    for callback in (TimeLeft(tell), *([watch] if watch is not None else [])):
        trainer.add_callback(callback)
    trainer.train(resume_from_checkpoint=str(resumed) if resumed is not None else None)
    curve = tuple((each["step"], each["loss"]) for each in trainer.state.log_history if "loss" in each)
    share = _right(trainer, recipe, held_out) if held_out else None
    with fresh_folder(recipe.target) as folder:
        trainer.model.save_pretrained(folder, selected_adapters=["default"])
        (folder / "training.json").write_text(recipe.model_dump_json(indent=1) + "\n", "utf-8")
    if recipe.goal != "reward":
        del trainer
        refuse_silent(recipe.model, recipe.target, recipe.precision)
    return Preferred(recipe.target, curve, share)


def _rows(path: Path, recipe: Recipe, encoder: ExampleEncoder) -> list[Row]:
    """Token ids as trl's collators take them.

    Raises:
        OperatorMistake: the file has nothing for this goal.
    """
    found = list(read_preferences(path))
    pairs = [each for each in found if each.is_pair]
    rows = [_single(*each, encoder) for each in _thumbs(found)] if recipe.goal == "kto" else []
    if recipe.goal != "kto":
        rows = [pair_ids(each, encoder, whole=recipe.goal == "reward") for each in pairs]
    if not rows:
        raise OperatorMistake(f"{path.name} holds no {'answers' if recipe.goal == 'kto' else 'pairs'} to learn from.")
    return rows


def _thumbs(found: Iterable[Preference]) -> Iterable[tuple[Preference, str, bool]]:
    for each in found:
        if each.chosen is not None:
            yield each, each.chosen, True
        if each.rejected is not None:
            yield each, each.rejected, False


def _single(asked: Preference, answer: str, liked: bool, encoder: ExampleEncoder) -> Row:  # noqa: FBT001 - a label
    example = encoder.encode(asked.asked(answer))
    ids = list(example.ids)
    return {"prompt_ids": ids[: example.answer], "completion_ids": ids[example.answer :], "label": liked}


def pair_ids(asked: Preference, encoder: ExampleEncoder, *, whole: bool) -> Row:
    """Both answers after one prompt, cut so that the longer fits; ``whole``: with the prompt in each."""
    answers = [list(encoder.completion(answer)) for answer in (asked.chosen or "", asked.rejected or "")]
    longest = max(len(each) for each in answers)
    prompt = list(encoder.fitted(encoder.prompt(asked.asked("-")), longest, asked.id)[0])
    chosen, rejected = answers
    if whole:
        return {"chosen_ids": prompt + chosen, "rejected_ids": prompt + rejected}
    return {"prompt_ids": prompt, "chosen_ids": chosen, "rejected_ids": rejected}


def _settings(recipe: Recipe) -> dict[str, object]:
    return trainer_settings(recipe) | {
        "max_length": recipe.length,
        "save_strategy": "steps",
        "save_steps": recipe.every,
        "save_total_limit": LEAST_KEPT,
    }


def _policy(recipe: Recipe, loaded: Loaded, rows: list[Row]) -> DPOTrainer | KTOTrainer:
    settings = _settings(recipe) | {"beta": recipe.beta}
    base = loaded.model
    if recipe.checkpointing:
        base.activation_checkpointing_enable()
    if recipe.start is not None:
        adapted: dict[str, object] = {"model": PeftModel.from_pretrained(base, str(recipe.start), is_trainable=True)}
    else:
        adapted = {"model": base, "peft_config": lora_config(recipe)}
    told = adapted | {"train_dataset": Dataset.from_list(rows), "processing_class": loaded.tokenizer}
    if recipe.goal == "dpo":
        return _Dpo(args=DPOConfig(**settings), **told)
    # This loss needs no estimate of how far the model has moved, so a batch of one will do.
    return _Kto(args=KTOConfig(loss_type="apo_zero_unpaired", **settings), **told)


def _reward(recipe: Recipe, loaded: Loaded, rows: list[Row]) -> _Reward:
    if recipe.start is not None:
        raise OperatorMistake("A reward model begins from the model itself: leave `start` out.")
    config = lora_config(recipe, task="SEQ_CLS")
    config.modules_to_save = ["score"]
    model = scoring(loaded)
    if recipe.checkpointing:
        model.activation_checkpointing_enable()
    model.config.pad_token_id = loaded.tokenizer.pad_token_id
    return _Reward(
        model=model,
        args=RewardConfig(**_settings(recipe)),
        train_dataset=Dataset.from_list(rows),
        processing_class=loaded.tokenizer,
        peft_config=config,
    )


def scoring(loaded: Loaded) -> PreTrainedModel:
    """The same weights, in whatever precision they were loaded, with a new head of one output in place of the words.

    Loading them once more as a classifier would take twice the memory, and cannot be done of a folder in four bits: it
    has no head, and transformers would then draw all its weights anew.
    """
    base = loaded.model
    config = deepcopy(base.config)
    config.num_labels = 1
    with torch.device("meta"):
        model: PreTrainedModel = MODEL_FOR_SEQUENCE_CLASSIFICATION_MAPPING[type(config)](config)
    setattr(model, model.base_model_prefix, base.base_model)
    hidden = int(config.get_text_config().hidden_size)
    model.score = torch.nn.Linear(hidden, 1, bias=False, device=loaded.device, dtype=base.dtype)
    torch.nn.init.normal_(model.score.weight, std=config.get_text_config().initializer_range)
    for name in ("hf_quantizer", "is_quantized", "is_loaded_in_4bit", "is_loaded_in_8bit", "quantization_method"):
        if hasattr(base, name):  # by these peft and the trainer know what may be trained
            setattr(model, name, getattr(base, name))
    return model


@torch.no_grad()  # type: ignore[untyped-decorator]
def _right(trainer: Any, recipe: Recipe, rows: list[Row]) -> float | None:  # noqa: ANN401 - one of three trainers
    """The share of held-out pairs in which the chosen answer comes first: by reward, or by likelihood a token."""
    if recipe.goal == "kto":
        return None
    trainer.model.eval()
    right = 0
    for row in rows:
        scores = [_score(trainer.model, row, name, recipe) for name in ("chosen_ids", "rejected_ids")]
        right += scores[0] > scores[1]
    return right / len(rows)


def _score(model: Any, row: Row, name: str, recipe: Recipe) -> float:  # noqa: ANN401 - a model of either kind
    if recipe.goal == "reward":
        return float(model(input_ids=torch.tensor([row[name]], device=model.device)).logits[0, 0])
    return likelihood(model, row, name)


def likelihood(model: Any, row: Row, name: str) -> float:  # noqa: ANN401 - a model with an adapter on it or without
    """The mean log-probability (nats) of a token of the answer ``name`` after its prompt."""
    ids = torch.tensor([row["prompt_ids"] + row[name]], device=model.device)
    count = len(row[name])
    logits = model(input_ids=ids, logits_to_keep=count + 1).logits[0, :-1].float().log_softmax(-1)
    return float(logits.gather(1, ids[0, -count:, None]).mean())
