"""``bandmate bank``: a list goes in once and comes out again, and what it holds is asked."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from bots.cli.main import app
from engine.errors import OperatorMistake
from engine.ielts.groups.schedule import PromptKind
from engine.practice.bank import group_prompt, group_prompts, speaking_bank, writing_tasks
from engine.settings import Settings
from engine.wiring import open_store
from tests.doubles.migrated import migrate
from tests.ielts.bank.test_recognise import CARD, ESSAY, LETTER, TOPIC

LIST = f"environment\n{ESSAY}\nRemember a pencil.\n{CARD}\n{LETTER}\n{TOPIC}\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BANDMATE_HOME", str(tmp_path))
    migrate(Settings(home=tmp_path, _env_file=None))
    return tmp_path


def says(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["bank", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def word_file() -> bytes:
    document, kept = docx.Document(), io.BytesIO()
    for line in LIST.splitlines():
        document.add_paragraph(line)
    document.save(kept)
    return kept.getvalue()


def test_a_list_goes_in_once_and_out_again(home: Path) -> None:
    source, target = home / "list.docx", home / "mine.jsonl"
    source.write_bytes(word_file())
    assert "4 would be imported" in says("check", str(source))
    assert "4 imported (essay 1, card 1, letter 1, topic 1); 1 set aside" in says("import", str(source))
    assert "0 imported" in says("import", str(source))
    assert "4 items" in says("export", str(target))
    rows = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert {row["kind"] for row in rows} == {"essay", "card", "letter", "topic"}
    with open_store(Settings()).transaction() as tx:
        assert any("closed to boats" in task.text for task in writing_tasks(tx))
        assert any(card.describe == "Describe a bridge that you know." for card in speaking_bank(tx).cards)
        own = [prompt for prompt in group_prompts(tx) if "own-" in prompt.id]
        assert {prompt.kind for prompt in own} == {PromptKind.SPEAKING, PromptKind.WRITING}
        assert group_prompt(tx, own[0].id) == own[0]
        assert group_prompt(tx, "card:own-none") is None
    assert "closed to boats" in says("list", "environment")
    assert json.loads(says("stats", "--json"))["own"]["items"] == 4
    assert "4 removed" in says("remove", *(row["id"] for row in rows))
    assert "4 imported" in says("import", str(target)), "what was exported can be imported"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.csv", f'question,topic\n"{ESSAY[3:]}",food\n'),
        ("list.yaml", f"- question: '{ESSAY[3:]}'\n  topic: food\n"),
        ("list.md", f"# food\n\n1. {ESSAY[3:]}\n"),
        ("list.jsonl", json.dumps({"question": ESSAY[3:], "topic": "food"})),
    ],
)
def test_lists_as_teachers_have_them(home: Path, name: str, text: str) -> None:
    (home / name).write_text(text, "utf-8")
    assert "1 would be imported (essay 1); 0 set aside" in says("check", str(home / name))


@pytest.mark.parametrize(("name", "text"), [("a.yaml", "a: ["), ("a.yaml", "3"), ("a.pdf", ""), ("none.md", None)])
def test_a_file_that_cannot_be_read_is_told(home: Path, name: str, text: str | None) -> None:
    if text is not None:
        (home / name).write_text(text, "utf-8")
    with pytest.raises(OperatorMistake):
        CliRunner().invoke(app, ["bank", "import", str(home / name)], catch_exceptions=False)
