"""Fit the model of a question paper's form, and say how well it does on questions that it has not seen."""

from __future__ import annotations

import json
import math
import random
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from engine.evaluate.essays import Marked
from engine.evaluate.folds import folds, prompt_groups
from engine.evaluate.messages import Message, messages
from engine.ielts.question_form import Cut, cut_up
from engine.ielts.question_paper import task_from
from engine.ielts.text import tokens as tokens_of
from engine.marking.text.cleaning import clean
from engine.marking.text.not_theirs import told_apart
from engine.marking.words.lists import FUNCTION
from engine.marking.writing.samples import sample_essay

# Some answers of the data begin with their question in other words than the question's own: no truth is known of them.
_ASKS_A_CANDIDATE = re.compile(
    r"\b(?:do you (?:agree|think|believe)|discuss both views and|give (?:your|reasons)|write at least|to what extent do"
    r"|explain and include|what (?:measures|is your opinion|is the best way)|to what extent can"
    r"|positive or negative development|suggest some measures|in your opinion|what solutions can|sample essay|custom topic)\b",
    re.IGNORECASE,
)
_BEGINNING = 450  # characters
_PENALTY = 0.3  # of squared weights
_SAMPLED = 6  # ways of each pair that are learnt from


@dataclass(frozen=True)
class Pair:
    """A question and an answer to it."""

    prompt: str
    answer: str
    code: str


def pairs_of(essays: Sequence[Marked]) -> tuple[Pair, ...]:
    """The pairs; what came along with an answer is taken off it, the question that it begins with included."""
    found = []
    for marked in essays:
        prompt = clean(marked.essay.task.prompt or "").text
        answer = told_apart(clean(marked.essay.text)).own.text
        if (
            len(tokens_of(prompt)) > 4
            and len(tokens_of(answer)) > 40
            and not _ASKS_A_CANDIDATE.search(answer[:_BEGINNING])
        ):
            found.append(Pair(prompt, answer, marked.essay.task.code))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Example:
    """A message, cut up, and which of its places is right; ``weight``: a question with many answers is one question."""

    message: Message
    cut: Cut
    right: int
    weight: float


@dataclass(frozen=True, slots=True)
class Found:
    """Shares of messages with unseen questions: by way of sending, all with a question, answers alone, tasks told right."""

    pairs: int
    questions: int
    by_way: Mapping[str, float]
    recognised: float
    left_whole: float
    task: float

    def as_json(self) -> dict[str, object]:
        """As ``bandmate evaluate questions --json`` prints it."""
        return asdict(self)


def evaluate(pairs: Sequence[Pair], seed: int = 0) -> Found:
    """Five-fold cross-validation; questions much like one another are in one fold."""
    examples = [_examples(pair, pairs, i) for i, pair in enumerate(pairs)]
    fold = folds(prompt_groups([pair.prompt for pair in pairs]), seed)
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    tasks: list[bool] = []
    for held in range(5):
        weights = fit([each for i, some in enumerate(examples) if fold[i] != held for each in some])
        for i in np.flatnonzero(fold == held).tolist():
            for each in examples[i]:
                scores = each.cut.scores(weights)
                best = max(range(len(scores)), key=scores.__getitem__)
                total[each.message.way] += 1
                right[each.message.way] += best == each.right
                if each.message.end:
                    head = each.message.text[: each.cut.pieces[best - 1].end] if best else ""
                    tasks.append(bool(head) and task_from(head) == pairs[i].code)
    alone = [way for way in total if way.startswith("answer alone")]
    asked = [way for way in total if way not in alone]
    return Found(
        len(pairs),
        len({pair.prompt for pair in pairs}),
        {way: right[way] / total[way] for way in sorted(total)},
        sum(right[way] for way in asked) / sum(total[way] for way in asked),
        sum(right[way] for way in alone) / sum(total[way] for way in alone),
        sum(tasks) / len(tasks),
    )


def write_model(pairs: Sequence[Pair], out: Path) -> None:
    """Fit on every pair, and on letters of ours, and write the weights: the same file each time."""
    everything = (*pairs, *letters())
    weights = fit([each for i, pair in enumerate(everything) for each in _examples(pair, everything, i)])
    out.write_text(json.dumps({"weights": dict(sorted(weights.items()))}, indent=0) + "\n", "utf-8")


def letters() -> tuple[Pair, ...]:
    """Tasks of General Training, which the data has none of, each with the sample letter as if it answered it."""
    found = tomllib.loads(files("engine.data").joinpath("samples", "letter_tasks.toml").read_text("utf-8"))
    letter = sample_essay("W1G").text.partition("\n")[2]
    return tuple(Pair(each["prompt"], f"{each['greeting']},\n{letter}", "W1G") for each in found["letters"])


def _examples(pair: Pair, pairs: Sequence[Pair], number: int) -> list[Example]:
    ways = messages(pair.prompt, pair.answer, 2 if pair.code == "W2" else 1, number)
    alone = [message for message in ways if not message.end]
    asked = [message for message in ways if message.end]
    chosen = [alone[number % len(alone)], *random.Random(number).sample(asked, _SAMPLED)]
    weight = 1 / math.sqrt(sum(other.prompt == pair.prompt for other in pairs))
    found = []
    for message in chosen:
        cut = cut_up(message.text, FUNCTION)
        right = sum(piece.start < message.end for piece in cut.pieces)
        found.append(Example(message, cut, right, weight))
    return found


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Weights of the conditional log-linear model: maximum likelihood with a Gaussian prior, by L-BFGS."""
    rows: list[dict[str, float]] = []
    firsts: list[int] = []
    for example in examples:
        firsts.append(len(rows))
        rows += _rows(example.cut)
    names = sorted({name for row in rows for name in row})
    x = _matrix(rows, {name: i for i, name in enumerate(names)})
    starts = np.array(firsts)
    owner = np.repeat(np.arange(len(examples)), np.diff([*firsts, len(rows)]))
    gold = starts + np.array([example.right for example in examples])
    importance = np.array([example.weight for example in examples])

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        scores = x @ weights
        highest = np.maximum.reduceat(scores, starts)
        exps = np.exp(scores - highest[owner])
        sums = np.add.reduceat(exps, starts)
        likelihood = (importance * (scores[gold] - highest - np.log(sums))).sum()
        residual = exps / sums[owner] * importance[owner]
        residual[gold] -= importance
        return _PENALTY / 2 * float(weights @ weights) - float(likelihood), x.T @ residual + _PENALTY * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {name: round(float(value), 2) for name, value in zip(names, found.x, strict=True) if abs(value) >= 0.01}


def _rows(cut: Cut) -> list[dict[str, float]]:
    """For each place: the features of the pieces before it, summed, and its own."""
    found: list[dict[str, float]] = []
    before: Counter[str] = Counter()
    for i, place in enumerate(cut.of_place):
        found.append({**before, **place})
        if i < len(cut.of_piece):
            before.update(cut.of_piece[i])
    return found


def _matrix(rows: Sequence[Mapping[str, float]], column: Mapping[str, int]) -> csr_matrix:
    """Shape (rows, features)."""
    ends = np.cumsum([0, *(len(row) for row in rows)])
    indices = [column[name] for row in rows for name in row]
    values = [float(value) for row in rows for value in row.values()]
    return csr_matrix((values, indices, ends), shape=(len(rows), len(column)))
