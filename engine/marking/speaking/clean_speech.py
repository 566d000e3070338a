"""Speech without what belongs to speaking and not to the language: fillers, and words said twice in a row.

Grammar and vocabulary are judged on this, as examiners hear through hesitation; fluency is judged on what was said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from engine.ielts.text import Span, Text
from engine.marking.speaking.sound.repairs import FILLERS, ends_and_begins

_WHOLE = 3
"""Words of the shortest sentence that a full stop may end."""
_GOES_ON = re.compile(
    r"\b(?:an?|the|my|your|his|her|its|our|their|and|or|but|because|if|when|which|who|very|is|are|am|was|were|has|have|had)"
    r"(?P<stop>\.)(?=\s+\w)",
    re.IGNORECASE,
)
_GOES_ON_AFTER = re.compile(
    r"(?P<stop>\.)(?=\s+(?:Which|Whose|Whereas|Who(?! (?:knows|cares|am|are|is|would|needs))|Than)\b)"
)
"""Nobody who answers begins a sentence with these, but with "Who knows?"."""
_ALONE = frozenset(
    {"yes", "yeah", "no", "sure", "maybe", "perhaps", "sometimes", "exactly", "definitely", "absolutely", "honestly"}
    | {"of course", "not really", "i do", "i don't", "it depends", "me too"}
)
_END = re.compile(r"(?<!\.)[.?!](?!\.)")  # dots are a hesitation
_STOP = re.compile(r"[.…]+\s*$")
_EMPTIED = re.compile(r"\.\s+")
_AFTER = re.compile(r"(?:[,\s…]|\.{2,})*")


@dataclass(frozen=True, slots=True)
class CleanSpeech:
    """``text`` is what is left; ``places[i]`` is where its character ``i`` stands in what was said."""

    text: str
    places: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in what was said, whatever was taken out inside it included.

        Raises:
            IndexError: it is empty or not in the text.
        """
        if start >= end:
            raise IndexError("nothing stands nowhere")
        return self.places[start], self.places[end - 1] + 1


def clean(said: str, *, recognised: bool = False) -> CleanSpeech:
    """``said`` without fillers and without the first of two equal stretches of words.

    ``recognised``: a recogniser wrote it. It puts a full stop wherever somebody hesitates, so those are left out that cut a
    fragment off ("My first. Phone is. Black.").
    """
    text = Text(said)
    words = text.words
    fillers = {number for number, word in enumerate(words) if word.text.lower() in FILLERS}
    left = [number for number in range(len(words)) if number not in fillers]
    twice = {
        left[place] for place in repeated([words[number].text.lower() for number in left], _stops(said, words, left))
    }
    without = _without(said, [words[number] for number in sorted(fillers | twice)])
    return _without_stops(without) if recognised else without


def _without_stops(speech: CleanSpeech) -> CleanSpeech:
    """Without the full stops after fragments: hardly any words, or a word that no sentence ends with."""
    goes_on = (*_GOES_ON.finditer(speech.text), *_GOES_ON_AFTER.finditer(speech.text))
    gone = {match.start("stop") for match in goes_on}
    for sentence in Text(speech.text).sentences:
        said = [word.text.lower() for word in Text(sentence.text).words]
        stop = _STOP.search(sentence.text)
        fragment = 0 < len(said) < _WHOLE and " ".join(said) not in _ALONE
        if fragment and stop is not None and sentence.end < len(speech.text):
            gone.update(range(sentence.start + stop.start(), sentence.end))
    left = [place for place in range(len(speech.text)) if place not in gone]
    return CleanSpeech("".join(speech.text[place] for place in left), tuple(speech.places[place] for place in left))


def _stops(said: str, words: Sequence[Span], left: Sequence[int]) -> set[int]:
    """Places in ``left`` after which a sentence ends."""
    ends = [words[number].end for number in left]
    begins = [*(words[number].start for number in left[1:]), len(said)]
    return {
        place for place, (end, start) in enumerate(zip(ends, begins, strict=False)) if _END.search(said, end, start)
    }


def repeated(tokens: Sequence[str], stops: Collection[int] = ()) -> set[int]:
    """Places of words that are said again at once, singly or as a stretch; the last time stays.

    A sentence ends after each of ``stops``. What comes again beyond one is a repetition where it was all of its sentence ("My.
    My hometown"), and not in "I like it. It is quiet".
    """
    gone: set[int] = set()
    left = list(range(len(tokens)))
    for length in range(len(tokens) // 2, 0, -1):
        place = run = 0
        while place + length < len(left):
            run = run + 1 if tokens[left[place]] == tokens[left[place + length]] else 0
            first = place - length + 1
            if run == length and _again(tokens, left, first, length, stops):
                gone.update(left[first : place + 1])
                del left[first : place + 1]
                place, run = max(first - 1, -1), 0
            place += 1
    return gone


def _again(tokens: Sequence[str], left: Sequence[int], first: int, length: int, stops: Collection[int]) -> bool:
    """Whether ``length`` words from ``left[first]`` on, which come twice, are a repetition."""
    begins = first == 0 or left[first - 1] in stops
    ended = any(left[place] in stops for place in range(first, first + length))
    if ended and not begins:
        return False
    return not (length == 1 and not begins and ends_and_begins(tokens[left[first]], tokens[left[first - 1]]))


def _without(said: str, words: Iterable[Span]) -> CleanSpeech:
    places: list[int] = []
    at = 0
    for word in words:
        after = _AFTER.match(said, word.end)
        end = after.end() if after else word.end
        start = max(at, word.start)
        if said[word.end : word.end + 1] == "," and start > at:
            # "is, er, famous": both commas belong to the hesitation, one of the spaces to the sentence.
            before = len(said[at:start].rstrip(", "))
            if "," in said[at + before : start]:
                start, end = at + before, max(end - 1, word.end)
        places += range(at, start)
        left = said[: places[-1] + 1].rstrip() if places else ""
        if not left or left[-1] in ".?!":
            emptied = _EMPTIED.match(said, end)  # with the last word of a sentence goes its full stop
            end = emptied.end() if emptied else end
        at = max(at, end)
    places += range(at, len(said))
    return CleanSpeech("".join(said[place] for place in places), tuple(places))
