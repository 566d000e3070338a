"""What ``bandmate top`` shows: processes, queues, times, couriers; numbers, never a word or a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bots.cli.jobs import for_people
from bots.desk import latency
from engine.errors import TryAgain
from engine.jobs import Depth, JobKind, JobState
from engine.pulse import listen
from engine.settings import Settings
from engine.store.operation import Standing
from engine.store.store import Store

if TYPE_CHECKING:
    from worker.answering import Workers


class Top:
    """Looks at everything again and again."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store

    def frame(self) -> Group:
        """One look."""
        parts: list[RenderableType] = [
            Text(f"bandmate, {datetime.now().astimezone():%H:%M:%S}", style="bold"),
            _processes(self._settings),
        ]
        if self._settings.broker_url is not None:
            parts.append(self._anywhere())
        try:
            with self._store.transaction() as tx:
                depths, standing = tx.jobs.depths(), tx.operation.standing()
        except TryAgain as trouble:
            parts.append(Text(f"\n{trouble}; ask: bandmate doctor", style="red"))
        else:
            parts += _from_the_database(depths, standing)
        return Group(*parts, *_measured(self._settings))

    def _anywhere(self) -> Text:
        """Workers on any machine, which can be asked where the broker is a server."""
        try:
            count = self._workers.answering(0.5)
        except TryAgain:
            return Text("The queue does not answer; ask: bandmate doctor", style="red")
        return Text(f"on all machines: {count} answering", style="green" if count else "red")

    @cached_property
    def _workers(self) -> Workers:
        from worker.answering import Workers

        return Workers(self._settings)


def _from_the_database(depths: Mapping[JobKind, Depth], standing: Standing) -> list[RenderableType]:
    jobs = _table("jobs", *JobState, "oldest waits")
    for kind, depth in depths.items():
        oldest = for_people(depth.oldest.total_seconds()) if depth.counts[JobState.WAITING] else ""
        jobs.add_row(kind, *(str(depth.counts.get(state, 0)) for state in JobState), oldest)
    notices = _table("notices", "waiting", "oldest due")
    for platform, line in sorted(standing.notices.items()):
        notices.add_row(platform, str(line.waiting), for_people(line.lag.total_seconds()))
    if not standing.notices:
        notices.add_row("all delivered", "0", "")
    active = ", ".join(f"{count} within a {span}" for span, count in standing.active.items())
    parts: list[RenderableType] = [Text(f"learners: {active}"), Text(), jobs, Text(), notices]
    if any(depth.counts.get(JobState.GIVEN_UP) for depth in depths.values()):
        parts += [Text(), Text("Some were given up; see: bandmate jobs list --state given-up", style="yellow")]
    return parts


def _processes(settings: Settings) -> Text:
    heard = listen(settings.home)
    if not heard:
        return Text("No worker and no bot runs on this machine; start them: bandmate run", style="red")
    said = Text("here: ")
    for each in heard:
        said.append(f"{each.name} ({for_people(each.seconds)} ago)  ", style="red" if each.stuck else "green")
    return said


def _measured(settings: Settings) -> list[RenderableType]:
    """What the processes of this machine measured: times, and errors by family."""
    times = _table("seconds", "median", "95 %", "measured")
    for turn in latency.read(settings.home):
        times.add_row(
            f"reply, {turn.stage}", _seconds(turn.median_ms / 1000), _seconds(turn.p95_ms / 1000), f"{turn.turns}"
        )
    errors = _table("errors", "seen")
    if settings.metrics_listen is None:
        hint = [
            Text(),
            Text("Times of workers and errors: set BANDMATE_METRICS_LISTEN (bandmate metrics --help)", style="dim"),
        ]
    else:
        from engine.telemetry.durations import durations
        from engine.telemetry.exposition import errors_by_family

        hint = []
        for took in durations(settings):
            times.add_row(took.what, _seconds(took.median), _seconds(took.p95), str(took.count))
        for family, count in sorted(errors_by_family(settings).items()):
            errors.add_row(family, f"{count:.0f}")
    shown: list[RenderableType] = []
    for table in (times, errors):
        if table.row_count:
            shown += [Text(), table]
    return [*shown, *hint]


def _seconds(span: float) -> str:
    return f"{span:.2f}" if span < 10 else f"{span:.0f}"


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number else "left", min_width=10)
    return table
