"""Thumbs and better comments: pressed, changed, taken back; what is kept of them, and of whom."""

from __future__ import annotations

import json

import pytest

from bots.desk.buttons import pressed
from bots.replies.notices import reply_to
from engine.ielts import notices as n
from engine.ielts.bands import Criterion
from engine.ielts.chat import Person
from engine.ielts.learners import Kept
from engine.ielts.opinion_notices import (
    AskSuggestion,
    AskWhichComment,
    NotTaught,
    SuggestionCalledOff,
    SuggestionTaken,
)
from engine.ielts.opinions import About, Served, Subject, read_subject
from engine.ielts.report_question_notices import QuestionAnswered, WhyBand
from engine.practice import privacy, report_questions
from engine.settings import Settings
from engine.store.opinions import Judged
from tests.bots.test_report_questions import ALI, HERE, MEI, Explainer, Talk

BETTER = "Link the second reason to the first one: say “besides” only when something is added."
NOBODY = "no-such-report"


@pytest.fixture
def talk(settings: Settings) -> Talk:
    return Talk(settings, "none")


def press(talk: Talk, data: str, who: Person = MEI) -> tuple[n.Notice, ...]:
    return pressed(talk.desk, HERE, who, f"bm:op:{data}")


def labels(notice: n.Notice) -> list[str]:
    return [button.label for row in reply_to(notice, "en").buttons for button in row if "bm:op" in button.data]


def allow(talk: Talk, *, given: bool = True, who: Person = MEI) -> None:
    with talk.store.transaction() as tx:
        privacy.consent(tx, talk.settings, who, Kept.TRAINING, given=given)


def judged(talk: Talk) -> list[Judged]:
    with talk.store.transaction() as tx:
        return list(tx.opinions.judged())


def numbers(talk: Talk) -> tuple[int, int, int]:
    with talk.store.transaction() as tx:
        found = tx.privacy.numbers()
    return found["liked"], found["disliked"], found["suggestions"]


def refused(notices: tuple[n.Notice, ...]) -> str:
    (notice,) = notices
    assert isinstance(notice, n.Refused)
    assert "{" not in reply_to(notice, "zh-hans").plain
    assert reply_to(notice, "en").plain != reply_to(n.Refused("a-reason-of-next-year"), "en").plain
    return notice.reason


@pytest.mark.parametrize(
    "written", ["report-12", "test-7", "why-12-GRA", "question-5"]
)  # fmt: skip
def test_a_subject_is_read_as_it_was_written(written: str) -> None:
    assert str(read_subject(written)) == written
    assert len(f"bm:op:better:{written}") < 64


@pytest.mark.parametrize(
    "written", ["", "report-", "report-12-GRA", "why-12", "why-12-XX", "essay-1", "report-1e9", "why-1-GRA\n"]
)
def test_what_names_no_subject_is_nothing(talk: Talk, written: str) -> None:
    assert read_subject(written) is None
    assert press(talk, f"up:{written}") == ()


def test_a_thumb_counts_changes_and_goes_and_the_first_tells_what_it_is_good_for(talk: Talk) -> None:
    report = talk.is_marked()
    shown, told = press(talk, f"up:report-{report}")
    assert isinstance(shown, n.ReportView)
    assert labels(shown) == ["👍 ✓", "👎", "✍️ Better comment"]
    assert isinstance(told, NotTaught), "it says once what a thumb is for, and how training is allowed"
    assert "/privacy" in reply_to(told, "en").plain
    assert len(reply_to(told, "en").plain) <= 200, "it fits a toast"
    assert numbers(talk) == (1, 0, 0)
    (shown,) = press(talk, f"down:report-{report}")
    assert labels(shown)[:2] == ["👍", "👎 ✓"]
    assert labels(talk.desk.view(HERE, MEI, report, "short")[0])[:2] == ["👍", "👎 ✓"], "it is there when opened again"
    assert numbers(talk) == (0, 1, 0)
    (shown,) = press(talk, f"down:report-{report}")
    assert labels(shown)[:2] == ["👍", "👎"]
    assert numbers(talk) == (0, 0, 0)
    assert judged(talk) == [], "without the consent it teaches nothing"


def test_only_ones_own(talk: Talk) -> None:
    report = talk.is_marked()
    assert refused(press(talk, f"up:report-{report}", ALI)) == "not-your-essay"
    assert refused(press(talk, f"better:why-{report}-GRA", ALI)) == "not-your-essay"
    assert refused(press(talk, "up:question-99")) == NOBODY
    assert refused(press(talk, "up:report-99")) == NOBODY
    assert refused(press(talk, "up:test-99")) == NOBODY
    assert numbers(talk) == (0, 0, 0)


