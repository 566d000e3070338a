"""What a Speaking report says and offers, by voice and typed."""

from __future__ import annotations

import pytest

from bots.replies.notices import reply_to
from bots.replies.reply import Reply
from engine.ielts.speaking.notices import ExaminerStep, SpeakingRated, WordsKept
from engine.ielts.speaking.plan import Mode, Scope
from engine.ielts.speaking.steps import End, Finish
from tests.ielts.test_speaking_report import a_speaking_report


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


def test_of_what_was_typed_nothing_can_be_listened_to_or_drawn() -> None:
    spoken = labels(reply_to(SpeakingRated(1, a_speaking_report(6.0, 6.5, 5.5, 6.0))))
    typed = labels(reply_to(SpeakingRated(1, a_speaking_report(6.0, 6.5, 5.5, typed=True))))
    assert {"🎧 Listen again (1)", "📈 Pace", "⏳ Pauses"} <= set(spoken)
    assert "🗣 Say it again (1)" in typed
    assert not [label for label in typed if label.startswith(("🎧", "📈", "⏳"))]


def test_a_speaking_band_is_told_for_what_it_is() -> None:
    said = reply_to(SpeakingRated(1, a_speaking_report(6.0, 6.5, 5.5, 6.0))).plain
    assert "Likely 5.0 to 7.0 · mean 6.00 · 11:40 minutes of exam time" in said
    assert "Nobody has measured how near it comes: read the range." in said
    assert "/accuracy" not in said, "that is about essays"


@pytest.mark.parametrize("scope", [Scope.PART_1, Scope.PART_2, Scope.PART_3])
def test_after_a_drill_the_same_again_is_one_command(scope: Scope) -> None:
    step = ExaminerStep(
        1, Finish("end", "That is the end of this exercise.", End.COMPLETE), Mode.PRACTICE, scope, False
    )
    assert f"/drill {scope}" in reply_to(step).plain


def test_where_a_name_was_put_right_the_whole_answer_is_shown() -> None:
    kept = WordsKept(1, over=False, missing=0, put_in="My name is <Li> Wei.")
    assert reply_to(kept).plain == "✍️ Noted: “My name is <Li> Wei.”"
    assert reply_to(WordsKept(1, over=False, missing=0)).plain == "✍️ Noted."
