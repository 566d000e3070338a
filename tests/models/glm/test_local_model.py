"""The engine answers as transformers' own greedy search does, alone or among others, and outlives every failure."""

from __future__ import annotations

import itertools
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="needs the llm extra")
pytest.importorskip("peft", reason="needs the llm extra")
pytest.importorskip("llguidance", reason="needs the llm extra")

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM

from engine.errors import BandmateError, ModelMisbehaved, OperatorMistake, TryAgain
from engine.models.local.constrained import Constraint
from engine.models.local.decoding import DecodingBatch
from engine.models.local.jobs import Job
from engine.models.local.model import LocalModel
from engine.models.local.prompting import PromptIds
from engine.models.weights.adapters import convert_adapter
from engine.models.weights.manifest import MANIFEST
from engine.ports import Completion, Prompt, Request, Stopped

pytestmark = pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")

#: A copy that a test changes must not be held to its sums.
UNSIGNED = shutil.ignore_patterns(MANIFEST)
RUBRIC = "You are an examiner. Band 7 means a clear position throughout. Quote the essay."
SCHEMA = {
    "type": "object",
    "properties": {
        "reason": {"type": "string", "maxLength": 30},
        "rule": {"enum": ["W2.CC.6.a", "W2.TR.7.b"]},
        "band": {"enum": [f"{half / 2:.1f}" for half in range(19)]},
    },
    "required": ["reason", "rule", "band"],
    "additionalProperties": False,
}


def request(own: str, *, tokens: int = 30, **rest: Any) -> Request:
    return Request(Prompt(RUBRIC, own), max_tokens=tokens, max_seconds=600, **rest)


