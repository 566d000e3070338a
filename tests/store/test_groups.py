"""Groups in both databases: due once, however many beats; quiet hours; downtime; moves; forgetting; locks."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import pytest

from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ielts.groups.notices import Digest, PromptPosted, ReactionGiven
from engine.ielts.groups.reactions import Reaction, dump_reaction
from engine.ielts.groups.schedule import WEEK, PromptKind, QuietHours, Schedule
from engine.practice import delivery
from engine.practice.delivery import Parcel
from engine.practice.groups.posting import post_all
from engine.store.group_answers import REACTION, Choice, Reacted
from engine.store.outbox import SlotFill
from engine.store.store import Store
from tests.doubles.clock import MovedClock

HERE = ChatAddress(Platform.TELEGRAM, "-100")
MEI, ALI = Person(Platform.TELEGRAM, "1", "en"), Person(Platform.TELEGRAM, "2", "zh-hans")


def plan(store: Store, *times: str, chat: str = "-100", zone: str = "UTC", kind: PromptKind = PromptKind.MIXED) -> None:
    with store.transaction() as tx:
        group = tx.groups.open(ChatAddress(Platform.TELEGRAM, chat), zone, "en")
        for at in times:
            tx.groups.add(group.id, Schedule(time.fromisoformat(at), zone, kind))


def delivers(store: Store) -> Sequence[Parcel]:
    parcels = delivery.due(store, Platform.TELEGRAM, 100, timedelta(minutes=1))
    with store.transaction() as tx:
        for parcel in parcels:
            tx.outbox.delivered(parcel.id)
            slot = parcel.notice.slot
            if slot is not None:
                tx.outbox.fill(parcel.address, slot, SlotFill(str(500 + parcel.id), "digest"))
    return parcels


def answers(store: Store, who: Person, text: str, phrase: str | None = None, slips: tuple[str, ...] = ()) -> int:
    """An answer to the newest prompt, and the reaction to it as a worker writes it."""
    with store.transaction() as tx:
        post = tx.groups.newest(HERE, timedelta(days=1))
        assert post is not None
        message = ChatMessage(HERE, who, f"{who.user_id}-{tx.now:%d%H%M%S}-{text[:9]}", text, tx.now)
        answer = tx.group_answers.add(post.id, tx.intake.learner(who), message, None)
        claim = tx.group_answers.claim(answer, timedelta(minutes=1))
        assert claim is not None
        reaction = dump_reaction(Reaction("clean", None, 3, phrase=phrase))
        assert tx.group_answers.reacted(claim, Reacted(reaction, slips, phrase, text))
        tx.groups.tell(post.group, f"{REACTION}:{answer}")
    return answer


def test_a_prompt_is_posted_when_it_is_due_and_once(store: Store, clock: MovedClock) -> None:
    plan(store, "12:30")
    assert post_all(store) == 0
    clock.move(minutes=30)
    assert post_all(store) == 1
    assert post_all(store) == 0
    (parcel,) = delivers(store)
    assert isinstance(parcel.notice, PromptPosted)
    assert parcel.address == HERE
    assert delivers(store) == ()
    clock.move(days=1)
    assert post_all(store) == 1


def test_two_beats_at_once_post_once(store: Store, clock: MovedClock) -> None:
    for number in range(12):
        plan(store, "12:30", chat=f"-{number + 1}")
    clock.move(minutes=31)
    with ThreadPoolExecutor(3) as beats:
        posted = list(beats.map(lambda _: post_all(store), range(3)))
    assert sum(posted) == 12
    assert len({parcel.address for parcel in delivers(store)}) == 12


def test_after_downtime_there_is_one_late_prompt(store: Store, clock: MovedClock) -> None:
    plan(store, "08:00", "12:30", "20:00")
    clock.move(days=9, minutes=45)
    assert post_all(store) == 1
    clock.move(hours=8)
    assert post_all(store) == 1


def test_over_a_clock_change_a_group_is_asked_once_a_day(store: Store, clock: MovedClock) -> None:
    clock.now = datetime(2026, 3, 28, 12, tzinfo=UTC)
    plan(store, "02:30", zone="Europe/Berlin")
    plan(store, "01:30", zone="America/New_York", chat="-200")
    days = []
    for start in (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 30, 12, tzinfo=UTC)):
        clock.now = start
        post_all(store)
        delivers(store)
        for _ in range(4 * 24 * 2):
            clock.move(minutes=30)
            if post_all(store):
                days += [(parcel.address.chat_id, clock.now.date()) for parcel in delivers(store)]
    berlin = [day for chat, day in days if chat == "-100"]
    assert len(berlin) == len(set(berlin)) == 8
    assert len([day for chat, day in days if chat == "-200"]) == 8


def test_quiet_hours_put_off_and_gather(store: Store, clock: MovedClock) -> None:
    plan(store, "22:30", "23:30")
    with store.transaction() as tx:
        group = tx.groups.at(HERE)
        assert group is not None
        tx.groups.keep_quiet(group.id, QuietHours(time(22), time(7)))
    posted = []
    clock.now = datetime(2026, 5, 4, 21, 59, tzinfo=UTC)
    for _ in range(12 * 60 // 5):
        clock.move(minutes=5)
        posted += [clock.now.hour] * post_all(store)
    assert posted == [7]


def test_a_paused_group_and_one_that_put_the_bot_out_are_left_alone(store: Store, clock: MovedClock) -> None:
    plan(store, "12:30")
    plan(store, "12:30", chat="-200/7")
    with store.transaction() as tx:
        group = tx.groups.at(HERE)
        assert group is not None
        tx.groups.pause(tx.groups.schedules(group.id)[0], paused=True)
        tx.groups.switch(ChatAddress(Platform.TELEGRAM, "-200"), active=False)
    clock.move(hours=1)
    assert post_all(store) == 0
    with store.transaction() as tx:
        tx.groups.switch(ChatAddress(Platform.TELEGRAM, "-200"), active=True)
    assert post_all(store) == 1


def test_prompts_follow_the_groups_errors(store: Store, clock: MovedClock) -> None:
    plan(store, "12:30", kind=PromptKind.WRITING)
    clock.move(minutes=31)
    post_all(store)
    delivers(store)
    answers(store, MEI, "He go.", slips=("order", "order", "article"))
    clock.move(days=1)
    post_all(store)
    notices = [parcel.notice for parcel in delivers(store) if isinstance(parcel.notice, PromptPosted)]
    assert notices[0].focus == "order"
    assert "order" in notices[0].prompt.kinds


def test_a_day_of_practice_ends_in_one_digest(store: Store, clock: MovedClock) -> None:
    plan(store, "12:30")
    told: list[Digest] = []
    for day in range(3):
        clock.now = datetime(2026, 5, 4 + day, 12, 30, tzinfo=UTC)
        post_all(store)
        told += [parcel.notice for parcel in delivers(store) if isinstance(parcel.notice, Digest)]
        clock.move(hours=2)
        kept = answers(store, MEI, f"A good one {day}", "a quiet place to read")
        if day == 1:
            answers(store, ALI, "Mine")
            answers(store, ALI, "Another")
        with store.transaction() as tx:
            tx.group_answers.share(kept, shared=day == 1)
        for hour in range(21):
            clock.now = datetime(2026, 5, 4 + day, 15, 0, tzinfo=UTC) + timedelta(hours=hour, minutes=20)
            post_all(store)
            told += [parcel.notice for parcel in delivers(store) if isinstance(parcel.notice, Digest)]
    assert [[(m.user_id, m.answers, m.streak) for m in digest.members] for digest in told] == [
        [("1", 1, 1)],
        [("1", 1, 2), ("2", 2, 1)],
    ]
    assert [digest.phrase for digest in told] == [None, ("a quiet place to read", "1")]


def test_nobody_answered_and_nobody_is_nagged(store: Store, clock: MovedClock) -> None:
    plan(store, "12:30")
    clock.move(minutes=31)
    post_all(store)
    delivers(store)
    clock.move(hours=23, minutes=50)
    post_all(store)
    assert [parcel.notice for parcel in delivers(store) if isinstance(parcel.notice, Digest)] == []


def test_who_left_the_practice_is_in_no_digest(store: Store, clock: MovedClock) -> None:
    plan(store, "12:30")
    clock.move(minutes=31)
    post_all(store)
    delivers(store)
    answers(store, MEI, "Mine")
    answers(store, ALI, "Mine too")
    with store.transaction() as tx:
        group = tx.groups.at(HERE)
        assert group is not None
        tx.group_answers.choose(group.id, tx.intake.learner(MEI), Choice.OUT)
    clock.move(hours=23, minutes=50)
    post_all(store)
    (digest,) = [parcel.notice for parcel in delivers(store) if isinstance(parcel.notice, Digest)]
    assert [member.user_id for member in digest.members] == ["2"]


def test_an_answer_may_outrun_the_note_of_where_its_prompt_stands(store: Store, clock: MovedClock) -> None:
    plan(store, "12:30")
    clock.move(minutes=31)
    post_all(store)
    with store.transaction() as tx:
        post = tx.groups.newest(HERE, timedelta(days=1))
        assert post is not None
        assert tx.groups.answered_by(HERE, "700") is None
        tx.outbox.hold(HERE, f"post-{post.id}", timedelta(seconds=15))
        tx.outbox.fill(HERE, "challenge-1", SlotFill("600", "digest"))
        assert tx.groups.answered_by(HERE, "700") == post
        assert tx.groups.answered_by(HERE, "600") is None
        assert tx.groups.answered_by(ChatAddress(Platform.TELEGRAM, "-200"), "700") is None
        tx.outbox.fill(HERE, f"post-{post.id}", SlotFill("700", "digest"))
        assert tx.groups.answered_by(HERE, "700") == post
        assert tx.groups.answered_by(HERE, "701") is None


def test_a_moved_group_goes_on_under_its_new_id(store: Store, clock: MovedClock) -> None:
    plan(store, "12:30")
    clock.move(minutes=31)
    post_all(store)
    new = ChatAddress(Platform.TELEGRAM, "-100200")
    with store.transaction() as tx:
        tx.outbox.move(HERE, new)
        tx.groups.move(HERE, new)
        tx.groups.move(HERE, new)
    assert [parcel.address for parcel in delivers(store)] == [new]
    clock.move(days=1)
    post_all(store)
    assert [parcel.address for parcel in delivers(store)] == [new]


def test_a_group_that_was_set_up_on_both_sides_of_a_move_keeps_both(store: Store) -> None:
    plan(store, "12:30")
    plan(store, "18:00", chat="-100200")
    new = ChatAddress(Platform.TELEGRAM, "-100200")
    with store.transaction() as tx:
        tx.groups.move(HERE, new)
        group = tx.groups.at(new)
        assert group is not None
        assert [f"{each.schedule.at:%H:%M}" for each in tx.groups.schedules(group.id)] == ["12:30", "18:00"]


def test_what_a_learner_waits_for_goes_before_a_thousand_prompts(store: Store, clock: MovedClock) -> None:
    plan(store, "12:30")
    clock.move(minutes=31)
    post_all(store)
    delivers(store)
    answers(store, MEI, "Mine")
    with store.transaction() as tx:
        tx.groups.post(tx.groups.open(HERE, None, None), "essay:zoos", None, timedelta(days=1))
        tx.groups.tell(tx.groups.open(HERE, None, None), f"{REACTION}:1")
    kinds = [type(parcel.notice) for parcel in delivery.due(store, Platform.TELEGRAM, 9, timedelta(minutes=1))]
    assert kinds == [ReactionGiven, PromptPosted]


def test_the_same_schedule_twice_is_one(store: Store) -> None:
    plan(store, "12:30", "12:30")
    with store.transaction() as tx:
        group = tx.groups.at(HERE)
        assert group is not None
        (kept,) = tx.groups.schedules(group.id)
        assert kept.schedule == Schedule(time(12, 30), "UTC", PromptKind.MIXED, None, WEEK)
        tx.groups.delete(kept.id)
        assert tx.groups.schedules(group.id) == []


@pytest.mark.parametrize("writers", [4])
def test_writers_wait_in_line_instead_of_finding_the_database_locked(store: Store, writers: int) -> None:
    """Reads first and then writes, in several threads at once: SQLite would refuse the second at once."""
    plan(store, "12:30")

    def write(number: int) -> None:
        for _ in range(10):
            with store.transaction() as tx:
                group = tx.groups.at(HERE)
                assert group is not None
                tx.groups.post(group, f"essay:{number}", None, timedelta(days=1))

    with ThreadPoolExecutor(writers) as threads:
        list(threads.map(write, range(writers)))
    with store.transaction() as tx:
        assert tx.groups.posted_so_far(tx.groups.open(HERE, None, None).id) == 10 * writers
