"""Who gives bands to Speaking tests that are written down: the marker that serves, or a language model by the words.

No language model rates Speaking in serving. This is to find out whether one should: it reads what was said, part by
part, and gives a band for what words can show. Pronunciation it cannot read, so its overall is the mean of the others.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.functional_validators import AfterValidator

from engine.errors import ModelMisbehaved, TryAgain
from engine.evaluate.speaking.spoken import Said, Spoken, sat
from engine.ielts.bands import Band, Criterion
from engine.ielts.rubric import Rubric
from engine.marking.llm.belief import expected_band
from engine.ports import LanguageModel, Prompt, Request, SpeakingMarker, Stopped
from engine.prompts import BANDS, fenced

READ = (Criterion.FLUENCY, Criterion.LEXICAL, Criterion.GRAMMAR)
"""The criteria that words show something of."""
_TOKENS = 600
REASON_CHARS = 240
_BAND = re.compile(r'"band":\s*"')


@dataclass(frozen=True, slots=True)
class Rated:
    """``overall`` is unrounded; ``low`` and ``high`` the range shown, where one is."""

    overall: float
    low: float | None = None
    high: float | None = None


class Rater(Protocol):
    """Rates one candidate; ``None``: the answer could not be used."""

    @property
    def name(self) -> str:
        """Who rates, and which version of it."""

    def rate(self, spoken: Spoken) -> Rated | None:
        """The rating.

        Raises:
            LearnerMistake: too little was said for any band.
            OperatorMistake: it is set up wrongly.
        """


class ByMarker:
    """A :class:`Rater` that is the marker of serving, on words and, where there are recordings, their sound."""

    def __init__(self, marker: SpeakingMarker) -> None:
        self._marker = marker

    @property
    def name(self) -> str:
        """The marker's."""
        return self._marker.name

    def rate(self, spoken: Spoken) -> Rated:
        """See :class:`Rater`."""
        report = self._marker.mark(*sat(spoken))
        return Rated(report.unrounded, float(report.interval.low), float(report.interval.high))


class ByModel:
    """A :class:`Rater` that is a language model: the expectation of its bands over what it could have written."""

    def __init__(self, model: LanguageModel, rubric: Rubric, *, max_seconds: float, adapter: str | None = None) -> None:
        self._model = model
        self._rubric = rubric
        self._max_seconds = max_seconds
        self._adapter = adapter

    @property
    def name(self) -> str:
        """The model's."""
        return self._model.name

    def rate(self, spoken: Spoken) -> Rated | None:
        """See :class:`Rater`."""
        prompt = rating_prompt(spoken, self._rubric)
        try:
            if self._model.room(prompt) < _TOKENS:
                return None  # part of a test is no test
            request = Request(prompt, _TOKENS, self._max_seconds, schema=rating_schema(), adapter=self._adapter)
            answer = self._model.generate(request)
            given = _RECORD.validate_json(answer.text)
        except (TryAgain, ModelMisbehaved, ValidationError):
            return None
        offsets = [match.end() for match in _BAND.finditer(answer.text)]
        if answer.stopped is not Stopped.END or list(given) != list(READ) or len(offsets) != len(READ):
            return None
        bands = [
            expected_band(Band(float(each.band)), offset, answer.choices)
            for each, offset in zip(given.values(), offsets, strict=True)
        ]
        return Rated(sum(bands) / len(bands))


class _Judged(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reasoning: str
    band: Annotated[str, AfterValidator(lambda text: BANDS[BANDS.index(text)])]


_RECORD = TypeAdapter(dict[Literal[Criterion.FLUENCY, Criterion.LEXICAL, Criterion.GRAMMAR], _Judged])


def rating_prompt(spoken: Spoken, rubric: Rubric) -> Prompt:
    """What a model is asked: the rules that words can be held against, then what was said, as data."""
    rules = "\n".join(
        f"{rule.id}: {rule.text}" for rule in rubric.by_id.values() if rule.task == "S" and rule.criterion in READ
    )
    criteria = ", ".join(f"{criterion} is {criterion.label}" for criterion in READ)
    shared = _told()["rating"].strip().format(criteria=criteria, rules=rules)
    return Prompt(shared, fenced({f"Part {part}": _said(each) for part, each in enumerate(spoken.parts, 1)}))


def rating_schema() -> dict[str, object]:
    """JSON Schema of the answer to :func:`rating_prompt`: for each criterion why, then the band."""
    reasoning = {"type": "string", "pattern": f"^[ -~]{{1,{REASON_CHARS}}}$"}
    return _closed({str(each): _closed({"reasoning": reasoning, "band": {"enum": list(BANDS)}}) for each in READ})


def _closed(properties: Mapping[str, object]) -> dict[str, object]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _said(answers: Sequence[Said]) -> str:
    return "\n".join(said.transcript.text for said in answers)


@cache
def _told() -> Mapping[str, Any]:
    return tomllib.loads(files("engine.data").joinpath("evaluate/speaking.toml").read_text("utf-8"))
