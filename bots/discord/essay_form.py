"""The form of ``/essay``: task, question, answer.

What comes back is read from itself, so that a form that was opened before a restart can be sent after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import discord

from bots.replies.words import Words

FORM = "bm:essay"
MOST = 4000
"""Characters that Discord lets somebody type into one field."""
TASKS = ("W2", "W1A", "W1G")
_QUESTION = 2000


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody sent: a task's code, the question if they have it, the answer."""

    task: str
    question: str | None
    answer: str


def essay_form(language: str | None, task: str | None = None, question: str | None = None) -> discord.ui.Modal:
    """An empty form, or one that begins with what was said in the command."""
    say = Words(language)
    form = discord.ui.Modal(title=say("form-title"), custom_id=FORM, timeout=None)
    options = [discord.SelectOption(label=say(f"task-{code}"), value=code, default=code == task) for code in TASKS]
    fields: tuple[tuple[str, str | None, discord.ui.Item[Any]], ...] = (
        ("form-task", None, discord.ui.Select(custom_id="task", options=options)),
        ("form-question", "form-question-hint", field("question", _QUESTION, question)),
        ("form-answer", "form-answer-hint", field("answer", MOST, None, required=True)),
    )
    for label, hint, item in fields:
        description = None if hint is None else say(hint)
        form.add_item(discord.ui.Label(text=say(label), description=description, component=item))
    form.stop()  # nobody waits for this one: see above
    return form


def read_form(data: Mapping[str, Any]) -> Filled:
    """The fields of a form that was sent; a field that is missing is empty."""
    values = dict(values_of(data.get("components", ())))
    return Filled(values.get("task", ""), values.get("question", "").strip() or None, values.get("answer", ""))


def field(name: str, most: int, default: str | None, *, required: bool = False) -> discord.ui.TextInput[Any]:
    """A field of several lines."""
    style = discord.TextStyle.paragraph
    return discord.ui.TextInput(
        custom_id=name, style=style, max_length=most, default=default and default[:most], required=required
    )


def values_of(components: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - Discord's nested lists
    """What was filled in, by the names of the fields."""
    for each in components:
        yield from values_of(each.get("components", ()))
        inner = each.get("component", each)
        if "custom_id" in inner:
            chosen = inner.get("values") or [inner.get("value", "")]
            yield inner["custom_id"], chosen[0] or ""
