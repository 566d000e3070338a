"""Models in one file, to be carried to a machine without a network: a tar with the sum of every file at its head.

Nothing in such a file is believed: what is not named at its head is refused, and what is named is put in its place only
when all of it has come and every sum is right.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from engine.errors import OperatorMistake
from engine.private_folder import private_folder

_HEAD = "bandmate-models.json"
_LARGEST_HEAD = 10_000_000  # bytes
_PIECE = 1 << 20
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def pack(models: Path, names: Iterable[str], target: Path) -> int:
    """Write the folders ``names`` of ``models`` to the file ``target``; its size in bytes.

    Raises:
        OperatorMistake: a model is not there, or ``target`` is already.
    """
    files = {name: _files_of(models, name) for name in names}
    if target.exists():
        raise OperatorMistake(f"{target} is there already: name another file")
    sums = {f"{name}/{inside}": _sum_of(models / name / inside) for name in files for inside in files[name]}
    head = json.dumps(sums, indent=0).encode()
    half = target.with_name(f"{target.name}.part")
    try:
        with tarfile.open(half, "w", format=tarfile.PAX_FORMAT) as tar:
            info = tarfile.TarInfo(_HEAD)
            info.size = len(head)
            tar.addfile(info, io.BytesIO(head))
            for path in sums:
                with (models / path).open("rb") as file:
                    info = tarfile.TarInfo(path)
                    info.size = os.fstat(file.fileno()).st_size
                    tar.addfile(info, file)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return target.stat().st_size


def unpack(source: Path, models: Path) -> tuple[str, ...]:
    """Put the models of the file ``source`` into ``models``; their names.

    Raises:
        OperatorMistake: this is no such file, it is damaged, or a model of that name is there already.
    """
    private_folder(models)
    with tempfile.TemporaryDirectory(dir=models, prefix=".unpacking-") as scratch:
        try:
            with tarfile.open(source, "r:") as tar:
                names = _take_out(tar, source, Path(scratch), models)
        except (OSError, tarfile.TarError, EOFError, ValueError) as error:
            raise OperatorMistake(f"{source} cannot be read as packed models: carry it over again") from error
        for name in names:
            shutil.move(Path(scratch) / name, models / name)
    return names


def _take_out(tar: tarfile.TarFile, source: Path, scratch: Path, models: Path) -> tuple[str, ...]:
    first = tar.next()
    file = tar.extractfile(first) if first is not None and first.name == _HEAD and first.isfile() else None
    if first is None or file is None or first.size > _LARGEST_HEAD:
        raise OperatorMistake(f"{source} was not made by `bandmate models pack`")
    head = json.load(file)
    if not isinstance(head, dict) or not head or not all(map(_is_inside, head)):
        raise OperatorMistake(f"{source} names files that no model has")
    sums: dict[str, str] = {**head}
    names = tuple(sorted({path.split("/")[0] for path in sums}))
    for name in names:
        if (models / name).exists():
            raise OperatorMistake(f"{models / name} is there already: take it away first")
    while (member := tar.next()) is not None:
        content = tar.extractfile(member) if member.isfile() else None
        wanted = sums.pop(member.name, None)
        if content is None or wanted is None:
            raise OperatorMistake(f"{source} holds what its list does not name")
        target = scratch / member.name
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with target.open("wb") as out:
            while piece := content.read(_PIECE):
                digest.update(piece)
                out.write(piece)
        if digest.hexdigest() != wanted:
            raise OperatorMistake(f"{member.name} is damaged: carry it over again")
    if sums:
        raise OperatorMistake(f"{source} is not whole: carry it over again")
    return names


def _files_of(models: Path, name: str) -> list[str]:
    folder = models / name
    if not _NAME.fullmatch(name) or not folder.is_dir():
        raise OperatorMistake(f"no model called {name!r} is in {models}: see `bandmate models list`")
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    if not files:
        raise OperatorMistake(f"{folder} is empty")
    return files


def _is_inside(path: object) -> bool:
    """Whether this is ``model/file`` or deeper, and stays there."""
    if not isinstance(path, str) or "\\" in path or "\0" in path:
        return False
    parts = PurePosixPath(path).parts
    return len(parts) > 1 and bool(_NAME.fullmatch(parts[0])) and ".." not in parts and path == "/".join(parts)


def _sum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
