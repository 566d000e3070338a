"""Errors of grammar and word choice that can be heard: the error finder's, without what only the eye sees.

Spelling, capitals and punctuation are the recogniser's; words that sound alike are nobody's mistake; a word that the
recogniser doubts is none either, and neither is what stands beside a hesitation that was taken out, nor a word that is missing
beside a full stop of the recogniser's, who puts one wherever somebody hesitates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.ielts.speaking.examiner_words import BEGIN
from engine.ielts.text import Span
from engine.marking.errors.checkers import checkers_find
from engine.marking.errors.error import Error, Kind, ReadWord
from engine.marking.errors.finder import shipped
from engine.marking.errors.slips import SPOKEN, slips
from engine.marking.observation import CLEAN
from engine.marking.speaking.answers import Answer
from engine.marking.speaking.belief import belief
from engine.marking.speaking.clean_speech import CleanSpeech

_SEEN_ONLY = frozenset({Kind.SPELLING, Kind.PUNCTUATION, Kind.RUN_ON})
_HEARD = tuple(place for place, kind in enumerate(Kind) if kind not in _SEEN_ONLY)
_ALIKE = (
    {"its", "it's"}, {"there", "their", "they're"}, {"then", "than"}, {"to", "too", "two"}, {"your", "you're"},
    {"whose", "who's"}, {"affect", "effect"}, {"passed", "past"}, {"weather", "whether"}, {"of", "have", "'ve"},
    {"lose", "loose"}, {"were", "we're"}, {"an", "and", "in"}, {"everyday", "every"}, {"advice", "advise"},
    {"practice", "practise"}, {"quiet", "quite"}, {"who", "whom"}, {"less", "fewer"},
)  # fmt: skip
"""Words that a recogniser may write for each other, and two pairs that every good speaker mixes."""
_AFTER_STOP, _BEFORE_STOP = re.compile(r"\.\s*$"), re.compile(r"\.\s+\S")
_WORDS = re.compile(r"[\w'’]+")
_CHOICE = frozenset({Kind.WRONG_WORD, Kind.WORD_FORM})
_TRIES = 3
_A_QUESTION = 3
"""Spaces in the shortest question that nobody asks by chance: "Why is that so?"."""
_SURE = 0.95
"""Probability from which an error in speech is told: the finder learnt from writing, and takes idiom for error below it."""
_LIKELY = 0.5
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class SpokenError:
    """``said[start:end]`` of an answer should be ``better``; ``None``: something is wrong, and the better form is not sure.

    ``belief`` (0 to 1) is how likely it is an error at all (:mod:`engine.marking.speaking.belief`).
    """

    start: int
    end: int
    better: str | None
    kind: Kind
    belief: float = 1.0

    @property
    def sure(self) -> bool:
        """Whether what should stand there is known."""
        return self.better is not None

    @property
    def choice(self) -> bool:
        """Whether it is a wrong word rather than wrong grammar."""
        return self.kind in _CHOICE


@dataclass(frozen=True, slots=True)
class Heard:
    """What is wrong in one answer, in order; ``unsure`` are words that may be wrong, whether or not it is said of them."""

    errors: tuple[SpokenError, ...]
    unsure: tuple[Span, ...]


def spoken_errors(answers: Sequence[Answer], cleaned: Sequence[CleanSpeech]) -> list[Heard]:
    """What can be heard to be wrong in these answers of one speaker; ``cleaned`` are the answers, cleaned.

    They are read as one text: how often somebody errs tells how far a single doubt is to be believed.
    """
    whole = _BETWEEN.join(_own(answer, speech) for answer, speech in zip(answers, cleaned, strict=True))
    reading = shipped().read(whole)
    heard: list[Heard] = []
    at = 0
    for answer, speech in zip(answers, cleaned, strict=True):
        inside = at, at + len(speech.text)
        errors = [_moved(each, -at) for each in reading.errors if inside[0] <= each.start and each.end <= inside[1]]
        kept = [
            replace(each, start=start, end=end)
            for each in _heard(speech.text, errors)
            for start, end in [speech.original(each.start, each.end)]
            if not answer.is_doubted(start, end) and not (answer.recognised and _at_a_stop(speech.text, each))
        ]
        unsure = [
            Span(*speech.original(word.start - at, word.end - at), whole[word.start : word.end])
            for word in reading.words
            if inside[0] <= word.start and word.end <= inside[1] and _wrong_to_the_ear(word) >= CLEAN
        ]
        heard.append(Heard(tuple(kept), tuple(unsure)))
        at = inside[1] + len(_BETWEEN)
    return _believed(heard, len(reading.words))


def _believed(heard: Sequence[Heard], words: int) -> list[Heard]:
    """The same, with what is believed of places without a better form, and without those that are likelier no errors."""
    sure = sum(error.sure for each in heard for error in each.errors)
    doubt = belief(sure, words)
    told = [
        tuple(
            error if error.sure else replace(error, belief=doubt)
            for error in each.errors
            if error.sure or doubt >= _LIKELY
        )
        for each in heard
    ]
    return [replace(each, errors=errors) for each, errors in zip(heard, told, strict=True)]


def _own(answer: Answer, speech: CleanSpeech) -> str:
    """The clean speech with its question, said back, as spaces: the examiner's faultless words would vouch for the rest."""
    text = speech.text
    for asked in (answer.question.rstrip(" ?.!"), BEGIN.rstrip(".")):
        if asked.count(" ") >= _A_QUESTION:
            said_back = re.compile(rf"{re.escape(asked)}[?.!]*", re.IGNORECASE)
            text = said_back.sub(lambda found: " " * len(found[0]), text, count=1)
    return text


