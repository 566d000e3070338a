import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.speaking.fact_patterns import FactKind
from engine.ielts.speaking.recollection import Fact, Recollection, find_facts, floor, token_count

SAID = [
    ("I come from Hanoi, Vietnam.", {FactKind.HOME_TOWN: "Hanoi", FactKind.COUNTRY: "Vietnam"}),
    (
        "I'm originally from a small town called Porto Alegre in Brazil",
        {FactKind.HOME_TOWN: "Porto Alegre", FactKind.COUNTRY: "Brazil"},
    ),
    ("Well I was born in the Netherlands.", {FactKind.COUNTRY: "Netherlands"}),
    ("My home town is Ho Chi Minh City and it is busy", {FactKind.HOME_TOWN: "Ho Chi Minh City"}),
    ("I'm a software engineer at a bank.", {FactKind.JOB: "a software engineer"}),
    ("I work as an accountant.", {FactKind.JOB: "an accountant"}),
    ("I am studying computer science at university.", {FactKind.STUDY: "computer science"}),
    ("My major is law.", {FactKind.STUDY: "law"}),
    ("I have two older sisters.", {FactKind.FAMILY: "two older sisters"}),
    ("I've got a daughter.", {FactKind.FAMILY: "a daughter"}),
    ("I really enjoy playing the guitar, because it is relaxing.", {FactKind.HOBBY: "playing the guitar"}),
    ("I love cooking.", {FactKind.HOBBY: "cooking"}),
    ("I like swimming a lot", {FactKind.HOBBY: "swimming"}),
    ("I like to play football with my friends.", {FactKind.HOBBY: "football"}),
    ("I'm really into photography.", {FactKind.HOBBY: "photography"}),
    ("Um I'm from um Hanoi which is big", {FactKind.HOME_TOWN: "Hanoi"}),
    ("I'm from the south of India.", {FactKind.COUNTRY: "India"}),
    ("I come from Russia Moscow", {FactKind.COUNTRY: "Russia", FactKind.HOME_TOWN: "Moscow"}),
    ("i am from vietnam", {FactKind.COUNTRY: "vietnam"}),
    ("I live in Berlin with my wife", {FactKind.LIVES: "Berlin", FactKind.PERSON: "my wife"}),
    ("I'm not a student, I'm a doctor", {FactKind.JOB: "a doctor"}),
    ("I'm a student nurse", {FactKind.JOB: "a student nurse"}),
]
NOT_SAID = [
    "I'm not from Hanoi.",
    "If I was born in Paris, I would speak French.",
    "People think I'm from Japan.",
    "I wish I come from London.",
    "I'm a morning person.",
    "I'm a bit nervous.",
    "I'm a big fan of the doctor.",
    "I study every day.",
    "I don't like swimming.",
    "I like being there.",
    "My friend said I am a teacher.",
    "I am from the north.",
    "Maybe I have two sisters.",
    "I was born in May.",
    "I'm from Monday to Friday at work.",
    "I grew up in English schools.",
    "I am a teacher's assistant.",
    "I like to play with it.",
    "I come from a village near Chengdu.",
    "I'm going to talk about a person who helped me.",
    "I love it.",
    "I would like to talk about it.",
    "",
]


@pytest.mark.parametrize(("transcript", "facts"), SAID)
def test_what_is_said_plainly_is_remembered(transcript: str, facts: dict[FactKind, str]) -> None:
    assert {fact.kind: fact.value for fact in find_facts(1, "t1", transcript)} == facts


@pytest.mark.parametrize("transcript", NOT_SAID)
def test_what_is_not_said_plainly_is_left_alone(transcript: str) -> None:
    assert list(find_facts(2, "t1", transcript)) == []


def test_a_place_is_said_back_with_its_capital() -> None:
    (fact,) = find_facts(1, "t1", "i am from vietnam")
    assert (fact.value, fact.addressed) == ("vietnam", "Vietnam")


def test_the_subject_of_the_long_turn_is_turned_towards_the_candidate() -> None:
    (*_, fact) = find_facts(2, "t9", "I'd like to talk about my grandmother who lives with us.")
    assert (fact.kind, fact.value, fact.addressed) == (FactKind.SUBJECT, "my grandmother", "your grandmother")
    elsewhere = find_facts(1, "t9", "I'd like to talk about my grandmother.")
    assert [fact.kind for fact in elsewhere] == [FactKind.PERSON], "only the long turn has a subject"


_PIECES = st.sampled_from(
    [text for text, _ in SAID]
    + NOT_SAID
    + ["I'm from", "I have", "two brothers", "Lagos", "called", "and", ",", "the", "I like reading"]
)
_TRANSCRIPTS = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=8).map(" ".join))


@given(st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.integers(0, 5), _TRANSCRIPTS), max_size=8))
def test_nothing_is_recalled_that_was_not_said(turns: list[tuple[int, int, str]]) -> None:
    recollection = Recollection()
    said: dict[str, str] = {}
    for part, number, transcript in turns:
        said[f"t{number}"] = transcript
        recollection = recollection.remember(part, f"t{number}", transcript)  # type: ignore[arg-type]
    for fact in recollection.facts:
        assert fact.value in said[fact.turn]
        assert fact.value.strip()


def test_a_fact_that_is_not_in_its_turn_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="not said"):
        Fact(FactKind.JOB, "a pilot", "t1", 1, "I am a nurse.")
    with pytest.raises(ValueError, match="not said"):
        Fact(FactKind.JOB, " ", "t1", 1, "I am a nurse.")


def test_a_corrected_transcript_replaces_what_the_turn_gave_before() -> None:
    recollection = Recollection().remember(1, "t1", "I come from Hanover.").remember(1, "t1", "I come from Hanoi.")
    assert [fact.value for fact in recollection.facts] == ["Hanoi"]
    assert recollection.remember(1, "t1", "I do not know.").facts == ()


@given(st.lists(st.tuples(st.sampled_from([1, 2, 3]), _TRANSCRIPTS), max_size=60))
def test_part_1_is_never_lost_to_the_budget(turns: list[tuple[int, str]]) -> None:
    recollection = Recollection()
    for number, (part, transcript) in enumerate(turns):
        recollection = recollection.remember(part, f"turn-{number}", transcript)  # type: ignore[arg-type]
    lines = recollection.lines(floor())
    assert sum(token_count(line) for line in lines) <= floor()
    assert [fact.line for fact in recollection.facts if fact.part == 1] == [
        line for line in lines if "(Part 1)" in line
    ]


def test_a_budget_that_could_lose_part_1_is_refused() -> None:
    with pytest.raises(ValueError, match="lose Part 1"):
        Recollection().lines(floor() - 1)
