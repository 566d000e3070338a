"""``bandmate data preferences``: what learners thought, as rows for ``reward``, ``dpo`` and ``kto``.

A better comment beats the one that it replaces. Of two answers to one prompt the liked one beats the disliked one. What
is left are single thumbs. Personal data goes by the rules of the cleaning; nobody gives more than so many rows, and
where two learners say the opposite of one another neither is believed.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.finetune.data.preference import Preference
from engine.finetune.data.rules import Found, cleaning_rules
from engine.ielts.chat import Person
from engine.ielts.opinions import Served
from engine.store.opinions import Judged

BY_A_LEARNER = "a learner"
_HASH = 2**32


def collect(
    judged: Iterable[Judged], digest: Callable[[Person], str], target: Path, *, most: int, held_out: float = 0.0
) -> Counter[str]:
    """Writes rows to ``target``, and those of a share ``held_out`` of the learners to ``TARGET.held-out.jsonl``.

    ``judged`` comes the newest first, and of each learner the newest ``most`` rows are taken. Counts what was written
    and what was left out.
    """
    counts: Counter[str] = Counter()
    rows = list(_told(judged, digest, most, counts))
    sides: dict[Path, list[Preference]] = {target: []}
    if held_out:
        sides[target.with_name(f"{target.stem}.held-out{target.suffix}")] = []
    for row in rows:
        counts["pairs" if row.is_pair else "thumbs"] += 1
        out = held_out and int((row.learner or "0")[:8], 16) / _HASH < held_out
        sides[list(sides)[1 if out else 0]].append(row)
    for path, found in sides.items():
        _write(path, found)
    if held_out:
        counts["held out"] = len(sides[list(sides)[1]])
    return +counts


def without_personal_data(text: str) -> str:
    """``text`` after the rules that take out personal data; in an answer in JSON they go through each string."""
    try:
        told = json.loads(text)
    except ValueError:
        return _cleaned(text)
    return json.dumps(_each_string(told), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class _Said:
    """A preference before it is cleaned."""

    learner: str
    served: Served
    chosen: str | None
    rejected: str | None
    chosen_by: str | None
    rejected_by: str | None


def _told(
    judged: Iterable[Judged], digest: Callable[[Person], str], most: int, counts: Counter[str]
) -> Iterator[Preference]:
    rows: dict[tuple[str, str | None, str | None], Preference] = {}
    contradicted: set[tuple[str, str | None, str | None]] = set()
    given: Counter[str] = Counter()
    for said in _said(judged, digest):
        row = _row(said)
        if row is None:
            counts["left out: nothing is preferred once it is cleaned"] += 1
            continue
        prompt = f"{row.shared}\n{_alike(row.own)}"
        key = (prompt, _alike(row.chosen), _alike(row.rejected))
        opposite = (prompt, key[2], key[1])
        if key in rows:
            counts["left out: there already"] += 1
        elif given[said.learner] >= most:
            counts["left out: more than a learner may give"] += 1
        else:
            given[said.learner] += 1
            rows[key] = row
            if opposite in rows:
                contradicted |= {key, opposite}
    counts["left out: others say the opposite"] = len(contradicted)
    yield from (row for key, row in rows.items() if key not in contradicted)


def _said(judged: Iterable[Judged], digest: Callable[[Person], str]) -> Iterator[_Said]:
    """Preferences, the newest first; two thumbs for the answers to one prompt are one pair."""
    names: dict[str, str] = {}
    waiting: dict[tuple[str, str, str], list[tuple[Served, bool]]] = {}
    for each in judged:
        learner = names.get(each.person.name) or names.setdefault(each.person.name, digest(each.person))
        if each.suggestion is not None:
            better = json.dumps({"answer": each.suggestion}, ensure_ascii=False)
            yield _Said(learner, each.served, better, each.served.answer, BY_A_LEARNER, _by(each.served))
        elif each.liked is not None:
            waiting.setdefault((learner, each.served.shared, each.served.own), []).append((each.served, each.liked))
    for (learner, *_), thumbs in waiting.items():
        liked = [served for served, up in thumbs if up]
        disliked = [served for served, up in thumbs if not up]
        if liked and disliked:
            for good in liked:
                for bad in disliked:
                    yield _Said(learner, good, good.answer, bad.answer, _by(good), _by(bad))
        else:
            yield from (_Said(learner, each, each.answer, None, _by(each), None) for each in liked)
            yield from (_Said(learner, each, None, each.answer, None, _by(each)) for each in disliked)


def _row(said: _Said) -> Preference | None:
    chosen, rejected = (None if text is None else without_personal_data(text) for text in (said.chosen, said.rejected))
    if chosen == rejected:
        return None
    own = _cleaned(said.served.own)
    told = "\n".join((said.served.shared, own, chosen or "", rejected or ""))
    return Preference(
        id=hashlib.sha256(told.encode()).hexdigest()[:16], shared=said.served.shared, own=own, chosen=chosen,
        rejected=rejected, chosen_by=said.chosen_by, rejected_by=said.rejected_by, learner=said.learner,
    )  # fmt: skip


def _by(served: Served) -> str:
    return served.model if served.adapter is None else f"{served.model}/{served.adapter}"


def _alike(text: str | None) -> str | None:
    return None if text is None else " ".join(text.casefold().split())


def _cleaned(text: str) -> str:
    for rule in cleaning_rules():
        if rule.personal:
            text = rule.apply(text, Found())
    return text


def _each_string(told: object) -> object:
    match told:
        case str():
            return _cleaned(told)
        case list():
            return [_each_string(each) for each in told]
        case Mapping():
            return {name: _each_string(each) for name, each in told.items()}
    return told


def _write(path: Path, rows: Iterable[Preference]) -> None:
    """The file appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    try:
        half.write_text("".join(row.model_dump_json(exclude_none=True) + "\n" for row in rows), "utf-8")
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
