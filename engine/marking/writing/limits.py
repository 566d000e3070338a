"""What limits a band whatever the language is like: the descriptors' own floors and ceilings (EXAM.md), and no others.

Nothing here takes off bands by the word: no such rule is published.
"""

from __future__ import annotations

import re

from engine.ielts.bands import Criterion
from engine.ielts.writing import Essay
from engine.marking.writing.figures.checked import accuracy_limit, checked
from engine.marking.writing.measures.collect import Measures

_NOTHING = 20  # words: as few or fewer are band 1 on every criterion
_STOP = re.compile(r"[.!?;:](?!\d)")
_UNPUNCTUATED = 1.0  # bands that a text without a stop loses, besides what it loses by its measures


def ceiling(essay: Essay, measures: Measures, criterion: Criterion) -> float:
    """The highest band that this criterion can have; 9 where nothing limits it."""
    written = essay.word_count
    if written == 0:
        return 0.0
    counted = len(measures.own.text.words)
    if written <= _NOTHING or counted <= _NOTHING:
        return 1.0
    limits = [9.0]
    if criterion in (Criterion.TASK_RESPONSE, Criterion.TASK_ACHIEVEMENT):
        limits.append(_relevance_limit(essay, measures))
        limits.append(accuracy_limit(checked(essay)))
    if criterion is Criterion.LEXICAL and measures["formulaic.stock"] > 0.2:
        limits.append(4.0)
    if criterion is Criterion.COHERENCE and essay.task.number == 2 and len(measures.own.text.paragraphs) == 1:
        limits.append(5.0)
    if measures.own.set_aside + measures.own.copied > 0.5:
        limits.append(3.0)
    return min(limits)


def lost_to_punctuation(measures: Measures, criterion: Criterion) -> float:
    """Bands that Grammar loses where sentences are not ended: punctuation is part of it at every band (EXAM.md).

    Nothing from one stop in 50 words on (of 860 essays of learners, one had fewer), all of it under one in 200.
    """
    words = len(measures.own.text.words)
    if criterion is not Criterion.GRAMMAR or words <= _NOTHING:
        return 0.0
    stops = 100 * len(_STOP.findall(measures.own.text.raw)) / words
    return _UNPUNCTUATED * min(max((2.0 - stops) / 1.5, 0.0), 1.0)


def _relevance_limit(essay: Essay, measures: Measures) -> float:
    asked, share = measures["relevance.asked"], measures["relevance.share"]
    if asked < 5:
        return 9.0
    if share == 0:
        return 1.0
    if essay.task.number == 1:
        return 9.0
    return 2.0 if share < 0.12 else 4.0 if share < 0.18 else 9.0
