"""What both reports, on writing and on speaking, say in Markdown; learners' words are never read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.ielts.reports import NextStep
from engine.ielts.rubric import Rubric
from engine.marking.sentences import Sentences

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def escaped(text: str) -> str:
    """``text`` on one line, with every character that Markdown would read made plain."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def steps(next_steps: Sequence[NextStep], rubric: Rubric, say: Sentences, appears: str) -> Iterator[str]:
    """What would lift the band most; ``appears`` is what the next band does: it ``looks``, or it ``sounds``, like its rule."""
    if not next_steps:
        return
    yield f"## {say('lift')}"
    yield ""
    for number, step in enumerate(next_steps, 1):
        rule = rubric.rule(step.rule)
        goal = say(f"lift-{appears}", band=rule.band, rule=_lower(rubric.told(rule)))
        yield f"{number}. **{escaped(step.advice)}** ({say(f'criterion-{step.criterion}')})"
        yield f"   - {goal} `{step.rule}`"
        yield f"   - {say('lift-exercise', exercise=escaped(step.exercise))}"
        yield ""


def remark(message: str, rule_id: str, rubric: Rubric, say: Sentences) -> Iterator[str]:
    """What was found, below the words that show it, and the rule of the rubric that it bears on."""
    rule = rubric.rule(rule_id)
    told = say("rule", band=rule.band, about=rubric.about(rule), rule=_lower(rubric.told(rule)))
    yield f"**{'+' if rule.side == 'positive' else '–'}** {escaped(message)}"
    yield f"*{told}* `{rule_id}`"
    yield ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
