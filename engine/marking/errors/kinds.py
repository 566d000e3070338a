"""Which kind of error a change mends, as far as the change itself shows it."""

from __future__ import annotations

from dataclasses import replace

from engine.marking.errors.error import Error, Kind
from engine.marking.errors.inflections import lemmas
from engine.marking.words.lists import ARTICLES, PREPOSITIONS

_BY_NUMBER = (
    {"is", "are"},
    {"was", "were"},
    {"has", "have"},
    {"does", "do"},
    {"doesn't", "don't"},
    {"hasn't", "haven't"},
)
_COMPARING = frozenset({"more", "most"})
_SEVERAL = frozenset(
    "many few several these those both some all other two three four five six seven eight nine ten of".split()
)
_OF_VERBS = frozenset({Kind.VERB_FORM, Kind.AGREEMENT})
_ONE_WORD = _OF_VERBS | {Kind.ARTICLE, Kind.PREPOSITION, Kind.MISSING_WORD, Kind.EXTRA_WORD}
_TELLS_MORE = {
    Kind.MISSING_WORD: _ONE_WORD,
    Kind.EXTRA_WORD: _ONE_WORD,
    Kind.WRONG_WORD: frozenset(Kind) - _ONE_WORD - {Kind.NUMBER, Kind.ORDER},
}
"""By the kind that a change shows, the tagger's kinds that say more of it: "is" is missing, but as a form of a verb."""


def kind_of_change(old: str, new: str) -> Kind | None:
    """The kind that the change itself shows; None where it does not."""
    before, after = old.lower().split(), new.lower().split()
    if old.lower() == new.lower() or old.strip(" ,.;:'’").lower() == new.strip(" ,.;:'’").lower():
        return Kind.PUNCTUATION
    if sorted(before) == sorted(after):
        return Kind.ORDER
    gone, come = [w for w in before if w not in after], [w for w in after if w not in before]
    if _COMPARING & {*gone} and any(word.endswith(("er", "est")) for word in come):
        return Kind.WORD_FORM
    if len(gone) <= 1 and len(come) <= 1 and {*gone, *come} <= ARTICLES:
        return Kind.ARTICLE
    if len(gone) == 1 and len(come) == 1 and {*gone, *come} <= PREPOSITIONS:
        return Kind.PREPOSITION
    if not come:
        return Kind.EXTRA_WORD
    if not gone:
        return Kind.MISSING_WORD
    if "".join(before) == "".join(after):
        return Kind.SPELLING
    if len(gone) == len(come) == 1:
        return _kind_of_form(gone[0], come[0])
    return None


def named(text: str, error: Error) -> Error:
    """A mend of the tagger's by the kind that it shows: the tagger's own is what is likeliest wrong before anything is mended."""
    if error.source != "tagger" or error.replacement is None:
        return error
    old, new = text[error.start : error.end], error.replacement
    shown = kind_of_change(old, new)
    if shown is None:
        return replace(error, kind=_of_no_change(text[: error.start], error.kind, old, new))
    tells_more = _TELLS_MORE.get(shown, frozenset())
    return error if error.kind in tells_more else replace(error, kind=shown)


def _of_no_change(before: str, kind: Kind, old: str, new: str) -> Kind:
    """What a change that does not show it may be: a noun that is also a verb after a word of number, or words of no common verb."""
    if kind not in _OF_VERBS:
        return kind
    several = bool({word.lower() for word in before.split()[-1:]} & _SEVERAL)
    if several and new.lower() == old.lower() + "s":
        return Kind.NUMBER
    verbs = [{lemma for word in part.split() for lemma, sort in lemmas(word) if sort == "v"} for part in (old, new)]
    return kind if verbs[0] & verbs[1] or len(old.split()) == 1 else Kind.WRONG_WORD


def _kind_of_form(old: str, new: str) -> Kind | None:
    if {old, new} in _BY_NUMBER:
        return Kind.AGREEMENT
    if old.replace("'", "") == new.replace("'", ""):
        return Kind.WRONG_WORD
    before, after = lemmas(old), lemmas(new)
    same = {part for lemma, part in before if (lemma, part) in after}
    if same == {"n"}:
        return Kind.NUMBER
    if same == {"v"}:
        return Kind.AGREEMENT if old + "s" == new or new + "s" == old else Kind.VERB_FORM
    return Kind.WRONG_WORD if before and after and not same else None
