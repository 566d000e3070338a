"""Cleaning: essays a second, and the memory that `data clean` and `data split` take.

Rows are made of the development essays: sentences of different ones, put together anew, with what is found in the wild
around them (headings with a band, word counts, markup, wrong decodings, mail addresses). One in ten is an earlier one
again with its last words left out, and one in a hundred such a copy with a band far from it. BANDMATE_BENCH_ESSAYS says
how many, BANDMATE_BENCH_SENTENCES of how many sentences ("11-19" are essays as people write them).
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.finetune.data.likeness import Likeness

ROOT = Path(__file__).parents[2]
COUNT = int(os.environ.get("BANDMATE_BENCH_ESSAYS", "20000"))
FEWEST, MOST = map(int, os.environ.get("BANDMATE_BENCH_SENTENCES", "11-19").split("-"))
GROUPED = 1_000_000
"""Texts: what is held of each while they are grouped is all that grows with the number of rows."""
COPY, CONFLICT = 0.10, 0.01
"""Shares of rows that are an earlier one again, with a band within reach of it or far from it."""
_BETWEEN = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Command:
    """What one command took: seconds by the clock and of the processor, and its largest resident set in MB."""

    seconds: float
    processor: float
    peak: float


class Wild:
    """Rows by number: the same number, the same row."""

    def __init__(self, data: Path) -> None:
        told = [json.loads(line) for line in data.read_text("utf-8").splitlines()]
        self._prompts = [each["prompt"] for each in told if each["task"] == 2]
        said = (" ".join(part.split()) for each in told for part in _BETWEEN.split(each["essay"]))
        self._sentences = sorted({part for part in said if 6 <= len(part.split()) <= 40})

    def rows(self, count: int) -> Iterator[dict[str, object]]:
        """``count`` rows in all."""
        for number in range(count):
            pick = random.Random(number)
            kind = pick.random()
            if number and kind < COPY + CONFLICT:
                band, sentences = self._essay(pick.randrange(number))
                sentences[-1] = " ".join(sentences[-1].split()[:-3])
                band = band if kind < COPY else band + 2 if band < 6 else band - 2
            else:
                band, sentences = self._essay(number)
            yield self._row(pick, band, sentences)

    def _essay(self, number: int) -> tuple[float, list[str]]:
        pick = random.Random(-1 - number)
        return pick.randrange(8, 18) / 2, pick.sample(self._sentences, pick.randint(FEWEST, MOST))

    def _row(self, pick: random.Random, band: float, sentences: list[str]) -> dict[str, object]:
        third = len(sentences) // 3 + 1
        paragraphs = [" ".join(sentences[at : at + third]) for at in range(0, len(sentences), third)]
        match pick.randrange(8):
            case 0:
                paragraphs.insert(0, f"Band {band} sample answer")
            case 1:
                paragraphs.append(f"({len(' '.join(sentences).split())} words)")
            case 2:
                paragraphs = [f"<p>{each.replace('&', '&amp;')}</p>" for each in paragraphs]
            case 3:
                paragraphs[-1] += " Write to me at somebody@example.com, itâ€™s free."
            case _:
                pass
        return {
            "task": 2,
            "prompt": pick.choice(self._prompts),
            "essay": "\n\n".join(paragraphs),
            "bands": {"overall": band},
        }


def run(*words: object) -> Command:
    """One of our commands in a process of its own."""
    return watched("-m", "bots.cli", *map(str, words))


def group(count: int, folder: Path) -> None:
    """Finds what is alike among ``count`` texts of three words, one in ten of them the one before it again."""
    with Likeness(folder / "signatures") as likeness:
        for number in range(count):
            likeness.add(f"text number {number - (number % 10 == 9)}")
        found = likeness.groups()
    sys.stderr.write(f"{len(set(found.tolist()))} groups\n")


def watched(*words: str) -> Command:
    """A process of Python, and what it took."""
    start = time.monotonic()
    with subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=sys.stderr) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {child.returncode}")
    took = Command(time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
    sys.stderr.write(f"{took}\n")
    return took


def main() -> None:
    """Print the table; with ``--group FOLDER`` group texts there, for what that takes."""
    if sys.argv[1:2] == ["--group"]:
        group(GROUPED, Path(sys.argv[2]))
        return
    data = Path(os.environ.get("BANDMATE_DEV_DATA", ROOT.parent / "shared" / "data")) / "ielts_essays_dev.jsonl"
    say = sys.stdout.write
    if not data.exists():
        say("The development data is not here (BANDMATE_DEV_DATA): nothing was measured.\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        found, rows = Path(folder) / "found.jsonl", Path(folder) / "rows.jsonl"
        with found.open("w", encoding="utf-8") as opened:
            for row in Wild(data).rows(COUNT):
                opened.write(json.dumps(row, ensure_ascii=False) + "\n")
        words = sum(len(str(row["essay"]).split()) for row in Wild(data).rows(min(COUNT, 1000))) / min(COUNT, 1000)
        size = found.stat().st_size / 1e6
        cleaned = run("data", "clean", found, rows)
        report = json.loads(rows.with_suffix(".report.json").read_text("utf-8"))
        split = run("data", "split", rows, Path(folder) / "sets")
        grouped = watched(__file__, "--group", folder)
    dropped = report["dropped"]
    say(
        f"{report['read']:,} essays of {words:.0f} words on the mean, {size:,.0f} MB. Kept {report['kept']:,}; near-duplicates"
        f" {dropped.get('duplicate', 0):,}, in groups with bands too far apart {dropped.get('conflict', 0):,}. Of all rows"
        f" {COPY:.0%} were planted as copies without their last three words and {CONFLICT:.0%} as such copies with a band two"
        " away.\n\n"
        "| command | rows a second of one core | minutes by the clock | largest resident set |\n|---|---|---|---|\n"
    )
    for name, took, count in (("data clean", cleaned, report["read"]), ("data split", split, report["kept"])):
        say(f"| `{name}` | {count / took.processor:,.0f} | {took.seconds / 60:.1f} | {took.peak:,.0f} MB |\n")
    say(f"| grouping {GROUPED:,} texts of three words, as both do | {GROUPED / grouped.processor:,.0f} |")
    say(f" {grouped.seconds / 60:.1f} | {grouped.peak:,.0f} MB |\n")
    say(
        "\nThe resident set counts the mapped file of signatures, 256 bytes an essay, which the system may take back.\n"
    )


if __name__ == "__main__":
    main()
