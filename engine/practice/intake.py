"""Receive what a learner sends: keep it first, then ask only for what cannot be known, then queue it.

Every function takes one transaction's worth of decisions and returns what to say; each is idempotent, because chat
platforms send the same message again after a crash.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from engine.errors import LearnerMistake
from engine.ielts.bank.notices import AnswersTask
from engine.ielts.chat import ChatAddress, ChatMessage, Person
from engine.ielts.notices import AskPrompt, AskTask, Marked, Notice, Queued, Refused, Withdrawn, Working
from engine.ielts.question_paper import PROMPT_WORDS
from engine.ielts.submissions import State, Submission, may_be_half
from engine.ielts.writing import Module, count_words
from engine.practice.conversation import check_text, is_question_alone, question_of, read
from engine.settings import Settings
from engine.store.store import Transaction
from engine.store.tasks import GivenTask

_DAY = timedelta(days=1)
_FLOOD_WINDOW, _FLOOD = timedelta(seconds=10), 20
_SECOND_HALF = timedelta(seconds=5)
TASKS = ("W1A", "W1G", "W2")
_TASK_1 = ("W1A", "W1G")
_OWN = {Module.ACADEMIC: "W1A", Module.GENERAL: "W1G"}


@dataclass(frozen=True, slots=True)
class Received:
    """What to say now, and the submission that a worker should be told of, if one became complete."""

    notices: tuple[Notice, ...]
    call: int | None = None


def receive_text(tx: Transaction, settings: Settings, message: ChatMessage) -> Received:
    """A message with text, new or edited: an answer, part of one, or the question that we asked for."""
    learner = tx.intake.learner(message.sender)
    known = tx.intake.of_message(message.address, message.message_id, message.revision)
    if known is not None:
        return Received(status(tx, known))
    if message.revision:
        edited = tx.intake.of_message(message.address, message.message_id)
        if edited is not None and edited.learner_id == learner:
            return _edited(tx, settings, edited, message)
    try:
        return _new_piece(tx, settings, learner, message)
    except LearnerMistake as mistake:
        return _refused(mistake)


def receive_form(tx: Transaction, settings: Settings, message: ChatMessage, code: str, prompt: str | None) -> Received:
    """A form: answer, task and question at once. It is an essay of its own, and nothing is left to ask.

    ``code`` is one of :data:`TASKS`; ``prompt`` is ``None`` where the learner has no question.
    """
    learner = tx.intake.learner(message.sender)
    known = tx.intake.of_message(message.address, message.message_id)
    if known is not None:
        return Received(status(tx, known))
    if code not in TASKS:
        return Received((Refused("other"),))
    try:
        check_text(message.text, settings.max_words)
        _check_quotas(tx, settings, learner, message.address)
    except LearnerMistake as mistake:
        return _refused(mistake)
    submission_id = tx.intake.open(learner, message.address, message.message_id)
    tx.intake.add_piece(submission_id, message)
    given = _given(tx, _again(tx, submission_id), code) if prompt is None else None
    _give_visuals(tx, learner, message.address, submission_id, code)
    tx.intake.settle(submission_id, code, prompt if given is None else given.prompt, prompt_settled=True)
    tx.intake.queue(submission_id, count_words(message.text))
    return Received((*_answering(tx, submission_id, given), *status(tx, _again(tx, submission_id))), call=submission_id)


def choose_task(
    tx: Transaction, settings: Settings, address: ChatAddress, person: Person, submission_id: int, code: str
) -> Received:
    """The learner pressed a task's button."""
    submission = _own(tx, address, person, submission_id)
    if submission is None:
        return Received((Refused("not-your-essay"),))
    if submission.state is not State.COLLECTING or code not in TASKS:
        return Received(status(tx, submission))
    prompt = submission.prompt or read(submission.text).prompt
    given = _given(tx, submission, code) if prompt is None else None
    prompt = prompt if given is None else given.prompt
    tx.intake.settle(submission_id, code, prompt, prompt_settled=prompt is not None)
    return _advance(tx, settings, _again(tx, submission_id), may_ask_again=False, given=given)


