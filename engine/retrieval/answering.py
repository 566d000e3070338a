"""A question about the exam, answered from one passage in that passage's own words, or not at all.

Which passage that is, and whether it is likely enough to be the answer: :mod:`engine.retrieval.fitness`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from engine.ielts.languages import Language
from engine.ielts.passages import Passage, SourceKind
from engine.ielts.text import Text
from engine.retrieval.fitness import shipped_fit, traits_of
from engine.retrieval.scopes import about_in
from engine.retrieval.stems import Term, is_chinese, sought, stems, terms
from engine.store.passages import Filter, Hit
from engine.store.store import Transaction

IN_REACH = 20
_SENTENCES = 3
_BETTER = 0.15
"""An operator's document goes before our own facts where it is so much likelier to answer."""
_CERTAIN, _RIVAL, _THINKABLE, _MOST_NEAR = 0.9, 0.1, 0.02, 3
"""Likely as the first, an answer stands alone; a fact is offered beside one at the second's share of its likelihood, in
place of one from the third on."""
_NAME = re.compile(r"(?<=[a-z,] )(?!I\b)[A-Z][a-z]+")
"""A name in the middle of a sentence: what a passage says of everybody is no answer about one school or town."""
_PRICE = re.compile(
    r"\bhow much\b.*\b(?:cost|costs|fees?|price|pay)\b|\bwhat\b.*\bcosts?\b|费.*多少|多少.*(?:费|钱)", re.IGNORECASE
)
KINDS = frozenset({SourceKind.EXAM, SourceKind.DOCUMENT})
"""The rubric answers where a question names a criterion and a band; its sentences are like too many questions."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` stands so in ``passage``."""

    text: str
    passage: Passage


def answer_or_near(tx: Transaction, question: str, on: date | None = None) -> tuple[Answer | None, tuple[Passage, ...]]:
    """The best passage's words, and where that is not certain the facts of ours that are likeliest beside it."""
    asked = terms(question)
    if (rules := _rules(tx, question)) is not None:
        return rules, ()
    language = Language.CHINESE if is_chinese(question) else Language.ENGLISH
    wanted = Filter(KINDS, language=language, on=on)
    hits = tx.passages.search(sought(question), wanted, IN_REACH)
    ranked = sorted(_ranked(question, asked, hits), key=lambda each: -each[0])
    told = [each for each in ranked if each[0] >= shipped_fit().enough and may_answer(question, asked, each[1])]
    if not told:
        return None, _near(ranked, None, _THINKABLE)
    (likely, chosen), ours = told[0], [each for each in told if each[1].passage.kind is not SourceKind.DOCUMENT]
    if ours and chosen.passage.kind is SourceKind.DOCUMENT and likely < ours[0][0] + _BETTER:
        chosen = ours[0][1]
    found = Answer(_said(chosen.passage, asked), chosen.passage)
    return found, () if likely >= _CERTAIN else _near(ranked, chosen, likely * _RIVAL)


def _near(ranked: Sequence[tuple[float, Hit]], but: Hit | None, least: float) -> tuple[Passage, ...]:
    """Facts that the question may have meant: they can be told by a press, as they hold whoever asks."""
    facts = [hit.passage for likely, hit in ranked if hit is not but and likely >= least]
    return tuple(fact for fact in facts if fact.kind is SourceKind.EXAM)[:_MOST_NEAR]


def _rules(tx: Transaction, question: str) -> Answer | None:
    """What a band of a criterion asks for, where a question names both: no other passage says more of it."""
    about = about_in(question)
    if about.criterion is None or about.band is None or about.band % 1:
        return None
    language = Language.CHINESE if is_chinese(question) else Language.ENGLISH
    task = about.task or ("S" if about.criterion in ("FC", "P") else "W2" if about.criterion == "TR" else None)
    bands = (about.band, about.band)
    wanted = Filter(frozenset({SourceKind.RUBRIC}), task, about.criterion, bands, language)
    hits = tx.passages.search(sought(question), wanted, 1)
    return Answer(hits[0].passage.text, hits[0].passage) if hits else None


def _ranked(question: str, asked: Sequence[Term], hits: Sequence[Hit]) -> Iterator[tuple[float, Hit]]:
    """Each hit with how likely it is to answer."""
    for traits, hit in zip(traits_of(question, asked, hits), hits, strict=True):
        yield shipped_fit().probability(traits), hit


def may_answer(question: str, asked: Sequence[Term], hit: Hit) -> bool:
    """Whether the passage can: it knows the names, has a figure where a price is asked for, names a word that is all."""
    return _is_about(asked, hit) and _can_tell(question, hit)


def _can_tell(question: str, hit: Hit) -> bool:
    """Whether the passage knows the names that are asked about, and has a figure where a price is asked for."""
    passage = hit.passage
    if _PRICE.search(question) and not any(char.isdigit() for char in passage.text):
        return False
    named = {stem for name in _NAME.findall(question) for stem in stems(name)}
    return named <= {*stems(passage.heading), *stems(passage.text), *stems(hit.asked)}


def _is_about(asked: Sequence[Term], hit: Hit) -> bool:
    """One word is no question: then a passage must name it itself, a Chinese word in its heading."""
    passage = hit.passage
    said = passage.heading if is_chinese(asked[0].stem) else f"{passage.heading} {passage.text}"
    return len(asked) > 1 or asked[0].stem in stems(said)


def _said(passage: Passage, asked: Sequence[Term]) -> str:
    """Our own passages whole, as they are short; of a document the sentences that speak of most of the question."""
    if passage.kind is not SourceKind.DOCUMENT:
        return passage.text
    sentences = [sentence.text for sentence in Text(passage.text).sentences]
    if len(sentences) <= _SENTENCES:
        return passage.text
    weights = {term.stem: term.weight for term in asked}

    def spoken_of(start: int) -> float:
        return sum(weights.get(stem, 0.0) for stem in set(stems(" ".join(sentences[start : start + _SENTENCES]))))

    start = max(range(len(sentences) - _SENTENCES + 1), key=lambda at: (spoken_of(at), -at))
    return " ".join(sentences[start : start + _SENTENCES])
