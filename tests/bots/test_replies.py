"""Every reply can be sent: Telegram's own rules are the judge, and the learner's words stay the learner's."""

from __future__ import annotations

import dataclasses
import html
import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from hypothesis import given, settings
from hypothesis import strategies as st

import bots
from bots.replies import reply as replies
from bots.replies.notices import in_group, reply_to
from bots.replies.words import Words
from engine.ielts import notices as n
from engine.ielts.bands import Band, Interval, mean_of, round_to_band
from engine.ielts.reports import BandReport, Correction, CriterionScore, Finding, NextStep, Worth
from engine.ielts.speaking.notices import SpeakingUnrated, TurnHeard
from engine.ielts.submissions import task_of
from engine.marking.errors.error import Kind
from tests.doubles.telegram_html import units, visible

LOCALES = Path(bots.__file__).parent / "locales"
VIEWS = ("TA", "TR", "CC", "LR", "GRA", "corrections", "kind-article", "clean", "next", "full", "short")
REASONS = (
    "empty not-english too-short too-long too-long-together picture sticker voice unsupported-file file-too-big"
    " encrypted-pdf scanned-pdf broken-file file-hostile too-many-pages too-many-waiting quota-day quota-chat flood no-such-report"
    " already-marking nothing-to-cancel not-your-essay database-away"
).split()

nasty = st.text(st.characters(codec="utf-8"), min_size=1, max_size=400) | st.sampled_from(
    [
        "<b>",
        "</blockquote>",
        "a < b && c > d",
        "&lt;script&gt;",
        "<a href='x'>",
        "𝕏" * 400,
        "🙂" * 300,
        "&amp;" * 80,
        "{ $x }",
    ]
)
bands = st.integers(0, 18).map(lambda halves: Band(halves / 2))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted([draw(bands), draw(bands)])
    return Interval(low, high, 0.8)


@st.composite
def reports(draw: st.DrawFn) -> BandReport:
    """Any report at all, with quotes of whatever a learner might write."""
    task = task_of(draw(st.sampled_from(("W1A", "W1G", "W2"))))

    def finding() -> Finding:
        quote = draw(nasty.filter(str.strip))
        return Finding("W2.CC.6.a", quote, 0, len(quote), draw(nasty), source=quote)

    def correction() -> Correction:
        original = draw(nasty)
        better = draw(nasty.filter(lambda text: text != original) | st.just("") | st.none())
        kind = draw(st.sampled_from([*map(str, Kind), "other"]))
        return Correction(0, len(original), original, better, draw(nasty), source=original, kind=kind)

    scores = tuple(
        CriterionScore(each, draw(bands), draw(intervals()), tuple(finding() for _ in range(draw(st.integers(0, 3)))))
        for each in task.criteria
    )
    unrounded = mean_of([score.band for score in scores])
    return BandReport(
        task=task,
        overall=round_to_band(unrounded),
        unrounded=unrounded,
        interval=draw(intervals()),
        criteria=scores,
        corrections=tuple(correction() for _ in range(draw(st.integers(0, 15)))),
        strengths=tuple(draw(st.lists(nasty, max_size=4))),
        next_steps=tuple(NextStep(task.criteria[0], "W2.TR.7.a", draw(nasty), draw(nasty)) for _ in range(2)),
        word_count=draw(st.integers(0, 2000)),
        scorer="offline-1",
        clean=draw(st.none() | nasty | st.just("long " * 1000)),
        worth=(Worth(task.criteria[3], Band(5.5), Band(6.5), 14, ("article", "agreement")),),
    )


def can_be_sent(reply: replies.Reply) -> str:
    text = visible(reply.html)
    assert text.strip()
    assert units(text) <= 4096
    assert units(reply.plain) <= 4096
    for row in reply.buttons:
        for button in row:
            assert 1 <= len(button.data.encode()) <= 64
            assert button.data.startswith("bm:")
            assert button.label.strip()
    return text


@settings(max_examples=60, deadline=None)
@given(reports(), st.sampled_from(("en", "zh-hans")), st.sampled_from(VIEWS), st.integers(1, 2**63))
def test_any_report_in_any_view_can_be_sent(report: BandReport, language: str, view: str, number: int) -> None:
    for notice in (n.ReportReady(number, report), n.ReportView(number, report, view, full_text="# Report")):
        can_be_sent(reply_to(notice, language))


@settings(max_examples=30, deadline=None)
@given(reports())
def test_the_first_view_fits_a_phone(report: BandReport) -> None:
    text = can_be_sent(reply_to(n.ReportReady(1, report)))
    assert len(text) < 1000
    assert f"band {report.overall}" in text
    sure = round(10 * report.interval.coverage)
    assert f"Likely {report.interval.low} to {report.interval.high} ({sure} times in 10)" in text
    assert "estimate" in text
    least = report.task.minimum_words
    assert (f", at least {least} asked for" in text) is (report.word_count < least)


