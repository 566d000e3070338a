"""Teachers' lists told apart by their form: what is a Task 2 question, a letter, a cue card or a topic of Part 1.

Nothing is guessed that the form does not show: a line that fits none is set aside, with the reason. Pure.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from engine.ielts.bank.labels import load_subjects
from engine.ielts.bank.rows import OWN, ItemKind, item_of

Row = Mapping[str, Any]
_BULLET = re.compile(r"^\s*(?:(?:\d{1,3}|[a-z])[.)]|[•◦▪●\-*–—])\s+", re.IGNORECASE)
_CARD = re.compile(r"^describe\b.+", re.IGNORECASE)
_SHOULD_SAY = re.compile(r"^you should (?:say|talk about|include)\b", re.IGNORECASE)
_EXPLAIN = re.compile(r"^and (?:explain|say|describe)\b", re.IGNORECASE)
_LETTER = re.compile(r"\bwrite (?:a |an )?(?:\w+ )?(?:letter|e-?mail)\b", re.IGNORECASE)
_IN_IT = re.compile(r"\s*in (?:your|the) (?:letter|e-?mail)\b.*$", re.IGNORECASE)
_BEGIN = re.compile(r"^begin your letter\b", re.IGNORECASE)
_PART_3 = re.compile(r"^(?:part\s*3|discussion)\b", re.IGNORECASE)
_ROUNDING = re.compile(r"\b(?:rounding[- ]off|follow[- ]up)\b", re.IGNORECASE)
_PART = re.compile(r"^(?:part\s*[123]\b|discussion\b|task\s*[12]\b)", re.IGNORECASE)
_LIST_FIELDS = ("points", "say", "rounding_off", "practises")
_STATEMENT = re.compile(r"[^?]*?[.:;!] ")
"""A question of Task 2 begins with a statement; two questions in a row are something else."""
_THEME = "this subject"
"""A list does not say what a card's theme is called; the examiner's sentences take this."""
_LEAST_WORDS, _MOST_WORDS = 12, 120
_SPOKEN_WORDS = 25
_TONE = (
    ("formal", re.compile(r"^Dear (?:Sir|Madam)")),
    ("semi-formal", re.compile(r"^Dear (?:Mr|Mrs|Ms|Miss|Dr|Prof)")),
)


@dataclass(frozen=True, slots=True)
class Unsure:
    """What was set aside: where it stood, its words and why."""

    where: str
    text: str
    why: str


@dataclass(slots=True)
class Recognised:
    """Rows that are items (see :mod:`engine.ielts.bank.rows`), and what was set aside."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    unsure: list[Unsure] = field(default_factory=list)

    def add(self, row: dict[str, Any], where: str, text: str) -> None:
        """Take a row in if it is an item, else set it aside."""
        try:
            item_of(row)
        except ValueError as wrong:
            self.unsure.append(Unsure(where, _short(text), str(wrong)))
        else:
            self.rows.append(row)


def recognise_records(records: Iterable[tuple[str, Mapping[str, object]]], topic: str) -> Recognised:
    """Rows of a table, each with its place. One with ``kind`` has the item's fields; one without has a question.

    In a cell several lines, or parts divided by ``|``, are a list.
    """
    found = Recognised()
    for where, record in records:
        row = {key.strip().lower(): value for key, value in record.items() if value not in (None, "", [])}
        if "kind" in row:
            _whole(found, where, row, topic)
            continue
        text = str(row.get("question") or row.get("prompt") or row.get("text") or "").strip()
        label: dict[str, Any] = {name: row[name] for name in ("level", "valid_from", "valid_to") if name in row}
        if not text:
            found.unsure.append(Unsure(where, _short(str(dict(row))), "no column kind, question, prompt or text"))
            continue
        subject = _subject(str(row.get("topic", ""))) or topic
        parts = recognise_lines([(where, line, False) for line in text.splitlines()], subject)
        for each in parts.rows:
            found.add({**each, **label}, where, text)
        found.unsure += parts.unsure
    return found


def recognise_lines(lines: Sequence[tuple[str, str, bool]], topic: str) -> Recognised:
    """Lines of a document, each with its place and whether it is a heading. A heading that is a subject counts below it."""
    return _Lines(lines, topic).found


