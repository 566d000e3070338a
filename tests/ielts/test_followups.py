import pytest

from engine.ielts.speaking.fact_patterns import FactKind
from engine.ielts.speaking.followups import (
    MORE,
    WHY,
    Request,
    built_on_memory,
    follow_up,
    request_in,
)
from engine.ielts.speaking.questions import load_bank
from engine.ielts.speaking.recollection import Recollection


@pytest.mark.parametrize(
    ("said", "request_"),
    [
        ("Sorry, could you repeat that, please?", Request.REPEAT),
        ("Can you say it again?", Request.REPEAT),
        ("Pardon?", Request.REPEAT),
        ("I didn’t catch that.", Request.REPEAT),
        ("Sorry, what does patience mean?", Request.REPHRASE),
        ("I don't understand the question.", Request.REPHRASE),
        ("Could you explain that?", Request.REPHRASE),
        ("Sorry, once more, please.", Request.REPEAT),
        ("Sorry, I didn't understand.", Request.REPHRASE),
        ("I live in a flat with my parents.", None),
        ("Some people say it is the job of government.", None),
        ("I would like to go there once more.", None),
        ("No, because I don't understand the music.", None),
        ("I didn't hear about it.", None),
        ("I repeat words again and again to learn them.", None),
        ("My teacher didn't understand me when I was young and so I left that school after one year.", None),
        ("", None),
    ],
)
def test_a_request_is_told_from_an_answer(said: str, request_: Request | None) -> None:
    assert request_in(said) is request_


def test_follow_ups_do_not_come_twice() -> None:
    used: set[str] = set()
    for number in range(len(WHY)):
        text = follow_up(short=True, used=used, choice=number * 3)
        assert text in WHY
        used.add(text)
    assert follow_up(short=True, used=used, choice=0) is None
    assert follow_up(short=False, used=used, choice=100) in MORE


@pytest.mark.parametrize(
    ("part", "said", "kind", "spoken"),
    [
        (1, "I come from Hanoi.", FactKind.HOME_TOWN, "Hanoi"),
        (1, "I'm a nurse.", FactKind.JOB, "a nurse"),
        (1, "I study economics.", FactKind.STUDY, "economics"),
        (1, "I'm from Peru.", FactKind.COUNTRY, "Peru"),
        (1, "I enjoy reading novels.", FactKind.HOBBY, "reading novels"),
        (1, "I have three sisters.", FactKind.FAMILY, "three sisters"),
        (2, "I want to talk about my first teacher.", FactKind.SUBJECT, "your first teacher"),
        (2, "The place I'd like to describe is a garden near Wuhan.", FactKind.SUBJECT, "a garden"),
    ],
)
def test_a_question_is_built_on_what_was_said(part: int, said: str, kind: FactKind, spoken: str) -> None:
    for card in load_bank().cards:
        built = built_on_memory(Recollection().remember(part, "t1", said), card.theme)  # type: ignore[arg-type]
        assert built is not None
        text, fact = built
        assert (fact.kind, fact.turn) == (kind, "t1")
        assert spoken in text
        assert card.theme in text
        assert text.endswith("?")


def test_part_1_comes_before_the_long_turn_and_part_3_is_not_recalled() -> None:
    memory = (
        Recollection()
        .remember(2, "t2", "I want to talk about my uncle. I'm from Peru.")
        .remember(1, "t1", "I love cooking.")
    )
    built = built_on_memory(memory, "music")
    assert built is not None
    assert built[1].turn == "t1"
    assert built_on_memory(Recollection().remember(3, "t3", "I come from Lima."), "music") is None
    assert built_on_memory(Recollection(), "music") is None
