"""``bandmate data build``: rows become instructions, by the very prompts that serving asks with.

An answer is made of what the offline marker saw and can show, and of the bands that people gave. Nothing before a
record's first band depends on what people gave, so a model that is measured on that band has not been told it.
"""

from __future__ import annotations

import json
import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

from engine.errors import ModelMisbehaved
from engine.finetune.data.instruction import Instruction, Teaches
from engine.finetune.data.row import Row, read_rows
from engine.finetune.data.taught_record import record_of
from engine.ielts.bands import Criterion
from engine.ielts.languages import Language
from engine.ielts.reports import BandReport
from engine.ielts.rubric import load_rubric
from engine.ielts.speaking.neutral import examiner_may_say
from engine.ielts.speaking.questions import load_bank
from engine.ielts.speaking.recollection import Recollection
from engine.ielts.why import why_not_higher
from engine.ielts.writing import Essay
from engine.marking.llm.question import facts_of, rules_around, shown
from engine.marking.llm.record import RecordReader
from engine.marking.speaking.examiner_prompt import wording_prompt
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.offline import OfflineScorer
from engine.ports import Completion, Stopped
from engine.prompts import ANSWER_CHARS, answering_prompt, is_feedback, marking_prompt

_WHY = "Why is this not half a band higher?"
_EACH = {Teaches.RESIST: 10, Teaches.EXPLAIN: 4, Teaches.REFUSE: 4}
"""Of so many rows one gives an example of this kind too."""
_CARDS_HELD_OUT = 8
"""One card in so many is kept for sets that measure: training never asks about it."""


def build(rows: Path, target: Path, *, seed: int = 0, speaking: bool = True, held_out: bool = False) -> Counter[str]:
    """Writes the instructions of all ``rows`` to ``target``; counts them by kind, and what could not be used.

    ``speaking``: with follow-up questions, at most one for each essay, so that they are never most of a set; those of a set
    that is ``held_out`` are about other cards than those of a set for training.

    Raises:
        OperatorMistake: ``rows`` cannot be read.
    """
    builder = _Builder(random.Random(seed))
    counts: Counter[str] = Counter()
    half = target.with_name(f".{target.name}.half")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with half.open("w", encoding="utf-8") as opened:
            for number, row in enumerate(read_rows(rows)):
                made = list(builder.of(row, number))
                counts["not used"] += not made
                for each in made:
                    counts[each.teaches] += 1
                    opened.write(each.model_dump_json() + "\n")
            for each in islice(builder.follow_ups(held_out=held_out), counts[Teaches.MARK]) if speaking else ():
                counts[each.teaches] += 1
                opened.write(each.model_dump_json() + "\n")
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return +counts


