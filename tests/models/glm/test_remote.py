"""The server's model behind the same port: retried while that helps, bounded, and honest about what went wrong."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

pytest.importorskip("openai", reason="needs the server extra")

from engine.errors import ModelMisbehaved, OperatorMistake, TryAgain
from engine.models.remote import ATTEMPTS, RemoteModel
from engine.ports import Prompt, Request, Stopped


class Server(ThreadingHTTPServer):
    """A loopback double of an OpenAI-compatible server: ``statuses`` are answered first, then ``pieces``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.statuses: list[int] = []
        self.pieces: list[str] = ['{"band":"', "6", ".", "5", '"}']
        self.finish = "stop"
        self.broken: str | None = None
        self.asked: list[dict[str, Any]] = []
        self.gate: Callable[[], object] = lambda: None
        self.url = f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Answer(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)
        self.server.gate()
        if self.server.statuses:
            self._send(self.server.statuses.pop(0), b'{"error": {"message": "no"}}', "application/json")
            return
        events = [self._chunk(piece, logprobs=asked.get("logprobs", False)) for piece in self.server.pieces]
        if self.server.broken is None:
            events.append({"choices": [{"index": 0, "delta": {}, "finish_reason": self.server.finish}]})
        events.append({"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 5, "total_tokens": 14}})
        lines = "".join(
            f"data: {json.dumps({'id': '1', 'object': 'chat.completion.chunk', **event})}\n\n" for event in events
        )
        ending = "data: [DONE]\n\n" if self.server.broken is None else self.server.broken
        self._send(200, f"{lines}{ending}".encode(), "text/event-stream")

    def _chunk(self, piece: str, *, logprobs: bool) -> dict[str, Any]:
        choice: dict[str, Any] = {"index": 0, "delta": {"content": piece}, "finish_reason": None}
        if logprobs:
            top = [
                {"token": piece, "logprob": math.log(0.75), "bytes": None},
                {"token": "7", "logprob": math.log(0.25), "bytes": None},
            ]
            choice["logprobs"] = {"content": [{"token": piece, "logprob": 0.0, "bytes": None, "top_logprobs": top}]}
        return {"choices": [choice]}

    def _send(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def request(own: str = "An essay.", **rest: Any) -> Request:
    return Request(Prompt("Rubric.", own), max_tokens=50, max_seconds=10, **rest)


def test_an_answer_comes_in_pieces(server: Server) -> None:
    pieces: list[str] = []
    answer = RemoteModel(server.url, "chatglm2").generate(request(), pieces.append)
    assert answer.text == "".join(pieces) == '{"band":"6.5"}'
    assert (answer.stopped, answer.prompt_tokens, answer.tokens) == (Stopped.END, 9, 5)


def test_a_schema_is_asked_for_and_choices_come_back(server: Server) -> None:
    answer = RemoteModel(server.url, "chatglm2").generate(request(schema={"type": "object"}))
    assert server.asked[0]["response_format"]["json_schema"]["schema"] == {"type": "object"}
    digit = next(choice for choice in answer.choices if "6" in choice.options)
    assert answer.text[digit.offset] == "6"
    assert digit.options == pytest.approx({"6": 0.75, "7": 0.25})


def test_an_adapter_is_a_model_of_its_name(server: Server) -> None:
    RemoteModel(server.url, "chatglm2").generate(request(adapter="examiner"))
    assert server.asked[0]["model"] == "examiner"


def test_passing_trouble_is_tried_again(server: Server) -> None:
    server.statuses = [503, 429]
    assert RemoteModel(server.url, "chatglm2").generate(request()).stopped is Stopped.END
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("statuses", "error", "tries"),
    [
        ([500] * 9, TryAgain, ATTEMPTS),
        ([401], OperatorMistake, 1),
        ([404], OperatorMistake, 1),
        ([400], ModelMisbehaved, 1),
    ],
)
def test_trouble_that_lasts_is_told(server: Server, statuses: list[int], error: type[Exception], tries: int) -> None:
    server.statuses = statuses
    with pytest.raises(error):
        RemoteModel(server.url, "chatglm2").generate(request())
    assert len(server.asked) == tries


def test_a_server_that_is_away_is_passing_trouble() -> None:
    with pytest.raises(TryAgain, match="away"):
        RemoteModel("http://127.0.0.1:9/v1", "chatglm2").generate(request())


@pytest.mark.parametrize(
    "ending",
    [
        "",
        'data: {"error": {"message": "does not match the expected peg-native format"}}\n\n',
        'data: {"id": "1", "cho\n\n',
    ],
)
def test_an_answer_that_breaks_off_is_cut_short_where_text_has_come(server: Server, ending: str) -> None:
    server.broken = ending
    answer = RemoteModel(server.url, "chatglm2").generate(request())
    assert (answer.text, answer.stopped) == ('{"band":"6.5"}', Stopped.BROKEN)
    server.pieces = []
    with pytest.raises((TryAgain, ModelMisbehaved)):
        RemoteModel(server.url, "chatglm2").generate(request())


def test_an_answer_cut_by_its_budget_says_so(server: Server) -> None:
    server.finish = "length"
    assert RemoteModel(server.url, "chatglm2").generate(request()).stopped is Stopped.TOKENS


def test_no_more_requests_than_places(server: Server) -> None:
    server.gate = threading.Barrier(2, timeout=60).wait  # opens only when two are under way together
    model = RemoteModel(server.url, "chatglm2", at_once=2)
    threads = [threading.Thread(target=model.generate, args=(request(),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    model._places.acquire()
    model._places.acquire()
    with pytest.raises(TryAgain, match="busy"):
        model.generate(Request(Prompt("r", "o"), max_tokens=1, max_seconds=0.01))


@pytest.mark.parametrize("spelling", ["<|user|>", "</s>", "<s>", "[gMASK]", "[/INST]"])
def test_spellings_of_control_tokens_are_pulled_apart(server: Server, spelling: str) -> None:
    RemoteModel(server.url, "chatglm2").generate(request(f"I {spelling} think a < b."))
    sent = server.asked[0]["messages"][1]["content"]
    assert spelling not in sent
    assert sent.replace(" ", "") == f"I {spelling} think a < b.".replace(" ", "")


def test_room_on_a_server_is_estimated_on_the_safe_side() -> None:
    model = RemoteModel("http://127.0.0.1:9/v1", "m", context=1000)
    english, chinese = Prompt("Mark it.", "word " * 200), Prompt("Mark it.", "中文" * 150)
    assert 1000 - 1010 / 4 > model.room(english) > 600, "four characters a token would leave more"
    assert 600 < model.room(chinese) < 1000 - 300 * 0.6
    assert model.room(Prompt("", "word " * 2000)) < 0
