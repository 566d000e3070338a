"""What learners see and press in Discord, over discord.py's own machinery: every verb, in private and in a server."""

from __future__ import annotations

from dataclasses import replace

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.env import Env

from bots.courier import Undeliverable
from bots.discord.buttons import COG
from bots.discord.essay_form import MOST
from engine.errors import TryAgain
from engine.ielts import notices as n
from engine.ielts.bands import Criterion
from engine.ielts.charts.notices import HowToTypeFigures
from engine.ielts.chat import ChatAddress, Person, Platform
from engine.ielts.exam_question_notices import NotInSources
from engine.ielts.opinion_notices import AskSuggestion
from engine.ielts.opinions import About, Subject
from engine.ielts.report_question_notices import WhyBand
from engine.ielts.rubric import load_rubric
from engine.ielts.speaking.notices import AskMode, ExaminerStep, UnderWay
from engine.ielts.speaking.plan import Mode, Scope
from engine.ielts.speaking.steps import OnBreak
from engine.ielts.why import why_not_higher
from tests.doubles.fake_desk import FakeDesk
from tests.marking.reports import a_report

LOCALE = "en-US"


@pytest.fixture
def channel(simcord_env: Env) -> ChannelHandle:
    return simcord_env.create_guild().create_text_channel("general")


@pytest.fixture
def mei(simcord_env: Env, channel: ChannelHandle) -> MemberActor:
    return channel.guild.add_member(simcord_env.create_user("mei"))


def address_of(actor: MemberActor) -> ChatAddress:
    return ChatAddress(Platform.DISCORD, f"@{actor.id}")


def person_of(actor: MemberActor) -> Person:
    return Person(Platform.DISCORD, str(actor.id), LOCALE)


def shown_to(actor: MemberActor) -> list[discord.Message]:
    """What stands in somebody's direct messages, by the bot."""
    return [each for each in actor.user.dm_channel.history() if each.author.bot]


@pytest.mark.parametrize(
    ("command", "options", "verb", "more"),
    [
        ("help", {}, "helped", ()),
        ("accuracy", {}, "accuracy", ()),
        ("cancel", {}, "withdrawn", ()),
        ("settings", {"change": "exam 2027-03-14"}, "settings", ("exam 2027-03-14",)),
        ("history", {}, "history", ("",)),
        ("privacy", {}, "privacy", ("",)),
        ("export", {}, "export", ("",)),
        ("forget", {}, "forget", ("",)),
        ("stats", {}, "stats", ("",)),
        ("speaking", {}, "begin", ("",)),
        ("speaking", {"mode": "exam"}, "begin", ("exam",)),
        ("drill", {"part": "part1", "topic": "music"}, "drill", ("part1 music",)),
        ("said", {"words": "I like tea."}, "said", ("I like tea.",)),
        ("repeat", {}, "command", ("repeat",)),
        ("pause", {}, "command", ("pause",)),
        ("resume", {}, "command", ("resume",)),
        ("stop", {}, "command", ("stop",)),
        ("rerate", {}, "command", ("rerate",)),
    ],
)
async def test_every_command_is_acknowledged_first_and_answered_to_who_asked(
    simcord_env: Env,
    desk: FakeDesk,
    channel: ChannelHandle,
    mei: MemberActor,
    command: str,
    options: dict[str, str],
    verb: str,
    more: tuple[str, ...],
) -> None:
    desk.says = [(n.Help(),)] * 2
    answer = await mei.slash(channel, command, **options)
    assert answer.ephemeral, "in a server only she sees it"
    assert "What you can send" in str(answer.response.embeds[0].description)
    first = next(each for each in simcord_env.http_requests if each.path.endswith("/callback"))
    assert first.json["type"] == 5, "deferred before anything else"
    await mei.user.slash(command, **options)
    assert desk.verbs(verb) == [(address_of(mei), person_of(mei), *more)] * 2, "wherever she asks, it is hers"


async def test_a_question_about_the_exam(desk: FakeDesk, channel: ChannelHandle, mei: MemberActor) -> None:
    desk.says.append((NotInSources(),))
    answer = await mei.slash(channel, "ask", question="how long is it?")
    assert "I will not guess" in str(answer.response.content)
    ((message, question),) = desk.verbs("ask_exam")
    assert (message.sender, question) == (person_of(mei), "how long is it?")


