"""``bandmate data clean``: files in, one JSONL of rows out, and a report of what was done to them.

Two passes over the disk and none over the memory: essays are cleaned as they are read and wait in a file beside the
target; when all signatures are known, what is no duplicate is copied. What is held are a few numbers a row: a million
rows stay far below a gigabyte (``tests/bench/bench_cleaning.py``).
"""

from __future__ import annotations

import json
import re
import tempfile
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from engine.finetune.data.cleaning import Cleaned, cleaned
from engine.finetune.data.likeness import Groups, Likeness
from engine.finetune.data.row import Bands, Row, digest_of, write_lines, writer_digest
from engine.finetune.data.rules import Found, cleaning_rules, tidy_spaces
from engine.finetune.data.sources import Raw, read_source
from engine.ielts.question_paper import task_from
from engine.ielts.writing import count_words

_EXAMPLES = 2
_EXAMPLE_CHARS = 160
_TRUE = {"true", "yes", "1"}
_PERSONAL = {"url", "mail", "phone", "introduced-name", "signature", "greeting"}
_COMMENT_RULES = {"mojibake", "markup", *_PERSONAL}
_MOST_APART = 0.5
"""Bands: essays that are nearly the same and were given bands further apart than this are all left out."""

_TELLS_THE_LANGUAGE = 500
"""Characters: so many tell in which language an essay is, and the detector is the slowest step of all."""

Dropped = Literal["empty", "no band", "task not known", "too short", "too long", "not English", "duplicate", "conflict"]


@dataclass(frozen=True)
class Limits:
    """Which essays are kept: words, and the task of those that do not tell theirs (None: they are left out)."""

    least_words: int = 40
    most_words: int = 1500
    task: Literal[1, 2] | None = None


@dataclass
class CleanReport:
    """What was read, kept and dropped, and for each rule how many rows it changed, with a few examples."""

    read: int = 0
    kept: int = 0
    dropped: Counter[Dropped] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    conflicts: list[tuple[tuple[str, float], ...]] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """What ``OUT.report.json`` holds."""
        return {
            "read": self.read,
            "kept": self.kept,
            "dropped": dict(self.dropped),
            "rules": [
                {
                    "name": rule.name,
                    "about": rule.about,
                    "rows": self.rules[rule.name],
                    "examples": [{"before": before, "after": after} for before, after in self.examples[rule.name]],
                }
                for rule in cleaning_rules()
            ],
            "conflicts": [[{"id": id_, "overall": band} for id_, band in group] for group in self.conflicts],
        }


def clean(
    sources: Sequence[Path], target: Path, limits: Limits, progress: Callable[[int], None] = lambda _: None
) -> CleanReport:
    """Writes the rows of all ``sources`` to ``target`` and the report beside it.

    Raises:
        OperatorMistake: a source cannot be read.
    """
    report = CleanReport()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".cleaning-") as folder:
        waiting = Path(folder) / "rows"
        with Likeness(Path(folder) / "signatures") as likeness, waiting.open("w", encoding="utf-8") as opened:
            bands = array("d")
            for raw in _all(sources, progress):
                row = _row(raw, limits, report)
                if row is not None and row.bands is not None:
                    likeness.add(row.essay)
                    bands.append(row.bands.overall)
                    opened.write(row.line())
            opened.flush()
            groups = likeness.groups()
        report.kept = _copy(waiting, target, groups, _reasons(groups, np.asarray(bands)), report)
    target.with_suffix(".report.json").write_text(
        json.dumps(report.as_json(), indent=1, ensure_ascii=False) + "\n", "utf-8"
    )
    return report


def _all(sources: Iterable[Path], progress: Callable[[int], None]) -> Iterator[Raw]:
    count = 0
    for source in sources:
        for raw in read_source(source):
            count += 1
            progress(count)
            yield raw


def _row(raw: Raw, limits: Limits, report: CleanReport) -> Row | None:
    """The row, or None with the reason counted."""
    report.read += 1
    done = cleaned(raw.essay)
    _note(done, report)
    prompt = _prompt(raw.fields["prompt"]) if "prompt" in raw.fields else None
    task = _task(raw, prompt, done.text) or (("W1A" if limits.task == 1 else "W2") if limits.task else None)
    bands = _bands(raw, done.found)
    reason = _refused(done.text, task, bands, limits)
    if reason is not None or task is None:
        report.dropped[reason or "task not known"] += 1
        return None
    number: Literal[1, 2] = 2 if task == "W2" else 1
    consent = raw.fields.get("consent")
    return Row(
        id=digest_of(number, prompt, done.text),
        task=number,
        module="general" if task == "W1G" else "academic",
        prompt=prompt or None,
        essay=done.text,
        bands=bands,
        comment=_comment(raw.fields.get("comment") or done.found.comment),
        source=raw.source,
        licence=raw.fields.get("licence"),
        learner=_writer(raw.fields.get("learner")),
        consent=None if consent is None else consent.strip().casefold() in _TRUE,
        teacher=raw.fields.get("teacher"),
    )


