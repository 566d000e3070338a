"""The cloud's voice, by its real client against a double on loopback: speech, and every way in which none comes."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

pytest.importorskip("edge_tts", reason="needs the edge extra")

from engine.errors import OperatorMistake, TryAgain
from engine.models.voices.edge import EdgeVoice
from engine.settings import Settings
from engine.wiring import build_speaker
from tests.doubles.edge_service import Behaviour, serving


def test_it_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as service:
        monkeypatch.setattr("edge_tts.communicate.WSS_URL", service.url)
        speech = EdgeVoice().say("Do you like <tea> & 'cake'?\x0b", 1.25)
    assert len(speech.samples) / speech.rate == pytest.approx(2.0, abs=0.15)
    crossings = np.count_nonzero(np.diff(np.signbit(speech.samples[12_000:36_000])))
    assert crossings == pytest.approx(880, abs=5)
    ssml = service.asked[1]
    assert "en-GB-SoniaNeural" in ssml or "(en-GB, SoniaNeural)" in ssml
    assert "rate='+25%'" in ssml
    assert "&lt;tea&gt; &amp;" in ssml


def test_it_speaks_inside_a_running_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    async def inside() -> int:
        return len(EdgeVoice().say("Why?", 1.0).samples)

    with serving() as service:
        monkeypatch.setattr("edge_tts.communicate.WSS_URL", service.url)
        assert asyncio.run(inside()) > 24_000


@pytest.mark.parametrize("behaviour", ["nothing", "noise", "hang up", "refuse", "forbid", "unknown"])
def test_trouble_passes(monkeypatch: pytest.MonkeyPatch, behaviour: Behaviour) -> None:
    with serving(behaviour) as service:
        monkeypatch.setattr("edge_tts.communicate.WSS_URL", service.url)
        with pytest.raises(TryAgain, match="voice service"):
            EdgeVoice().say("Why?", 1.0)


def test_where_the_service_forbids_the_local_voice_speaks_in_the_same_turn(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    with serving("forbid") as service:
        monkeypatch.setattr("edge_tts.communicate.WSS_URL", service.url)
        speaker = build_speaker(settings.model_copy(update={"voice": "edge"}))
        assert speaker is not None
        assert speaker.note("Where do you come from?").seconds > 0.5
        asked = len(service.asked)
        assert asked
        assert speaker.note("And what do you do?").seconds > 0.5
        assert len(service.asked) == asked, "no turn after the first waits for a service that has just failed"


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", "ws://127.0.0.1:9/edge/v1?TrustedClientToken=none")
    with pytest.raises(TryAgain, match="voice service"):
        EdgeVoice().say("Why?", 1.0)


def test_no_such_voice() -> None:
    with pytest.raises(OperatorMistake, match="BANDMATE_VOICE_NAME"):
        EdgeVoice("Sonia; drop table")
