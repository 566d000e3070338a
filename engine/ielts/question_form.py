"""Where a question paper ends and the answer begins, in a text that may hold both: a small model of their form.

The text is cut into pieces (sentences, and lines). Of every place between two pieces the model says how likely the
question ends there; the place before the first piece means that there is no question. A place's score is the sum of what
each piece before it says for being question paper, and of what the place itself looks like: one change point, fitted as
a conditional log-linear model (Lafferty, McCallum and Pereira 2001). Its weights are data, made by
``bandmate evaluate questions --out``; they know function words and the exam's own words, and no topic.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.ielts.text import Span, Text
from engine.ielts.text import tokens as tokens_of
from engine.ielts.writing import count_words

LONGEST = 170
"""Words: a longer text is no question paper."""
SHORTEST = 21
"""Words: a shorter text is no answer."""

_MOST = 30  # places that are looked at
_GLUED = re.compile(r"(?<=[a-z\d)?!])(?=[A-Z][a-z])|(?<=[a-z]{2}[.?!])(?=[A-Z\"“])")
_CASED = {"writer"}
_ASKING = frozenset(
    "extent agree discuss opinion reasons outweigh problem how why view summarise write letter shorthand chart".split()
)
_LISTED = re.compile(r"\s*(?:[-•*·–]|\(?\d[.)])\s")
_ANSWER = re.compile(
    r"(?:^|\n)[ \t#*_]*(?:(?:my|the|sample|model) )?(?:answer|essay|response|letter|report)(?: ?\d)?[ \t*_]*(?::|\n|$)",
    re.IGNORECASE,
)
_OF_THE_NEXT = ("cue:", "first:", "length:", "listed")
_LINKING = frozenset("however moreover therefore firstly secondly finally".split())


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in pieces, each with its features, and the features of every place at which a question could end."""

    pieces: tuple[Span, ...]
    of_piece: tuple[Mapping[str, float], ...]
    of_place: tuple[Mapping[str, float], ...]

    def scores(self, weights: Mapping[str, float]) -> list[float]:
        """One a place; the first is the place before everything."""
        found, before = [], 0.0
        for i, place in enumerate(self.of_place):
            found.append(before + _dot(weights, place))
            if i < len(self.of_piece):
                before += _dot(weights, self.of_piece[i])
        return found


def question_end(text: str) -> int:
    """The offset at which the question that ``text`` begins with is over; 0: it begins with none."""
    cut = cut_up(text, _model().vocabulary)
    scores = cut.scores(_model().weights)
    best = max(range(len(scores)), key=scores.__getitem__)
    return cut.pieces[best - 1].end if best else 0


def is_like_a_question(text: str) -> float:
    """How much each piece of ``text`` speaks for a question paper, on the average; 0 is neither this way nor that."""
    model = _model()
    each = [_dot(model.weights, _piece_features(piece.text, model.vocabulary)) for piece in pieces_of(text)]
    return sum(each) / len(each) if each else 0.0


def cut_up(text: str, vocabulary: frozenset[str]) -> Cut:
    """The pieces and features of ``text``; words that are not in ``vocabulary`` count for nothing."""
    every = pieces_of(text)
    words = [0]
    for piece in every:
        words.append(words[-1] + count_words(piece.text))
    last = min(sum(count <= LONGEST and words[-1] - count >= SHORTEST for count in words[1:]), _MOST)
    of_piece = tuple(_piece_features(piece.text, vocabulary) for piece in every[: last + 1])
    of_place: list[Mapping[str, float]] = [{"none": 1.0}]
    stems = [_stems(piece.text) for piece in every]
    rest = [frozenset[str]()]
    for each in reversed(stems):
        rest.append(rest[-1] | each)
    rest.reverse()
    earlier: frozenset[str] = frozenset()
    asking = [any(f"cue:{cue}" in features for cue in _ASKING) for features in of_piece]
    for k in range(1, last + 1):
        earlier |= stems[k - 1]
        of_place.append(
            {
                **_layout(text, every[k - 1], every[k]),
                **_asked(asking, k, _gap(text, every[k - 1], every[k])),
                **{f"next:{name}": 1.0 for name in of_piece[k] if name.startswith(_OF_THE_NEXT)},
                **_length(words[k], words[-1] - words[k], k),
                **_taken_up(earlier, stems[k], rest[k]),
            }
        )
    return Cut(tuple(every[:last]), of_piece[:last], tuple(of_place))


