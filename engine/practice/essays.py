"""Mark one essay that waits: claim, read, close the transaction, think, then write everything at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from engine.errors import ModelMisbehaved, TryAgain
from engine.ielts.submissions import Submission
from engine.ielts.writing import Essay
from engine.marking.report_json import dump_report
from engine.ports import EssayMarker
from engine.practice.conversation import read
from engine.settings import Settings
from engine.store.store import Store


def mark_essay(store: Store, marker: EssayMarker, settings: Settings, submission_id: int) -> bool:
    """Mark the submission if it is to be had; ``False``: somebody else has it, or it is finished.

    A passing trouble puts it back for later. One that cannot be marked after every try fails, and the learner is
    told so: no band is ever invented.
    """
    with store.transaction() as tx:
        claim = tx.work.claim(submission_id, settings.lease)
    if claim is None:
        return False
    try:
        report = marker.mark(essay_of(claim.submission), claim.language)
    except (TryAgain, ModelMisbehaved) as trouble:
        after = trouble.after if isinstance(trouble, TryAgain) else timedelta(seconds=5)
        with store.transaction() as tx:
            if claim.attempt >= settings.max_attempts:
                tx.work.fail(claim)
            else:
                tx.work.release(claim, after * claim.attempt)
        return False
    with store.transaction() as tx:
        return tx.work.complete(claim, report.scorer, float(report.overall), dump_report(report))


def essay_of(submission: Submission) -> Essay:
    """What is marked: the answer without the question that came in the same message."""
    essay = submission.essay()
    reading = read(essay.text)
    return replace(essay, text=reading.answer) if reading.prompt else essay
