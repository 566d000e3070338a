"""Slips of learners' speech that the checkers of writing let through, each by a pattern that is hard to fool.

Beside :mod:`engine.marking.slips`, and by the same rule: precision before recall, as nobody may be told that a right
sentence is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from engine.marking.lint import Lint

Better = Callable[[re.Match[str]], str] | str | None

_HER = {
    "like": "likes", "want": "wants", "go": "goes", "have": "has", "live": "lives", "love": "loves", "need": "needs",
    "know": "knows", "think": "thinks",
    "teach": "teaches", "cook": "cooks", "prefer": "prefers", "don't": "doesn't",
}  # fmt: skip
_COMPARED = {
    "easy": "easier", "clean": "cleaner", "close": "closer", "big": "bigger", "small": "smaller", "old": "older",
    "young": "younger", "fast": "faster", "slow": "slower", "cheap": "cheaper", "nice": "nicer", "happy": "happier",
    "busy": "busier", "hot": "hotter", "cold": "colder", "hard": "harder", "long": "longer", "short": "shorter",
    "high": "higher", "low": "lower", "strong": "stronger", "safe": "safer", "late": "later", "rich": "richer",
    "healthy": "healthier", "quick": "quicker",
}  # fmt: skip
_MANY = {
    one: one[:-1] + "ies" if one.endswith("y") and one[-2] not in "aeiou" else one + "es" if one.endswith(("sh", "ch", "s", "x")) else one + "s"
    for one in (
        "building car job shop cat dog tree flower thing student friend hour year place book reason problem country city"
        " house park school teacher day week month minute game video photo movie film language word question answer bus"
        " phone family company beach bridge river mountain restaurant student tourist animal way idea advantage"
    ).split()
}  # fmt: skip
_ING = {"relax": "relaxed", "stress": "stressed", "bore": "bored", "excite": "excited", "disappoint": "disappointed"}
_ASKS = r"(?:does|did|do|can|could|will|would|should|might|may|must|let|make|made|help|helped|watch|see|saw|hear|to|and|or|of|than|as|that|suggested?|recommend(?:ed)?)"
_ONE_PERSON = r"(?:he|she|my (?:mother|father|mum|mom|dad|brother|sister|wife|husband|son|daughter|friend|boss|teacher|grandmother|grandfather))"


def _table(table: dict[str, str]) -> Callable[[re.Match[str]], str]:
    """The whole match, with its last group as the table has it."""

    def better(match: re.Match[str]) -> str:
        group = match.lastindex or 0
        start = match.start(group) - match.start()
        end = match.end(group) - match.start()
        return match.group()[:start] + table[match.group(group).lower()] + match.group()[end:]

    return better


_PLAIN = {
    "knows": "know", "likes": "like", "wants": "want", "goes": "go", "has": "have", "went": "go", "liked": "like",
    "wanted": "want", "knew": "know", "had": "have", "thought": "think",
}  # fmt: skip
_AFTER = r"(?=\s*[.,;:!?]|\s+(?:than|and|but|because|for|to|in|now|if|when|so|or)\b|$)"
_SLIPS: tuple[tuple[re.Pattern[str], Better, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), better, why)
    for pattern, better, why in (
        (rf"\b(?<!and )(?<!or )more ({'|'.join(_COMPARED)})\b{_AFTER}", lambda m: _COMPARED[m.group(1).lower()], "Short adjectives compare with “-er”."),
        (r"\b((?:know|wonder|understand|remember|sure|explain|tell (?:me|you)) (?:what|how|why|where|when)) (should|can|could|will|would|is|are|was|were) (i|you|he|she|it|we|they)\b(?!\s*\?)", r"\1 \3 \2", "Inside a sentence a question keeps the order subject, verb."),
        (r"\b((?:place|time|way|space|money|chance|room)) for (relax|think|eat|learn|buy|go|see|make|live|meet|do|get|find)\b", r"\1 to \2", "After such a noun comes “to” and the verb."),
        (rf"\b((?:many|several|these|those|two|three|four|five|six|seven|eight|nine|ten) )({'|'.join(sorted(_MANY, key=len, reverse=True))})\b(?! (?:a|an|owners?|parks?|stations?|drivers?|games?|lovers?|shops?|stops?|rides?|members?|trip|of the|friends?|studios?|screens?)\b)(?! (?!is\b|was\b|has\b|as\b|does\b)\w+s\b)(?!-)", _table(_MANY), "More than one: the noun is plural."),
        (r"(?<!of )(?<!of the )(?<!of these )\b(people|children|they|we) has\b", r"\1 have", "Several people: “have”."),
        (r"(?<!of )(?<!of the )(?<!of these )(?<!of those )\b(people|children) (?:is|was)(?= (?:always|very|not|so|too|more|friendly|happy|busy|kind|nice|like|\w+ing)\b)", lambda m: m.group(1) + (" were" if m.group().lower().endswith("was") else " are"), "Several people: “are” or “were”."),
        (rf"(?<!\w)(?<!and )(?<!or )(?<!of )(?<!if )(?<!that )\b{_ONE_PERSON} (?:always |often |usually |never |also |really )?({'|'.join(_HER)})\b", _table(_HER), "One person, now: the verb ends in “-s”."),
        (r"\bi very (like|love|enjoy|want|hope|miss)\b", r"I really \1", "“Very” goes with adjectives; with a verb say “really”."),
        (rf"\b((?:feel|felt|am|i'm|was|is|are|very|so) (?:very |so |quite |really )?)({'|'.join(_ING)})\b(?! (?:and|is|can|about the)\b)", _table(_ING), "How somebody feels: the form in “-ed”."),
        (r"\b(when|since|as) (i|he|she) was (child|baby|student|teenager|kid|little girl|little boy|young girl|young boy)\b", r"\1 \2 was a \3", "A noun for one person needs “a”."),
        (r"\b(stay(?:s|ed|ing)?) in (?:my |the )?home\b", r"\1 at home", "One stays “at home”."),
        (r"\bone time (?:in|a) (?:one |a )?(day|week|month|year)\b", r"once a \1", "“Once a week”, “twice a month”."),
        (r"\b(\w+ times) in (?:one |a )(day|week|month|year)\b", r"\1 a \2", "“Three times a day”: no “in”."),
        (r"\b(?:i'm|am|is|are|he's|she's|they're|we're) (?:(?:go|like|want|know|need|eat|agree|think|come) (?!is\b|so\b)|play (?=music|football|basketball|games?|computer|with|the))", None, "One verb is enough, or the second needs “-ing”."),
        (r"\blook my phone\b", "look at my phone", "“Look” takes “at”."),
        (r"\blisten (music|the radio|songs|podcasts)\b", r"listen to \1", "“Listen” takes “to”."),
        (r"\b(like|likes|love|loves|enjoy|enjoys) (eat|play|watch|read|cook|swim|go|listen|travel|dance|write|sing|meet|sleep)\b(?= (?:with|to|in|very|a|the|my|some|it|messages?|books?|food|music|games?|tv|movies?|shopping|fish|there|and)\b|\s*[.,!?]|$)", lambda m: f"{m.group(1)} {_gerund(m.group(2))}", "After “like” and “enjoy” comes the form in “-ing”."),
        (r"\b(in|on) (nowadays|yesterday|tomorrow|last (?:week|month|year)|next (?:week|month|year)|every (?:day|week|year))\b", r"\2", "No preposition before this word of time."),
        (r"\b((?:does|do|did)(?: not|n't)) (knows|likes|wants|goes|has|went|liked|wanted|knew|had|thought)\b(?! (?:been|to))", lambda m: f"{m.group(1)} {_PLAIN[m.group(2).lower()]}", "After “do not” or “did not” comes the plain form."),
    )
)  # fmt: skip
_BEFORE = re.compile(rf"\b{_ASKS}\s+$", re.IGNORECASE)


def spoken_slips(text: str) -> tuple[Lint, ...]:
    """What these patterns find, in order and none overlapping another; ``text`` is speech without hesitations."""
    taken: list[Lint] = []
    for found in _find(text.replace("’", "'")):
        if all(found.end <= other.start or other.end <= found.start for other in taken):
            taken.append(found)
    return tuple(sorted(taken, key=lambda lint: lint.start))


def _find(text: str) -> Iterator[Lint]:
    for number, (pattern, better, why) in enumerate(_SLIPS):
        for match in pattern.finditer(text):
            if _is_right(text, match, why):
                continue
            if better is None:
                end = match.start() + len(match.group().rstrip())
                yield Lint(match.start(), end, f"SlipOfSpeech{number}", "Grammar", why, ())
                continue
            fixed = better(match) if callable(better) else match.expand(better)
            fixed = fixed[0].upper() + fixed[1:] if match.group()[:1].isupper() else fixed
            if fixed != match.group():
                yield Lint(match.start(), match.end(), f"SlipOfSpeech{number}", "Grammar", why, (fixed,))


def _is_right(text: str, match: re.Match[str], why: str) -> bool:
    """What stands before can make it good English: "does he like", "my mother and my friend go"."""
    return why.startswith("One person") and bool(_BEFORE.search(text[: match.start()]))


def _gerund(verb: str) -> str:
    if verb == "swim":
        return "swimming"
    return verb.removesuffix("e") + "ing"
