"""A learner's bands over time, from the reports that are stored."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from engine.ielts.chat import Person
from engine.ielts.learner_notices import History
from engine.ielts.progress import Marked, Series, Skill
from engine.ielts.reports import BandReport
from engine.ielts.speaking.report import SpeakingReport
from engine.ielts.speaking.report_json import load_speaking_report
from engine.marking.errors.error import Kind
from engine.marking.writing.report_json import load_report
from engine.store.progress import StoredReport
from engine.store.store import Transaction

_KINDS = 3


def history(tx: Transaction, person: Person) -> History:
    """Bands by skill; a skill without a report is left out."""
    learner = tx.intake.learner(person)
    essays = tx.progress.essays(learner)
    by_skill = {
        skill: [(stored, load_report(stored.body)) for stored in essays if stored.task.startswith(skill)]
        for skill in (Skill.TASK_2, Skill.TASK_1)
    }
    zone = tx.learners.preferences(learner)

    def marked(stored: StoredReport, report: BandReport | SpeakingReport) -> Marked:
        return Marked(zone.today(stored.at), report.overall, report.unrounded, report.interval)

    series = [
        Series(skill, tuple(marked(*each) for each in found), commonest(stored for stored, _ in found))
        for skill, found in by_skill.items()
        if found
    ]
    read = ((stored, _spoken(tx, stored)) for stored in tx.progress.tests(learner))
    # Where too little was said for a band there is none to put on a line.
    spoken = [(stored, report) for stored, report in read if report is not None and report.enough]
    if spoken:
        series.append(Series(Skill.SPEAKING, tuple(marked(*each) for each in spoken)))
    return History(tuple(series), off=not tx.learners.consent(learner).history)


def last_drill(tx: Transaction, learner_id: int) -> str | None:
    """The command of the exercise that the last Speaking report gave."""
    for stored in reversed(tx.progress.tests(learner_id)):
        report = _spoken(tx, stored)
        if report is not None:
            return f"/drill {report.drill.scope} {report.drill.topic}".strip()
    return None


def _spoken(tx: Transaction, stored: StoredReport) -> SpeakingReport | None:
    """``None`` where words were put right and a new report is on its way."""
    turns = tx.speaking.turns(stored.about)
    said = {turn.heard.turn: turn.heard.transcript.text for turn in turns if turn.heard.transcript is not None}
    try:
        return load_speaking_report(stored.body, said)
    except ValueError:
        return None


def commonest(found: Iterable[StoredReport]) -> tuple[tuple[str, int], ...]:
    """Kinds of errors by how often they were corrected; reports of before kinds were told apart say nothing of them."""
    counts = Counter(each.get("kind") for stored in found for each in json.loads(stored.body)["corrections"])
    named = [(kind, count) for kind, count in counts.most_common() if kind in set(Kind)]
    return tuple(named[:_KINDS])
