"""How much was written, and how it was laid out.

The length counts only up to the minimum and a little beyond: the exam gives nothing for more words. How many different
words there are in all says how much was said with them, so repetition adds nothing to it.
"""

from __future__ import annotations

import math

from engine.ielts.text import Text
from engine.ielts.writing import WritingTask, count_words
from engine.marking.numbers import Numbers, deviation, mean, share
from engine.marking.words.lists import FUNCTION


def length(text: Text, task: WritingTask) -> Numbers:
    """Words against the minimum (saturating at 1.6 times) and the shape of the paragraphs."""
    words = count_words(text.raw)
    ratio = words / task.minimum_words
    sizes = [float(count_words(paragraph.text)) for paragraph in text.paragraphs]
    total = sum(sizes)
    different = set(text.lower)
    return {
        "length.log_words": math.log1p(min(words, 1.6 * task.minimum_words)),
        "length.of_minimum": min(ratio, 1.6),
        "length.missing": max(0.0, 1.0 - ratio),
        "length.root": min(ratio, 1.6) ** 0.25,
        "length.over": min(max(ratio - 1.0, -0.5), 1.0),
        "length.far_too_short": max(0.0, 0.85 - ratio),
        "length.log_different": math.log1p(len(different)),
        "length.log_content": math.log1p(len(different - FUNCTION)),
        "length.log_sentences": math.log1p(len(text.sentence_words)),
        "layout.paragraphs": min(float(len(sizes)), 7.0),
        "layout.is_one_block": float(len(sizes) <= 1),
        "layout.four_or_five": float(len(sizes) in (4, 5)),
        "layout.first_words": min(sizes[0], 100.0) if sizes else 0.0,
        "layout.last_words": min(sizes[-1], 100.0) if sizes else 0.0,
        "layout.spread": deviation(sizes) / (mean(sizes) + 1.0),
        "layout.short_paragraphs": float(sum(size < 20 for size in sizes[:8])),
        "layout.first_share": sizes[0] / (total + 1.0) if sizes else 0.0,
        "layout.last_share": sizes[-1] / (total + 1.0) if sizes else 0.0,
        "layout.very_short_share": share(sum(size < 25 for size in sizes), len(sizes)),
    }
