"""Lexical Resource: range, less common words and collocations, spelling, repetition and borrowed language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from engine.ielts.bands import Criterion
from engine.marking.evidence.collocations import GOOD
from engine.marking.evidence.observation import Observation, Seen, asset, cut, is_content, limit, quoted, stem
from engine.marking.measures.lexis import level, zipf
from engine.marking.measures.words import STOCK
from engine.marking.text import Span, Text

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
_CASUAL = re.compile(
    r"\b(?:kids|gonna|wanna|gotta|guys|cuz|awesome|cool stuff|ain['’]t|a bunch of|stuff like that|pretty much)\b",
    re.IGNORECASE,
)
_COPIED = 8  # words in a row that also stand in the question
_WORD_FORM = re.compile(
    r"\b(?:(?:very|so|more|most|is|are|be) (?:importance|difference|difficulty|danger|health|pollution"
    r"|convenience|success|comfort|independence|confidence|responsibility)"
    r"(?= (?:for|to|than|because|and|when|if)|[.,;])|(?:the|a|their|our|this) (?:develop|improve|educate|pollute"
    r"|grow|solve|behave|communicate|increase of technology)(?= (?:of|in|is|and|has|will|can)))\b",
    re.IGNORECASE,
)


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
    spelling = {lint.start for lint in seen.lints if lint.kind in {"Spelling", "Typo"}}
    wrong = [each for each in seen.corrections if each.start in spelling and each.message == "Spelling."]
    kinds = {each.original.lower(): each for each in wrong}
    if wrong:
        first, *others = sorted(kinds.values(), key=lambda each: -zipf(each.replacement.lower()))
        more = ""
        if others:
            named = ", ".join(quoted(each.original) for each in others[:2]) + (" and others" if len(others) > 2 else "")
            more = f" {'So are' if len(others) > 1 else 'So is'} {named} ({len(kinds)} words in all)."
        yield limit(
            _LR,
            "form",
            min(0.32 + 0.07 * len(kinds), 0.9),
            first.start,
            first.end,
            f"{quoted(first.original)} is misspelt: {quoted(first.replacement)}.{more}",
        )
    elif not any(lint.kind == "Spelling" for lint in seen.lints) and len(seen.text.words) >= 120:
        long_words = sorted(
            {w.text for w in seen.text.words if w.text.islower() and w.text.isalpha()}, key=len, reverse=True
        )[:3]
        if long_words and len(long_words[0]) >= 9:
            at = next(w for w in seen.text.words if w.text == long_words[0])
            yield asset(
                _LR,
                "form",
                0.35,
                at.start,
                at.end,
                f"We found no spelling error, and there are long words to get wrong:"
                f" {', '.join(quoted(word) for word in long_words)}.",
            )
    form = _WORD_FORM.search(seen.text.raw)
    if form:
        yield limit(
            _LR,
            "form",
            0.4,
            form.start(),
            form.end(),
            "The form of the word is wrong here: a noun stands where an adjective is needed, or a verb where a"
            " noun is.",
        )


def _word_choice(seen: Seen) -> Iterator[Observation]:
    wrong = [lint for lint in seen.lints if lint.kind == "Collocation"]
    if wrong:
        better = f" Better: {quoted(wrong[0].replacements[0])}." if wrong[0].replacements else ""
        yield limit(
            _LR,
            "choice",
            0.5,
            wrong[0].start,
            wrong[0].end,
            f"These words do not go together. {wrong[0].message}{better}",
        )
    good = {match.group().lower(): match for match in GOOD.finditer(seen.text.raw) if not _touches(seen, match)}
    if good:
        asked = (seen.essay.task.prompt or "").lower()
        own = [match for phrase, match in good.items() if phrase not in asked]
        if own:
            best = max(own, key=lambda m: len(m.group()))
            others = [m.group() for m in own if m is not best][:2]
            more = (
                f" So are {' and '.join(quoted(phrase) for phrase in others)}."
                if len(others) > 1
                else f" So is {quoted(others[0])}."
                if others
                else ""
            )
            yield asset(
                _LR,
                "choice",
                0.4 + 0.06 * min(len(own), 5),
                best.start(),
                best.end(),
                f"{quoted(best.group())} is a natural combination of words.{more}",
            )


def _touches(seen: Seen, match: re.Match[str]) -> bool:
    return any(lint.start < match.end() and match.start() < lint.end for lint in seen.lints)


def _less_common(seen: Seen) -> Iterator[Observation]:
    flagged = {lint.start for lint in seen.lints}
    asked = {stem(word) for word in Text(seen.essay.task.prompt or "").lower}
    good: dict[str, Span] = {}
    for word in seen.text.words:
        lower = word.text.lower()
        ordinary = (
            not word.text[0].islower()
            or not lower.isalpha()
            or len(lower) < 6
            or word.start in flagged
            or stem(lower) in asked
        )
        if not ordinary and lower not in _OFTEN_MISUSED and level(lower) >= 4.0 and 2.9 <= zipf(lower) <= 4.3:
            good.setdefault(stem(lower), word)
    if len(good) >= 3:
        first, *others = sorted(good.values(), key=lambda w: zipf(w.text.lower()))
        named = " and ".join(quoted(word.text) for word in others[:2])
        yield asset(
            _LR,
            "range",
            0.28 + 0.03 * min(len(good), 10),
            first.start,
            first.end,
            f"{quoted(first.text)} is a less common word, and so are {named} (we counted {len(good)}).",
        )
    elif len(seen.text.words) > 120 and seen.essay.task.code != "W1G":
        lower_case = (w.text for w in seen.text.words if w.text.islower())
        plain = Counter(w for w in lower_case if is_content(w) and zipf(w) > 5.0 and stem(w) not in asked)
        if plain:
            common = plain.most_common(1)[0][0]
            at = seen.sentence_at(next(w for w in seen.text.words if w.text == common).start)
            some = {0: "is no less common word that we know", 1: "is only one less common word"}.get(
                len(good), f"are only {len(good)} less common words"
            )
            yield limit(
                _LR,
                "range",
                0.4,
                *cut(at),
                f"The text stays with everyday words such as {quoted(common)}; in {len(seen.text.words)} words"
                f" there {some}.",
            )


def _repetition(seen: Seen) -> Iterator[Observation]:
    asked = {stem(word) for word in Text(seen.essay.task.prompt or "").lower}
    names = {w.text.lower() for w in seen.text.words} - {w.text for w in seen.text.words}
    counts = Counter(w for w in seen.text.lower if is_content(w) and w not in names)
    total = sum(counts.values())
    for word, count in counts.most_common(6):
        if count < 6 or count <= 0.04 * total or (stem(word) in asked and count < 8):
            continue
        if seen.essay.task.number == 1 and stem(word) in asked:
            continue  # the names of what is shown must come back
        places = [w for w in seen.text.words if w.text.lower() == word]
        tail = (
            "; it is the question's own word, so put it differently where you can."
            if stem(word) in asked
            else "; here one could say it another way."
        )
        at = places[len(places) // 2]
        yield limit(
            _LR,
            "own",
            0.35 if stem(word) in asked else 0.45,
            at.start,
            at.end,
            f"{quoted(word)} occurs {count} times{tail}",
        )
        return


def _borrowed(seen: Seen) -> Iterator[Observation]:
    stock = list(_STOCK.finditer(seen.text.raw))
    if stock:
        longest = max(stock, key=lambda m: len(m.group()))
        more = f" There are {len(stock)} such phrases in the text." if len(stock) > 1 else ""
        yield limit(
            _LR,
            "own",
            min(0.36 + 0.12 * (len(stock) - 1), 0.85),
            longest.start(),
            longest.end(),
            f"A ready-made phrase that fits any topic; an examiner reads it all day.{more}",
        )
    again = _said_again(seen)
    if again is not None:
        yield limit(
            _LR, "own", 0.9, *cut(again), "This sentence was there before, word for word; saying it twice adds nothing."
        )
    copied = longest_copy(seen.text, seen.essay.task.prompt)
    if copied is not None:
        words = len(Text(copied.text).words)
        yield limit(
            _LR,
            "own",
            min(0.4 + 0.02 * words, 0.8),
            *cut(copied),
            f"These {words} words are the question's own, and copied words do not count as yours.",
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
            f"{quoted(casual.group())} belongs to conversation; an essay wants a neutral word.",
        )
    vague = list(_VAGUE.finditer(seen.text.raw))
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
            f"{quoted(at.group())} is general where an exact word would say more; we counted {len(vague)} such words"
            + (f", this one {times} times." if times > 1 else "."),
        )
