"""Corrections: what the checkers are sure enough of to change, each with a short why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.ielts.reports import Correction
from engine.marking.lint import Lint
from engine.marking.measures.words import PREPOSITIONS
from engine.marking.spelling import likeliest

_TASTE = frozenset({"Readability", "Enhancement", "Regionalism", "Style", "Redundancy"})
# Rules of harper that were wrong, or a matter of taste, in more than a few of the learners' sentences that we read.
_UNSURE = frozenset(
    "AvoidAndAlso BothAnd BuiltIn CompoundNouns DiscourseMarkers FindOut HowTo InDemandInDepth MissingPreposition"
    " MissingTo ModalBeAdjective NoFrenchSpaces NounVerbConfusion OneOfTheSingular PronounContraction"
    " PronounInflectionBe QuantifierNumeralConflict Respond SplitWords TheLastDays ThisTypeOfThing ThrowRubbish"
    " ToTwoToo TransposedSpace UnclosedQuotes UseEllipsisCharacter UsePlatformReferences PossessiveYour SingleBe"
    " MultipleSequentialPronouns MergeWords ThatThan Damages USUniversities NotTo GoodAt Everyday TheirToThere"
    " ItsContraction".split()
)
_PERFECT = frozenset("has have had having be been being is are was were".split())
_SIMPLE_PAST = frozenset(
    "rose fell grew took went gave began wrote drove broke chose spoke forgot knew saw ate drank came became ran sang"
    " swam flew threw wore".split()
)
_WHY_RULE = {
    "ThereToTheir": "“Their” is what belongs to them; “there” is a place.",
    "ThenThan": "“Than” compares; “then” is a time.",
    "ItsPossessive": "“Its” is what belongs to it; “it's” is short for “it is”.",
    "RegularIrregulars": "This word has an irregular form.",
    "Overall": "One word.",
}
_WHY = {
    "Spelling": "Spelling.",
    "Typo": "Spelling.",
    "Agreement": "The verb and its subject must agree.",
    "Capitalization": "A capital letter is needed here.",
    "Repetition": "A word is written twice.",
    "BoundaryError": "These are separate words.",
    "WordChoice": "This is the word that is meant.",
}
_WORDS = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")


def corrections(text: str, lints: Iterable[Lint]) -> tuple[Correction, ...]:
    """Corrections of ``text``, in order of place, none overlapping another and none equal to what it replaces.

    Where two lints overlap, the one that comes first in ``lints`` counts. Names, numbers and words in other scripts
    are left alone, and so is a misspelt word for which no candidate clearly stands out.
    """
    taken: list[Correction] = []
    for found in _candidates(text, lints):
        if all(found.end <= other.start or other.end <= found.start for other in taken):
            taken.append(found)
    return tuple(sorted(taken, key=lambda each: each.start))


def _candidates(text: str, lints: Iterable[Lint]) -> Iterator[Correction]:
    for lint in lints:
        if lint.message.startswith("A plural subject") and _is_inside_a_phrase(text, lint.start):
            continue
        replacement = _choice(lint, text[lint.start : lint.end], text[max(0, lint.start - 20) : lint.start])
        if replacement is not None:
            start, end, replacement = _with_context(text, lint.start, lint.end, replacement)
            if replacement != text[start:end]:
                yield Correction(start, end, text[start:end], replacement, _why(lint), text)


_BEGINS_A_CLAUSE = frozenset("that because but if when while although whereas".split())


def _is_inside_a_phrase(text: str, start: int) -> bool:
    """Whether the plural may belong to a longer subject: "using private cars is ...", "a list of cars is ..."."""
    clause = re.split(r"[.,;:!?\n]", text[max(0, start - 60) : start])[-1].lower()
    words = _WORDS.findall(clause)
    begins = max((i + 1 for i, word in enumerate(words) if word in _BEGINS_A_CLAUSE), default=0)
    phrase = words[begins:][-6:]
    return any(word in PREPOSITIONS or (word.endswith("ing") and len(word) > 4) for word in phrase)


def _choice(lint: Lint, original: str, before: str) -> str | None:
    """The replacement to show, if one is sure."""
    usable = [r for r in lint.replacements if r != original and "\n" not in r]
    if not usable or "\n" in original or lint.kind in _TASTE or lint.rule in _UNSURE:
        return None
    if re.search(r"\d", original) or not (original.isascii() or lint.kind in {"Linking", "Grammar"}):
        return None
    if lint.kind == "Spelling":
        # A capital letter is more often a name than a slip.
        return None if original[:1].isupper() else likeliest(original, usable)
    if lint.rule == "RegularIrregulars" and len(usable) > 1:
        after_auxiliary = before.split()[-1:] and before.rsplit(maxsplit=1)[-1].lower() in _PERFECT
        fitting = [form for form in usable if (form in _SIMPLE_PAST) != bool(after_auxiliary)]
        return fitting[0] if fitting else None
    if lint.rule == "AnA":
        # "company A and B": a letter of the alphabet is no article.
        return None if original == "A" else usable[0]
    if lint.rule == "MassNouns":
        return usable[0] if "piece" not in usable[0] and len(original.split()) == 1 else None
    return usable[0] if len(usable) <= 2 or lint.rule in {"MostNumber", "WillNonLemma"} else None


def _with_context(text: str, start: int, end: int, replacement: str) -> tuple[int, int, str]:
    """A correction of a space, a comma or a word that goes cannot be read alone: take its neighbours along."""
    if text[start:end].lower() in {"a", "an"} and (word := re.match(r" [A-Za-z]+", text[end:])):
        return start, end + word.end(), replacement + word.group()
    if text[start:end].strip(" ,.;:!?'\"") and replacement.strip():
        return start, end, replacement
    left, right = start, end
    while left > 0 and text[left - 1] == " " and start - left < 3:
        left -= 1
    while left > 0 and not text[left - 1].isspace() and start - left < 30:
        left -= 1
    if right < len(text) and text[right] == " " and not replacement.strip(" ,.;:!?"):
        right += 1
    while right < len(text) and text[right].isalnum() and right - end < 30:
        right += 1
    while right < len(text) and text[right] in ".,;:!?" and right - end < 30:
        right += 1
    fixed = text[left:start] + replacement + text[end:right]
    return left, right, re.sub(r" {2,}", " ", fixed) if not replacement else fixed


def _why(lint: Lint) -> str:
    if lint.rule in _WHY_RULE:
        return _WHY_RULE[lint.rule]
    message = lint.message.replace("`", "'").strip()
    vague = not message or message.lower().startswith(("did you mean", "this looks", "this may be", "you may"))
    if lint.kind in {"Spelling", "Typo", "Capitalization"} or vague:
        message = _WHY.get(lint.kind, "This is the usual form.")
    return message if message.endswith((".", "?", "!")) else message + "."