def pieces_of(text: str) -> list[Span]:
    """Sentences that cross no line, cut also where the space between two was lost ("... in 2007Summarise the ...")."""
    found: list[Span] = []
    for sentence in Text(text).sentences:
        start = 0
        for glue in _GLUED.finditer(sentence.text):
            if glue.start() - start >= 12:
                found.append(
                    Span(sentence.start + start, sentence.start + glue.start(), sentence.text[start : glue.start()])
                )
                start = glue.start()
        found.append(Span(sentence.start + start, sentence.end, sentence.text[start:]))
    return found


def _piece_features(piece: str, vocabulary: frozenset[str]) -> dict[str, float]:
    words = tokens_of(piece)
    capitals = piece.isupper() and len(words) > 2
    found = {
        f"cue:{name}": 1.0 for name, cue in _cues().items() if not (capitals and name in _CASED) and cue.search(piece)
    }
    found |= {f"has:{word}": 1.0 for word in words if word in vocabulary}
    if words and words[0] in vocabulary:
        found[f"first:{words[0]}"] = 1.0
    found[f"length:{min(int(math.log2(len(words) + 1)), 6)}"] = 1.0
    found[f"ends:{piece.rstrip()[-1:] if piece.rstrip()[-1:] in '.?!:;,' else 'not'}"] = 1.0
    if _LISTED.match(piece):
        found["listed"] = 1.0
    if piece.lstrip()[:1] in "[(\"“'‘":
        found["opened"] = 1.0
    if piece.rstrip()[-1:] in "])”\"'’":
        found["closed"] = 1.0
    if capitals:
        found["capitals"] = 1.0
    return found


def _gap(text: str, before: Span, after: Span) -> str:
    between = text[before.end : after.start]
    breaks = between.count("\n")
    return "glued" if not between else "space" if not breaks else "line" if breaks == 1 else "blank"


def _layout(text: str, before: Span, after: Span) -> dict[str, float]:
    """What stands at the place: a line end, a label, a bracket that closes, a question mark, the end of capitals."""
    head, kind = text[: before.end].rstrip(), _gap(text, before, after)
    found = {f"gap:{kind}": 1.0, f"lines:{min(head.count(chr(10)), 4)},{kind}": 1.0}
    if _ANSWER.search(text[before.end : after.start]) or _ANSWER.match(after.text):
        found["label"] = 1.0
    if head.rstrip("\"”'’)] ").endswith("?"):
        found[f"question_mark,{kind}"] = 1.0
    if head.isupper() and not after.text.isupper():
        found["capitals_end"] = 1.0
    if head[:1] in '[("“' and head[-1:] in '])"”':
        found["closes"] = 1.0
    return found


def _asked(asking: Sequence[bool], k: int, kind: str) -> dict[str, float]:
    """How much was asked before the place, and is asked after it."""
    return {
        f"asked:{min(sum(asking[:k]), 4)}": 1.0,
        f"asked:{min(sum(asking[:k]), 1)},{kind}": 1.0,
        f"asked_last:{int(asking[k - 1])},{kind}": 1.0,
        f"asks_next:{int(asking[k])}": 1.0,
        "asks_later": float(sum(asking[k + 1 : k + 4])),
    }


def _length(before: int, after: int, k: int) -> dict[str, float]:
    return {f"words:{min(before // 25, 6)}": 1.0, f"left:{min(after // 40, 5)}": 1.0, "pieces": math.log(k)}


def _taken_up(earlier: frozenset[str], following: frozenset[str], rest: frozenset[str]) -> dict[str, float]:
    """How much of a question's matter the answer takes up, in its first sentence and in all."""
    if not earlier:
        return {}
    return {
        "taken_up": len(earlier & rest) / len(earlier),
        "taken_up_at_once": len(earlier & following) / len(earlier),
    }


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:5] for word in tokens_of(text) if len(word) > 4 and word not in _LINKING)


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    found = tomllib.loads(files("engine.data").joinpath("language", "question_cues.toml").read_text("utf-8"))
    return {name: re.compile(cue, 0 if name in _CASED else re.IGNORECASE) for name, cue in found.items()}


def _dot(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


@dataclass(frozen=True, slots=True)
class _Model:
    weights: Mapping[str, float]
    vocabulary: frozenset[str]


@cache
def _model() -> _Model:
    """The weights that come with Bandmate.

    Raises:
        ValueError: the file is damaged.
    """
    found = json.loads(files("engine.data").joinpath("calibration", "question-form.json").read_text("utf-8"))
    weights = {str(name): float(weight) for name, weight in found["weights"].items()}
    return _Model(weights, frozenset(_words_in(weights)))


def _words_in(weights: Mapping[str, float]) -> Iterator[str]:
    for name in weights:
        kind, _, word = name.partition(":")
        if kind in {"has", "first"}:
            yield word
