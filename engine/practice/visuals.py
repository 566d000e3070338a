"""A learner's own visual of a Task 1: the picture is kept, the figures are read from what they type."""

from __future__ import annotations

from datetime import timedelta

from engine.documents.pictures import kind_of_picture
from engine.errors import LearnerMistake
from engine.ielts.charts.notices import FiguresKept, PictureKept
from engine.ielts.charts.shipped import chart_of
from engine.ielts.charts.typed import dump_table, read_table
from engine.ielts.chat import ChatAddress, ChatMessage
from engine.store.store import Transaction

_A_DAY, _MOST = timedelta(days=1), 20


def keep_picture(tx: Transaction, message: ChatMessage, data: bytes, max_bytes: int) -> PictureKept:
    """Keep a picture as it is, for the answer that waits here or the next one. Nothing looks into it.

    Raises:
        LearnerMistake: ``unsupported-file``, ``file-too-big`` or ``too-many-pictures``.
    """
    if kind_of_picture(data) is None:
        raise LearnerMistake("unsupported-file")
    if len(data) > max_bytes:
        raise LearnerMistake("file-too-big", megabytes=round(len(data) / 1e6, 1), limit=round(max_bytes / 1e6, 1))
    learner = tx.intake.learner(message.sender)
    _check(tx, learner)
    essay = tx.visuals.waiting_essay(learner, message.address)
    tx.visuals.keep(learner, message, essay, picture=data)
    return PictureKept(with_essay=essay is not None)


def keep_figures(tx: Transaction, message: ChatMessage, table: str) -> FiguresKept:
    """Read a typed table, for the answer that waits here or the next one.

    Raises:
        LearnerMistake: as :func:`read_table`, or ``too-many-pictures``.
    """
    chart = read_table(table)
    learner = tx.intake.learner(message.sender)
    _check(tx, learner)
    essay = tx.visuals.waiting_essay(learner, message.address)
    marked = None if essay is not None else _marked_without(tx, learner, message.address)
    tx.visuals.keep(learner, message, essay, figures=dump_table(chart))
    return FiguresKept(chart.panels[0], with_essay=essay is not None, marked=marked)


def _marked_without(tx: Transaction, learner: int, address: ChatAddress) -> int | None:
    """The last answer that was marked here, unless it is about a visual of ours: that was checked already."""
    marked = tx.visuals.marked_essay(learner, address)
    submission = None if marked is None else tx.intake.submission(marked)
    return None if submission is None or chart_of(submission.prompt) is not None else marked


def _check(tx: Transaction, learner: int) -> None:
    if tx.visuals.kept(learner, _A_DAY) >= _MOST:
        raise LearnerMistake("too-many-pictures", limit=_MOST)
