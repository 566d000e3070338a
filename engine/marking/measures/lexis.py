"""Words: how many different ones, how common they are, what level they are learnt at, how they are repeated.

MTLD: McCarthy and Jarvis (2010), factor size 0.72, mean of both directions. Frequency: Zipf values of wordfreq
(Speer 2022; van Heuven et al. 2014). Level: the CEFR levels of cefrpy (CEFR-J and Octanove). Guiraud's root
type-token ratio over the first 200 words, so that length does not carry it.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import pairwise

from cefrpy import CEFRAnalyzer
from wordfreq import zipf_frequency

from engine.marking.measures import Numbers, mean, per_hundred, share
from engine.marking.measures.words import FUNCTION
from engine.marking.text import Text

_RARE = 3.0  # Zipf: rarer than this, a word is a name, a slip or padding, and tells nothing about level


def lexis(text: Text) -> Numbers:
    """Diversity, rarity, level and repetition; shares from 0 to 1 and densities per hundred words."""
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
        "lexis.contractions": min(per_hundred(sum("'" in token for token in tokens), len(tokens)), 3.0),
    }


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
