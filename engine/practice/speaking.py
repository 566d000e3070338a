"""Sit a Speaking test: begin it, answer, ask for something, take a break. What is said is saved before anything else.

Every function is one transaction's worth of decisions and gives what to say; each is idempotent, because chat platforms
send the same message again after a crash. The next step is decided here, without waiting for anybody to listen, so the
examiner answers at once; listening and measuring go on behind (:mod:`engine.practice.hearing`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.errors import LearnerMistake
from engine.ielts.chat import ChatAddress, ChatMessage, Person
from engine.ielts.learners import Manner
from engine.ielts.notices import Notice, Refused
from engine.ielts.speaking.events import (
    Answered,
    Event,
    Paused,
    PreparationSkipped,
    Requested,
    Resumed,
    Retried,
    Stopped,
    Transcribed,
    Turn,
)
from engine.ielts.speaking.exam_clock import BEFORE_TALK, Stage
from engine.ielts.speaking.followups import Request
from engine.ielts.speaking.heard import Origin, Transcript
from engine.ielts.speaking.names import put_into
from engine.ielts.speaking.notices import AskMode, ExaminerStep, UnderWay, WordsKept
from engine.ielts.speaking.plan import Mode, Plan, Scope, draw_drill, draw_test
from engine.ielts.speaking.steps import Finish, OnBreak
from engine.ielts.speaking.typed_requests import requested
from engine.ielts.writing import count_words
from engine.ports import Work
from engine.practice.bank import speaking_bank
from engine.practice.rerating import rate_again
from engine.settings import Settings
from engine.store.hearing import TURN
from engine.store.recordings.kept import KeptSound
from engine.store.speaking import KeptTest, KeptTurn, Standing
from engine.store.store import Transaction

MOST_TYPED = 250
"""Words: a longer text in the middle of a test is an essay, not an answer."""
AGAIN = "again-"
"""What a button's verb begins with that asks the question of a turn once more."""
_DAY = timedelta(days=1)
_STEP_LEASE = timedelta(seconds=15)
_AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Said:
    """What to say now, and what workers should be told of."""

    notices: tuple[Notice, ...] = ()
    calls: tuple[tuple[Work, int], ...] = ()


def begin(tx: Transaction, settings: Settings, address: ChatAddress, person: Person, mode: Mode | None) -> Said:
    """A whole test; without a mode the learner is asked for one. One test at a time in a chat."""
    learner = tx.intake.learner(person)
    live = tx.speaking.live(learner, address)
    if live is not None:
        return Said((_under_way(live),))
    if mode is None:
        return Said((AskMode(),))
    _check_quota(tx, settings, learner)
    used = _used(tx, learner)
    weak = tx.speaking.weakest(learner)
    return _begun(tx, settings, learner, address, draw_test(speaking_bank(tx), mode, secrets.randbits(32), used, weak))


def drill(
    tx: Transaction, settings: Settings, address: ChatAddress, person: Person, scope: Scope, topic: str | None
) -> Said:
    """One question of a part, with feedback; a drill that is still open gives way to it.

    Raises:
        LearnerMistake: ``no-such-topic``.
    """
    learner = tx.intake.learner(person)
    live = tx.speaking.live(learner, address)
    if live is not None:
        if live.test.plan.scope is Scope.TEST:
            return Said((_under_way(live),))
        ended = tx.speaking.take(live, Stopped(tx.now))
        # Whoever asks for another one need not hear, below its question, that the earlier one has ended.
        tx.speaking.step_shown(ended.id, ended.test.next_step(tx.now).id)
    _check_quota(tx, settings, learner)
    try:
        plan = draw_drill(speaking_bank(tx), Mode.PRACTICE, scope, secrets.randbits(32), _used(tx, learner), topic)
    except ValueError as nothing:
        raise LearnerMistake("no-such-topic") from nothing
    return _begun(tx, settings, learner, address, plan)


def awaits_voice(tx: Transaction, message: ChatMessage) -> bool:
    """Whether a voice note would be taken: ``False``: this one is known.

    Raises:
        LearnerMistake: ``no-test``: nothing is open that it could answer.
    """
    if tx.speaking.turn_of_message(message.address, message.message_id) is not None:
        return False
    if tx.speaking.live(tx.intake.learner(message.sender), message.address) is None:
        raise LearnerMistake("no-test")
    return True


