"""The front desk's verbs for Speaking: sit a test, answer, ask, open a report. Steps are spoken by a voice from here.

The examiner's next words are decided in the transaction that saves an answer, and what may come after them is spoken
into the voice cache while the candidate is still talking: that is why the examiner answers at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import lru_cache

from bots.desk import latency
from bots.desk.door import at_the_door
from bots.desk.enqueueing import enqueue
from bots.desk.latency import Stopwatch
from engine.errors import LearnerMistake, OperatorMistake, TryAgain
from engine.ielts.chat import ChatAddress, ChatFile, ChatMessage, Person, Platform
from engine.ielts.learners import USUAL, Line, Manner
from engine.ielts.notices import Notice, Refused
from engine.ielts.speaking.notices import AnswerDifference, ExaminerStep
from engine.ielts.speaking.plan import Mode, Scope
from engine.ielts.speaking.questions import CueCard, load_bank
from engine.ports import HEARING_RATE, JobQueue, Speaker, VoiceNote
from engine.practice import speaking, speaking_views
from engine.practice.delivery import Parcel
from engine.practice.recordings import decode, seconds_of
from engine.private_folder import private_folder
from engine.settings import Settings
from engine.store.recordings.shelf import Shelf
from engine.store.store import Store, Transaction

log = logging.getLogger(__name__)
Notices = tuple[Notice, ...]
_SCOPES = {str(number): scope for number, scope in enumerate((Scope.PART_1, Scope.PART_2, Scope.PART_3), 1)}


class SpeakingDesk:
    """One a process; see :class:`bots.desk.frontdesk.FrontDesk` for what its methods return and raise."""

    def __init__(self, store: Store, jobs: JobQueue, settings: Settings) -> None:
        self._store = store
        self._jobs = jobs
        self._settings = settings
        self._shelf = Shelf.open(store, settings)
        self._ahead = ThreadPoolExecutor(1, thread_name_prefix="voice-ahead")

    @property
    def most_bytes(self) -> int:
        """A larger recording is not even fetched."""
        return self._settings.max_recording_bytes

    @property
    def has_ears(self) -> bool:
        """Whether what learners say can be written down here."""
        return self._settings.has_ears

    def timed(self, watch: Stopwatch) -> None:
        """How long a turn took, for the doctor to tell."""
        private_folder(self._settings.home)
        latency.write(self._settings.home, watch)

    def close(self) -> None:
        """Speak nothing more in advance."""
        self._ahead.shutdown(wait=False, cancel_futures=True)

    @at_the_door
    def begin(self, address: ChatAddress, person: Person, argument: str = "") -> Notices:
        """``/speaking``, ``/speaking exam`` or ``/speaking practice``."""
        mode = {"exam": Mode.EXAM, "practice": Mode.PRACTICE}.get(argument.strip().lower())
        return self._do(lambda tx: speaking.begin(tx, self._settings.quotas_for(person.name), address, person, mode))

    @at_the_door
    def drill(self, address: ChatAddress, person: Person, argument: str = "") -> Notices:
        """``/drill part1|part2|part3 [topic]``."""
        part, _, topic = argument.strip().partition(" ")
        scope = _SCOPES.get(part.lower().removeprefix("part"))
        if scope is None:
            return (Refused("which-drill"),)
        wanted = topic.strip() or None
        settings = self._settings.quotas_for(person.name)
        return self._do(lambda tx: speaking.drill(tx, settings, address, person, scope, wanted))

    def topics(self, part: str) -> tuple[str, ...]:
        """What a drill on this part can be about, in the words that :meth:`drill` takes."""
        bank = load_bank()
        if _SCOPES.get(part.removeprefix("part")) is Scope.PART_1:
            return tuple(topic.name for topic in bank.topics)
        return tuple(dict.fromkeys(card.theme for card in bank.cards))

    @at_the_door
    def voice(self, message: ChatMessage, file: ChatFile, claimed: float | None = None) -> Notices:
        """A voice note or another recording; ``claimed`` is its length in seconds as the platform says."""
        limit, longest = self._settings.max_recording_bytes, self._settings.max_recording_seconds
        if len(file.data) > limit:
            return self._too_big(len(file.data))
        try:
            seconds = seconds_of(file.data) or claimed
            if seconds is None:
                # A container that does not say how long it is: only decoding tells.
                seconds = len(decode(file.data, max_bytes=limit, max_seconds=longest)) / HEARING_RATE
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
        if seconds > longest:
            return (Refused("recording-too-long", {"seconds": round(seconds), "limit": round(longest)}),)
        try:
            with self._store.transaction() as tx:
                awaited = speaking.awaits_voice(tx, message)
            # Not in that transaction: what is far away may take its time.
            kept = self._shelf.keep(file.data) if awaited else None
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
        if kept is None:
            return ()
        return self._do(lambda tx: speaking.take_voice(tx, self._settings, message, kept, seconds))

    @at_the_door
    def recording_too_big(self, message: ChatMessage, size: int) -> Notices:  # noqa: ARG002
        """A recording that was not even fetched; ``size`` in bytes."""
        return self._too_big(size)

    def _too_big(self, size: int) -> Notices:
        limit = round(self._settings.max_recording_bytes / 1_000_000)
        return (Refused("recording-too-big", {"megabytes": round(size / 1_000_000, 1), "limit": limit}),)

    def text(self, message: ChatMessage) -> Notices | None:
        """A text that belongs to a test; ``None``: it is somebody else's business."""
        try:
            with self._store.transaction() as tx:
                said = speaking.take_text(tx, self._settings, message)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
        return None if said is None else self._say(said)

    def on_break(self, message: ChatMessage) -> Notices:
        """A test that waits here for whoever wrote, if one does."""
        with self._store.transaction() as tx:
            waiting = speaking.on_break(tx, message.address, message.sender)
        return () if waiting is None else (waiting,)

    @at_the_door
    def said(self, address: ChatAddress, person: Person, words: str) -> Notices:
        """``/said``: what was said in the last recording."""
        return self._do(lambda tx: speaking.take_words(tx, address, person, words))

    @at_the_door
    def command(self, address: ChatAddress, person: Person, verb: str, test_id: int | None = None) -> Notices:
        """A button or a command; see :func:`engine.practice.speaking.command`."""
        return self._do(lambda tx: speaking.command(tx, self._settings, address, person, verb, test_id))

    @at_the_door
    def view(self, address: ChatAddress, person: Person, test_id: int, name: str) -> Notices:
        """A part of a report was opened."""
        from engine.wiring import build_voice

        try:
            with self._store.transaction() as tx:
                opened = speaking_views.open_report(tx, address, person, test_id)
            voice = build_voice(self._settings) if name == "hear" else None
            longest = self._settings.max_recording_seconds
            return (speaking_views.view(opened, name, voice, longest, self._shelf.sound),)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
        except OperatorMistake:
            return (Refused("no-recording"),)

    @at_the_door
    def difference(self, address: ChatAddress, person: Person, turn_id: int) -> Notices:
        """One answer and a better way to say it, to be heard one after the other."""
        from engine.practice.speaking_feedback import difference, question_of
        from engine.wiring import build_voice

        try:
            with self._store.transaction() as tx:
                kept, turn = speaking.own_answer(tx, address, person, turn_id)
                kept_sound = tx.speaking.recording(turn_id)
            recording = None if kept_sound is None else self._shelf.sound(kept_sound)
            voice = build_voice(self._settings)
            if voice is None:
                return (Refused("no-voice"),)
            question = question_of(kept, turn.heard.turn)
            longest = self._settings.max_recording_seconds
            sound = difference(turn.heard, question, recording, voice, longest)
            return (AnswerDifference(kept.id, sound, recording is not None),)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
        except (OperatorMistake, TryAgain):
            return (Refused("no-voice"),)

    def due(self, platform: Platform, limit: int, lease_for: timedelta) -> tuple[Parcel, ...]:
        """Steps that their candidates do not have: the clock brought them, or a front end was killed."""
        with self._store.transaction() as tx:
            found = tx.speaking.due(platform, limit, lease_for)
            notices = [(kept, speaking.step_notice(tx, self._settings, kept)) for kept in found]
        return tuple(
            Parcel(-kept.id, "", kept.address, notice, None, 1, kept.language, step=notice.step.id)
            for kept, notice in notices
        )

    def shown(self, notice: ExaminerStep) -> None:
        """The candidate has this step: time that is the candidate's begins, and what may be said next is spoken ahead."""
        with self._store.transaction() as tx:
            kept = tx.speaking.step_shown(notice.test_id, notice.step.id)
            ahead = () if kept is None else kept.test.may_say_next(tx.now)
        if self._speaker(notice.manner) is not None:
            for text in ahead:
                self._ahead.submit(self.note, Line(text, notice.manner))

    def finish_ahead(self) -> None:
        """Returns when everything that was to be spoken into the cache has been: somebody wants it erased."""
        self._ahead.submit(lambda: None).result()

    def put_off(self, parcel: Parcel, after: timedelta) -> None:
        """A step could not be shown now."""
        with self._store.transaction() as tx:
            kept = tx.speaking.test(-parcel.id)
            if kept is not None:
                tx.speaking.hold(kept, after)

    def note(self, line: Line | str) -> VoiceNote | None:
        """The voice note that says ``line``; ``None``: there is no voice, or it failed, and the text must do."""
        said = line if isinstance(line, Line) else Line(line, USUAL)
        speaker = self._speaker(said.manner)
        if speaker is None:
            return None
        try:
            return speaker.note(said.text)
        except (TryAgain, OperatorMistake) as trouble:
            log.warning("the examiner has no voice at the moment (%s)", type(trouble).__name__)
            return None

    def card(self, card: CueCard) -> bytes:
        """The cue card as a picture (PNG)."""
        from engine.marking.speaking.card_picture import cue_card

        return cue_card(card)

    @lru_cache(maxsize=64)  # noqa: B019 - a desk lives as long as its process
    def _speaker(self, manner: Manner) -> Speaker | None:
        from engine.wiring import build_speaker

        try:
            return build_speaker(self._settings, manner)
        except OperatorMistake as mistake:
            log.warning("the examiner has no voice: %s", mistake)
            return None

    def _do(self, decide: Callable[[Transaction], speaking.Said]) -> Notices:
        try:
            with self._store.transaction() as tx:
                said = decide(tx)
        except LearnerMistake as mistake:
            return (Refused(mistake.reason, mistake.facts),)
        return self._say(said)

    def _say(self, said: speaking.Said) -> Notices:
        enqueue(self._jobs, said.calls)
        return said.notices
