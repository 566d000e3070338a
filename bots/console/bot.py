"""The same conversation in a terminal: what a newcomer runs first. The worker marks; this only talks."""

from __future__ import annotations

import contextlib
import itertools
import re
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rich.console import Console

from bots.console.ears import offer_ears
from bots.console.markup import rich_text
from bots.desk.buttons import pressed
from bots.desk.frontdesk import FrontDesk
from bots.desk.private import private_verbs
from bots.replies.notices import reply_to
from bots.replies.reply import Button, FileReply, Reply
from bots.replies.words import Words
from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress, ChatFile, ChatMessage, Person, Platform
from engine.ielts.learner_notices import FirstContact
from engine.ielts.notices import AboutSubmission, Marked, MarkingFailed, Notice, Queued, ReportReady, Withdrawn, Working
from engine.ielts.opinion_notices import AskSuggestion, AskWhichComment, SuggestionCalledOff, SuggestionTaken
from engine.ielts.report_question_notices import QuestionAnswered, QuestionTaken, WhyBand
from engine.ielts.speaking.notices import ExaminerStep, SpeakingRated, SpeakingUnrated, TurnHeard, WordsKept
from engine.ielts.speaking.plan import Scope
from engine.ielts.speaking.steps import Finish, OnBreak
from engine.ielts.writing import Essay
from engine.settings import Settings

_WAY_BACK = (":short", ":corrections")
"""What the button of a submenu ends with that leads back to its menu."""
_OPENED = (WhyBand, QuestionAnswered, AskWhichComment, AskSuggestion)
"""What a report's menu opens besides its views."""
_OPINION = "bm:op:"
_SOUND = frozenset({".ogg", ".oga", ".opus", ".mp3", ".m4a", ".mp4", ".wav", ".webm", ".flac"})
_PATIENCE = 180.0
_ENDS = ("/quit", "/exit")
_COMMAND = re.compile(r"/[a-z]+(\s|$)")
_ENDS_A_WAIT = (SpeakingRated, SpeakingUnrated, QuestionAnswered, WhyBand)