def take_voice(tx: Transaction, settings: Settings, message: ChatMessage, recording: KeptSound, seconds: float) -> Said:
    """A voice note: saved, put on the exam's clock, and answered with what comes next.

    Raises:
        LearnerMistake: ``no-test``: nothing is open that it could answer.
    """
    learner = tx.intake.learner(message.sender)
    if tx.speaking.turn_of_message(message.address, message.message_id) is not None:
        return Said()
    live = tx.speaking.live(learner, message.address)
    if live is None:
        raise LearnerMistake("no-test")
    turn = Turn(message.message_id, tx.now, seconds)
    turn_id = tx.speaking.add_turn(live, message, turn, recording, None)
    return _answered(tx, settings, live, turn, ((Work.HEAR, turn_id),))


def take_text(tx: Transaction, settings: Settings, message: ChatMessage) -> Said | None:
    """A text that belongs to a test: words for a recording, or a typed answer; ``None``: it belongs to something else."""
    learner = tx.intake.learner(message.sender)
    known = tx.speaking.turn_of_message(message.address, message.message_id)
    if known is not None:
        changed = message.revision > 0 and known.heard.transcript is not None
        return _words(tx, known, message.text, Origin.TYPED) if changed else Said()
    if message.reply_to is not None:
        answered = tx.speaking.turn_of_message(message.address, message.reply_to)
        if answered is not None and _whose(tx, answered) == learner:
            return _words(tx, answered, message.text, Origin.CORRECTED if answered.heard.transcript else Origin.TYPED)
    live = tx.speaking.live(learner, message.address)
    if live is None or message.revision or isinstance(live.test.next_step(tx.now), OnBreak):
        return None
    words = count_words(message.text)
    if words > MOST_TYPED:
        return None
    verb = requested(message.text)
    if verb == "repeat" or (verb == "ready" and live.test.state.stage in BEFORE_TALK):
        return _commanded(tx, settings, live, verb)
    if words == 0:
        return Said((Refused("empty-answer"),))
    turn = Turn.typed(message.message_id, tx.now, message.text.strip())
    turn_id = tx.speaking.add_turn(live, message, turn, None, Transcript(message.text.strip(), origin=Origin.TYPED))
    if live.test.plan.mode is Mode.PRACTICE:
        tx.hearing.tell(live.id, f"{TURN}:{turn_id}")
    return _answered(tx, settings, live, turn, ())


def on_break(tx: Transaction, address: ChatAddress, person: Person) -> UnderWay | None:
    """A test of theirs that is on a break in this chat."""
    live = tx.speaking.live(tx.intake.learner(person), address)
    return _under_way(live) if live is not None and live.test.state.paused else None


def take_words(tx: Transaction, address: ChatAddress, person: Person, text: str) -> Said:
    """What was said in the last recording that has no words yet, or else in the last recording.

    Raises:
        LearnerMistake: ``nothing-said``: there is none; ``no-words-said``.
    """
    if not text.strip():
        raise LearnerMistake("no-words-said")
    learner = tx.intake.learner(person)
    for kept in tx.speaking.newest(learner):
        if kept.address != address:
            continue
        spoken = [turn for turn in tx.speaking.turns(kept.id) if _spoken(kept, turn)]
        wordless = [turn for turn in spoken if turn.heard.transcript is None]
        if spoken:
            turn = (wordless or spoken)[-1]
            return _words(tx, turn, text, Origin.TYPED if wordless else Origin.CORRECTED)
    raise LearnerMistake("nothing-said")


