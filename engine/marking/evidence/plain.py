"""What is true of any text: for one in which little was seen, so that its report still speaks of its own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from engine.ielts.bands import Criterion
from engine.marking.evidence.grammatical import is_complex
from engine.marking.evidence.observation import Observation, Seen, asset, cut, is_content, limit, quoted, stem, stems
from engine.marking.text import Span, Text

_WEIGHT = 0.1
# An object: "send it", "with them". As a subject, "it" may stand for nothing.
_STANDS_FOR_A_NOUN = re.compile(
    r"\b(?!(?:that|because|if|when|and|but|so|think|while|as|than|or|make|makes|find|found|believe|since|where|how)\b)[a-z]{2,}"
    r" (it|them)(?=[.,;!?]| (?:to|in|on|at|for|with|from|and|or|by|back|again|when|because|if|very|every)\b)"
)
_MANY = 80  # words


def plain_facts(seen: Seen, criterion: Criterion) -> Iterator[Observation]:
    """Facts about ``criterion``, weakest evidence of all; nothing for a text that holds no sentence."""
    if not seen.text.sentences:
        return
    told = {
        Criterion.COHERENCE: _coherence,
        Criterion.LEXICAL: _lexical,
        Criterion.GRAMMAR: _grammar,
    }.get(criterion, _task)
    yield from told(seen, criterion)


def _task(seen: Seen, criterion: Criterion) -> Iterator[Observation]:
    first, last = seen.text.sentences[0], seen.text.sentences[-1]
    aspect = {"W2": "support", "W1A": "features", "W1G": "points"}[seen.essay.task.code]
    richest = _longest(seen)
    if seen.essay.word_count >= _MANY:
        yield asset(
            criterion,
            aspect,
            _WEIGHT,
            *cut(richest),
            f"The point that you take furthest in one sentence, with {len(richest.text.split())} words.",
        )
    if seen.essay.word_count < seen.essay.task.minimum_words and first != last:
        yield limit(
            criterion,
            aspect,
            _WEIGHT,
            *cut(first),
            f"From here to the end the answer makes {len(seen.text.sentences)} statements; each could be taken"
            f" further.",
        )


def _coherence(seen: Seen, criterion: Criterion) -> Iterator[Observation]:
    sentences = [s for s in seen.text.sentences if len(s.text.split()) >= 4] or list(seen.text.sentences)
    if len(sentences) == 1:
        yield limit(criterion, "order", _WEIGHT, *cut(sentences[0]), "One sentence is too little to order.")
        return
    counts = Counter(w for w in seen.text.lower if is_content(w))
    word, times = counts.most_common(1)[0] if counts else ("", 0)
    if times >= 3:
        at = next(s for s in sentences if word in Text(s.text).lower)
        yield asset(
            criterion,
            "order",
            _WEIGHT,
            *cut(at),
            f"The text holds to one subject: {quoted(word)} comes back {times} times, first here.",
        )
    tied = [(stems(a.text) & stems(b.text), b) for a, b in pairwise(sentences)]
    shared, best = max(tied, key=lambda pair: len(pair[0]))
    if len(shared) >= 2:
        words = [w.text for w in Text(best.text).words if stem(w.text.lower()) in shared][:2]
        yield asset(
            criterion,
            "reference",
            _WEIGHT,
            *cut(best),
            f"This sentence takes up words of the one before it ({', '.join(quoted(w) for w in words)}).",
        )
    for sentence in sentences[1:]:
        if pronoun := _STANDS_FOR_A_NOUN.search(sentence.text):
            yield asset(
                criterion,
                "reference",
                _WEIGHT,
                *cut(sentence),
                f"{quoted(pronoun.group(1))} stands for something named before, which spares repeating it.",
            )
            break
    last = sentences[-1]
    if not Counter(Text(last.text).lower) & Counter(Text(sentences[-2].text).lower):
        yield limit(
            criterion,
            "links",
            _WEIGHT,
            *cut(last),
            "This sentence shares no word with the one before it; a linking word would show how they belong together.",
        )
    if len(sentences) < 4:
        yield limit(
            criterion,
            "order",
            _WEIGHT,
            *cut(sentences[0]),
            f"{len(sentences)} sentences, of which this is the first, are too few to build a line of thought.",
        )


def _lexical(seen: Seen, criterion: Criterion) -> Iterator[Observation]:
    words = len(seen.text.words)
    if not words:
        yield limit(criterion, "range", _WEIGHT, *cut(seen.text.sentences[0]), "There are figures here and no words.")
        return
    different = len(set(seen.text.lower))
    good = words >= _MANY and different >= 0.5 * words
    yield Observation(
        criterion, "range", good, _WEIGHT, *cut(_longest(seen)), f"The text has {different} different words in {words}."
    )
    flagged = {lint.start for lint in seen.lints}
    sound = {
        w.text.lower(): w for w in seen.text.words if w.start not in flagged and w.text.islower() and len(w.text) >= 6
    }
    if words >= _MANY and len(sound) >= 2:
        longest = sorted(sound.values(), key=lambda w: -len(w.text))[:3]
        named = ", ".join(quoted(word.text) for word in longest)
        yield asset(
            criterion,
            "form",
            _WEIGHT,
            longest[0].start,
            longest[0].end,
            f"Your longest words are spelt as they should be: {named}.",
        )


def _grammar(seen: Seen, criterion: Criterion) -> Iterator[Observation]:
    sentences = seen.text.sentences
    clean = [s for s in sentences if seen.is_clean(s) and len(s.text.split()) >= 4]
    complex_ones = [s for s in sentences if is_complex(s)]
    if complex_ones and len(complex_ones[0].text.split()) > 4:
        yield asset(criterion, "structures", _WEIGHT, *cut(complex_ones[0]), "Clauses are joined in this sentence.")
    else:
        yield limit(
            criterion,
            "structures",
            _WEIGHT,
            *cut(_longest(seen)),
            "We found no sentence that joins clauses with although, because, which or if.",
        )
    if clean:
        yield asset(criterion, "accuracy", _WEIGHT, *cut(clean[-1]), "We found no error in this sentence.")


def _longest(seen: Seen) -> Span:
    return max(seen.text.sentences, key=lambda s: len(s.text))
