import pytest

from engine.ielts.speaking.questions import CardKind, CueCard, Question, QuestionBank, Topic, load_bank, parse_bank

TOPIC = """
[[topic]]
id = "{id}"
topic = "food"
name = "tea"
opens = true
questions = [{questions}]
"""


def _topic(topic_id: str, count: int = 6, key: str = "ask") -> str:
    questions = ", ".join(f'{{ {key} = "{topic_id} {n}?" }}' for n in range(count))
    return TOPIC.format(id=topic_id, questions=questions)


def test_the_bank_is_large_enough_for_many_tests() -> None:
    bank = load_bank()
    assert len(bank.topics) >= 40
    assert len(bank.cards) >= 80
    assert all(len(topic.questions) == 6 for topic in bank.topics)
    assert all(len(card.discussion) == 6 and 1 <= len(card.rounding_off) <= 2 for card in bank.cards)
    assert {card.kind for card in bank.cards} == set(CardKind)


def test_every_part_3_question_has_other_words_and_no_part_1_question_has() -> None:
    bank = load_bank()
    assert all(question.other_words for card in bank.cards for question in card.discussion)
    assert not any(question.other_words for topic in bank.topics for question in topic.questions)


def test_questions_are_short_enough_to_be_heard_once() -> None:
    bank = load_bank()
    asked = [question.ask for topic in bank.topics for question in topic.questions]
    asked += [question.ask for card in bank.cards for question in card.discussion + card.rounding_off]
    assert max(len(text.split()) for text in asked) <= 20


def test_things_are_found_by_id() -> None:
    bank = load_bank()
    assert bank.topic("cooking").name == "cooking"
    assert bank.card("song").text.splitlines()[1] == "You should say:"
    with pytest.raises(KeyError):
        bank.topic("no such topic")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[topic", "tea.toml"),
        ("[[tpoic]]", "tpoic"),
        (_topic("a", 4), "4 questions"),
        (_topic("a", key="aks"), "aks"),
        (_topic("a") + 'colour = "green"', "colour"),
        (_topic("a").replace('"a 1?"', '"a 1"'), "ends with"),
        (_topic("a").replace('"a 1?"', '"a 2?"'), "twice"),
        (_topic("a") + _topic("a"), "twice"),
        (_topic("a") + _topic("b") + _topic("c"), "cue card"),
        ('[[card]]\nid = "x"', "tea.toml"),
    ],
)
def test_a_broken_file_is_named_and_refused(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        parse_bank({"tea.toml": text})


def test_the_same_question_cannot_stand_in_two_places() -> None:
    bank = load_bank()
    twin = Topic("twin", "tea", bank.topics[0].questions)
    with pytest.raises(ValueError, match="questions: twice"):
        QuestionBank((*bank.topics, twin), bank.cards)


def test_a_card_needs_its_lines() -> None:
    question = (Question("Why?"),)
    with pytest.raises(ValueError, match="two points"):
        CueCard(
            "x", CardKind.EVENT, "tea", "Describe tea.", ("what",), "and explain why.", question, (Question("How?"),)
        )
    with pytest.raises(ValueError, match="same wording"):
        Question("Why?", other_words="Why?")
