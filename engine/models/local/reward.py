"""A reward model beside the served one: a LoRA and a head of one output, on the same weights.

What ``bandmate train`` writes for ``goal = "reward"`` was learnt on a classifier; its LoRA has the same places in the
causal model, and its head reads the last hidden state of the answer's end, so no second model is loaded.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import torch
from peft import LoraConfig, PeftConfig
from safetensors import SafetensorError
from safetensors.torch import load_file

from engine.errors import OperatorMistake
from engine.models.weights.adapters import LORA_FILE

if TYPE_CHECKING:
    from transformers import PreTrainedModel

REWARD = "reward:"
_HEAD = "base_model.model.score.weight"


def load_reward(model: PreTrainedModel, folder: Path, name: str) -> torch.Tensor:
    """Puts the LoRA in ``folder`` on ``model`` as ``name``, and gives the head, [1, hidden].

    Raises:
        OperatorMistake: there is no reward adapter, or it is another model's.
    """
    try:
        config = PeftConfig.from_pretrained(str(folder))
        state = load_file(folder / LORA_FILE)
    except (OSError, ValueError, SafetensorError) as error:
        raise OperatorMistake(f"{folder} holds no adapter that can be read: train it again") from error
    head = state.pop(_HEAD, None)
    hidden = int(model.config.get_text_config().hidden_size)
    if not isinstance(config, LoraConfig) or head is None or tuple(head.shape) != (1, hidden):
        raise OperatorMistake(f'{folder} holds no reward adapter of this model: train one with goal = "reward"')
    own = dict(model.named_modules())
    for key, tensor in state.items():
        module = own.get(key.removeprefix("base_model.model.").partition(".lora_")[0])
        layer = getattr(module, "base_layer", module)
        size = getattr(layer, "in_features" if ".lora_A." in key else "out_features", None)
        if size is None or size != tensor.shape[1 if ".lora_A." in key else 0]:
            raise OperatorMistake(f"the reward adapter in {folder} belongs to another model")
    config.modules_to_save, config.task_type = None, "CAUSAL_LM"
    model.load_adapter(adapter_name=name, peft_config=config, adapter_state_dict=state)
    return head


def reward_of(model: PreTrainedModel, head: torch.Tensor, ids: tuple[int, ...], padding: int | None) -> float:
    """How good the text is that ends ``ids``, by the adapter that is on: any number, more is better.

    The head reads the last token that is no padding, as in training.
    """
    last = max(place for place, token in enumerate(ids) if token != padding)
    found = model.model(input_ids=torch.tensor([ids], device=model.device), use_cache=False).last_hidden_state
    return float(found[0, last] @ head[0])
