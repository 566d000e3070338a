"""What the examiner makes of an answer: more, why, an example, the same in other words, a probe, a memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engine.ielts.speaking.attention.follow_up import Purpose
from engine.ielts.speaking.attention.recited import Sign, recited
from engine.ielts.speaking.attention.relevance import astray
from engine.ielts.speaking.events import Shown, Transcribed
from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.followups import MORE, WHY
from engine.ielts.speaking.plan import Mode, draw_test
from engine.ielts.speaking.questions import load_bank, opens_with_origin
from engine.ielts.speaking.state import Prompt
from engine.ielts.speaking.steps import Finish
from engine.ielts.speaking.test import SpeakingTest, dump, load
from tests.ielts.test_speaking import Room

BEGAN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
BANK = load_bank()
FOOTBALL = (
    "My favourite sport is football because I play football in a team every weekend. Our coach trains us in the stadium, "
    "we run around the pitch, and last season our team won the cup after a match against a very strong opponent."
)
BOOKISH = (
    "That is such an interesting question. With the rapid development of technology it plays an important role in our daily "
    "life, and every coin has two sides, so we should look at it carefully."
)


def discussing(card: str = "green-place", rules: int = 2) -> Room:
    """A room in which Part 3 has just begun, about a card with a theme of nature."""
    plan = draw_test(BANK, Mode.EXAM, 7)
    cards = {each.id: each for each in BANK.cards}
    chosen = cards.get(card) or next(each for each in BANK.cards if "natur" in each.theme or "green" in each.describe)
    room = Room(SpeakingTest.start(replace(plan, card=chosen, rules=rules), BEGAN))
    room.until(Stage.PART_3)
    return room


def after(said: str, seconds: float = 10.0) -> Prompt:
    room = discussing()
    room.say(said, seconds)
    return room.test.state.prompt


def test_why_is_asked_where_no_reason_was_given_and_only_there() -> None:
    assert after("I think trees are important in every street.").purpose is Purpose.REASON
    reasoned = after("Trees are important because the air in every street gets cleaner.")
    assert reasoned.purpose is Purpose.MORE
    whole = discussing()
    whole.say("Trees are important because the air in every street gets cleaner, for example near our river.", 20.0)
    assert whole.test.state.prompt.purpose in (Purpose.CONSEQUENCE, Purpose.COMPARISON, Purpose.OTHER_SIDE)


@pytest.mark.parametrize(("rules", "asked_why_once_more"), [(3, True), (4, False)])
def test_who_was_asked_why_and_said_so_is_not_asked_why_again(rules: int, asked_why_once_more: bool) -> None:
    room = discussing("lost-thing", rules)
    assert room.test.state.prompt.question.ask.startswith("Why ")
    room.say(
        "A lot of it comes down to attention. Their mind is on the next meeting when they put the keys down.", 20.0
    )
    assert (room.test.state.prompt.purpose is Purpose.REASON) is asked_why_once_more
    room = discussing("lost-thing", rules)
    room.say("Yes, I agree with that, and I lose my keys very often.", 20.0)
    assert room.test.state.prompt.purpose is Purpose.REASON, "agreeing is no reason"


def test_follow_ups_of_one_test_ask_for_different_things() -> None:
    room = discussing()
    ways = iter(("Trees clean the air because {}.", "I walk there because {}.", "We grow flowers because {}.") * 9)
    for end in ("they are green", "it is quiet", "bees come", "the old ones fall", "rain helps", "I am tired") * 4:
        if not isinstance(room.step, Finish):
            room.say(next(ways).format(end), 16.0)
    put = [prompt.purpose for prompt in room.test.state.asked if prompt.purpose]
    assert len(set(put)) == min(len(put), 4), "each way once before any comes again"
    assert Purpose.REASON not in put


def test_without_words_the_examiner_asks_what_fits_any_answer() -> None:
    room = discussing()
    room.say(None, 8.0)
    assert room.test.state.prompt.purpose is Purpose.MORE


def test_what_was_not_shown_yet_is_decided_again_when_the_words_come() -> None:
    room = discussing()
    room.say(None, 8.0)
    heard = room.test.after(Transcribed(f"t{room.count}", "I think trees are important in every street."))
    assert heard.state.prompt.purpose is Purpose.REASON
    assert len(heard.state.asked) == len(room.test.state.asked)
    assert load(dump(heard)).state == heard.state
    seen = room.test.after(Shown(room.step.id, room.now))
    late = seen.after(Transcribed(f"t{room.count}", "I think trees are important in every street."))
    assert late.state.prompt == seen.state.prompt


def test_a_request_by_voice_is_heeded_when_its_words_come_in_time() -> None:
    room = discussing()
    first = room.test.state.prompt
    room.say(None, 3.0)
    asked = room.test.after(Transcribed(f"t{room.count}", "Sorry, could you repeat that?"))
    assert asked.state.prompt == first
    assert asked.state.heard[-1].request


def test_an_answer_that_went_astray_hears_the_question_in_other_words() -> None:
    room = discussing()
    first = room.test.state.prompt
    room.say(FOOTBALL, 25.0)
    prompt = room.test.state.prompt
    assert prompt.purpose is Purpose.AGAIN
    assert (first.question.other_words or "?") in prompt.text
    room.say(FOOTBALL.replace("cup", "final"), 25.0)
    assert room.test.state.prompt.purpose is not Purpose.AGAIN, "once for each question"


@pytest.mark.parametrize("stage", [Stage.PART_1, Stage.PART_3])
def test_a_learnt_answer_is_probed(stage: Stage) -> None:
    room = Room()
    room.until(stage)
    room.say(BOOKISH, 20.0)
    assert room.test.state.prompt.purpose is Purpose.PROBE
    assert room.test.state.prompt.unscripted
    room.say("It was on a Monday.", 20.0)
    assert room.test.state.prompt.purpose is not Purpose.PROBE


def test_a_learnt_talk_is_come_back_to_in_part_3() -> None:
    room = Room()
    room.until(Stage.LONG_TURN)
    room.say(None, 90.0)
    talk = f"t{room.count}"
    room.until(Stage.PART_3)
    room.test = room.test.after(Transcribed(talk, BOOKISH))
    room.say("We could plant more of them.", 20.0)
    assert room.test.state.prompt.id == "p3.talk.probe"


def test_where_somebody_is_from_is_asked_once() -> None:
    for seed in range(30):
        plan = draw_test(BANK, Mode.EXAM, seed)
        room = Room(SpeakingTest.start(plan, BEGAN))
        room.until(Stage.CARD)
        asked = [prompt.question.ask for prompt in room.test.state.asked]
        assert ("And where are you from?" in asked) is not opens_with_origin(plan.topics[0])
    assert any(opens_with_origin(topic) for topic in BANK.topics)


def test_part_3_goes_back_to_what_matters_before_a_place() -> None:
    room = discussing()
    facts = "I come from Hanoi in Vietnam. I once climbed a high mountain, and I prefer tea."
    room.test = room.test.after(Transcribed("t2", facts)).after(Transcribed("t4", "My older sister taught me to swim."))
    room.until(Stage.END, text="Well, some of them do and some of them do not.")
    recalled = [prompt.recalls for prompt in room.test.state.asked if prompt.recalls]
    assert [fact.kind.value for fact in recalled] == ["experience", "person"]
    assert [fact.turn for fact in recalled] == ["t2", "t4"]
    text = next(prompt.text for prompt in room.test.state.asked if prompt.recalls)
    assert "you once climbed a high mountain" in text


def test_a_test_that_began_by_the_first_rules_goes_on_by_them() -> None:
    room = discussing(rules=1)
    room.say("Trees are important because they are green.", 10.0)
    assert room.test.state.prompt.text in WHY
    room.say("Because of the air.", 20.0)
    room.until(Stage.END, text="I come from Hanoi because I was born in the town.")
    assert len([prompt for prompt in room.test.state.asked if prompt.recalls]) <= 1
    assert {prompt.text for prompt in room.test.state.asked if prompt.follows} <= {*WHY, *MORE, *_whys()}
    assert load(dump(room.test)).state == room.test.state


def _whys() -> set[str]:
    return {question.why for topic in BANK.topics for question in topic.questions if question.why} | {
        "Is there anything else that you can say about it?"
    }


@pytest.mark.parametrize(
    ("said", "before", "sign"),
    [
        (BOOKISH, (), Sign.TEXTBOOK),
        (FOOTBALL, (), None),
        (FOOTBALL, (FOOTBALL,), Sign.AGAIN),
        ("It plays an important role in my life.", (), None),
        ("I do not know.", ("I do not know.",), None),
    ],
)
def test_what_gives_a_learnt_answer_away(said: str, before: tuple[str, ...], sign: Sign | None) -> None:
    found = recited(said, before)
    assert (found and found.sign) == sign
    assert found is None or said[found.start : found.end].strip()


@pytest.mark.parametrize(
    ("said", "asked", "field"),
    [
        (FOOTBALL, "Why do cities need trees and parks?", "sport"),
        (FOOTBALL, "What sport do you play?", None),
        ("Yes, I do.", "Why do cities need trees and parks?", None),
        (FOOTBALL, "What makes you say that?", None),
    ],
)
def test_astray_is_what_is_plainly_about_something_else(said: str, asked: str, field: str | None) -> None:
    assert astray(said, asked) == field
