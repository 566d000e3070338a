"""Teachers' lists into the operator's own bank, whole or not at all, and the bank back into a file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from engine.documents.reading import read_document
from engine.documents.records import RECORDS, read_records
from engine.errors import LearnerMistake, OperatorMistake
from engine.ielts.bank.recognise import Recognised, Unsure, recognise_lines, recognise_records
from engine.ielts.bank.rows import item_of
from engine.ielts.bank.tasks import load_tasks
from engine.ielts.chat import ChatFile
from engine.ielts.speaking.questions import load_bank
from engine.store.bank import KeptItem
from engine.store.store import Transaction

_YAML = frozenset({".yaml", ".yml"})
_LARGEST = 20_000_000
_LIKE = 0.8
_NOT_SAID = frozenset("the a an of to in is are and or do you this that people some it".split())


def read_list(path: Path, topic: str) -> Recognised:
    """What a file holds: CSV, TSV, JSON, JSONL, YAML; Markdown, DOCX, PDF, web pages and text by their form.

    Raises:
        OperatorMistake: it cannot be read.
        TryAgain: no process could be started to read it in.
    """
    ending = path.suffix.lower()
    if ending in RECORDS:
        return recognise_records(((f"row {n}", row) for n, row in enumerate(read_records(path), 1)), topic)
    try:
        if path.stat().st_size > _LARGEST:
            raise OperatorMistake(f"{path.name} is larger than {_LARGEST // 1_000_000} MB: divide it.")
        data = path.read_bytes()
    except OSError as error:
        raise OperatorMistake(f"{path.name} cannot be opened.") from error
    if ending in _YAML:
        return recognise_records(_yaml(path.name, data), topic)
    try:
        document = read_document(ChatFile(path.name, data))
    except LearnerMistake as mistake:
        raise OperatorMistake(f"{path.name} cannot be read ({mistake.reason}).") from mistake
    lines = [
        (f"page {block.page}" if block.page else f"line {n}", block.text, block.level > 0)
        for n, block in enumerate(document.blocks, 1)
    ]
    return recognise_lines(lines, topic)


def without_known(tx: Transaction, found: Recognised) -> Recognised:
    """The same with what the bank has already, or the list has twice, set aside; near-copies too."""
    texts = {task.id: task.text for task in load_tasks()}
    texts |= {topic.id: "\n".join(question.ask for question in topic.questions) for topic in load_bank().topics}
    texts |= {card.id: card.describe for card in load_bank().cards}
    texts |= {item.id: _words_of(json.loads(item.body)) for item in tx.bank.items()}
    known = {item_id: _said(text) for item_id, text in texts.items()}
    kept = Recognised(unsure=list(found.unsure))
    for row in found.rows:
        said = _said(_words_of(row))
        twin = next((each for each, other in known.items() if len(said & other) >= _LIKE * len(said | other)), None)
        if twin is None:
            kept.rows.append(row)
            known[row["id"]] = said
        else:
            kept.unsure.append(Unsure("in the bank", " ".join(_words_of(row).split())[:100], f"like {twin}"))
    return kept


def keep(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows to the operator's own bank."""
    tx.bank.keep(KeptItem(row["id"], str(row["kind"]), dump_row(row)) for row in rows)


def dump_row(row: Mapping[str, Any]) -> str:
    """A row as a line of JSON.

    Raises:
        ValueError: it is no item.
    """
    item_of(row)
    plain = {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}
    return json.dumps(plain, ensure_ascii=False)


def _yaml(name: str, data: bytes) -> list[tuple[str, Mapping[str, object]]]:
    import yaml

    try:
        rows = yaml.safe_load(data)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise OperatorMistake(f"{name} is not YAML.") from error
    if not isinstance(rows, list):
        raise OperatorMistake(f"{name}: a list of questions is wanted.")
    return [
        (f"item {n}", {str(key): value for key, value in row.items()} if isinstance(row, dict) else {"question": row})
        for n, row in enumerate(rows, 1)
    ]


def _words_of(row: Mapping[str, Any]) -> str:
    if row["kind"] == "topic":
        return "\n".join(question["ask"] for question in row["questions"])
    if row["kind"] == "letter":
        return "\n".join([row["situation"], row["task"], *row["points"]])
    return str(row["prompt" if row["kind"] == "essay" else "describe"])


def _said(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", text.lower())) - _NOT_SAID
