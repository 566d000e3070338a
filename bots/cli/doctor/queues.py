"""The queue, who works on it, and what waits."""

from __future__ import annotations

from datetime import timedelta

from bots.cli.doctor.finding import Finding
from engine.errors import OperatorMistake, TryAgain
from engine.settings import Settings

_WAITS_TOO_LONG = timedelta(minutes=5)


def broker(settings: Settings) -> Finding:
    """Whether it answers."""
    if settings.broker_url is None:
        return Finding("queue", "fine", "embedded, files in the home folder")
    from worker.answering import Workers

    kind = settings.broker_url.split(":", 1)[0]
    try:
        Workers(settings).reach_broker()
    except OperatorMistake as mistake:
        return Finding("queue", "broken", kind, str(mistake))
    except TryAgain:
        return Finding("queue", "broken", f"{kind} does not answer", "start it, or mend BANDMATE_BROKER_URL")
    return Finding("queue", "fine", f"{kind} answers")


def workers(settings: Settings) -> Finding:
    """Whether one works: on any machine, or on this one where the queue is a folder."""
    if settings.broker_url is None:
        return _worker_here(settings)
    from worker.answering import Workers

    try:
        answers = Workers(settings).answering(1.5)
    except (OperatorMistake, TryAgain):
        return Finding("worker", "off", "not asked (the queue comes first)")
    if not answers:
        return Finding("worker", "broken", "none answers", "bandmate worker")
    return Finding("worker", "fine", f"{answers} answering")


def _worker_here(settings: Settings) -> Finding:
    from engine.pulse import listen

    heard = [each for each in listen(settings.home) if each.name == "worker"]
    if not heard:
        return Finding("worker", "off", "none runs on this machine", "bandmate run, or bandmate worker")
    if any(each.stuck for each in heard):
        return Finding("worker", "broken", "one gives no sign of life", "end it and start it again: bandmate run")
    return Finding("worker", "fine", "one works here")


def jobs(settings: Settings) -> Finding:
    """Whether somebody waits for long."""
    from bots.cli.jobs import for_people
    from engine.jobs import JobState
    from engine.store.migrate import current
    from engine.wiring import open_store

    try:
        at, newest = current(settings)
        if at != newest:
            return Finding("jobs", "off", "not asked (the database comes first)", "bandmate db upgrade")
        store = open_store(settings)
        try:
            with store.transaction() as tx:
                depths = tx.jobs.depths()
        finally:
            store.close()
    except (OperatorMistake, TryAgain):
        return Finding("jobs", "off", "not asked (the database comes first)")
    longest = max(depth.oldest for depth in depths.values())
    if longest > _WAITS_TOO_LONG:
        return Finding("jobs", "broken", f"one has waited {for_people(longest.total_seconds())}", "bandmate worker")
    given_up = sum(depth.counts.get(JobState.GIVEN_UP, 0) for depth in depths.values())
    waiting = sum(depth.counts[JobState.WAITING] for depth in depths.values())
    look = "bandmate jobs list --state given-up" if given_up else ""
    return Finding("jobs", "fine", f"{waiting} waiting, {given_up} given up", look)
