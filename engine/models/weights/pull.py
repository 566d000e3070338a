"""Downloads a catalogued model: pinned, resumable, checked."""

from __future__ import annotations

import fnmatch
import hashlib
from dataclasses import dataclass
from pathlib import Path

import httpx2
from huggingface_hub import HfApi, constants, hf_hub_url
from huggingface_hub.errors import EntryNotFoundError, HfHubHTTPError, OfflineModeIsEnabled
from huggingface_hub.file_download import http_get
from huggingface_hub.utils import build_hf_headers

from engine.errors import OperatorMistake
from engine.models.weights.catalogue import CATALOGUE, Published
from engine.models.weights.manifest import Manifest, sha256_of

_UNREACHABLE = (httpx2.TransportError, OfflineModeIsEnabled)


def pull(name: str, models: Path, *, endpoint: str | None = None) -> Path:
    """Downloads the model ``name`` into a folder of that name in ``models`` and returns the folder.

    Files that are there and whole are kept; a broken download goes on where it stopped. ``endpoint`` is a mirror of
    the hub; without it the library's own ``HF_ENDPOINT`` counts.

    Raises:
        OperatorMistake: no such model, the hub cannot be reached, the disk is full, or a file came damaged.
    """
    published = CATALOGUE.get(name)
    if published is None:
        raise OperatorMistake(f"no model is called {name}: there are {', '.join(CATALOGUE)}")
    folder = models / name
    try:
        files = _stated(published, endpoint)
        folder.mkdir(parents=True, exist_ok=True)
        arrived = {file.name: _fetch(published, file, folder, endpoint) for file in files}
    except _UNREACHABLE as error:
        raise OperatorMistake(_offline_sentence(published, folder, endpoint)) from error
    except (HfHubHTTPError, EntryNotFoundError) as error:
        raise OperatorMistake(f"the hub does not give out {published.repository} at {published.revision}") from error
    except OSError as error:
        raise OperatorMistake(f"{folder} cannot be written: {error.strerror or 'unknown reason'}") from error
    Manifest(published.repository, published.revision, arrived).write(folder)
    return folder


def _offline_sentence(published: Published, folder: Path, endpoint: str | None) -> str:
    files = ", ".join(published.files)
    return (
        f"{endpoint or constants.ENDPOINT} cannot be reached, so copy {files} of {published.repository} "
        f"(revision {published.revision}) into {folder}, or set HF_ENDPOINT to a mirror"
    )


@dataclass(frozen=True, slots=True)
class _Stated:
    """Size and sums of a file, as we know them or as the hub states them: SHA-256 of large files, git's own of small."""

    name: str
    size: int | None
    digest: str | None
    blob: str | None


def _stated(published: Published, endpoint: str | None) -> list[_Stated]:
    info = HfApi(endpoint=endpoint).model_info(published.repository, revision=published.revision, files_metadata=True)
    return [
        _Stated(
            file.rfilename,
            file.size,
            published.digests.get(file.rfilename) or (file.lfs.sha256 if file.lfs else None),
            None if file.lfs else file.blob_id,
        )
        for file in info.siblings or ()
        if any(fnmatch.fnmatch(file.rfilename, pattern) for pattern in published.files)
    ]


def _fetch(published: Published, file: _Stated, folder: Path, endpoint: str | None) -> str:
    """Downloads one file under another name until its sum is right; the library itself starts anew in each process."""
    path = folder / file.name
    if file.digest is not None and path.is_file() and sha256_of(path) == file.digest:
        return file.digest
    part = folder / f".{file.name}.{(file.digest or 'part')[:12]}.part"
    if file.digest is None:
        part.unlink(missing_ok=True)
    url = hf_hub_url(published.repository, file.name, revision=published.revision, endpoint=endpoint)
    with part.open("ab") as opened:
        http_get(
            url,
            opened,
            resume_size=opened.tell(),
            headers=build_hf_headers(),
            expected_size=file.size,
            displayed_filename=file.name,
        )
    found = sha256_of(part)
    wrong_blob = file.blob is not None and _blob_of(part) != file.blob
    if wrong_blob or (file.digest is not None and found != file.digest):
        part.unlink()
        raise OperatorMistake(f"{file.name} came damaged (its sum is wrong) and was deleted: pull again")
    part.replace(path)
    return found


def _blob_of(path: Path) -> str:
    """The name that git gives a file of this content: a SHA-1 of its length and its bytes."""
    content = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
