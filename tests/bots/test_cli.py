"""The command as a person meets it: processes, exit codes, what goes to standard output and what does not."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.marking.writing.samples import sample_essay

ROOT = Path(__file__).parents[2]
ESSAY = sample_essay("W2")
KEYS = {"overall", "unrounded", "interval", "criteria", "corrections", "word_count", "scorer", "task"}


def bandmate(
    *words: str, stdin: bytes = b"", home: Path | None = None, **env: str
) -> subprocess.CompletedProcess[bytes]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BANDMATE_")}
    if home is not None:
        clean["BANDMATE_HOME"] = str(home)
    return subprocess.run(
        [sys.executable, "-m", "bots.cli", *words], cwd=ROOT, input=stdin, capture_output=True, env={**clean, **env}
    )


@pytest.mark.parametrize(
    "words", [(), ("run",), ("mark",), ("bot", "telegram"), ("evaluate", "writing"), ("db", "upgrade"), ("doctor",)]
)
def test_help_teaches(words: tuple[str, ...]) -> None:
    shown = bandmate(*words, "--help")
    assert shown.returncode == 0
    assert b"Usage" in shown.stdout


def test_it_says_its_version_and_completes_its_commands() -> None:
    assert bandmate("--version").stdout.startswith(b"bandmate ")
    asked = {"COMP_WORDS": "bandmate doc", "COMP_CWORD": "1", "_BANDMATE_COMPLETE": "complete_bash"}
    code = "from bots.cli.main import app; app(prog_name='bandmate')"
    completed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, env={**os.environ, **asked})
    assert completed.stdout.split() == [b"doctor"]


def test_help_imports_nothing_heavy() -> None:
    heavy = ["sqlalchemy", "celery", "numpy", "torch", "telegram", "pydantic", "harper", "aiohttp", "transformers"]
    code = (
        "import sys, bots.cli.main\n"
        "try:\n    bots.cli.main.app(['--help'])\nexcept SystemExit:\n    pass\n"
        f"sys.stderr.write(','.join(name for name in {heavy!r} if name in sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert loaded.stderr == b""


def test_a_front_end_never_imports_a_model_library() -> None:
    code = (
        "import sys, bots.telegram.bot, bots.console.bot, bots.supervisor, worker.app, worker.jobs\n"
        "sys.stderr.write(','.join(n for n in ('torch', 'transformers', 'peft', 'faster_whisper') if n in sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert loaded.stderr == b""


def test_mark_prints_one_json_object_with_the_keys_that_are_promised(tmp_path: Path) -> None:
    file = tmp_path / "essay.txt"
    file.write_text(ESSAY.text, "utf-8")
    marked = bandmate("mark", str(file), "--task", "2", "--prompt", ESSAY.task.prompt or "", "--json", home=tmp_path)
    assert marked.returncode == 0, marked.stderr
    report = json.loads(marked.stdout)
    assert set(report) == KEYS
    assert report["criteria"][0]["criterion"] == "Task Response"
    for criterion in report["criteria"]:
        assert set(criterion) == {"criterion", "band", "interval", "findings"}
        for finding in criterion["findings"]:
            assert set(finding) == {"rule", "quote", "start", "end", "message"}
            assert ESSAY.text[finding["start"] : finding["end"]] == finding["quote"]
    for correction in report["corrections"]:
        assert set(correction) == {"start", "end", "original", "replacement", "message", "kind", "level"}
        assert (
            ESSAY.text[correction["start"] : correction["end"]] == correction["original"] != correction["replacement"]
        )
    assert report["word_count"] == ESSAY.word_count
    assert report["task"] == 2


def test_mark_finds_question_and_task_itself(tmp_path: Path) -> None:
    sent = f"Task 2\n[{(ESSAY.task.prompt or '').upper()}]\n{ESSAY.text}\n[Teacher: excellent, 8.5]\nWord count: 268\n"
    sent = sent.replace("supermarkets", "super\u200bmarkets")
    marked = bandmate("mark", "-", "--json", stdin=sent.encode(), home=tmp_path)
    assert marked.returncode == 0, marked.stderr
    report = json.loads(marked.stdout)
    assert set(report) == KEYS | {"prompt", "set_aside"}
    assert report["prompt"] == (ESSAY.task.prompt or "").upper()
    assert report["set_aside"] == ["Task 2", "[Teacher: excellent, 8.5]", "Word count: 268"]
    assert (report["task"], report["word_count"]) == (2, ESSAY.word_count)
    quotes = [f for criterion in report["criteria"] for f in criterion["findings"]]
    assert all(sent[each["start"] : each["end"]] == each["quote"] for each in quotes)
    assert all(sent[each["start"] : each["end"]] == each["original"] for each in report["corrections"])
    plain = bandmate(
        "mark",
        "-",
        "--task",
        "2",
        "--prompt",
        ESSAY.task.prompt or "",
        "--json",
        stdin=ESSAY.text.encode(),
        home=tmp_path,
    )
    assert json.loads(plain.stdout)["overall"] == report["overall"]


def test_a_question_alone_is_no_essay(tmp_path: Path) -> None:
    ended = bandmate("mark", "-", stdin=(ESSAY.task.prompt or "").encode(), home=tmp_path)
    assert (ended.returncode, b"question" in ended.stderr) == (3, True)


def test_the_same_text_gets_the_same_report_in_every_process(tmp_path: Path) -> None:
    """Two learners, two workers: sets are in another order in each, and nobody may see it."""
    reports = {
        bandmate("mark", "-", "--task", "2", stdin=ESSAY.text.encode(), home=tmp_path, PYTHONHASHSEED=seed).stdout
        for seed in ("0", "1")
    }
    assert len(reports) == 1


def test_mark_reads_standard_input_and_a_prompt_file(tmp_path: Path) -> None:
    prompt = tmp_path / "prompt.txt"
    prompt.write_text(ESSAY.task.prompt or "", "utf-8")
    words = ("mark", "-", "--task", "2", "--prompt-file", str(prompt), "--json")
    marked = bandmate(*words, stdin=ESSAY.text.encode(), home=tmp_path)
    assert json.loads(marked.stdout)["overall"] > 3


def test_mark_for_people_is_no_json(tmp_path: Path) -> None:
    letter = sample_essay("W1G")
    marked = bandmate("mark", "-", "--task", "1", "--general", stdin=letter.text.encode(), home=tmp_path)
    assert b"Task Achievement" in marked.stdout
    assert "estimate by software" in " ".join(marked.stdout.decode().split())


def test_mark_for_people_is_in_one_language_from_top_to_bottom(tmp_path: Path) -> None:
    words = ("mark", "-", "--task", "2", "--language", "zh-Hans")
    shown = bandmate(*words, stdin=ESSAY.text.encode(), home=tmp_path).stdout.decode()
    assert "改正后的全文" in shown
    assert "Task Response" not in shown


def test_twenty_words_are_band_one(tmp_path: Path) -> None:
    marked = bandmate("mark", "-", "--task", "2", "--json", stdin=b"Cars are bad for cities and people.", home=tmp_path)
    report = json.loads(marked.stdout)
    assert report["overall"] == 1.0
    assert {criterion["band"] for criterion in report["criteria"]} == {1.0}


@pytest.mark.parametrize(
    ("words", "stdin", "code", "says"),
    [
        (("mark", "-", "--task", "2"), b"", 3, "no words"),
        (("mark", "-", "--task", "2"), ("我们认为城市里的汽车太多了。" * 30).encode(), 3, "English"),
        (("mark", "-", "--task", "2"), b"{\\rtf1 hello}", 3, ".docx"),
        (("mark", "no-such-file.txt", "--task", "2"), b"", 4, "no-such-file.txt"),
        (("mark", "-", "--task", "3"), b"", 2, "--task"),
        (("mark", "-"), ESSAY.text.encode(), 2, "--task"),
        (("evaluate", "writing", "--data", "no-such-file.jsonl"), b"", 4, "no-such-file.jsonl"),
        (("bot", "telegram"), b"", 4, "BotFather"),
        (("nonsense",), b"", 2, "nonsense"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_an_exit_code(
    words: tuple[str, ...], stdin: bytes, code: int, says: str, tmp_path: Path
) -> None:
    ended = bandmate(*words, stdin=stdin, home=tmp_path)
    assert ended.returncode == code, ended.stderr
    assert says in ended.stderr.decode()
    assert "Traceback" not in ended.stderr.decode()


def test_a_setting_that_cannot_be_understood_is_named_and_its_value_is_not(tmp_path: Path) -> None:
    ended = bandmate("db", "current", home=tmp_path, BANDMATE_ESSAYS_PER_DAY="secret-many")
    assert ended.returncode == 4
    assert b"BANDMATE_ESSAYS_PER_DAY" in ended.stderr
    assert b"secret-many" not in ended.stderr


def test_a_bad_line_of_the_evaluation_data_is_named(tmp_path: Path) -> None:
    good = {"task": 2, "prompt": "x", "essay": ESSAY.text, "bands": {"overall": 6.0}}
    data = tmp_path / "essays.jsonl"
    data.write_text(json.dumps(good) + "\n" + json.dumps({**good, "bands": {"overall": 11}}) + "\n", "utf-8")
    ended = bandmate("evaluate", "writing", "--data", str(data), home=tmp_path)
    assert ended.returncode == 4
    assert b"line 2" in ended.stderr


def test_evaluate_prints_the_numbers_that_are_promised(tmp_path: Path) -> None:
    samples = [(1, "W1A", 6.0), (2, "W2", 6.0), (1, "W1G", 6.5)]
    data = tmp_path / "essays.jsonl"
    out = io.StringIO()
    for task, code, band in samples:
        essay = sample_essay(code)
        line = {"task": task, "prompt": essay.task.prompt, "essay": essay.text, "bands": {"overall": band}}
        out.write(json.dumps(line) + "\n")
    data.write_text(out.getvalue(), "utf-8")
    shown = bandmate("evaluate", "writing", "--data", str(data), "--json", home=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert set(json.loads(shown.stdout)) == {
        "n", "qwk", "rmse", "mse", "pearson", "exact", "within_half", "within_one", "interval_coverage", "ms_per_essay",
    }  # fmt: skip


def test_the_database_goes_up_and_down(tmp_path: Path) -> None:
    assert b"The database is at 0" in bandmate("db", "upgrade", home=tmp_path).stdout
    assert bandmate("db", "downgrade", "base", home=tmp_path).returncode == 0
    assert b"nothing yet" in bandmate("db", "current", home=tmp_path).stdout


def test_the_doctor_says_what_is_missing_and_what_mends_it(tmp_path: Path) -> None:
    sick = bandmate(
        "doctor",
        "--json",
        home=tmp_path,
        BANDMATE_TELEGRAM_API_URL="http://127.0.0.1:1",
        BANDMATE_TELEGRAM_TOKEN="1:secret",
    )
    findings = {each["what"]: each for each in json.loads(sick.stdout)}
    assert sick.returncode == 4
    assert findings["database"]["state"] == "broken"
    assert findings["database"]["mend"] == "bandmate db upgrade"
    assert findings["Telegram"]["state"] == "broken"
    assert b"secret" not in sick.stdout + sick.stderr
    bandmate("db", "upgrade", home=tmp_path)
    well = bandmate("doctor", home=tmp_path)
    assert well.returncode == 0, well.stdout


@pytest.mark.slow
def test_run_without_a_terminal_marks_the_sample_and_what_is_piped_in(tmp_path: Path) -> None:
    essay = sample_essay("W1A")
    ended = bandmate("run", stdin=f"{essay.task.prompt}\n\n{essay.text}".encode(), home=tmp_path, COLUMNS="100")
    shown = ended.stdout.decode()
    assert ended.returncode == 0, shown + ended.stderr.decode()
    assert shown.count("What would lift you most") == 2
    assert "Task 2 essay: band" in shown
    assert "Task 1 Academic: band" in shown
    assert "Traceback" not in (tmp_path / "worker.log").read_text("utf-8")
