"""``bandmate evaluate examiner``: every candidate sits some tests, and what the examiner did is counted."""

from __future__ import annotations

from engine.evaluate.speaking.candidates import candidates
from engine.evaluate.speaking.conduct import Conduct, conduct
from engine.evaluate.speaking.sitting import sit
from engine.ielts.speaking.plan import Mode, draw_test
from engine.ielts.speaking.questions import load_bank
from engine.ports import LanguageModel


def examined(
    system: str, model: LanguageModel | None, tests: int, *, max_seconds: float = 3.0, adapter: str | None = None
) -> Conduct:
    """Each candidate sits ``tests`` tests, each on questions of its own; without a model the rules' wordings are held.

    Raises:
        OperatorMistake: the model is set up wrongly.
    """
    bank = load_bank()
    return conduct(
        system,
        tuple(
            sit(candidate, draw_test(bank, Mode.EXAM, seed), model, max_seconds, adapter)
            for seed in range(tests)
            for candidate in candidates()
        ),
    )
