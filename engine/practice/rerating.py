"""Rate a test that is over once more: with a better model, or after something went wrong."""

from __future__ import annotations

from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress
from engine.ielts.speaking.heard import Origin
from engine.ielts.speaking.notices import RatedAgain
from engine.ielts.speaking.plan import Scope
from engine.ports import Work
from engine.settings import Settings
from engine.store.speaking import KeptTurn, Standing
from engine.store.store import Transaction

_OVER = (Standing.RATED, Standing.UNRATED)


def rate_again(
    tx: Transaction, settings: Settings, learner: int, address: ChatAddress
) -> tuple[RatedAgain, tuple[tuple[Work, int], ...]]:
    """The learner's last whole test in this chat, and what workers should do.

    Recordings that are still there are listened to again, but for those whose words the learner wrote. Where there are
    none, the words and measures that were kept are rated again.

    Raises:
        LearnerMistake: ``no-test-over``, or ``already-rating``.
    """
    whole = (
        kept for kept in tx.speaking.newest(learner) if kept.address == address and kept.test.plan.scope is Scope.TEST
    )
    kept = next((each for each in whole if each.standing is not Standing.OPEN), None)
    if kept is None:
        raise LearnerMistake("no-test-over")
    if kept.standing not in _OVER or not tx.speaking.rate_again(kept.id):
        raise LearnerMistake("already-rating")
    turns = tx.speaking.turns(kept.id) if settings.has_ears else ()
    again = [turn.id for turn in turns if _heard_by_us(turn) and tx.speaking.listen_again(turn.id)]
    calls = tuple((Work.HEAR, turn_id) for turn_id in again) or ((Work.RATE, kept.id),)
    return RatedAgain(kept.id, len(again)), calls


def _heard_by_us(turn: KeptTurn) -> bool:
    return turn.heard.transcript is None or turn.heard.transcript.origin is Origin.RECOGNISED
