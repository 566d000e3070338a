"""The front desk's verbs for what is kept: shown, chosen, taken along, erased; and for what became of it: progress."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bots.desk.door import at_the_door
from engine.errors import OperatorMistake
from engine.ielts.chat import ChatAddress, Person
from engine.ielts.learner_notices import Exported, ForgetAsked, Forgotten, Stats
from engine.ielts.learners import Kept
from engine.ielts.notices import Notice, Refused, UnknownCommand
from engine.practice import privacy
from engine.practice.export import export
from engine.practice.progress import history
from engine.settings import Settings
from engine.store.recordings.shelf import Shelf
from engine.store.store import Store

log = logging.getLogger(__name__)
Notices = tuple[Notice, ...]


class PrivacyDesk:
    """One a process; see :class:`bots.desk.frontdesk.FrontDesk` for what its methods return and raise.

    ``finish_ahead`` returns when no sound is being made any more that somebody's answers led to.
    """

    def __init__(self, store: Store, settings: Settings, finish_ahead: Callable[[], None]) -> None:
        self._store = store
        self._settings = settings
        self._finish_ahead = finish_ahead

    @at_the_door
    def show(self, address: ChatAddress, person: Person, argument: str = "") -> Notices:  # noqa: ARG002 - every verb has both
        """``/privacy``."""
        with self._store.transaction() as tx:
            return (privacy.view(tx, self._settings, person),)

    @at_the_door
    def export(self, address: ChatAddress, person: Person, argument: str = "") -> Notices:  # noqa: ARG002
        """``/export``: everything, as files."""
        return self._export(person)

    @at_the_door
    def forget(self, address: ChatAddress, person: Person, argument: str = "") -> Notices:  # noqa: ARG002
        """``/forget``: asks once more."""
        return (ForgetAsked(person.user_id),)

    @at_the_door
    def history(self, address: ChatAddress, person: Person, argument: str = "") -> Notices:  # noqa: ARG002
        """``/history``: bands over time."""
        with self._store.transaction() as tx:
            return (history(tx, person),)

    @at_the_door
    def stats(self, address: ChatAddress, person: Person, argument: str = "") -> Notices:  # noqa: ARG002
        """``/stats``: for who runs the bot; nobody else knows of it."""
        if person.name not in self._settings.admins:
            return (UnknownCommand(),)
        with self._store.transaction() as tx:
            return (Stats(tx.privacy.numbers()),)

    @at_the_door
    def pressed(self, address: ChatAddress, person: Person, data: str) -> Notices:  # noqa: ARG002
        """A button whose data begins with ``bm:pv:``; or with ``bm:keep:``, in messages of older versions."""
        match data.split(":"):
            case ["bm", "pv", what, ("0" | "1") as given] if what in list(Kept):
                return self._consent(person, Kept(what), given=given == "1")
            case ["bm", "keep", ("0" | "1") as given]:
                return self._consent(person, Kept.RECORDINGS, given=given == "1")
            case ["bm", "pv", "export"]:
                return self._export(person)
            case ["bm", "pv", "ask"]:
                return (ForgetAsked(person.user_id),)
            case ["bm", "pv", "stay"]:
                return (Forgotten(erased=False),)
            case ["bm", "pv", "forget", user_id]:
                return (Refused("not-yours"),) if user_id != person.user_id else self._forget(person)
        return ()

    def _consent(self, person: Person, what: Kept, *, given: bool) -> Notices:
        with self._store.transaction() as tx:
            shown = privacy.consent(tx, self._settings, person, what, given=given)
        if not given:
            privacy.erase_objects(self._store, self._settings)
        return (shown,)

    def _export(self, person: Person) -> Notices:
        with self._store.transaction() as tx:
            everything = export(tx, person)
        try:
            zips = everything.zips(Shelf.open(self._store, self._settings).sound)
        except OperatorMistake as mistake:
            log.error("an export: %s", mistake)  # noqa: TRY400 - our own sentence, not a traceback
            return (Refused("database-away"),)
        return tuple(Exported(content, part, len(zips)) for part, content in enumerate(zips, 1))

    def _forget(self, person: Person) -> Notices:
        privacy.forget(self._store, self._settings, person, self._finish_ahead)
        return (Forgotten(),)
