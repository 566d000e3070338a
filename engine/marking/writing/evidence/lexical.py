"""Lexical Resource: range, less common words and collocations, spelling, repetition and borrowed language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from engine.ielts.bands import Criterion
from engine.ielts.text import Span, Text
from engine.marking.observation import (
    Observation,
    Seen,
    asset,
    cut,
    is_content,
    is_figure,
    limit,
    names_in,
    quoted,
    stem,
    stems,
)
from engine.marking.words.collocations import GOOD
from engine.marking.words.lexis import level, zipf
from engine.marking.words.lists import STOCK

_LR = Criterion.LEXICAL
_NOT_RECITED = {
    "one of the most important",
    "to some extent",
    "there are many reasons",
    "there are several reasons",
    "to begin with",
    "from my point of view",
    "plays an important role",
    "nowadays",
    "heated debate",
    "pros and cons",
    "last but not least",
    "i totally agree",
    "i completely agree",
    "i strongly agree",
    "i partially agree",
    "first and foremost",
}
_STOCK = re.compile(
    r"\b(?:" + "|".join(re.escape(p) for p in sorted(set(STOCK) - _NOT_RECITED, key=len, reverse=True)) + r")\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:a lots? of|lots of|things?|stuff|good|bad|nice|big|very (?:important|good|bad|big))\b", re.IGNORECASE
)
_OF_A_TERM = re.compile(r"\b(?:good|bad|nice|big) ([a-z]{4,})\b", re.IGNORECASE)
_A_TERM = 3  # times that one word follows general words
_CASUAL = re.compile(
    r"\b(?:kids|gonna|wanna|gotta|guys|cuz|awesome|cool stuff|ain['’]t|a bunch of|stuff like that|pretty much)\b",
    re.IGNORECASE,
)
_CUT_FIGURE = re.compile(r"\d[,.]?\d")  # "approximately 2" of "approximately 2,500" is no phrase
_COPIED = 8  # words in a row that also stand in the question
_OFTEN_MISUSED = frozenset("economical historical sensible assist persons elder deter affect comprise".split())


def lexical(seen: Seen) -> Iterator[Observation]:
    """Observations on Lexical Resource."""
    if not seen.text.words:
        return
    yield from _spelling(seen)
    yield from _word_choice(seen)
    yield from _less_common(seen)
    yield from _repetition(seen)
    yield from _borrowed(seen)
    yield from _general(seen)


def _spelling(seen: Seen) -> Iterator[Observation]:
    """Praise of spelling, where no error of it was found; errors are in :mod:`.errors`."""
    wrong = any(lint.kind == "Spelling" for lint in seen.lints) or any(
        each.kind == "spelling" for each in seen.corrections
    )
    if wrong or len(seen.text.words) < 120:
        return
    long_words = sorted(
        {w.text for w in seen.text.words if w.text.islower() and w.text.isalpha() and seen.is_clean(w)},
        key=lambda word: (-len(word), word),
    )[:3]
    if long_words and len(long_words[0]) >= 9:
        at = next(w for w in seen.text.words if w.text == long_words[0])
        words = tuple(map(quoted, long_words))
        yield asset(_LR, "form", 0.35, at.start, at.end, "spelling-clean", words=words)


def _word_choice(seen: Seen) -> Iterator[Observation]:
    wrong = [lint for lint in seen.lints if lint.kind == "Collocation"]
    if wrong:
        at, why = wrong[0], wrong[0].message
        if at.replacements:
            better = quoted(at.replacements[0])
            yield limit(_LR, "choice", 0.5, at.start, at.end, "not-together-better", why=why, better=better)
        else:
            yield limit(_LR, "choice", 0.5, at.start, at.end, "not-together", why=why)
    good = {
        match.group().lower(): match
        for match in GOOD.finditer(seen.text.raw)
        if not _CUT_FIGURE.match(seen.text.raw, match.end() - 1)
        and seen.is_clean(Span(match.start(), match.end(), match.group()))
    }
    if good:
        asked = (seen.essay.task.prompt or "").lower()
        own = [match for phrase, match in good.items() if phrase not in asked]
        if own:
            best = max(own, key=lambda m: len(m.group()))
            others = [quoted(m.group()) for m in own if m is not best][:2]
            yield asset(
                _LR,
                "choice",
                0.4 + 0.06 * min(len(own), 5),
                best.start(),
                best.end(),
                "natural-combination",
                phrase=quoted(best.group()),
                more=len(others),
                others=tuple(others),
            )


def _less_common(seen: Seen) -> Iterator[Observation]:
    asked = {stem(word) for word in Text(seen.essay.task.prompt or "").lower}
    good: dict[str, Span] = {}
    for word in seen.text.words:
        lower = word.text.lower()
        ordinary = not word.text[0].islower() or not lower.isalpha() or len(lower) < 6 or stem(lower) in asked
        if (
            not ordinary
            and lower not in _OFTEN_MISUSED
            and level(lower) >= 4.0
            and 2.9 <= zipf(lower) <= 4.3
            and seen.is_clean(word)
        ):
            good.setdefault(stem(lower), word)
    if len(good) >= 3:
        first, *others = sorted(good.values(), key=lambda w: zipf(w.text.lower()))
        yield asset(
            _LR,
            "range",
            0.28 + 0.03 * min(len(good), 10),
            first.start,
            first.end,
            "less-common",
            word=quoted(first.text),
            others=tuple(quoted(word.text) for word in others[:2]),
            count=len(good),
        )
    elif len(seen.text.words) > 120 and seen.essay.task.code != "W1G":
        lower_case = (w.text for w in seen.text.words if w.text.islower())
        plain = Counter(
            w for w in lower_case if is_content(w) and not is_figure(w) and zipf(w) > 5.0 and stem(w) not in asked
        )
        if plain:
            common = plain.most_common(1)[0][0]
            at = seen.sentence_at(next(w for w in seen.text.words if w.text == common).start)
            yield limit(
                _LR,
                "range",
                0.4,
                *cut(at),
                "everyday-words",
                word=quoted(common),
                words=len(seen.text.words),
                count=len(good),
            )


def _repetition(seen: Seen) -> Iterator[Observation]:
    asked = {stem(word) for word in Text(seen.essay.task.prompt or "").lower}
    names = names_in(seen.text)
    counts = Counter(w for w in seen.text.lower if is_content(w) and not is_figure(w) and w not in names)
    total = sum(counts.values())
    shown = asked | stems(seen.text.paragraphs[0].text) if seen.essay.task.number == 1 else frozenset[str]()
    for word, count in counts.most_common(6):
        if count < 6 or count <= 0.04 * total or (stem(word) in asked and count < 8):
            continue
        if stem(word) in shown:
            continue  # in Task 1 the names of what is shown, which the first paragraph tells, must come back
        places = [w for w in seen.text.words if w.text.lower() == word]
        at = places[len(places) // 2]
        yield limit(
            _LR,
            "own",
            0.35 if stem(word) in asked else 0.45,
            at.start,
            at.end,
            "repeated-of-the-question" if stem(word) in asked else "repeated",
            topic="repeated",
            word=quoted(word),
            times=count,
        )
        return


def _borrowed(seen: Seen) -> Iterator[Observation]:
    stock = list(_STOCK.finditer(seen.text.raw))
    if stock:
        longest = max(stock, key=lambda m: len(m.group()))
        yield limit(
            _LR,
            "own",
            min(0.36 + 0.12 * (len(stock) - 1), 0.85),
            longest.start(),
            longest.end(),
            "ready-made",
            count=len(stock),
        )
    again = _said_again(seen)
    if again is not None:
        yield limit(_LR, "own", 0.9, *cut(again), "said-before")
    copied = longest_copy(seen.text, seen.essay.task.prompt)
    if copied is not None:
        words = len(Text(copied.text).words)
        yield limit(
            _LR,
            "own",
            min(0.4 + 0.02 * words, 0.8),
            *cut(copied),
            "copied",
            topic="copied",
            words=words,
        )


def _said_again(seen: Seen) -> Span | None:
    """The first sentence of six words or more that repeats an earlier one."""
    before: set[tuple[str, ...]] = set()
    for sentence in seen.text.sentences:
        words = Text(sentence.text).lower
        if len(words) >= 6 and words in before:
            return sentence
        before.add(words)
    return None


def longest_copy(text: Text, prompt: str | None) -> Span | None:
    """The longest run of at least eight words that also stands in the question, word for word."""
    asked = list(Text(prompt or "").lower)
    mine = text.lower
    best_length, best_end = 0, 0
    row = [0] * (len(asked) + 1)
    for i, word in enumerate(mine, 1):
        above, row = row, [0] * (len(asked) + 1)
        for j, other in enumerate(asked, 1):
            if word == other:
                row[j] = above[j - 1] + 1
                if row[j] > best_length:
                    best_length, best_end = row[j], i
    if best_length < _COPIED:
        return None
    start, end = text.words[best_end - best_length].start, text.words[best_end - 1].end
    return Span(start, end, text.raw[start:end])


def _general(seen: Seen) -> Iterator[Observation]:
    casual = _CASUAL.search(seen.text.raw)
    if casual and seen.essay.task.code != "W1G":
        yield limit(
            _LR,
            "choice",
            0.35,
            casual.start(),
            casual.end(),
            "casual",
            topic="casual",
            word=quoted(casual.group()),
        )
    vague = _vague(seen.text.raw)
    if len(vague) >= 5:
        counts = Counter(match.group().lower() for match in vague)
        worst, times = counts.most_common(1)[0]
        at = next(match for match in vague if match.group().lower() == worst)
        sentence = seen.sentence_at(at.start())
        yield limit(
            _LR,
            "range",
            0.32 + 0.02 * min(len(vague), 12),
            *cut(sentence),
            "vague",
            topic="vague",
            word=quoted(at.group()),
            count=len(vague),
            times=times,
        )


def _vague(text: str) -> list[re.Match[str]]:
    """General words, but for those in a term that comes back: whoever writes of "good ratings" all along has no other word."""
    terms = Counter(stem(term[1].lower()) for term in _OF_A_TERM.finditer(text))
    return [
        match
        for match in _VAGUE.finditer(text)
        if (term := _OF_A_TERM.match(text, match.start())) is None or terms[stem(term[1].lower())] < _A_TERM
    ]
