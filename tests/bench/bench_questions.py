"""A question and an answer in one message: how often they are told apart, on questions that were not seen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from engine.evaluate.essays import read_essays
from engine.evaluate.questions import evaluate, pairs_of

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Print the table."""
    data = Path(os.environ.get("BANDMATE_DEV_DATA", ROOT.parent / "shared" / "data")) / "ielts_essays_dev.jsonl"
    say = sys.stdout.write
    if not data.exists():
        say("The development data is not here (BANDMATE_DEV_DATA): nothing was measured.\n")
        return
    found = evaluate(pairs_of(read_essays(data)))
    say(
        f"{found.pairs} answers to {found.questions} questions, each sent in seven of these ways, drawn at random; five-fold"
        " cross-validation with like questions kept together (`bandmate evaluate questions`). Told apart means: to the"
        " sentence. Left out are answers that begin with another copy of their question, because no truth is known of them."
        f"\n\nQuestions recognised {found.recognised:.1%}, right task {found.task:.1%}, answers alone left whole"
        f" {found.left_whole:.1%}.\n\n| sent as | told apart |\n|---|---|\n"
    )
    for way, share in found.by_way.items():
        say(f"| {way} | {share:.1%} |\n")


if __name__ == "__main__":
    main()
