"""The group desk on a real database: what members, admins and strangers may, what is kept, what is forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from bots.desk.buttons import pressed
from bots.desk.frontdesk import FrontDesk
from bots.replies.notices import reply_to
from engine.ielts import notices as n
from engine.ielts.chat import ChatAddress, ChatFile, ChatMessage, Person, Platform, private_chat
from engine.ielts.groups import notices as g
from engine.ielts.groups.challenge import load_items
from engine.ielts.groups.prompts import Prompt, load_families
from engine.ielts.groups.schedule import Level, PromptKind
from engine.models.voices.espeak import EspeakVoice
from engine.models.voices.notes import SpokenNotes
from engine.ports import Work
from engine.practice.delivery import Parcel
from engine.practice.groups.posting import post_all
from engine.practice.groups.reacting import react
from engine.settings import Settings
from engine.store.outbox import SlotFill
from engine.store.store import Store
from engine.wiring import build_ears
from tests.doubles.clock import MovedClock
from tests.doubles.migrated import migrate

HERE = ChatAddress(Platform.TELEGRAM, "-100/7")
ANA, MEI = Person(Platform.TELEGRAM, "1", "en"), Person(Platform.TELEGRAM, "2", "zh-hans")


class Group:
    """A group with a desk, whose courier and worker work when they are told to."""

    def __init__(self, settings: Settings) -> None:
        migrate(settings)
        self.settings, self.clock, self.waiting = settings, MovedClock(), list[int]()
        self.store = Store.open(settings.resolved_database_url, self.clock)
        self.desk = FrontDesk(self.store, self, settings)
        self.numbers = iter(range(1, 1000))

    def enqueue(self, row_id: int, work: Work = Work.MARK) -> None:
        if work is Work.REACT:
            self.waiting.append(row_id)

    def orders(self, text: str, who: Person = ANA, *, admin: bool = True) -> n.Notice:
        (notice,) = self.desk.groups.daily(HERE, who, text, admin=admin)[-1:]
        return notice

    def presses(self, data: str, who: Person = ANA, *, admin: bool = False) -> n.Notice:
        (notice,) = pressed(self.desk, HERE, who, data, admin=admin)[-1:]
        return notice

    def asked(self) -> tuple[g.PromptPosted, str]:
        """Tomorrow's prompt, and the message that it stands in."""
        self.clock.move(days=1)
        post_all(self.store)
        parcel = next(each for each in self.delivers() if isinstance(each.notice, g.PromptPosted))
        return parcel.notice, f"m{parcel.id}"  # type: ignore[return-value]

    def delivers(self) -> list[Parcel]:
        parcels = list(self.desk.due(Platform.TELEGRAM))
        for parcel in parcels:
            if parcel.notice.slot is not None:
                with self.store.transaction() as tx:
                    tx.outbox.fill(parcel.address, parcel.notice.slot, SlotFill(f"m{parcel.id}", ""))
            self.desk.delivered(parcel)
        return parcels

    def says(self, text: str, who: Person, reply_to: str | None, **facts: Any) -> tuple[n.Notice, ...]:
        return self.desk.text(self.message(text, who, reply_to, **facts))

    def message(self, text: str, who: Person, reply_to: str | None, **facts: Any) -> ChatMessage:
        facts = {"message_id": f"a{next(self.numbers)}", **facts}
        return ChatMessage(HERE, who, text=text, sent_at=self.clock(), reply_to=reply_to, **facts)

    def reactions(self) -> list[Parcel]:
        while self.waiting:
            assert react(self.store, build_ears(self.settings), self.settings, self.waiting.pop())
        return [parcel for parcel in self.delivers() if isinstance(parcel.notice, g.ReactionGiven)]


@pytest.fixture
def group(settings: Settings) -> Iterator[Group]:
    opened = Group(settings)
    yield opened
    opened.desk.close()


def test_buttons_set_what_a_command_sets(group: Group) -> None:
    assert isinstance(group.presses("bm:gd:new:", admin=True), g.AskZone)
    assert isinstance(group.presses("bm:gd:zone:Asia/Shanghai", admin=True), g.AskKind)
    asked = group.presses("bm:gd:kind:vocabulary", admin=True)
    assert asked == g.AskTime(g.PromptKind.VOCABULARY, "Asia/Shanghai")
    panel = group.presses("bm:gd:at:vocabulary-0830", admin=True)
    assert "08:30 Asia/Shanghai, every day: Words" in reply_to(panel).plain
    assert isinstance(group.presses("bm:gd:new:", admin=True), g.AskKind)
    for label, said in (("⏸ 1", "Paused"), ("▶️ 1", "goes on"), ("🗑 1", "Deleted")):
        (data,) = [button.data for row in reply_to(panel).buttons for button in row if button.label == label]
        assert group.presses(data) == n.Refused("daily-admins")
        panel = group.presses(data, admin=True)
        assert said in reply_to(panel).plain


