"""A desk on a real database whose queue nobody listens to, and two people who have been greeted."""

from __future__ import annotations

import itertools

from bots.desk.frontdesk import FrontDesk
from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ports import Work
from engine.settings import Settings
from engine.store.store import Store
from tests.doubles.clock import MovedClock
from tests.doubles.migrated import migrate

HERE = ChatAddress(Platform.TELEGRAM, "10")
MEI, ALI = Person(Platform.TELEGRAM, "1", "en"), Person(Platform.TELEGRAM, "2", "zh-hans")


class Silent:
    """A queue that nobody listens to."""

    def enqueue(self, row_id: int, work: Work = Work.MARK) -> None: ...


class RealDesk:
    """The desk, its store and its clock."""

    def __init__(self, settings: Settings) -> None:
        migrate(settings)
        self.settings, self.clock = settings, MovedClock()
        self.store = Store.open(settings.resolved_database_url, self.clock)
        self.desk = FrontDesk(self.store, Silent(), settings)
        with self.store.transaction() as tx:
            for person in (MEI, ALI):
                tx.learners.greeted(person)
        self._numbers = itertools.count(1)

    def message(self, text: str, who: Person = MEI) -> ChatMessage:
        """The next message of somebody here."""
        return ChatMessage(HERE, who, str(next(self._numbers)), text, self.clock())
