"""Adapters beside one model: loaded when first asked for, several at once, switched between two forward passes."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open

from engine.errors import OperatorMistake
from engine.models.local.loading import Loaded
from engine.models.local.reward import REWARD, load_reward
from engine.models.weights.adapters import LORA_FILE, AdapterKind, Prefix, kind_of, load_prefix
from engine.models.weights.manifest import verify_once

_TARGET = re.compile(r"base_model\.model\.(.+)\.lora_([AB])\.weight")


class HotAdapters:
    """The adapters in ``folders``, by name; more may be put there later. Used by the engine's own thread only."""

    def __init__(self, loaded: Loaded, folders: Mapping[str, Path]) -> None:
        self._model = loaded.model
        self._device = loaded.device
        self._folders = folders
        self._prefixes: dict[str, Prefix | None] = {}
        self._heads: dict[str, torch.Tensor] = {}
        self._active: str | None = None

    def prefix(self, name: str | None) -> Prefix | None:
        """The entries that an adapter puts before every text, if it is of that kind; loads it if it is new.

        Raises:
            OperatorMistake: there is no such adapter, or it is broken or another model's.
        """
        if name is None:
            return None
        if name not in self._prefixes:
            self._prefixes[name] = self._load(name)
        return self._prefixes[name]

    def use(self, name: str | None) -> None:
        """Makes the next forward passes go through this adapter, or through none."""
        wanted = name if name is not None and self._prefixes.get(name) is None else None
        if wanted == self._active:
            return
        if wanted is None:
            self._model.disable_adapters()
        else:
            self._model.set_adapter(wanted)
            self._model.enable_adapters()
        self._active = wanted

    def reward(self, folder: Path) -> torch.Tensor:
        """The reward adapter in ``folder``, on the model from now on: its head, [1, hidden]; see :mod:`.reward`.

        Raises:
            OperatorMistake: there is none, or it is another model's.
        """
        name = f"{REWARD}{folder}"
        if name not in self._heads:
            self._heads[name] = load_reward(self._model, folder, name).to(self._device, self._model.dtype)
            self._model.requires_grad_(requires_grad=False)
            self._prefixes[name] = None
            self._active = name
        self.use(name)
        return self._heads[name]

    def _load(self, name: str) -> Prefix | None:
        folder = self._folders.get(name)
        if folder is None:
            raise OperatorMistake(f"no adapter is called {name}: name its folder in BANDMATE_LLM_ADAPTERS")
        verify_once(folder)
        if kind_of(folder) is AdapterKind.PREFIX:
            return self._placed(load_prefix(folder), folder)
        self._check_lora(folder)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Already found a `peft_config`")  # several adapters are what this is for
            self._model.load_adapter(str(folder), adapter_name=name)
        self._model.requires_grad_(requires_grad=False)
        self._active = name  # loading switches to it
        return None

    def _placed(self, prefix: Prefix, folder: Path) -> Prefix:
        config = self._model.config.get_text_config()
        expected = (config.num_hidden_layers, config.num_key_value_heads, prefix.length, config.head_dim)
        if tuple(prefix.keys.shape) != expected:
            raise OperatorMistake(f"the adapter in {folder} belongs to another model")
        dtype = self._model.dtype
        return Prefix(prefix.keys.to(self._device, dtype), prefix.values.to(self._device, dtype))

    def _check_lora(self, folder: Path) -> None:
        """Done first: peft would leave half of a wrong adapter behind in the model."""
        modules = dict(self._model.named_modules())
        try:
            with safe_open(folder / LORA_FILE, framework="pt") as opened:
                shapes = {name: opened.get_slice(name).get_shape() for name in opened.keys()}  # noqa: SIM118
        except (SafetensorError, OSError) as error:
            raise OperatorMistake(f"the adapter in {folder} is damaged: convert it again") from error
        for name, shape in shapes.items():
            match = _TARGET.fullmatch(name)
            module = modules.get(match[1]) if match else None
            layer = getattr(module, "base_layer", module)
            if match is None or not isinstance(layer, torch.nn.Linear):
                raise OperatorMistake(f"the adapter in {folder} has no place in this model: convert it for this base")
            fits = shape[1] == layer.in_features if match[2] == "A" else shape[0] == layer.out_features
            if not fits:
                raise OperatorMistake(f"the adapter in {folder} belongs to another model")
