"""How many tokens of a report could be copied from its prompt (prompt-lookup decoding), counted without a model.

    python tests/bench/prompt_lookup.py ESSAYS.jsonl [--most N]

The records are those that the offline reports would be. What is copied from the essay, or nearly (quotes and
corrections), is looked up; a model's own comments are taken for words that stand nowhere before. Each token is guessed
from where its two predecessors stood last in prompt and record; guesses are of up to eight tokens, and one wrong token
ends a guess. What the schema forces is left out: it takes no pass anyway.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tokenizers import Tokenizer

from engine.evaluate.essays import read_essays
from engine.ielts.reports import BandReport
from engine.ielts.rubric import load_rubric
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.offline import OfflineScorer
from engine.models.chatglm.tokenizer import fast_tokenizer
from engine.prompts import marking_prompt

LONGEST = 8
LOOKED_UP = 2


def texts_of(report: BandReport) -> list[tuple[str, bool]]:
    """The record's strings in order, and whether each is taken from the essay; all else in it is forced, or a choice."""
    found = []
    for criterion in report.criteria:
        for finding in criterion.findings[:2]:
            found += [(finding.quote, True), (finding.message, False)]
    for correction in report.corrections[:6]:
        found += [(correction.original, True), (correction.replacement or "", True), (correction.message, False)]
    return [(text, taken) for text, taken in found if text]


def passes(context: list[int], text: Sequence[int]) -> int:
    """Passes that ``text`` takes after ``context``, which it is added to, with guesses; each gives a token more than it guessed."""
    taken = 0
    while text:
        guess = _guess(context)[: len(text) - 1]
        right = next((n for n, (one, other) in enumerate(zip(guess, text, strict=False)) if one != other), len(guess))
        context += text[: right + 1]
        text = text[right + 1 :]
        taken += 1
    return taken


def _guess(context: list[int]) -> list[int]:
    key = context[-LOOKED_UP:]
    for start in range(len(context) - LOOKED_UP - 1, -1, -1):
        if context[start : start + LOOKED_UP] == key:
            return context[start + LOOKED_UP : start + LOOKED_UP + LONGEST]
    return []


def main() -> None:
    """Prints a line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("essays", type=Path)
    parser.add_argument("--most", type=int, default=30)
    chosen = parser.parse_args()
    tokenizer: Tokenizer = fast_tokenizer(Path(__file__).parents[1] / "data" / "chatglm2-tiny" / "tokenizer.model")
    rubric, scorer = load_rubric(), OfflineScorer.load()
    marker = OfflineMarker(scorer, rubric)
    tokens = copied = steps = 0
    every_essay = read_essays(chosen.essays)
    for marked in every_essay[:: max(1, len(every_essay) // chosen.most)]:
        essay = marked.essay
        every = [(criterion, band) for criterion in essay.task.criteria for band in (5, 6, 7)]
        rules = [rule for criterion, band in every for rule in rubric.rules(essay.task.code, criterion, band)]
        prompt = marking_prompt(essay, rules, {"words": essay.word_count})
        context = list(tokenizer.encode(f"{prompt.shared}\n{prompt.own}").ids)
        for text, taken in texts_of(marker.mark(essay)):
            ids = list(tokenizer.encode(text, add_special_tokens=False).ids)
            tokens += len(ids)
            if taken:
                copied += len(ids)
                steps += passes(context, ids)
            else:
                context += ids
    sys.stdout.write(
        f"{tokens} tokens of strings, {copied} of them the essay's own, which take {steps} passes: "
        f"{(copied - steps) / tokens:.0%} fewer passes in all\n"
    )


if __name__ == "__main__":
    main()
