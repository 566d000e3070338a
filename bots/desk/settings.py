"""The front desk's verbs for what a learner may set: by command, by typing, by button."""

from __future__ import annotations

from bots.desk.door import at_the_door
from bots.replies.words import languages
from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, Person
from engine.ielts.notices import Notice, Refused
from engine.practice import settings as own
from engine.settings import Settings
from engine.store.store import Store

Notices = tuple[Notice, ...]


class SettingsDesk:
    """One a process; see :class:`bots.desk.frontdesk.FrontDesk` for what its methods return and raise."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings

    @at_the_door
    def show(self, address: ChatAddress, person: Person, argument: str = "") -> Notices:
        """``/settings``, ``/settings exam`` or ``/settings exam 2026-05-30``."""
        key, _, value = argument.strip().partition(" ")
        return self._do(address, person, key.lower(), value.strip())

    @at_the_door
    def pressed(self, address: ChatAddress, person: Person, data: str) -> Notices:
        """A button whose data begins with ``bm:set``: alone for everything, ``:key`` for a page, ``:key:value`` to choose."""
        _, _, key, value = [*data.split(":", 3), "", ""][:4]
        return self._do(address, person, key, value)

    def _do(self, address: ChatAddress, person: Person, key: str, value: str) -> Notices:
        try:
            if key and key not in own.PAGES:
                raise LearnerMistake("no-such-setting")
            with self._store.transaction() as tx:
                if value:
                    return (own.choose(tx, self._settings, address, person, languages(), key, value),)
                return (own.view(tx, self._settings, person, languages(), key or None),)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
