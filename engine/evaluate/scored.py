"""What one system said of every essay of a file: enough to measure it, and to compare it with another later."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, ValidationError

from engine.errors import OperatorMistake
from engine.evaluate.essays import Marked
from engine.ielts.bands import round_to_band

Bands = npt.NDArray[np.float64]


class ScoredEssay(BaseModel):
    """``people`` and ``said`` are bands, the second unrounded; ``low`` and ``high`` the range shown, if one was."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    essay: str
    task: str
    group: int
    people: float
    said: float
    low: float | None = None
    high: float | None = None


class Scored(BaseModel):
    """A system by name, over essays; ``failed`` got no band."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    system: str
    essays: tuple[ScoredEssay, ...]
    failed: int = 0

    @property
    def people(self) -> Bands:
        """Bands of examiners, shape (n,)."""
        return np.array([each.people for each in self.essays])

    @property
    def said(self) -> Bands:
        """Bands as reported, in halves, shape (n,)."""
        return np.array([float(round_to_band(min(max(each.said, 0.0), 9.0))) for each in self.essays])

    @property
    def groups(self) -> npt.NDArray[np.int64]:
        """Essays on like questions share a number, shape (n,)."""
        return np.array([each.group for each in self.essays])

    def write(self, path: Path) -> None:
        """Writes JSON that :meth:`read` takes."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.model_dump_json(indent=1) + "\n", "utf-8")

    @classmethod
    def read(cls, path: Path) -> Scored:
        """What :meth:`write` wrote.

        Raises:
            OperatorMistake: it is something else.
        """
        try:
            return cls.model_validate_json(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, ValidationError) as error:
            raise OperatorMistake(f"{path.name} is none that `bandmate evaluate writing --out` wrote.") from error


def essay_digest(marked: Marked) -> str:
    """Tells essays apart, and says nothing of them."""
    return hashlib.sha256(f"{marked.essay.task.prompt}\n{marked.essay.text}".encode()).hexdigest()[:16]
