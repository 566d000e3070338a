"""Task 1 General Training: purpose, bullet points, tone and format of a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.ielts.bands import Criterion
from engine.ielts.text import Span
from engine.marking.observation import Observation, Seen, asset, cut, limit, quoted, stems
from engine.marking.writing.evidence.form import notes, short, unrelated

_TA = Criterion.TASK_ACHIEVEMENT
_PURPOSE = re.compile(
    r"\b(?:(?:great|good|glad|happy|delighted|pleased) (?:news|to hear|that|to know)|you asked|your (?:invitation|question|visit)"
    r"|(?:i am|i'm|i’m|we are) writing|i write|i (?:would|'d|’d) (?:really )?(?:like|love) to|i (?:want"
    r"|wanted|need|wish) to|(?:purpose|reason) (?:of|for|why)"
    r"|this letter|apologi[sz]e|sorry|complain|invit\w+|let you know|inform you|tell you|thank you for"
    r"|thanks for|request|regarding|concerning|apply(?:ing)? for)\b",
    re.IGNORECASE,
)
_GREETING = re.compile(r"^\s*(?:dear|hi|hello|hey|to whom it may concern)\b[^\n]{0,60}", re.IGNORECASE)
_UNNAMED = re.compile(r"^\s*(?:dear (?:sirs?|madam)\b|to whom)", re.IGNORECASE)
_TITLED = re.compile(r"^\s*dear (?:mr|mrs|ms|miss|dr|professor|prof)\b", re.IGNORECASE)
_FORMAL = re.compile(
    r"^\s*(?:dear (?:sirs?|madam|mr|mrs|ms|miss|dr|professor|prof|(?:hiring )?manager)\b|to whom)", re.IGNORECASE
)
_CLOSE = re.compile(
    r"\b(?:(?:yours|your) (?:sincerely|faithfully|truly|\w+)|sincerely(?: yours)?|(?:best|kind|warm"
    r"|warmest) (?:regards|wishes)|regards|lots of love|love|take care|cheers"
    r"|all the best|see you(?: soon)?|with love|best|respectfully|looking forward to)\b",
    re.IGNORECASE,
)
_FAITHFULLY = re.compile(r"\byours faithfully\b", re.IGNORECASE)
_SINCERELY = re.compile(r"\byours sincerely\b", re.IGNORECASE)
_CASUAL = re.compile(
    r"\b(?:i['’]m|don['’]t|can['’]t|won['’]t|isn['’]t|didn['’]t|i['’]ve|i['’]ll|gonna|wanna|hey|cheers|stuff"
    r"|you guys|ok|okay|lots of love|asap|btw)\b|!",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-–•*·▪●]|\d[.)])\s*(.+)$", re.MULTILINE)
_INSTRUCTION = frozenset(
    "descr expla say tell give sugge ask infor reque apolo invit offer inclu write detai manag would".split()
)


def writes_a_letter(seen: Seen) -> Iterator[Observation]:
    """Observations on Task Achievement in General Training Task 1."""
    if not seen.text.sentences:
        return
    yield from _purpose(seen)
    yield from _points(seen)
    yield from _tone(seen)
    yield from _format(seen)
    yield from unrelated(seen, _TA, "purpose")
    yield from notes(seen, _TA)
    yield from short(seen, _TA, "points")


def _purpose(seen: Seen) -> Iterator[Observation]:
    told = _without_greeting(seen)
    early = [s for s in told[:2] if _PURPOSE.search(s.text)]
    later = [s for s in told[2:5] if _PURPOSE.search(s.text)]
    if early:
        yield asset(_TA, "purpose", 0.6, *cut(early[0]), "purpose-at-once")
    elif later:
        yield asset(_TA, "purpose", 0.35, *cut(later[0]), "purpose-later")
    elif told:
        yield limit(
            _TA,
            "purpose",
            0.5,
            *cut(told[0]),
            "purpose-none",
        )


def _without_greeting(seen: Seen) -> list[Span]:
    return [s for s in seen.text.sentences if len(s.text.split()) > 4 or not _GREETING.match(s.text)] or list(
        seen.text.sentences
    )


def _points(seen: Seen) -> Iterator[Observation]:
    points = [point.strip().rstrip(".") for point in _BULLET.findall(seen.essay.task.prompt or "")]
    asked = [(point, stems(point) - _INSTRUCTION) for point in points]
    best: tuple[int, Span, str] | None = None
    for point, words in asked:
        overlap = [(len(words & stems(s.text)), s) for s in seen.text.sentences]
        most, sentence = max(overlap, key=lambda pair: pair[0])
        if most >= 2 and (best is None or most > best[0]):
            best = (most, sentence, point)
        if len(words) >= 3 and most == 0:
            yield limit(
                _TA,
                "points",
                0.7,
                *cut(seen.closing),
                "point-missing",
                point=quoted(point),
            )
            return
    if best:
        yield asset(_TA, "points", 0.45, *cut(best[1]), "point-covered", point=quoted(best[2]))
    body = [p for p in seen.text.paragraphs if len(p.text.split()) >= 30 and len(seen.sentences_of(p)) >= 2]
    if body:
        fullest = max(body, key=lambda p: len(p.text))
        yield asset(
            _TA,
            "points",
            0.3,
            *cut(seen.sentences_of(fullest)[0]),
            "point-extended",
            count=len(seen.sentences_of(fullest)),
        )


def _tone(seen: Seen) -> Iterator[Observation]:
    if not _FORMAL.match(seen.text.raw):
        return
    casual = next(((s, m) for s in _without_greeting(seen) if (m := _CASUAL.search(s.text))), None)
    if casual:
        sentence, match = casual
        if match.group() == "!":
            yield limit(_TA, "tone", 0.45, *cut(sentence), "tone-exclamation")
        else:
            yield limit(_TA, "tone", 0.45, *cut(sentence), "tone-informal", phrase=quoted(match.group()))
    else:
        polite = re.search(
            r"[^.\n]*\b(?:would be (?:very |most )?grateful|would appreciate|could you please|please find"
            r"|i look forward)[^.\n]*",
            seen.text.raw,
            re.IGNORECASE,
        )
        if polite and polite.group().strip():
            start = polite.start() + len(polite.group()) - len(polite.group().lstrip())
            yield asset(
                _TA,
                "tone",
                0.4,
                start,
                min(polite.end(), start + 150),
                "tone-polite",
            )
        else:
            at = seen.text.paragraphs[0]
            yield asset(_TA, "tone", 0.3, *cut(at), "tone-formal")


def _format(seen: Seen) -> Iterator[Observation]:
    paragraphs, raw = seen.text.paragraphs, seen.text.raw
    tail = "\n".join(p.text for p in paragraphs[-3:])
    greets, closes = _GREETING.match(raw), _CLOSE.search(tail[-160:])
    if not greets:
        yield limit(
            _TA,
            "format",
            0.5,
            *cut(seen.text.sentences[0]),
            "greeting-none",
        )
    elif not closes:
        yield limit(
            _TA,
            "format",
            0.5,
            *cut(seen.closing),
            "close-none",
        )
    elif _UNNAMED.match(raw) and (wrong := _SINCERELY.search(raw)):
        yield limit(
            _TA,
            "format",
            0.3,
            *wrong.span(),
            "close-faithfully",
        )
    elif _TITLED.match(raw) and (wrong := _FAITHFULLY.search(raw)):
        yield limit(
            _TA,
            "format",
            0.3,
            *wrong.span(),
            "close-sincerely",
        )
    else:
        yield asset(
            _TA,
            "format",
            0.3,
            *cut(paragraphs[0]),
            "greeting-and-close",
            close=quoted(closes.group()),
        )
