"""One essay is one trace, from the bot through the worker to the courier, and no word of it is in there."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bots.courier import Courier
from bots.desk.enqueueing import enqueue
from bots.desk.frontdesk import FrontDesk
from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.notices import Notice
from engine.ports import Completion, Prompt, Request, Stopped, Work
from engine.settings import Settings
from engine.telemetry import measured, traces
from engine.telemetry.about import about
from engine.telemetry.logs import JsonLines
from engine.wiring import open_store
from tests.doubles.otlp_collector import Collector, collecting
from tests.telemetry.conftest import MEI, SENTENCE
from worker.watching import _begins, _ended


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """Where the environment says that spans go."""
    pytest.importorskip("opentelemetry.exporter.otlp.proto.http", reason="the otel extra is not installed")
    with collecting() as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        monkeypatch.setattr(traces, "_tracing", None)
        yield collector
        if traces._tracing is not None:
            traces._tracing.provider.shutdown()


def process(name: str, does: Callable[[], None]) -> None:
    """Something that a process of that name does; what it tells is at the collector afterwards."""
    traces.switch_on(name)
    assert traces._tracing is not None
    does()
    traces._tracing.provider.shutdown()
    traces._tracing = None


class Jobs:
    def enqueue(self, row_id: int, work: Work = Work.MARK) -> None:
        pass


class Model:
    name = "tiny"

    def room(self, _: Prompt) -> int:
        return 1

    def generate(self, request: Request, *_: object) -> Completion:
        if request.max_tokens == 0:
            raise ValueError(SENTENCE)
        return Completion(SENTENCE, Stopped.END, 7, 3)


class Task:
    name = str(Work.MARK)


class Chats:
    platform = Platform.TELEGRAM

    async def show(
        self, address: ChatAddress, notice: Notice, *, answering: str | None = None, language: str | None = None
    ) -> None:
        pass

    async def typing(self, address: ChatAddress) -> None:
        pass


def facts(span: Any) -> dict[str, str | int]:
    return {
        told.key.removeprefix("bandmate."): told.value.string_value or told.value.int_value for told in span.attributes
    }


def works() -> None:
    _begins(task=Task, args=(2,))
    measured.measured(Model()).generate(Request(Prompt("", SENTENCE), 5, 5.0))
    _ended(task=Task, state="SUCCESS")


async def test_an_essay_is_followed_from_bot_to_courier(measuring: Settings, collector: Collector) -> None:
    process("telegram", lambda: enqueue(Jobs(), [(Work.MARK, 2)]))
    process("worker", works)
    traces.switch_on("telegram")
    courier = Courier(FrontDesk(open_store(measuring), Jobs(), measuring), Chats())
    await courier.round()
    await courier.settled()
    assert traces._tracing is not None
    traces._tracing.provider.force_flush()
    courier._desk.close()
    told = {span.name: (service, span) for service, span in collector.spans}
    assert {name: service for name, (service, _) in told.items()} == {
        "enqueue": "bandmate-telegram",
        "mark": "bandmate-worker",
        "generate": "bandmate-worker",
        "deliver": "bandmate-telegram",
    }
    assert {span.trace_id.hex() for _, span in told.values()} == {f"{traces.trace_of('essay:2'):032x}"}
    assert told["generate"][1].parent_span_id == told["mark"][1].span_id
    assert [facts(span) for _, span in told.values()] == [
        {"job": "essay:2"},
        {"job": "essay:2", "model": "tiny", "tokens_read": 7, "tokens_written": 3},
        {"job": "essay:2", "outcome": "success"},
        {"job": "essay:2", "platform": "telegram", "outcome": "delivered"},
    ]
    for body in collector.bodies:
        assert b"Marmalade" not in body
        assert MEI.user_id.encode() not in body


def test_of_an_error_its_type_is_told_and_nothing_else(collector: Collector) -> None:
    def fails() -> None:
        with about("essay:3"), pytest.raises(ValueError, match="Marmalade"):
            measured.measured(Model()).generate(Request(Prompt("", SENTENCE), 0, 5.0))

    process("worker", fails)
    ((_, span),) = collector.spans
    assert (span.status.code, span.status.message) == (2, "ValueError")
    assert not span.events
    assert b"Marmalade" not in b"".join(collector.bodies)


def test_what_is_about_no_job_is_not_told_and_a_log_line_names_its_trace(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "service.namespace=north,service.name=own")
    record = logging.LogRecord("bots.x", logging.INFO, "x.py", 1, "said", None, None)
    lines = []

    def both() -> None:
        with traces.span("sweep"):
            lines.append(json.loads(JsonLines().format(record)))
        with about("test:4"), traces.span("rate"):
            lines.append(json.loads(JsonLines().format(record)))

    process("worker", both)
    ((service, span),) = collector.spans
    assert (service, span.name) == ("own", "rate")
    assert [line.get("trace") for line in lines] == [None, span.trace_id.hex()]
    assert span.trace_id.hex() != f"{traces.trace_of('test:4'):032x}"


@pytest.mark.parametrize("variable", [None, ("OTEL_SDK_DISABLED", "true")])
def test_nothing_is_traced_unless_it_is_asked_for(
    collector: Collector, monkeypatch: pytest.MonkeyPatch, variable: tuple[str, str] | None
) -> None:
    if variable is None:
        monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT")
    else:
        monkeypatch.setenv(*variable)
    traces.switch_on("worker")
    assert not traces.is_on()
    works()
    assert collector.bodies == []


def test_a_missing_library_keeps_nobody_from_starting(
    collector: Collector, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def missing(_: str) -> None:
        raise ModuleNotFoundError(name="opentelemetry")

    monkeypatch.setattr(traces, "_start", missing)
    traces.switch_on("worker")
    assert not traces.is_on()
    assert "bandmate[otel]" in caplog.text
