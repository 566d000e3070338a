"""Errors, by kind: how many there are, in what a reader stumbles most, and what should stand there."""

from __future__ import annotations

from collections.abc import Iterator

from engine.ielts.bands import Criterion
from engine.ielts.reports import OTHER, Correction, by_kind
from engine.marking.corrections import around
from engine.marking.errors.error import Kind
from engine.marking.observation import Observation, Seen, cut, limit, quoted
from engine.marking.sentences import Counted

_GRAMMAR = frozenset(
    {
        Kind.ARTICLE, Kind.NUMBER, Kind.VERB_FORM, Kind.AGREEMENT, Kind.PREPOSITION, Kind.MISSING_WORD, Kind.EXTRA_WORD,
        Kind.ORDER, OTHER,
    }
)  # fmt: skip
_BEARS_ON = (
    (Criterion.GRAMMAR, "accuracy", _GRAMMAR),
    (Criterion.GRAMMAR, "punctuation", frozenset({Kind.PUNCTUATION, Kind.RUN_ON})),
    (Criterion.LEXICAL, "form", frozenset({Kind.SPELLING, Kind.WORD_FORM})),
    (Criterion.LEXICAL, "choice", frozenset({Kind.WRONG_WORD})),
)
_LEAST, _EACH, _MOST = 0.36, 0.08, 0.95
"""Weight of one error, what an error in a hundred words adds, and the weight beyond which no more errors add any."""
_FORGIVEN = {"form": 0.15}
"""A misspelling hides the meaning less often than another error does."""
_NAMED, _SHOWN = 4, 3


def errors(seen: Seen) -> Iterator[Observation]:
    """What the error finder found, put together by what of a criterion it bears on."""
    for criterion, aspect, kinds in _BEARS_ON:
        mine = [each for each in seen.corrections if each.kind in kinds]
        # One misspelling is a correction: no examiner takes a band for what may be a slip of the pen.
        if mine and [each.kind for each in mine] != [Kind.SPELLING]:
            yield _told(seen, criterion, aspect, mine)


def _told(seen: Seen, criterion: Criterion, aspect: str, mine: list[Correction]) -> Observation:
    # Among equals articles come last: a missing one seldom stands between the reader and the meaning.
    groups = sorted(by_kind(mine), key=lambda group: (-len(group[1]), group[0] == Kind.ARTICLE))
    commonest, places = groups[0]
    often = 100 * len(mine) / max(seen.essay.word_count, 1)
    weight = min(_LEAST + _EACH * often, _MOST) - _FORGIVEN.get(aspect, 0.0)
    if len(mine) == 1:
        only = mine[0]
        return limit(
            criterion, aspect, weight, *cut(seen.sentence_at(only.start)), "error-one",
            kinds=(Counted(commonest, 1),), shown=shown(only, seen.text.raw), topic=commonest,
        )  # fmt: skip
    where = {each.start: seen.sentence_at(each.start) for each in mine}
    mended = {where[each.start] for each in mine if each.mended}
    worst = max(
        where.values(), key=lambda one: (sum(other == one for other in where.values()), one in mended, -one.start)
    )
    return limit(
        criterion, aspect, weight, *cut(worst), f"errors-{aspect}",
        count=len(mine),
        kinds=tuple(Counted(kind, len(found)) for kind, found in groups[:_NAMED]),
        examples=tuple(shown(each, seen.text.raw) for each in _examples(groups)),
        here=sum(other == worst for other in where.values()),
        topic=commonest if len(places) > 1 else "",
    )  # fmt: skip


def _examples(groups: list[tuple[str, list[Correction]]]) -> list[Correction]:
    """One of each kind, mended where there is one, the commonest kind first; never the same twice."""
    chosen = [next((each for each in found if _is_seen(each)), found[0]) for _, found in groups]
    return sorted(chosen, key=lambda each: not _is_seen(each))[:_SHOWN]


def _is_seen(each: Correction) -> bool:
    """Whether the mended words look other than the learner's: a space that was missing does not show in a row of words."""
    return each.replacement is not None and quoted(each.replacement) != quoted(each.original)


def shown(each: Correction, text: str) -> str:
    """An error in a row of others: what was written and, where it is sure, what it should be; else with its neighbours."""
    if each.replacement is None:
        before, after = around(text, each.start, each.end, words=1)
        return quoted(f"{before}{each.original}{after}")
    if not _is_seen(each):
        return quoted(each.original)
    return f"{quoted(each.original)} → {quoted(each.replacement) if each.replacement.strip() else '∅'}"
