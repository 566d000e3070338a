"""A few words on one answer to a group's prompt: rules only, no model and no band, in well under a second."""

from __future__ import annotations

import re

from engine.ielts.groups.prompts import Prompt, WordFamily
from engine.ielts.groups.reactions import Better, Reaction
from engine.ielts.groups.schedule import PromptKind
from engine.ielts.speaking.heard import Sound
from engine.ielts.text import Span, Text
from engine.marking.errors.error import Error, Kind, Level
from engine.marking.errors.finder import shipped
from engine.marking.speaking.linking import links
from engine.marking.words.lexis import zipf
from engine.marking.words.lists import FUNCTION

_ONLY_SEEN = frozenset({Kind.SPELLING, Kind.PUNCTUATION, Kind.RUN_ON})
"""What a recogniser writes and no speaker says."""
_SHORT, _LONG, _ESSAY = 12, 40, 150
_EVERYDAY_LINKS = frozenset({"and then", "because", "so", "but", "if", "when", "also", "then"})
_UNCOMMON = (2.6, 4.4)
"""Zipf values (wordfreq) of words that are worth noticing: rarer ones are names and slips."""
_PHRASE_WORDS = (4, 12)
_PLAIN_PHRASE = re.compile(r"[A-Za-z][A-Za-z ,'’-]+")
_SLOW, _PAUSES_A_MINUTE, _FILLERS_A_MINUTE = 2.0, 14.0, 8.0
"""Syllables a second, and pauses and fillers in a minute, from which advice is given: see the Speaking measures."""


def react(prompt: Prompt | None, text: str | None, sound: Sound | None) -> tuple[Reaction, tuple[str, ...]]:
    """The reaction to an answer, and the kinds of error in it, each as often as it was found.

    ``text`` is what was written, or heard; ``None``: nobody could write it down. ``sound`` is there for a recording.
    """
    seconds = None if sound is None else round(sound.duration, 1)
    if text is None or not Text(text).words:
        silent = sound is None or sound.silent
        return Reaction("silence" if silent else "spoke", None if silent else _of_sound(sound), 0, seconds), ()
    if sound is None and prompt is not None and isinstance(prompt.asks, WordFamily):
        exercise = _exercise(prompt.asks, text)
        if exercise is not None:
            return exercise
    read = Text(text)
    errors = [each for each in shipped().read(text).errors if sound is None or each.kind not in _ONLY_SEEN]
    sure = [each for each in errors if each.level is Level.MENDED]
    phrase = _phrase(read, errors)
    strength, fact = _strength(read, errors=bool(errors))
    reaction = Reaction(
        strength=strength,
        advice=_advice(read, prompt, sound),
        words=len(read.words),
        seconds=seconds,
        fact=fact,
        better=_better(read, sure),
        phrase=phrase,
        heard=text if sound is not None else None,
    )
    return reaction, tuple(str(each.kind) for each in sure)


def _exercise(family: WordFamily, text: str) -> tuple[Reaction, tuple[str, ...]] | None:
    """The gaps that were filled; ``None``: this is a sentence of the member's own."""
    said = re.findall(r"[a-z]+(?:-[a-z]+)*", text.lower())
    forms = {form.word.lower() for form in family.forms}
    filled = [word for word in said if word in forms]
    if len(filled) != len(said) and len(said) > len(family.gaps):
        return None
    wrong = [gap for number, gap in enumerate(family.gaps) if number >= len(said) or said[number] != gap.answer.lower()]
    right = len(family.gaps) - len(wrong)
    shown = "\n".join(gap.sentence.replace("___", gap.answer, 1) for gap in wrong) or None
    reaction = Reaction("gaps", None, len(said), fact=f"{right}/{len(family.gaps)}", gap=shown)
    return reaction, ("word-form",) * len(wrong)


def _strength(read: Text, *, errors: bool) -> tuple[str, str]:
    richer = [link.marker for link in links(read.raw) if link.marker not in _EVERYDAY_LINKS]
    if richer:
        return "linked", richer[0]
    low, high = _UNCOMMON
    uncommon = [word for word in read.lower if word not in FUNCTION and low <= zipf(word) < high and len(word) > 5]
    if uncommon and not errors:
        return "word", min(uncommon, key=zipf)
    if len(read.words) >= _LONG:
        return "developed", str(len(read.words))
    if not errors and len(read.words) >= 5:
        return "clean", ""
    return "answered", ""


