"""A model words the next Part 3 question from what was just said; the rule's wording stands where it does not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from engine.errors import ModelMisbehaved, OperatorMistake, TryAgain
from engine.ielts.learners import Manner
from engine.ielts.speaking.events import Worded
from engine.ielts.speaking.exam_clock import Stage
from engine.ports import LanguageModel, Speaker
from engine.retrieval.theme import questions_on
from engine.settings import Settings
from engine.store.speaking import KeptTest, Standing
from engine.store.store import Store, Transaction


def word_next_question(
    store: Store,
    model: LanguageModel | None,
    settings: Settings,
    kept: KeptTest,
    speaker_for: Callable[[Manner], Speaker | None] = lambda _: None,
) -> bool:
    """Word the open question and let it be shown; whether a wording was taken.

    Its first sentences are spoken, into the cache that the front ends speak from, while the model writes the next ones.

    Nothing is lost where there is no model, no answer in time or no fit wording: the question that was chosen by rule is
    shown when its wait is over.
    """
    state = kept.test.state
    discussed = sum(prompt.stage is Stage.PART_3 for prompt in state.asked) > 1
    if kept.standing is not Standing.OPEN or not discussed or state.shown_at is not None:
        return False
    if model is None:
        _show_now(store, kept.id)
        return False
    from engine.marking.speaking.examiner_prompt import worded_question

    card = kept.test.plan.card
    planned = state.prompt.question.ask
    with store.transaction() as tx:
        ideas = questions_on(tx, "" if card is None else card.theme, planned)
    last = next((heard.turn.transcript for heard in reversed(state.heard) if heard.turn.transcript), "")
    try:
        text = worded_question(
            model,
            "" if card is None else card.theme,
            planned,
            state.recollection,
            last or "",
            settings.examiner_seconds,
            adapter="examiner" if "examiner" in settings.llm_adapters else None,
            on_sentence=_ahead(store, kept, speaker_for),
            ideas=ideas,
        )
    except (TryAgain, ModelMisbehaved, OperatorMistake):
        text = None
    with store.transaction() as tx:
        fresh = tx.speaking.test(kept.id)
        if fresh is None or fresh.standing is not Standing.OPEN:
            return False
        if text is not None:
            fresh = tx.speaking.take(fresh, Worded(state.prompt.id, text))
        _release(tx, fresh)
    return text is not None


def _ahead(
    store: Store, kept: KeptTest, speaker_for: Callable[[Manner], Speaker | None]
) -> Callable[[str], None] | None:
    """Speaks a sentence in the way that the candidate chose; None: nobody speaks."""
    with store.transaction() as tx:
        chosen = tx.learners.preferences(kept.learner_id)
    speaker = speaker_for(Manner(chosen.voice, chosen.speed))
    if speaker is None:
        return None

    def speak(sentence: str) -> None:
        # Whoever shows the question speaks it, or shows its text: nothing hangs on this but time.
        with suppress(TryAgain, OperatorMistake):
            speaker.note(sentence)

    return speak


def _show_now(store: Store, test_id: int) -> None:
    """The answer was heard, and what follows from it is decided: nobody need wait any longer."""
    with store.transaction() as tx:
        kept = tx.speaking.test(test_id)
        if kept is not None and kept.standing is Standing.OPEN:
            _release(tx, kept)


def _release(tx: Transaction, kept: KeptTest) -> None:
    if kept.test.next_step(tx.now).id != kept.shown:
        tx.speaking.hold(kept, timedelta(0))
