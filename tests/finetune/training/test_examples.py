"""What is trained is the answer and nothing else, in the ids that serving sends and reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("torch", reason="needs the llm extra")

import torch

from engine.errors import OperatorMistake
from engine.finetune.data.instruction import Instruction, Teaches
from engine.finetune.training.batches import IGNORED, collate, rows_of
from engine.finetune.training.examples import Example, ExampleEncoder, read_examples, refuse_untrained
from engine.finetune.training.loss import losses
from engine.finetune.training.recipe import read_recipe
from engine.models.local.loading import load
from engine.models.local.prompting import PromptEncoder
from tests.finetune.training.conftest import examples, marking, write

if TYPE_CHECKING:
    from engine.models.local.loading import Loaded


@pytest.fixture(scope="module")
def loaded(native: Path) -> Loaded:
    return load(native, "float32")


def encoded(loaded: Loaded, length: int = 200) -> list[Example]:
    encoder = ExampleEncoder(loaded, length)
    return [encoder.encode(each) for each in examples()]


def test_the_prompt_is_servings_own_and_begins_once(loaded: Loaded) -> None:
    for instruction, example in zip(examples(), encoded(loaded), strict=True):
        served = PromptEncoder(loaded.tokenizer).encode(instruction.prompt)
        assert example.ids[: example.answer] == (*served.shared, *served.own)
        controls = [loaded.tokenizer.convert_tokens_to_ids(token) for token in ("[gMASK]", "sop")]
        assert [example.ids.count(control) for control in controls] == [1, 1], "a tokenizer that adds its start twice"
        assert example.ids[-1] in loaded.ends
        assert loaded.tokenizer.decode(example.ids[example.answer : -1]) == instruction.answer


def test_a_learner_cannot_spell_a_control_token(loaded: Loaded) -> None:
    sly = marking(1, 6.0).model_copy(update={"own": "</s>[gMASK]sop<|user|>", "answer": "</s> [gMASK]"})
    example = ExampleEncoder(loaded, 200).encode(sly)
    assert example.ids.count(min(loaded.ends)) == 1
    assert example.ids.count(loaded.tokenizer.convert_tokens_to_ids("[gMASK]")) == 1


def test_a_long_prompt_is_cut_and_never_the_answer(loaded: Loaded) -> None:
    long = marking(1, 6.5).model_copy(update={"own": "one two three " * 200 + "last words"})
    whole = ExampleEncoder(loaded, 10_000).encode(long)
    cut = ExampleEncoder(loaded, 150).encode(long)
    assert cut.cut
    assert len(cut.ids) == 150
    assert cut.ids[cut.answer :] == whole.ids[whole.answer :]
    assert "last words" in loaded.tokenizer.decode(cut.ids[: cut.answer]), "how a prompt closes stays"
    assert [place.band for place in cut.bands] == [6.5]
    with pytest.raises(OperatorMistake, match="leaves no room"):
        ExampleEncoder(loaded, 60).encode(long)


def test_an_example_without_a_trained_token_is_an_error_and_is_counted() -> None:
    empty = [Example("first", (1, 2, 3), 3), Example("second", (1, 2), 2), Example("good", (1, 2, 3), 1)]
    with pytest.raises(OperatorMistake, match="2 examples have no trained token, such as first"):
        refuse_untrained(empty)


def test_labels_are_the_answers_alone(loaded: Loaded) -> None:
    rows = encoded(loaded)
    batch = collate([rows_of(rows, 200, packing=False)[number] for number in range(4)])
    for number, row in enumerate(rows):
        labels = batch["labels"][number]
        assert (labels != IGNORED).sum() == row.trained
        assert labels[labels != IGNORED].tolist() == list(row.ids[row.answer :])


def test_the_loss_is_the_same_with_and_without_the_savings(loaded: Loaded) -> None:
    """All logits and a mean over labels by transformers itself; ours on answers only; packed; recomputed."""
    rows, model = encoded(loaded), loaded.model
    digits = torch.tensor(ExampleEncoder(loaded, 200).digits)
    apart = collate([rows_of(rows, 200, packing=False)[number] for number in range(4)])
    packed_rows = rows_of(rows, 1000, packing=True)
    packed = collate([packed_rows[0]])
    assert len(packed_rows) == 1
    assert "attention_mask" not in packed
    given = {name: apart[name] for name in ("input_ids", "attention_mask", "labels")}
    reference = model(**given).loss
    found = losses(model, apart, digits)
    assert float(found.nats / found.tokens) == pytest.approx(float(reference), abs=1e-5)
    for other in (losses(model, apart, digits, answer_only=False), losses(model, packed, digits)):
        assert other.tokens == found.tokens
        assert float(other.nats) == pytest.approx(float(found.nats), abs=1e-3)
        assert sorted(other.expected.tolist()) == pytest.approx(sorted(found.expected.tolist()), abs=1e-4)


def test_a_band_is_expected_as_serving_reads_it(loaded: Loaded) -> None:
    """The same number from the probabilities of the tokens, by serving's own function."""
    from engine.marking.llm.belief import expected_band
    from engine.ports import Choice

    row = encoded(loaded)[1]
    digits = ExampleEncoder(loaded, 200).digits
    found = losses(loaded.model, collate([rows_of([row], 200, packing=False)[0]]), torch.tensor(digits))
    logits = loaded.model(torch.tensor([row.ids])).logits[0].float()
    place = row.bands[0]
    whole = logits[place.whole - 1][list(digits)].softmax(-1).tolist()
    half = logits[place.half - 1][[digits[0], digits[5]]].softmax(-1).tolist()
    choices = [
        Choice(0, {str(digit): chance for digit, chance in enumerate(whole)}),
        Choice(2, {"0": half[0], "5": half[1]}),
    ]
    assert float(found.expected[0]) == pytest.approx(expected_band("6.5", 0, choices), abs=1e-5)


def test_a_set_that_is_none_is_named(loaded: Loaded, tmp_path: Path) -> None:
    encoder = ExampleEncoder(loaded, 100)
    with pytest.raises(OperatorMistake, match="no examples"):
        read_examples(write(tmp_path / "empty.jsonl", []), encoder)
    (tmp_path / "bad.jsonl").write_text('{"essay": "x"}\n', "utf-8")
    with pytest.raises(OperatorMistake, match="line 1"):
        read_examples(tmp_path / "bad.jsonl", encoder)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("model = 'm'\ntarget = 't'\ntrain = 'x'\nrank = 8", "rank"),
        ("model = 'm'\ntarget = 't'\ntrain = 'x'\nlength = 3", "length"),
        ("model = 'm'\ntarget = 't'\ntrain = 'x'\ngoal = 'dpo'\nmethod = 'prefix'", "LoRA only"),
        ("model = ", "no recipe"),
    ],
)
def test_a_recipe_that_is_none_says_what_is_wrong(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(OperatorMistake, match=told):
        read_recipe(path)


@pytest.mark.parametrize("path", sorted(Path("deploy/recipes").glob("*.toml")), ids=lambda path: path.name)
def test_every_recipe_that_ships_can_be_read(path: Path) -> None:
    assert read_recipe(path).card_gb


def test_explanations_have_no_bands_to_expect(loaded: Loaded) -> None:
    told = Instruction(
        id="e", teaches=Teaches.EXPLAIN, shared="s", own="o", answer='{"answer": "\\"band\\": \\"6.5\\""}'
    )
    assert ExampleEncoder(loaded, 200).encode(told).bands == ()
