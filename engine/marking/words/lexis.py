"""Words: how many different ones, how common they are, what level they are learnt at, how they are repeated.

MTLD: McCarthy and Jarvis (2010), factor size 0.72, mean of both directions. Frequency: Zipf values of wordfreq
(Speer 2022; van Heuven et al. 2014). Level: the CEFR levels of cefrpy (CEFR-J and Octanove). Guiraud's root
type-token ratio over the first 200 words, so that length does not carry it.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from cefrpy import CEFRAnalyzer
from wordfreq import zipf_frequency

from engine.ielts.text import Text
from engine.ielts.text import tokens as tokens_of
from engine.marking.numbers import Numbers, mean, per_hundred, share
from engine.marking.words.lists import FUNCTION

_RARE = 3.0  # Zipf: rarer than this, a word is a name, a slip or padding, and tells nothing about level


def lexis(text: Text, prompt: str | None = None) -> Numbers:
    """Diversity, rarity, level and repetition; shares from 0 to 1, densities per hundred words, roots of counts."""
    tokens = list(text.lower)
    content = [token for token in tokens if token not in FUNCTION]
    zipfs = [zipf(token) for token in content]
    known = [value for value in zipfs if value >= _RARE]
    types = {token: zipf(token) for token in content}
    type_zipfs = [value for value in types.values() if value >= _RARE]
    levels = [value for token, common in types.items() if common >= _RARE and (value := level(token)) > 0]
    window = tokens[:200]
    counts = Counter(content)
    pairs = Counter(pairwise(tokens))
    asked = frozenset(tokens_of(prompt or ""))
    brought = [value for token, value in types.items() if token not in asked and value >= _RARE]
    return {
        "lexis.mtld": min(mtld(tokens), 160.0),
        "lexis.guiraud": share(len(set(window)), len(window) ** 0.5),
        "lexis.content_guiraud": share(len(set(content[:120])), len(content[:120]) ** 0.5),
        "lexis.hapax": share(sum(n == 1 for n in counts.values()), len(content)),
        "lexis.zipf": mean(known),
        "lexis.type_zipf": mean(type_zipfs),
        "lexis.common": share(sum(value >= 5.3 for value in known), len(known)),
        "lexis.middle": share(sum(4.0 <= value < 4.6 for value in type_zipfs), len(type_zipfs)),
        "lexis.less_common": min(share(sum(value < 4.0 for value in type_zipfs), len(type_zipfs)), 0.3),
        "lexis.unknown": min(share(sum(value < 1.5 for value in zipfs), len(zipfs)), 0.2),
        "lexis.level": mean(levels),
        "lexis.b2": share(sum(value >= 4 for value in levels), len(levels)),
        "lexis.c1": min(share(sum(value >= 5 for value in levels), len(levels)), 0.25),
        "lexis.a1": share(sum(value < 2 for value in levels), len(levels)),
        "lexis.word_length": mean([float(len(token)) for token in content]),
        "lexis.long_words": share(sum(len(token) >= 9 for token in types), len(types)),
        "lexis.suffixes": per_hundred(sum(token.endswith(_DERIVED) and len(token) > 6 for token in types), len(types)),
        "lexis.top_repeat": share(max(counts.values(), default=0), len(content)),
        "lexis.repeated_pairs": share(sum(n for n in pairs.values() if n >= 3), len(tokens)),
        "lexis.vague": min(per_hundred(sum(token in _VAGUE for token in tokens), len(tokens)), 5.0),
        "lexis.hdd": hdd(tokens),
        "lexis.maas": maas(len(tokens), len(set(tokens))),
        "lexis.zipf_tenth": quantile(known, 0.1),
        "lexis.zipf_quarter": quantile(known, 0.25),
        "lexis.zipf_half": quantile(known, 0.5),
        "lexis.zipf_brought": mean(brought),
        "lexis.zipf_brought_quarter": quantile(brought, 0.25),
        "lexis.asked": share(sum(token in asked for token in content), len(tokens)),
        "lexis.count_b1": math.sqrt(sum(3 <= value < 4 for value in levels)),
        "lexis.count_b2": math.sqrt(sum(value >= 4 for value in levels)),
        "lexis.count_c1": math.sqrt(sum(value >= 5 for value in levels)),
        "lexis.count_less_common": math.sqrt(sum(value < 4.3 for value in type_zipfs)),
        "lexis.count_middle": math.sqrt(sum(4.3 <= value < 5 for value in type_zipfs)),
        "lexis.count_adverbs": math.sqrt(sum(token.endswith("ly") and len(token) > 5 for token in types)),
        "lexis.count_hyphens": math.sqrt(sum("-" in token for token in tokens)),
        "lexis.contractions": min(per_hundred(sum("'" in token for token in tokens), len(tokens)), 3.0),
    }


def hdd(tokens: list[str], sample: int = 42) -> float:
    """HD-D (McCarthy and Jarvis 2010): the type-token ratio to be expected of ``sample`` words drawn at random."""
    total = len(tokens)
    if total <= sample:
        return share(len(set(tokens)), total)
    every = _log_choose(total, sample)
    absent = [
        math.exp(_log_choose(total - count, sample) - every) if total - count >= sample else 0.0
        for count in Counter(tokens).values()
    ]
    return sum(1 - chance for chance in absent) / sample


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def maas(total: int, different: int) -> float:
    """Maas's (1972) index: how fast new words stop coming; lower is more diverse."""
    log = math.log(total + 1)
    return (log - math.log(different + 1)) / log**2 if total else 0.0


def quantile(values: list[float], at: float) -> float:
    """The value at ``at`` (0 to 1) of the way through the sorted ``values``, and 0 of nothing."""
    return sorted(values)[min(int(at * len(values)), len(values) - 1)] if values else 0.0


def mtld(tokens: list[str], threshold: float = 0.72) -> float:
    """Measure of textual lexical diversity: mean length of runs whose type-token ratio stays above ``threshold``."""
    if len(tokens) < 10:
        return 0.0
    return (_mtld_once(tokens, threshold) + _mtld_once(tokens[::-1], threshold)) / 2


def _mtld_once(tokens: list[str], threshold: float) -> float:
    factors, types, count = 0.0, set[str](), 0
    for token in tokens:
        types.add(token)
        count += 1
        if len(types) / count <= threshold:
            factors, types, count = factors + 1, set(), 0
    if count:
        factors += (1 - len(types) / count) / (1 - threshold)
    return len(tokens) / factors if factors else float(len(tokens))


@lru_cache(maxsize=50_000)
def zipf(word: str) -> float:
    """Zipf frequency: 6 is a word like ``people``, 3 one in a million; 0 unknown."""
    return float(zipf_frequency(word, "en"))


@lru_cache(maxsize=50_000)
def level(word: str) -> float:
    """CEFR level from 1 (A1) to 6 (C2); 0 where the list does not know the word."""
    found = _CEFR.get_average_word_level_float(word)
    return float(found) if found else 0.0


_CEFR = CEFRAnalyzer()
_DERIVED = ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ive", "ous", "able", "ible", "ical", "ism", "ally")
_VAGUE = frozenset("thing things stuff good bad nice big very really lot lots get got gets many people".split())
