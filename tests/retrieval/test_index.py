"""The index is what its sources are: changed and removed at once, by two writers, and through a rebuild that is killed."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from engine.documents.document import Block
from engine.errors import OperatorMistake
from engine.ielts.passages import Scope, SourceKind
from engine.retrieval.index import rebuild, refresh, remove
from engine.retrieval.stems import stems
from engine.store.passages import Filter
from engine.store.store import Store
from tests.retrieval.putting import put

DOCUMENTS = frozenset({SourceKind.DOCUMENT})


def found(store: Store, question: str, wanted: Filter | None = None) -> list[str]:
    with store.transaction() as tx:
        hits = tx.passages.search(stems(question), wanted or Filter(DOCUMENTS), 10)
    return [hit.passage.text for hit in hits]


def test_a_document_is_found_changed_and_gone(store: Store) -> None:
    put(store, "style.md", Block("Penguins write in pencil."), scope=Scope())
    assert found(store, "a penguin's pencils") == ["Penguins write in pencil."]
    put(store, "style.md", Block("Walruses write in ink."))
    assert found(store, "penguins") == []
    assert found(store, "walrus") == ["Walruses write in ink."]
    with store.transaction() as tx:
        remove(tx, "style.md")
    assert found(store, "walrus") == []
    with pytest.raises(OperatorMistake, match="index list"), store.transaction() as tx:
        remove(tx, "style.md")


def test_our_own_sources_are_put_in_once_and_stay(filled: Store) -> None:
    assert not refresh(filled)
    with pytest.raises(OperatorMistake, match="ships"), filled.transaction() as tx:
        remove(tx, "exam:en")


def test_filters(store: Store) -> None:
    put(store, "a.md", Block("Band 6", 1), Block("Owls at six."), Block("Band 7, letters", 1), Block("Owls at seven."))
    put(store, "b.md", Block("Owls in spring."), scope=Scope("S", "FC", season=(date(2026, 1, 1), date(2026, 4, 30))))
    assert found(store, "owls", Filter(DOCUMENTS, bands=(6.5, 8))) == ["Owls at seven."]
    assert set(found(store, "owls", Filter(DOCUMENTS, task="W1G"))) == {"Owls at six.", "Owls at seven."}
    assert set(found(store, "owls", Filter(DOCUMENTS, criterion="LR"))) == {"Owls at six.", "Owls at seven."}
    assert "Owls in spring." in found(store, "owls", Filter(DOCUMENTS, on=date(2026, 2, 1)))
    assert "Owls in spring." not in found(store, "owls", Filter(DOCUMENTS, on=date(2026, 5, 1)))


def test_what_is_asked_is_no_syntax(store: Store) -> None:
    put(store, "a.md", Block("Owls."))
    for hostile in ('owls" OR *', "owls) AND (", "owls & !x | 'y':*", "NEAR(owls)", "owls -- ; DROP TABLE passages"):
        assert found(store, hostile) == ["Owls."]
    assert found(store, "the of ?!") == []


class Killed(BaseException):
    """As if the process had ended."""


def killed_rebuild(store: Store) -> None:
    with store.transaction() as tx:
        rebuild(tx)
        raise Killed


def test_a_rebuild_that_is_killed_leaves_the_old_index(filled: Store) -> None:
    put(filled, "a.md", Block("Owls."))
    with pytest.raises(Killed):
        killed_rebuild(filled)
    assert found(filled, "owls") == ["Owls."]
    with filled.transaction() as tx:
        before = sum(source.passages for source in tx.passages.sources())
        assert rebuild(tx) == before
    assert found(filled, "owls") == ["Owls."]
    assert found(filled, "cue card minutes", Filter(frozenset({SourceKind.EXAM})))


def test_two_writers_and_one_index(store: Store) -> None:
    def write(number: int) -> None:
        refresh(store)
        for turn in range(3):
            put(store, "shared.md", Block(f"Owls of {number} in turn {turn}."))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with store.transaction() as tx:
        names = [source.name for source in tx.passages.sources()]
    assert len(names) == len(set(names))
    assert len(found(store, "owls")) == 1


def test_in_a_large_index_the_rarest_word_leads_and_the_others_add(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.store.passages._ENOUGH", 3)
    pages = [["Owls hunt at night."], ["Bats hang."], ["Bats fly."]] * 10
    common = [block for n, (text,) in enumerate(pages) for block in (Block(f"Page {n}", 1), Block(text))]
    put(store, "a.md", *common, Block("End", 1), Block("Owls eat voles."), Block("More", 1), Block("Voles sleep."))
    with store.transaction() as tx:
        first, *_ = tx.passages.search(stems("owls and voles"), Filter(DOCUMENTS), 2)
        every = tx.passages.search(stems("owls and voles"), Filter(DOCUMENTS), 10)
    assert first.passage.text == "Owls eat voles."
    assert len(every) == 10, "where the rarest finds too little, every word counts"
