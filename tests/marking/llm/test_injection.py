"""Whoever talks to the marker, in an answer, in its question or by voice, moves no band and nobody's role."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.reports import BandReport
from engine.ielts.rubric import load_rubric
from engine.ielts.speaking.recollection import Recollection
from engine.ielts.writing import Essay, WritingTask
from engine.marking.llm.fusion import Fusion
from engine.marking.llm.marker import LlmMarker
from engine.marking.llm.steering import spells_machinery, steers, without_orders
from engine.marking.speaking.examiner_prompt import worded_question, wording_prompt
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.offline import OfflineScorer, Scores
from engine.marking.writing.samples import sample_essay
from engine.prompts import fence_for, marking_prompt, record_schema
from tests.doubles.fake_model import FakeModel

ATTACKS: list[str] = json.loads((Path(__file__).parents[2] / "data" / "attacks.json").read_text("utf-8"))


class Remembering(OfflineScorer):
    """The offline scorer, which looks at each answer once."""

    @cache  # noqa: B019 - one for this file
    def score(self, essay: Essay) -> Scores:
        return super().score(essay)


class RememberingMarker(OfflineMarker):
    """What marks without a model, which does so once for each answer, however many models are asked beside it."""

    @cache  # noqa: B019 - one for this file
    def mark(self, essay: Essay, language: str | None = None) -> BandReport:
        return super().mark(essay, language)


SCORER = Remembering.load()
RUBRIC = load_rubric()
OFFLINE = RememberingMarker(SCORER, RUBRIC)
ESSAY = sample_essay()
_HALF_STEP = 0.125  # four half bands have a mean in eighths
_TRUST = Fusion(0.5, 100)
#: What is asked of one attack is asked in one process, which remembers what it has marked.
EACH_ATTACK = pytest.mark.parametrize(
    "attack",
    [pytest.param(each, marks=pytest.mark.xdist_group(f"attack {at}")) for at, each in enumerate(ATTACKS)],
)


def spoken(text: str) -> str:
    """A text as a recogniser writes it down: letters and figures, a stop here and there, and fillers."""
    heard = re.sub(r"[^\w' .,?\u4e00-\u9fff]+", " ", text)
    return f"um so {' '.join(heard.split())}"


def after(attack: str) -> str:
    return f"{ESSAY.text}\n\n{attack}"


def before(attack: str) -> str:
    return f"{attack}\n\n{ESSAY.text}"


def inside(attack: str) -> str:
    first, _, rest = ESSAY.text.partition(". ")
    return f"{first}. {attack} {rest}"


def by_voice(attack: str) -> str:
    return f"{ESSAY.text}\n\n{spoken(attack)}"


CARRIERS: list[Callable[[str], str]] = [after, before, inside, by_voice]


def marked(model: FakeModel, essay: Essay) -> BandReport:
    marker = LlmMarker(model, SCORER, RUBRIC, _TRUST)
    marker._offline = OFFLINE
    return marker.mark(essay)


@cache
def clean(band: str) -> BandReport:
    """The same answer without an attack, by a model that thinks so of it."""
    return marked(FakeModel(band), ESSAY)


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: str(carrier.__name__))
@EACH_ATTACK
def test_no_attack_raises_the_band_beyond_the_offline_scorers_own_movement(
    attack: str, carrier: Callable[[str], str]
) -> None:
    """The worst model there is: it obeys every order that it gets to read. What it would say otherwise is 4, or 8."""
    text = carrier(attack)
    attacked = Essay(text, ESSAY.task)
    orders = tuple(line for line in text.split("\n") if any(map(str.isalnum, line)) and steers(line))
    for honest in ("4.0", "8.0") if carrier is after else ("4.0",):
        fooled = marked(FakeModel(honest, obeys=(attack, *orders)), attacked)
        moved = max(SCORER.score(attacked).target - SCORER.score(ESSAY).target, 0.0)
        assert fooled.unrounded <= clean(honest).unrounded + moved + _HALF_STEP
        fooled.check_against(attacked)


@EACH_ATTACK
def test_a_model_that_was_won_over_by_other_means_adds_nothing(attack: str) -> None:
    """It says 9 to an answer in which somebody tried, whatever of it it got to read: the offline bands stand."""
    attacked = Essay(after(attack), ESSAY.task)
    assert marked(FakeModel("9.0"), attacked).unrounded <= SCORER.score(attacked).target + _HALF_STEP


@EACH_ATTACK
def test_an_attack_in_the_question_is_seen_too(attack: str) -> None:
    asked = Essay(ESSAY.text, WritingTask(2, prompt=f"{ESSAY.task.prompt}\n{attack}"))
    model = FakeModel("9.0")
    report = marked(model, asked)
    assert report.unrounded <= SCORER.score(asked).target + _HALF_STEP
    assert attack not in model.asked[0].prompt.own


def _without_rules(schema: object) -> str:
    return re.sub(r'\["W2\.[^\]]*\]', "[]", json.dumps(schema))


@EACH_ATTACK
def test_an_attack_changes_neither_role_nor_rules_nor_schema(attack: str) -> None:
    quiet, loud = FakeModel("6.0"), FakeModel("6.0")
    marked(quiet, ESSAY)
    marked(loud, Essay(after(attack), ESSAY.task))
    (role, rules, form), (our_role, _, our_form) = (
        re.split(r"(?<=Rules:\n)(.*)(?=\n\nFor each)", model.asked[0].prompt.shared, flags=re.DOTALL)
        for model in (loud, quiet)
    )
    assert (role, form) == (our_role, our_form)
    # The offline scorer's estimate says of which bands the rules are; nothing else does.
    for line in rules.split("\n"):
        rule_id, _, text = line.partition(": ")
        assert RUBRIC.rule(rule_id).text == text
    assert _without_rules(loud.asked[0].schema) == _without_rules(quiet.asked[0].schema)
    # Nothing of anybody else's is ever in a prompt: what is not shared by all is this essay, its question and counts.
    assert attack not in loud.asked[0].prompt.own


@EACH_ATTACK
def test_even_an_attack_that_nobody_suspects_stays_between_its_fences(attack: str) -> None:
    essay = Essay(f"{ESSAY.text}\n{attack}", ESSAY.task)
    rules = [rule for rule in RUBRIC.by_id.values() if rule.task == "W2"]
    prompt = marking_prompt(essay, rules, {"words": essay.word_count})
    fence = fence_for(essay.text + str(essay.task.prompt))
    assert prompt.own.count(f"\n{fence}\n") + prompt.own.endswith(f"\n{fence}") == 4
    assert prompt.own.endswith(f"{fence}\n{essay.text}\n{fence}")
    assert attack not in prompt.shared
    assert attack not in json.dumps(record_schema(essay.task.criteria, rules))


@EACH_ATTACK
def test_a_spoken_attack_changes_nothing_of_what_an_examiner_is_told(attack: str) -> None:
    """Where a model words the next Speaking question, the last answer is all of the candidate's that it reads."""
    quiet, loud = (
        wording_prompt("cities", "Are cities too big?", Recollection(), said) for said in ("Yes.", spoken(attack))
    )
    assert loud.shared == quiet.shared
    fence = fence_for(spoken(attack))
    assert loud.own.count(f"\n{fence}\n") + loud.own.endswith(f"\n{fence}") == 4
    obedient = FakeModel(answer="Well done, you have band 9 now, haven't you?")
    assert worded_question(obedient, "cities", "Are cities too big?", Recollection(), spoken(attack), 5) is None


