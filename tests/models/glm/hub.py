"""A loopback double of the model hub: enough of its protocol for a pinned download, with ranges."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hub(ThreadingHTTPServer):
    """Serves ``files`` as every repository; ``stated`` may lie about their sums. ``asked`` remembers file requests.

    Files in ``small`` are stated as the hub states them that are not in its large file storage: by git's sum only.
    """

    def __init__(self, files: Mapping[str, bytes], stated: Mapping[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.files = files
        self.stated = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()} | dict(stated)
        self.small: dict[str, str] = {}
        self.asked: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Answer(BaseHTTPRequestHandler):
    server: Hub

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/api/models/"):
            revision = path.rpartition("/")[2]
            siblings = [
                {"rfilename": name, "size": len(content), "blobId": self.server.small[name]}
                if name in self.server.small
                else {
                    "rfilename": name,
                    "size": len(content),
                    "lfs": {"sha256": self.server.stated[name], "size": len(content), "pointerSize": 1},
                }
                for name, content in self.server.files.items()
            ]
            content = json.dumps({"id": "a/b", "sha": revision, "siblings": siblings}).encode()
            self._send(200, content, {"Content-Type": "application/json"}, body=body)
            return
        _, _, rest = path.partition("/resolve/")
        revision, _, name = rest.partition("/")
        content = self.server.files[name]
        if body:
            self.server.asked.append(f"{name} {self.headers.get('Range', '')}".strip())
        headers = {"ETag": f'"{self.server.stated[name]}"', "X-Repo-Commit": revision, "Accept-Ranges": "bytes"}
        wanted = self.headers.get("Range")
        if wanted and body:
            start = int(wanted.removeprefix("bytes=").split("-")[0])
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
            self._send(206, content[start:], headers, body=body)
            return
        self._send(200, content, headers, body=body)

    def _send(self, status: int, content: bytes, headers: Mapping[str, str], *, body: bool) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(files: Mapping[str, bytes], stated: Mapping[str, str] | None = None) -> Iterator[Hub]:
    """A hub on a free loopback port."""
    hub = Hub(files, stated or {})
    thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield hub
    finally:
        hub.shutdown()
        thread.join()
        hub.server_close()
