"""The cleaning needs the small libraries of the train extra."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("rensa") and find_spec("ftfy") else ["test_*.py"]
