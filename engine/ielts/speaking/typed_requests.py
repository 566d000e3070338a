"""What is typed in a test and is no answer: that the candidate is ready, or wants the question once more."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


def requested(text: str) -> str | None:
    """The verb that a whole message asks for: ``ready`` or ``repeat``; ``None``: it is an answer."""
    plain = " ".join(re.sub(r"[^\w\s']", " ", text.replace("’", "'").lower()).split())
    return _verbs().get(plain)


@cache
def _verbs() -> dict[str, str]:
    found = tomllib.loads(files("engine.data").joinpath("examiner", "typed.toml").read_text("utf-8"))
    return {said: verb for verb, all_said in found.items() for said in all_said}
