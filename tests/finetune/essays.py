"""Essays of ours by the dozen: a seed makes a question and an answer that are like no other seed's."""

from __future__ import annotations

import json
import random
from pathlib import Path

_TOPICS = "trains museums gardens uniforms tourism homework zoos villages recycling newspapers farming exams rivers phones".split()
_PEOPLE = "students parents teachers workers drivers farmers visitors shopkeepers doctors neighbours".split()
_VERBS = "support welcome avoid question improve discuss protect expand change remember".split()
_THINGS = "prices traffic noise friendship health memory language weather music work safety time".split()
_LINKS = ("For example,", "However,", "As a result,", "In addition,", "At the same time,", "On the other hand,")


def question(seed: int) -> str:
    """A Task 2 question about something of this seed's."""
    pick = random.Random(seed)
    topic, people, things = pick.choice(_TOPICS), pick.choice(_PEOPLE), " and ".join(pick.sample(_THINGS, 2))
    return (
        f"Question {seed}: some people think that {topic} should be free for {people} because of {things}. "
        "To what extent do you agree or disagree?"
    )


def answer(seed: int, sentences: int = 12) -> str:
    """About 150 words in three paragraphs."""
    pick = random.Random(1000 + seed)
    said = []
    for _ in range(sentences):
        one, other = pick.sample(_PEOPLE, 2)
        said.append(
            f"{pick.choice(_LINKS)} many {one} {pick.choice(_VERBS)} {pick.choice(_THINGS)} "
            f"when {other} {pick.choice(_VERBS)} {pick.choice(_TOPICS)} and {pick.choice(_THINGS)}."
        )
    third = sentences // 3
    return "\n\n".join(" ".join(said[at : at + third]) for at in range(0, sentences, third))


def line(seed: int, band: float = 6.0, **more: object) -> dict[str, object]:
    """One row as the wild has it."""
    return {"task": 2, "prompt": question(seed), "essay": answer(seed), "bands": {"overall": band}, **more}


def write_jsonl(path: Path, rows: list[dict[str, object]]) -> Path:
    """Writes ``rows`` and gives the path back."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path
