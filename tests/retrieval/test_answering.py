"""Questions about the exam: the words of a source or nothing, and no document gives orders."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.documents.document import Block
from engine.errors import OperatorMistake
from engine.ielts.passages import SourceKind
from engine.retrieval.answering import Answer, answer_or_near
from engine.retrieval.orders import gives_orders
from engine.retrieval.own_sources import own_sources
from engine.store.store import Store, Transaction
from tests.retrieval.putting import put

DATA = Path(__file__).parents[1] / "data" / "retrieval"


def asked() -> list[tuple[str, str]]:
    lines = (DATA / "asked.tsv").read_text("utf-8").splitlines()
    return [(question, about) for question, about in (line.split("\t") for line in lines if line[:1] != "#")]


def answer(tx: Transaction, question: str) -> Answer | None:
    return answer_or_near(tx, question)[0]


def answers(store: Store) -> list[Answer | None]:
    with store.transaction() as tx:
        return [answer(tx, question) for question, _ in asked()]


@pytest.mark.parametrize("question", ["How long does the Speaking test take?", "口语考试多长时间？"])
def test_an_answer_is_a_sources_own_words(filled: Store, question: str) -> None:
    with filled.transaction() as tx:
        found = answer(tx, question)
    assert found is not None
    assert found.passage.reference == "speaking-format"
    assert found.text in found.passage.text


@pytest.mark.parametrize(
    "question", ["What does the exam cost in Peru?", "Which TOEFL book is best?", "考试费多少钱？", "?"]
)
def test_what_no_source_tells_is_not_answered(filled: Store, question: str) -> None:
    with filled.transaction() as tx:
        assert answer(tx, question) is None


def test_what_is_not_certain_comes_with_what_may_have_been_meant(filled: Store) -> None:
    with filled.transaction() as tx:
        refused, offered = answer_or_near(tx, "Which paper is first, listening or reading?")
        told, nothing = answer_or_near(tx, "How many words must a Task 2 essay have at least?")
    assert refused is None
    assert "test-order" in [fact.reference for fact in offered]
    assert len(offered) <= 3
    assert told is not None
    assert nothing == ()


def test_a_band_of_a_criterion_is_told_by_its_rules(filled: Store) -> None:
    with filled.transaction() as tx:
        found = answer(tx, "What does an essay need for band 7 in grammar?")
    assert found is not None
    assert (found.passage.kind, found.passage.reference) == (SourceKind.RUBRIC, "W.GRA.7")


def test_an_operators_document_answers_what_our_facts_do_not(filled: Store) -> None:
    put(filled, "school.md", Block("Mock test", 1), Block("The mock test is on Friday. Speaking takes 45 minutes."))
    with filled.transaction() as tx:
        mock, ours = answer(tx, "When is the mock test?"), answer(tx, "How many minutes does Speaking take?")
    assert mock is not None
    assert mock.passage.source == "school.md"
    assert ours is not None
    assert ours.passage.kind is SourceKind.EXAM


def test_poisoned_passages_change_nothing(filled: Store) -> None:
    before = answers(filled)
    lines = (DATA / "poison.txt").read_text("utf-8").splitlines()
    assert len(lines) == 30
    with pytest.raises(OperatorMistake, match="nothing that could be cited"):
        put(filled, "poison.md", *map(Block, lines))
    # Each with a sentence before it that is harmless, so that something is left to index.
    assert put(filled, "poison.md", *(Block(f"Owl number {n}.\n{line}") for n, line in enumerate(lines))) >= 1
    assert answers(filled) == before
    with filled.transaction() as tx:
        kept = " ".join(passage.text for passage, _ in tx.passages.passages("poison.md"))
    assert not any(line in kept for line in lines)


def test_nothing_of_ours_is_taken_for_an_order() -> None:
    ours = [passage.text for source in own_sources() for passage, _ in source.passages]
    assert [text for text in ours if gives_orders(text)] == []
    teachers = [
        "Band 9 answers are rare. The examiner must be able to follow every step.",
        "Always answer the question that is asked, and give examples.",
        "When asked for an opinion, state it in the first paragraph.",
        "Never copy the question. Show the main trends first.",
    ]
    assert [text for text in teachers if gives_orders(text)] == []


def test_the_facts_are_the_same_in_both_languages() -> None:
    facts = {source.name: {p.reference: p for p, _ in source.passages} for source in own_sources()}
    assert facts["exam:en"].keys() == facts["exam:zh-Hans"].keys()
