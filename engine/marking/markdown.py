"""What both reports, on writing and on speaking, say in Markdown; learners' words are never read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.ielts.reports import NextStep
from engine.ielts.rubric import Rubric

ESTIMATE = (
    "This is an estimate by software, made to help you practise. Bandmate is not connected with the owners of IELTS,"
    " and only an examiner can give you a band."
)
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def escaped(text: str) -> str:
    """``text`` on one line, with every character that Markdown would read made plain."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def steps(next_steps: Sequence[NextStep], rubric: Rubric, appears: str) -> Iterator[str]:
    """What would lift the band most; ``appears`` is what the next band does: it looks, or it sounds, like its rule."""
    if not next_steps:
        return
    yield "## What would lift your band most"
    yield ""
    for number, step in enumerate(next_steps, 1):
        rule = rubric.rule(step.rule)
        yield f"{number}. **{escaped(step.advice)}** ({step.criterion.label})"
        yield f"   - What band {rule.band} {appears} like: {_lower(rule.text)} `{step.rule}`"
        yield f"   - Do this now: {escaped(step.exercise)}"
        yield ""


def remark(message: str, rule_id: str, rubric: Rubric) -> Iterator[str]:
    """What was found, below the words that show it, and the rule of the rubric that it bears on."""
    rule = rubric.rule(rule_id)
    yield f"**{'+' if rule.side == 'positive' else '–'}** {escaped(message)}"
    yield f"*Band {rule.band}, {rubric.about(rule)}: {_lower(rule.text)}* `{rule_id}`"
    yield ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