def mended(text: str) -> str | None:
    """Clean speech with every sure error put right; ``None`` where one is left for which no better form is sure."""
    for _ in range(_TRIES):
        wrong = _heard(text, shipped().read(text).errors)
        if not wrong:
            return text
        if any(each.better is None for each in wrong):
            return None
        for each in reversed(wrong):
            text = text[: each.start] + (each.better or "") + text[each.end :]
    return None


def sounds_right(text: str) -> bool:
    """Whether nothing in clean speech sounds wrong, or is likelier wrong than right."""
    reading = shipped().read(text)
    return not _heard(text, reading.errors) and all(_wrong_to_the_ear(word) < _LIKELY for word in reading.words)


def _heard(text: str, errors: Iterable[Error]) -> list[SpokenError]:
    """Our slips of speech first, as they were read one by one; then what the finder is sure of elsewhere."""
    plain = text.replace("’", "'")
    ours = [
        SpokenError(each.start, each.end, each.replacement, each.kind)
        for each in checkers_find(plain, slips(plain, SPOKEN))
    ]
    others = (
        SpokenError(each.start, each.end, each.replacement, each.kind)
        for each in errors
        if each.kind not in _SEEN_ONLY
        and each.probability >= _SURE
        and all(each.end <= slip.start or slip.end <= each.start for slip in ours)
    )
    heard = (each for each in (*ours, *others) if _is_heard(text[each.start : each.end], each.better))
    return sorted(heard, key=lambda each: each.start)


def _is_heard(was: str, better: str | None) -> bool:
    """Whether it can be heard: a mark of punctuation cannot, nor words that sound alike."""
    return any(map(str.isalnum, was)) and not _sounds_alike(was, better)


def _at_a_stop(text: str, error: SpokenError) -> bool:
    """Whether a word seems to be missing just where the recogniser has put a full stop, which may be no sentence's end."""
    was, better = text[error.start : error.end].lower().split(), (error.better or "").lower().split()
    adds = len(better) > len(was) and (better[len(better) - len(was) :] == was or better[: len(was)] == was)
    return adds and bool(_AFTER_STOP.search(text, 0, error.start) or _BEFORE_STOP.match(text, error.end))


def _moved(error: Error, by: int) -> Error:
    return replace(error, start=error.start + by, end=error.end + by)


def _wrong_to_the_ear(word: ReadWord) -> float:
    """The probability of an error that can be heard."""
    whole = sum(word.kinds)
    return word.probability * sum(word.kinds[place] for place in _HEARD) / whole if whole else 0.0


def _sounds_alike(one: str, other: str | None) -> bool:
    if other is None:
        return False
    said, better = _WORDS.findall(one.lower().replace("’", "'")), _WORDS.findall(other.lower().replace("’", "'"))
    if "".join(said).replace("'", "") == "".join(better).replace("'", ""):
        return True
    if len(said) != len(better):
        return False
    changed = [{before, after} for before, after in zip(said, better, strict=True) if before != after]
    return all(any(pair <= alike for alike in _ALIKE) for pair in changed)
