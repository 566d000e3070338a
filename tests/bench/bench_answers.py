"""Answers in Speaking: how often one to its own question is suspected, and how often one to another is found.

Three scripted candidates of ours sit a test on what they prepared; then their two-minute talks are set beside the bank's
other cards, as if one of those had been drawn.
"""

from __future__ import annotations

import sys

from engine.ielts.speaking.attention.relevance import astray
from engine.ielts.speaking.attention.topic_words import about, fields
from engine.ielts.speaking.questions import load_bank
from engine.ielts.speaking.report import ConcernKind
from engine.marking.speaking.judgement.concerns import judged
from engine.marking.speaking.measures import measure_test
from tests.marking.speaking.candidates import MIDDLING_VOICE, saying, sit, speak
from tests.marking.speaking.transcripts import MIDDLING, STRONG, WEAK

PREPARED = "park"


def main() -> None:
    """Print the table."""
    candidates = {"weak": WEAK, "middling": MIDDLING, "strong": STRONG}
    cards = load_bank().cards
    (own,) = (card for card in cards if card.id == PREPARED)
    near = set(fields(about(f"{own.text} {own.theme}")))
    other = [card for card in cards if card is not own]
    far = [card for card in other if near.isdisjoint(fields(about(f"{card.text} {card.theme}")))]
    say = sys.stdout.write
    say(
        "| candidate | answers to their own questions | suspected | talk beside another card | found | of far subjects | found |\n"
    )
    say("|---|---|---|---|---|---|---|\n")
    sums = [0] * 6
    for name, answers in candidates.items():
        test, heard = sit(saying(answers), lambda text: speak(text, MIDDLING_VOICE))
        measures = measure_test(test, heard)
        suspected = sum(each.kind is ConcernKind.ASTRAY for each in judged(test, measures))
        talk = answers["p2.talk"]
        found = [sum(astray(talk, card.text, card.theme) is not None for card in those) for those in (other, far)]
        row = [len(measures.heard), suspected, len(other), found[0], len(far), found[1]]
        sums = [one + more for one, more in zip(sums, row, strict=True)]
        say(f"| {name} | {' | '.join(map(str, row))} |\n")
    say(
        f"| together | {sums[0]} | {sums[1]} | {sums[2]} | {sums[3]} ({sums[3] / sums[2]:.0%}) | {sums[4]} |"
        f" {sums[5]} ({sums[5] / sums[4]:.0%}) |\n\nOf far subjects: the card shares no field of words with the talk's own,"
        " the way a stranger's talk would. The thresholds were chosen on these answers: expect less of others.\n"
    )


if __name__ == "__main__":
    main()