def test_a_better_comment_is_asked_for_taken_once_and_beats_what_it_replaces(talk: Talk) -> None:
    report = talk.is_marked(ALI)
    assert refused(press(talk, f"better:report-{report}", ALI)) == "suggestion-needs-training"
    allow(talk, who=ALI)
    (which,) = press(talk, f"better:report-{report}", ALI)
    assert isinstance(which, AskWhichComment)
    data = [row[0].data for row in reply_to(which, "en").buttons]
    assert data == [f"bm:op:better:why-{report}-{code}" for code in ("TR", "CC", "LR", "GRA")]
    (asked,) = pressed(talk.desk, HERE, ALI, data[1])
    assert isinstance(asked, AskSuggestion)
    assert asked.comment in reply_to(asked, "en").plain
    message = talk.message(BETTER, ALI)
    for _ in range(2):  # the platform brings it again
        assert [type(each) for each in talk.desk.text(message)] == [SuggestionTaken]
    assert numbers(talk) == (0, 0, 1)
    (kept,) = judged(talk)
    assert (kept.suggestion, kept.liked, kept.served.model) == (BETTER, None, "rules")
    assert kept.subject == Subject(About.WHY, report, Criterion.COHERENCE)
    assert json.loads(kept.served.answer)["answer"] == asked.comment
    assert asked.comment.startswith("This criterion is at band 6.5.")
    assert "Band 7.0 asks for this:" in asked.comment
    assert "Why is this not half a band higher?" in kept.served.own
    assert "IELTS Writing examiner" in kept.served.shared
    assert not isinstance(talk.desk.text(talk.message("Another text.", ALI))[0], SuggestionTaken)


def test_what_is_no_comment_is_told_so_and_it_can_be_called_off(talk: Talk) -> None:
    report = talk.is_marked(ALI)
    allow(talk, who=ALI)
    press(talk, f"better:why-{report}-CC", ALI)
    assert refused(talk.desk.text(talk.message("word " * 200, ALI))) == "suggestion-too-long"
    assert refused(talk.desk.text(talk.message("😀😀😀", ALI))) == "suggestion-unfit"
    assert isinstance(talk.desk.withdrawn(HERE, ALI)[0], SuggestionCalledOff), "/cancel calls it off"
    press(talk, f"better:why-{report}-CC", ALI)
    (off,) = press(talk, "off", ALI)
    assert off == SuggestionCalledOff(waited=True)
    assert press(talk, "off", ALI) == (SuggestionCalledOff(waited=False),)
    press(talk, f"better:why-{report}-CC", ALI)
    talk.clock.move(minutes=31)
    assert not isinstance(talk.desk.text(talk.message(BETTER, ALI))[0], SuggestionTaken), "nobody waits for ever"
    assert numbers(talk) == (0, 0, 0)


def test_a_models_answer_is_kept_as_it_was_served_and_goes_with_the_consent(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.marking.llm import exchanges

    class Model(Explainer):
        def explain(self, *_: object) -> str | None:
            heard = exchanges._HEARD.get()
            assert heard is not None
            heard.append(Served("Explain.", "Why?", '{"answer": "Because."}', "tiny", "essay_v2"))
            return "Because."

    talk.is_marked(ALI)
    modelled = talk.settings.model_copy(update={"llm": "chatglm2"})
    monkeypatch.setattr(talk.desk.report_questions, "_settings", modelled)
    answered = []
    for allowed in (False, True):
        allow(talk, given=allowed, who=ALI)
        talk.asks("Why is my grammar only that?", ALI)
        assert report_questions.answer(talk.store, Model("-"), modelled, talk.jobs.rung[-1][1])
        (parcel,) = talk.desk.due(HERE.platform)
        talk.desk.delivered(parcel)
        assert isinstance(parcel.notice, QuestionAnswered)
        answered.append(parcel.notice.question_id)
    before, after = answered
    assert refused(press(talk, f"better:question-{before}", ALI)) == "suggestion-too-late"
    (shown,) = press(talk, f"down:question-{after}", ALI)
    assert isinstance(shown, QuestionAnswered)
    assert labels(shown)[:2] == ["👍", "👎 ✓"]
    press(talk, f"better:question-{after}", ALI)
    talk.desk.text(talk.message(BETTER, ALI))
    (kept,) = judged(talk)
    assert kept.served == Served("Explain.", "Why?", '{"answer": "Because."}', "tiny", "essay_v2")
    assert (kept.liked, kept.suggestion) == (False, BETTER)
    allow(talk, given=False, who=ALI)
    allow(talk, who=ALI)
    assert judged(talk) == [], "what the consent covered went with it"
    assert numbers(talk) == (0, 1, 0), "the thumb still counts"


def test_why_by_rule_takes_a_thumb(talk: Talk) -> None:
    report = talk.is_marked()
    allow(talk)
    (shown,) = press(talk, f"up:why-{report}-GRA")
    assert isinstance(shown, WhyBand)
    assert labels(shown)[0] == "👍 ✓"
    (kept,) = judged(talk)
    assert kept.liked is True
    assert "Simplified Chinese" in kept.served.shared, "as a model would be asked for her"
    assert "要达到 7.0 分" in json.loads(kept.served.answer)["answer"]
