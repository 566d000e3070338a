"""What a folder of weights should hold, written beside them when they arrive or are made, so that they can be checked.

A sum tells of damage, not of malice: whoever can change the weights can change the manifest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.errors import OperatorMistake

MANIFEST = "bandmate-manifest.json"
#: Sizes and times of the files as they were when their sums were last found right. Hidden files belong to no manifest.
_SEEN = ".bandmate-verified.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where files came from and their SHA-256 sums, by name inside the folder.

    ``steps`` are what was done to the files of ``repository`` since (converted, nf4); ``base`` is the family of models
    that an adapter was made for. Without a repository they are the operator's own.
    """

    repository: str
    revision: str
    digests: Mapping[str, str]
    steps: tuple[str, ...] = ()
    base: str = ""

    def write(self, folder: Path) -> None:
        """Puts the manifest beside the files."""
        content = {
            "repository": self.repository,
            "revision": self.revision,
            "steps": self.steps,
            "base": self.base,
            "sha256": dict(self.digests),
        }
        (folder / MANIFEST).write_text(json.dumps(content, indent=1), "utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
        """The manifest in ``folder``, or None if the files came another way.

        Raises:
            OperatorMistake: it is damaged.
        """
        try:
            content = json.loads((folder / MANIFEST).read_text("utf-8"))
            digests = {str(name): str(digest) for name, digest in content["sha256"].items()}
            steps = tuple(str(step) for step in content.get("steps", ()))
            return cls(
                str(content["repository"]), str(content["revision"]), digests, steps, str(content.get("base", ""))
            )
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise OperatorMistake(f"{MANIFEST} in {folder} is damaged: make or pull the model again") from error

    def verify(self, folder: Path) -> None:
        """Every file is there with the sum that it had when it arrived or was made.

        Raises:
            OperatorMistake: one is not.
        """
        for name, digest in self.digests.items():
            path = folder / name
            if not path.is_file():
                raise OperatorMistake(f"{name} is missing from {folder}: make or pull the model again")
            if sha256_of(path) != digest:
                raise OperatorMistake(
                    f"{name} in {folder} is not what it was (its SHA-256 differs): make or pull the model again, or, "
                    f"if you changed the file yourself, delete {MANIFEST} there"
                )


def sign(folder: Path, step: str, source: Path | None = None, base: str = "") -> None:
    """Writes a manifest of all files in ``folder``, which ``step`` made from the files in ``source``."""
    before = Manifest.read(source) if source is not None else None
    steps = (*before.steps, step) if before is not None else (step,)
    names = sorted(path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    digests = {name: sha256_of(folder / name) for name in names if name != MANIFEST}
    known = (before.repository, before.revision) if before is not None else ("", "")
    Manifest(*known, digests, steps, base).write(folder)


def verify_once(folder: Path) -> None:
    """Verifies the folder's manifest, if it has one, unless its files are as they were when that was last done.

    Four gigabytes take some seconds, which is too long for every start of every worker.

    Raises:
        OperatorMistake: a file is missing or is not what it was.
    """
    manifest = Manifest.read(folder)
    if manifest is None:
        return
    now = _as_they_are(folder, manifest)
    with suppress(OSError, ValueError):
        if json.loads((folder / _SEEN).read_text("utf-8")) == now:
            return
    manifest.verify(folder)
    with suppress(OSError):  # a folder that may only be read is verified at every start
        (folder / _SEEN).write_text(json.dumps(now), "utf-8")


def _as_they_are(folder: Path, manifest: Manifest) -> dict[str, list[int | str]]:
    found: dict[str, list[int | str]] = {MANIFEST: [sha256_of(folder / MANIFEST)]}
    for name in manifest.digests:
        with suppress(OSError):
            stated = (folder / name).stat()
            found[name] = [stated.st_size, stated.st_mtime_ns]
    return found


def sha256_of(path: Path) -> str:
    """The SHA-256 sum of a file, in hexadecimal."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
