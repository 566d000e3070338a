"""Nothing is fetched without a yes, and a test goes on where nothing can be fetched."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import pytest
from rich.console import Console

from bots.console import ears as console_ears
from bots.console.ears import offer_ears


class Shell:
    """Runs nothing; answers with exit codes."""

    def __init__(self, *codes: int) -> None:
        self.codes = list(codes)
        self.ran: list[Sequence[str]] = []

    def __call__(self, command: Sequence[str]) -> int:
        self.ran.append(command[1:])
        return self.codes.pop(0) if self.codes else 0


def offered(answer: str, shell: Shell) -> tuple[bool, str]:
    out = io.StringIO()
    return offer_ears(Console(file=out, width=300), lambda _: answer, shell), out.getvalue()


@pytest.mark.parametrize("answer", ["", "n", "what?"])
def test_nothing_is_fetched_without_a_yes(answer: str) -> None:
    shell = Shell()
    assert offered(answer, shell) == (False, "")
    assert shell.ran == []


def test_libraries_are_installed_where_they_are_missing_and_the_model_pulled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_ears, "find_spec", lambda name: None if name == "faster_whisper" else object())
    shell = Shell()
    done, told = offered("y", shell)
    assert done
    assert "I write down what you say" in told
    assert shell.ran == [
        ["-m", "pip", "install", "faster-whisper>=1.2"],
        ["-m", "bots.cli", "models", "pull", "whisper-small"],
    ]


def test_where_nothing_can_be_fetched_the_learner_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_ears, "find_spec", lambda _: object())
    done, told = offered("yes", Shell(4))
    assert not done
    assert "could not be fetched" in told


def test_the_commands_are_real() -> None:
    assert console_ears._run([sys.executable, "-c", "raise SystemExit(3)"]) == 3
