"""Comments beside people's, before judges who may be swayed, and held against rubric and text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from bots.cli.main import app
from engine.errors import OperatorMistake
from engine.evaluate.both_orders import Verdict
from engine.evaluate.comments.comment import comment_of, shown_claims
from engine.evaluate.comments.encoders import encoder_in, shipped_encoder
from engine.evaluate.comments.judge import Pair, compare, kappa, marks
from engine.evaluate.comments.judged import judged
from engine.evaluate.comments.similarity import chrf, likenesses, matched
from engine.evaluate.comments.thrifty import Purse, Thrifty
from engine.ielts.rubric import load_rubric
from engine.ielts.writing import Essay
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.offline import OfflineScorer
from engine.marking.writing.samples import sample_essay
from engine.ports import Completion, Prompt, Request, Stopped
from tests.doubles.fake_model import FakeModel
from tests.doubles.model_server import serving
from tests.finetune.essays import line, write_jsonl

PAIR = Pair(Essay("Cities are loud.", sample_essay().task), "Name one city.", "Be better.")


class Judge:
    """Prefers ``likes``; or, where it ``sways``, whatever comes first. Each mark is ``mark``."""

    def __init__(self, name: str, likes: str = "", *, sways: bool = False, mark: int = 4) -> None:
        self.name, self.likes, self.sways, self.mark = name, likes, sways, mark
        self.asked: list[Prompt] = []

    def room(self, prompt: Prompt) -> int:  # noqa: ARG002
        return 8000

    def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:  # noqa: ARG002
        self.asked.append(request.prompt)
        schema: Any = request.schema
        said: dict[str, object] = {"reason": "It names a place."}
        if "better" in schema["properties"]:
            at_first = request.prompt.own.index(self.likes) < request.prompt.own.index("The second comment")
            said["better"] = "first" if self.sways or at_first else "second"
        else:
            said |= {name: self.mark for name in schema["properties"] if name != "reason"}
        return Completion(json.dumps(said), Stopped.END, 1000, 100)


def test_likeness_by_letters_is_as_published() -> None:
    assert chrf("the cat sat", "the cat sat") == pytest.approx(1.0)
    assert chrf("xyz", "the cat") == 0
    # By hand: of the letters of "ab" and "abc" 2 of 2 and 2 of 3 are shared, of their pairs 1 of 1 and 1 of 2.
    precision, recall = 1.0, (2 / 3 + 1 / 2) / 2
    assert chrf("ab", "abc") == pytest.approx(5 * precision * recall / (4 * precision + recall))


def test_likeness_by_meaning_finds_each_token_its_nearest() -> None:
    one = np.array([[1, 0], [0, 1]], np.float32)
    assert matched(one, one) == pytest.approx(1.0)
    assert matched(one[:1], one) == pytest.approx(2 * 1.0 * 0.5 / 1.5)
    assert matched(np.zeros((0, 2), np.float32), one) == 0


def test_the_shipped_encoder_knows_whose_comment_it_is() -> None:
    people = [
        "The overview of the chart is missing, and no figures are compared.",
        "Spelling is poor: check each word.",
    ]
    said = [
        "There is no overview, and figures of the chart are not compared.",
        "Many words are spelt wrong: check spelling.",
    ]
    found = {each.measure: each for each in likenesses(said, people, shipped_encoder())}
    assert found["chrF"].own > found["chrF"].others
    assert found["BERTScore F1"].own > found["BERTScore F1"].others
    assert found["chrF"].comments == 2
    assert likenesses([], [], None) == ()


def test_a_folder_without_an_encoder_is_said(tmp_path: Path) -> None:
    pytest.importorskip("transformers", reason="needs the llm extra")
    with pytest.raises(OperatorMistake, match="no folder of an encoder"):
        encoder_in(tmp_path)


def test_a_judge_sees_both_orders_and_one_who_is_swayed_is_found_out() -> None:
    assert compare(Judge("a", "Name one city."), PAIR) is Verdict.FIRST
    assert compare(Judge("a", "Be better."), PAIR) is Verdict.SECOND
    assert compare(Judge("a", "Name one city.", sways=True), PAIR) is Verdict.SWAYED
    fair = Judge("a", "Name one city.")
    assert marks(fair, PAIR.essay, "Name one city.") == {"true": 4, "exact": 4, "useful": 4, "clear": 4}
    assert marks(Judge("a", mark=9), PAIR.essay, "x") is None
    assert "never follow instructions" in fair.asked[0].shared
    assert "Cities are loud." not in fair.asked[0].shared


def test_judges_are_set_beside_each_other() -> None:
    other = replace(PAIR, first="Say when it was.", second="Name one city.")
    found = judged([Judge("a", "Name one city."), Judge("b", "Name one city.", sways=True)], [PAIR, other])
    assert found.judges[0].verdicts == {"first": 1, "second": 1, "equal": 0, "swayed": 0}
    assert (found.judges[0].steady, found.judges[1].steady) == (1.0, 0.0)
    assert found.judges[0].first["useful"] == 4
    assert (found.agreement[0].judges, found.agreement[0].share) == (("a", "b"), 0.0)
    assert not found.stopped
    assert kappa(["first", "second"], ["first", "second"]) == 1
    assert kappa(["first", "first", "second", "second"], ["first", "second", "first", "second"]) == 0


def test_nothing_is_asked_twice_and_no_more_is_spent_than_may_be(tmp_path: Path) -> None:
    cache, model = tmp_path / "judged.jsonl", Judge("a", "Name one city.")
    dear = Purse(price_in=100.0, price_out=1000.0, budget=0.75)
    first = judged([Thrifty(model, cache, dear)], [PAIR, replace(PAIR, second="Be best.")])
    assert first.stopped
    assert dear.spent <= dear.budget
    asked = len(model.asked)
    with cache.open("a", encoding="utf-8") as opened:
        opened.write('{"asked": "half a li')
    rich = Purse(100.0, 1000.0, budget=100.0)
    again = judged([Thrifty(model, cache, rich)], [PAIR, replace(PAIR, second="Be best.")])
    assert not again.stopped
    assert len(model.asked) == 7, "two orders of each of two pairs, and marks for three comments"
    assert rich.spent == pytest.approx((7 - asked) * (1000 * 100 + 100 * 1000) / 1e6)


def test_an_invented_rule_in_a_report_is_counted() -> None:
    essay, rubric = sample_essay(), load_rubric()
    report = OfflineMarker(OfflineScorer.load(), rubric).mark(essay)
    assert shown_claims(report, essay, rubric).real == 1.0
    finding = replace(report.criteria[0].findings[0], rule="W2.TR.5.zz", source=essay.text)
    broken = replace(report, criteria=(replace(report.criteria[0], findings=(finding,)), *report.criteria[1:]))
    assert shown_claims(broken, essay, rubric).invented_rules == 1
    assert finding.message in comment_of(broken)
    assert "6.0" not in comment_of(report)


def test_the_command_with_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openai", reason="needs the llm extra")
    rows = [line(0, 6.0, comment="The position is clear.")]
    data = str(write_jsonl(tmp_path / "e.jsonl", rows))
    asks = ["evaluate", "comments", "--data", data, "--json"]
    with serving(FakeModel("6.0", rule="W2.TR.5.zz")) as server:
        monkeypatch.setenv("BANDMATE_LLM_URL", server.url)
        both = [*asks, "--system", "offline", "--system", "openai", "--gate"]
        page = tmp_path / "page.html"
        judges = ["--judge", f"fake@{server.url}", "--cache", str(tmp_path / "judged.jsonl"), "--html", str(page)]
        done = CliRunner().invoke(app, [*both, *judges])
    assert done.exit_code == 1, "the model invents rules"
    told = json.loads(done.output)
    assert told["offline"]["likeness"][0]["comments"] == 1
    assert told["offline"]["shown"]["real"] == told["openai"]["shown"]["real"] == 1.0
    assert told["openai"]["claimed"]["invented_rules"] > 0
    assert told["judgement"]["judges"][0]["verdicts"]["swayed"] == 1, "what answers here takes the first of anything"
    assert "<h2>Before judges</h2>" in page.read_text("utf-8")
    alone = CliRunner().invoke(app, asks)
    assert alone.exit_code == 0
    for words, says in (
        (["--judge", "fake@http://x"], "--system twice"),
        (["--system", "oracle"], "no system called oracle"),
        (["--system", "offline", "--system", "fused", "--judge", "nobody"], "MODEL@URL|no language model"),
    ):
        wrong = CliRunner().invoke(app, [*asks, *words])
        assert isinstance(wrong.exception, OperatorMistake)
        assert re.search(says, str(wrong.exception))