async def test_an_essay_comes_by_form_at_once_with_its_task_and_question(
    desk: FakeDesk, channel: ChannelHandle, mei: MemberActor
) -> None:
    opened = await mei.slash(channel, "essay", question="Do you like cars?")
    labels = opened.modal["components"]
    assert [each["label"] for each in labels] == ["Which task is this?", "The question (optional)", "Your answer"]
    assert "/essay file" in labels[2]["description"], "longer than a field may be: it says how"
    assert labels[2]["component"]["max_length"] == MOST
    assert labels[1]["component"]["value"] == "Do you like cars?"
    desk.says.append((n.Queued(1, 250, "W2", 1),))
    sent = await mei.submit_modal(opened, {"task": ["W2"], "question": "Do you like cars?", "answer": "I like cars."})
    assert sent.ephemeral
    assert "safely received" in sent.response.content
    ((message, code, question),) = desk.verbs("form")
    assert (message.text, code, question) == ("I like cars.", "W2", "Do you like cars?")
    assert (message.address, message.sender) == (address_of(mei), person_of(mei))


async def test_a_form_that_was_opened_before_a_restart_can_be_sent_after_it(
    simcord_env: Env, desk: FakeDesk, channel: ChannelHandle, mei: MemberActor, another_bot: discord.Client
) -> None:
    opened = await mei.slash(channel, "essay", task="W1G")
    await simcord_env.restart_bot(another_bot)
    await mei.submit_modal(opened, {"task": ["W1G"], "answer": "Dear Sir, I write to you."})
    ((message, code, question),) = desk.verbs("form")
    assert (message.text, code, question) == ("Dear Sir, I write to you.", "W1G", None)


async def test_a_form_waits_for_the_database(desk: FakeDesk, channel: ChannelHandle, mei: MemberActor) -> None:
    opened = await mei.slash(channel, "essay")
    desk.away = 1
    desk.says.append((n.Queued(1, 250, "W2", 1),))
    sent = await mei.submit_modal(opened, {"task": ["W2"], "answer": "I like cars."})
    assert "safely received" in sent.response.content, "nobody has to write it again"


async def test_an_essay_comes_as_a_file(desk: FakeDesk, channel: ChannelHandle, mei: MemberActor) -> None:
    desk.says.append((n.Queued(1, 250, "W2", 1),))
    answer = await mei.slash(channel, "essay", file=("essay.txt", b"I like cars."), task="W2", question="Do you?")
    assert "safely received" in answer.response.content
    ((message, code, question, file),) = desk.verbs("form")
    assert (code, question, file.name, file.data) == ("W2", "Do you?", "essay.txt", b"I like cars.")
    await mei.slash(channel, "essay", file=("essay.txt", b"I like cars."), question="Do you?")
    ((message, file),) = desk.verbs("file")
    assert (message.text, file.data) == ("Do you?", b"I like cars."), "without a task: the desk asks"


async def test_a_message_is_marked_for_whoever_wrote_it_and_nobody_else(
    simcord_env: Env, desk: FakeDesk, channel: ChannelHandle, mei: MemberActor
) -> None:
    ali = channel.guild.add_member(simcord_env.create_user("ali"))
    written = await mei.send(channel, "My essay, in a channel.")
    desk.says.append((n.AskTask(1, 250),))
    answer = await mei.context_menu(channel, "Mark this essay", written)
    assert answer.ephemeral
    assert "Which task is this?" in answer.response.content
    ((message,),) = desk.verbs("text")
    assert (message.text, message.message_id, message.address) == (written.content, str(written.id), address_of(mei))
    answer = await ali.context_menu(channel, "Mark this essay", written)
    assert "Somebody else wrote that" in answer.response.content
    assert len(desk.verbs("text")) == 1


async def test_buttons_change_the_message_that_only_she_sees(
    desk: FakeDesk, channel: ChannelHandle, mei: MemberActor
) -> None:
    desk.says = [
        (n.AskTask(1, 250),),
        (n.Queued(1, 250, "W2", 1),),
        (n.Refused("already-marking"),),
    ]
    asked = await mei.slash(channel, "cancel")
    await mei.click(asked.response, label="Task 2 essay")
    assert desk.verbs("task_chosen") == [(address_of(mei), person_of(mei), 1, "W2")]
    assert "safely received" in asked.response.content
    refused = await mei.click(asked.response, label="Cancel")
    assert "I am marking that essay already" in refused.followups[0].content
    assert refused.followups[0].ephemeral
    assert "safely received" in asked.response.content, "what stood there stands"


