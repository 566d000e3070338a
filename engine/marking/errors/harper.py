"""Grammar, spelling and punctuation, found by harper (https://writewithharper.com) in this process.

What it lets through, being made for native writers, is in :mod:`engine.marking.errors.slips`. Of harper's 900 rules
those in ``engine/data/harper_rules.json`` run: the ones that learners break. The others cost four fifths of the time
and were silent on 889 learners' essays, or are matters of taste that no examiner marks.
"""

from __future__ import annotations

import json
import re
import threading
from functools import cache
from importlib.resources import files

from harper import Dialect, Language, Linter, SuggestionKind, get_default_lint_config

from engine.marking.errors.lint import Lint
from engine.marking.errors.slips import slips

#: harper's linter refuses a second caller while it works, and a worker with a language model marks in many threads.
_ONE_AT_A_TIME = threading.Lock()


def check(text: str) -> tuple[Lint, ...]:
    """Everything that looks wrong: learners' slips first, then what harper found elsewhere, each in order.

    British and American spelling are both right.
    """
    if not text.strip():
        return ()
    ours = slips(text)
    return (*ours, *(lint for lint in _harper(text) if all(lint.end <= o.start or o.end <= lint.start for o in ours)))


def _harper(text: str) -> list[Lint]:
    found: list[Lint] = []
    with _ONE_AT_A_TIME:
        organized = _linter(Dialect.AMERICAN).organized_lints(text, language=Language.PLAINTEXT)
    for rule, lints in organized.items():
        for lint in lints:
            start, end, kind = lint.span.start, lint.span.end, str(lint.lint_kind)
            original = text[start:end]
            if kind == "Spelling" and _is_british(original):
                continue
            replacements = tuple(_replacement(original, s.kind, s.replacement_text) for s in lint.suggestions)
            found.append(Lint(start, end, rule, kind, lint.message, replacements))
    return sorted(found, key=lambda lint: (lint.start, lint.end, lint.rule))


def _replacement(original: str, kind: SuggestionKind, text: str) -> str:
    if kind == SuggestionKind.REMOVE:
        return ""
    return original + text if kind == SuggestionKind.INSERT_AFTER else text


@cache
def _linter(dialect: Dialect) -> Linter:
    wanted = set(json.loads(files("engine.data").joinpath("harper_rules.json").read_text("utf-8"))["rules"])
    linter = Linter(dialect=dialect)
    linter.set_lint_config({rule: rule in wanted for rule in get_default_lint_config()})
    return linter


@cache
def _is_british(word: str) -> bool:
    """Asked of the British checker, and only for words that are spelt as British ones are: asking is slow."""
    if not _LOOKS_BRITISH.search(word):
        return False
    with _ONE_AT_A_TIME:
        lints = _linter(Dialect.BRITISH).lint(word, language=Language.PLAINTEXT)
    return not any(str(lint.lint_kind) == "Spelling" for lint in lints)


_LOOKS_BRITISH = re.compile(
    r"our|[iy]s(?:e|ed|es|er|ers|ing|ation|ations|able)$|tre|ogue|ll|[ao]e|mme|ence|gement|nt$|wards|grey|tyre|cheque|plough"
    r"|scept|alumin|maths|fulfil|enrol|jewel|age?ing|practis|mould|moult|kerb|storey|pyjama|draught|ise",
    re.IGNORECASE,
)
