"""Accuracy: what harper found, per hundred words, by kind; and how many sentences it found nothing in.

Error-free units as a measure of accuracy: Wolfe-Quintero, Inagaki and Kim (1998).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from engine.marking.lint import Lint
from engine.marking.measures import Numbers, per_hundred, share
from engine.marking.text import Text

_KINDS = {
    "spelling": {"Spelling"},
    "typo": {"Typo", "BoundaryError", "Malapropism", "Nonstandard", "Eggcorn"},
    "grammar": {"Grammar", "Agreement", "Miscellaneous"},
    "usage": {"Usage", "WordChoice", "Regionalism", "Collocation", "Linking"},
    "punctuation": {"Punctuation", "Formatting", "Capitalization"},
    "style": {"Style", "Redundancy", "Repetition", "Readability", "Enhancement"},
}


def accuracy(text: Text, lints: Sequence[Lint]) -> Numbers:
    """Densities per hundred words and their roots (the tenth error says less than the first)."""
    # A capital inside a sentence is more often a name than a slip.
    starts = {sentence.start for sentence in text.sentences}
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