@given(nasty.filter(lambda text: 0 < len(" ".join(text.split())) < 300), st.sampled_from(("en", "zh-hans")))
def test_quotes_are_untouched_in_every_language(quote: str, language: str) -> None:
    report = _report_quoting(quote)
    text = visible(reply_to(n.ReportView(1, report, "CC"), language).html)
    assert " ".join(quote.split()) in text


def _report_quoting(quote: str) -> BandReport:
    task = task_of("W2")
    interval = Interval(Band(5.0), Band(7.0), 0.8)
    finding = Finding("W2.CC.6.a", quote, 0, len(quote), "Seen.", source=quote)
    return BandReport(
        task, Band(6.0), 6.0, interval,
        tuple(CriterionScore(each, Band(6.0), interval, (finding,)) for each in task.criteria),
        (), ("Clear.",), (), 260, "offline-1",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh", "zh-CN", "zh-TW", "de", None, "x" * 300])
def test_every_other_notice_can_be_sent(language: str | None) -> None:
    facts = {"words": 20, "limit": 2000, "megabytes": 52.4}
    for notice in (
        n.Welcome(),
        n.Help(),
        n.UnknownCommand(),
        n.AskTask(1, 250),
        *(n.AskPrompt(1, 250, code) for code in ("W1A", "W1G", "W2")),
        n.Queued(1, 250, "W2", 1),
        n.Queued(1, 250, "W1G", 12, edited=True),
        n.Working(1),
        n.Marked(1),
        n.Withdrawn(1),
        n.MarkingFailed(1),
        n.Accuracy("offline-1", 1100, 0.52, 0.21, 0.7, 0.9),
        n.Accuracy("offline-1", 1100, 0.52, -0.21, 0.7, 0.9),
        n.Accuracy("offline-1", 1100, 0.52, 0.0, 0.7, 0.9),
        *(n.Refused(reason, facts) for reason in (*REASONS, "a-reason-of-next-year")),
    ):
        reply = reply_to(notice, language)
        assert "{" not in can_be_sent(reply)
        can_be_sent(in_group(reply, notice, language))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("reason", REASONS)
def test_every_refusal_has_one_short_sentence_of_its_own(reason: str, language: str) -> None:
    say = Words(language)
    assert say.knows(f"refused-{reason}")
    text = visible(reply_to(n.Refused(reason, {"words": 5, "limit": 3, "megabytes": 50}), language).html)
    assert text != say("refused-other")
    assert len(text) < 260
    assert "\n" not in text


def test_things_in_a_row_stand_as_each_language_writes_them() -> None:
    assert Words("en").listed(["one", "two"]) == "one, two"
    assert Words("zh-hans").listed(["一", "二"]) == "一、二"


def test_both_languages_say_the_same_things() -> None:
    english, chinese = (_messages(LOCALES / name / "bandmate.ftl") for name in ("en", "zh-Hans"))
    assert english.keys() == chinese.keys()
    for key, placeables in chinese.items():
        assert placeables <= english[key], f"{key} asks for a fact that it is not given"


def _messages(path: Path) -> dict[str, set[str]]:
    text = path.read_text("utf-8")
    found = {}
    for entry in FluentParser().parse(text).body:
        assert not isinstance(entry, ast.Junk), entry.content
        if isinstance(entry, ast.Message) and entry.span is not None:
            found[entry.id.name] = set(re.findall(r"\{ \$(\w+)", text[entry.span.start : entry.span.end]))
    return found


def test_a_reply_that_looks_the_same_has_the_same_digest() -> None:
    one, other = (reply_to(n.Queued(1, 250, "W2", place)) for place in (1, 2))
    assert one.digest != other.digest
    assert one.digest == reply_to(n.Queued(1, 250, "W2", 1)).digest
    assert dataclasses.replace(one, buttons=()).digest != one.digest


def test_plain_is_what_a_reader_sees() -> None:
    reply = reply_to(n.ReportView(1, _report_quoting("5 < 6 & <b>so on</b>"), "CC"))
    assert reply.plain == visible(reply.html)
    assert html.escape("<b>so on</b>", quote=False) in reply.html


def test_where_too_little_was_said_no_button_promises_a_band() -> None:
    assert reply_to(SpeakingUnrated(1, "nothing-to-mark")).buttons == ()
    assert reply_to(SpeakingUnrated(1, "no-words", 2)).buttons, "words that are missing can still be written"


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_what_was_typed_was_not_heard_nor_misheard(language: str) -> None:
    heard, typed = (
        reply_to(TurnHeard(1, 2, "I like music.", typed=each), language).plain.splitlines() for each in (False, True)
    )
    assert len(heard) == len(typed) + 1
    assert heard[0] != typed[0]