@pytest.mark.parametrize(
    "data",
    ["bm:gd:", "bm:gd:at:x", "bm:gd:at:speaking-9999", "bm:gd:kind:x", "bm:gd:pause:x", "bm:gs:x", "bm:gc:1:2:9"],
)
def test_a_button_that_was_made_up_breaks_nothing(group: Group, data: str) -> None:
    for notice in pressed(group.desk, HERE, ANA, data, admin=True):
        reply_to(notice)


@pytest.mark.parametrize("order", ["08:30", "pause", "delete all", "quiet 22:00-07:00", "preview"])
def test_only_admins_order(group: Group, order: str) -> None:
    assert group.orders(order, MEI, admin=False) == n.Refused("daily-admins")
    assert isinstance(group.orders("", MEI, admin=False), g.DailyPanel)


def test_a_chat_of_one_person_speaks_the_language_that_they_chose(group: Group) -> None:
    alone = private_chat(ANA)
    group.desk.groups.challenge(alone, ANA)
    group.desk.settings.show(alone, ANA, "language zh-Hans")
    (question,) = group.desk.groups.challenge(alone, ANA)
    assert isinstance(question, g.ChallengeQuestion)
    assert "小挑战：第 1 题" in reply_to(question).plain


def test_what_is_learnt_of_a_word_is_told_in_chinese() -> None:
    item = next(item for item in load_items().values() if item.why is not None)
    family = next(family for family in load_families() if family.gloss)
    pressed_wrong = g.Pressed(item, right=False, again=False)
    asked = g.PromptPosted(1, Prompt(family.id, PromptKind.VOCABULARY, Level.EASY, (), family), None)
    assert item.why is not None
    assert item.why[1] in reply_to(pressed_wrong, "zh-hans").plain
    assert item.why[0] in reply_to(pressed_wrong, "en").plain
    assert family.gloss in reply_to(asked, "zh-hans").plain
    assert family.gloss not in reply_to(asked, "en").plain


def test_there_is_a_limit_to_a_day(group: Group) -> None:
    for hour in range(8):
        group.orders(f"{hour:02d}:00 UTC")
    assert isinstance(group.orders("07:00 UTC"), g.DailyPanel)
    refused = group.orders("09:00 UTC")
    assert isinstance(refused, n.Refused)
    assert refused.reason == "daily-many"


def test_an_answer_is_kept_once_and_reacted_to_below_it(group: Group) -> None:
    group.orders("13:00 UTC writing")
    _, at = group.asked()
    for _ in range(2):
        assert group.says("The people is kind there, I think so.", ANA, at, message_id="x1") == ()
    (told,) = group.reactions()
    assert (told.address, told.reply_to) == (HERE, "x1")
    assert "are kind" in reply_to(told.notice).plain
    # An edit is reacted to anew, in the same message.
    group.says("The people are kind there, I think so.", ANA, at, message_id="x1", revision=5)
    (again,) = group.reactions()
    assert again.notice.slot == told.notice.slot
    assert "→" not in reply_to(again.notice).plain


def test_each_is_answered_as_they_chose(group: Group) -> None:
    group.orders("13:00 UTC speaking easy")
    _, at = group.asked()
    assert group.presses("bm:gm:private", MEI) == g.Chosen("private")
    group.says("I like my home town very much.", MEI, at)
    (told,) = group.reactions()
    assert told.address == ChatAddress(Platform.TELEGRAM, "2")
    assert told.reply_to is None
    # A chat that is closed to the bot: the group hears that, and nothing of what was said.
    group.desk.undeliverable(told, "blocked")
    (closed,) = group.delivers()
    assert isinstance(closed.notice, g.ReactionClosed)
    assert closed.address == HERE
    group.presses("bm:gm:muted", MEI)
    group.says("I like it still.", MEI, at)
    assert group.reactions() == []
    group.presses("bm:gm:out", MEI)
    assert group.says("And now?", MEI, at) == (n.Refused("group-out"),)


def test_there_is_a_limit_to_answers(group: Group) -> None:
    group.orders("13:00 UTC")
    _, at = group.asked()
    for number in range(5):
        assert group.says(f"Answer {number}", ANA, at) == ()
    (refused,) = group.says("One more", ANA, at)
    assert isinstance(refused, n.Refused)
    assert refused.reason == "group-enough"


