"""``bandmate data synthesise``: a teacher model writes essays at given bands, for questions that lack them.

Every row says which model wrote it and goes to training only (``data split``). What a teacher writes is checked like
anything from outside: by schema, by its rule citations, and against the essays that are there already.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import openai
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from engine.errors import OperatorMistake, TryAgain
from engine.finetune.data.cleaning import cleaned
from engine.finetune.data.likeness import ALIKE, signature
from engine.finetune.data.row import Bands, Row, digest_of, read_rows
from engine.ielts.rubric import Rubric, load_rubric
from engine.ielts.writing import Essay, WritingTask, count_words
from engine.prompts import fence_for

_CHARS_A_TOKEN = 3.5
_ANSWER_TOKENS = 900
_MILLION = 1e6
_LEAST_WORDS = 100

_ORDER = """\
Write one answer to an IELTS Writing Task 2 question, as a real candidate at overall band {band} would write it, with \
the mistakes and the limits of that band, of about {words} words. These rules describe the band:
{rules}

The question:
{fence}
{prompt}
{fence}

Answer with one JSON object: {{"essay": "...", "rules": ["ids of three to six of the rules above that it shows"]}}"""


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    essay: Annotated[str, StringConstraints(min_length=200)]
    rules: list[str] = Field(min_length=1, max_length=12)


@dataclass(frozen=True)
class Teacher:
    """An OpenAI-compatible endpoint (Gemini has one too), its model, and its price in dollars a million tokens."""

    url: str
    model: str
    key: str
    price_in: float
    price_out: float


@dataclass
class Synthesis:
    """What came of it: rows written, answers refused by reason, dollars."""

    written: int = 0
    prose: int = 0
    invented: int = 0
    copied: int = 0
    spent: float = 0.0
    stopped: bool = False


def estimate(teacher: Teacher, prompts: Sequence[str], bands: Sequence[float], each: int) -> float:
    """Dollars, before anything is asked."""
    rubric = load_rubric()
    asked = sum(len(_order(prompt, band, rubric)) for prompt in prompts for band in bands) * each / _CHARS_A_TOKEN
    answered = len(prompts) * len(bands) * each * _ANSWER_TOKENS
    return (asked * teacher.price_in + answered * teacher.price_out) / _MILLION


def synthesise(
    teacher: Teacher,
    prompts: Sequence[str],
    bands: Sequence[float],
    target: Path,
    *,
    each: int = 1,
    budget: float,
    beside: Iterable[Row] = (),
    tell: Callable[[str], None] = lambda _: None,
) -> Synthesis:
    """Adds rows to ``target`` until ``each`` essay of every question and band is there, or ``budget`` dollars are spent.

    What ``target`` holds already counts, so a run that was ended goes on. ``beside`` are rows that must not be repeated.

    Raises:
        OperatorMistake: the estimate is over the budget, or the teacher refuses the key or the model.
        TryAgain: the teacher is away; what was written stays.
    """
    expected = estimate(teacher, prompts, bands, each)
    tell(f"About {expected:.2f} dollars by {teacher.model}.")
    if expected > budget:
        raise OperatorMistake(f"This takes about {expected:.2f} dollars, and the budget is {budget:.2f}.")
    rubric, done = load_rubric(), Synthesis()
    there = list(read_rows(target)) if target.exists() else []
    signatures = [signature(row.essay) for row in (*beside, *there)]
    client = openai.OpenAI(base_url=teacher.url, api_key=teacher.key, max_retries=2, timeout=120)
    target.parent.mkdir(parents=True, exist_ok=True)
    with client, target.open("a", encoding="utf-8") as opened:
        for prompt, band in _wanted(prompts, bands, each, there):
            if done.spent >= budget:
                done.stopped = True
                break
            text = _ask(client, teacher, _order(prompt, band, rubric), done)
            row = _row(text, prompt, band, teacher, rubric, done)
            if row is None:
                continue
            mine = signature(row.essay)
            if any((mine == other).mean() >= ALIKE for other in signatures):
                done.copied += 1
                continue
            signatures.append(mine)
            opened.write(row.line())
            opened.flush()
            done.written += 1
    return done


def _wanted(
    prompts: Sequence[str], bands: Sequence[float], each: int, there: Sequence[Row]
) -> Iterator[tuple[str, float]]:
    have = [(row.prompt, row.bands.overall) for row in there if row.bands is not None]
    for prompt in prompts:
        for band in bands:
            for _ in range(each - have.count((prompt, band))):
                yield prompt, band


def _order(prompt: str, band: float, rubric: Rubric) -> str:
    task = WritingTask(2, prompt=prompt)
    near = {int(band), int(band + 0.5)}
    rules = [
        rule for criterion in task.criteria for each in sorted(near) for rule in rubric.rules("W2", criterion, each)
    ]
    listed = "\n".join(f"{rule.id}: {rule.text}" for rule in rules)
    words = 180 + int(15 * band)
    return _ORDER.format(band=band, words=words, rules=listed, fence=fence_for(prompt), prompt=prompt)


def _ask(client: openai.OpenAI, teacher: Teacher, order: str, done: Synthesis) -> str:
    try:
        answer = client.chat.completions.create(
            model=teacher.model,
            messages=[{"role": "user", "content": order}],
            response_format={"type": "json_object"},
            max_tokens=2 * _ANSWER_TOKENS,
        )
    except (openai.AuthenticationError, openai.PermissionDeniedError, openai.NotFoundError) as error:
        raise OperatorMistake(f"The teacher refuses the key or does not know {teacher.model}.") from error
    except openai.OpenAIError as error:
        raise TryAgain("the teacher does not answer; what was written stays") from error
    text = answer.choices[0].message.content or ""
    usage = answer.usage
    asked = usage.prompt_tokens if usage else len(order) / _CHARS_A_TOKEN
    said = usage.completion_tokens if usage else len(text) / _CHARS_A_TOKEN
    done.spent += (asked * teacher.price_in + said * teacher.price_out) / _MILLION
    return str(text)


def _row(text: str, prompt: str, band: float, teacher: Teacher, rubric: Rubric, done: Synthesis) -> Row | None:
    """The row, or None with the reason counted: prose instead of JSON, too little, or a rule that does not exist."""
    try:
        said = _Answer.model_validate(json.loads(text))
    except (ValueError, ValidationError):
        done.prose += 1
        return None
    essay = Essay(cleaned(said.essay).text, WritingTask(2, prompt=prompt))
    if count_words(essay.text) < _LEAST_WORDS:
        done.prose += 1
        return None
    if any(rule not in rubric.by_id or rubric.rule(rule).task != "W2" for rule in said.rules):
        done.invented += 1
        return None
    return Row(
        id=digest_of(2, prompt, essay.text),
        task=2,
        prompt=prompt,
        essay=essay.text,
        bands=Bands(overall=band),
        source="synthetic",
        teacher=teacher.model,
    )
