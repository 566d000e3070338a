"""What an examiner may say: one neutral question, with no grade, praise, correction or opinion in it.

A model's wording of a question is held against it. The same words may judge the candidate or be what is asked about
("That was good" and "Is it good for children?"), so most are refused only where a remark of the examiner's can stand: at
the beginning of a clause, or said of "you" and "your".
"""

from __future__ import annotations

import re

from engine.ielts.writing import count_words

_LONGEST = 45
"""Words."""
_REQUEST = re.compile(r"(?:Describe|Compare) [^.!?]+\.")
"""What is no question in form and still asks for an answer."""

_JUDGES = (
    r"(?:good|great|nice|wonderful|interesting|right|wrong|fine|bad|fair|true|clever|sensible|useful|helpful|clear)"
)
_HOW_MUCH = (
    r"(?:(?:a|an|the|not|very|so|such|really|quite|rather|most|all|absolutely|completely|certainly|indeed|too) )*"
)
_SAID = r"(?:answer|point|question|idea|thought|reason|example|explanation|view|opinion|argument|comparison|talk)s?"
_BREAK = r"(?:^|[.!?;:,…–—-]\s+)"
_CLAUSE = rf"(?:{_BREAK}|\b(?:and|but|so|well|yes|okay|because|since|as|afraid(?: that)?) )"
_BE = r"(?:'s|'re| is| are| was| were| sounds?| seems?| looks?| may be| might be| could be)"
_YOU = rf"{_CLAUSE}you(?:'ve|'re| have| are| were| would| should| need to)?"

_NEVER = re.compile(
    r"[!\"“”]|\b(?:well done|bravo|congratulations|excellent|perfect(?:ly)?|brilliant|fantastic|amazing|impressive|"
    r"lovely|splendid|(?:in)?correct(?:ly|ed|ion)?|bands?|scores?|grades?|marks?|grammar|pronunciation|vocabulary|"
    r"instructions?|language model)\b",
    re.IGNORECASE,
)
"""Exclamations, the candidate's words in quotation marks, praise that means nothing else, and the marker's own words."""
_REMARK = re.compile(
    "|".join(
        (
            # "Good, and why ...?", "Fair enough, but ...", "A good point. Who ...?"
            rf"{_BREAK}{_HOW_MUCH}{_JUDGES}(?:\s*[.!?;:,…–—-]| (?:enough|for you|{_SAID})\b)",
            rf"{_BREAK}(?:sure|exactly|absolutely|indeed|of course|definitely|agreed|no)\s*[.!;:,…–—-]",
            # "That makes sense, so ...": whatever follows, it is a remark; a question begins otherwise.
            rf"{_BREAK}(?:(?:yes|no|and|but|so|well),? )*(?:that|this)(?: one)?(?:'s| is| was| makes?| sounds?| deserves?)\b",
            rf"{_CLAUSE}(?:it|those|these|they){_BE} {_HOW_MUCH}{_JUDGES}\b",
            rf",\s+which{_BE} {_HOW_MUCH}{_JUDGES}\b",
            rf"{_CLAUSE}what an? (?:\w+ )?{_JUDGES}\b",  # "What a good memory you have"
            rf"\b(?:this|that|these|those|such an?) (?:\w+ )?{_JUDGES} {_SAID}\b",
            r"\bthe (?:right|wrong|better) (?:words?|forms?|tenses?|expression|phrase|answer|way to (?:say|put))\b",
            r"\bthank(?:s| you) for (?:this|that|the|your|such)\b",
        )
    ),
    re.IGNORECASE,
)
"""A remark on what was said."""
_ABOUT_YOU = re.compile(
    "|".join(
        (
            rf"{_YOU}(?:{_BE}| been)? {_HOW_MUCH}(?:{_JUDGES}|mistaken|fluent|doing)\b",
            rf"{_YOU} (?:\w+ ){{1,4}}?(?:well|badly|wrong|\w+fully|(?:wrong|nice|clear)ly|mistakes?|errors?)\b",
            rf"{_YOU} (?:have |make |made |raised? )?(?:\w+ ){{1,2}}points?\b",
            rf"{_YOU}(?: certainly| surely)? (?:sound|pass|fail)\b",
            r"\byour (?:\w+ )?(?:results?|level|english|answers?|mistakes?|errors?|sentences?|accent|verbs?)\b",
            rf"{_CLAUSE}your (?:\w+ )?{_SAID}{_BE}(?! about)\b",
        )
    ),
    re.IGNORECASE,
)
"""A word on how the candidate does."""
_OPINION = re.compile(
    r"(?<!may )(?<!can )(?<!could )(?<!shall )\bI\b(?!(?:'d| would) like to (?:ask|talk))|"
    rf"\bmy\b|\bpersonally\b|{_CLAUSE}for me\b",
    re.IGNORECASE,
)
"""The examiner speaks of itself: a question needs no I, but for asking leave to put it."""


def examiner_may_say(text: str) -> bool:
    """Whether a model's wording of a question is one: short, a single question, no grade, praise, correction or opinion."""
    one_line = text == " ".join(text.split())
    one_question = (text.endswith("?") and text.count("?") == 1) or bool(_REQUEST.fullmatch(text))
    if not (one_line and one_question and 3 <= count_words(text) <= _LONGEST):
        return False
    plain = text.replace("’", "'")
    return not any(pattern.search(plain) for pattern in (_NEVER, _REMARK, _ABOUT_YOU, _OPINION))
