"""The console conversation: typed lines in, text out, on a real desk; a worker's turn is taken between two looks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rich.console import Console

from bots.console.bot import ConsoleConversation
from bots.desk.frontdesk import FrontDesk
from engine.errors import TryAgain
from engine.marking.writing.samples import sample_essay
from engine.ports import Work
from engine.practice.essays import mark_essay
from engine.practice.hearing import hear
from engine.practice.rating import rate
from engine.practice.recordings import decode
from engine.settings import Settings
from engine.wiring import build_ears, build_marker, build_speaker, build_speaking_marker, open_store
from tests.doubles.migrated import migrate
from tests.doubles.once import once
from tests.marking.own_visual import ANSWER, PICTURE, TABLE
from tests.marking.own_visual import QUESTION as VISUAL

ESSAY = sample_essay("W2")


class Worker:
    """Marks, listens and rates what it was rung for when the console waits."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = open_store(settings)
        self.waiting: list[tuple[Work, int]] = []

    def enqueue(self, row_id: int, work: Work = Work.MARK) -> None:
        self.waiting.append((work, row_id))

    def sleep(self, _seconds: float) -> None:
        while self.waiting:
            work, row_id = self.waiting.pop(0)
            match work:
                case Work.MARK:
                    assert mark_essay(self.store, build_marker(self.settings), self.settings, row_id)
                case Work.HEAR:
                    heard = hear(self.store, once(build_ears(self.settings)), self.settings, row_id)
                    self.waiting += () if heard is None else heard.calls
                case Work.RATE:
                    rate(self.store, build_speaking_marker(self.settings), self.settings, row_id)
                case Work.ANSWER:
                    raise AssertionError("no language model is set up here")


class Terminal:
    """Types lines and keeps what is shown."""

    def __init__(self, settings: Settings) -> None:
        migrate(settings)
        self.worker = Worker(settings)
        self.desk = FrontDesk(self.worker.store, self.worker, settings)
        self.out = io.StringIO()

    def types(self, *lines: str) -> str:
        return self.talks(iter(lines))

    def talks(self, lines: Iterator[str]) -> str:
        console = Console(file=self.out, width=100, highlight=False)
        self.out.truncate(0)
        ConsoleConversation(self.desk, lines, console, sleep=self.worker.sleep).talk()
        return self.out.getvalue()


