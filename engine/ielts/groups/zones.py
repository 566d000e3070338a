"""Time zones by the names that people type."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, available_timezones


def zone_of(name: str) -> ZoneInfo:
    """The zone with exactly this name, such as ``Asia/Shanghai``.

    Raises:
        ValueError: there is none.
    """
    if name not in _names().values():
        raise ValueError(f"no such time zone: {name!r}")
    return ZoneInfo(name)


def find_zone(typed: str) -> str | None:
    """The name of the zone that somebody typed (``asia/shanghai``, ``Shanghai``, ``new york``); ``None``: none or several."""
    wanted = typed.strip().lower().replace(" ", "_")
    if wanted in _names():
        return _names()[wanted]
    cities = {name for lower, name in _names().items() if lower.rsplit("/", 1)[-1] == wanted and "/" in lower}
    return cities.pop() if len(cities) == 1 else None


def zones_like(typed: str, most: int = 25) -> tuple[str, ...]:
    """Names that hold what was typed so far, those that begin with it first: for a list to choose from."""
    wanted = typed.strip().lower().replace(" ", "_")
    found = [name for lower, name in _names().items() if wanted in lower and ("/" in name or name == "UTC")]
    return tuple(sorted(found, key=lambda name: (not name.lower().rsplit("/", 1)[-1].startswith(wanted), name))[:most])


@cache
def _names() -> dict[str, str]:
    return {name.lower(): name for name in sorted(available_timezones()) if name not in ("localtime", "Factory")}
