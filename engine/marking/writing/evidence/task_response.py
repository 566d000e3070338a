"""Task 2: the parts of the question, position, support, relevance, conclusion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engine.ielts.bands import Criterion
from engine.ielts.text import Span, Text
from engine.marking.observation import Observation, Seen, asset, cut, is_content, limit, quoted, stem, stems
from engine.marking.writing.evidence.form import is_notes, notes, short
from engine.marking.writing.evidence.lexical import longest_copy

_TR = Criterion.TASK_RESPONSE
_POSITION = re.compile(
    r"\b(?:my (?:own |personal )?opinion that|it seems to me"
    r"|i (?!do not know|will|shall|would like)(?:\w+ ){0,2}(?:agree|disagree|believe|think|argue|contend"
    r"|feel|support|oppose|side)"
    r"|in my (?:(?:humble|personal|own) )?(?:opinion|view)|my (?:(?:own|personal) )?(?:opinion|view|position"
    r"|stance) is|from my (?:point of view|perspective)"
    r"|i (?:would|must|have to|can) (?:\w+ )?say that"
    r"|this essay (?:will )?(?:argue|agree|disagree|support)s?|i am (?:of the opinion|convinced|in favou?r"
    r"|against)|to my mind"
    r"|as far as i am concerned|(?:advantages|benefits|merits|positives|pros|drawbacks|disadvantages|demerits"
    r"|negatives|cons)"
    r" (?:\w+ ){0,3}(?:far |clearly )?(?:outweigh|eclipse|overshadow|surpass))",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\b(?:give|giving|present|share|state|express|provide|explain|reach|draw|offer|conclude with"
    r"|before)\w* (?:\w+ )?(?:my|our)"
    r" (?:own |personal )?(?:opinion|view|point of view|position|conclusion)"
    r"|\b(?:this essay|i|we) (?:will|shall|am going to|is going to|aims? to|would like to) (?:\w+ )?(?:discuss"
    r"|examine|explore|look|analy[sz]e|talk)",
    re.IGNORECASE,
)
_NEEDS_A_POSITION = re.compile(
    r"opinion|agree|outweigh|positive or|your (?:own )?view|do you think|is (?:this|it) a (?:positive|good)|believe",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\b(?:for (?:an )?(?:ex[ae]|ins)\w+|to illustrate|a case in point|(?:is|are|can be) (?:\w+ )?seen in"
    r"|e\.g\.|as an example|is a (?:good|great|clear|prime) example"
    r"|(?<!set )(?<!sets )(?:an?|one|another|the|many|several) (?:\w+ )?examples? (?:of|is|are|can|for this|that|which)"
    r"|examples? include"
    r"|according to (?!me|my)|(?:studies|surveys?)(?: \w+){0,4} (?:show|found|suggest|reveal|prove|indicate)"
    r"|research(?:ers)? (?:show|found|suggest|has)|statistics|such as (?:the )?(?-i:[A-Z])|one of my"
    r"|(?:in|from) my (?:own |personal )?(?:country"
    r"|city|town|hometown|neighbou?rhood|experience|school|case))",
    re.IGNORECASE,
)
_SPEAKS_OF_ONE = re.compile(r"\b(?:examples?|instances?|illustrat\w+)\b", re.IGNORECASE)
"""Whoever uses these words may have given an example in words that we do not know: nothing is said to be missing."""
_NAMED = re.compile(r"\d|(?<=[a-z,] )(?!English\b|Internet\b)[A-Z][a-z]+")
_PARTICULAR = re.compile(rf"{_NAMED.pattern}|\b(?:my|our|I|one of my|half|hundred|thousand|million)\b")
_REASON = re.compile(
    r"\b(?:because|since|as a result|due to|therefore|thus|hence|this means|which means|so that|leads? to"
    r"|in order to|owing to|consequently)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\b(?:in (?:a )?conclusion|to conclude|concluding|to sum(?:mari[sz]e| up)?|in summary|all in all|overall"
    r"|in short|on balance|in a nutshell"
    r"|taking everything|in brief|as a conclusion|finally|eventually|for these reasons|to put it in a nutshell"
    r"|in the end|therefore)\b",
    re.IGNORECASE,
)
_SWEEPING = re.compile(
    r"(?<!not )(?<!nearly )(?<!almost )\b(?:everyone|everybody|nobody|no one|all people|every person) (?:is|are"
    r"|has|have|knows?|wants?|can|will|uses?|likes?|loves?|needs?|agrees?|thinks?|should)\b",
    re.IGNORECASE,
)
_OTHER_VIEW = re.compile(
    r"\b(?:on the other hand|others|other people|opponents?|proponents?|supporters|advocates|critics"
    r"|some (?:people|argue|believe|think|claim|say)"
    r"|those who|the other (?:side|view|group)|it is (?:argued|claimed|said)|while some"
    r"|many (?:people )?(?:argue|believe|think|claim))\b",
    re.IGNORECASE,
)
_SIDES = {
    "advantages": re.compile(
        r"advantage|benefit|merit|positive|upside|\bpros\b|good|help|better|improve", re.IGNORECASE
    ),
    "disadvantages": re.compile(
        r"disadvantage|drawback|downside|demerit|negative|shortcoming|\bcons\b|problem|harm|risk|danger|bad\b"
        r"|however",
        re.IGNORECASE,
    ),
}
_SOLUTION = re.compile(
    r"\b(?:governments?|we|people|schools?|parents|individuals|companies|authorities|countries|they|society|employers|teachers"
    r"|one (?:solution|way)|solutions?|measures?)\b[^.?]{0,60}\b(?:should|could|must|need to|is to|are to|would be|ought to)\b"
    r"|\b(?:can|could) be (?:solved|tackled|reduced|addressed|overcome|prevented)\b",
    re.IGNORECASE,
)
_ASKS_SOLUTION = re.compile(
    r"\b(?:what|how|which)\b[^.?!]*\b(?:solutions?|solve[ds]?|be done|measures|(?:can|could|should) (?:we|governments?|society|people"
    r"|individuals|be) [^.?!]*)\?|\b(?:suggest|propose) (?:some |possible )?(?:solutions?|ways|measures)",
    re.IGNORECASE,
)


def task_response(seen: Seen) -> Iterator[Observation]:
    """Observations on Task Response."""
    if not seen.text.sentences:
        return
    yield from _position(seen)
    yield from _parts(seen)
    yield from _support(seen)
    yield from _conclusion(seen)
    yield from _relevance(seen)
    yield from notes(seen, _TR)
    yield from short(seen, _TR, "support")
    for sentence in seen.text.sentences:
        if match := _SWEEPING.search(sentence.text):
            start = sentence.start + match.start()
            yield limit(
                _TR,
                "support",
                0.3,
                *cut(sentence),
                "sweeping",
                topic="sweeping",
                phrase=quoted(seen.essay.text[start : sentence.start + match.end()]),
            )
            break


def _position(seen: Seen) -> Iterator[Observation]:
    sentences, paragraphs = seen.text.sentences, seen.text.paragraphs
    stated = [s for s in sentences if _states_a_position(s.text)]
    opening = seen.sentences_of(paragraphs[0]) if len(paragraphs) > 1 else list(sentences[:3])
    intro_end = opening[-1].end
    if stated and stated[0].start < intro_end:
        yield asset(_TR, "position", 0.6, *cut(stated[0]), "position-stated")
        later = [s for s in stated if s.start >= paragraphs[-1].start]
        if later and len(paragraphs) > 2:
            yield asset(
                _TR,
                "position",
                0.5,
                *cut(later[-1]),
                "position-held",
            )
        return
    announced = next((s for s in opening if _ANNOUNCED.search(s.text) and not _states_a_position(s.text)), None)
    if stated and len(paragraphs) > 1:
        at = announced or opening[-1]
        at_the_end = stated[0].start >= paragraphs[-1].start
        yield limit(
            _TR,
            "position",
            0.55,
            *cut(at),
            "position-at-the-end" if at_the_end else "position-late",
            view=quoted(stated[0].text),
        )
    elif not stated and seen.essay.task.prompt and _NEEDS_A_POSITION.search(seen.essay.task.prompt):
        yield limit(
            _TR,
            "position",
            0.75,
            *cut(announced or opening[-1]),
            "position-only-announced" if announced else "position-none",
        )
    elif announced and not stated:
        yield limit(
            _TR,
            "position",
            0.35,
            *cut(announced),
            "announced",
        )


def _states_a_position(sentence: str) -> bool:
    return (
        bool(_POSITION.search(sentence))
        and not sentence.endswith("?")
        and not re.search(r"\b(?:my|own) (?:own )?(?:opinion|view)s? (?:will|shall)", sentence)
    )


def _parts(seen: Seen) -> Iterator[Observation]:
    prompt, sentences, whole = seen.essay.task.prompt or "", seen.text.sentences, seen.essay.text
    if re.search(r"discuss both|both (?:these |of these )?(?:views|sides|opinions)", prompt, re.IGNORECASE):
        paragraphs = seen.text.paragraphs
        body = [
            s
            for s in sentences
            if s.start >= (paragraphs[1].start if len(paragraphs) > 1 else sentences[min(2, len(sentences) - 1)].start)
        ]
        views = [s for s in body if _OTHER_VIEW.search(s.text)]
        if views:
            yield asset(
                _TR,
                "parts",
                0.45,
                *cut(views[-1]),
                "other-view",
            )
        elif not _OTHER_VIEW.search(whole):
            yield limit(
                _TR,
                "parts",
                0.7,
                *cut(sentences[-1]),
                "other-view-none",
            )
    elif re.search(r"advantages?\b.*\bdisadvantages?|advantages outweigh", prompt, re.IGNORECASE | re.DOTALL):
        for name, pattern in _SIDES.items():
            if not pattern.search(whole):
                yield limit(
                    _TR,
                    "parts",
                    0.7,
                    *cut(sentences[-1]),
                    f"no-{name}",
                )
    if _ASKS_SOLUTION.search(prompt):
        found = [s for s in sentences[1:] if _SOLUTION.search(s.text)]
        if found:
            best = max(found, key=lambda s: (seen.is_clean(s), len(s.text) < 200, s.start))
            yield asset(
                _TR,
                "parts",
                0.4,
                *cut(best),
                "solution",
            )
        else:
            yield limit(
                _TR,
                "parts",
                0.75,
                *cut(sentences[-1]),
                "solution-none",
            )


def _support(seen: Seen) -> Iterator[Observation]:
    paragraphs = seen.text.paragraphs
    body = paragraphs[1:-1] if len(paragraphs) > 2 else paragraphs[1:]
    examples = [s for s in seen.text.sentences if _EXAMPLE.search(s.text)]
    yield from _examples(examples)
    yield from _unsupported(seen, body)
    if not examples and seen.essay.word_count >= 150 and not _SPEAKS_OF_ONE.search(seen.essay.text):
        at = seen.sentences_of(body[0])[0] if body else seen.text.sentences[min(2, len(seen.text.sentences) - 1)]
        yield limit(
            _TR,
            "support",
            0.45,
            *cut(at),
            "example-none",
            topic="example",
        )


def _examples(examples: Sequence[Span]) -> Iterator[Observation]:
    concrete = [s for s in examples if _PARTICULAR.search(s.text[1:])]
    if concrete:
        best = max(concrete, key=lambda s: len(s.text))
        yield asset(_TR, "support", 0.6, *cut(best), "particular-case")
    elif examples:
        yield asset(
            _TR,
            "support",
            0.3,
            *cut(max(examples, key=lambda s: len(s.text))),
            "example",
        )
    vague = [
        s for s in examples if s not in concrete and re.match(r"for (?:example|instance)\b", s.text, re.IGNORECASE)
    ]
    if vague:
        yield limit(
            _TR,
            "support",
            0.4,
            *cut(vague[0]),
            "example-vague",
            topic="example",
        )


def _unsupported(seen: Seen, body: Sequence[Span]) -> Iterator[Observation]:
    bare = [
        p
        for p in body
        if len(p.text.split()) >= 30
        and not _EXAMPLE.search(p.text)
        and not _REASON.search(p.text)
        and not _NAMED.search(p.text[1:])
    ]
    if bare:
        yield limit(
            _TR,
            "support",
            0.6,
            *cut(seen.sentences_of(bare[0])[-1]),
            "claims-alone",
            topic="paragraph",
        )
    thin = [p for p in body if 8 <= len(p.text.split()) < 35 and not is_notes(p)]
    if thin and len(seen.text.paragraphs) <= 7:
        yield limit(
            _TR,
            "support",
            0.5,
            *cut(seen.sentences_of(thin[0])[-1]),
            "paragraph-thin",
            topic="paragraph",
            words=len(thin[0].text.split()),
        )


def _conclusion(seen: Seen) -> Iterator[Observation]:
    paragraphs = seen.text.paragraphs
    if len(paragraphs) < 3:
        return
    last = paragraphs[-1]
    if closing := _CLOSING.search(last.text[:80]):
        answer = next((s for s in seen.sentences_of(last) if _states_a_position(s.text)), None)
        if answer:
            yield asset(
                _TR,
                "position",
                0.35,
                *cut(answer),
                "conclusion",
                phrase=quoted(closing.group()),
            )
    elif not _POSITION.search(last.text) and not _CLOSING.search(last.text) and len(last.text.split()) > 25:
        yield limit(
            _TR,
            "position",
            0.5,
            *cut(seen.sentences_of(last)[-1]),
            "conclusion-none",
            topic="conclusion",
        )


def _relevance(seen: Seen) -> Iterator[Observation]:
    sentences, share = seen.text.sentences, seen.measures["relevance.share"]
    if seen.measures["relevance.asked"] < 5:
        return
    copied = longest_copy(seen.text, seen.essay.task.prompt)
    if share < 0.18 and copied is not None and len(copied.text) > 0.5 * len(seen.essay.text.strip()):
        yield limit(
            _TR,
            "relevance",
            0.99,
            *cut(sentences[0]),
            "only-the-question",
        )
        return
    if share < 0.18:
        yield limit(
            _TR,
            "relevance",
            0.99,
            *cut(sentences[0]),
            "hardly-on-topic",
        )
        missed = [
            w
            for w in Text(seen.essay.task.prompt or "").lower
            if is_content(w) and stem(w) not in stems(seen.essay.text)
        ]
        if missed and len(sentences) > 1:
            yield limit(
                _TR,
                "parts",
                0.98,
                *cut(sentences[-1]),
                "nothing-about",
                missed=tuple(quoted(word) for word in list(dict.fromkeys(missed))[:3]),
            )
        return
    asked = stems(seen.essay.task.prompt or "")
    body = [s for s in sentences[2:] if 8 <= len(s.text.split()) <= 40]
    if share > 0.5 and body:
        best = max(body, key=lambda s: (len(stems(s.text) & asked), seen.is_clean(s)))
        named = _named(best, asked)
        if len(named) >= 2:
            yield asset(
                _TR,
                "relevance",
                0.3,
                *cut(best),
                "back-to-the-question",
                words=tuple(quoted(word) for word in named[:3]),
            )


def _named(sentence: Span, asked: set[str]) -> list[str]:
    found: dict[str, str] = {}
    for word in Text(sentence.text).words:
        key = stem(word.text.lower())
        if key in asked:
            found.setdefault(key, word.text)
    return list(found.values())
