"""The door of the desk: who may come in, what they are told the first time, and how what is answered is to be said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from engine.ielts.chat import ChatMessage, Person
from engine.ielts.groups.notices import OnlyForYou
from engine.ielts.learner_notices import FirstContact, Forgotten
from engine.ielts.learners import Reader, reader_of
from engine.ielts.notices import Notice, Refused
from engine.settings import Settings
from engine.store.store import Store


class Desk(Protocol):
    """What a verb's desk must have."""

    _store: Store
    _settings: Settings


D = TypeVar("D", bound=Desk)
P = ParamSpec("P")
Notices = tuple[Notice, ...]


def at_the_door(verb: Callable[Concatenate[D, P], Notices]) -> Callable[Concatenate[D, P], Notices]:
    """A verb of a desk, one of whose arguments is a ``Person`` or a ``ChatMessage``: whose it is.

    Raises:
        TryAgain: the database is away.
    """

    @wraps(verb)
    def opened(desk: D, /, *args: P.args, **more: P.kwargs) -> Notices:
        person = _who(args)
        with desk._store.transaction() as tx:  # noqa: SLF001 - the door is the desk's
            visitor = tx.learners.visitor(person)
            reader = reader_of(visitor.preferences, tx.now)
        if person.name not in desk._settings.admins:  # noqa: SLF001
            if visitor.blocked:
                return ()
            if not desk._settings.lets_in(person.name):  # noqa: SLF001
                return said_to(reader, (Refused("not-allowed"),))
        notices = verb(desk, *args, **more)
        if visitor.greeted or all(isinstance(each, Refused | Forgotten | OnlyForYou) for each in notices):
            return said_to(reader, notices)
        with desk._store.transaction() as tx:  # noqa: SLF001
            tx.learners.greeted(person)
        first = FirstContact(desk._settings.history_days, desk._settings.leaves)  # noqa: SLF001
        return said_to(reader, (first, *notices))

    return opened


def said_to(reader: Reader, notices: Sequence[Notice]) -> Notices:
    """The notices as this reader reads them; one that names its reader already keeps it."""
    return tuple(each if each.reader is not None else replace(each, reader=reader) for each in notices)


def _who(arguments: Sequence[object]) -> Person:
    for each in arguments:
        if isinstance(each, Person):
            return each
        if isinstance(each, ChatMessage):
            return each.sender
    raise TypeError("a verb of the desk is somebody's")
