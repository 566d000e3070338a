"""What a learner asks about their own mistakes, answered from their own reports: nobody else's, and kept nowhere else.

There is no index of it: it is read from the reports when somebody asks, so it is forgotten with them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.ielts.chat import Person
from engine.ielts.exam_question_notices import OwnMistakes
from engine.ielts.languages import Language
from engine.ielts.reports import BandReport, Correction
from engine.marking.errors.error import Kind
from engine.marking.errors.reasons import reason
from engine.marking.writing.report_json import load_report
from engine.retrieval.stems import stems
from engine.store.store import Transaction

_REPORTS, _EXAMPLES = 10, 5
_ASKED = re.compile(
    r"\b(?:do|did) i (?:\w+ )?(?:make|get wrong|do wrong|repeat)\b|\bam i weak\b"
    r"|\bi (?:\w+ )?(?:keep|always|often|usually) (?:\w+ )?(?:making|getting|make|get)\b"
    r"|\bmy (?:(?:own|last|latest|usual|common|commonest|frequent|typical|main|most|biggest) ){0,3}"
    r"(?:mistakes?|errors?|slips?|weakness\w*)\b"
    r"|我(?:最)?(?:常|经常|老|总|总是)?(?:犯|写错|出错)|我的(?:\w{0,4})(?:错误|弱点|弱项|毛病)",
    re.IGNORECASE,
)


def own_mistakes(tx: Transaction, person: Person, question: str) -> OwnMistakes | None:
    """Corrections of the kind that the question names, else of the commonest; ``None``: it asks nothing of the kind.

    Also ``None`` where no report of this learner has any.
    """
    if not _ASKED.search(question):
        return None
    stored = tx.progress.essays(tx.intake.learner(person))[-_REPORTS:]
    reports = [load_report(each.body) for each in stored]
    found = _by_kind(reports)
    kind = _named(question, found) or next(iter(found), None)
    if kind is None:
        return None
    last = max(each.at for each in stored).date()
    shown = dict.fromkeys((each.original, each.replacement or "") for each in reversed(found[kind]) if each.mended)
    return OwnMistakes(kind, len(found[kind]), len(reports), last, tuple(shown)[:_EXAMPLES])


def _by_kind(reports: Sequence[BandReport]) -> dict[str, list[Correction]]:
    """Corrections of the kinds that have a name, the commonest kind first."""
    kinds: dict[str, list[Correction]] = {}
    for report in reports:
        for each in report.corrections:
            if each.kind in set(Kind):
                kinds.setdefault(each.kind, []).append(each)
    return dict(sorted(kinds.items(), key=lambda kind: -len(kind[1])))


def _named(question: str, kinds: dict[str, list[Correction]]) -> str | None:
    asked = set(stems(question))
    names = {kind: {stem for language in Language for stem in stems(reason(kind, language).name)} for kind in kinds}
    return next((kind for kind in kinds if names[kind] & asked), None)
