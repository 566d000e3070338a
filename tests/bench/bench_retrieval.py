"""Retrieval: what is found, how fast, and what `/ask` answers and refuses.

Queries and questions are in tests/data/retrieval. The dense rows pool the error finder's own encoder, the only one that
ships, or the one in ``BANDMATE_BENCH_ENCODER`` (an ONNX file that takes MiniLM's word pieces); hybrid is reciprocal rank
fusion (Cormack, Clarke and Buettcher 2009) with BM25. ``BANDMATE_BENCH_DATABASES`` are URLs beside SQLite's.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from engine.documents.document import Block, Document
from engine.ielts.languages import Language
from engine.ielts.passages import Passage, SourceKind
from engine.ielts.rubric import load_rubric
from engine.ielts.writing import WritingTask
from engine.marking.llm.question import rules_around
from engine.retrieval.answering import answer_or_near
from engine.retrieval.index import add, refresh
from engine.retrieval.own_sources import own_sources
from engine.retrieval.stems import is_chinese, sought
from engine.settings import Settings
from engine.store.migrate import upgrade
from engine.store.passages import Filter
from engine.store.store import Store

DATA = Path(__file__).parents[1] / "data" / "retrieval"
MANY = int(os.environ.get("BANDMATE_BENCH_PASSAGES", "50000"))
Search = Callable[[str], Sequence[str]]


def rows(name: str) -> list[tuple[str, frozenset[str]]]:
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [(a, frozenset(b.split("|"))) for a, b in (line.split("\t") for line in lines if line[:1] != "#")]


def quality(search: Search) -> tuple[float, float]:
    """Recall at 5 and mean reciprocal rank at 20."""
    queries = rows("queries.tsv")
    ranks = [next((n for n, each in enumerate(search(q), 1) if each in right), None) for q, right in queries]
    return (
        statistics.mean(rank is not None and rank <= 5 for rank in ranks),
        statistics.mean(0.0 if rank is None else 1 / rank for rank in ranks),
    )


def by_terms(store: Store) -> Search:
    def search(query: str) -> list[str]:
        language = Language.CHINESE if is_chinese(query) else Language.ENGLISH
        with store.transaction() as tx:
            hits = tx.passages.search(sought(query), Filter(language=language), 20)
        return [hit.passage.reference for hit in hits]

    return search


def dense(weights: Path) -> Search:
    import onnxruntime
    from tokenizers import Tokenizer

    folder = Path(__file__).parents[2] / "engine/data/errors"
    session = onnxruntime.InferenceSession(str(weights))
    takes = {each.name for each in session.get_inputs()}
    states = session.get_outputs()[0].name if weights.name != "tagger.onnx" else "hidden"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(128)

    def vector(text: str) -> np.ndarray:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        hidden = session.run([states], {k: v for k, v in feed.items() if k in takes})[0][0].mean(axis=0)
        return np.asarray(hidden / np.linalg.norm(hidden))

    # Less the mean of all, without which every sentence is like every other.
    passages: list[Passage] = [p for source in own_sources() for p, _ in source.passages]
    vectors = np.stack([vector(f"{p.heading}. {p.text}") for p in passages])

    centre = vectors.mean(axis=0)

    def search(query: str) -> list[str]:
        language = Language.CHINESE if is_chinese(query) else Language.ENGLISH
        moved, wanted = vectors - centre, vector(query) - centre
        order = np.argsort(-(moved @ wanted) / np.linalg.norm(moved, axis=1))
        return [passages[at].reference for at in order if passages[at].scope.language == language][:20]

    return search


def fused(first: Search, second: Search) -> Search:
    def search(query: str) -> list[str]:
        score: dict[str, float] = {}
        for found in (first(query), second(query)):
            for rank, reference in enumerate(found, 1):
                score[reference] = score.get(reference, 0.0) + 1 / (60 + rank)
        return sorted(score, key=lambda reference: -score[reference])[:20]

    return search


def asked(store: Store, name: str) -> str:
    right = wrong = silent = offered = refused = invented = 0
    with store.transaction() as tx:
        for question, about in rows(name):
            found, near = answer_or_near(tx, question)
            if about == {"-"}:
                refused, invented = refused + (found is None), invented + (found is not None)
                continue
            assert found is None or found.text in found.passage.text
            told = found is not None and found.passage.reference in about
            right, wrong, silent = right + told, wrong + (found is not None and not told), silent + (found is None)
            offered += not told and not about.isdisjoint(each.reference for each in near)
    return (
        f"`/ask`, {name}: of {right + wrong + silent} questions that a source answers, {right} by the right passage,"
        f" {wrong} by another, {silent} not at all (of these {wrong + silent} the right one is offered to {offered});"
        f" of {refused + invented} that none answers, {refused} refused."
    )


def large(store: Store) -> str:
    """A document of so many passages, of words as they are in our own: how long it takes to put in, and to ask."""
    pool = [
        word
        for source in own_sources()
        for p, _ in source.passages
        if p.scope.language == "en"
        for word in p.text.split()
    ]
    draw = random.Random(1)
    blocks = []
    for number in range(MANY):
        blocks += [Block(f"Section {number}", 1), Block(" ".join(draw.choices(pool, k=60)))]
    began = time.perf_counter()
    with store.transaction() as tx:
        added = add(tx, Document("large.md", tuple(blocks)), Passage("", "", SourceKind.DOCUMENT).scope)
    speed = added.passages / (time.perf_counter() - began)
    took, own = [], []
    for query, _ in rows("queries.tsv"):
        stems = sought(query)
        with store.transaction() as tx:
            began = time.perf_counter(), time.thread_time()
            tx.passages.search(stems, Filter(), 5)
            took.append(1000 * (time.perf_counter() - began[0]))
            own.append(1000 * (time.thread_time() - began[1]))
    took.sort()
    own.sort()
    return (
        f"{added.passages} passages of 60 words: {speed:.0f} passages a second into the index; a search takes"
        f" {statistics.median(took):.1f} ms (median), {took[int(0.95 * len(took))]:.1f} ms (95th percentile);"
        f" of this process's own time {statistics.median(own):.1f} and {own[int(0.95 * len(own))]:.1f} ms."
    )


def prompts() -> str:
    rubric, task = load_rubric(), WritingTask(2)
    whole = sum(len(f"{rule.id}: {rule.text}\n") for rule in rubric.by_id.values() if rule.task == "W2")
    near = statistics.mean(
        sum(len(f"{rule.id}: {rule.text}\n") for rule in rules_around(rubric, task, estimate)) for estimate in (5, 6, 7)
    )
    return (
        f"Rules of the neighbouring bands in place of all of Task 2's: {near / 3.7:.0f} tokens instead of"
        f" {whole / 3.7:.0f} (at 3.7 characters a token)."
    )


def measure(url: str, home: Path) -> None:
    settings = Settings(database_url=url, home=home, _env_file=None)
    upgrade(settings)
    store = Store.open(url)
    refresh(store)
    name = url.partition(":")[0].partition("+")[0]
    terms_only = by_terms(store)
    found = {f"{'BM25' if name == 'sqlite' else 'ts_rank'} ({name})": terms_only}
    if name == "sqlite":
        ours = Path(__file__).parents[2] / "engine/data/errors/tagger.onnx"
        encoders = {"the error finder's encoder": ours}
        if given := os.environ.get("BANDMATE_BENCH_ENCODER"):
            encoders["the encoder given"] = Path(given)
        for called, weights in encoders.items():
            vectors = dense(weights)
            found |= {f"dense, {called}": vectors, f"hybrid, {called}": fused(terms_only, vectors)}
    for label, search in found.items():
        recall, rank = quality(search)
        print(f"| {label} | {recall:.2f} | {rank:.2f} |", flush=True)
    said = "\n\n".join(
        f"{name}: {asked(store, each)}"
        for each in (
            "asked.tsv",
            "asked_fresh.tsv",
            "asked_third.tsv",
            "asked_unseen.tsv",
            "asked_tired.tsv",
            "asked_strangers.tsv",
        )
    )
    print(f"\n{said}\n\n{name}: {large(store)}\n", flush=True)
    store.close()


if __name__ == "__main__":
    print("| 160 queries | recall at 5 | MRR |\n|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        others = os.environ.get("BANDMATE_BENCH_DATABASES", "").split()
        for url in sys.argv[1:] or [f"sqlite:///{folder}/bench.db", *others]:
            measure(url, Path(folder))
    print(prompts())
