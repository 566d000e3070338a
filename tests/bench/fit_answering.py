"""Fits which passage answers a question, and prints the table for ``engine/data/retrieval/fitness.toml``.

On the lists of questions in ``tests/data/retrieval``; how it does on a list that it was not fitted on comes first.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from engine.ielts.languages import Language
from engine.retrieval.answering import IN_REACH, KINDS, may_answer
from engine.retrieval.fitness import Fit, Traits, traits_of
from engine.retrieval.index import refresh
from engine.retrieval.stems import is_chinese, sought, terms
from engine.settings import Settings
from engine.store.migrate import upgrade
from engine.store.passages import Filter
from engine.store.store import Store, Transaction
from tests.bench.bench_retrieval import rows

LISTS = ("asked_dev.tsv", "asked.tsv", "asked_fresh.tsv", "asked_third.tsv", "asked_unseen.tsv", "asked_tired.tsv")
ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's candidates, each with whether it is right; ``answerable``: there is a right one."""

    answerable: bool
    candidates: tuple[tuple[Traits, bool], ...]


def asked(tx: Transaction, question: str, about: frozenset[str]) -> Asked:
    """The traits of each passage that may answer, and whether it does."""
    found = terms(question)
    language = Language.CHINESE if is_chinese(question) else Language.ENGLISH
    hits = tx.passages.search(sought(question), Filter(KINDS, language=language), IN_REACH)
    candidates = tuple(
        (traits, hit.passage.reference in about)
        for traits, hit in zip(traits_of(question, found, hits), hits, strict=True)
        if may_answer(question, found, hit)
    )
    return Asked("-" not in about, candidates)


def fitted(questions: Sequence[Asked]) -> tuple[float, list[float]]:
    """Constant and weights, on the traits as they are."""
    x = np.array([astuple(traits) for question in questions for traits, _ in question.candidates])
    y = np.array([right for question in questions for _, right in question.candidates])
    centre, spread = x.mean(axis=0), x.std(axis=0)
    model = LogisticRegression(C=0.3).fit((x - centre) / spread, y)
    weights = model.coef_[0] / spread
    return float(model.intercept_[0] - weights @ centre), weights.tolist()


def counted(questions: Sequence[Asked], fit: tuple[float, list[float]]) -> list[int]:
    """Right, wrong, not answered; refused and answered where nothing answers."""
    counts = [0] * 5
    model = Fit(fit[0], tuple(fit[1]), ENOUGH)
    for question in questions:
        ranked = [
            (likely, right) for traits, right in question.candidates if (likely := model.probability(traits)) >= ENOUGH
        ]
        said, right = bool(ranked), bool(ranked) and max(ranked, key=lambda each: each[0])[1]
        counts[
            (0 if right else 1) if said and question.answerable else 2 if question.answerable else 4 if said else 3
        ] += 1
    return counts


def main() -> None:
    """The counts by list, and the table."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), _env_file=None)  # type: ignore[call-arg]
        upgrade(settings)
        store = Store.open(settings.resolved_database_url)
        refresh(store)
        with store.transaction() as tx:
            found = {name: [asked(tx, q, about) for q, about in rows(name)] for name in LISTS}
    for name in LISTS:
        others = [each for other in LISTS if other != name for each in found[other]]
        sys.stdout.write(f"# {name}, fitted on the others: {counted(found[name], fitted(others))}\n")
    constant, weights = fitted([each for name in LISTS for each in found[name]])
    sys.stdout.write(f"enough = {ENOUGH}\nconstant = {constant:.3f}\n\n[weights]\n")
    for name, weight in zip(Traits.__dataclass_fields__, weights, strict=True):
        sys.stdout.write(f"{name} = {weight:.3f}\n")


if __name__ == "__main__":
    main()