class _Builder:
    def __init__(self, pick: random.Random) -> None:
        self._pick = pick
        self._rubric = load_rubric()
        self._marker = OfflineMarker(OfflineScorer.load(), self._rubric)

    def of(self, row: Row, number: int) -> Iterator[Instruction]:
        """What one row teaches; nothing where it has no band, or its record would not stand in serving."""
        if row.bands is None:
            return
        essay = row.as_essay
        report = self._marker.mark(essay)
        record = self._record(row.id, Teaches.MARK, essay, report, row)
        if record is None:
            return
        yield record
        if number % _EACH[Teaches.RESIST] == 0:
            plea = self._pick.choice(_told("injections")["sentences"])
            pleading = Essay(f"{essay.text}\n\n{plea}", essay.task)
            resisted = self._record(row.id, Teaches.RESIST, pleading, report, row)
            if resisted is not None:
                yield resisted
        if number % _EACH[Teaches.EXPLAIN] == 0:
            yield from self._explained(row, report)
        if number % _EACH[Teaches.REFUSE] == 0:
            yield from self._refused(row, report)

    def _record(self, row_id: str, teaches: Teaches, essay: Essay, report: BandReport, row: Row) -> Instruction | None:
        bands = row.bands
        if bands is None:
            return None
        rules = rules_around(self._rubric, essay.task, float(report.overall))
        seen = shown(essay)
        prompt = marking_prompt(seen, rules, facts_of(essay, len(report.corrections)))
        answer = record_of(seen, report, rules, bands)
        if answer is None or not self._stands(answer, essay, seen):
            return None
        return Instruction(
            id=row_id, teaches=teaches, shared=prompt.shared, own=prompt.own, answer=answer, band=bands.overall,
            learner=row.learner,
        )  # fmt: skip

    def _stands(self, answer: str, essay: Essay, seen: Essay) -> bool:
        """Whether serving would show all of it: no claim of an example may be one that is thrown away."""
        told = json.loads(answer)
        try:
            record = RecordReader(essay, self._rubric, Language.ENGLISH).first(Completion(answer, Stopped.END, 0, 0))
        except ModelMisbehaved:
            return False
        whole = all(
            len(record.opinions[criterion].findings) == len(told[criterion]["findings"]) > 0
            for criterion in seen.task.criteria
        )
        return whole and len(record.corrections) == len(told["corrections"])

    def _explained(self, row: Row, report: BandReport) -> Iterator[Instruction]:
        """Why one criterion is not higher: one that has something against it."""
        for criterion in self._pick.sample(row.as_essay.task.criteria, 4):
            why = why_not_higher(report, criterion, self._rubric)
            if why.held and why.asked:
                says = (
                    f"{criterion.label} is at band {float(why.band):.1f}. {why.held[0].message} "
                    f"The band above asks for this: {why.asked[0].text}"
                )
                made = list(self._answered(row, Teaches.EXPLAIN, report, criterion, _WHY, says, Language.ENGLISH))
                if made:
                    yield from made
                    return

    def _refused(self, row: Row, report: BandReport) -> Iterator[Instruction]:
        criterion = self._pick.choice(row.as_essay.task.criteria)
        for language in Language:
            asked = self._pick.choice(_told("refusals")[language])
            says = asked["says"].format(criterion=criterion.label)
            yield from self._answered(row, Teaches.REFUSE, report, criterion, asked["asks"], says, language)

    def _answered(
        self, row: Row, teaches: Teaches, report: BandReport, criterion: Criterion, question: str, says: str,
        language: Language,
    ) -> Iterator[Instruction]:  # fmt: skip
        if not is_feedback(says, ANSWER_CHARS, language):
            return
        why = why_not_higher(report, criterion, self._rubric)
        score = next(each for each in report.criteria if each.criterion is criterion)
        seen = [(self._rubric.rule(finding.rule), finding.quote) for finding in score.findings]
        prompt = answering_prompt(criterion, why.band, seen, why.asked, question, language)
        answer = json.dumps({"answer": says}, ensure_ascii=False)
        yield Instruction(
            id=f"{row.id}-{language}", teaches=teaches, shared=prompt.shared, own=prompt.own, answer=answer,
            learner=row.learner,
        )  # fmt: skip

    def follow_ups(self, *, held_out: bool) -> Iterator[Instruction]:
        """Part 3 questions that take up what a candidate said, from our own question bank and invented candidates."""
        told = _told("candidates")
        cards = [card for at, card in enumerate(load_bank().cards) if (at % _CARDS_HELD_OUT == 0) == held_out]
        questions = [(card, number) for card in cards for number in range(len(card.discussion))]
        for card, number in self._pick.sample(questions, len(questions)):
            question = card.discussion[number]
            memory = Recollection().remember(1, "1", self._pick.choice(told["introductions"]))
            if not memory.facts:
                continue
            lead = self._pick.choice(told["leads"]).format(value=self._pick.choice(memory.facts).addressed)
            worded = f"{lead} {question.other_words or question.ask}"
            if examiner_may_say(worded):
                prompt = wording_prompt(card.theme, question.ask, memory, self._pick.choice(told["answers"]))
                yield Instruction(
                    id=f"{card.id}-{number}", teaches=Teaches.FOLLOW_UP, shared=prompt.shared, own=prompt.own,
                    answer=json.dumps({"question": worded}),
                )  # fmt: skip


@cache
def _told(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("engine.data").joinpath(f"instructions/{name}.toml").read_text("utf-8"))
