"""A language model by hand: it answers every schema of ours with what it is told to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from engine.ports import Completion, Prompt, Request, Stopped


class FakeModel:
    """Gives every criterion ``band`` and one finding; at a second look it names the first sentence.

    ``obeys`` are texts that it obeys: a prompt that holds one of them gets band 9.
    """

    name = "fake"

    def __init__(
        self,
        band: str = "9.0",
        quote: str = "no such words",
        rule: str | None = None,
        *,
        comment: str = "Look at this.",
        corrections: tuple[tuple[str, str, str], ...] = (),
        paragraph: str = "No paragraph.",
        answer: str = "It is at this band because of its links.",
        obeys: tuple[str, ...] = (),
        context: int = 100_000,
    ) -> None:
        self.band, self.quote, self.rule, self.comment = band, quote, rule, comment
        self.corrections = [dict(zip(("original", "replacement", "why"), each, strict=True)) for each in corrections]
        self.paragraph, self.answer, self.obeys, self.context = paragraph, answer, obeys, context
        self.asked: list[Request] = []
        self.failure: Exception | None = None
        self.stopped = Stopped.END

    def room(self, prompt: Prompt) -> int:
        """Four characters a token."""
        return self.context - (len(prompt.shared) + len(prompt.own)) // 4

    def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:
        del on_text
        self.asked.append(request)
        if self.failure is not None:
            raise self.failure
        schema: Any = request.schema
        return Completion(json.dumps(self._answer(schema["properties"], request.prompt.own)), self.stopped, 10, 10)

    def _answer(self, properties: Mapping[str, Any], own: str) -> dict[str, Any]:
        if "paragraph" in properties:
            return {"paragraph": self.paragraph}
        for name in ("answer", "question"):
            if name in properties:
                return {name: self.answer}
        if "reason" in properties:  # a judge's: the first of whatever may be said
            return {name: part["enum"][0] if "enum" in part else self.comment for name, part in properties.items()}
        band = "9.0" if any(order in own for order in self.obeys) else self.band
        record: dict[str, Any] = {}
        for code, part in properties.items():
            if code == "corrections":
                record[code] = self.corrections
            elif "band" in part["properties"]:
                finding = self._finding(part["properties"]["findings"]["items"]["properties"])
                record[code] = {"reasoning": "Because.", "findings": [finding], "band": band}
            else:
                record[code] = self._finding(part["properties"])
        return record

    def _finding(self, properties: Mapping[str, Any]) -> dict[str, str]:
        where = {"quote": self.quote} if "quote" in properties else {"sentence": properties["sentence"]["enum"][0]}
        return {"rule": self.rule or properties["rule"]["enum"][0], **where, "comment": self.comment}
