"""The whole test as a Markdown file: every question, and every answer as it was said, hesitations shown."""

from __future__ import annotations

from collections.abc import Mapping

from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.heard import HeardTurn
from engine.ielts.speaking.report import clock
from engine.ielts.speaking.state import Heard
from engine.ielts.speaking.test import SpeakingTest
from engine.marking.markdown import escaped
from engine.marking.speaking.answers import Answer, answers_of
from engine.marking.speaking.clean_speech import clean
from engine.marking.speaking.sound.fluency import fluency
from engine.marking.speaking.sound.repairs import FILLERS

_HEADINGS = {1: "## Part 1", 2: "## Part 2", 3: "## Part 3"}
_MARK_EVERY = 10.0
"""Seconds after which the next sentence shows its time."""
KEY = (
    "(0.8 s) is a silence of that length; *er* is a filled pause; ~~the~~ was said and then said again;"
    " word\\[?\\] is a word that the recogniser was not sure of; \\[00:12\\] is the time in the recording."
)


def transcript_text(test: SpeakingTest, heard: Mapping[str, HeardTurn]) -> str:
    """Markdown, in the order of the test; ``heard`` is by turn id. A typed answer stands as it was typed."""
    answers = {answer.turn: answer for answer in answers_of(test, heard)}
    lines = [f"# Speaking test, {test.started:%-d %B %Y}", "", KEY, ""]
    part = 0
    for prompt in test.state.asked:
        if prompt.stage.part != part:
            part = prompt.stage.part
            lines += [_HEADINGS[part], ""]
        lines += [f"**Examiner:** {escaped(prompt.text)}", ""]
        if prompt.stage is Stage.CARD and test.plan.card is not None:
            lines += [f"> {escaped(line)}  " for line in test.plan.card.text.splitlines()]
            lines.append("")
        for each in test.state.heard:
            if each.prompt == prompt.id:
                lines += [f"**You**{_said(each, answers.get(each.turn.id), heard.get(each.turn.id))}", ""]
    return "\n".join(lines)


def _said(each: Heard, answer: Answer | None, heard: HeardTurn | None) -> str:
    if answer is not None:
        how = "typed" if answer.typed else clock(each.turn.seconds)
        stopped = "" if answer.said == answer.transcript else " *(the examiner stopped listening here)*"
        return f" ({how}): {shown(answer)}{stopped}"
    text = heard.transcript.text if heard is not None and heard.transcript is not None else each.turn.transcript
    if text is None:
        return f" ({clock(each.turn.seconds)}): *(nobody wrote down what was said)*"
    if heard is not None and heard.transcript is not None and heard.transcript.language is not None:
        return f": {escaped(text)} *(not in English, not marked)*"
    if not text.strip():
        return ": *(silence)*"
    if each.retry:
        return f": {escaped(text)} *(once more, not marked)*"
    return f": {escaped(text)}" + (" *(a request, not marked)*" if each.request else " *(came too late to be marked)*")


def shown(answer: Answer) -> str:
    """One answer as Markdown, with its silences, fillers, repetitions, doubted words and times."""
    before = _between_words(answer)
    kept = set(clean(answer.said).places)
    pieces: list[str] = []
    at = 0
    for word in answer.text.words:
        gap = answer.said[at : word.start]
        opens = max((place + 1 for place, char in enumerate(gap) if char.isspace()), default=0)
        pieces += [_gap(gap[:opens]), *before.get(word.start, ()), escaped(gap[opens:])]
        text = escaped(word.text)
        if word.text.lower() in FILLERS:
            text = f"*{text}*"
        elif word.start not in kept:
            text = f"~~{text}~~"
        pieces.append(text + (r"\[?\]" if answer.is_doubted(word.start, word.end) else ""))
        at = word.end
    return "".join([*pieces, _gap(answer.said[at:])]).strip()


def _gap(text: str) -> str:
    """What stands between two words: punctuation, and one space where there was any."""
    spaced = escaped(text)
    return (" " if text[:1].isspace() else "") + spaced + (" " if spaced and text[-1:].isspace() else "")


def _between_words(answer: Answer) -> dict[int, list[str]]:
    """What to show before the word at a place: times of sentences, silences, fillers that were only heard."""
    found: dict[int, list[str]] = {}
    if answer.sound is None or not answer.placed:
        return found
    marked = 0.0
    for sentence in answer.text.sentences:
        second = answer.second(sentence.start)
        if second is not None and second - marked >= _MARK_EVERY:
            marked = second
            found.setdefault(_word_at(answer, sentence.start), []).append(rf"\[{clock(second)}\] ")
    measured = fluency(answer.sound, answer.heard.transcript)
    for pause in measured.pauses:
        if pause.before is not None and pause.before < len(answer.placed):
            found.setdefault(_word_at(answer, answer.placed[pause.before][0]), []).insert(
                0, f"({pause.span.seconds:.1f} s) "
            )
    for filler in measured.fillers:
        if filler.start is None and filler.span is not None:
            found.setdefault(_after(answer, filler.span.start), []).append("*er* ")
    return found


def _word_at(answer: Answer, offset: int) -> int:
    return next((word.start for word in answer.text.words if word.end > offset), offset)


def _after(answer: Answer, second: float) -> int:
    return next((_word_at(answer, start) for start, _, word in answer.placed if word.start >= second), len(answer.said))
