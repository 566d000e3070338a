"""What is in the index, kept as its sources are: put in and taken out in the caller's transaction, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version

from engine.documents.document import Document
from engine.errors import OperatorMistake
from engine.ielts.passages import Passage, Scope, SourceKind
from engine.retrieval.chunks import cut
from engine.retrieval.own_sources import OwnSource, own_sources
from engine.retrieval.stems import stems
from engine.store.passages import Entry, Terms
from engine.store.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a document: how many passages, how many were left out for giving orders, whether it was known."""

    passages: int
    left_out: int
    changed: bool


def add(tx: Transaction, document: Document, scope: Scope) -> Added:
    """Put a document in, in the place of what had its name.

    Raises:
        OperatorMistake: nothing in it can be cited, or its name is one of ours.
    """
    if document.name in {source.name for source in own_sources()}:
        raise OperatorMistake(f"{document.name} is the name of a source of Bandmate's own: rename the file.")
    made = cut(document, scope)
    if not made.passages:
        raise OperatorMistake(f"{document.name} holds nothing that could be cited.")
    digest = hashlib.sha256(repr((document.blocks, scope, _made_by(), "samples")).encode()).hexdigest()
    tx.passages.one_writer()
    if any(kept.name == document.name and kept.digest == digest for kept in tx.passages.sources()):
        return Added(len(made.passages), made.left_out, changed=False)
    tx.passages.put(document.name, SourceKind.DOCUMENT, digest, entries((each, "") for each in made.passages))
    return Added(len(made.passages), made.left_out, changed=True)


def remove(tx: Transaction, name: str) -> None:
    """Take an operator's document out.

    Raises:
        OperatorMistake: there is none of this name, or it is a source of Bandmate's own.
    """
    if name in {source.name for source in own_sources()}:
        raise OperatorMistake(f"{name} ships with Bandmate and stays.")
    tx.passages.one_writer()
    if not tx.passages.remove(name):
        raise OperatorMistake(f"There is no source called {name}: ask `bandmate index list`.")


def refresh(store: Store) -> bool:
    """Bring our own sources up to what this version ships; whether anything changed. Any process may do it, at any time.

    Raises:
        TryAgain: the database is busy or away.
    """
    with store.transaction() as tx:
        if not (stale := _stale(tx)):
            return False
        tx.passages.one_writer()
        stale = _stale(tx)  # somebody else may have been first
        for source in stale:
            _put(tx, source)
        return bool(stale)


def rebuild(tx: Transaction) -> int:
    """Make everything anew in one transaction, so that a rebuild that is killed leaves what was; how many passages."""
    tx.passages.one_writer()
    ours = {source.name for source in own_sources()}
    number = sum(_put(tx, source) for source in own_sources())
    for kept in tx.passages.sources():
        if kept.name not in ours:
            passages = list(tx.passages.passages(kept.name))
            number += tx.passages.put(kept.name, kept.kind, kept.digest, entries(passages))
    return number


def entries(passages: Iterable[tuple[Passage, str]]) -> list[Entry]:
    """Passages with what they are found by."""
    return [
        Entry(passage, Terms([*stems(passage.heading), *stems(asked)], stems(passage.text)), asked)
        for passage, asked in passages
    ]


def _stale(tx: Transaction) -> list[OwnSource]:
    kept = {each.name: each.digest for each in tx.passages.sources()}
    return [source for source in own_sources() if kept.get(source.name) != _digest(source)]


def _put(tx: Transaction, source: OwnSource) -> int:
    return tx.passages.put(source.name, source.kind, _digest(source), entries(source.passages))


def _digest(source: OwnSource) -> str:
    return hashlib.sha256(f"{source.digest} {_made_by()}".encode()).hexdigest()


def _made_by() -> str:
    """Whatever changes how text becomes terms makes the index stale."""
    from engine.retrieval.stems import words_table

    return f"{version('snowballstemmer')} {sorted(words_table().items())!r}"
