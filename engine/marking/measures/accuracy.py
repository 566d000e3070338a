"""Accuracy: what was found wrong, by kind, how many different things, and how much of the text is free of it.

Error-free units as a measure of accuracy: Wolfe-Quintero, Inagaki and Kim (1998).
"""

from __future__ import annotations

import bisect
import math
from collections import Counter
from collections.abc import Sequence

from engine.marking.lint import Lint
from engine.marking.measures import Numbers, per_hundred, share
from engine.marking.measures.lexis import zipf
from engine.marking.text import Text, tokens

_KINDS = {
    "spelling": {"Spelling"},
    "typo": {"Typo", "BoundaryError", "Malapropism", "Nonstandard", "Eggcorn"},
    "grammar": {"Grammar", "Agreement", "Miscellaneous"},
    "usage": {"Usage", "WordChoice", "Regionalism", "Collocation", "Linking"},
    "punctuation": {"Punctuation", "Formatting", "Capitalization"},
    "style": {"Style", "Redundancy", "Repetition", "Readability", "Enhancement"},
}
# Checks of harper that are wrong of learners' English nearly as often as right, or about what no examiner marks.
_UNTELLING = frozenset(
    "MassNouns CompoundNouns MissingPreposition NounVerbConfusion ThisTypeOfThing HowTo AllowTo OpenCompounds FindOut"
    " Damages TheLastDays UnclosedQuotes MissingTo QuantifierNumeralConflict MergeWords PointsOfView Overall"
    " AvoidAndAlso".split()
)
_SPACING = frozenset({"Spaces", "CommaFixes"})
_AS_SPELLING = frozenset({"SplitWords"})
_NO_WORD = 1.0  # Zipf: written by hardly anybody, so surely misspelt
_USUAL = 3.0  # a text of 300 words has three hundreds: the counts below are for such a text


def accuracy(text: Text, lints: Sequence[Lint], prompt: str | None = None) -> Numbers:
    """Densities per hundred words, their roots (the tenth error says less than the first), and logarithms of counts."""
    starts = {sentence.start for sentence in text.sentences}
    lints = [lint for lint in lints if lint.rule not in _UNTELLING]
    return {**_densities(text, lints, starts), **_counts(text, lints, starts, frozenset(tokens(prompt or "")))}


def _densities(text: Text, lints: Sequence[Lint], starts: set[int]) -> dict[str, float]:
    # A capital inside a sentence is more often a name than a slip.
    lints = [
        lint for lint in lints
        if lint.kind != "Spelling" or lint.start in starts or not text.raw[lint.start : lint.start + 1].isupper()
    ]  # fmt: skip
    total = len(text.words)
    numbers: dict[str, float] = {}
    for name, kinds in _KINDS.items():
        density = per_hundred(sum(lint.kind in kinds for lint in lints), total)
        numbers[f"errors.{name}"] = min(density, 12.0)
        numbers[f"errors.{name}_root"] = math.sqrt(min(density, 12.0))
    spelling = {text.raw[lint.start : lint.end].lower() for lint in lints if lint.kind == "Spelling"}
    numbers["errors.distinct_spelling"] = math.sqrt(min(per_hundred(len(spelling), total), 12.0))
    serious = [lint for lint in lints if lint.kind not in {"Style", "Formatting", "Readability"}]
    numbers["errors.all_root"] = math.sqrt(min(per_hundred(len(serious), total), 20.0))
    clean = sum(not any(s.start <= lint.start < s.end for lint in serious) for s in text.sentences)
    numbers["errors.clean_sentences"] = share(clean, len(text.sentences))
    return numbers


def _counts(text: Text, lints: Sequence[Lint], starts: set[int], asked: frozenset[str]) -> dict[str, float]:
    """As above, with the question's own words and names taken for right and spacing counted apart."""
    counts: Counter[str] = Counter()
    misspelt: set[str] = set()
    rules: set[str] = set()
    places = [sentence.start for sentence in text.sentences]
    marred: set[int] = set()  # sentences with anything wrong
    broken: set[int] = set()  # sentences with wrong words or grammar
    for lint in lints:
        written = text.raw[lint.start : lint.end]
        kind = _kind(lint, written, in_prompt=written.lower() in asked, begins=lint.start in starts)
        if kind == "spelt":
            misspelt.add(written.lower())
            counts["no_word"] += zipf(written.lower()) < _NO_WORD
        elif kind in {"slips", "checked"}:
            rules.add(lint.rule)
        counts[kind] += 1
        if kind in {"spelt", "slips", "checked", "capitals", "stops"}:
            sentence = bisect.bisect_right(places, lint.start) - 1
            marred.add(sentence)
            if kind not in {"capitals", "stops"}:
                broken.add(sentence)
    words = max(60, len(text.words))
    grammar = counts["slips"] + counts["checked"]
    hard = grammar + counts["spelt"]
    longest = _longest_run(text, broken)

    def per_text(count: float) -> float:
        return math.log1p(_USUAL * per_hundred(min(count, 60.0), words))

    return {
        **{
            f"errors.log_{kind}": per_text(counts[kind])
            for kind in ("spelt", "no_word", "spacing", "capitals", "stops", "slips", "checked", "style", "names")
        },
        "errors.log_misspelt": per_text(len(misspelt)),
        "errors.count_misspelt": math.log1p(len(misspelt)),
        "errors.log_hard": per_text(hard),
        "errors.count_hard": math.log1p(hard),
        "errors.log_grammar": per_text(grammar),
        "errors.distinct_rules": math.sqrt(len(rules)),
        "errors.unmarred_sentences": 1 - share(len(marred), len(text.sentences)),
        "errors.unbroken_sentences": 1 - share(len(broken), len(text.sentences)),
        "errors.longest_run_share": share(longest, len(text.words)),
        "errors.longest_run": math.log1p(longest),
    }


def _kind(lint: Lint, written: str, *, in_prompt: bool, begins: bool) -> str:
    if lint.kind == "Spelling" or lint.rule in _AS_SPELLING:
        if written[:1].isupper() and not begins:
            return "names"
        return "asked" if in_prompt else "spelt"
    if lint.rule in _SPACING or lint.kind == "Formatting":
        return "spacing"
    if lint.kind in _KINDS["style"]:
        return "style"
    if lint.kind in {"Capitalization", "Punctuation"}:
        return "capitals" if lint.kind == "Capitalization" else "stops"
    return "slips" if lint.rule.startswith("Slip") else "checked"


def _longest_run(text: Text, broken: set[int]) -> int:
    """Words in the longest run of sentences with nothing wrong in their words or grammar."""
    run = longest = 0
    for number, sentence in enumerate(text.sentences):
        run = 0 if number in broken else run + len(sentence.text.split())
        longest = max(longest, run)
    return longest
