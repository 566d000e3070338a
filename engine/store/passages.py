"""Sources and their passages: put in and taken out whole, found by the stems of a question."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, insert, or_, select, text
from sqlalchemy.orm import Session

from engine.ielts.passages import Passage, Scope, SourceKind
from engine.store.passage_tables import PassageRow, SourceRow

_LOCK = 724902
_IN_REACH = 200
"""Best passages by terms alone, of which those are kept whose season it is."""
_ENOUGH = 3000
"""Passages that a search ranks; of terms that are in more, the rarest lead and the others only add to the score."""
_IN_PASSAGES = text("SELECT term, doc FROM passages_terms_vocab WHERE term IN (SELECT value FROM json_each(:terms))")
_SQLITE = text(
    "SELECT rowid AS id, -bm25(passages_terms, 2.0, 1.0, 0.0) AS score FROM passages_terms"
    " WHERE passages_terms MATCH :wanted ORDER BY bm25(passages_terms, 2.0, 1.0, 0.0) LIMIT :most"
)
_POSTGRESQL = text(
    "SELECT passage_id AS id, ts_rank('{0, 0, 0.5, 1}', terms, to_tsquery('simple', :ranked), 1) AS score"
    " FROM passages_terms WHERE terms @@ to_tsquery('simple', :wanted) ORDER BY score DESC, passage_id LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The stems that a passage is found by: those of its heading and of other words for it, those of its text."""

    titles: Sequence[str]
    text: Sequence[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage to be put in. ``asked`` are other words in which people ask for it; nobody is shown them."""

    passage: Passage
    terms: Terms
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for: kinds, and a scope. A passage that is about anything is about this too."""

    kinds: frozenset[SourceKind] = frozenset(SourceKind)
    task: str | None = None
    criterion: str | None = None
    bands: tuple[float, float] | None = None
    language: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found; ``score`` compares those of one search on one database and nothing else."""

    passage: Passage
    score: float
    asked: str = ""


@dataclass(frozen=True, slots=True)
class KeptSource:
    """A source as it is kept."""

    name: str
    kind: SourceKind
    digest: str
    passages: int
    added_at: datetime


class PassageRows:
    """The index."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def one_writer(self) -> None:
        """Let nobody else change the index until this transaction ends; SQLite's transactions do so by themselves."""
        if self._dialect == "postgresql":
            self._session.execute(select(func.pg_advisory_xact_lock(_LOCK)))

    def sources(self) -> Sequence[KeptSource]:
        """All sources, by name."""
        count = func.count(PassageRow.id)
        rows = self._session.execute(
            select(SourceRow, count)
            .outerjoin(PassageRow, PassageRow.source_id == SourceRow.id)
            .group_by(SourceRow.id)
            .order_by(SourceRow.name)
        )
        return [KeptSource(row.name, SourceKind(row.kind), row.digest, number, row.added_at) for row, number in rows]

    def put(self, name: str, kind: SourceKind, digest: str, entries: Iterable[Entry]) -> int:
        """A source with all of its passages, in the place of what had its name; how many passages."""
        self.remove(name)
        source = SourceRow(name=name, kind=kind, digest=digest, added_at=self._now)
        self._session.add(source)
        self._session.flush()
        rows = [_row(source.id, entry) for entry in entries]
        if rows:
            self._session.execute(insert(PassageRow), rows)
        return len(rows)

    def remove(self, name: str) -> bool:
        """Take a source out; whether it was there."""
        return bool(self._session.execute(delete(SourceRow).where(SourceRow.name == name)).rowcount)  # type: ignore[attr-defined]

    def passages(self, name: str) -> Sequence[tuple[Passage, str]]:
        """All passages of a source in its order, each with the other words for it."""
        rows = self._session.scalars(
            select(PassageRow).join(SourceRow).where(SourceRow.name == name).order_by(PassageRow.id)
        )
        kind = SourceKind(self._session.scalar(select(SourceRow.kind).where(SourceRow.name == name)) or "document")
        return [(_passage(row, kind), row.asked) for row in rows]

    def search(self, terms: Sequence[str], wanted: Filter, limit: int) -> list[Hit]:
        """The passages that have any of these stems and pass the filter, best first.

        SQLite ranks by BM25 (Robertson and Zaragoza 2009), PostgreSQL by frequency and length. In a large index of
        SQLite's a passage without any of the rarest stems is found only where the others find too little.
        """
        if not terms:
            return []
        filters = _filters(wanted)
        scores = self._ranked(terms, filters, limit)
        seasons = []
        if wanted.on is not None:
            seasons = [
                or_(PassageRow.valid_from.is_(None), PassageRow.valid_from <= wanted.on),
                or_(PassageRow.valid_to.is_(None), PassageRow.valid_to >= wanted.on),
            ]
        if not seasons:
            scores = dict(sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:limit])
        rows = self._session.execute(
            select(PassageRow, SourceRow.kind).join(SourceRow).where(PassageRow.id.in_(scores), *seasons)
        ).all()
        hits = [(row.id, Hit(_passage(row, SourceKind(kind)), scores[row.id], row.asked)) for row, kind in rows]
        return [hit for _, hit in sorted(hits, key=lambda each: (-each[1].score, each[0]))[:limit]]

    def _ranked(self, terms: Sequence[str], filters: Sequence[Sequence[str]], limit: int) -> dict[int, float]:
        """The best passages by their ids."""
        if self._dialect != "sqlite":
            ranked = " | ".join(f"{term}:AB" for term in terms)
            match = " & ".join([f"({ranked})", *("(" + " | ".join(f"{s}:D" for s in each) + ")" for each in filters)])
            found = self._session.execute(_POSTGRESQL, {"wanted": match, "ranked": ranked, "most": _IN_REACH})
            return {row.id: row.score for row in found}
        within = [_any("scopes", each) for each in filters]
        rarest = self._rarest(terms)
        if (
            rarest
            and len(led := self._by_bm25([_any("{titles terms}", each) for each in (rarest, terms)], within)) >= limit
        ):
            return led
        return self._by_bm25([_any("{titles terms}", terms)], within)

    def _by_bm25(self, sought: Sequence[str], within: Sequence[str]) -> dict[int, float]:
        match = " AND ".join([*sought, *within])
        return {row.id: row.score for row in self._session.execute(_SQLITE, {"wanted": match, "most": _IN_REACH})}

    def _rarest(self, terms: Sequence[str]) -> list[str]:
        """The stems that lead: none where all of them together are in few enough passages."""
        found = self._session.execute(_IN_PASSAGES, {"terms": json.dumps(list(terms))}).all()
        if sum(number for _, number in found) <= _ENOUGH:
            return []
        rarest: list[str] = []
        reached = 0
        for term, number in sorted(found, key=lambda each: (each[1], each[0])):
            if rarest and reached + number > _ENOUGH:
                break
            rarest.append(str(term))
            reached += number
        return rarest

    @property
    def _dialect(self) -> str:
        return self._session.get_bind().dialect.name


