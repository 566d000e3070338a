"""Task 1 Academic: overview, key features with figures, comparison, and nothing that the visual does not show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.ielts.bands import Criterion
from engine.ielts.text import Span
from engine.marking.observation import Observation, Seen, asset, cut, limit, quoted
from engine.marking.writing.evidence.form import notes, short, unrelated
from engine.marking.writing.figures.checked import checked

_TA = Criterion.TASK_ACHIEVEMENT
_OVERVIEW = re.compile(
    r"^(?:(?:it (?:is|can be) (?:\w+ ){0,2}(?:seen|noted|observed|clear|evident|noticeable|apparent|obvious"
    r"|noticed)(?: from \w+ \w+)?(?: that)?|as an?)[ ,]*)?"
    r"(?:over ?all|in general(?:ly)?|generally|to sum up|in summary|on the whole|in conclusion|to conclude"
    r"|at first glance|in brief|all in all|to summari[sz]e|a general overview|as an overview)\b"
    r"|^(?:\w+,? )?(?:it is (?:clear|evident|noticeable|apparent|obvious|immediately|readily)\b"
    r"|it can be (?:\w+ )?(?:seen|noted|observed))"
    r"|\b(?:the )?(?:process|cycle|procedure|production|system) (?:\w+ ){0,3}(?:consists? of|involves|comprises"
    r"|includes|has) \w+ (?:\w+ ){0,2}(?:stages|steps|phases|parts)"
    r"|\b(?:most (?:striking|noticeable|significant|notable|prominent) (?:feature|trend|change)|main trend"
    r"|overall trend)\b"
    r"|\bthe (?:whole|entire) (?:process|procedure|cycle)\b|\b(?:by having )?an overview\b|^to highlight the main\b"
    r"|^clearly,|\b(?:two|three|four|five|six|seven|eight|nine|ten|\d+) (?:\w+ ){0,2}(?:stages?|steps?|trends?|sections?|phases?)\b"
    r"|\b(?:significant|dramatic|considerable|major|remarkable|noticeable|numerous|several|many) (?:changes"
    r"|transformations|developments) (?:\w+ ){0,3}(?:between|over|took|occurred|happened|can|have|in)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?<![\w.])\$?\d[\d.,]*\s?(?:%|percent|per cent|million|billion|thousand|tons?|tonnes|kg|km|hours?|people"
    r"|units|dollars|pounds)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"^(?:1[89]|20)\d\ds?$")
_GUESS = re.compile(
    r"\b(?:probably|perhaps|maybe|might be because|may be because|could be because|the reason (?:for this|why|is"
    r"|behind)|i think|in my opinion|i believe"
    r"|this is because|(?:may|might|could) be due to|this could be|possibly because|governments? should"
    r"|people should|we should|it is recommended)\b",
    re.IGNORECASE,
)
COMPARE = re.compile(
    r"\b(?:compared (?:to|with)|in comparison|whereas|while|in contrast|by contrast|(?:higher|lower|more|less"
    r"|fewer|larger"
    r"|greater|smaller|bigger|faster) than|twice|double|three times|the (?:highest|lowest|most|least|largest"
    r"|smallest|greatest)"
    r"|as (?:many|much|high|low) as|similar(?:ly)? to|unlike|exceeded|outnumbered|surpassed|overtook|the same as)\b",
    re.IGNORECASE,
)
_ENOUGH = 4  # claims: fewer that agree say little
_NO_NUMBERS = re.compile(
    r"process|diagram|\bmaps?\b|\bplans?\b|cycle|layout|stages|how .{3,40} (?:is|are) (?:made|produced)", re.IGNORECASE
)


def describes_a_visual(seen: Seen) -> Iterator[Observation]:
    """Observations on Task Achievement in Academic Task 1."""
    sentences = seen.text.sentences
    if not sentences:
        return
    yield from _overview(seen)
    yield from _features(seen)
    yield from _comparison(seen)
    guess = next(((s, m) for s in sentences if (m := _GUESS.search(s.text))), None)
    if guess:
        sentence, match = guess
        yield limit(
            _TA,
            "shown",
            0.55,
            *cut(sentence),
            "guess",
            phrase=quoted(match.group()),
        )
    elif len(figures_in(seen.essay.text)) >= 6:
        best = max(sentences, key=lambda s: len(figures_in(s.text)))
        yield asset(_TA, "shown", 0.2, *cut(best), "no-opinions")
    yield from _checked(seen)
    yield from unrelated(seen, _TA, "shown")
    yield from notes(seen, _TA)
    yield from short(seen, _TA, "features")


def _checked(seen: Seen) -> Iterator[Observation]:
    """What was held against the data, where they are known."""
    found = checked(seen.essay)
    if found is None:
        return
    for claim in found.wrong:
        if claim.wrong is not None:
            told = Observation(
                _TA,
                "shown",
                good=False,
                weight=0.8,
                start=claim.start,
                end=claim.end,
                message=claim.wrong,
                topic="wrong",
            )
            yield told
    if not found.wrong and len(found.agreeing) >= _ENOUGH:
        most = max(seen.text.sentences, key=lambda s: sum(s.start <= each.start < s.end for each in found.agreeing))
        yield asset(_TA, "shown", 0.6, *cut(most), "figures-right", count=len(found.agreeing))


def figures_in(text: str) -> list[str]:
    """Numbers that are data: years are left out."""
    return [found.group() for found in _FIGURE.finditer(text) if not _YEAR.match(found.group().strip().rstrip(".,"))]


def _overview(seen: Seen) -> Iterator[Observation]:
    sentences = seen.text.sentences
    found = [s for s in sentences if _OVERVIEW.search(s.text)]
    clear = [s for s in found if not figures_in(s.text) and len(s.text.split()) >= 6]
    if clear:
        yield asset(_TA, "overview", 0.7, *cut(clear[0]), "overview")
    elif found:
        if figures_in(found[0].text):
            yield limit(
                _TA,
                "overview",
                0.6,
                *cut(found[0]),
                "overview-with-figures",
                figure=quoted(figures_in(found[0].text)[0].strip()),
            )
        else:
            yield limit(
                _TA,
                "overview",
                0.5,
                *cut(found[0]),
                "overview-short",
            )
    else:
        yield limit(
            _TA,
            "overview",
            0.9,
            *cut(sentences[0]),
            "overview-none",
        )


def _features(seen: Seen) -> Iterator[Observation]:
    sentences = seen.text.sentences
    with_figures = [s for s in sentences if figures_in(s.text)]
    if any(len(figures_in(s.text)) >= 2 for s in with_figures):
        best = max(with_figures, key=lambda s: min(len(figures_in(s.text)), 4) + len(s.text) / 1000)
        named = [figure.strip().rstrip(".,") for figure in figures_in(best.text) if not figure.startswith("00")][:3]
        yield asset(_TA, "features", 0.45, *cut(best), "features-with-data", figures=", ".join(named))
    prompt = seen.essay.task.prompt or ""
    if (
        len(with_figures) < 2
        and prompt
        and not _NO_NUMBERS.search(prompt)
        and re.search(r"chart|graph|table|percentage", prompt, re.IGNORECASE)
    ):
        yield limit(
            _TA,
            "features",
            0.7,
            *cut(sentences[-1]),
            "features-without-data",
            count=len(with_figures),
        )


def _comparison(seen: Seen) -> Iterator[Observation]:
    compared = [s for s in seen.text.sentences if COMPARE.search(s.text)]
    figured = [s for s in seen.text.sentences if len(figures_in(s.text)) >= 2]
    if len(compared) >= 2:
        best = max(compared, key=lambda s: len(COMPARE.findall(s.text)) + min(len(figures_in(s.text)), 2))
        yield asset(
            _TA,
            "comparison",
            0.4,
            *cut(best),
            "compared",
            phrase=quoted(_first(best)),
        )
    elif len(figured) >= 2 and not compared:
        yield limit(
            _TA,
            "comparison",
            0.55,
            *cut(figured[-1]),
            "not-compared",
        )


def _first(sentence: Span) -> str:
    match = COMPARE.search(sentence.text)
    return match.group() if match else sentence.text
