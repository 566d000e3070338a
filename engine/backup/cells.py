"""What a database holds, as JSON: numbers and text as they are, the rest with its kind beside it."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, time

Json = None | bool | int | float | str | dict[str, str]


def to_json(cell: object) -> Json:
    """One cell for a line of JSON.

    Raises:
        TypeError: no table of ours has cells of this kind.
    """
    match cell:
        case None | bool() | int() | float() | str():
            return cell
        case bytes() | memoryview():
            return {"bytes": base64.b64encode(cell).decode()}
        case datetime():
            return {"moment": cell.astimezone(UTC).isoformat()}
        case date():
            return {"date": cell.isoformat()}
        case time():
            return {"time": cell.isoformat()}
        case _:
            raise TypeError(type(cell).__name__)


def from_json(value: Json) -> object:
    """The cell that :func:`to_json` wrote; moments are in UTC and say so.

    Raises:
        ValueError: nothing that it writes.
    """
    if not isinstance(value, dict):
        return value
    match list(value.items()):
        case [("bytes", text)]:
            return base64.b64decode(text, validate=True)
        case [("moment", text)]:
            return datetime.fromisoformat(text)
        case [("date", text)]:
            return date.fromisoformat(text)
        case [("time", text)]:
            return time.fromisoformat(text)
        case _:
            raise ValueError("no kind of cell")
