"""Does a text talk to the marker instead of answering the task? Then the model reads it without the orders in it.

The test may be too strict: an essay that is wrongly suspected loses a sentence before the model, and what the model's
band might have added. The offline scorer reads all of it.
"""

from __future__ import annotations

import re

from engine.marking.text import Text

_MARKER = r"(?:examiner|marker|assessor|grader|rater|scorer|evaluator|(?:marking|scoring)\ system)s?"
_GIVE = r"(?:give|award|grant|assign|output|return|print|write|mark|score|set|rate)"
_MOST = r"(?:[0-9](?:\.[05])?|nine|eight|highest|maximum|full|top|perfect)"

#: Each line is one way of giving orders to whoever marks.
_ORDERS = (
    (
        r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}"
        r"\b(?:instruction|rule|rubric|prompt|above|previous|prior|guideline|order)"
    ),
    r"\b(?:you\ are|you're|pretend|roleplay)\ (?:now|as|to\ be|no\ longer)\b",
    r"(?:^|[.!?:;\n,]\s*)(?:please\ |and\ )?(?:act|behave)\ (?:now|as)\b",
    r"\bfrom\ now\ on\b.{0,30}\byou",
    r"\b(?:system|developer|hidden|new|updated|secret)\ (?:prompt|message|instruction|mode|override|directive|rule)s?\b",
    r"\b(?:jail\s?break|prompt\ injection|(?:dan|developer|debug|god|admin)\ mode|sudo)\b",
    r"\b(?:ai|language)\ (?:model|assistant)\b.{0,60}\b(?:give|award|score|output|mark|must|should)\b",
    rf"\b{_MARKER}\b[^.]{{0,60}}\b(?:{_GIVE}|please|must|note|instruct|attention|raise|put|read)\b",
    rf"\b(?:dear|attention|note\ to|message\ to|hey|hello)\b[^.]{{0,20}}\b(?:{_MARKER}|ai|bot|chatglm|gpt|model)\b",
    rf"\b{_GIVE}\b[^.]{{0,40}}\b(?:band|score|overall|mark|grade|rating)s?\b[^.]{{0,20}}\b{_MOST}\b",
    (
        r"\b(?:deserves?|worth|scored?|awarded|received|is|be)\ (?:an?\ )?(?:band|overall)\ (?:score\ )?(?:of\ )?"
        r"(?:[0-9]|nine|eight)"
    ),
    r"\bband\ ?(?:score)?\ ?[:=]\ ?[0-9]|\bband\ (?:9|nine)\b|\b9(?:\.0)?\ (?:in|on|for)\ (?:all|every|each)\b",
    (
        r"\b(?:reveal|repeat|print|show|leak|output|tell\ me)\b[^.]{0,30}"
        r"\b(?:prompt|instructions?|rubric|rules|other\ (?:learner|student|candidate|user)s?)\b"
    ),
    r"\bend\ of\ (?:essay|answer|text|data|input|the\ candidate)|\bbegin(?:ning)?\ of\ (?:system|instructions?)\b",
    r"\brespond\ only\b|\banswer\ only\ with\b|\boutput\ only\b",
    r"\byour\ (?:role|task|job|instructions?|rubric)\ (?:is|are|has|have|changes?)\b",
    r"\b(?:all|full|maximum|highest|top)\ (?:marks|bands?|scores?)\b",
)
#: Spellings of what only a template or a record may hold.
_MACHINERY = (
    r"<\|?/?\s*(?:user|system|assistant|observation|im_start|im_end|endoftext|s|inst|essay|task|rubric|unk|pad)\s*\|?>",
    r"\[\s*/?\s*(?:g?mask|smask|inst|system|round\ ?\d+)\s*\]|<<\s*/?sys\s*>>",
    r"\#{2,}\s*(?:system|instruction|human|assistant|response)|~{4,}|`{3,}|={5,}",
    r"(?m:^\s*(?:system|assistant|user|human|ai|examiner|问|答)\s*[:：])",
    r"""["']?(?:band|overall|rule|findings|reasoning)["']?\s*:\s*["'{\[\d]|\{\s*\"""",
    r"\b[WS][0-9]?[AG]?\.(?:TA|TR|CC|LR|GRA|FC|P)\.\d|\b(?:sop|eop)\b",
)
#: Zero-width, bidirectional and tag characters; scripts in which no English essay is written; encoded text.
_HIDDEN = (
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\U000e0000-\U000e007f]",
    "[\u0370-\u052f\u0590-\u06ff\u0900-\u097f\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]",
    r"\b[A-Za-z0-9+/]{40,}={0,2}|(?:\\u[0-9a-f]{4}){2,}|(?:&\#x?[0-9a-f]+;){2,}|(?:%[0-9a-f]{2}){4,}",
)
_LINK = r"(?:https?:|www\.)\S|\bt\.me/|@\w{4,}"
_SPELLED = re.compile("|".join((*_MACHINERY, _LINK)), re.IGNORECASE | re.VERBOSE | re.DOTALL)
_STEERS = re.compile("|".join((*_ORDERS, *_MACHINERY, *_HIDDEN)), re.IGNORECASE | re.VERBOSE | re.DOTALL)


def steers(text: str) -> bool:
    """Whether ``text`` gives orders to whoever marks it, spells a model's machinery, or hides something."""
    return _STEERS.search(text) is not None


def spells_machinery(text: str) -> bool:
    """Whether what a model wrote holds spellings of a template or a record, or a link: nothing for a learner's eyes."""
    return _SPELLED.search(text) is not None


def without_orders(text: str) -> str:
    """``text`` without what :func:`steers` sees in it, so that nothing is left that steers.

    Sentences that give orders go, each with the one after it, which goes on giving them; where an order runs over
    several lines, those lines go.
    """
    left = "\n".join(_without_orders(line) for line in text.split("\n"))
    while (found := _STEERS.search(left)) is not None:
        before, after = left.rfind("\n", 0, found.start()) + 1, left.find("\n", found.end() - 1)
        left = left[:before] + (left[after + 1 :] if after >= 0 else "")
    return left


def _without_orders(line: str) -> str:
    if not steers(line):
        return line
    kept, after_order = [], False
    for sentence in Text(line).sentences:
        order = steers(sentence.text)
        if not order and not after_order:
            kept.append(sentence.text)
        after_order = order
    return " ".join(kept)
