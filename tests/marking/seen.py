"""What a detector sees in a text, told in English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from engine.ielts.writing import Essay, Module, WritingTask
from engine.marking.observation import Observation, Seen
from engine.marking.sentences import Sentences
from engine.marking.writing.marker import look_at
from engine.marking.writing.measures.collect import measure
from tests.doubles.fake_finder import FakeFinder

OPINION = "Some people think that cities should ban private cars. Do you agree or disagree?"
BOTH = "Some people prefer to work at home, others in an office. Discuss both views and give your own opinion."
CHART = "The chart below shows how many tourists visited three towns. Summarise the information."
LETTER = "Write a letter to your landlord.\n- describe the broken heating system\n- explain how it affects your family"
SAY = Sentences("en")
CLEAN = FakeFinder()
Detector = Callable[[Seen], Iterator[Observation]]


def see(
    text: str,
    detector: Detector,
    *,
    prompt: str | None = None,
    number: int = 2,
    module: Module = Module.ACADEMIC,
    finder: FakeFinder = CLEAN,
) -> list[Observation]:
    """What a detector sees, each message as it is said in English."""
    essay = Essay(text, WritingTask(1 if number == 1 else 2, module, prompt))
    found = [replace(each, message=SAY.said(each.message)) for each in detector(look_at(essay, measure(essay), finder))]
    for each in found:
        assert text[each.start : each.end].strip(), each
        assert 0 <= each.weight <= 1, each
    return found


def about(found: list[Observation], aspect: str, *, good: bool) -> list[Observation]:
    return [each for each in found if each.aspect == aspect and each.good is good]


def quote(text: str, each: Observation) -> str:
    return text[each.start : each.end]