@lru_cache(4096)
def _prompt(text: str) -> str:
    """Few questions come with many essays."""
    return cleaned(text).text


def _refused(text: str, task: str | None, bands: Bands | None, limits: Limits) -> Dropped | None:
    words = count_words(text)
    if not words:
        return "empty"
    if bands is None:
        return "no band"
    if task is None:
        return "task not known"
    if words < limits.least_words:
        return "too short"
    if words > limits.most_words:
        return "too long"
    import py3langid

    return None if str(py3langid.classify(text[:_TELLS_THE_LANGUAGE])[0]) == "en" else "not English"


def _task(raw: Raw, prompt: str | None, essay: str) -> str | None:
    told = raw.fields.get("task", "").casefold()
    number = re.search(r"[12]", told)
    letter = essay.startswith("Dear ") or "letter" in told or "general" in told + raw.fields.get("module", "")
    by_prompt = task_from(prompt) if prompt else None
    if number is None:
        return by_prompt or ("W1G" if letter else None)
    if number[0] == "2":
        return "W2"
    return by_prompt if by_prompt in ("W1A", "W1G") else "W1G" if letter else "W1A"


def _bands(raw: Raw, found: Found) -> Bands | None:
    told: dict[str, float] = dict(found.bands)
    for name in ("overall", "TR", "CC", "LR", "GRA"):
        number = re.search(r"(?<![\d.])\d(?:\.\d+)?(?![\d.])", raw.fields.get(name, ""))
        if number is not None:
            told[name] = float(number[0])
    try:
        return Bands.model_validate(told) if "overall" in told else None
    except ValidationError:
        return None  # a score on another scale is no band


def _comment(text: str | None) -> str | None:
    if text is None:
        return None
    for rule in cleaning_rules():
        if rule.name in _COMMENT_RULES:
            text = rule.apply(text, Found())
    return tidy_spaces(text) or None


def _writer(name: str | None) -> str | None:
    """A digest stays as it is, so that cleaning twice changes nothing."""
    return name if name is None or re.fullmatch(r"[0-9a-f]{12}", name) else writer_digest(name)


def _note(done: Cleaned, report: CleanReport) -> None:
    for name in {name for name, *_ in done.changes}:
        report.rules[name] += 1
        if name not in _PERSONAL and len(report.examples[name]) < _EXAMPLES:
            before, after = next((before, after) for which, before, after in done.changes if which == name)
            report.examples[name].append(_difference(before, after))


def _difference(before: str, after: str) -> tuple[str, str]:
    """Where two texts first differ, with a little before it."""
    same = next(
        (at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    start = max(same - 20, 0)
    return before[start : start + _EXAMPLE_CHARS], after[start : start + _EXAMPLE_CHARS]


_STAYS, _DUPLICATE, _CONFLICT = range(3)


def _reasons(groups: Groups, bands: npt.NDArray[np.float64]) -> npt.NDArray[np.int8]:
    """For each row whether it stays: one of each group does, unless its bands are too far apart; shape (n,)."""
    rows = np.arange(len(bands))
    low, high = np.full(len(bands), np.inf), np.full(len(bands), -np.inf)
    np.minimum.at(low, groups, bands)
    np.maximum.at(high, groups, bands)
    reasons = np.where(groups == rows, _STAYS, _DUPLICATE)
    return np.where((high - low > _MOST_APART)[groups], _CONFLICT, reasons).astype(np.int8)


def _copy(waiting: Path, target: Path, groups: Groups, reasons: npt.NDArray[np.int8], report: CleanReport) -> int:
    """Writes the rows that stay, counts the others, and gives how many stayed."""
    conflicts: dict[int, list[tuple[str, float]]] = defaultdict(list)

    def staying() -> Iterator[str]:
        with waiting.open(encoding="utf-8") as opened:
            for line, group, reason in zip(opened, groups, reasons, strict=True):
                if reason == _STAYS:
                    yield line
                    continue
                report.dropped["duplicate" if reason == _DUPLICATE else "conflict"] += 1
                if reason == _CONFLICT:
                    row = Row.model_validate_json(line)
                    conflicts[int(group)].append((row.id, 0.0 if row.bands is None else row.bands.overall))

    kept = write_lines(target, staying())
    report.conflicts = [tuple(each) for each in conflicts.values()]
    return kept