async def test_buttons_work_after_a_restart(
    simcord_env: Env, desk: FakeDesk, mei: MemberActor, another_bot: discord.Client
) -> None:
    await sender_of(simcord_env).show(address_of(mei), n.ReportReady(7, a_report()))
    (report,) = shown_to(mei)
    await simcord_env.restart_bot(another_bot)
    desk.says = [(n.ReportView(7, a_report(), "GRA"),), (n.ReportView(7, a_report(), "full", "# All"),)]
    await mei.user.click(report, label="Grammar 7.0")
    (report,) = shown_to(mei)
    assert "Grammatical Range and Accuracy: 7.0" in str(report.embeds[0].description), "in place"
    assert "\n> they is\n" in str(report.embeds[0].description)
    opened = await mei.user.click(report, label="‹ Back")
    assert opened.followups[0].attachments[0].filename == "bandmate-report-7.md"
    assert await opened.followups[0].attachments[0].read() == b"# All"


async def test_a_learners_words_mention_nobody_and_mark_up_nothing(simcord_env: Env, mei: MemberActor) -> None:
    await sender_of(simcord_env).show(address_of(mei), n.Refused("no-such-report"))
    sent = [each for each in simcord_env.http_requests if each.method == "POST" and each.path.endswith("/messages")]
    assert all(each.json["allowed_mentions"] == {"parse": []} for each in sent)


async def test_what_she_writes_in_private_is_an_essay_and_its_status_has_one_message(
    desk: FakeDesk, mei: MemberActor
) -> None:
    desk.says = [(n.AskTask(1, 250),), (n.AskPrompt(1, 250, "W2"),), (n.Queued(1, 250, "W2", 1),)]
    written = await mei.send_dm("My essay, in private.")
    (asked,) = shown_to(mei)
    assert asked.reference is not None
    assert asked.reference.message_id == written.id
    await mei.user.click(asked, label="Task 2 essay")
    await mei.send_dm("Do you like cars?")
    (status,) = shown_to(mei)
    assert "safely received" in status.content, "one message that changes"
    assert [message.text for (message,) in desk.verbs("text")] == ["My essay, in private.", "Do you like cars?"]


async def test_an_edit_is_a_revision(desk: FakeDesk, mei: MemberActor) -> None:
    written = await mei.send_dm("My esay.")
    await mei.user.edit(written, "My essay.")
    (first,), (second,) = desk.verbs("text")
    assert (first.message_id, second.text) == (second.message_id, "My essay.")
    assert second.revision > first.revision == 0


async def test_files_recordings_and_pictures_in_private(simcord_env: Env, desk: FakeDesk, mei: MemberActor) -> None:
    await sends_file(simcord_env, mei, "essay.txt", b"I like cars.", "The question")
    await sends_file(simcord_env, mei, "voice-message.ogg", b"OggS")
    await sends_file(simcord_env, mei, "photo.png", b"\x89PNG", "My task")
    (message, file), (about, picture) = desk.verbs("file")
    assert (message.text, file.data) == ("The question", b"I like cars.")
    ((message, file, _seconds),) = desk.verbs("voice")
    assert file.data == b"OggS"
    assert (about.text, picture.data) == ("My task", b"\x89PNG")


async def test_figures_are_typed_into_a_form(desk: FakeDesk, channel: ChannelHandle, mei: MemberActor) -> None:
    opened = await mei.slash(channel, "data")
    desk.says.append((HowToTypeFigures(),))
    sent = await mei.submit_modal(opened, {"table": "Year coal\n1990 35"})
    assert sent.ephemeral
    ((_, table),) = desk.verbs("typed")
    assert table == "Year coal\n1990 35"


async def test_a_file_that_is_too_big_is_not_fetched(simcord_env: Env, desk: FakeDesk, mei: MemberActor) -> None:
    await sends_file(simcord_env, mei, "essay.txt", b"a" * 3_000_000)
    ((_, size),) = desk.verbs("file_too_big")
    assert size == 3_000_000


async def test_a_message_is_taken_in_when_the_database_is_back(desk: FakeDesk, mei: MemberActor) -> None:
    desk.away = 1
    desk.says.append((n.AskTask(1, 250),))
    await mei.send_dm("My essay.")
    assert len(desk.verbs("text")) == 1


