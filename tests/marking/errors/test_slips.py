"""Slips that learners make: found where they are, and not where the English is right."""

from __future__ import annotations

import pytest

from engine.marking.errors.error import Kind
from engine.marking.errors.slip import Row, Slip
from engine.marking.errors.slips import SPOKEN, slips


@pytest.mark.parametrize(
    ("text", "wrong", "better"),
    [
        ("In other hand, cars are fast.", "In other hand", "On the other hand"),
        ("One the one hand, it is good.", "One the one hand", "On the one hand"),
        ("Despite of the rain, we went.", "Despite of", "Despite"),
        ("According to me, this is right.", "According to me", "In my opinion"),
        ("In my point of view, it helps.", "In my point of view", "From my point of view"),
        ("As result, prices fell.", "As result", "As a result"),
        ("In a conclusion, this is good.", "In a conclusion", "In conclusion"),
        ("Although cars are useful for families, but they pollute.", ", but", ","),
        ("Because the city is too crowded, so people leave.", ", so", ","),
        ("Many people is unhappy.", "Many people is", "Many people are"),
        ("I know that they has money.", "they has", "they have"),
        ("There is many reasons.", "There is many", "There are many"),
        ("The number of cars were high.", "The number of cars were", "The number of cars was"),
        ("Every students should read.", "Every students", "Every student"),
        ("There are many company in the city.", "many company", "many companies"),
        ("We should to go.", "should to", "should"),
        ("They did not went home.", "did not went", "did not go"),
        ("It could led to problems.", "could led", "could lead"),
        ("I am agree with this.", "I am agree", "I agree"),
        ("We should discuss about it.", "discuss about", "discuss"),
        ("It depends of the weather.", "depends of", "depends on"),
        ("They dream of become doctors.", "of become", "of becoming"),
        ("People spend hours in the internet every day.", "in the internet", "on the internet"),
        ("She has lived here since two years.", "since two years", "for two years"),
        ("Most of people agree.", "Most of people", "Most people"),
        ("There is too much people here.", "much people", "many people"),
        ("The amount of students rose.", "amount of students", "number of students"),
        ("They did a mistake, they often do mistakes.", "they often do mistakes", None),
        ("We must rise awareness of this.", "must rise awareness", "must raise awareness"),
        ("Children learn knowledge at school.", "learn knowledge", "gain knowledge"),
        ("He says a lie to her.", "says a lie", "tells a lie"),
        ("Shops offer cheap prices.", "cheap prices", "low prices"),
        ("The views is amazing in autumn.", "The views is", "The views are"),
        ("It is good because the cars is small.", "the cars is", "the cars are"),
        ("Do not forget bring a jacket.", "forget bring", "forget to bring"),
        ("Let us meet on saturday.", "saturday", "Saturday"),
        ("People who lives here are happy.", "People who lives", "People who live"),
        ("It takes an important role in life.", "takes an important role", "plays an important role"),
        ("He gave me many informations.", "many informations", "much information"),
        ("Furnitures are dear.", "Furnitures", "Furniture"),
        ("She gave me a useful advice.", "a ", ""),
        ("It was a hard work for us.", "a ", ""),
        ("There are a lot of pollution in the city.", "There are", "There is"),
        ("I’m totally agree with you.", "I’m totally agree", "I agree"),
        ("They very like it.", "They very like", "They really like"),
        ("One of my friend is a doctor.", "One of my friend", "One of my friends"),
        ("I prefer tea than coffee.", "than", "to"),
        ("I look forward to hear from you.", "look forward to hear", "look forward to hearing"),
        ("I am used to get up early.", "I am used to get", "I am used to getting"),
        ("I have twenty years old.", "have", "am"),
        ("She has 20 years old.", "has", "is"),
        ("I am interesting in music.", "interesting", "interested"),
        ("I want to thank to my teacher.", "to thank to", "to thank"),
        ("Let me to explain it.", "Let me to", "Let me"),
        ("I with my friends went there.", "I with my friends", "My friends and I"),
        ("I made a travel to Japan.", "travel", "trip"),
        ("We are living here since 2010.", "are", "have been"),
        ("He is working there since last May.", "is", "has been"),
        ("It is good because everybody have fun.", "everybody have", "everybody has"),
        ("Some people thinks so.", "Some people thinks", "Some people think"),
        ("He explained me the rule.", "explained me", "explained to me"),
        ("We watch tv at night.", "tv", "TV"),
        ("He choosed to stay.", "choosed", "chose"),
        ("It was choosed by many.", "was choosed", "was chosen"),
        ("Every body knows him.", "Every body", "Everybody"),
        ("They did it them selves.", "them selves", "themselves"),
        ("There fore, we stayed.", "There fore", "Therefore"),
        ("I agree this statement because it is true.", "agree this", "agree with this"),
        ("This is important thing.", "is important", "is an important"),
        ("It was very good idea to go.", "was very", "was a very"),
        ("They will not to do it.", "will not to ", "will not "),
        ("Another people do it.", "Another people", "Other people"),
        ("All have a cars.", "a cars", "a car"),
        ("It takes very less time.", "less", "little"),
    ],
)
def test_a_slip_is_found_and_mended(text: str, wrong: str, better: str | None) -> None:
    found = {text[lint.start : lint.end]: lint.replacements for lint in slips(text)}
    if better is None:
        assert wrong not in found
    else:
        assert found[wrong] == (better,)