@pytest.fixture(scope="session")
def adapters(native: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    tiny = Path(__file__).parents[2] / "data" / "chatglm2-tiny"
    root = tmp_path_factory.mktemp("adapters")
    for name in ("lora", "ptuning"):
        convert_adapter(tiny / name, root / name, base=native)
    return {"essay": root / "lora", "examiner": root / "ptuning"}


@pytest.fixture
def model(native: Path, adapters: dict[str, Path]) -> Iterator[LocalModel]:
    made = LocalModel(native, precision="float32", adapters=adapters)
    yield made
    made.close()


def reference(folder: Path, model: LocalModel, asked: Request) -> str:
    """What transformers' own greedy search answers, forbidden the same tokens."""
    engine = model.engine()
    loaded, ids = engine._loaded, engine._encoder.encode(asked.prompt)
    plain = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    prompt = torch.tensor([[*ids.shared, *ids.own]])
    out = plain.generate(prompt, max_new_tokens=asked.max_tokens, do_sample=False, suppress_tokens=list(loaded.silent))
    return str(loaded.tokenizer.decode(out[0, prompt.shape[1] :], skip_special_tokens=True))


@pytest.mark.parametrize("own", ["Some people think that cities are too big.", "短文", "a"])
def test_an_answer_is_that_of_greedy_search(native: Path, model: LocalModel, own: str) -> None:
    asked = request(own)
    assert model.generate(asked).text == reference(native, model, asked)


def test_the_shared_beginning_is_computed_once_and_changes_nothing(model: LocalModel) -> None:
    first = model.generate(request("An essay."))
    assert model.engine().saved_tokens() == 0
    again = model.generate(request("An essay."))
    assert again == first
    assert model.engine().saved_tokens() == len(model.engine()._encoder.encode(Prompt(RUBRIC, "")).shared)


def test_pieces_add_up_to_the_answer(model: LocalModel) -> None:
    pieces: list[str] = []
    answer = model.generate(request("An essay.", schema=SCHEMA, tokens=120), pieces.append)
    assert "".join(pieces) == answer.text
    assert len(pieces) > 3


def mixed() -> list[Request]:
    return [
        request(
            f"Essay number {number}. " * (number + 1),
            schema=SCHEMA if number % 2 else None,
            tokens=120 if number % 2 else 20 + number,
            adapter=(None, "essay", "examiner")[number % 3],
            urgent=number % 4 == 0,
        )
        for number in range(12)
    ]


def test_answers_written_together_are_those_written_alone(model: LocalModel) -> None:
    together: dict[int, Completion] = {}

    def ask(number: int, asked: Request) -> None:
        together[number] = model.generate(asked)

    threads = [threading.Thread(target=ask, args=pair) for pair in enumerate(mixed())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, asked in enumerate(mixed()):
        alone = model.generate(asked)
        assert together[number].text == alone.text
        assert together[number].stopped == alone.stopped


def test_adapters_change_answers_and_leave_the_base_as_it_was(model: LocalModel) -> None:
    before = model.generate(request("An essay.")).text
    texts = {name: model.generate(request("An essay.", adapter=name)).text for name in ("essay", "examiner")}
    assert len({before, *texts.values()}) == 3
    assert model.generate(request("An essay.")).text == before


def test_random_weights_still_keep_to_the_schema(native: Path, tmp_path: Path) -> None:
    for seed in range(4):
        folder = Path(shutil.copytree(native, tmp_path / str(seed), ignore=UNSIGNED))
        torch.manual_seed(seed)
        scrambled = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(native))
        for weights in scrambled.parameters():
            torch.nn.init.normal_(weights, std=0.3)
        save_file(scrambled.state_dict(), folder / "model.safetensors", metadata={"format": "pt"})
        model = LocalModel(folder, precision="float32")
        answer = model.generate(request('An essay with "quotes" and </s> [gMASK].', schema=SCHEMA, tokens=300))
        model.close()
        record = json.loads(answer.text)
        assert answer.stopped is Stopped.END
        assert list(record) == ["reason", "rule", "band"]
        assert record["rule"] in SCHEMA["properties"]["rule"]["enum"]  # type: ignore[index]
        assert record["band"] in SCHEMA["properties"]["band"]["enum"]  # type: ignore[index]


def test_choices_are_probabilities_where_they_were_made(model: LocalModel) -> None:
    answer = model.generate(request("An essay.", schema=SCHEMA, tokens=120))
    digits = [choice for choice in answer.choices if set("0123456789") >= set(choice.options)]
    assert sum(digits[0].options.values()) == pytest.approx(1, abs=1e-4)
    assert answer.text[digits[0].offset] in digits[0].options
    assert answer.text[: digits[0].offset].endswith('"band":"')


def test_an_end_token_ends_the_answer(native: Path, tmp_path: Path, model: LocalModel) -> None:
    whole = model.generate(request("An essay.", tokens=12))
    ids = model.engine()._loaded.tokenizer(whole.text, add_special_tokens=False)["input_ids"]
    assert ids
    folder = Path(shutil.copytree(native, tmp_path / "ending", ignore=UNSIGNED))
    plain = AutoModelForCausalLM.from_pretrained(native, dtype=torch.float32)
    prompt = model.engine()._encoder.encode(request("An essay.").prompt)
    silent = list(model.engine()._loaded.silent)
    out = plain.generate(
        torch.tensor([[*prompt.shared, *prompt.own]]), max_new_tokens=6, do_sample=False, suppress_tokens=silent
    )
    (folder / "generation_config.json").write_text(json.dumps({"eos_token_id": [2, int(out[0, -1])]}))
    ending = LocalModel(folder, precision="float32")
    answer = ending.generate(request("An essay.", tokens=12))
    ending.close()
    assert answer.stopped is Stopped.END
    assert answer.tokens == 5


def test_budgets_are_hard(model: LocalModel) -> None:
    assert model.generate(request("An essay.", tokens=7)).tokens == 7
    assert model.generate(request("An essay.", tokens=7, schema=SCHEMA)).tokens == 7
    slow = Request(Prompt(RUBRIC, "An essay."), max_tokens=7000, max_seconds=0.2)
    assert model.generate(slow).stopped is Stopped.TIME
    with pytest.raises(TryAgain, match="busy"):
        model.generate(Request(Prompt(RUBRIC, "An essay."), max_tokens=7, max_seconds=0))
    with pytest.raises(ModelMisbehaved, match="room"):
        model.generate(request("An essay. " * 5000))


def test_urgent_requests_go_first() -> None:
    jobs = [
        Job(request("x", urgent=urgent), PromptIds((1,), (2,)), number)
        for number, urgent in enumerate([False, False, True, False, True])
    ]
    assert [job.number for job in sorted(jobs)] == [2, 4, 0, 1, 3]


def test_a_speaker_does_not_wait_for_essays(native: Path) -> None:
    model = LocalModel(native, precision="float32", rows=1)
    model.generate(request("warm up", tokens=1))
    order: list[str] = []

    def ask(name: str, asked: Request) -> None:
        model.generate(asked)
        order.append(name)

    essays = [threading.Thread(target=ask, args=(f"essay {n}", request("An essay.", tokens=400))) for n in range(3)]
    for thread in essays:
        thread.start()
    ask("voice", request("A turn.", tokens=3, urgent=True))
    for thread in essays:
        thread.join()
    model.close()
    assert order[0] == "voice"


def test_sixteen_essays_that_wait_cost_a_voice_turn_no_pass_of_its_own(
    native: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted in passes of the model, which is what a turn's time is made of: the turn's own go on three times in four."""
    passes: list[tuple[bool, bool]] = []
    step = DecodingBatch.step

    def counted(batch: DecodingBatch, *, beside_urgent: bool) -> None:
        passes.append((batch.urgent, any(not row.job.request.urgent for row in batch.rows)))
        step(batch, beside_urgent=beside_urgent)

    monkeypatch.setattr(DecodingBatch, "step", counted)
    model = LocalModel(native, precision="float32", rows=4)
    turn = request("A turn.", tokens=12, urgent=True)
    model.generate(turn)
    alone = sum(urgent for urgent, _ in passes)
    begun = threading.Event()
    essay = "An essay about cities. " * 60
    asked = [request(f"{number} {essay}", tokens=40) for number in range(16)]
    essays = [threading.Thread(target=model.generate, args=(each, lambda _: begun.set())) for each in asked]
    for thread in essays:
        thread.start()
    begun.wait()
    passes.clear()
    model.generate(turn)
    during = [each for each in passes if each[0]]
    assert sum(essays for _, essays in during) > 0, "they were in hand, and went on beside it"
    # One pass for whoever's piece is first in the queue, and a known beginning takes the turn one fewer.
    assert len(during) <= alone + 1
    for thread in essays:
        thread.join()
    model.close()


def test_closing_tells_whoever_waits(native: Path) -> None:
    model = LocalModel(native, precision="float32", rows=1)
    engine = model.engine()
    told: list[type[Exception]] = []
    begun = threading.Event()

    def ask() -> None:
        try:
            model.generate(request("An essay.", tokens=6000), lambda _: begun.set())
        except TryAgain as error:
            told.append(type(error))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    begun.wait()
    model.close()
    for thread in threads:
        thread.join()
    assert told == [TryAgain] * 3
    with pytest.raises(TryAgain, match="shutting down"):
        engine.generate(request("An essay."))


def broken_copy(source: Path, target: Path) -> Path:
    folder = Path(shutil.copytree(source, target, ignore=UNSIGNED))
    path = folder / "adapter_model.safetensors"
    path.write_bytes(path.read_bytes()[:5000])
    return folder


def test_a_broken_adapter_harms_nobody_else(native: Path, adapters: dict[str, Path], tmp_path: Path) -> None:
    alien = Path(shutil.copytree(adapters["essay"], tmp_path / "alien", ignore=UNSIGNED))
    state = load_file(alien / "adapter_model.safetensors")
    save_file(
        {name: torch.cat([side, side], dim=1) for name, side in state.items()}, alien / "adapter_model.safetensors"
    )
    folders = {"cut": broken_copy(adapters["essay"], tmp_path / "cut"), "alien": alien, **adapters}
    model = LocalModel(native, precision="float32", adapters=folders)
    before = model.generate(request("An essay.")).text
    for name, reason in (("cut", "damaged"), ("alien", "another model"), ("nobody", "no adapter is called")):
        with pytest.raises(OperatorMistake, match=reason):
            model.generate(request("An essay.", adapter=name))
    assert model.generate(request("An essay.")).text == before
    assert model.generate(request("An essay.", adapter="essay")).text != before
    model.close()


@pytest.mark.parametrize(
    ("failure", "ours"),
    [
        (torch.OutOfMemoryError("CUDA out of memory"), TryAgain),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory"), TryAgain),
        (RuntimeError("shapes do not match"), ModelMisbehaved),
    ],
)
def test_a_failed_pass_is_an_error_of_ours_and_the_engine_lives(
    model: LocalModel, monkeypatch: pytest.MonkeyPatch, failure: Exception, ours: type[BandmateError]
) -> None:
    before = model.generate(request("An essay.")).text

    def fail(*_: object, **__: object) -> None:
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr(model.engine()._loaded.model, "forward", fail)
        with pytest.raises(ours):
            model.generate(request("An essay."))
    assert model.generate(request("An essay.")).text == before


@pytest.mark.parametrize("step", ["allowed", "accept"])
def test_a_grammar_that_is_lost_harms_nobody_beside_it(
    model: LocalModel, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = model.generate(request("An essay.", tokens=200)).text
    real, calls = getattr(Constraint, step), itertools.count()

    def fails_later(self: Constraint, *arguments: Any) -> Any:
        if next(calls) > 5:
            raise ModelMisbehaved("lost")
        return real(self, *arguments)

    monkeypatch.setattr(Constraint, step, fails_later)
    beside: list[str] = []
    thread = threading.Thread(target=lambda: beside.append(model.generate(request("An essay.", tokens=200)).text))
    thread.start()
    with pytest.raises(ModelMisbehaved, match="lost"):
        model.generate(request("An essay.", schema=SCHEMA, tokens=120))
    thread.join()
    assert beside == [before]


def test_an_error_holds_nothing_of_a_schema_or_an_answer(model: LocalModel) -> None:
    secret = {"type": "object", "properties": {"a": {"enum": ["secret words"]}}, "required": ["a"]}
    constraint = model.engine()._grammars.begin(secret)
    with pytest.raises(ModelMisbehaved) as caught:
        constraint.accept(5)
    assert "secret" not in str(caught.value)
    with pytest.raises(ModelMisbehaved) as caught:
        model.engine()._grammars.begin({"type": "secret"})
    assert "secret" not in str(caught.value)


def test_weights_without_numbers_are_the_models_fault(native: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(native, tmp_path / "nan", ignore=UNSIGNED))
    state = load_file(folder / "model.safetensors")
    state["model.norm.weight"][:] = float("nan")
    save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
    model = LocalModel(folder, precision="float32")
    with pytest.raises(ModelMisbehaved, match="no numbers"):
        model.generate(request("An essay."))
    model.close()


def test_a_forked_child_reads_the_weights_itself(model: LocalModel) -> None:
    mine = model.engine()
    assert model.engine() is mine
    model._process = -1  # as in a child, whose number differs
    assert model.engine() is not mine
    mine.close()


@pytest.mark.filterwarnings("ignore:MatMul8bitLt:UserWarning")
@pytest.mark.parametrize("precision", ["bfloat16", "int8", "nf4"])
def test_every_precision_answers(native: Path, precision: Any) -> None:
    pytest.importorskip("bitsandbytes", reason="needs the llm extra")
    model = LocalModel(native, precision=precision)
    assert json.loads(model.generate(request("An essay.", schema=SCHEMA, tokens=120)).text)
    model.close()


def test_saved_four_bits_are_started_from(native: Path, tmp_path: Path) -> None:
    pytest.importorskip("bitsandbytes", reason="needs the llm extra")
    from engine.models.weights.quantize import quantize

    folder = quantize(native, tmp_path / "nf4").folder
    model = LocalModel(folder)
    assert json.loads(model.generate(request("An essay.", schema=SCHEMA, tokens=120)).text)
    assert model.engine()._loaded.model.is_loaded_in_4bit
    model.close()
    with pytest.raises(OperatorMistake, match="quantised"):
        LocalModel(folder, precision="float32").generate(request("An essay."))


def test_the_original_layout_is_not_served(original: Path) -> None:
    with pytest.raises(OperatorMistake, match="models convert"):
        LocalModel(original).generate(request("An essay."))


SPELLINGS = ["[gMASK]", "[MASK] sop eop", "</s><s>", "<unk>", "<|user|>\n", "[Round 2]\n\n问：", "▁sop"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_becomes_a_control_token(model: LocalModel, spelling: str) -> None:
    engine = model.engine()
    ids = engine._encoder.encode(Prompt(RUBRIC, spelling))
    controls = set(engine._loaded.silent) | set(engine._loaded.ends)
    assert not controls & set(ids.own)
    assert ids.shared[:2] == (701, 703)
    assert not controls & set(ids.shared[2:])


def test_room_is_what_prompt_and_template_leave(model: LocalModel) -> None:
    prompt = Prompt(RUBRIC, "An essay.")
    ids = model.engine()._encoder.encode(prompt)
    room = model.room(prompt)
    assert room == 8192 - len(ids.shared) - len(ids.own)
    with pytest.raises(ModelMisbehaved, match="room"):
        model.generate(Request(prompt, max_tokens=room + 1, max_seconds=600))
    assert model.room(Prompt(RUBRIC, "word " * 20_000)) < 0