async def test_a_press_while_the_database_is_away_says_so(
    desk: FakeDesk, channel: ChannelHandle, mei: MemberActor
) -> None:
    desk.away = 1
    answer = await mei.slash(channel, "accuracy")
    assert "I cannot reach my notebook right now" in answer.response.content


async def test_a_server_is_read_only_where_it_is_meant_and_answered_in_private(
    simcord_env: Env, desk: FakeDesk, channel: ChannelHandle, mei: MemberActor
) -> None:
    await mei.send(channel, "Good morning everybody!")
    assert not desk.calls
    desk.says.append((n.AskTask(1, 250),))
    written = await mei.send(channel, f"{simcord_env.bot.user.mention} My essay.")
    ((message,),) = desk.verbs("text")
    assert message.text == "My essay."
    assert channel.last_message.content.startswith("📬")
    assert channel.last_message.reference.message_id == written.id
    (asked,) = shown_to(mei)
    assert "Which task is this?" in asked.content


async def test_a_test_that_is_asked_for_in_a_server_goes_on_in_private(
    simcord_env: Env, desk: FakeDesk, channel: ChannelHandle, mei: MemberActor
) -> None:
    step = ExaminerStep(3, OnBreak("s1"), Mode.EXAM, Scope.TEST, ears=True)
    desk.says = [(AskMode(),), (step,), (UnderWay(3, Scope.TEST, paused=True),)]
    asked = await mei.slash(channel, "speaking")
    pressed = await mei.click(asked.response, label="🎓 Exam")
    assert pressed.followups[0].content.startswith("📬")
    assert desk.verbs("shown") == [(step,)]
    (first,) = shown_to(mei)
    assert "Take your time" in first.content
    desk.slots.clear()
    cog(simcord_env)._sender._slots._standing.clear()
    close_door(simcord_env)
    desk.says = [(step,)]
    refused = await mei.slash(channel, "resume")
    assert "This goes on in direct messages, and you take none from me" in refused.response.content


async def test_a_thumb_changes_in_place_and_a_better_comment_is_asked_for_where_messages_are_read(
    simcord_env: Env, desk: FakeDesk, channel: ChannelHandle, mei: MemberActor
) -> None:
    why = WhyBand(7, why_not_higher(a_report(), Criterion.COHERENCE, load_rubric()))
    subject = Subject(About.WHY, 7, Criterion.COHERENCE)
    desk.says = [(why,), (replace(why, liked=True),), (AskSuggestion(subject, Criterion.COHERENCE, "A link.", 600),)]
    asked = await mei.slash(channel, "why", question="Why is it so?")
    await mei.click(asked.response, label="👍")
    assert [each[2:] for each in desk.verbs("thumb")] == [(subject, True)]
    assert "👍 ✓" in str(asked.response.components)
    pressed = await mei.click(asked.response, label="✍️ Better comment")
    assert pressed.followups[0].content.startswith("📬"), "the comment is written in direct messages"
    (shown,) = shown_to(mei)
    assert "How would a good teacher say it?" in str(shown.embeds[0].description)


async def test_behind_a_closed_door_the_server_hears_that_there_is_a_report_and_not_what_it_says(
    simcord_env: Env, desk: FakeDesk, channel: ChannelHandle, mei: MemberActor
) -> None:
    sender, report = sender_of(simcord_env), n.ReportReady(7, a_report())
    close_door(simcord_env)
    with pytest.raises(Undeliverable):
        await sender.show(address_of(mei), report)
    await mei.slash(channel, "accuracy")
    close_door(simcord_env)
    await sender.show(address_of(mei), report)
    knock = channel.last_message
    assert knock.content.startswith(mei.mention)
    assert "band" not in knock.content
    assert not knock.embeds
    assert knock.mentions[0].id == mei.id

    # Somebody else is refused; she sees it, and nobody else does.
    ali = channel.guild.add_member(simcord_env.create_user("ali"))
    desk.says = [(n.Refused("not-your-essay"),), (n.ReportView(7, a_report(), "short"),)]
    refused = await ali.click(knock, label="📬 Show it to me")
    assert "somebody else's essay" in refused.followups[0].content
    assert refused.followups[0].ephemeral
    opened = await mei.click(knock, label="📬 Show it to me")
    assert "Task 2 essay: band" in str(opened.followups[0].embeds[0].description)
    assert opened.followups[0].ephemeral
    assert channel.last_message.content == knock.content


