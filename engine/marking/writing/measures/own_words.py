"""What counts as the learner's own answer: the text without what was pasted, repeated, listed or said to the marker.

The exam does not count copied words as the candidate's language (EXAM.md), and neither repetition nor a list of
words is writing. Everything that is left out here is left out before anything is measured, so that adding it to an
answer cannot raise a band.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.ielts.question_paper import reads_like_a_question
from engine.ielts.text import Span, Text
from engine.ielts.text import tokens as tokens_of
from engine.marking.text.cleaning import clean
from engine.marking.text.not_theirs import told_apart
from engine.marking.text.remarks import before_a_remark
from engine.marking.words.lists import AUXILIARIES, FUNCTION, IDIOMS
from engine.marking.words.naturalness import Naturalness

_LENIENCY = 1.8  # for a whole paragraph: setting one aside wrongly costs a learner much
_RUN = 10  # content words in a row, with no function word among them: a list, not a clause


@dataclass(frozen=True, slots=True)
class OwnWords:
    """``text`` is what counts; ``copied``, ``repeated`` and ``set_aside`` are shares (0 to 1) of all words that do not.

    ``set_aside`` are words in lists, proverbs, exam instructions, and remarks to the marker or by one.
    """

    text: Text
    copied: float
    repeated: float
    set_aside: float


def own_words(text: Text, prompt: str | None, naturalness: Naturalness | None = None) -> OwnWords:
    """Sort the sentences of ``text`` into what counts and what does not."""
    apart = told_apart(clean(text.raw))
    text = Text(apart.own.text)
    prompt_grams = _grams(tokens_of(prompt or ""))
    seen: set[tuple[str, ...]] = set()
    seen_grams: set[tuple[str, ...]] = set()
    kept: list[str] = []
    total = sum(len(tokens_of(line)) for line in apart.set_aside)
    lost = {"copied": 0, "repeated": 0, "aside": total}
    for paragraph in text.paragraphs:
        sentences: list[str] = []
        spans = _sentences_in(text, paragraph)
        whole = tokens_of(paragraph.text)
        not_ours = (
            reads_like_a_question(paragraph.text) or _is_a_list(whole) or not _is_in_letters(paragraph.text)
        ) or (naturalness is not None and not naturalness.is_prose(whole, _LENIENCY))
        for sentence in spans:
            said = before_a_remark(sentence.text)
            tokens = tokens_of(said)
            remark = len(tokens_of(sentence.text)) - len(tokens)
            total += len(tokens) + remark
            lost["aside"] += remark
            grams = _grams(tokens)
            unlike_english = naturalness is not None and not naturalness.is_prose(tokens)
            if not_ours or unlike_english or _is_a_list(tokens) or _is_saying(tokens):
                lost["aside"] += len(tokens)
            elif tuple(tokens) in seen or (len(tokens) >= 5 and _covered(grams, seen_grams) > 0.8):
                lost["repeated"] += len(tokens)
            elif len(tokens) >= 6 and _covered(grams, prompt_grams) > 0.8:
                lost["copied"] += len(tokens)
            else:
                prose, listed = _without_lists(said)
                lost["aside"] += listed
                if prose:
                    sentences.append(prose)
            seen.add(tuple(tokens))
            seen_grams |= grams
        if sentences:
            kept.append(" ".join(sentences))
    return OwnWords(
        Text("\n".join(kept)), *(lost[key] / total if total else 0.0 for key in ("copied", "repeated", "aside"))
    )


def _sentences_in(text: Text, paragraph: Span) -> list[Span]:
    return [s for s in text.sentences if paragraph.start <= s.start < paragraph.end]


def _grams(tokens: list[str]) -> set[tuple[str, ...]]:
    return {tuple(tokens[i : i + 3]) for i in range(len(tokens) - 2)}


def _covered(grams: set[tuple[str, ...]], by: set[tuple[str, ...]]) -> float:
    return len(grams & by) / len(grams) if grams else 0.0


def _is_in_letters(paragraph: str) -> bool:
    """Mostly Latin letters: codes, figures without a sentence and other scripts are no English."""
    seen = [char for char in paragraph if not char.isspace()]
    return sum(char.isascii() and char.isalpha() for char in seen) >= 0.5 * len(seen)


def _is_a_list(tokens: list[str]) -> bool:
    """Words in a row: real sentences are two fifths function words, the weakest learners' included."""
    return len(tokens) >= 11 and sum(token in FUNCTION for token in tokens) < 0.17 * len(tokens)


def _is_saying(tokens: list[str]) -> bool:
    """Mostly proverbs and idioms, or a list of things with no verb to hold it together."""
    joined = " ".join(tokens)
    quoted = sum(len(idiom.split()) for idiom in IDIOMS if idiom in joined)
    return quoted >= 3 and quoted >= 0.5 * len(tokens)


def _without_lists(sentence: str) -> tuple[str, int]:
    """The sentence without runs of content words, and how many words that took out."""
    spans = Text(sentence).words
    flags = [span.text.lower().replace("’", "'") in FUNCTION for span in spans]
    cut: list[tuple[int, int]] = []
    taken = 0
    start = 0
    while start < len(spans):
        end = start
        while end < len(spans) and not flags[end]:
            end += 1
        if end - start >= _RUN and not _is_names(spans[start:end]):
            cut.append((spans[start].start, spans[end - 1].end))
            taken += end - start
        start = max(end, start) + 1
    if not cut:
        return sentence, 0
    pieces, at = [], 0
    for begin, end_at in cut:
        pieces.append(sentence[at:begin])
        at = end_at
    pieces.append(sentence[at:])
    rest = "".join(pieces)
    left = tokens_of(rest)
    if len(left) < 4 or not AUXILIARIES & set(left):
        return "", taken + len(left)
    return rest, taken


def _is_names(spans: tuple[Span, ...]) -> bool:
    """Names of places and things in a chart are listed in every description of one."""
    return sum(span.text[0].isupper() for span in spans) >= len(spans) / 2
