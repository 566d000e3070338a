"""Blind double marking by people: a sheet of essays drawn evenly over the bands, and what two markers made of it."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.errors import OperatorMistake
from engine.evaluate.essays import Marked
from engine.evaluate.metrics import Agreement, agreement
from engine.evaluate.scored import essay_digest

COLUMNS = ("id", "task", "question", "answer", "TR", "CC", "LR", "GRA", "overall")


@dataclass(frozen=True)
class People:
    """Two markers beside each other, and each beside the machine, on the essays that both marked."""

    essays: int
    together: Agreement
    first: Agreement
    second: Agreement


def drawn(essays: Sequence[Marked], count: int, seed: int) -> list[Marked]:
    """``count`` essays, as evenly over the bands as there are essays, in an order that tells nothing."""
    pick = random.Random(seed)
    by_band: dict[float, list[Marked]] = defaultdict(list)
    for marked in essays:
        by_band[marked.band].append(marked)
    piles = [pick.sample(pile, len(pile)) for _, pile in sorted(by_band.items())]
    chosen: list[Marked] = []
    while len(chosen) < count and any(piles):
        for pile in piles:
            if pile and len(chosen) < count:
                chosen.append(pile.pop())
    pick.shuffle(chosen)
    return chosen


def write_sheet(essays: Sequence[Marked], path: Path) -> None:
    """An XLSX or CSV for one marker: no band is in it. A cell that begins like a formula is made plain text.

    Raises:
        OperatorMistake: the ending is neither.
    """
    rows = [
        [essay_digest(each), each.essay.task.code, each.essay.task.prompt or "", each.essay.text, *[""] * 5]
        for each in essays
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    match path.suffix.lower():
        case ".csv":
            with path.open("w", encoding="utf-8-sig", newline="") as opened:
                csv.writer(opened).writerows([COLUMNS, *([_plain(cell) for cell in row] for row in rows)])
        case ".xlsx":
            _write_xlsx(rows, path)
        case _:
            raise OperatorMistake(f"{path.name}: a sheet is .xlsx or .csv.")


def read_sheet(path: Path) -> Mapping[str, float]:
    """Overall bands by essay; where a marker gave the criteria alone, their mean to the nearest half.

    Raises:
        OperatorMistake: it is no sheet of ours, or a band in it is none; the row is named.
    """
    found = {}
    for number, row in enumerate(_rows(path), 2):
        cells = dict(zip(COLUMNS, row, strict=False))
        if not cells.get("id"):
            continue
        try:
            given = [float(cells[name]) for name in ("TR", "CC", "LR", "GRA") if cells.get(name)]
            whole = float(cells["overall"]) if cells.get("overall") else None
        except ValueError as error:
            raise OperatorMistake(f"{path.name}, row {number}: a band is a number.") from error
        band = whole if whole is not None else np.floor(sum(given) / 2 + 0.5) / 2 if len(given) == 4 else None
        if band is None:
            continue
        if not 0 <= band <= 9 or (2 * band) % 1:
            raise OperatorMistake(f"{path.name}, row {number}: a band is 0 to 9 in halves.")
        found[cells["id"]] = float(band)
    if not found:
        raise OperatorMistake(f"{path.name} holds no marks.")
    return found


def people(first: Mapping[str, float], second: Mapping[str, float], machine: Mapping[str, float]) -> People:
    """Compares on what all three marked.

    Raises:
        OperatorMistake: there is no such essay.
    """
    shared = sorted(first.keys() & second.keys() & machine.keys())
    if not shared:
        raise OperatorMistake("The two sheets and the data have no marked essay in common.")
    a, b, c = (np.array([marks[essay] for essay in shared]) for marks in (first, second, machine))
    return People(len(shared), agreement(a, b), agreement(c, a), agreement(c, b))


def _rows(path: Path) -> Iterator[list[str]]:
    try:
        if path.suffix.lower() == ".xlsx":
            from openpyxl import load_workbook

            book = load_workbook(path, read_only=True, data_only=True)
            rows = [
                [("" if cell is None else str(cell)) for cell in row] for row in book.active.iter_rows(values_only=True)
            ]
            book.close()
        else:
            with path.open(encoding="utf-8-sig", newline="") as opened:
                rows = list(csv.reader(opened))
    except (OSError, UnicodeDecodeError, ValueError, KeyError) as error:
        raise OperatorMistake(f"{path.name} cannot be read as a sheet.") from error
    if not rows or tuple(rows[0][: len(COLUMNS)]) != COLUMNS:
        raise OperatorMistake(f"{path.name} is no sheet that `bandmate evaluate sheet` wrote.")
    yield from rows[1:]


def _write_xlsx(rows: list[list[str]], path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment

    book = Workbook()
    page = book.active
    page.append(COLUMNS)
    for row in rows:
        page.append([_plain(cell) for cell in row])
    for column, width in zip("CD", (40, 100), strict=True):
        page.column_dimensions[column].width = width
        for cell in page[column]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A2"
    book.save(path)


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
