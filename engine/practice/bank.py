"""The bank as this installation has it: what ships, and the operator's own items."""

from __future__ import annotations

import json
from datetime import date

from engine.ielts.bank.rows import OWN, OwnBank, bank_of
from engine.ielts.bank.tasks import BankTask, load_tasks
from engine.ielts.groups.prompts import Prompt, load_prompts, own_prompts, prompt_of
from engine.ielts.speaking.questions import QuestionBank, load_bank
from engine.store.store import Transaction


def own_bank(tx: Transaction) -> OwnBank:
    """What the operator imported."""
    return bank_of([json.loads(item.body) for item in tx.bank.items()])


def writing_tasks(tx: Transaction, day: date | None = None) -> tuple[BankTask, ...]:
    """Tasks to write that need no picture."""
    day = day or tx.now.date()
    return tuple(task for task in (*load_tasks(), *own_bank(tx).tasks) if task.label.in_season(day))


def group_prompts(tx: Transaction) -> tuple[Prompt, ...]:
    """What a group can be asked today: what ships, and the operator's own items that are in season."""
    return (*load_prompts(), *own_prompts(own_bank(tx), tx.now.date()))


def group_prompt(tx: Transaction, prompt_id: str) -> Prompt | None:
    """The prompt that was posted, also when its season is over; ``None``: the operator took it out of the bank."""
    return prompt_of(prompt_id, own_prompts(own_bank(tx)) if OWN in prompt_id else ())


def speaking_bank(tx: Transaction) -> QuestionBank:
    """Topics and cards that are in season today."""
    return own_bank(tx).added_to(load_bank()).on(tx.now.date())
