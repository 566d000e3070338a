"""What Bandmate has to say to a learner about the learner: settings, what is kept, progress. See :mod:`engine.ielts.notices`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.ielts.learners import Consent, Preferences
from engine.ielts.notices import Notice
from engine.ielts.progress import Series


@dataclass(frozen=True, slots=True)
class FirstContact(Notice):
    """Said once, before anything else: what is kept, where and how long. ``days`` is how long."""

    days: int
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettingsView(Notice):
    """Everything that was chosen, or the choices for one setting (``page``).

    ``languages`` and ``voices`` are what there is to choose from; ``today`` (ISO) is where the learner is.
    """

    preferences: Preferences
    languages: tuple[str, ...]
    voices: tuple[str, ...]
    today: str
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Privacy(Notice):
    """What is kept, for how many days, and what leaves this machine, with a button for each consent.

    ``leaves``: ``voice`` (what the examiner says goes to a speech service), ``model`` (texts go to a language model's
    server).
    """

    consent: Consent
    days: int
    recording_days: int
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForgetAsked(Notice):
    """Shall everything be erased? The button is for ``user_id`` only."""

    user_id: str


@dataclass(frozen=True, slots=True)
class Forgotten(Notice):
    """Everything has been erased; or, where it is not ``erased``, nothing was, because the learner thought better of it."""

    erased: bool = True


@dataclass(frozen=True, slots=True)
class Exported(Notice):
    """Everything that is kept of a learner, as a zip; part ``part`` of ``parts``."""

    content: bytes
    part: int
    parts: int


@dataclass(frozen=True, slots=True)
class History(Notice):
    """Bands over time; ``off``: the learner wants no history kept."""

    series: tuple[Series, ...]
    off: bool = False


@dataclass(frozen=True, slots=True)
class Reminder(Notice):
    """It is time to practise. ``drill`` is the command of the last Speaking report's exercise, where there is one."""

    drill: str | None = None


@dataclass(frozen=True, slots=True)
class Stats(Notice):
    """Numbers for whoever runs Bandmate, none of them about one person."""

    numbers: Mapping[str, int]