@pytest.mark.parametrize(
    "text",
    [
        "The number of young people is growing, and the number of people who are old is, too.",
        "Use of drugs by young people is common. Serving other people is rewarding.",
        "Although it is cheap, fast and clean, but above all because it is safe, people like it.",
        "Although not only cars but also buses pollute, we need them.",
        "From May to June, sales rose; the will to live is strong; his might to rule was gone.",
        "I would like to know if people would help. If you would like to come, call me.",
        "The suffering of many people and the effects of noise are known.",
        "Students read on the internet. How much people earn matters. A number of cars are new.",
        "In the Internet age, many money problems and many traffic jams appear.",
        "They make sports more popular and make homework easier.",
        "Rising awareness is good. Because of the rain, so many people stayed at home.",
        "Each parent and every student, these families and many city dwellers live there.",
        "It is the reason for this; for reasons of that kind it was closed.",
        "It is based on my opinion.",
        "The news is good, the bus is late, the process is long and the economics is simple.",
        "The Netherlands is small. The price of cars is high. The class was full. Their business has grown.",
        "They want help and plan work; we decide things. I may march in May.",
        "He is one of the people who lives here.",
        "On the other side of the road there is a shop.",
        "A good knowledge of English helps, a little advice too, and a good news agency; a great information system helps.",
        "He did a hard working week. There are a lot of pollution problems and a lot of research students.",
        "It is a film that I enjoyed a lot. It was the food they had enjoyed very much. I enjoy it very much.",
        "I very much like it. I’m agreeably surprised. One of the family came, and one of my friend's cats.",
        "I prefer to walk rather than to drive. I prefer tea rather than coffee. I like tea more than coffee.",
        "I look forward to work and to the visit. A knife is used to cut. He used to live here. They are used to make jam.",
        "The city is interesting in many ways. Thanks to my teacher, I passed. I made them to last. Let us go to school.",
        "He and everyone have left. They let everyone go. It is time everyone knew. The views of everyone have changed.",
        "The number of students needs to fall. Those with children thinks of nothing. A group of people lives here.",
        "Explain them clearly. He explained me away. They got a permit to fish and are permitted to sell; it enables us to go.",
        "I agree the idea is good. I agree that this view is old. He helped in word and in deed. There forecasts are made.",
        "There is good reason to go. It is good news. It is a good idea. Some body parts are cold. She saw her self-portrait.",
        "A students' union, a cars exhibition and a countries list. Another person came. It costs much less. They were taught.",
        "A travel agency and a travel to-do list. TV is dull.",
    ],
)
def test_right_english_is_left_alone(text: str) -> None:
    assert [text[lint.start : lint.end] for lint in slips(text)] == []


@pytest.mark.parametrize(
    ("said", "wrong", "better"),
    [
        ("My mother like fish.", "My mother like", "My mother likes"),
        ("He don't know.", "He don't", "He doesn't"),
        ("There are two company here.", "two company", "two companies"),
        ("It is more easy than that.", "more easy", "easier"),
        ("I felt very bore.", "felt very bore", "felt very bored"),
        ("I enjoy swim with friends.", "enjoy swim", "enjoy swimming"),
        ("They didn’t went.", "didn't went", "didn't go"),
    ],
)
def test_a_slip_of_speech_is_found_and_mended(said: str, wrong: str, better: str) -> None:
    found = {said.replace("’", "'")[lint.start : lint.end]: lint.replacements for lint in slips(said, SPOKEN)}
    assert found == {wrong: (better,)}


def test_a_question_keeps_its_plain_verb() -> None:
    assert slips("Does my mother like it?", SPOKEN) == ()


def a_row(pattern: str, better: str | None = None) -> Slip:
    return Slip.of(Row(pattern=pattern, better=better, why="Why."), {"verbs": "go|do"})


def test_a_row_can_say_where_the_slip_is_and_in_which_form_its_words_should_stand() -> None:
    row = a_row(r"\bhe (?P<span>(?P<singular_verb>{verbs}))\b")
    assert list(row.places("So he go, and he do it.")) == [(6, 8, "goes"), (17, 19, "does")]
    assert list(a_row(r"\b(?P<ing>{verbs}) now\b", r"\g<ing> it \1").places("Go now")) == [(0, 6, "Going it Go")]
    assert list(a_row(r"\bgo to home\b").places("Go to home.")) == [(0, 10, None)]


@pytest.mark.parametrize(
    ("pattern", "better", "why"),
    [
        ("go (to", None, "unterminated"),
        ("{nouns} go", None, "nouns"),
        ("go (to)", r"\2", "no group"),
        ("go (to)", r"\g<past>", "no group"),
        ("(?P<later>go|do)", None, "no form of plain words"),
        (r"(?P<past>\w+)", None, "no form of plain words"),
        ("(?P<past>go|qqq)", None, "'qqq' has no form past"),
        ("(?P<plain>went|go)", None, "'go' has no form plain"),
    ],
)
def test_a_row_that_would_fail_later_is_refused_when_it_is_read(pattern: str, better: str | None, why: str) -> None:
    with pytest.raises(ValueError, match=why) as refused:
        a_row(pattern, better)
    assert pattern in str(refused.value).replace("\\\\", "\\")


def test_a_place_that_is_shown_without_a_mend_ends_with_its_word() -> None:
    text = "This enables to save time. We enjoyed a lot in the park. I want that he comes."
    assert [text[lint.start : lint.end] for lint in slips(text)] == ["enables to", "enjoyed a lot", "I want that"]


def test_a_kind_can_be_said_in_the_table() -> None:
    (found,) = slips("It is consisted of three parts.")
    assert (found.error_kind, found.replacements) == (Kind.VERB_FORM, ("consists of",))