def command(
    tx: Transaction, settings: Settings, address: ChatAddress, person: Person, verb: str, test_id: int | None = None
) -> Said:
    """A button or a command of a test, or ``again-TURN``.

    The verbs are ``ready``, ``repeat``, ``rephrase``, ``pause``, ``resume``, ``stop``, ``rate`` and ``rerate``.

    Raises:
        LearnerMistake: ``no-test``, ``no-test-over``, ``not-your-test``, ``nothing-to-repeat`` or ``already-rating``.
    """
    learner = tx.intake.learner(person)
    if verb == "rerate":
        notice, calls = rate_again(tx, settings, learner, address)
        return Said((notice,), calls)
    kept = tx.speaking.live(learner, address) if test_id is None else tx.speaking.test(test_id)
    if kept is None or kept.address != address:
        raise LearnerMistake("no-test")
    if kept.learner_id != learner:
        raise LearnerMistake("not-your-test")
    if verb == "rate":
        if not tx.speaking.rate_again(kept.id):
            raise LearnerMistake("already-rating")
        return Said(calls=((Work.RATE, kept.id),))
    if verb.startswith(AGAIN):
        return _again(tx, settings, kept, verb.removeprefix(AGAIN))
    if kept.standing is not Standing.OPEN:
        raise LearnerMistake("no-test")
    if verb == "resume" and not kept.test.state.paused:
        # The candidate has lost sight of the question: it is shown as it stands, and no exam time passes.
        return Said((_step(tx, settings, kept),))
    return _commanded(tx, settings, kept, verb)


def own_answer(tx: Transaction, address: ChatAddress, person: Person, turn_id: int) -> tuple[KeptTest, KeptTurn]:
    """An answer of this learner's in this chat, and its test.

    Raises:
        LearnerMistake: ``no-recording`` or ``not-your-test``.
    """
    turn = tx.speaking.turn(turn_id)
    kept = None if turn is None else tx.speaking.test(turn.test_id)
    if turn is None or kept is None or kept.address != address:
        raise LearnerMistake("no-recording")
    if kept.learner_id != tx.intake.learner(person):
        raise LearnerMistake("not-your-test")
    return kept, turn


def _again(tx: Transaction, settings: Settings, kept: KeptTest, turn: str) -> Said:
    """The question of an earlier answer once more; both answers are kept.

    Raises:
        LearnerMistake: ``no-test``: the test has ended, or is one in exam mode.
    """
    plan = kept.test.plan
    if plan.scope is not Scope.TEST and kept.standing is not Standing.OPEN:
        live = tx.speaking.live(kept.learner_id, kept.address)
        if live is not None:
            return Said((_under_way(live),))
        _check_quota(tx, settings, kept.learner_id)
        return _begun(tx, settings, kept.learner_id, kept.address, plan)
    known = tx.speaking.turn(int(turn)) if turn.isdecimal() else None
    ids = {heard.turn.id: heard.prompt for heard in kept.test.state.heard}
    prompt = None if known is None or known.test_id != kept.id else ids.get(known.heard.turn)
    after = kept if prompt is None else tx.speaking.take(kept, Retried(prompt, tx.now))
    if after.test is kept.test:
        raise LearnerMistake("no-test")
    return _next(tx, settings, after, ())


def _commanded(tx: Transaction, settings: Settings, kept: KeptTest, verb: str) -> Said:
    events: dict[str, Callable[[datetime], Event]] = {
        "ready": PreparationSkipped,
        "repeat": lambda at: Requested(Request.REPEAT, at),
        "rephrase": lambda at: Requested(Request.REPHRASE, at),
        "pause": Paused,
        "resume": Resumed,
        "stop": Stopped,
    }
    after = tx.speaking.take(kept, events[verb](tx.now))
    if after.test is kept.test:
        if verb in ("repeat", "rephrase"):
            raise LearnerMistake("nothing-to-repeat")
        return Said()
    if verb == "resume":
        # What was asked before the break is asked once more; the clock has not moved.
        return Said((_step(tx, settings, after),))
    return _next(tx, settings, after, ())


def _begun(tx: Transaction, settings: Settings, learner: int, address: ChatAddress, plan: Plan) -> Said:
    kept = tx.speaking.begin(learner, address, plan)
    tx.speaking.lease_step(kept, _STEP_LEASE)
    return Said((_step(tx, settings, kept, first=True),))


def _answered(
    tx: Transaction, settings: Settings, live: KeptTest, turn: Turn, calls: tuple[tuple[Work, int], ...]
) -> Said:
    after = tx.speaking.take(live, Answered(turn))
    discussing = live.test.state.stage is Stage.PART_3 and after.test.ended is None
    if calls and discussing and (settings.has_ears or settings.llm != "none"):
        # What was just said decides the next question if it is heard in time, and a model may find better words for it;
        # the courier shows it when the time is over.
        tx.speaking.hold(after, timedelta(seconds=settings.examiner_seconds))
        return Said((), calls)
    return _next(tx, settings, after, calls)


