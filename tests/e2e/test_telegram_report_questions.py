"""A learner asks about a report and a model on a server answers, with the real bot and a real worker."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("openai", reason="needs the server extra")

from engine.ielts.rubric import load_rubric
from engine.marking.llm.rewriting import weakest
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.offline import OfflineScorer
from engine.marking.writing.samples import sample_essay
from tests.doubles.fake_model import FakeModel
from tests.doubles.model_server import serving
from tests.e2e.telegram_house import house

pytestmark = [pytest.mark.slow]
ESSAY = sample_essay("W2")
MESSAGE = f"{ESSAY.task.prompt}\n\n{ESSAY.text}"
COMMENT = "“supermarkets”这个词用得准确。"
ANSWER = "因为有几处“Moreover”只是简单堆叠，所以是这个分数。"


async def test_a_model_comments_rewrites_and_answers_in_the_learners_language(tmp_path: Path) -> None:
    model = FakeModel(quote="supermarkets", comment=COMMENT, paragraph=_mended(), answer=ANSWER)
    with serving(model) as server:
        served = {"BANDMATE_LLM": "server", "BANDMATE_LLM_URL": server.url}
        async with house(tmp_path / "home", "bot", "worker", **served) as home:
            wei = home.api.private_chat("Wei", language="zh-hans")
            essay = await wei.says(MESSAGE)
            report = await wei.sees("软件估计")
            assert report.reply_to == essay
            await wei.presses("词汇")
            await wei.sees(COMMENT)
            await wei.presses("‹ 返回")
            await wei.sees("软件估计")
            await wei.presses("✨ 更好的段落")
            await wei.sees("For this reason, local shops")
            await wei.presses("‹ 返回")
            await wei.sees("软件估计")

            asked = await wei.says("/why 为什么我的衔接是这个分数？")
            await wei.sees("还可以再问 4 个问题")
            answered = await wei.sees(ANSWER)
            assert answered.reply_to == asked
            assert "Simplified Chinese" in model.asked[0].prompt.shared
            assert ESSAY.text[:40] not in home.written
            assert "衔接" not in home.written, "no question in a log"


def _mended() -> str:
    """The sample's weak paragraph with what the checker is sure of put right."""
    report = OfflineMarker(OfflineScorer.load(), load_rubric()).mark(ESSAY)
    weak = weakest(report, ESSAY, load_rubric())
    assert weak is not None
    text, end = ESSAY.text, weak.span.end
    for each in sorted(report.corrections, key=lambda each: -each.start):
        if weak.span.start <= each.start < weak.span.end:
            text = text[: each.start] + each.replacement + text[each.end :]
            end += len(each.replacement) - len(each.original)
    return f"{text[weak.span.start : end]} For this reason, local shops still matter to many families."
