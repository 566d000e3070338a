"""How much of what a language model claims about an essay is real? Counted on its own words, before anything is sifted."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import ModelMisbehaved
from engine.ielts.rubric import Rubric
from engine.ielts.writing import Essay
from engine.marking.llm.quotes import locate
from engine.ports import Completion, LanguageModel, Prompt, Request


@dataclass(frozen=True, slots=True)
class Claims:
    """Findings that were claimed; with a rule that is none of this criterion's; with a quote that is not there."""

    findings: int = 0
    invented_rules: int = 0
    invented_quotes: int = 0
    records: int = 0
    unread: int = 0

    def __add__(self, other: Claims) -> Claims:
        mine, its = (
            (each.findings, each.invented_rules, each.invented_quotes, each.records, each.unread)
            for each in (self, other)
        )
        return Claims(*(a + b for a, b in zip(mine, its, strict=True)))

    @property
    def real(self) -> float:
        """The share of findings with a real rule and a real quote."""
        return 1 - (self.invented_rules + self.invented_quotes) / self.findings if self.findings else 0.0


class Overheard:
    """A language model whose answers are kept in ``answers``, until somebody takes them."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self.answers: list[Completion] = []

    @property
    def name(self) -> str:
        """The model's own."""
        return self._model.name

    def room(self, prompt: Prompt) -> int:
        """See :class:`engine.ports.LanguageModel`."""
        return self._model.room(prompt)

    def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:
        """See :class:`engine.ports.LanguageModel`."""
        answer = self._model.generate(request, on_text)
        self.answers.append(answer)
        return answer


def claims_in(answer: str, essay: Essay, rubric: Rubric) -> Claims:
    """The claims of one record; an answer that is none is counted as ``unread``."""
    try:
        told = json.loads(answer)
        claimed = [
            (code, each["rule"], each["quote"]) for code in essay.task.criteria for each in told[code]["findings"]
        ]
    except (ValueError, KeyError, TypeError):
        return Claims(records=1, unread=1)
    wrong_rules = wrong_quotes = 0
    for code, rule_id, quote in claimed:
        rule = rubric.by_id.get(str(rule_id))
        if rule is None or rule.criterion != code or rule.task != essay.task.code:
            wrong_rules += 1
            continue
        try:
            locate(str(quote), essay.text)
        except ModelMisbehaved:
            wrong_quotes += 1
    return Claims(len(claimed), wrong_rules, wrong_quotes, 1)