class _Lines:
    """Reads lines from the first to the last; an item takes as many as belong to it."""

    def __init__(self, lines: Sequence[tuple[str, str, bool]], topic: str) -> None:
        self.found = Recognised()
        self._topic = topic
        self._lines = [(where, _BULLET.sub("", text).strip(), heading) for where, text, heading in lines]
        self._lines = [line for line in self._lines if line[1]]
        self._at = 0
        while self._at < len(self._lines):
            self._one()

    def _text(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._lines[at][1] if at < len(self._lines) else ""

    def _one(self) -> None:
        where, text, heading = self._lines[self._at]
        if (subject := _subject(text)) is not None and len(self._questions_after(1)) < 3:
            self._topic = subject
            self._at += 1
        elif _CARD.match(text) and _SHOULD_SAY.match(self._text(1)):
            self._card(where)
        elif _LETTER.search(text) or (_LETTER.search(self._text(1)) and not text.endswith("?")):
            self._letter(where)
        elif (
            not text.endswith("?")
            and not _PART_3.match(text)
            and len(text.split()) <= 8
            and len(self._questions_after(1)) >= 3
        ):
            self._spoken_topic(where)
        elif heading or _PART.match(text):
            self._at += 1
        else:
            self._essay(where)

    def _questions_after(self, ahead: int) -> list[str]:
        asked: list[str] = []
        while (text := self._text(ahead)).endswith("?") and len(text.split()) <= _SPOKEN_WORDS:
            asked.append(text)
            ahead += 1
        return asked

    def _take_questions(self) -> list[str]:
        asked = self._questions_after(0)
        self._at += len(asked)
        return asked

    def _spoken_topic(self, where: str) -> None:
        name = re.sub(r"^(?:topic|part 1)\s*:?\s*", "", self._text(), flags=re.IGNORECASE).strip(" :")
        self._at += 1
        asked = self._take_questions()
        topic = _subject(name) or self._topic
        row = {"kind": ItemKind.TOPIC, "name": name.lower(), "questions": [{"ask": each} for each in asked]}
        self._keep(row, where, "\n".join([name, *asked]), topic)

    def _card(self, where: str) -> None:
        describe = self._text().rstrip(".:") + "."
        say: list[str] = []
        self._at += 2
        while self._text() and not _EXPLAIN.match(self._text()) and len(say) < 6:
            if self._text().endswith("?") or _CARD.match(self._text()):
                break
            say.append(self._text().rstrip(".,;"))
            self._at += 1
        explain = ""
        if _EXPLAIN.match(self._text()):
            explain = self._text()[0].lower() + self._text()[1:].rstrip(".") + "."
            self._at += 1
        asked: dict[str, list[str]] = {"rounding": [], "discussion": []}
        part = "rounding" if explain else ""
        while part and self._text():
            if _ROUNDING.search(self._text()) and not self._text().endswith("?"):
                self._at += 1
            elif _PART_3.match(self._text()):
                part = "discussion"
                self._at += 1
            elif more := self._take_questions():
                asked[part] += more
            else:
                break
        row = {
            "kind": ItemKind.CARD, "type": _card_type(describe), "theme": _THEME, "describe": describe, "say": say,
            "explain": explain, "rounding_off": asked["rounding"], "discussion": [[each] for each in asked["discussion"]],
        }  # fmt: skip
        self._keep(row, where, describe, self._topic)

    def _letter(self, where: str) -> None:
        said: list[str] = []
        while self._text() and not _LETTER.search(self._text()):
            said.append(self._text())
            self._at += 1
        line = self._text()
        start = _LETTER.search(line)
        before, task = (line[: start.start()], line[start.start() :]) if start is not None else ("", line)
        situation = " ".join([*said, before]).strip()
        self._at += 1
        if re.match(r"^in (?:your|the) (?:letter|e-?mail)\b", self._text(), re.IGNORECASE):
            self._at += 1
        points: list[str] = []
        while (
            self._text() and len(points) < 3 and not self._text().startswith("Dear ") and not _BEGIN.match(self._text())
        ):
            points.append(self._text().rstrip(".,;"))
            self._at += 1
        if _BEGIN.match(self._text()):
            self._at += 1
        begin = ""
        if self._text().startswith("Dear "):
            begin = self._text().rstrip(" .…,") + ","
            self._at += 1
        tone = next((name for name, how in _TONE if how.match(begin)), "informal")
        row = {
            "kind": ItemKind.LETTER, "type": tone, "situation": situation, "points": points, "begin": begin,
            "task": _IN_IT.sub("", task).rstrip(" .:,").capitalize() + ".",
        }  # fmt: skip
        self._keep(row, where, situation or task, self._topic)

    def _essay(self, where: str) -> None:
        text = self._text()
        self._at += 1
        # A statement and the question about it may be paragraphs of their own.
        while essay_type(text) is None and self._text() and not self._lines[self._at][2]:
            joined = f"{text} {self._text()}"
            if len(joined.split()) > _MOST_WORDS or essay_type(joined) is None or essay_type(self._text(), alone=True):
                break
            text = joined
            self._at += 1
        kind = essay_type(text)
        if kind is None:
            self.found.unsure.append(Unsure(where, _short(text), "it has the form of no kind of question"))
            return
        self._keep({"kind": ItemKind.ESSAY, "type": kind, "prompt": text}, where, text, self._topic)

    def _keep(self, row: dict[str, Any], where: str, text: str, topic: str) -> None:
        self.found.add({**row, "id": own_id(text), "topic": topic}, where, text)


def own_id(text: str) -> str:
    """The id of an imported item: the same words have the same, so that a list can be imported again."""
    plain = " ".join(re.findall(r"\w+", text.casefold()))
    return OWN + hashlib.sha256(plain.encode()).hexdigest()[:10]


def essay_type(text: str, *, alone: bool = False) -> str | None:
    """The type of a Task 2 question; ``None``: it is none by its form. ``alone``: a whole one, statement and question."""
    said = " ".join(text.casefold().split())
    if not _LEAST_WORDS <= len(said.split()) <= _MOST_WORDS or not said.endswith(
        ("?", "opinion.", "views.", "examples.")
    ):
        return None
    if not _STATEMENT.match(said):
        return None
    if alone and len(re.findall(r"[.?]", said)) < 2:
        return None
    return next((name for name, forms in _forms().items() if any(form.search(said) for form in forms)), None)


@cache
def _forms() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    table = tomllib.loads(files("engine.data").joinpath("bank/forms.toml").read_text("utf-8"))
    return {name: tuple(re.compile(form) for form in forms) for name, forms in table.items()}


def _whole(found: Recognised, where: str, row: dict[str, Any], topic: str) -> None:
    row = {**row, "topic": _subject(str(row.get("topic", ""))) or row.get("topic", topic)}
    for name in _LIST_FIELDS:
        if isinstance(row.get(name), str):
            row[name] = _parts(row[name])
    if isinstance(row.get("questions"), str):
        row["questions"] = [{"ask": each} for each in _parts(row["questions"])]
    if isinstance(row.get("discussion"), str):
        row["discussion"] = [[part.strip() for part in each.split("/")] for each in _parts(row["discussion"])]
    text = next((str(row[name]) for name in ("prompt", "situation", "describe", "name") if name in row), str(row))
    own = str(row.get("id", ""))
    found.add({**row, "id": own if own.startswith(OWN) else own_id(text)}, where, text)


def _parts(cell: str) -> list[str]:
    return [_BULLET.sub("", part).strip() for part in re.split(r"[|\n]", cell) if part.strip()]


def _subject(words: str) -> str | None:
    said = words.casefold().strip(" :#")
    for subject, names in load_subjects().items():
        if said in {subject, *(name.casefold() for name in names.values())}:
            return subject
    return None


def _card_type(describe: str) -> str:
    said = describe.casefold()
    for kind, signs in (
        ("person", r"\b(person|somebody|someone|friend|teacher|relative|neighbour|colleague|leader|singer|member)\b"),
        ("place", r"\b(place|city|town|country|building|park|room|house|shop|restaurant|river|garden|museum|street)\b"),
        ("event", r"\b(time|occasion|event|day|trip|journey|experience|party|celebration|meeting|when you)\b"),
    ):
        if re.search(signs, said):
            return kind
    return "object"


def _short(text: str) -> str:
    one = " ".join(text.split())
    return one if len(one) <= 100 else one[:99] + "…"
