"""A model words the next Part 3 question from what was just said; the rule's wording stands where it does not."""

from __future__ import annotations

from datetime import timedelta

from engine.errors import ModelMisbehaved, OperatorMistake, TryAgain
from engine.ielts.exam_clock import Stage
from engine.ielts.speaking_events import Worded
from engine.ports import LanguageModel
from engine.settings import Settings
from engine.store.speaking import KeptTest, Standing
from engine.store.store import Store


def word_next_question(store: Store, model: LanguageModel | None, settings: Settings, kept: KeptTest) -> bool:
    """Word the open question and let it be shown; whether a wording was taken.

    Nothing is lost where there is no model, no answer in time or no fit wording: the question that was chosen by rule is
    shown when its wait is over.
    """
    state = kept.test.state
    discussed = sum(prompt.stage is Stage.PART_3 for prompt in state.asked) > 1
    if model is None or kept.standing is not Standing.OPEN or not discussed or state.shown_at is not None:
        return False
    from engine.marking.speaking.examiner_prompt import worded_question

    card = kept.test.plan.card
    last = next((heard.turn.transcript for heard in reversed(state.heard) if heard.turn.transcript), "")
    try:
        text = worded_question(
            model,
            "" if card is None else card.theme,
            state.prompt.question.ask,
            state.recollection,
            last or "",
            settings.examiner_seconds,
            adapter="examiner" if "examiner" in settings.llm_adapters else None,
        )
    except (TryAgain, ModelMisbehaved, OperatorMistake):
        text = None
    with store.transaction() as tx:
        fresh = tx.speaking.test(kept.id)
        if fresh is None or fresh.standing is not Standing.OPEN:
            return False
        if text is not None:
            fresh = tx.speaking.take(fresh, Worded(state.prompt.id, text))
        if fresh.test.next_step(tx.now).id != fresh.shown:
            tx.speaking.hold(fresh, timedelta(0))
    return text is not None