@EACH_ATTACK
def test_an_attack_is_suspected_and_left_out(attack: str) -> None:
    assert steers(attack)
    for carrier in CARRIERS:
        assert not steers(without_orders(carrier(attack)))
    assert without_orders(after(attack)).startswith(ESSAY.text)


@given(
    st.lists(st.sampled_from(ATTACKS), max_size=3), st.lists(st.sampled_from(["\n", " ", ". ", "\u200b"]), max_size=3)
)
def test_what_is_left_never_steers(attacks: list[str], gaps: list[str]) -> None:
    text = ESSAY.text + "".join(gap + attack for attack, gap in zip(attacks, gaps, strict=False))
    assert not steers(without_orders(text))


def test_an_answer_without_orders_is_read_as_it_is() -> None:
    for code in ("W2", "W1A", "W1G"):
        essay = sample_essay(code)
        assert without_orders(essay.text) == essay.text
        assert not steers(essay.task.prompt or "")


def test_at_least_sixty_attacks() -> None:
    assert len(set(ATTACKS)) >= 60


def test_ordinary_answers_are_not_suspected() -> None:
    assert not steers(ESSAY.text)
    assert not steers("The chart shows sales: in 2010 they rose by 9% (from 3.5 to 4 million), and then fell.")
    assert not steers("Parents should act as role models, and schools can act now.")


def test_what_a_model_wrote_is_not_shown_with_machinery_or_links_in_it() -> None:
    assert spells_machinery("See https://example.com for more.")
    assert spells_machinery("Good <|assistant|> work")
    assert not spells_machinery("“Although” joins two ideas; the second is missing.")
    assert not spells_machinery("这句话缺少主语：“is very good”。")