def _advice(read: Text, prompt: Prompt | None, sound: Sound | None) -> str:
    words = len(read.words)
    if prompt is not None and prompt.kind is PromptKind.WRITING:
        if words >= _ESSAY:
            return "essay"
        if words < _LONG:
            return "paragraph"
    if words < _SHORT and not (prompt is not None and prompt.kind is PromptKind.VOCABULARY):
        return "reason"
    of_sound = None if sound is None else _of_sound(sound)
    if of_sound is not None:
        return of_sound
    if not list(links(read.raw)):
        return "link"
    return "example" if words < _LONG else "other-word"


def _of_sound(sound: Sound | None) -> str | None:
    """What to try next time, from the sound alone."""
    if sound is None or sound.speaking_time < 3:
        return "longer"
    minutes = sound.speaking_time / 60
    if len(sound.pauses) / minutes > _PAUSES_A_MINUTE and sound.mean_pause > 0.8:
        return "pauses"
    if len(sound.fillers) / minutes > _FILLERS_A_MINUTE:
        return "fillers"
    return "faster" if sound.speech_rate() < _SLOW else None


def _better(read: Text, errors: list[Error]) -> Better | None:
    """The first sure error with as much of its sentence as can be read alone, and whatever else is wrong in that."""
    for each in errors:
        sentence = next((s for s in read.sentences if s.start <= each.start and each.end <= s.end), None)
        if sentence is not None:
            start, end = _around(read.raw, sentence, each.start, each.end)
            mended, at = "", start
            for other in errors:
                if start <= other.start and other.end <= end:
                    mended, at = f"{mended}{read.raw[at : other.start]}{other.replacement}", other.end
            mended += read.raw[at:end]
            return Better(read.raw[start:end], " ".join(mended.split()), str(each.kind))
    return None


def _around(text: str, sentence: Span, start: int, end: int) -> tuple[int, int]:
    """A few words on either side, inside the sentence."""
    before = list(re.finditer(r"\S+\s*", text[sentence.start : start]))[-3:]
    after = list(re.finditer(r"\s*\S+", text[end : sentence.end]))[:4]
    left = sentence.start + before[0].start() if before else start
    return left, end + after[-1].end() if after else end


def _phrase(read: Text, errors: list[Error]) -> str | None:
    """A clause without an error in it and with a word that is worth noticing: the one with the least common word."""
    low, high = _UNCOMMON
    best: tuple[float, str] | None = None
    for clause in _clauses(read):
        words = re.findall(r"[A-Za-z'’-]+", clause.text)
        clean = all(each.end <= clause.start or clause.end <= each.start for each in errors)
        if not (clean and _PHRASE_WORDS[0] <= len(words) <= _PHRASE_WORDS[1] and _PLAIN_PHRASE.fullmatch(clause.text)):
            continue
        # A capital inside may be a name, and somebody's name is nothing to pass around.
        if any(word[:1].isupper() and word not in ("I", "I'm", "I've") for word in words[1:]):
            continue
        rare = [zipf(word.lower()) for word in words if low <= zipf(word.lower()) < high]
        if rare and (best is None or min(rare) < best[0]):
            best = (min(rare), clause.text)
    return None if best is None else best[1]


def _clauses(read: Text) -> list[Span]:
    """Sentences cut at commas and at words that begin a clause."""
    found = []
    for sentence in read.sentences:
        at = sentence.start
        inside = read.raw[sentence.start : sentence.end]
        cuts = [
            sentence.start + m.start()
            for m in re.finditer(r"[,;:.!?]|\b(?:because|although|while|which|so that|but)\b", inside)
        ]
        for cut in (*cuts, sentence.end):
            piece = read.raw[at:cut]
            text = piece.strip(" ,;:.!?\"'“”")
            if text:
                start = at + piece.index(text)
                found.append(Span(start, start + len(text), text))
            at = cut
    return found
