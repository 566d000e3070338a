"""How much a model's band counts beside the offline scorer's: as much as measurement has shown, and else nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import OperatorMistake


@dataclass(frozen=True, slots=True)
class Fusion:
    """``weight`` of the model's overall band, from 0 (explains, does not mark) to 1, fitted on ``essays`` essays."""

    weight: float = 0.0
    essays: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.weight <= 1 or self.essays < 0:
            raise ValueError(f"not a fusion: {self.weight} from {self.essays}")

    @property
    def measured(self) -> bool:
        """Whether anybody has compared this model with examiners' bands."""
        return self.essays > 0

    def overall(self, offline: float, model: float) -> float:
        """The fused overall band, unrounded."""
        return (1 - self.weight) * offline + self.weight * model

    def write(self, path: Path, model: str) -> None:
        """Remembers the weight of the model called ``model``, beside those of others."""
        known = _read(path)
        known[model] = {"weight": self.weight, "essays": self.essays}
        path.write_text(json.dumps(known, indent=1), "utf-8")

    @classmethod
    def read(cls, path: Path, model: str) -> Fusion:
        """The fitted weight of ``model``; nothing if it was never measured.

        Raises:
            OperatorMistake: the file is damaged.
        """
        try:
            found = _read(path).get(model)
            return cls() if found is None else cls(float(found["weight"]), int(found["essays"]))
        except (KeyError, TypeError, ValueError) as error:
            raise OperatorMistake(f"{path} is damaged: measure the model again or delete the file") from error


def fit(offline: Sequence[float], model: Sequence[float], people: Sequence[float]) -> Fusion:
    """The weight with the least squared error against the bands that people gave.

    With d = model - offline and r = people - offline, the least of the sum of (r - w d)^2 is at w = sum(rd) / sum(dd).

    Raises:
        ValueError: the three are not of one length, or are empty.
    """
    rows = list(zip(offline, model, people, strict=True))
    if not rows:
        raise ValueError("no essays")
    differences = sum((said - base) ** 2 for base, said, _ in rows)
    together = sum((said - base) * (truth - base) for base, said, truth in rows)
    weight = together / differences if differences > 0 else 0.0
    return Fusion(min(max(weight, 0.0), 1.0), len(rows))


def _read(path: Path) -> dict[str, dict[str, float]]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise OperatorMistake(f"{path} is damaged: measure the model again or delete the file") from error
    if not isinstance(found, dict):
        raise OperatorMistake(f"{path} is damaged: measure the model again or delete the file")
    return found
