"""Prompts as they were served, with their answers: kept of learners only who allow training."""

from __future__ import annotations

from collections.abc import Sequence

from engine.ielts.opinions import Served, Subject
from engine.store.store import Transaction


def keep_served(tx: Transaction, learner_id: int, subject: Subject, exchanges: Sequence[Served]) -> None:
    """Keep the first exchange, which the others only add to, if this learner allows training."""
    if exchanges and tx.learners.consent(learner_id).training:
        tx.opinions.serve(subject, exchanges[0])