@pytest.fixture
def terminal(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """A terminal in a folder of its own: what is heard and saved is written where one stands."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bots.console.bot._PATIENCE", 3600.0)  # the worker here is this very process, however slow
    opened = Terminal(settings)
    yield opened
    opened.worker.store.close()


def test_a_whole_conversation(terminal: Terminal) -> None:
    shown = terminal.types(*ESSAY.text.splitlines(), ".", "1", ESSAY.task.prompt or "", ".", "5", "2", "/quit")
    for step in ("Welcome to Bandmate", "Which task is this", "send me the question", "You are next", "Task 2 essay: band",
                 "Corrections", "Coherence and Cohesion", "→"):  # fmt: skip
        assert step in shown
    assert shown.index("Which task") < shown.index("send me the question") < shown.index("You are next")


def test_whoever_types_is_told_how_an_answer_ends_and_buttons_stand_in_their_rows(terminal: Terminal) -> None:
    shown = terminal.types("hello", ".", "hello again", ".", "/task")
    assert shown.count("a line with only a full stop ends it") == 2
    rows = [line.strip() for line in shown.splitlines() if line.startswith("[")]
    assert rows[0] == "[1] Task 2 essay   [2] 🎯 For my weak points"
    assert rows[1].startswith("[3] ")


def test_what_a_worker_brings_is_in_the_language_that_was_chosen(terminal: Terminal) -> None:
    shown = terminal.types("/settings language zh-Hans", ESSAY.task.prompt or "", "", *ESSAY.text.splitlines(), ".")
    assert "大作文（Task 2）：" in shown
    assert "safely received" not in shown
    assert "I am marking" not in shown
    assert "请继续；单独一行" in shown, "what only the terminal says too"
    assert "Go on; a line" not in shown


def test_a_file(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "essay.txt"
    file.write_text(f"{ESSAY.task.prompt}\n\n{ESSAY.text}", "utf-8")
    assert "Task 2 essay: band" in terminal.types(f"/file {file}")
    assert "no such file" in terminal.types("/file nowhere.txt")


def test_the_report_is_saved_as_a_file(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    terminal.types(f"{ESSAY.task.prompt}\n\n{ESSAY.text}", ".", "7")
    (report,) = tmp_path.glob("bandmate-report-*.md")
    assert "## Corrections" in report.read_text("utf-8")


def test_commands_and_mistakes(terminal: Terminal) -> None:
    shown = terminal.types("/help", "/accuracy", "/cancel", "/nonsense", "hello", ".", "/quit", "never read")
    for answer in (
        "What you can send",
        "How wrong am I",
        "nothing to cancel",
        "do not know this command",
        "I need your whole answer",
    ):
        assert answer in shown


def test_brackets_in_an_essay_are_no_markup(terminal: Terminal) -> None:
    text = f"[red]Some people[/red] think so [1].\n\n{ESSAY.text}"
    assert "band" in terminal.types(text, ".", "1", "1")


def test_a_database_that_is_away_is_waited_for(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    due, calls = terminal.desk.due, iter([True])

    def away_once(*where: object) -> object:
        if next(calls, False):
            raise TryAgain("busy")
        return due(*where)  # type: ignore[arg-type]

    monkeypatch.setattr(terminal.desk, "due", away_once)
    assert "Task 2 essay: band" in terminal.types(f"{ESSAY.task.prompt}\n\n{ESSAY.text}", ".")


SAID = (
    "I come from Hanoi, which is a busy city in the north of Vietnam, and I'm a nurse in a big hospital.",
    "Well, I usually do it in the evening, because I am tired after work and I want to rest for a while.",
    "I think it depends on the person, but most of my friends like it, since it is cheap and easy to do.",
)


def sits(terminal: Terminal, settings: Settings, folder: Path) -> Iterator[str]:
    """A candidate in a terminal: sound files in, and below each the words that were said in it."""
    speaker = build_speaker(settings)
    assert speaker is not None
    files = []
    for number, text in enumerate((*SAID, " ".join(SAID * 3))):
        files.append(folder / f"answer-{number}.ogg")
        files[-1].write_bytes(speaker.note(text).ogg)
    yield "/speaking"
    yield "2"  # practice
    for turn in range(60):
        shown = terminal.out.getvalue()
        last = shown[shown.rindex("🎙") :]
        if "That is the end of the Speaking test" in last:
            break
        if "one minute to prepare" in last:
            yield "1"  # I'm ready
            continue
        which = 3 if "Please begin" in last else turn % 3
        yield f"/voice {files[which]}"
        yield f"/said {(*SAID, ' '.join(SAID * 3))[which]}"
    yield "8"
    yield "/quit"


@pytest.mark.timeout(900)
def test_a_whole_speaking_test_with_sound_files(
    terminal: Terminal, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # Each decoding is a process of its own.
    monkeypatch.setattr("engine.practice.hearing.decode", cache(decode))
    (tmp_path / "mine").mkdir()
    shown = terminal.talks(sits(terminal, settings, tmp_path / "mine"))
    assert shown.count("You should say") == 1
    assert "Earlier you mentioned Hanoi" in shown or "told me that you are a nurse" in shown
    assert "What you wrote" in shown, "practice: a word on each answer"
    assert "Speaking: between" in shown, "three sentences in turn are too little of one's own for a band"
    assert "sound learnt by heart" in shown
    assert (tmp_path / "cue-card.png").read_bytes().startswith(b"\x89PNG")
    assert len(list(tmp_path.glob("examiner-*.ogg"))) > 10
    assert list(tmp_path.glob("fluency-*.png")), "the eighth button draws a picture"


def test_typed_answers_are_lines(terminal: Terminal) -> None:
    shown = terminal.types("/drill part1 music", f"{SAID[1]} {SAID[2]}", "/quit")
    assert "That is the end of this exercise" in shown


def test_the_open_questions_numbers_go_on_working_beside_the_word_on_an_answer(terminal: Terminal) -> None:
    shown = terminal.types(
        "/speaking practice",
        "My name is Mei.",
        "I am from Hanoi in Vietnam.",
        "I like it very much there.",
        "He go to work by bus.",
        *("2", "1", "2", "/quit"),
    )
    assert "[4] 🔄 Try again" in shown, "after Repeat, Break and Stop"
    assert shown.count("Take your time. The clock stands still") == 2, "a second break is seen too"


def test_speaking_commands_say_what_is_wrong(terminal: Terminal) -> None:
    shown = terminal.types("/drill", "/repeat", "/said nothing yet", "/privacy", "/drill part2 xylographs", "/quit")
    for answer in (
        "Which part?",
        "No test is open here",
        "you have sent none here",
        "What I keep",
        "no question on that",
    ):
        assert answer in shown


def test_a_command_below_a_text_is_a_command_and_no_line_of_it(terminal: Terminal) -> None:
    shown = terminal.types("hello", "/why", "/accuracy", "hello", "/quit", "/help")
    assert shown.count("one word is band 1") == 2
    assert "I have no report on a Writing answer of yours here yet" in shown
    assert "How wrong am I?" in shown
    assert "What you can send" not in shown, "/quit ended it"


def test_a_few_words_on_a_break_are_answered_with_the_way_back(terminal: Terminal) -> None:
    shown = terminal.types("/speaking exam", "Mei", "/pause", "hello", "/resume", "/quit")
    assert "Your test is waiting where you left it." in shown
    assert "I need your whole answer" not in shown


def test_a_visual_of_ones_own(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "task.png").write_bytes(PICTURE)
    essay = f"{VISUAL}\n\n{ANSWER}".splitlines()
    shown = terminal.types("/data", *TABLE.splitlines(), ".", "/file task.png", *essay, ".")
    for step in ("First", "This is what I read", "coal: 1990 45 %", "kept for your next task 1", "1 does not"):
        assert step.lower() in shown.lower(), step


def _shown_a_sample(terminal: Terminal, out: io.StringIO, *types: str) -> str:
    console = Console(file=out, width=100)
    sleep = terminal.worker.sleep
    sample = ConsoleConversation(terminal.desk, iter(()), console, who="sample", sleep=sleep, opinions=False)
    sample.submit(sample_essay("W2"))
    assert "I keep what you write" not in out.getvalue(), "it is not theirs"
    ConsoleConversation(terminal.desk, iter([*types, "/quit"]), console, sleep=sleep, before=sample).talk()
    return out.getvalue()


def test_the_buttons_of_the_sample_work_until_there_are_others(terminal: Terminal) -> None:
    assert "Word choice:" in _shown_a_sample(terminal, io.StringIO(), "5")
    nothing = terminal.types("7", "/quit")
    assert "There is no button yet." in nothing


def test_nobody_is_asked_for_a_better_comment_on_a_sample_that_is_not_theirs(terminal: Terminal) -> None:
    shown = _shown_a_sample(terminal, io.StringIO(), "1", "8")
    assert "[7] 📄 Full report" in shown
    assert "why 6.0 and not 6.5" in shown, "what the menu opened goes on counting where it ended"
    assert "Better comment" not in shown
    assert "👍" not in shown


def test_the_numbers_of_the_last_menu_go_on_working_until_another_comes(terminal: Terminal) -> None:
    essay = f"{ESSAY.task.prompt}\n\n{ESSAY.text}"
    shown = terminal.types(essay, ".", "1", "11", "3", "11", "6", "99", "/privacy", "99", "/quit")
    assert shown.count("why 6.0 and not 6.5") == 1
    assert shown.count("why 5.5 and not 6.0") == 1, "3 is the third of the report, whatever was opened meanwhile"
    assert "What would lift you most" in shown
    assert "There are buttons 1 to 1." not in shown
    assert "[1] Keep no history" in shown


def test_a_better_comment_is_a_line_and_no_essay(terminal: Terminal) -> None:
    essay = f"{ESSAY.task.prompt}\n\n{ESSAY.text}"
    comment = "Your position is clear. Support your second idea with a case from your own town."
    shown = terminal.types("/privacy", "3", essay, ".", "1", "11", "14", comment, "/quit")
    assert "Send it as your next message" in shown
    assert "Thank you. A model may learn from your comment" in shown
