"""Mark one essay that waits: claim, read, close the transaction, think, then write everything at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from engine.errors import ModelMisbehaved, TryAgain
from engine.ielts.opinions import About, Subject
from engine.ielts.samples import compared_with
from engine.ielts.submissions import Submission
from engine.ielts.writing import Essay
from engine.marking.llm.exchanges import overheard
from engine.marking.writing.report_json import dump_report
from engine.ports import EssayMarker
from engine.practice.conversation import Reading, read
from engine.practice.served import keep_served
from engine.retrieval.comparing import samples_near
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
        essay = _beside_samples(store, essay_of(claim.submission))
        with overheard() as exchanges:
            report = marker.mark(essay, claim.language)
        report = replace(
            report,
            set_aside=reading_of(claim.submission).set_aside,
            compared=compared_with(essay.samples, float(report.overall)),
        )
    except (TryAgain, ModelMisbehaved) as trouble:
        after = trouble.after if isinstance(trouble, TryAgain) else timedelta(seconds=5)
        with store.transaction() as tx:
            if claim.attempt >= settings.max_attempts:
                tx.work.fail(claim)
            else:
                tx.work.release(claim, after * claim.attempt)
        return False
    with store.transaction() as tx:
        done = tx.work.complete(claim, report.scorer, float(report.overall), dump_report(report))
        if done:
            keep_served(tx, claim.submission.learner_id, Subject(About.REPORT, submission_id), exchanges)
        return done


def _beside_samples(store: Store, essay: Essay) -> Essay:
    """With what the operator has that it can be compared with; a document that was taken out is not among it."""
    with store.transaction() as tx:
        return replace(essay, samples=samples_near(tx, essay))


def essay_of(submission: Submission) -> Essay:
    """What is marked: the learner's own answer, without the question that came in the same message."""
    return replace(submission.essay(), text=reading_of(submission).answer)


def reading_of(submission: Submission) -> Reading:
    """The submission's text as we read it, with what is known of its question."""
    return read(submission.text, submission.prompt)
