"""The Celery application: which broker, which queues, what runs when. Nothing here imports a model.

``celery -A worker.app worker`` reads the settings from the environment like everything else. The database is the
truth and a task only wakes a worker (see ARCHITECTURE.md), so results are not kept and a lost task costs a sweep.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from celery import Celery
from kombu.entity import Queue

from engine.ports import Work
from engine.private_folder import private_folder
from engine.settings import Settings, read_settings
from worker import embedded_queue

QUEUES = ("voice", "essay", "light")
SWEEP_EVERY = timedelta(seconds=5)
GROUPS_EVERY = timedelta(seconds=10)
"""How often it is asked which groups' prompts are due: none comes later than this."""
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_THREADS_FOR_VOICE = 1
_ROUTES = {Work.HEAR: "voice", Work.RATE: "voice", Work.MARK: "essay", Work.ANSWER: "essay", Work.REACT: "light"}


def rounds_of(settings: Settings) -> dict[str, timedelta]:
    """The schedule's rounds that one worker of all does, by the task's name, and how often."""
    return {
        "sweep": min(SWEEP_EVERY, settings.wake_again),
        # When a prompt is due is in the database, so a round that fell out posts nothing late but for some seconds.
        "groups": min(GROUPS_EVERY, settings.wake_again),
        "remind": _MINUTE,
        "erase": _MINUTE,
    }


def make_app(settings: Settings) -> Celery:
    """The application for these settings."""
    app = Celery("bandmate", include=["worker.tasks"])
    app.conf.update(
        broker_url=settings.broker_url or embedded_queue.register(),
        broker_transport_options=transport_options(settings),
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_default_queue="essay",
        task_queues=[Queue(name) for name in QUEUES],  # type: ignore[no-untyped-call]
        task_routes={str(work): {"queue": queue} for work, queue in _ROUTES.items()}
        | {f"bandmate.{name}": {"queue": "light"} for name in ("sweep", "remind", "retain", "erase", "groups")},
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        worker_enable_remote_control=settings.broker_url is not None,
        worker_cancel_long_running_tasks_on_connection_loss=True,
        beat_schedule={
            # One round says it all: those that pile up while no worker runs are thrown away.
            name: {"task": f"bandmate.{name}", "schedule": every, "options": {"expires": every.total_seconds()}}
            for name, every in rounds_of(settings).items()
        }
        | {"retain": {"task": "bandmate.retain", "schedule": timedelta(days=1)}},
    )
    return app


def transport_options(settings: Settings) -> dict[str, Any]:
    """What the broker's transport needs; the embedded queue is three folders in the home folder."""
    if settings.broker_url is None:
        folder = queue_folder(settings)
        return {
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "control_folder": str(folder / "control"),
            "store_processed": False,
            "polling_interval": 0.05,
        }
    if settings.broker_url.startswith("redis"):
        # Longer than the longest job, or Redis hands the same task out again while it runs.
        visible = int(max(_HOUR, 2 * settings.longest_job).total_seconds())
        return {"visibility_timeout": visible, "queue_order_strategy": "priority", "socket_timeout": 30}
    return {}


def queue_folder(settings: Settings) -> Path:
    """The embedded queue's folder, made where it is missing."""
    for name in ("messages", "control"):
        private_folder(settings.queue_folder / name)
    return settings.queue_folder


def clear_embedded_queue(settings: Settings) -> None:
    """Throw away what waits in the embedded queue, before its one worker starts.

    Calls that nobody heard are of no use to a worker that asks the database first thing. Nothing is lost: the sweeper
    calls again for everything that waits there.
    """
    if settings.broker_url is None:
        for message in (queue_folder(settings) / "messages").iterdir():
            message.unlink(missing_ok=True)


def essays_at_once(settings: Settings) -> int:
    """Essays that one worker marks at the same time: one offline, which is fast; with a language model its rows."""
    return 1 if settings.llm == "none" else settings.llm_rows


def worker_argv(settings: Settings, queues: Sequence[str] = QUEUES) -> list[str]:
    """The command line of a worker process with the schedule inside it, taking calls from these queues only.

    Many schedules do no harm: what each brings about is moved on in the database by compare-and-set. None is kept in a
    file, which two workers of one home folder would quarrel over: what is due only daily is made up for at the start.

    Its name is nobody else's: RabbitMQ lets one worker of a name in.

    Essays that wait for a language model go to it together. There are more threads than essays may have, so that a
    voice note never waits behind them.
    """
    threads = essays_at_once(settings) + _THREADS_FOR_VOICE
    return [
        *(sys.executable, "-m", "celery", "--app", "worker.app", "--quiet", "worker"),
        *("--hostname", f"{'-'.join(queues)}.{os.getpid()}@%h"),
        *("--beat", "--scheduler", "celery.beat:Scheduler"),
        *("--pool", "threads", "--concurrency", str(threads), "--queues", ",".join(queues)),
        *("--loglevel", settings.log_level.lower(), "--without-gossip", "--without-mingle"),
    ]


app = make_app(read_settings())
