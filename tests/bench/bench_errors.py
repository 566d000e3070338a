"""The error finder: what it finds in learners' sentences, what it alarms at in faultless ones, and how fast it is."""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

from engine.evaluate.errors import evaluate_folder
from engine.marking.errors.finder import ErrorFinder

ROOT = Path(__file__).parents[2]
_A_TEXT = 12  # sentences


def main() -> None:
    """Print the tables."""
    folder = Path(os.environ.get("BANDMATE_DEV_DATA", ROOT.parent / "shared" / "data")) / "jfleg-dev"
    if folder.is_dir():
        found = evaluate_folder(folder)
        _say(
            "| JFLEG dev (thresholds were chosen on it) | precision | recall | F0.5 | GLEU |\n|---|---|---|---|---|\n"
            "| corrections before the finder | 0.824 | 0.130 | 0.398 | |\n"
            f"| the finder | {found.precision:.3f} | {found.recall:.3f} | {found.f05:.3f} | {found.gleu:.3f} |\n\n"
        )
    start = time.perf_counter()
    finder = ErrorFinder.load()
    loaded = time.perf_counter() - start
    for file in ("clean_sentences_new.txt", "clean_sentences.txt"):
        lines = [line for line in (ROOT / "tests/data" / file).read_text("utf-8").split("\n") if line]
        texts = [" ".join(lines[at : at + _A_TEXT]) for at in range(0, len(lines), _A_TEXT)]
        for name, each in (("in texts of twelve", texts), ("each alone", lines)):
            readings = [finder.read(text) for text in each]
            words = sum(len(text.split()) for text in each)
            mended = 100 * sum(len(reading.mended) for reading in readings) / words
            flagged = 100 * sum(len(reading.errors) for reading in readings) / words
            _say(
                f"{len(lines)} faultless sentences of ours ({file}), {name}: {mended:.2f} mended and {flagged:.2f} flagged"
                " in 100 words.\n\n"
            )
    fresh = ErrorFinder.load()  # what was read is remembered, so one that has read nothing, and no text twice
    texts = [" ".join(lines[at : at + _A_TEXT]) for at in range(0, len(lines), _A_TEXT)]
    essays = ["\n\n".join(texts[at : at + 2]) for at in range(0, len(texts) - 1, 2)]
    fresh.read(essays[0])
    times = []
    for essay in essays[1:]:
        start = time.process_time()
        fresh.read(essay)
        times.append(1000 * (time.process_time() - start))
    words = statistics.mean(len(essay.split()) for essay in essays[1:])
    _say(
        f"{len(times)} texts of {words:.0f} words with few errors, all that `read` does on one thread:"
        f" {statistics.median(times):.0f} ms; loaded in {loaded:.2f} s once ONNX Runtime is imported.\n"
    )


def _say(text: str) -> None:
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