def skip_prompt(
    tx: Transaction, settings: Settings, address: ChatAddress, person: Person, submission_id: int
) -> Received:
    """The learner does not have the question, or does not want to send it."""
    submission = _own(tx, address, person, submission_id)
    if submission is None:
        return Received((Refused("not-your-essay"),))
    if submission.state is not State.COLLECTING or submission.task is None:
        return Received(status(tx, submission))
    tx.intake.settle(submission_id, submission.task, submission.prompt, prompt_settled=True)
    return _advance(tx, settings, _again(tx, submission_id), may_ask_again=False)


def mark_again(
    tx: Transaction, settings: Settings, address: ChatAddress, person: Person, submission_id: int
) -> Received:
    """The same answer to a Task 1 once more, with the figures that the learner typed after it was marked."""
    submission = _own(tx, address, person, submission_id)
    if submission is None:
        return Received((Refused("not-your-essay"),))
    learner, first = submission.learner_id, submission.pieces[0]
    figures = tx.visuals.waiting_figures(learner, address)
    if figures is None or submission.task != "W1A":
        return Received((Refused("no-figures"),))
    try:
        _check_quotas(tx, settings, learner, address)
    except LearnerMistake as mistake:
        return _refused(mistake)
    anew = tx.intake.open(learner, address, submission.reply_to)
    once_more = ChatMessage(address, person, f"figures-{figures}", submission.text, first.sent_at)
    tx.intake.add_piece(anew, once_more)
    tx.visuals.pass_on(submission.id, anew)
    tx.visuals.give_to(anew, learner, address)
    tx.intake.settle(anew, submission.task, submission.prompt, prompt_settled=True)
    tx.intake.queue(anew, _words(submission))
    return Received(status(tx, _again(tx, anew)), call=anew)


def withdraw(tx: Transaction, address: ChatAddress, person: Person, submission_id: int | None) -> Received:
    """The learner takes an essay back, if no worker has begun."""
    learner = tx.intake.learner(person)
    if submission_id is None:
        found = tx.intake.withdrawable(learner, address)
        if found is None:
            return Received((Refused("nothing-to-cancel"),))
        submission_id = found.id
    submission = _own(tx, address, person, submission_id)
    if submission is None:
        return Received((Refused("not-your-essay"),))
    if not tx.intake.withdraw(submission_id):
        already = submission.state is State.WORKING
        return Received((Refused("already-marking"),) if already else status(tx, submission))
    tx.tasks.wait_again(submission_id)
    tx.visuals.wait_again(submission_id)
    return Received((Withdrawn(submission_id),))


def status(tx: Transaction, submission: Submission) -> tuple[Notice, ...]:
    """How far a submission has got, as the status message shows it."""
    words = _words(submission)
    if submission.state is State.COLLECTING and is_question_alone(submission.text):
        return (Refused("question-alone"),)
    match submission.state:
        case State.COLLECTING if submission.task is None:
            return (_ask_task(tx, submission),)
        case State.COLLECTING:
            return (AskPrompt(submission.id, words, str(submission.task)),)
        case State.QUEUED:
            position = tx.intake.position(submission.id)
            return (Queued(submission.id, words, str(submission.task), position, submission.edited),)
        case State.WORKING:
            return (Working(submission.id),)
        case State.DONE:
            return (Marked(submission.id),)
        case State.WITHDRAWN:
            return (Withdrawn(submission.id),)
        case State.FAILED:
            return ()


def _ask_task(tx: Transaction, submission: Submission) -> AskTask:
    """Which task? Whoever told us that they sit one of the two papers is not asked about the other's Task 1.

    A text that looks like a letter may be one all the same.
    """
    module = tx.learners.preferences(submission.learner_id).module
    own = _TASK_1 if module is None else (_OWN[module],)
    looks = read(submission.text).task
    others = (looks,) if looks in _TASK_1 and looks not in own else ()
    return AskTask(submission.id, _words(submission), ("W2", *own, *others))


def _words(submission: Submission) -> int:
    """Words of the answer; a question that came in the same message is not counted."""
    return count_words(read(submission.text).answer)