@pytest.mark.parametrize("code", [10062, 40060])
async def test_an_interaction_that_was_answered_too_late_is_answered_by_the_bot_itself(
    simcord_env: Env, desk: FakeDesk, channel: ChannelHandle, mei: MemberActor, code: int
) -> None:
    simcord_env.inject_error("POST", "/interactions/*/callback", status=404, code=code, message="Unknown interaction")
    desk.says.append((n.Help(),))
    await mei.slash(channel, "help")
    (sent,) = shown_to(mei)
    assert "What you can send" in str(sent.embeds[0].description)


async def test_after_fifteen_minutes_the_bot_answers_by_itself(
    simcord_env: Env, desk: FakeDesk, channel: ChannelHandle, mei: MemberActor
) -> None:
    simcord_env.inject_error("PATCH", "/webhooks/*", status=401, code=50027, message="Invalid Webhook Token")
    desk.says.append((n.Help(),))
    await mei.slash(channel, "help")
    (sent,) = shown_to(mei)
    assert "What you can send" in str(sent.embeds[0].description)


async def test_a_kicked_bot_says_never_and_a_busy_discord_says_later(simcord_env: Env, channel: ChannelHandle) -> None:
    sender, place = sender_of(simcord_env), ChatAddress(Platform.DISCORD, str(channel.id))
    for status, code, what in ((403, 50001, "closed"), (404, 10003, "closed"), (400, 50035, "refused")):
        simcord_env.inject_error("POST", "/channels/*/messages", status=status, code=code)
        with pytest.raises(Undeliverable, match=what):
            await sender.show(place, n.Help())
    simcord_env.inject_error("POST", "/channels/*/messages", status=429, code=20028)
    with pytest.raises(TryAgain):
        await sender.show(place, n.Help())
    await sender.show(place, n.Help(), answering="1234567890")
    assert simcord_env.http_requests[-1].json["message_reference"]["fail_if_not_exists"] is False, (
        "deleted: said anyway"
    )


async def test_topics_are_offered_as_she_types(channel: ChannelHandle, mei: MemberActor, desk: FakeDesk) -> None:
    desk.speaking.topics = lambda part: ("music", "museums", "food") if part == "part1" else ("cities",)  # type: ignore[method-assign]
    offered = await mei.autocomplete(channel, "drill", "topic", "mus", part="part1")
    assert [each["name"] for each in offered] == ["music", "museums"]
    assert [each["name"] for each in await mei.autocomplete(channel, "drill", "topic", "", part="part3")] == ["cities"]


async def test_what_was_written_while_nobody_was_there_is_read_afterwards(
    simcord_env: Env, desk: FakeDesk, mei: MemberActor, another_bot: discord.Client
) -> None:
    await mei.send_dm("First.")
    await simcord_env.bot.remove_cog(COG)
    await mei.send_dm("Second.")
    await mei.send_dm("Third.")
    assert len(desk.verbs("text")) == 1
    await simcord_env.restart_bot(another_bot)
    await simcord_env.settle()
    assert [message.text for (message,) in desk.verbs("text")] == ["First.", "Second.", "Third."]


async def test_the_commands_are_told_once_for_each_version(simcord_env: Env, another_bot: discord.Client) -> None:
    def syncs() -> int:
        return sum(each.method == "PUT" and each.path.endswith("/commands") for each in simcord_env.http_requests)

    assert syncs() == 1
    (told,) = [each.json for each in simcord_env.http_requests if each.path.endswith("/commands")]
    speaking = next(each for each in told if each["name"] == "speaking")
    assert speaking["description_localizations"]["zh-CN"].startswith("参加")
    assert all(len(each.get("description", "")) <= 100 for each in told)
    await simcord_env.restart_bot(another_bot)
    assert syncs() == 1


async def sends_file(env: Env, actor: MemberActor, name: str, data: bytes, text: str = "") -> None:
    """Somebody attaches a file to a direct message."""
    kept = env.backend.store_attachments(actor.user.dm_channel.id, [(name, data)])
    await actor.send_dm(text, attachments=kept)


def cog(env: Env):  # noqa: ANN201
    return env.bot.get_cog(COG)


def sender_of(env: Env):  # noqa: ANN201
    return cog(env)._sender


def close_door(env: Env) -> None:
    """The next direct message is refused."""
    env.inject_error(
        "POST", "/channels/*/messages", status=403, code=50007, message="Cannot send messages to this user"
    )
