from __future__ import annotations

from engine.ielts.speaking.heard import Word
from engine.models.whisper.joins import joined


def window(text: str, start: float) -> tuple[Word, ...]:
    return tuple(Word(each, start + at, start + at + 0.5, 0.9) for at, each in enumerate(text.split()))


def heard(*texts: str) -> str:
    windows = [window(text, 100.0 * number) for number, text in enumerate(texts)]
    return " ".join(word.text for word in joined(windows))


def test_a_capital_goes_where_the_sentence_before_has_not_ended() -> None:
    assert (
        heard("and also for the", "The cherry blossoms in spring.") == "and also for the the cherry blossoms in spring."
    )
    assert heard("around the lake there are many", "Many trees.") == "around the lake there are many many trees."


def test_a_full_stop_goes_where_the_sentence_goes_on() -> None:
    assert heard("a garden on the outskirts of town.", "which I found by accident.") == (
        "a garden on the outskirts of town which I found by accident."
    )


def test_sentences_names_and_hesitations_stay_as_they_are() -> None:
    assert heard("I like it.", "But it is far.") == "I like it. But it is far."
    assert heard("I come from", "Wuhan.") == "I come from Wuhan."
    assert heard("and", "I stayed.") == "and I stayed."
    assert heard("it is...", "very big.") == "it is... very big."
    assert heard("", "Yes.") == "Yes."


def test_a_stretch_heard_again_is_put_where_it_was_said() -> None:
    whole = (Word("We", 0.0, 0.3, 0.9), Word("home", 9.0, 9.4, 0.9))
    again = (Word("Then", 3.0, 3.3, 0.9), Word("went.", 3.4, 3.8, 0.9))
    assert [word.text for word in joined([whole, again])] == ["We", "then", "went", "home"]
