"""Clusters of essays, to be left out whole: does what was fitted hold for topics, lengths and habits it never saw?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer

from engine.evaluate.fit import Flags, Sample

_FEWEST = 60  # essays: what fewer say of a cluster is mostly chance
_TOPICS = 10
_GLUED = re.compile(r"(?<=[a-z\d)][.?!])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How a model that saw none of a cluster does on it; bands, and the share (0 to 1) that the interval holds.

    ``stretch`` is how much wider than a typical text's the interval is.
    """

    cluster: str
    essays: int
    mean_band: float
    bias: float
    rmse: float
    coverage: float
    stretch: float


def clusters(sample: Sample) -> dict[str, Flags]:
    """Which essays belong to each cluster of at least sixty, by name; shapes (n,). Clusters overlap."""
    every = (*_tasks(sample), *_topics(sample), *_lengths(sample), *_habits(sample))
    return {name: inside for name, inside in every if inside.sum() >= _FEWEST}


def _tasks(sample: Sample) -> Iterator[tuple[str, Flags]]:
    for task in (1, 2):
        yield f"Task {task}", sample.tasks == task


def _topics(sample: Sample) -> Iterator[tuple[str, Flags]]:
    """Questions alike in their words (k-means), named by the words that set them apart."""
    reader = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=2)
    rows = reader.fit_transform([marked.essay.task.prompt or "" for marked in sample.essays])
    found = KMeans(_TOPICS, n_init=10, random_state=0).fit(rows)
    words = reader.get_feature_names_out()
    for number, centre in enumerate(found.cluster_centers_):
        yield f"questions with {', '.join(words[np.argsort(-centre)[:3]])}", found.labels_ == number


def _lengths(sample: Sample) -> Iterator[tuple[str, Flags]]:
    """Each fourth of the essays of a task, by length."""
    words = np.array([marked.essay.word_count for marked in sample.essays])
    for task in (1, 2):
        of_task = sample.tasks == task
        if not of_task.any():
            continue
        limits = np.quantile(words[of_task], (0, 0.25, 0.5, 0.75, 1))
        for low, high in zip(limits, [*limits[1:-1], np.inf], strict=False):
            yield f"Task {task} of {low:.0f} words or more", of_task & (words >= low) & (words < high)


def _habits(sample: Sample) -> Iterator[tuple[str, Flags]]:
    texts = [marked.essay.text for marked in sample.essays]

    def having(pattern: str) -> Flags:
        return np.array([re.search(pattern, text) is not None for text in texts])

    yield "typographic quotation marks", having("[’“”]")
    yield "paragraphs run together", np.array([len(_GLUED.findall(text)) >= 2 for text in texts])
    yield "one block", ~having(r"\S\s*\n\s*\S")
    yield "a space before a comma or stop", having(r"\w [,.]")
    yield "contractions", having(r"n['’]t\b")
    yield "semicolons or colons", having("[;:]")
    yield "stops and commas alone", ~having("[;:?!()]")
    commas = np.array([text.count(",") / max(1, len(text.split())) for text in texts])
    limits = np.quantile(commas, (0, 0.25, 0.5, 0.75, 1))
    for low, high in zip(limits, [*limits[1:-1], np.inf], strict=False):
        yield f"{100 * low:.1f} commas or more in 100 words", (commas >= low) & (commas < high)
