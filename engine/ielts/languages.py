"""The languages in which feedback is given. What is quoted from a learner stays in English: that is what is marked."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """The value is the locale's name."""

    ENGLISH = "en"
    CHINESE = "zh-Hans"


def language_of(tag: str | None) -> Language:
    """The language for a tag such as a chat platform gives (``zh-hans``, ``en-GB``); English where there is no other."""
    name = (tag or "en").lower().replace("_", "-")
    return Language.CHINESE if name == "zh" or name.startswith(("zh-hans", "zh-cn", "zh-sg")) else Language.ENGLISH
