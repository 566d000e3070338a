"""What a folder of weights should hold, written beside them when they arrive, so that they can be checked later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.errors import OperatorMistake

MANIFEST = "bandmate-manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where files came from and their SHA-256 sums, by name inside the folder."""

    repository: str
    revision: str
    digests: Mapping[str, str]

    def write(self, folder: Path) -> None:
        """Puts the manifest beside the files."""
        content = {"repository": self.repository, "revision": self.revision, "sha256": dict(self.digests)}
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
            return cls(str(content["repository"]), str(content["revision"]), digests)
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise OperatorMistake(f"{MANIFEST} in {folder} is damaged: pull the model again") from error

    def verify(self, folder: Path) -> None:
        """Every file is there with the sum that it had when it arrived.

        Raises:
            OperatorMistake: one is not.
        """
        for name, digest in self.digests.items():
            path = folder / name
            if not path.is_file():
                raise OperatorMistake(f"{name} is missing from {folder}: pull the model again")
            if sha256_of(path) != digest:
                raise OperatorMistake(f"{name} in {folder} is damaged: pull the model again")


def sha256_of(path: Path) -> str:
    """The SHA-256 sum of a file, in hexadecimal."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
