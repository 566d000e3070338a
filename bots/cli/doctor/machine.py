"""Python and the home folder."""

from __future__ import annotations

import os
import shutil
import sys

from bots.cli.doctor.finding import Finding
from engine.private_folder import private_folder
from engine.settings import Settings

_LEAST_FREE = 500_000_000
"""Bytes: a database that cannot grow loses nothing, but takes nothing in either."""


def python(_: Settings) -> Finding:
    """Which Python this is."""
    return Finding("Python", "fine", ".".join(map(str, sys.version_info[:3])))


def home(settings: Settings) -> Finding:
    """Whether the home folder can be written to, and has room."""
    try:
        private_folder(settings.home)
    except OSError:
        return Finding("home folder", "broken", str(settings.home), "set BANDMATE_HOME to a folder you may write to")
    if not os.access(settings.home, os.W_OK):
        return Finding("home folder", "broken", f"{settings.home} is read-only", "set BANDMATE_HOME to another folder")
    free = shutil.disk_usage(settings.home).free
    room = f"{settings.home}, {free / 1e9:.1f} GB free"
    if free < _LEAST_FREE:
        return Finding("home folder", "broken", room, "make room, or set BANDMATE_HOME to a folder on another disk")
    return Finding("home folder", "fine", room)
