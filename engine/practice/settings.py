"""See and change what a learner chose."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, Person
from engine.ielts.learner_notices import SettingsView
from engine.ielts.learners import Preferences, changed, reader_of
from engine.models.voices.accents import accents
from engine.settings import Settings
from engine.store.store import Transaction

PAGES = ("language", "feedback", "module", "target", "exam", "voice", "speed", "reminder", "zone")


def view(
    tx: Transaction, settings: Settings, person: Person, languages: Collection[str], page: str | None = None
) -> SettingsView:
    """Everything that was chosen, or the choices of one page."""
    chosen = tx.learners.preferences(tx.intake.learner(person))
    return _view(tx, settings, chosen, languages, page)


def choose(
    tx: Transaction,
    settings: Settings,
    address: ChatAddress,
    person: Person,
    languages: Collection[str],
    key: str,
    value: str,
) -> SettingsView:
    """Set one preference from what was typed or pressed; a reminder without a time zone asks for the zone next.

    Raises:
        LearnerMistake: ``no-such-setting``, or ``setting-...``: the value cannot be understood.
    """
    learner = tx.intake.learner(person)
    before = tx.learners.preferences(learner)
    try:
        after = changed(before, key, value, before.today(tx.now), languages, accents(settings.voice))
    except KeyError as nothing:
        raise LearnerMistake("no-such-setting") from nothing
    except ValueError as wrong:
        raise LearnerMistake(f"setting-{key}") from wrong
    tx.learners.prefer(learner, after, address, person.language)
    zoneless = after.reminder is not None and after.zone is None
    shown = _view(tx, settings, after, languages, "zone" if zoneless else None)
    return replace(shown, reader=reader_of(after, tx.now))


def _view(
    tx: Transaction, settings: Settings, chosen: Preferences, languages: Collection[str], page: str | None
) -> SettingsView:
    today = chosen.today(tx.now).isoformat()
    return SettingsView(chosen, tuple(languages), tuple(accents(settings.voice)), today, page)