def _new_piece(tx: Transaction, settings: Settings, learner: int, message: ChatMessage) -> Received:
    # By when they were sent: a machine that is slow to read them makes a flood no less of one.
    flooding = tx.intake.pieces_by(learner, message.sent_at - _FLOOD_WINDOW) >= _FLOOD
    open_one = tx.intake.collecting(learner, message.address)
    replied = None if message.reply_to is None else tx.tasks.shown_in(message.address, message.reply_to)
    if open_one is None:
        if not is_question_alone(message.text):
            check_text(message.text, settings.max_words)
        _check_quotas(tx, settings, learner, message.address)
        submission_id = tx.intake.open(learner, message.address, message.message_id)
        tx.intake.add_piece(submission_id, message)
    elif _answers_for_the_prompt(open_one, message):
        if not message.text.strip():
            raise LearnerMistake("empty")
        submission_id = open_one.id
        tx.intake.add_piece(submission_id, message, part="prompt")
        tx.intake.settle(submission_id, open_one.task, question_of(message.text), prompt_settled=True)
    else:
        if not message.text.strip():
            raise LearnerMistake("empty")
        submission_id = open_one.id
        tx.intake.add_piece(submission_id, message)
    if flooding:
        first = tx.intake.say_once(learner, "flood", message.sent_at, _FLOOD_WINDOW * 3)
        return Received((Refused("flood"),) if first else ())
    submission = _again(tx, submission_id)
    words = count_words(submission.text)
    if words > settings.max_words:
        # Seven messages that were one long text get one sentence; what comes later gets it again.
        first = tx.intake.say_once(learner, "too-long", message.sent_at, _FLOOD_WINDOW)
        return Received((Refused("too-long-together", {"words": words, "limit": settings.max_words}),) if first else ())
    return _advance(tx, settings, submission, may_ask_again=True, given=replied)


def _answers_for_the_prompt(submission: Submission, message: ChatMessage) -> bool:
    """We asked for the question and this is short enough to be one; but the second half of a cut text is not."""
    if submission.task is None or submission.prompt_settled or count_words(message.text) > PROMPT_WORDS:
        return False
    last = submission.last_piece
    follows_a_half = (
        last is not None
        and may_be_half(last.text, message.address.platform)
        and abs(message.sent_at - last.sent_at) <= _SECOND_HALF
    )
    return not follows_a_half


def _given(tx: Transaction, submission: Submission, code: str | None = None) -> GivenTask | None:
    """The task that we gave here and that this answers, where the learner names no question (and no other task)."""
    given = tx.tasks.waiting(submission.learner_id, submission.address)
    return given if given is not None and code in (None, given.code) else None


def _answering(tx: Transaction, submission_id: int, given: GivenTask | None) -> tuple[Notice, ...]:
    """Write down that this essay answers the task that was given, and say so."""
    if given is None:
        return ()
    tx.tasks.answered(_again(tx, submission_id).learner_id, given.id, submission_id)
    return (AnswersTask(submission_id, given.prompt),)


def _advance(
    tx: Transaction,
    settings: Settings,
    submission: Submission,
    *,
    may_ask_again: bool,
    given: GivenTask | None = None,
) -> Received:
    """Ask for what is still missing, or queue. ``given`` is the task of ours that it is known to answer."""
    if is_question_alone(submission.text):
        return Received((Refused("question-alone"),))
    reading = read(submission.text)
    if given is None and submission.task is None and submission.prompt is None and reading.prompt is None:
        given = _given(tx, submission)
    task = submission.task or (reading.task if given is None else given.code)
    prompt = submission.prompt or (reading.prompt if given is None else given.prompt)
    settled = submission.prompt_settled or prompt is not None
    last = submission.last_piece
    halved = last is not None and may_be_half(last.text, submission.address.platform)
    more_may_come = may_ask_again and submission.task is None and halved
    if task is None or more_may_come:
        return Received((_ask_task(tx, submission),))
    if submission.task is None and reading.prompt is None and given is None:
        # A guess from the text alone (a letter begins with "Dear") is only a guess: the learner decides.
        return Received((_ask_task(tx, submission),))
    tx.intake.settle(submission.id, task, prompt, prompt_settled=settled)
    if not settled:
        return Received((AskPrompt(submission.id, _words(submission), task),))
    try:
        check_text(reading.answer, settings.max_words)
        if tx.intake.waiting(submission.learner_id) >= settings.essays_waiting:
            raise LearnerMistake("too-many-waiting", limit=settings.essays_waiting)
    except LearnerMistake as mistake:
        return Received((Refused(mistake.reason, mistake.facts),))
    _give_visuals(tx, submission.learner_id, submission.address, submission.id, task)
    tx.intake.queue(submission.id, _words(submission), edited=submission.edited)
    told = _answering(tx, submission.id, given)
    return Received((*told, *status(tx, _again(tx, submission.id))), call=submission.id)


