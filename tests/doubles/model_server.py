"""An OpenAI-compatible server on loopback with :class:`FakeModel` behind it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from engine.ports import Prompt, Request
from tests.doubles.fake_model import FakeModel


class ModelServer(ThreadingHTTPServer):
    """Answers every chat with what its model says, in one piece."""

    daemon_threads = True

    def __init__(self, model: FakeModel) -> None:
        super().__init__(("127.0.0.1", 0), _Chat)
        self.model = model
        self.url = f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Chat(BaseHTTPRequestHandler):
    server: ModelServer

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        shared, own = (message["content"] for message in asked["messages"])
        schema = asked["response_format"]["json_schema"]["schema"]
        said = self.server.model.generate(Request(Prompt(shared, own), asked["max_tokens"], 60, schema))
        chunk = {"id": "1", "object": "chat.completion.chunk"}
        events = [
            chunk | {"choices": [{"index": 0, "delta": {"content": said.text}, "finish_reason": None}]},
            chunk | {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
        ]
        content = "".join(f"data: {json.dumps(event)}\n\n" for event in events) + "data: [DONE]\n\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content.encode())

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(model: FakeModel) -> Iterator[ModelServer]:
    """The server while it is needed."""
    server = ModelServer(model)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
