"""Groups, their schedules and what they were asked. Who answered is in :mod:`engine.store.group_answers`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.groups.schedule import Level, PromptKind, QuietHours, Schedule
from engine.store.group_tables import DigestRow, GroupRow, PostRow, ScheduleRow
from engine.store.tables import BEING_FILLED, OutboxRow, SlotRow

POST, DIGEST = "post", "digest"
_SENT_WITHIN = timedelta(seconds=15)
"""A prompt that has been on its way for longer was not sent: its bot was killed."""


@dataclass(frozen=True, slots=True)
class Group:
    """A chat (or one topic of it) with daily practice; ``active``: the bot may write there."""

    id: int
    address: ChatAddress
    zone: str
    language: str | None
    active: bool
    quiet: QuietHours | None


@dataclass(frozen=True, slots=True)
class KeptSchedule:
    """A schedule and when it is due next."""

    id: int
    schedule: Schedule
    paused: bool
    next_at: datetime


@dataclass(frozen=True, slots=True)
class Post:
    """A prompt that was posted, by its id in the bank; ``focus`` is the kind of error that it was chosen for."""

    id: int
    group: Group
    prompt: str
    focus: str | None
    posted_at: datetime


class GroupRows:
    """Groups, schedules, posts."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    # Groups

    def at(self, address: ChatAddress) -> Group | None:
        """The group in this chat."""
        row = self._row(address)
        return None if row is None else _group(row)

    def get(self, group_id: int) -> Group:
        """The group with this id."""
        return _group(self._session.get_one(GroupRow, group_id))

    def open(self, address: ChatAddress, zone: str | None, language: str | None) -> Group:
        """The group in this chat, made if there is none yet; it is active again, with this zone and language if given."""
        row = self._row(address)
        if row is None:
            row = GroupRow(
                platform=address.platform, chat_id=address.chat_id, zone="UTC", active=True, created_at=self._now
            )
            self._session.add(row)
        row.active = True
        row.zone = zone or row.zone
        row.language = language or row.language
        self._session.flush()
        return _group(row)

    def keep_quiet(self, group_id: int, quiet: QuietHours | None) -> None:
        """Set the group's quiet hours, or have none."""
        row = self._session.get_one(GroupRow, group_id)
        row.quiet = None if quiet is None else f"{quiet.start:%H:%M}-{quiet.end:%H:%M}"

    def switch(self, address: ChatAddress, *, active: bool) -> None:
        """The bot is out of a chat, or in it again: all topics of a chat go with it."""
        here = or_(GroupRow.chat_id == address.chat_id, GroupRow.chat_id.startswith(f"{address.chat_id}/"))
        self._session.execute(update(GroupRow).where(GroupRow.platform == address.platform, here).values(active=active))

    def move(self, old: ChatAddress, new: ChatAddress) -> None:
        """A chat has another id now. Where practice was set up in both, the schedules of the old go to the new."""
        left, there = self._row(old), self._row(new)
        if left is None:
            return
        if there is None:
            left.chat_id, left.active = new.chat_id, True
        else:
            there.active = True
            self._session.execute(update(ScheduleRow).where(ScheduleRow.group_id == left.id).values(group_id=there.id))
            left.active = False
        self._session.flush()

    # Schedules

    def schedules(self, group_id: int) -> Sequence[KeptSchedule]:
        """A group's schedules, in the order of the day."""
        rows = self._session.scalars(
            select(ScheduleRow).where(ScheduleRow.group_id == group_id).order_by(ScheduleRow.at, ScheduleRow.id)
        )
        return [_schedule(row) for row in rows]

    def add(self, group_id: int, schedule: Schedule) -> None:
        """Keep a schedule; one that is there already begins anew."""
        for known in self.schedules(group_id):
            if known.schedule == schedule:
                self.pause(known, paused=False)
                return
        self._session.add(
            ScheduleRow(
                group_id=group_id,
                at=f"{schedule.at:%H:%M}",
                zone=schedule.zone,
                days="".join(map(str, schedule.days)),
                kind=schedule.kind,
                level=schedule.level,
                next_at=schedule.next_after(self._now),
            )
        )
        self._session.flush()

    def pause(self, kept: KeptSchedule, *, paused: bool) -> None:
        """Stop a schedule for a while, or let it go on from now."""
        row = self._session.get_one(ScheduleRow, kept.id)
        row.paused = paused
        if not paused:
            row.next_at = kept.schedule.next_after(self._now)

    def delete(self, schedule_id: int) -> None:
        """Forget a schedule."""
        self._session.delete(self._session.get_one(ScheduleRow, schedule_id))

    def due(self, most: int) -> Sequence[tuple[Group, Sequence[KeptSchedule]]]:
        """Up to ``most`` active groups for which a prompt is due, the longest due first, each with its due schedules.

        Their schedules are locked until the transaction ends; those that another transaction holds are left out.
        """
        is_due = (ScheduleRow.paused.is_(False), ScheduleRow.next_at <= self._now, GroupRow.active.is_(True))
        first = func.min(ScheduleRow.next_at)
        groups = self._session.scalars(
            select(ScheduleRow.group_id)
            .join(GroupRow, GroupRow.id == ScheduleRow.group_id)
            .where(*is_due)
            .group_by(ScheduleRow.group_id)
            .order_by(first, ScheduleRow.group_id)
            .limit(most)
        ).all()
        rows = self._session.execute(
            select(GroupRow, ScheduleRow)
            .join(ScheduleRow, ScheduleRow.group_id == GroupRow.id)
            .where(*is_due, GroupRow.id.in_(groups))
            .order_by(ScheduleRow.next_at, ScheduleRow.id)
            .with_for_update(of=ScheduleRow, skip_locked=True)
        ).all()
        found: dict[int, tuple[Group, list[KeptSchedule]]] = {}
        for group, row in rows:
            found.setdefault(group.id, (_group(group), []))[1].append(_schedule(row))
        return list(found.values())

    def advance(self, kept: KeptSchedule, next_at: datetime) -> bool:
        """Compare and set when a schedule is due next; ``False``: another beat was here first."""
        return self._change(
            update(ScheduleRow)
            .where(ScheduleRow.id == kept.id, ScheduleRow.next_at == kept.next_at, ScheduleRow.paused.is_(False))
            .values(next_at=next_at)
        )

    # Posts

    def post(self, group: Group, prompt_id: str, focus: str | None, digest_after: timedelta) -> int:
        """Ask a group something: the post and the notice of it. A digest is due some time later, if none is due yet."""
        row = PostRow(group_id=group.id, prompt=prompt_id, focus=focus, posted_at=self._now)
        self._session.add(row)
        self._session.flush()
        self.tell(group, f"{POST}:{row.id}")
        self._session.execute(
            update(GroupRow)
            .where(GroupRow.id == group.id, GroupRow.digest_at.is_(None))
            .values(digest_at=self._now + digest_after)
        )
        return row.id

    def posted(self, post_id: int) -> Post | None:
        """The post with this id."""
        row = self._session.get(PostRow, post_id)
        return None if row is None else self._post(row)

    def used(self, group_id: int, within: timedelta) -> frozenset[str]:
        """Prompts that the group was asked within so long."""
        since = self._now - within
        return frozenset(
            self._session.scalars(select(PostRow.prompt).where(PostRow.group_id == group_id, PostRow.posted_at > since))
        )

    def posted_so_far(self, group_id: int) -> int:
        """How often the group was asked."""
        query = select(func.count()).select_from(PostRow).where(PostRow.group_id == group_id)
        return self._session.scalar(query) or 0

    def answered_by(self, address: ChatAddress, message_id: str) -> Post | None:
        """The post that stands in this message: the one that a reply to the message answers.

        A member may answer before the bot has written down where the prompt stands; a message that nothing is known of
        is therefore taken for the prompt that is just being sent to this chat, if one is.
        """
        known = self._slot_of(address, SlotRow.message_id == message_id)
        if known is None:
            lately = self._now - _SENT_WITHIN
            known = self._slot_of(
                address,
                SlotRow.message_id == BEING_FILLED,
                SlotRow.updated_at > lately,
                SlotRow.name.startswith(f"{POST}-"),
            )
        return self.posted(int(known.removeprefix(f"{POST}-"))) if known and known.startswith(f"{POST}-") else None

    def _slot_of(self, address: ChatAddress, *which: ColumnElement[bool]) -> str | None:
        here = (SlotRow.platform == address.platform, SlotRow.chat_id == address.chat_id)
        return self._session.scalars(
            select(SlotRow.name).where(*here, *which).order_by(SlotRow.updated_at.desc())
        ).first()

    def newest(self, address: ChatAddress, within: timedelta) -> Post | None:
        """What was asked last in this chat, if it was not long ago."""
        row = self._session.scalars(
            select(PostRow)
            .join(GroupRow, GroupRow.id == PostRow.group_id)
            .where(
                GroupRow.platform == address.platform,
                GroupRow.chat_id == address.chat_id,
                PostRow.posted_at > self._now - within,
            )
            .order_by(PostRow.posted_at.desc(), PostRow.id.desc())
            .limit(1)
        ).first()
        return None if row is None else self._post(row)

    def tell(self, group: Group, kind: str, at: ChatAddress | None = None) -> None:
        """A notice about a group must reach its chat, or the chat ``at``; one of each kind, the newest."""
        there = at or group.address
        row = self._session.scalars(
            select(OutboxRow).where(OutboxRow.group_id == group.id, OutboxRow.kind == kind)
        ).one_or_none()
        if row is None:
            row = OutboxRow(group_id=group.id, kind=kind, created_at=self._now, attempts=0)
            self._session.add(row)
        row.platform, row.chat_id, row.not_before = there.platform, there.chat_id, self._now
        row.delivered_at, row.given_up, row.attempts = None, None, 0
        self._session.flush()

    # Digests

    def digests_due(self, most: int) -> Sequence[tuple[Group, datetime]]:
        """Groups for which a digest is due, and when it was."""
        rows = self._session.scalars(
            select(GroupRow)
            .where(GroupRow.active.is_(True), GroupRow.digest_at <= self._now)
            .order_by(GroupRow.digest_at, GroupRow.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        ).all()
        return [(_group(row), row.digest_at) for row in rows if row.digest_at is not None]

    def put_off_digest(self, group_id: int, was: datetime, until: datetime) -> bool:
        """Not now, but then; ``False``: another beat was here first."""
        return self._change(
            update(GroupRow).where(GroupRow.id == group_id, GroupRow.digest_at == was).values(digest_at=until)
        )

    def take_digest(self, group: Group, was: datetime) -> tuple[datetime, datetime] | None:
        """What the digest that was due covers, from and until; ``None``: another beat was here first."""
        row = self._session.get_one(GroupRow, group.id)
        since = row.digested_until or row.created_at
        taken = self._change(
            update(GroupRow)
            .where(GroupRow.id == group.id, GroupRow.digest_at == was)
            .values(digest_at=None, digested_until=self._now)
        )
        return (since, self._now) if taken else None

    def digest(self, group: Group, since: datetime, until: datetime) -> None:
        """Post a digest of what happened between two moments."""
        row = DigestRow(group_id=group.id, since=since, until=until)
        self._session.add(row)
        self._session.flush()
        self.tell(group, f"{DIGEST}:{row.id}")

    def digested(self, digest_id: int) -> tuple[Group, datetime, datetime] | None:
        """Whose digest it is and what it covers, from and until."""
        row = self._session.get(DigestRow, digest_id)
        return None if row is None else (self.get(row.group_id), row.since, row.until)

    def _row(self, address: ChatAddress) -> GroupRow | None:
        here = (GroupRow.platform == address.platform, GroupRow.chat_id == address.chat_id)
        return self._session.scalars(select(GroupRow).where(*here).with_for_update()).one_or_none()

    def _post(self, row: PostRow) -> Post:
        return Post(row.id, self.get(row.group_id), row.prompt, row.focus, row.posted_at)

    def _change(self, statement: object) -> bool:
        return bool(self._session.execute(statement).rowcount)  # type: ignore[call-overload]


def _group(row: GroupRow) -> Group:
    quiet = None if row.quiet is None else QuietHours(*map(time.fromisoformat, row.quiet.split("-")))
    return Group(row.id, ChatAddress(Platform(row.platform), row.chat_id), row.zone, row.language, row.active, quiet)


def _schedule(row: ScheduleRow) -> KeptSchedule:
    level = None if row.level is None else Level(row.level)
    days: Iterable[int] = map(int, row.days)
    schedule = Schedule(time.fromisoformat(row.at), row.zone, PromptKind(row.kind), level, tuple(days))
    return KeptSchedule(row.id, schedule, row.paused, row.next_at)