def _edited(tx: Transaction, settings: Settings, submission: Submission, message: ChatMessage) -> Received:
    """An edit replaces its message; where the worker already has the essay, the new text is a new submission."""
    try:
        if submission.state in (State.COLLECTING, State.QUEUED):
            tx.intake.add_piece(submission.id, message)
            changed = _again(tx, submission.id)
            if submission.prompt is not None and any(
                piece.part == "prompt" and piece.message_id == message.message_id for piece in changed.pieces
            ):
                tx.intake.settle(submission.id, submission.task, question_of(message.text), prompt_settled=True)
            check_text(changed.text, settings.max_words)
            if submission.state is State.QUEUED:
                return Received(status(tx, changed))
            return _advance(tx, settings, changed, may_ask_again=True)
        if submission.state is State.WITHDRAWN or submission.task is None:
            return _new_piece(tx, settings, submission.learner_id, message)
        pieces = [
            message.text if piece.message_id == message.message_id else piece.text
            for piece in submission.pieces
            if piece.part == "essay"
        ]
        whole = replace(submission, pieces=tuple(replace(submission.pieces[0], text=text) for text in pieces)).text
        check_text(whole, settings.max_words)
        _check_quotas(tx, settings, submission.learner_id, message.address)
        anew = tx.intake.open(submission.learner_id, message.address, message.message_id)
        tx.intake.add_piece(anew, message, text=whole)
        tx.visuals.pass_on(submission.id, anew)
        tx.intake.settle(anew, submission.task, submission.prompt, prompt_settled=True)
        tx.intake.queue(anew, count_words(whole), edited=True)
        return Received(status(tx, _again(tx, anew)), call=anew)
    except LearnerMistake as mistake:
        return _refused(mistake)


def _give_visuals(tx: Transaction, learner: int, address: ChatAddress, submission_id: int, code: str) -> None:
    """A picture or figures that came before an answer to Academic Task 1 are about it."""
    if code == "W1A":
        tx.visuals.give_to(submission_id, learner, address)


def _refused(mistake: LearnerMistake) -> Received:
    return Received((Refused(mistake.reason, mistake.facts),))


def _check_quotas(tx: Transaction, settings: Settings, learner: int, address: ChatAddress) -> None:
    if tx.intake.waiting(learner) >= settings.essays_waiting:
        raise LearnerMistake("too-many-waiting", limit=settings.essays_waiting)
    if tx.intake.sent_by(learner, _DAY) >= settings.essays_per_day:
        raise LearnerMistake("quota-day", limit=settings.essays_per_day)
    if tx.intake.sent_in(address, _DAY) >= settings.essays_per_day_chat:
        raise LearnerMistake("quota-chat", limit=settings.essays_per_day_chat)


def _own(tx: Transaction, address: ChatAddress, person: Person, submission_id: int) -> Submission | None:
    learner = tx.intake.learner(person)
    submission = tx.intake.submission(submission_id)
    mine = submission is not None and submission.learner_id == learner and submission.address == address
    return submission if mine else None


def _again(tx: Transaction, submission_id: int) -> Submission:
    submission = tx.intake.submission(submission_id)
    if submission is None:
        raise LookupError(f"submission {submission_id} has gone")
    return submission
