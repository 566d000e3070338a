"""How a visual is described: overview, figures, comparison, trends and the tense of the report. Task 1 Academic only.

What examiners look for is in the public descriptors of Task Achievement; a letter has none of it, and is not measured.
"""

from __future__ import annotations

import math
import re

from engine.ielts.text import Text
from engine.marking.numbers import Numbers, per_hundred, share

_OVERVIEW = re.compile(
    r"\b(?:overall|in general|generally|it (?:is|can be) (?:clear|seen|noticeable|evident|observed|obvious)"
    r"|at first glance|in summary|to sum up|in conclusion|to summari[sz]e|as a whole|main (?:trend|feature)s?"
    r"|most (?:noticeable|striking|significant))\b"
)
_TREND = re.compile(
    r"\b(?:increas\w*|ris(?:e|es|ing|en)|rose|grew|grow\w*|climb\w*|soar\w*|surg\w*|jump\w*|declin\w*|decreas\w*|drop\w*"
    r"|fell|fall\w*|plummet\w*|plung\w*|dip\w*|fluctuat\w*|stab\w*|steady|steadily|remain\w*|constant|peak\w*|reach\w*"
    r"|level\w*|double\w*|tripl\w*|gradual\w*|sharp\w*|signific\w*|dramatic\w*|slight\w*|rapid\w*|consider\w*|marked\w*"
    r"|substantial\w*)\b"
)
_ABOUT = re.compile(
    r"\b(?:approximately|around|about|nearly|almost|roughly|just over|just under|slightly|well over|more than|less than"
    r"|over|under) (?:a |the )?\$?\d|\b(?:half|quarters?|thirds?|fifth|majority|minority|fraction)\b"
)
_COMPARING = frozenset(
    "than compared comparison whereas while contrast higher lower more less most least highest lowest greater greatest"
    " larger largest smaller smallest bigger biggest similar same twice double half both unlike former latter"
    " respectively followed difference different".split()
)
_OPINION = re.compile(r"\b(?:i think|i believe|in my opinion|should|because)\b")
_DRAWN = re.compile(r"process|diagram|cycle|stage|map|plan")
_FIRST_PERSON = frozenset("i we my our you us".split())


def describing(text: Text, prompt: str | None) -> Numbers:
    """Roots of densities per hundred words and of counts; whether something is there is 0 or 1."""
    words = text.lower
    lower = text.raw.lower()
    figures = re.findall(r"\d[\d,.]*", text.raw)
    trends = _TREND.findall(lower)
    past = sum(word in {"was", "were", "had", "did"} or word.endswith("ed") for word in words)
    present = sum(word in {"is", "are", "has", "have", "do", "does"} for word in words)
    in_past = share(past, past + present)
    beginning = " ".join(sentence.text.lower() for sentence in text.sentences[:3])
    ending = text.paragraphs[-1].text.lower() if text.paragraphs else ""
    return {
        "describing.figures": math.sqrt(len(figures)),
        "describing.distinct_figures": math.sqrt(len(set(figures))),
        "describing.sentences_with_figures": share(
            sum(any(char.isdigit() for char in sentence.text) for sentence in text.sentences), len(text.sentences)
        ),
        "describing.overview": float(bool(_OVERVIEW.search(lower))),
        "describing.overview_first": float(bool(_OVERVIEW.search(beginning))),
        "describing.overview_last": float(bool(_OVERVIEW.search(ending))),
        "describing.says_overall": float("overall" in words),
        "describing.comparing": math.sqrt(
            per_hundred(sum(word in _COMPARING or word.endswith("est") for word in words), len(words))
        ),
        "describing.trends": math.sqrt(per_hundred(len(trends), len(words))),
        "describing.distinct_trends": math.sqrt(len(set(trends))),
        "describing.about": math.sqrt(per_hundred(len(_ABOUT.findall(lower)), len(words))),
        "describing.respectively": float("respectively" in words),
        "describing.first_person": min(per_hundred(sum(word in _FIRST_PERSON for word in words), len(words)), 6.0),
        "describing.opinion": float(bool(_OPINION.search(lower))),
        "describing.past": in_past,
        "describing.mixed_tenses": in_past * (1 - in_past),
        "describing.of_a_drawing": float(bool(_DRAWN.search((prompt or "").lower()[:150]))),
    }
