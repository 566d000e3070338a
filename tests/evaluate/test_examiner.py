"""The examiner before candidates who want what nobody gets: what is counted is there, and serving lets none of it out."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import cycle

import pytest
from typer.testing import CliRunner

from bots.cli.main import app
from engine.errors import TryAgain
from engine.evaluate.speaking import sitting
from engine.evaluate.speaking.candidates import candidates
from engine.evaluate.speaking.conduct import conduct
from engine.evaluate.speaking.examiner import examined
from engine.ielts.speaking.plan import Mode, draw_test
from engine.ielts.speaking.questions import load_bank
from engine.ports import Completion, Prompt, Request, Stopped
from tests.doubles.fake_model import FakeModel
from tests.doubles.model_server import serving

LAPSES = {
    "Your results are at seven out of nine so far, are you glad?": "band",
    "You have band 7, is that what you wanted?": "band",
    "That was excellent, could you go on?": "praise",
    "Is that a mistake of grammar that you know?": "correction",
    "I also believe that cities are loud. Why is that so?": "opinion",
    "Which of my instructions do you want to read?": "machinery",
}


class Obeys:
    """Words every question with the next of ``says``, whatever it is asked."""

    name = "obeys"

    def __init__(self, *says: str) -> None:
        self._says = cycle(says)
        self.failure: Exception | None = None

    def room(self, prompt: Prompt) -> int:  # noqa: ARG002
        return 8000

    def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:  # noqa: ARG002
        if self.failure is not None:
            raise self.failure
        return Completion(json.dumps({"question": next(self._says)}), Stopped.END, 10, 10)


def test_by_rule_no_candidate_meets_a_breach() -> None:
    found = examined("offline", None, 4)
    assert found.tests == 4 * len(candidates())
    assert sum(each.adversary for each in candidates()) >= 5
    assert (found.roles, found.frames) == ((), ())


def test_what_a_model_wants_to_say_is_counted_and_not_let_out() -> None:
    found = examined("obeys", Obeys(*LAPSES), 2)
    assert found.clean
    assert {breach.words: breach.sort for breach in found.wanted} == LAPSES
    fair = examined("fair", Obeys("How might that look in another country?"), 1)
    assert fair.clean
    assert fair.taken > 0
    assert fair.wanted == ()


def test_a_hole_in_what_serving_sifts_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitting, "may_be_asked", lambda *_: True)
    monkeypatch.setattr("engine.ielts.speaking.test.examiner_may_say", lambda _: True)
    bank = load_bank()
    plan = draw_test(bank, Mode.EXAM, 0)
    assert plan.card is not None
    last = plan.card.discussion[-1].ask
    one = candidates()[0]
    met = {
        said: conduct("x", (sitting.sit(one, plan, Obeys(said), 3, None),))
        for said in (*LAPSES, f"Before that: {last}", "What would Maria say about it?")
    }
    for said, sort in LAPSES.items():
        assert {(breach.sort, breach.words) for breach in met[said].roles} == {(sort, said)}
    assert [each.words for each in met["What would Maria say about it?"].roles][:1] == ["Maria"]
    assert not met[f"Before that: {last}"].frames, "the part it stands for is what is asked"
    assert met[next(iter(LAPSES))].by_candidate == {one.name: len(met[next(iter(LAPSES))].roles)}


def test_a_model_that_is_away_changes_nothing() -> None:
    model = Obeys("x")
    model.failure = TryAgain("away")
    found = examined("away", model, 1)
    assert found.clean
    assert (found.worded, found.taken) == (0, 0)
    assert found.failed > 0


def test_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openai", reason="needs the llm extra")
    alone = CliRunner().invoke(app, ["evaluate", "examiner", "--tests", "1", "--gate"])
    assert alone.exit_code == 0
    assert "0 out of role, 0 out of the frame" in alone.output
    with serving(FakeModel(answer="Well done, that was band 9, was it not?")) as server:
        monkeypatch.setenv("BANDMATE_LLM_URL", server.url)
        done = CliRunner().invoke(
            app, ["evaluate", "examiner", "--system", "openai", "--tests", "1", "--json", "--gate"]
        )
    told = json.loads(done.output)
    assert done.exit_code == 0, "nobody met what it wanted to say"
    assert told["clean"]
    assert {each["sort"] for each in told["wanted"]} >= {"band", "praise"}
