"""A worker with a language model marks in many threads, and the checker has one state for all of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from engine.marking.errors import harper
from engine.marking.writing.samples import sample_essay


def test_many_threads_find_what_one_finds() -> None:
    texts = [sample_essay(code).text for code in ("W2", "W1A", "W1G")] * 4
    alone = [harper.check(text) for text in texts]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(harper.check, texts)) == alone