def test_a_recording_answers_the_prompt_and_is_erased(group: Group, settings: Settings) -> None:
    note = SpokenNotes(EspeakVoice(), settings.home / "voice").note(
        "I like the old market, because it is busy and loud."
    )
    group.orders("13:00 UTC speaking")
    group.asked()
    message = group.message("", ANA, None)
    assert group.desk.recording(message, ChatFile("a.ogg", note.ogg), note.seconds) == ()
    (told,) = group.reactions()
    assert "seconds of speech" in reply_to(told.notice).plain
    with group.store.transaction() as tx:
        kept = tx.group_answers.of_message(HERE, message.message_id)
        assert kept is not None
        assert tx.group_answers.claim(kept.id, timedelta(minutes=1)) is None


def test_a_phrase_is_shared_by_its_writer_only(group: Group) -> None:
    group.orders("13:00 UTC writing")
    _, at = group.asked()
    group.says("Free museums would encourage ordinary families, and I would welcome that.", ANA, at)
    (told,) = group.reactions()
    ((button,),) = reply_to(told.notice).buttons
    assert group.presses(button.data, MEI) == n.Refused("not-your-answer")
    assert group.presses(button.data) == g.PhraseShared(shared=True)
    assert group.presses(button.data) == g.PhraseShared(shared=False)


def test_a_challenge_counts_each_member_once_and_ends_by_itself(group: Group) -> None:
    (question,) = group.desk.groups.challenge(HERE, ANA)[-1:]
    assert isinstance(question, g.ChallengeQuestion)
    i, right = question.challenge_id, question.item.right
    assert group.presses(f"bm:gn:{i}:0", MEI) == n.Refused("challenge-first")
    first = group.presses(f"bm:gc:{i}:0:{right}", MEI)
    assert isinstance(first, g.Pressed)
    assert first.right
    again = group.presses(f"bm:gc:{i}:0:{(right + 1) % 3}", MEI)
    assert isinstance(again, g.Pressed)
    assert (again.right, again.again) == (True, True)
    following = group.presses(f"bm:gn:{i}:0", MEI)
    assert isinstance(following, g.ChallengeQuestion)
    assert following.knew == (1, 1)
    assert group.presses(f"bm:gc:{i}:0:0", ANA) == n.Refused("challenge-over")
    # Whoever asks for one meanwhile gets the one that goes on; an hour later it is over.
    assert group.desk.groups.challenge(HERE, MEI)[-1] == following
    group.clock.move(hours=2)
    post_all(group.store)
    (table,) = group.delivers()
    assert isinstance(table.notice, g.ChallengeTable)
    assert table.notice.slot == following.slot
    assert [(each.user_id, each.right) for each in table.notice.standings] == [("2", 1)]


def test_the_group_reads_its_own_language_whoever_presses(group: Group) -> None:
    group.orders("13:00 UTC", ANA)
    (question,) = group.desk.groups.challenge(HERE, MEI)[-1:]
    assert "Challenge: question 1" in reply_to(question, "zh-hans").plain


def test_who_is_forgotten_leaves_nothing_in_the_group(group: Group, settings: Settings) -> None:
    group.orders("13:00 UTC writing")
    _, at = group.asked()
    group.says("My secret neighbourhood is the marker heliotrope.", MEI, at)
    group.reactions()
    group.says("Another heliotrope that nobody has read.", MEI, at)
    with group.store.transaction() as tx:
        assert tx.privacy.forget(MEI)
    assert not react(group.store, build_ears(settings), settings, group.waiting.pop())
    group.clock.move(hours=23, minutes=50)
    post_all(group.store)
    assert [parcel for parcel in group.delivers() if isinstance(parcel.notice, g.Digest)] == []
    with sqlite3.connect(settings.home / "bandmate.db") as database:
        assert "heliotrope" not in "\n".join(database.iterdump())
    database.close()


def test_every_notice_can_be_read_in_both_languages(group: Group) -> None:
    group.orders("13:00 UTC mixed 7 mon,thu")
    shown: list[Callable[[], n.Notice]] = [
        lambda: group.orders(""),
        lambda: group.orders("preview vocabulary"),
        lambda: group.orders("preview speaking medium"),
        lambda: group.orders("quiet 22:00-07:00"),
        lambda: group.orders("me"),
    ]
    for show in shown:
        notice = show()
        for language in ("en", "zh-hans"):
            said = reply_to(notice, language).plain
            assert said
            assert "{" not in said
