"""Every kind has a name, a rule and an example, in each language."""

from __future__ import annotations

import pytest

from engine.ielts.languages import Language
from engine.marking.errors.error import Kind
from engine.marking.errors.reasons import OTHER, reason


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", [*Kind, OTHER])
def test_a_reason_for_every_kind(kind: str, language: Language) -> None:
    why = reason(kind, language)
    assert why.name
    assert why.rule
    assert why.wrong != why.right
    assert (language is Language.CHINESE) == any("\u4e00" <= char <= "\u9fff" for char in why.rule)
