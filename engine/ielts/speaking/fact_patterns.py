"""Plain statements that a candidate makes about himself or herself, found by pattern.

The patterns would rather miss a statement than make one up: a clause with a negation, a condition or another person's
words in front is left alone, names must look like names, occupations must be known ones.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from enum import StrEnum

from engine.ielts.speaking.known_words import COUNTRIES, NO_PLACES, OCCUPATIONS


class FactKind(StrEnum):
    """What a fact is about."""

    HOME_TOWN = "comes from"
    COUNTRY = "country"
    LIVES = "lives in"
    JOB = "job"
    STUDY = "study"
    FAMILY = "family"
    HOBBY = "hobby"
    SUBJECT = "subject of the long turn"
    PERSON = "person"
    EXPERIENCE = "experience"
    OPINION = "opinion"


_I_AM = r"\b[Ii](?:['’]m|\s+am)"
_ER = r"(?:(?:um|uh|er|erm|uhm|like),?\s+)?"
_COUNTRY = "|".join(re.escape(name) for name in sorted(COUNTRIES, key=lambda name: (-len(name), name)))
_NAME = (
    rf"(?:(?i:{_COUNTRY})\b|"
    r"[A-Z](?:[^\W\d_]|['’-])+(?:\s+(?:(?:of|de|del|la|al)\s+)?[A-Z](?:[^\W\d_]|['’-])+){0,3})"
)
_AREA = r"(?:(?:a|the)\s+(?:\w+\s+){0,3}?(?:town|city|village|place|capital|province|region|north|south|east|west|cent(?:re|er))\s+)?"
_FROM = re.compile(
    rf"(?:{_I_AM}\s+(?:originally\s+)?from|\b[Ii]\s+(?:originally\s+)?(?:come|came)\s+from"
    rf"|\b[Ii]\s+(?:was\s+born|grew\s+up)\s+in|\b[Mm]y\s+home\s?town\s+is(?:\s+called)?)\s+{_ER}{_AREA}"
    rf"(?:(?:called|named|of|in)\s+)?(?:the\s+)?(?P<place>{_NAME})(?:,?\s+(?:in\s+)?(?:the\s+)?(?P<wider>{_NAME}))?"
)
_BEGINS_WITH_COUNTRY = re.compile(rf"(?:{_COUNTRY})\b", re.IGNORECASE)
_LIVE = re.compile(
    rf"\b[Ii]\s+(?:now\s+|currently\s+)?live\s+in\s+{_ER}{_AREA}(?:(?:called|named|of)\s+)?(?P<value>{_NAME})"
)
_HEAD = "|".join(sorted(OCCUPATIONS))
_JOB = re.compile(
    rf"(?:{_I_AM}\s+(?:currently\s+|now\s+)?(?:working\s+as\s+)?|\b[Ii]\s+(?:currently\s+)?work\s+as\s+){_ER}"
    r"(?P<value>an?\s+(?:[a-z-]+\s+){0,3}?"
    rf"(?:{_HEAD}))\b(?!['’-]|\s+(?:of|at\s+heart|fan|{_HEAD})\b)"
)
_STOP = (
    r"(?=\s*(?:[,.;:!?…]|$|"
    r"\b(?:at|in|on|for|because|and|but|so|with|to|from|which|who|that|when|since|as|or|if|now|right|a\s+lot)\b))"
)
_STUDY = re.compile(
    rf"(?:{_I_AM}\s+(?:currently\s+|now\s+)?(?:studying|majoring\s+in)|\b[Ii]\s+study|\b[Mm]y\s+major\s+is)\s+"
    rf"(?P<value>(?:[A-Za-z-]+\s+){{0,3}}?[A-Za-z-]+){_STOP}"
)
_FAMILY = re.compile(
    r"\b[Ii](?:\s+have|['’]ve)(?:\s+got)?\s+(?P<value>(?:an?|one|two|three|four|five|six)\s+"
    r"(?:(?:older|younger|elder|little|big|twin|small|young)\s+)?"
    r"(?:brothers?|sisters?|sons?|daughters?|child|children|kids?|grandchildren))\b"
)
_HOBBY = re.compile(
    r"(?:\b[Ii]\s+(?:(?:really|also|especially|just)\s+)*(?:like|love|enjoy)|"
    rf"{_I_AM}\s+(?:really\s+)?(?:into|keen\s+on|fond\s+of|interested\s+in)|\b[Mm]y\s+(?:main\s+|favou?rite\s+)?hobby\s+is)\s+"
    rf"(?P<value>[a-z]+ing(?:\s+(?!(?:it|them|him|her|there|that|this|so|very|because)\b)[a-z'’-]+){{0,4}}?)(?=\s*(?:[,.;:!?…]|$|"
    r"\b(?:because|and|but|so|when|which|since|as|or|if|with|every|very|a\s+lot|in\s+my|at|on)\b))"
)
_INTEREST = re.compile(
    rf"(?:{_I_AM}\s+(?:(?:really|very|quite|also)\s+)*(?:into|keen\s+on|fond\s+of|interested\s+in)"
    r"|\b[Ii]\s+(?:(?:usually|often|sometimes|always|also|like\s+to|love\s+to|prefer\s+to)\s+)*play)\s+"
    rf"(?P<value>(?:the\s+)?[a-z]+){_STOP}"
)
_SUBJECT = re.compile(
    r"(?:\b[Ii](?:['’]m|\s+am|['’]d|\s+would)?\s+(?:going|like|want)\s+to\s+"
    r"(?:talk\s+(?:to\s+you\s+)?about|describe|tell\s+you\s+about|speak\s+about)|\b(?:talk|speak)\s+(?:to\s+you\s+)?about\s+is"
    r"|\b[Tt]he\s+\w+\s+(?:that\s+|which\s+)?[Ii](?:['’]d|\s+would|\s+will|['’]m|\s+am)?\s*(?:like|going|want)?\s*(?:to)?\s*describe\s+is)\s+"
    rf"{_ER}(?P<value>(?:my|a|an|the)\s+(?:[\w'’-]+\s+){{0,4}}?[\w'’-]+){_STOP}"
)
_CLOSE = (
    "mother|father|mum|dad|parents|brother|sister|grandmother|grandfather|grandparents|grandma|grandpa|uncle|aunt|cousin|wife|"
    "husband|son|daughter|nephew|niece|best\\s+friend|flatmate|roommate|neighbour|teacher|boss|colleague|classmate"
)
_PERSON = re.compile(rf"\b(?P<value>[Mm]y\s+(?:(?:older|younger|elder|little|big)\s+)?(?:{_CLOSE}))\b(?!['’]s)")
_LIVED = (
    "moved|travell?ed|visited|failed|passed|lost|won|broke|learn(?:ed|t)|taught|started|stopped|quit|gave\\s+up|worked|"
    "volunteered|climbed|ran|built|joined|missed|found|met|helped|organised|bought|sold|got\\s+lost"
)
_EXPERIENCE = re.compile(rf"\b[Ii]\s+(?P<value>(?:once\s+)?(?:{_LIVED})\s+(?:[\w'’-]+\s+){{0,4}}?[\w'’-]+){_STOP}")
_OPINION = re.compile(
    r"\b[Ii](?:['’]d|\s+would)?\s+(?P<value>(?:(?:much|really|always)\s+)?(?:prefer|rather|hate|can['’]t\s+stand|don['’]t\s+like|do\s+not\s+like)"
    rf"\s+(?:to\s+)?(?:[\w'’-]+\s+){{0,4}}?[\w'’-]+){_STOP}"
)
_UNSAFE_BEFORE = re.compile(
    r"\b(?:if|wish|unless|imagine|pretend|suppose|hope|maybe|perhaps|think|thought|says?|said|asked?|whether)\b|[\"“]"
    r"|(?:\b(?:not|never)\b|n['’]t\b)[^,]*$",
    re.IGNORECASE,
)
_UNSAFE_WITHIN = re.compile(r"\bnot\b|n['’]t\b|\bno\s+longer\b")
_NO_HOBBY = frozenset({"being", "having", "doing", "something", "anything", "nothing", "everything", "going"})
_NO_HOBBY |= {"getting", "thing", "living", "morning", "evening"}
_NO_STUDY = frozenset({"every", "hard", "a", "an", "the", "lot", "very", "alone", "there", "here", "it", "abroad"})
_NO_STUDY |= {"all", "english-speaking", "my", "together"}
_NO_INTEREST = frozenset({"it", "them", "that", "this", "with", "everything", "anything", "something", "him", "her"})
_NO_INTEREST |= {"the", "my", "a", "an", "what", "how", "many", "some", "any", "about", "here", "there", "you"}
_NO_SUBJECT = frozenset({"it", "this", "that", "thing", "something", "someone", "somebody", "topic", "card"})
_NO_LIFE = frozenset(
    {"it", "them", "this", "that", "there", "here", "one", "something", "him", "her", "a", "the", "my", "very"}
)
_NO_SUBJECT |= {"question", "person", "place", "time", "object", "event", "experience", "story", "one"}


def statements(transcript: str, *, long_turn: bool) -> Iterator[tuple[FactKind, str]]:
    """What is said plainly, as kind and verbatim value, in no order; the subject only in a long turn."""
    for found in _plain(_FROM, transcript):
        for place in (found["place"], found["wider"]):
            yield from _places(place or "", FactKind.HOME_TOWN)
    for found in _plain(_LIVE, transcript):
        yield from ((kind, name) for kind, name in _places(found["value"], FactKind.LIVES) if kind is FactKind.LIVES)
    yield from _values(_JOB, FactKind.JOB, transcript)
    yield from _values(_STUDY, FactKind.STUDY, transcript, first_not=_NO_STUDY)
    yield from _values(_FAMILY, FactKind.FAMILY, transcript)
    yield from _values(_HOBBY, FactKind.HOBBY, transcript, first_not=_NO_HOBBY)
    yield from _values(_INTEREST, FactKind.HOBBY, transcript, first_not=_NO_INTEREST - {"the"}, last_not=_NO_INTEREST)
    yield from _values(_EXPERIENCE, FactKind.EXPERIENCE, transcript, last_not=_NO_LIFE)
    for kind, said in _values(_OPINION, FactKind.OPINION, transcript, last_not=_NO_LIFE):
        if said.split()[0] != "rather":
            yield kind, said
    yield from _values(_PERSON, FactKind.PERSON, transcript)
    if long_turn:
        yield from _values(_SUBJECT, FactKind.SUBJECT, transcript, last_not=_NO_SUBJECT)


def _values(
    pattern: re.Pattern[str],
    kind: FactKind,
    transcript: str,
    *,
    first_not: Collection[str] = (),
    last_not: Collection[str] = (),
) -> Iterator[tuple[FactKind, str]]:
    for found in _plain(pattern, transcript):
        words = found["value"].lower().split()
        if words[0] not in first_not and words[-1] not in last_not:
            yield kind, found["value"]


def _places(name: str, town: FactKind) -> Iterator[tuple[FactKind, str]]:
    """A country, a town, or a country with a town after it ("Russia Moscow")."""
    if not name or name.split(maxsplit=1)[0] in NO_PLACES:
        return
    country = _BEGINS_WITH_COUNTRY.match(name)
    if country is None:
        yield town, name
        return
    yield FactKind.COUNTRY, country.group()
    if rest := name[country.end() :].strip():
        yield town, rest


def _plain(pattern: re.Pattern[str], transcript: str) -> Iterator[re.Match[str]]:
    """Matches that nothing earlier in their clause turns into something else."""
    for found in pattern.finditer(transcript):
        clause = re.split(r"[.;!?]|\b(?:but|and|so)\b", transcript[: found.start()])[-1]
        if not _UNSAFE_BEFORE.search(clause) and not _UNSAFE_WITHIN.search(found.group()):
            yield found
