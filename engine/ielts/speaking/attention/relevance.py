"""Does an answer speak to its question? Told only where it plainly does not: it is about something else, and says so often.

Two tries that were left out: shared words alone (two good answers in three share none with their question), and the sentence
vectors of the error finder's encoder, which tell the answers to a question from other answers hardly better than chance (an
area under the curve of 0.61 over 77 answers of three candidates): it was taught to see errors. What is here stays silent
rather than accuse: of 81 answers to their own questions it suspects none, and of two-minute talks set beside another card it
finds seven in ten (``tests/bench/bench_answers.py``).
"""

from __future__ import annotations

from collections.abc import Collection

from engine.ielts.speaking.attention.topic_words import about, fields

_ENOUGH = 9
"""Different content words: of fewer nobody can say what they are about."""
_ENOUGH_AGAIN = 6
_FOREIGN, _AGAIN = 3, 2
_FOREIGN_SHARE = 0.1
_SHORT, _IN_SHORT = 20, 4
"""Different content words of a short answer, in which more of them must be foreign."""
_SHARED_EVERY = 25


def astray(answer: str, question: str, context: str = "", strayed: Collection[str] = ()) -> str | None:
    """The field that an answer is about instead of what was asked, by its name in the table; ``None``: it may well be one.

    ``context`` says what else the question is about (the topic's name, the card). A question that names no subject itself
    ("What is it best known for?") is open, and nothing strays from it. ``strayed`` are fields that this speaker went astray into
    before: less of them tells.
    """
    words, wanted = about(answer), about(f"{question} {context}")
    if len(words) < (_ENOUGH_AGAIN if strayed else _ENOUGH) or not fields(about(question)):
        return None
    shared = sum(words[each] for each in wanted)
    if shared > sum(words.values()) / _SHARED_EVERY:
        return None
    near = set(fields(wanted))
    found = fields(words)
    home = max((found[each] for each in near), default=0)
    foreign = [(count, field) for field, count in found.items() if field not in near]
    count, field = max(foreign, default=(0, ""))
    least = _AGAIN if field in strayed else _IN_SHORT if len(words) < _SHORT else _FOREIGN
    told = count >= max(least, _FOREIGN_SHARE * len(words)) and count >= 2 * home
    return field if told else None
