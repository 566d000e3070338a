"""Rate one test that is over: claim, read, close the transaction, think, then write everything at once."""

from __future__ import annotations

from datetime import timedelta

from engine.errors import LearnerMistake, ModelMisbehaved, TryAgain
from engine.ielts.rubric import load_rubric
from engine.ielts.speaking.heard import HeardTurn
from engine.ielts.speaking.report_json import dump_speaking_report
from engine.ports import SpeakingMarker
from engine.settings import Settings
from engine.store.speaking import KeptTurn
from engine.store.store import Store

_PATIENCE = timedelta(seconds=5)


def rate(store: Store, marker: SpeakingMarker, settings: Settings, test_id: int) -> bool:
    """Rate the test if it is to be had; ``False``: it is not over, not heard yet, or somebody else has it.

    Where too little was said for a band the learner is told so: none is invented.
    """
    with store.transaction() as tx:
        claim = tx.hearing.claim_test(test_id, settings.lease)
        kept = None if claim is None else tx.speaking.test(test_id)
        turns = () if claim is None else tx.speaking.turns(test_id)
    if claim is None or kept is None:
        return False
    try:
        report = marker.mark(kept.test, heard_by_turn(turns), kept.language)
        report.check_against(
            {turn.heard.turn: turn.heard.transcript.text for turn in turns if turn.heard.transcript is not None},
            load_rubric().by_id,
        )
    except LearnerMistake as mistake:
        with store.transaction() as tx:
            return tx.hearing.unrated(claim, mistake.reason)
    except (TryAgain, ModelMisbehaved) as trouble:
        after = trouble.after if isinstance(trouble, TryAgain) else _PATIENCE
        with store.transaction() as tx:
            if claim.attempt >= settings.max_attempts:
                tx.hearing.unrated(claim, "failed")
            else:
                tx.hearing.release_test(claim, after * claim.attempt)
        return False
    with store.transaction() as tx:
        return tx.hearing.rated(claim, report.scorer, float(report.overall), dump_speaking_report(report))


def heard_by_turn(turns: tuple[KeptTurn, ...]) -> dict[str, HeardTurn]:
    """What a marker reads: every answer by the id that it has in its test."""
    return {turn.heard.turn: turn.heard for turn in turns}
