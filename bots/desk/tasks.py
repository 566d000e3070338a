"""The front desk's verb for a task to write."""

from __future__ import annotations

from dataclasses import replace

from bots.desk.door import at_the_door
from engine.errors import LearnerMistake
from engine.ielts.bank.labels import load_subjects
from engine.ielts.bank.notices import TaskGiven, TaskInWords, TaskPicture
from engine.ielts.chat import ChatAddress, Person
from engine.ielts.notices import Notice, Refused
from engine.ports import TaskPictures
from engine.practice.tasks import give_task
from engine.settings import Settings
from engine.store.store import Store

Notices = tuple[Notice, ...]


class TaskDesk:
    """One a process; see :class:`bots.desk.frontdesk.FrontDesk` for what its methods return and raise."""

    def __init__(self, store: Store, settings: Settings, pictures: TaskPictures | None = None) -> None:
        self._store = store
        self._settings = settings
        self._pictures = pictures

    @at_the_door
    def give(self, address: ChatAddress, person: Person, argument: str = "") -> Notices:
        """``/task`` and which: ``1``, ``2`` or ``gt``, then a subject or "weak"."""
        pictures = self._pictures
        try:
            with self._store.transaction() as tx:
                given = give_task(tx, address, person, argument, () if pictures is None else pictures.tasks())
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
        if isinstance(given, TaskGiven) and given.drawn.task.picture and pictures is not None:
            shown = TaskPicture(*pictures.picture(given.drawn.task.id))
            given = replace(given, picture=shown)
        return (given,)

    @at_the_door
    def in_words(self, address: ChatAddress, person: Person, task_id: str) -> Notices:  # noqa: ARG002
        """What a task's picture shows, for who cannot see it."""
        try:
            return () if self._pictures is None else (TaskInWords(self._pictures.in_words(task_id)),)
        except KeyError:
            return ()

    def subjects(self) -> tuple[str, ...]:
        """What a task can be about, in the words that :meth:`give` takes."""
        return tuple(load_subjects())
