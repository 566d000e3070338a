"""Corrections to words and buttons: by kind of error, the commonest first, each kind with its rule of grammar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bots.replies.reply import Button, escape, within
from bots.replies.words import Words
from engine.ielts.languages import language_of
from engine.ielts.reports import BandReport, Correction, by_kind
from engine.ielts.rubric import load_rubric
from engine.marking.corrections import around
from engine.marking.errors.reasons import reason

KIND = "kind-"
"""A view of one kind begins with it."""
_SHOWN = 12
"""Places in one message: where there are more, each kind has a button of its own, and the first view shows a few."""
_FIRST = 3
_OF_ONE_KIND = 25
_A_ROW = 2


def all_corrections(report: BandReport, answer: str, say: Words) -> str:
    """Every kind with its first places; ``answer`` is the text that was marked."""
    if not report.corrections:
        return f"{say('corrections-title')}\n{say('corrections-none')}"
    kinds = by_kind(report.corrections)
    most = _SHOWN if len(report.corrections) <= _SHOWN else _FIRST
    lines = [say("corrections-title"), *worth_lines(report, say)]
    for kind, found in kinds:
        lines += ["", *_of_a_kind(kind, found, answer, most, say)]
    if not all(each.mended for each in report.corrections):
        lines += ["", say("corrections-doubtful")]
    return within("\n".join(lines))


def corrections_of(report: BandReport, kind: str, answer: str, say: Words) -> str:
    """All places of one kind, with an example of the rule."""
    found = [each for each in report.corrections if each.kind == kind]
    if not found:
        return f"{say('corrections-title')}\n{say('corrections-none')}"
    why = reason(kind, say.language)
    example = [say("kind-example", wrong=why.wrong, right=why.right)] if why.wrong else []
    title, rule_told, *places = _of_a_kind(kind, found, answer, _OF_ONE_KIND, say)
    doubtful = [] if all(each.mended for each in found) else ["", say("corrections-doubtful")]
    return within("\n".join([title, rule_told, *example, "", *places, *doubtful]))


def correction_buttons(submission_id: int, report: BandReport, say: Words) -> tuple[tuple[Button, ...], ...]:
    """A button for each kind where a message does not hold them all, and one for the clean version."""
    kinds = by_kind(report.corrections)
    buttons = [
        Button(say("button-kind", kind=_name(kind, say), count=len(found)), f"bm:view:{submission_id}:{KIND}{kind}")
        for kind, found in (kinds if len(report.corrections) > _SHOWN and len(kinds) > 1 else [])
    ]
    rows = [tuple(buttons[at : at + _A_ROW]) for at in range(0, len(buttons), _A_ROW)]
    if report.clean is not None:
        rows.append((Button(say("button-clean"), f"bm:view:{submission_id}:clean"),))
    return tuple(rows)


def worth_lines(report: BandReport, say: Words) -> list[str]:
    """What mending the answer is worth, where it is worth anything that can be told from noise."""
    if not report.worth:
        return []
    first = report.worth[0]
    gains = (f"{say(f'criterion-{each.criterion}')} {each.before} → {each.after}" for each in report.worth)
    kinds = say.listed(reason(kind, say.language).name for kind in first.kinds)
    return [say("worth", places=first.places, gains=say.listed(gains), count=len(first.kinds), kinds=kinds)]


def rule(rule_id: str, say: Words) -> str:
    """A rule of the rubric in the reader's language, with its id."""
    rubric = load_rubric(language_of(say.language))
    found = rubric.rule(rule_id)
    told = say("rule", band=found.band, about=rubric.about(found), rule=rubric.told(found))
    return f"<i>{told}</i> <code>{rule_id}</code>"


def _of_a_kind(kind: str, found: Sequence[Correction], answer: str, most: int, say: Words) -> Iterator[str]:
    yield say("of-a-kind", kind=_name(kind, say), count=len(found))
    yield f"<i>{escape(reason(kind, say.language).rule)}</i>"
    for each in found[:most]:
        yield _place(each, answer, say)
    if len(found) > most:
        yield say("corrections-more", count=len(found) - most)


def _place(each: Correction, answer: str, say: Words) -> str:
    before, after = around(answer, each.start, each.end)
    left, right = escape(before, 60), escape(after, 60)
    right = f" {right}" if after[:1].isspace() else right
    if each.replacement is None:
        return f"👀 {left} <u>{escape(each.original, 80)}</u>{right}".replace("👀  ", "👀 ")
    better = escape(each.replacement, 80) or say("leave-out")
    return f"• {left} <s>{escape(each.original, 80)}</s> → <b>{better}</b>{right}".replace("•  ", "• ")


def _name(kind: str, say: Words) -> str:
    name = reason(kind, say.language).name
    return name[:1].upper() + name[1:]