def _any(columns: str, terms: Iterable[str]) -> str:
    return f"{columns} : (" + " OR ".join(f'"{term}"' for term in terms) + ")"


def _filters(wanted: Filter) -> list[list[str]]:
    """What each of the filters lets through, as scopes; FTS and tsquery search them like words."""
    filters = []
    if wanted.kinds != frozenset(SourceKind):
        filters.append([f"kind{kind}" for kind in sorted(wanted.kinds)])
    if wanted.task is not None:
        filters.append(["taskany", _scope("task", wanted.task), *(["taskw"] if wanted.task.startswith("W") else [])])
    if wanted.criterion is not None:
        filters.append(["criterionany", _scope("criterion", wanted.criterion)])
    if wanted.bands is not None:
        low, high = (round(2 * band) for band in wanted.bands)
        filters.append([f"band{half}" for half in range(max(low, 0), min(high, 18) + 1)])
    if wanted.language is not None:
        filters.append([_scope("language", wanted.language)])
    return filters


def _scopes(passage: Passage) -> str:
    scope = passage.scope
    band = "bandany" if scope.band is None else f"band{round(2 * scope.band)}"
    return " ".join(
        (
            f"kind{passage.kind}",
            _scope("task", scope.task),
            _scope("criterion", scope.criterion),
            band,
            _scope("language", scope.language),
        )
    )


def _scope(name: str, value: str | None) -> str:
    return name + "".join(char for char in (value or "any").lower() if char.isalnum())


def _row(source_id: int, entry: Entry) -> dict[str, object]:
    passage, scope = entry.passage, entry.passage.scope
    return {
        "source_id": source_id,
        "name": passage.source,
        "heading": passage.heading,
        "page": passage.page,
        "text": passage.text,
        "reference": passage.reference,
        "language": scope.language,
        "task": scope.task,
        "criterion": scope.criterion,
        "band": scope.band,
        "valid_from": scope.season[0],
        "valid_to": scope.season[1],
        "asked": entry.asked,
        "titles": " ".join(entry.terms.titles),
        "terms": " ".join(entry.terms.text),
        "scopes": _scopes(passage),
        "comment": passage.comment if passage.kind is SourceKind.SAMPLE else None,
    }


def _passage(row: PassageRow, kind: SourceKind) -> Passage:
    scope = Scope(row.task, row.criterion, row.band, (row.valid_from, row.valid_to), row.language)
    of = kind if row.comment is None else SourceKind.SAMPLE
    return Passage(row.text, row.name, of, row.heading, row.page, scope, row.reference, row.comment or "")
