"""In which language a chat is spoken to: that of whoever orders something there."""

from __future__ import annotations

from engine.ielts.chat import Person
from engine.store.store import Transaction


def tongue(tx: Transaction, person: Person) -> str | None:
    """The language that this person chose, else their app's."""
    return tx.learners.preferences(tx.intake.learner(person)).language or person.language
