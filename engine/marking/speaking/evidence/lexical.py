"""Lexical Resource: range, less common words and what goes with what, saying it another way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from engine.ielts.bands import Criterion
from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.text import Span, tokens
from engine.marking.observation import is_content, stem
from engine.marking.sentences import Counted
from engine.marking.speaking.answers import Answer
from engine.marking.speaking.evidence.evidence import Evidence, asset, limit, quote, quoted, sentence_around
from engine.marking.speaking.evidence.grammatical import told
from engine.marking.speaking.measures import SpeechMeasures
from engine.marking.words.collocations import GOOD
from engine.marking.words.everyday import is_everyday
from engine.marking.words.lexis import level, zipf

_LR = Criterion.LEXICAL
_RICH = 0.7
"""Less common words in a hundred: from there on they are a strength."""
_TO_WORK_ON = 8
"""Words of a sentence with something in it to put better."""
VAGUE = re.compile(r"\b(?:things?|stuff|good|bad|nice|big|very \w+|a lots? of|lots of)\b", re.IGNORECASE)
_IDIOMATIC = re.compile(
    r"\b(?:can't help \w+ing|at the crack of dawn|bumped? into|bumping into|stumbled (?:across|upon)|run down|wander(?:ed)? around"
    r"|make do with|made do with|has? a knack for|had a knack for|a passing phase|along the way|beyond recognition"
    r"|get(?:s|ting)? away from|look(?:s|ed|ing)? forward to|keep(?:s|ing)? track of|kept track of|grew up|end(?:s|ed)? up \w+ing"
    r"|fond of|keen on|used to \w+ing|get(?:s|ting)? along with|got along with|catch up with|caught up with|hang(?:ing)? out"
    r"|a far cry from|off the beaten track|from time to time|every now and then|in the long run|make up my mind|made up my mind"
    r"|take(?:s)? (?:it )?for granted|took (?:it )?for granted|come to terms with|came across|on second thoughts|by and large"
    r"|mixed feelings|broaden(?:s|ed)? (?:my|your|our|their) horizons|let alone|sooner or later|at a loss|get(?:s)? the hang of"
    r"|wary of|given that|none the less|second to none|hand-me-down|out of the ordinary|turn(?:s|ed)? out|live(?:s|d)? off"
    r"|stands? out|stood out|sum(?:s|med)? up|point(?:s|ed)? out|do without|cut down on|wind(?:s|ing)? down|look(?:s|ed)? up to"
    r"|makes? a difference|make a difference)\b",
    re.IGNORECASE,
)
_OTHER_WORDS = re.compile(
    r"\b(?:what i mean is|i mean|in other words|that is to say|a (?:kind|sort|type) of|something like|it's like a|it is like a"
    r"|how (?:can|should|do) i (?:say|put) (?:it|this|that)|what (?:do you|we) call|let me put it|or rather|not so much \w+ as)\b",
    re.IGNORECASE,
)
_STUCK = re.compile(
    r"\b(?:i (?:do not|don't) know (?:how to say|the word|what is the word)|how (?:do you|to) say|i forgot the word)\b",
    re.IGNORECASE,
)


def lexical(measures: SpeechMeasures) -> Iterator[Evidence]:
    """Evidence on Lexical Resource; words that the recogniser doubts are left out."""
    yield from _less_common(measures)
    yield from _combinations(measures)
    yield from _wrong(measures)
    yield from _again(measures)
    yield from _vague(measures)
    yield from _paraphrase(measures)
    yield from _borrowed(measures)


def _less_common(measures: SpeechMeasures) -> Iterator[Evidence]:
    found: dict[str, tuple[Answer, Span]] = {}
    plain: Counter[str] = Counter()
    for each in measures.heard:
        if each.answer.stage is Stage.IDENTITY:
            continue  # nobody shows a range of words in saying their name
        asked = {stem(word) for word in tokens(each.answer.question)}
        for word in each.answer.text.words:
            lower = _as_counted(word)
            passed = each.answer.is_doubted(word.start, word.end) or stem(lower) in asked
            if passed or not word.text[0].islower() or not each.is_clean(word):
                continue
            rare = len(lower) >= 5 and level(lower) >= 4.0 and 2.8 <= zipf(lower) <= 4.3
            if rare and not is_everyday(lower):
                found.setdefault(stem(lower), (each.answer, word))
            elif is_content(lower) and zipf(lower) > 5 and not lower.endswith("ly"):
                plain[lower] += 1
    often = 100 * len(found) / max(measures.words, 1)
    if len(found) >= 3 and often >= _RICH:
        (answer, first), *others = sorted(found.values(), key=lambda one: zipf(one[1].text.lower()))
        named = tuple(quoted(word.text) for _, word in others[:2])
        yield asset(
            _LR, "range", min(0.28 + often / 20, 0.75), quote(answer, sentence_around(answer, first.start, first.end)),
            "less-common", word=quoted(first.text), others=named, count=len(found),
        )  # fmt: skip
    if often < _RICH and measures.words >= 100 and plain:
        common = plain.most_common(1)[0][0]
        answer, sentence = _shown(measures, common)
        yield limit(
            _LR, "range", 0.5, quote(answer, sentence),
            "everyday-speech", word=quoted(common), words=measures.words, count=len(found),
        )  # fmt: skip


def _combinations(measures: SpeechMeasures) -> Iterator[Evidence]:
    found = {
        match.group().lower(): (each.answer, match)
        for each in measures.heard
        for pattern in (GOOD, _IDIOMATIC)
        for match in pattern.finditer(each.answer.said)
        if each.is_sure(Span(match.start(), match.end(), match.group()))
    }
    if found:
        answer, best = max(found.values(), key=lambda one: len(one[1].group()))
        others = [quoted(phrase) for phrase in found if phrase != best.group().lower()][:2]
        yield asset(
            _LR, "choice", min(0.35 + 0.05 * len(found), 0.7), quote(answer, sentence_around(answer, *best.span())),
            "natural-combination", phrase=quoted(best.group()), more=len(others), others=tuple(others),
        )  # fmt: skip


def _wrong(measures: SpeechMeasures) -> Iterator[Evidence]:
    wrong = [(each.answer, error) for each in measures.heard for error in each.errors if error.choice]
    better = [one for one in wrong if one[1].better is not None]
    if better:
        answer, first = better[0]
        kinds = Counter(str(error.kind) for _, error in wrong)
        yield limit(
            _LR, "choice", min(0.4 + 0.05 * len(wrong), 0.7),
            quote(answer, sentence_around(answer, first.start, first.end)),
            "spoken-errors" if len(wrong) > 1 else "spoken-error",
            count=len(wrong), kinds=tuple(Counted(kind, places) for kind, places in kinds.most_common()),
            examples=tuple(dict.fromkeys(told(*one) for one in better))[:3],
        )  # fmt: skip


def _again(measures: SpeechMeasures) -> Iterator[Evidence]:
    asked = {stem(word) for each in measures.heard for word in tokens(each.answer.question)}
    counts = Counter(word for word in measures.own.words if is_content(word))
    total = sum(counts.values())
    for word, times in counts.most_common(5):
        if times >= 6 and times > 0.035 * total and stem(word) not in asked:
            answer, at = _last(measures, word)
            yield limit(
                _LR, "paraphrase", 0.42, quote(answer, sentence_around(answer, at.start, at.end)),
                "word-again", word=quoted(word), times=times,
            )  # fmt: skip
            return


def _vague(measures: SpeechMeasures) -> Iterator[Evidence]:
    found = [(each.answer, match) for each in measures.heard for match in VAGUE.finditer(each.answer.said)]
    if len(found) >= 5 and 100 * len(found) / max(measures.words, 1) >= 2.5:
        worst, times = Counter(match.group().lower() for _, match in found).most_common(1)[0]
        answer, at = next(one for one in found if one[1].group().lower() == worst)
        yield limit(
            _LR, "range", min(0.3 + len(found) / 100, 0.6), quote(answer, sentence_around(answer, *at.span())),
            "general-words", count=len(found), word=quoted(worst), times=times,
        )  # fmt: skip


def _paraphrase(measures: SpeechMeasures) -> Iterator[Evidence]:
    for each in measures.heard:
        if stuck := _STUCK.search(each.answer.said):
            yield limit(
                _LR, "paraphrase", 0.5, quote(each.answer, sentence_around(each.answer, *stuck.span())),
                "stuck",
            )  # fmt: skip
            return
    for each in measures.heard:
        if other := _OTHER_WORDS.search(each.answer.said):
            yield asset(
                _LR, "paraphrase", 0.35, quote(each.answer, sentence_around(each.answer, *other.span())),
                "paraphrased",
            )  # fmt: skip
            return


def _borrowed(measures: SpeechMeasures) -> Iterator[Evidence]:
    """Answers that came before, or that are the question said back."""
    for each in measures.heard:
        words = len(tokens(each.speech.text))
        if words >= 12 and measures.own.by_turn.get(each.answer.turn, 0) < words / 2:
            first = each.answer.text.sentences[0]
            yield limit(
                _LR, "range", 0.85, quote(each.answer, first),
                "said-already",
            )  # fmt: skip
            return


def _shown(measures: SpeechMeasures, word: str) -> tuple[Answer, Span]:
    """A sentence with ``word`` that a learner can work on: one in which nothing is wrong where there is one, not a scrap."""
    found = [
        (each.is_sure(sentence), each.answer, sentence)
        for each in sorted(measures.heard, key=lambda one: one.answer.stage is not Stage.IDENTITY)
        for span in each.answer.text.words
        if _as_counted(span) == word
        for sentence in [sentence_around(each.answer, span.start, span.end)]
    ]
    _, answer, sentence = max(found, key=lambda one: (one[0], min(len(one[2].text.split()), _TO_WORK_ON)))
    return answer, sentence


def _last(measures: SpeechMeasures, word: str) -> tuple[Answer, Span]:
    return [
        (each.answer, span)
        for each in sorted(measures.heard, key=lambda one: one.answer.stage is not Stage.IDENTITY)
        for span in each.answer.text.words
        if _as_counted(span) == word
    ][-1]


def _as_counted(word: Span) -> str:
    """A word as the learner's own words are counted, whichever apostrophe was typed."""
    return word.text.lower().replace("’", "'")
