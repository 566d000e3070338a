"""Word classes: which a word may have, by a lexicon.

The lexicon is cefrpy's; inflected forms that it lacks are found by their endings. Whether a noun can be counted is
told by how often its plural is written (wordfreq).
"""

from __future__ import annotations

from functools import lru_cache

from cefrpy import CEFRAnalyzer

from engine.marking.words import lists as w
from engine.marking.words.lexis import zipf

# Classes: N1 noun that can be counted, NM one that cannot, NS plural noun; V base form, VZ -s form, VP past form,
# VN participle, VD either of the last two, VG -ing form; J adjective, R adverb; X not known, UNK not known and rare.
_LEXICON = CEFRAnalyzer()
_LONGEST = 20  # letters: the lexicon has no longer word
_PAST = frozenset(
    "went came became took gave saw began wrote spoke grew fell rose drove chose broke drew threw flew forgot knew wore stole"
    " ate did".split()
)
_PARTICIPLE = frozenset(
    "known given taken seen been done gone written spoken grown fallen risen driven chosen broken drawn thrown flown"
    " forgotten eaten stolen worn hidden proven".split()
)
_PAST_OR_PARTICIPLE = frozenset(
    "made said got thought found told kept held stood heard meant met paid led lost sent built understood spent bought"
    " sought caught taught brought fought sold left felt had".split()
)
_PLURAL = frozenset(
    "people children men women criteria phenomena media police teeth feet lives wives wolves mice".split()
)


@lru_cache(maxsize=50_000)
def possible(word: str) -> frozenset[str]:
    """The classes that ``word`` (in lower case, no function word) may have; never empty."""
    for listed, name in ((_PLURAL, "NS"), (_PAST, "VP"), (_PARTICIPLE, "VN"), (_PAST_OR_PARTICIPLE, "VD")):
        if word in listed:
            return frozenset({name})
    known = _known(word)
    if word.endswith("ing") and len(word) > 5 and (not known or known & {"VBG", "VB"}):
        return frozenset({"VG"})
    if word.endswith("ed") and len(word) > 4 and (not known or known & {"VBD", "VBN", "VB", "JJ"}):
        return frozenset({"VD"})
    with_s = _of_s_form(word, known)
    if with_s:
        return with_s
    found = {
        ours
        for ours, theirs in (("V", "VB"), ("J", "JJ"), ("JR", "JJR"), ("JS", "JJS"), ("NS", "NNS"))
        if theirs in known
    }
    if "NN" in known:
        found.add("N1" if _is_counted(word) else "NM")
    if any(name.startswith("RB") for name in known):
        found.add("R")
    return frozenset(found or {_by_ending(word)})


@lru_cache(maxsize=50_000)
def class_of(word: str) -> str:
    """A function word itself, any other word's possible classes in one name (``J-N1``)."""
    return word if word in w.FUNCTION else "-".join(sorted(possible(word)))


def _known(word: str) -> frozenset[str]:
    if not word.isascii() or len(word) > _LONGEST:
        return frozenset()
    return frozenset(_LEXICON.get_all_pos_for_word_as_str(word) or ())


def _of_s_form(word: str, known: frozenset[str]) -> frozenset[str]:
    """Plural, -s form of a verb, or both, if that is what the word is."""
    if not word.endswith("s") or word.endswith("ss") or len(word) <= 3:
        return frozenset()
    found: set[str] = set()
    stems = [
        word[:-1],
        *([word[:-2]] if word.endswith("es") else []),
        *([word[:-3] + "y"] if word.endswith("ies") else []),
    ]
    for classes in map(_known, stems):
        found |= ({"NS"} if "NN" in classes else set()) | ({"VZ"} if "VB" in classes else set())
    is_singular = "NN" in known and not known & {"NNS", "VBZ"}  # "business" is no plural
    return frozenset() if is_singular or not found else frozenset(found | ({"J"} if "JJ" in known else set()))


def _is_counted(noun: str) -> bool:
    least = zipf(noun) - 1.3
    return zipf(noun + "s") > least or (noun.endswith("y") and zipf(noun[:-1] + "ies") > least)


def _by_ending(word: str) -> str:
    if word.endswith("ly") and len(word) > 4:
        return "R"
    if word.endswith(("tion", "ness", "ment", "ity")):
        return "NM"
    return "UNK" if zipf(word) < 3 else "X"
