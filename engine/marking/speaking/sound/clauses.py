"""Where a pause lies: between two clauses, where everybody pauses, or inside one, where it shows a search for words.

A clause ends where the transcript has a stop, a comma or the like, and before a word that opens a clause. This is a
rule of thumb for Foster, Tonkyn and Wigglesworth's (2000) analysis of speech, with no parser.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.ielts.speaking.heard import Span, Word
from engine.marking.speaking.sound.repairs import FILLERS, plain

_STOPS = tuple(".,;:?!…—–")
_OPENS = frozenset(
    "because cause although though since unless until while whereas if when whenever where wherever which who whom whose"
    " whether so but however then also therefore actually basically personally firstly secondly finally anyway well"
    " yes yeah no okay what why how".split()
)
# These join words as often as clauses: what follows tells.
_MAY_OPEN = frozenset("and or that as than for after before like".split())
_SUBJECTS = frozenset(
    "i you he she it we they there this these those my your his her our their the a an some people everyone everybody"
    " someone somebody i'm i've i'd i'll you're he's she's it's we're they're there's that's then so if when because"
    " maybe also sometimes it'll we'll they'll".split()
)
_NOUN_PHRASE = frozenset("the a an my your his her our their some this these those".split())


@dataclass(frozen=True, slots=True)
class Placed:
    """A silent pause; ``within`` a clause or not, and ``None`` where nobody knows when the words were said.

    ``after`` and ``before`` are the places in the transcript's words of the word that it follows and the one it precedes.
    """

    span: Span
    within: bool | None = None
    after: int | None = None
    before: int | None = None


def place_pauses(pauses: Iterable[Span], words: Sequence[Word]) -> tuple[Placed, ...]:
    """Each pause with its place among ``words``, which are in order of time; with no words, all of them unplaced."""
    return tuple(_place(pause, words) for pause in pauses)


def _place(pause: Span, words: Sequence[Word]) -> Placed:
    middle = (pause.start + pause.end) / 2
    # A word belongs to the side that most of it is on: a recogniser's times run into the silence.
    before = next((i for i, word in enumerate(words) if (word.start + word.end) / 2 > middle), len(words))
    if before == 0 or before == len(words):
        return Placed(pause)
    return Placed(pause, not _ends(words, before), before - 1, before)


def _begins_a_sentence(last: str, first: str) -> bool:
    """A recogniser that leaves a full stop out still writes the next sentence's first word with a capital."""
    opens = plain(first) in _SUBJECTS and not plain(first).startswith("i'") and plain(first) != "i"
    return opens and first[:1].isupper() and last[:1].islower() and plain(last) not in _NOUN_PHRASE


def _ends(words: Sequence[Word], before: int) -> bool:
    """Whether a clause ends before ``words[before]``; fillers beside the pause belong to neither side."""
    last, first = before - 1, before
    while last > 0 and plain(words[last].text) in FILLERS:
        last -= 1
    while first < len(words) - 1 and plain(words[first].text) in FILLERS:
        first += 1
    if words[last].text.rstrip("\"'”’)").endswith(_STOPS):
        return True
    opener = plain(words[first].text)
    following = plain(words[first + 1].text) if first + 1 < len(words) else ""
    if opener in _OPENS or _begins_a_sentence(words[last].text, words[first].text):
        return True
    if opener in {"and", "or", "for", "as", "than", "like"}:
        return following in _SUBJECTS - _NOUN_PHRASE
    return opener in _MAY_OPEN and following in _SUBJECTS