class ConsoleConversation:
    """One conversation. ``lines`` is what is typed, without line ends; ``console`` is where it is answered.

    ``ears`` is called once, before the first recording, where nothing here can write down speech. ``before`` is what was
    shown here earlier: its buttons work until there are new ones. ``opinions``: whoever types here may judge what is shown,
    which is not so of a sample, as nothing in it is theirs.
    """

    def __init__(
        self,
        desk: FrontDesk,
        lines: Iterator[str],
        console: Console,
        who: str = "local",
        sleep: Callable[[float], None] = time.sleep,
        ears: Callable[[], object] | None = None,
        before: ConsoleConversation | None = None,
        *,
        opinions: bool = True,
    ) -> None:
        self._desk = desk
        self._opinions = opinions
        self._before = before
        self._lines = lines
        self._console = console
        self._sleep = sleep
        # One address a conversation: a report that an earlier one left behind is not this one's answer.
        self._address = ChatAddress(Platform.CONSOLE, who)
        self._person = Person(Platform.CONSOLE, who, None)
        self._buttons: list[Button] = []
        self._menu: list[Button] = []
        self._shown: dict[str, str] = {}
        self._notes = itertools.count(1)
        self._next = ""
        self._say = Words(None)
        self._sitting = False
        self._commenting = False
        self._offer = ears
        self._turn = threading.Lock()

    def talk(self, *, live: bool = False) -> None:
        """Until the input ends or /quit. ``live``: what the clock or a worker brings is shown while nobody types."""
        self._show(self._desk.started(self._address, self._person))
        self._hint()
        over = threading.Event()
        if live:
            threading.Thread(target=self._watch, args=(over,), daemon=True).start()
        try:
            for line in self._lines:
                entry = line.strip()
                if not entry or entry == ".":
                    continue
                with self._turn:
                    while entry and entry not in _ENDS:
                        self._next = ""
                        self._take(entry)
                        entry = self._next
                if entry in _ENDS:
                    return
        finally:
            over.set()

    def _hint(self) -> None:
        self._console.print(self._say("console-hint"), style="dim", markup=False)

    def _watch(self, over: threading.Event) -> None:
        while not over.wait(0.5):
            with self._turn, contextlib.suppress(TryAgain):
                self._deliver()

    def submit(self, essay: Essay) -> ReportReady | None:
        """Send a whole essay, answer what is asked, and wait for its report; ``None``: there is none."""
        text = f"{essay.task.prompt}\n\n{essay.text}" if essay.task.prompt else essay.text
        notices = self._answering(self._desk.text(self._message(text)), essay.task.code)
        # It is not theirs: what is kept of theirs is said when they begin.
        return self._follow([each for each in notices if not isinstance(each, FirstContact)])

    def submit_text(self, text: str) -> ReportReady | None:
        """Send whatever was piped in; a task that it does not tell is taken to be Task 2."""
        return self._follow(self._answering(self._desk.text(self._message(text)), "W2"))

    def _answering(self, notices: Sequence[Notice], code: str) -> Sequence[Notice]:
        for _ in range(2):
            for notice in notices:
                if type(notice).__name__ == "AskTask" and isinstance(notice, AboutSubmission):
                    notices = self._desk.task_chosen(self._address, self._person, notice.submission_id, code)
                elif type(notice).__name__ == "AskPrompt" and isinstance(notice, AboutSubmission):
                    notices = self._desk.prompt_skipped(self._address, self._person, notice.submission_id)
        return notices

    def _take(self, entry: str) -> None:
        line = self._sitting or self._commenting
        if entry.isdigit() and (self._buttons or not line):
            # What was shown before this conversation can be pressed until it has buttons of its own.
            pressing = self if self._buttons or self._before is None else self._before
            pressing.press(int(entry))
        elif entry.startswith("/"):
            self._command(entry)
        else:
            # In a test a line is an answer, and so is a comment; an essay has many, and ends with a full stop of its own.
            self._follow(self._desk.text(self._message(entry if line else self._rest_of(entry))))

    def _rest_of(self, first: str) -> str:
        # Whoever types one line and Enter would wait for an answer that waits for them.
        self._console.print(self._say("console-go-on"), style="dim")
        lines = [first]
        for line in self._lines:
            if line.strip() == ".":
                break
            if _COMMAND.match(line):
                # No answer has such a line: it is meant for us, and what stands above it is all there is.
                self._next = line.strip()
                break
            lines.append(line)
        return "\n".join(lines)

    def _command(self, entry: str) -> None:
        name, _, argument = entry.partition(" ")
        match name:
            case "/start":
                self._show(self._desk.started(self._address, self._person))
            case "/help":
                self._show(self._desk.helped(self._address, self._person))
                self._hint()
            case "/accuracy":
                self._show(self._desk.accuracy(self._address, self._person))
            case "/cancel":
                self._show(self._desk.withdrawn(self._address, self._person))
            case "/task":
                self._show(self._desk.tasks.give(self._address, self._person, argument.strip()))
            case "/data":
                self._data(argument.strip())
            case "/why" | "/ask":
                desk = self._desk.report_questions if name == "/why" else self._desk.exam_questions
                self._follow(desk.ask(self._message(argument.strip()), argument.strip()))
            case "/file" | "/voice":
                self._file(Path(argument.strip().strip("\"'")).expanduser())
            case "/speaking" | "/drill" | "/said" | "/repeat" | "/pause" | "/resume" | "/stop" | "/rerate":
                self._speaking(name.removeprefix("/"), argument.strip())
            case "/daily" | "/challenge" | "/reply":
                self._group(name.removeprefix("/"), argument.strip())
            case _:
                verb = private_verbs(self._desk).get(name.removeprefix("/"))
                who = (self._address, self._person)
                self._show(verb(*who, argument.strip()) if verb is not None else self._desk.unknown_command(*who))

    def _data(self, first: str) -> None:
        """A table on the lines that follow, until one that has only a full stop."""
        if not first:
            self._show(self._desk.visuals.typed(self._message(""), ""))
        table = self._rest_of(first).strip()
        if table:
            self._follow(self._desk.visuals.typed(self._message(table), table))

    def _group(self, verb: str, argument: str) -> None:
        desk, who = self._desk.groups, (self._address, self._person)
        match verb:
            case "daily":
                # Whoever sits at this terminal orders what comes to it.
                self._show(desk.daily(*who, argument, admin=True))
            case "challenge":
                self._show(desk.challenge(*who))
            case _:
                self._show(desk.answered(self._message(argument)))

    def _file(self, path: Path) -> None:
        try:
            size = path.stat().st_size
            message = self._message("")
            if size > 20_000_000:
                self._show(self._desk.file_too_big(message, size))
                return
            data = path.read_bytes()
        except OSError:
            self._console.print(self._say("console-no-file"))
            return
        if path.suffix.lower() in _SOUND:
            if self._offer is not None and not self._desk.speaking.has_ears:
                self._offer()
            self._offer = None
            self._follow(self._desk.recording(message, ChatFile(path.name, data)))
        else:
            self._follow(self._desk.file(message, ChatFile(path.name, data)))

    def _speaking(self, verb: str, argument: str) -> None:
        desk, who = self._desk.speaking, (self._address, self._person)
        match verb:
            case "speaking":
                self._follow(desk.begin(*who, argument))
            case "drill":
                self._follow(desk.drill(*who, argument))
            case "said":
                self._follow(desk.said(*who, argument))
            case _:
                self._follow(desk.command(*who, verb))

    def press(self, number: int) -> None:
        """The button of that number; where there is none, how many there are."""
        if not 1 <= number <= len(self._buttons):
            self._console.print(self._say("console-buttons", count=len(self._buttons)))
            return
        data = self._buttons[number - 1].data
        self._follow(pressed(self._desk, self._address, self._person, data, admin=True))

    def _follow(self, notices: Sequence[Notice]) -> ReportReady | None:
        """Show what was answered; where an essay now waits, show its progress until the report is here."""
        self._show(notices)
        waiting = next((n for n in notices if isinstance(n, Queued | Working)), None)
        if waiting is not None:
            return self._await(waiting.submission_id)
        if any(_is_followed(notice) for notice in notices):
            self._await(None)
        elif self._sitting:
            with contextlib.suppress(TryAgain):
                self._deliver()
        return None

    def _await(self, submission_id: int | None) -> ReportReady | None:
        """Show what comes until the essay's report is here; without an essay, a Speaking test's, or an answer."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                for notice in self._deliver():
                    if isinstance(notice, ReportReady | MarkingFailed) and notice.submission_id == submission_id:
                        return notice if isinstance(notice, ReportReady) else None
                    if submission_id is None and isinstance(notice, _ENDS_A_WAIT):
                        return None
                for status in self._desk.live(Platform.CONSOLE):
                    # The report itself tells that it was marked.
                    if status.address == self._address and not isinstance(status.notice, Marked):
                        self._show((status.notice,), status.language)
            except TryAgain as trouble:
                self._sleep(trouble.after.total_seconds())
            self._sleep(0.1)
        self._console.print(self._say("console-no-worker"))
        return None

    def _deliver(self) -> list[Notice]:
        """Show what is due here; what is due to a conversation that has ended has nobody to read it.

        Raises:
            TryAgain: the database is away.
        """
        shown = []
        for parcel in self._desk.due(Platform.CONSOLE):
            if parcel.address == self._address:
                self._show((parcel.notice,), parcel.language)
                shown.append(parcel.notice)
            self._desk.delivered(parcel)
        return shown

    def _show(self, notices: Sequence[Notice], language: str | None = None) -> None:
        for notice in notices:
            if notice.reader is not None:
                self._say = Words(notice.reader.language)
            you = {self._person.user_id: self._say("console-you")}
            reply = reply_to(notice, language or self._person.language).named(you)
            if notice.slot is not None:
                if self._shown.get(notice.slot) == reply.digest:
                    continue
                self._shown[notice.slot] = reply.digest
            beside = isinstance(notice, _OPENED) or (isinstance(notice, TurnHeard) and self._sitting)
            self._print(reply, quiet=isinstance(notice, Queued | Withdrawn), beside=beside)
            # In a terminal nothing is edited: whoever takes a second break sees it.
            if isinstance(notice, ExaminerStep) and notice.slot is None:
                self._shown.pop(f"test-{notice.test_id}", None)
            if isinstance(notice, AskSuggestion | SuggestionTaken | SuggestionCalledOff):
                self._commenting = isinstance(notice, AskSuggestion)
            if isinstance(notice, ExaminerStep):
                self._desk.speaking.shown(notice)
                self._sitting = not isinstance(notice.step, Finish | OnBreak)

    def _print(self, reply: Reply, *, quiet: bool, beside: bool = False) -> None:
        """``beside``: what comes with it stands beside the menu that is there, whose numbers go on working."""
        self._console.print()
        self._console.print(rich_text(reply.html))
        for file in (reply.file, reply.picture, *self._sounds(reply)):
            if file is not None:
                path = Path(file.name)
                path.write_bytes(file.data)
                self._console.print(self._say("console-saved", name=path.name), markup=False)
        rows = [[button for button in row if self._offers(button)] for row in reply.buttons]
        own = [button for row in rows for button in row]
        if own and not quiet:
            # What a menu opens has a way back to it and few buttons of its own.
            opened = any(button.data.endswith(_WAY_BACK) for button in own) and len(self._menu) > len(own)
            opened = opened or (beside and bool(self._menu))
            self._menu = self._menu if opened else own
            self._buttons = [*self._menu, *own] if opened else own
            first = len(self._buttons) - len(own) + 1
            numbers = itertools.count(first)
            for row in filter(None, rows):
                labels = "   ".join(f"[{next(numbers)}] {button.label}" for button in row)
                self._console.print(labels, style="dim", markup=False, highlight=False)

    def _offers(self, button: Button) -> bool:
        return self._opinions or not button.data.startswith(_OPINION)

    def _sounds(self, reply: Reply) -> Iterator[FileReply]:
        """Sound and pictures as files: a terminal has neither."""
        note = None if reply.voice is None else self._desk.speaking.note(reply.voice)
        if note is not None:
            yield FileReply(f"examiner-{next(self._notes):02d}.ogg", note.ogg)
        if reply.card is not None:
            yield FileReply("cue-card.png", self._desk.speaking.card(reply.card))
        if reply.sound is not None:
            yield FileReply("hear-the-difference.ogg", reply.sound)

    def _message(self, text: str) -> ChatMessage:
        return ChatMessage(self._address, self._person, uuid.uuid4().hex, text, datetime.now(UTC))


def _is_followed(notice: Notice) -> bool:
    """Whether something comes of it that is worth waiting for: a test's report, or the answer to a question."""
    if isinstance(notice, ExaminerStep):
        return isinstance(notice.step, Finish) and notice.scope is Scope.TEST and not notice.wordless
    return isinstance(notice, QuestionTaken) or (isinstance(notice, WordsKept) and notice.renewed)


def at_terminal(desk: FrontDesk, console: Console, before: ConsoleConversation | None = None) -> ConsoleConversation:
    """A conversation with whoever types here, who is asked before anything is fetched; ``before``: what was shown already."""
    interactive = sys.stdin.isatty()
    ask = partial(console.input, markup=False)
    offer = (lambda: offer_ears(console, ask)) if interactive else None
    return ConsoleConversation(desk, typed_lines(), console, ears=offer, before=before)


def typed_lines(prompt: str = "› ") -> Iterator[str]:
    """What is typed, line by line, until the end of the input."""
    interactive = sys.stdin.isatty()
    while True:
        if interactive:
            sys.stdout.write(prompt)
            sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            return
        yield line.rstrip("\r\n")


def converse(settings: Settings) -> None:
    """A conversation on standard input and output; a worker must run beside it."""
    from engine.store.migrate import upgrade

    upgrade(settings)
    desk = FrontDesk.open(settings)
    try:
        at_terminal(desk, Console(highlight=False)).talk(live=sys.stdin.isatty())
    finally:
        desk.close()
