"""Coherence and Cohesion: progression, linking words, referring words, paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

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
from engine.marking.words.lists import CONNECTIVES

_CC = Criterion.COHERENCE
_LINKS = re.compile(
    r"\b(?:" + "|".join(re.escape(p) for p in sorted(chain(*CONNECTIVES.values()), key=len, reverse=True)) + r")\b",
    re.IGNORECASE,
)
# Words of the list above that are usually something else than a link; only some uses count.
_PLAIN = frozenset(
    "also while since then still yet next first second third such as because although though instead".split()
) | {"such as", "as well as", "so that", "in order to", "not only"}
_TOO_OFTEN = {"however": 4, "therefore": 4, "for example": 4, "for instance": 4, "due to": 5, "overall": 3}
_REFERS = re.compile(r"^(?:this|these|such|that|those) ([a-z]{4,})", re.IGNORECASE)
_NOT_REFERENCE = frozenset(
    "will have been were that they would could should must does means makes what also which when with days essay"
    " year years time way case only because happen happens happened people lead leads causes shows show helps"
    " help gives"
    " often increased decreased remained brings leads allows mean said being most more very just many some there"
    " from about"
    " figure chart graph table might then seems becomes became includes include resulted results result caused".split()
)
_BARE = re.compile(
    r"^(?:this|that) (?:is|was|will|can|may|would|has|makes?|means?|leads?|shows?|helps?|causes?|gives?)\b",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"^(?:first(?:ly)?\b|to begin with|to start with|first of all|first and foremost|on (?:the )?one hand"
    r"|second(?:ly)?\b|third(?:ly)?\b|another"
    r"|turning to|regarding|as for|with regard to|looking at|moving on|in terms of|on the other hand"
    r"|one (?:of the )?(?:main |major |key )?(?:reasons?|advantages?|benefits?|problems?|arguments?|causes?))",
    re.IGNORECASE,
)


def coherence(seen: Seen) -> Iterator[Observation]:
    """Observations on Coherence and Cohesion."""
    if not seen.text.sentences:
        return
    yield from _paragraphs(seen)
    yield from _progression(seen)
    yield from _links(seen)
    yield from _wrong_links(seen)
    yield from _reference(seen)


def _paragraphs(seen: Seen) -> Iterator[Observation]:
    paragraphs = seen.text.paragraphs
    count, words = len(paragraphs), seen.essay.word_count
    if seen.essay.task.number == 1:
        # The exam names paragraphs in Task 1 only at the top.
        if 3 <= count <= (9 if seen.essay.task.code == "W1G" else 6):
            yield asset(
                _CC,
                "order",
                0.15,
                *cut(paragraphs[1]),
                "set-out",
                count=count,
            )
        return
    if count == 1 and words > 100:
        middle = seen.text.sentences[len(seen.text.sentences) // 2]
        yield limit(
            _CC,
            "paragraphs",
            0.9,
            *cut(middle),
            "one-block-middle" if len(seen.text.sentences) > 4 else "one-block",
        )
    elif count >= 9 and words / count < 45:
        yield limit(
            _CC,
            "paragraphs",
            0.5,
            *cut(paragraphs[1]),
            "in-pieces",
            count=count,
            words=round(words / count),
        )
    elif 3 <= count <= 6 and words > 120 and (spans := seen.sentences_of(paragraphs[1])):
        yield asset(
            _CC,
            "paragraphs",
            0.3,
            *cut(spans[0]),
            "in-paragraphs",
            count=count,
        )


def _progression(seen: Seen) -> Iterator[Observation]:
    """Does each body paragraph open with what it goes on to speak about?"""
    paragraphs = seen.text.paragraphs
    body = paragraphs[1:-1] if len(paragraphs) > 3 else paragraphs[1:]
    names = names_in(seen.text)
    announced: list[tuple[float, Span, str, int]] = []
    lost: list[Span] = []
    for paragraph in body:
        sentences = seen.sentences_of(paragraph)
        if len(sentences) < 3 or len(paragraph.text.split()) < 40:
            continue
        rest = Counter(stem(w) for s in sentences[1:] for w in Text(s.text).lower if is_content(w))
        opening = {stem(w): w for w in Text(sentences[0].text).lower if is_content(w)}
        subjects = [each for each, word in opening.items() if word not in names and not is_figure(word)]
        key = max(subjects, key=lambda each: (rest[each], each), default=None)
        if key and rest[key] >= 2:
            announced.append(
                (
                    rest[key] + (1 if _STEP.match(sentences[0].text) else 0),
                    sentences[0],
                    quoted(_as_written(sentences[0], opening[key])),
                    rest[key],
                )
            )
        elif seen.essay.task.code != "W1G" and len(opening) >= 3 and not any(rest[each] for each in opening):
            lost.append(sentences[0])
    if announced:
        _, sentence, word, times = max(announced, key=lambda each: (each[0], -each[1].start))
        yield asset(_CC, "order", 0.5, *cut(sentence), "topic-sentence", word=word, times=times)
    if lost:
        yield limit(
            _CC,
            "order",
            0.45 if len(lost) > 1 else 0.3,
            *cut(lost[0]),
            "opening-lost",
        )
    steps = [s for p in paragraphs[1:] if (spans := seen.sentences_of(p)) and _STEP.match((s := spans[0]).text)]
    if len(steps) >= 2:
        named = " … ".join(quoted(match.group()) for s in steps[:2] if (match := _STEP.match(s.text)))
        yield asset(_CC, "order", 0.4, *cut(steps[0]), "steps-told", steps=named)
    neighbours = seen.measures["overlap.none"]
    if len(seen.text.sentences) >= 6 and neighbours > 0.8 and not announced and seen.essay.task.code != "W1G":
        pair = _unlinked(seen)
        if pair is not None:
            yield limit(
                _CC,
                "order",
                0.3,
                *cut(pair),
                "untied",
            )


def _unlinked(seen: Seen) -> Span | None:
    for paragraph in seen.text.paragraphs:
        sentences = seen.sentences_of(paragraph)
        for before, after in pairwise(sentences):
            refers = re.search(
                r"\b(?:this|that|these|those|it|its|they|their|them|he|she|such|also|another|other|if|when|as"
                r"|same|both)\b",
                after.text,
                re.IGNORECASE,
            )
            if (
                len(after.text.split()) >= 8
                and not stems(before.text) & stems(after.text)
                and not _LINKS.search(after.text)
                and not refers
            ):
                return after
    return None


def _as_written(sentence: Span, word: str) -> str:
    return next((w.text for w in Text(sentence.text).words if w.text.lower() == word), word)


def _links(seen: Seen) -> Iterator[Observation]:
    found = list(_LINKS.finditer(seen.text.raw))
    counts = Counter(match.group().lower() for match in found)
    generous = 1 if seen.essay.word_count > 350 else 0
    overused = [
        phrase
        for phrase, n in counts.most_common()
        if phrase not in _PLAIN and n >= _TOO_OFTEN.get(phrase, 3) + generous
    ]
    if overused:
        yield _overused([m for m in found if m.group().lower() == overused[0]])
    else:
        yield from _where_links_stand(seen, found)
    if len(counts) <= 2 and len(seen.text.sentences) >= 6 and seen.essay.task.code != "W1G":
        yield limit(
            _CC,
            "links",
            0.5,
            *cut(seen.text.sentences[2]),
            "links-few",
            topic="few",
            sentences=len(seen.text.sentences),
            kinds=len(counts),
        )


def _overused(uses: Sequence[re.Match[str]]) -> Observation:
    third = uses[2]
    return limit(
        _CC,
        "links",
        0.55,
        third.start(),
        third.end(),
        "link-overused",
        topic="overused",
        link=quoted(third.group()),
        times=len(uses),
    )


def _where_links_stand(seen: Seen, found: Sequence[re.Match[str]]) -> Iterator[Observation]:
    kinds = len({m.group().lower() for m in found})
    starts = {s.start for s in seen.text.sentences}
    opening = [m for m in found if m.start() in starts]
    if len(opening) >= 6 and len(opening) > 0.55 * len(starts):
        yield limit(
            _CC,
            "links",
            0.5,
            opening[2].start(),
            opening[2].end(),
            "links-open-sentences",
            topic="opening",
            count=len(opening),
            sentences=len(starts),
        )
    elif kinds >= 6:
        inside = [
            m
            for m in found
            if m.start() not in starts
            and m.group().lower() not in {"also", "then", "such as", "first", "second", "still", "next"}
        ]
        if inside:
            link = max(inside, key=lambda m: (m.group().lower() not in _PLAIN, len(m.group())))
            sentence = seen.sentence_at(link.start())
            yield asset(
                _CC,
                "links",
                0.45,
                *cut(sentence),
                "links-inside",
                kinds=kinds,
                link=quoted(link.group()),
            )


def _wrong_links(seen: Seen) -> Iterator[Observation]:
    wrong = [lint for lint in seen.lints if lint.kind == "Linking"]
    if wrong:
        first = wrong[0]
        start, end = first.start, first.end
        if not seen.text.raw[start:end].strip(" ,.;").isalpha() or seen.text.raw[start] == ",":
            start, end = cut(seen.sentence_at(start)) if seen.text.raw[start] == "," else (start, end)
        yield limit(_CC, "links", 0.5, start, end, "link-wrong", why=first.message)


def _is_one_phrase(match: re.Match[str]) -> bool:
    """``these`` with a plural and ``this`` with a singular: otherwise the noun comes later, or is wrong."""
    plural = match.group(1).endswith("s") and not match.group(1).endswith(("ss", "is", "us"))
    first = match.group().split()[0].lower()
    return first == "such" or plural == (first in {"these", "those"})


def _reference(seen: Seen) -> Iterator[Observation]:
    sentences = seen.text.sentences
    for before, after in pairwise(sentences):
        match = _REFERS.match(after.text)
        if (
            match
            and _is_one_phrase(match)
            and match.group(1).lower() not in _NOT_REFERENCE
            and not _BARE.match(after.text)
        ):
            yield asset(
                _CC,
                "reference",
                0.4,
                *cut(after),
                "reference",
                phrase=quoted(match.group()),
                before=quoted(before.text, 50),
            )
            break
    else:
        yield from _reference_inside(seen)
    bare = [s for s in sentences[1:] if _BARE.match(s.text)]
    if len(bare) >= 3:
        yield limit(
            _CC,
            "reference",
            0.4,
            *cut(bare[1]),
            "bare-this",
            count=len(bare),
        )


_INSIDE = re.compile(r"(?<=[a-z,] )(?:this|these|such) ([a-z]{4,})\b")
_SUMS_UP = frozenset(
    "problem problems issue issues trend development number figure figures change changes method methods"
    " approach view views measure"
    " measures situation phenomenon habit pattern idea ideas difference growth decline increase policy policies tendency".split()
)


def _reference_inside(seen: Seen) -> Iterator[Observation]:
    """``this number`` and the like within a sentence, where the noun was there before or sums up what was said."""
    for sentence in seen.text.sentences[1:]:
        match = _INSIDE.search(sentence.text)
        if match is None or match.group(1) in _NOT_REFERENCE or not _is_one_phrase(match):
            continue
        earlier = Text(seen.text.raw[max(0, sentence.start - 400) : sentence.start]).lower
        if match.group(1) in _SUMS_UP or stem(match.group(1)) in {stem(word) for word in earlier if len(word) > 3}:
            yield asset(
                _CC,
                "reference",
                0.3,
                *cut(sentence),
                "points-back",
                phrase=quoted(match.group()),
            )
            return