def _next(tx: Transaction, settings: Settings, kept: KeptTest, calls: tuple[tuple[Work, int], ...]) -> Said:
    step = kept.test.next_step(tx.now)
    if isinstance(step, Finish) and not any(work is Work.HEAR for work, _ in calls):
        calls = (*calls, (Work.RATE, kept.id))
    if step.id == kept.shown:
        return Said((), calls)
    tx.speaking.lease_step(kept, _STEP_LEASE)
    return Said((_step(tx, settings, kept),), calls)


def _step(tx: Transaction, settings: Settings, kept: KeptTest, *, first: bool = False) -> ExaminerStep:
    plan, step = kept.test.plan, kept.test.next_step(tx.now)
    missing = _wordless(tx, kept) if isinstance(step, Finish) and not settings.has_ears else 0
    chosen = tx.learners.preferences(kept.learner_id)
    manner = Manner(chosen.voice, chosen.speed)
    return ExaminerStep(kept.id, step, plan.mode, plan.scope, settings.has_ears, first, missing, manner)


def step_notice(tx: Transaction, settings: Settings, kept: KeptTest) -> ExaminerStep:
    """The step that is due in a test."""
    return _step(tx, settings, kept, first=kept.shown is None)


def _words(tx: Transaction, turn: KeptTurn, text: str, origin: Origin) -> Said:
    """The learner's own account of a recording: it stands, whatever a recogniser heard; a name alone stands in its place."""
    kept = tx.speaking.test(turn.test_id)
    said = " ".join(text.split())
    if kept is None or not said:
        return Said((Refused("empty-answer"),))
    heard = turn.heard.transcript.text if turn.heard.transcript is not None and origin is Origin.CORRECTED else ""
    put_in = put_into(heard, said)
    said = put_in or said
    tx.speaking.write_down(turn.id, Transcript(said, origin=origin))
    after = tx.speaking.take(kept, Transcribed(turn.heard.turn, said))
    missing = _wordless(tx, after)
    over = after.standing is not Standing.OPEN and after.test.plan.scope is Scope.TEST
    calls: tuple[tuple[Work, int], ...] = ((Work.HEAR, turn.id),) if tx.speaking.listen_again(turn.id) else ()
    # A report quotes what was said, so other words need another report; one that waits for words waits for all.
    complete = over and (after.standing is Standing.RATED or not missing)
    if complete and tx.speaking.rate_again(kept.id):
        calls = (*calls, (Work.RATE, kept.id))
    return Said((WordsKept(kept.id, over, missing, renewed=complete, put_in=put_in),), calls)


def _wordless(tx: Transaction, kept: KeptTest) -> int:
    """How many answers were spoken whose words nobody has written down."""
    return sum(_spoken(kept, each) and each.heard.transcript is None for each in tx.speaking.turns(kept.id))


def _spoken(kept: KeptTest, turn: KeptTurn) -> bool:
    """Whether an answer was given by voice, and had something in it."""
    silent = turn.heard.sound is not None and turn.heard.sound.silent
    typed = turn.heard.sound is None and not turn.recorded and turn.heard.transcript is not None
    return not silent and not typed and any(each.turn.id == turn.heard.turn for each in kept.test.state.heard)


def _whose(tx: Transaction, turn: KeptTurn) -> int | None:
    kept = tx.speaking.test(turn.test_id)
    return None if kept is None else kept.learner_id


def _under_way(kept: KeptTest) -> UnderWay:
    return UnderWay(kept.id, kept.test.plan.scope, kept.test.state.paused)


def _used(tx: Transaction, learner: int) -> tuple[str, ...]:
    oldest_first = reversed(tuple(tx.speaking.newest(learner)))
    return tuple(used for kept in oldest_first for used in kept.test.used)


def _check_quota(tx: Transaction, settings: Settings, learner: int) -> None:
    if tx.speaking.begun(learner, _DAY) >= settings.speaking_per_day:
        raise LearnerMistake("quota-speaking", limit=settings.speaking_per_day)
