"""Token ids are the original's, and no text reaches a control token."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the llm extra")

from hypothesis import given, settings
from hypothesis import strategies as st
from sentencepiece import SentencePieceProcessor
from tokenizers import Tokenizer
from transformers import AutoTokenizer

from engine.errors import OperatorMistake
from engine.models.chatglm.tokenizer import CONTROL_TOKENS, fast_tokenizer

TINY = Path(__file__).parents[2] / "data" / "chatglm2-tiny"
CASES = json.loads((TINY / "tokens.json").read_text("utf-8"))
SPELLINGS = [*CONTROL_TOKENS, "<s>", "</s>", "<unk>", "<0x41>", "<|user|>", "▁"]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_ids_and_text_are_the_originals(native: Path, case: dict[str, object]) -> None:
    raw = Tokenizer.from_file(str(native / "tokenizer.json"))
    loaded = AutoTokenizer.from_pretrained(native)
    assert raw.encode(case["text"], add_special_tokens=False).ids == case["ids"]
    assert loaded(case["text"], add_special_tokens=False)["input_ids"] == case["ids"]
    assert raw.decode(case["ids"]) == case["decoded"]
    assert loaded.decode(case["ids"]) == case["decoded"]


def test_control_tokens_follow_the_vocabulary(native: Path) -> None:
    special = json.loads((TINY / "special_tokens.json").read_text("utf-8"))
    tokenizer = AutoTokenizer.from_pretrained(native)
    assert {token: tokenizer.convert_tokens_to_ids(token) for token in CONTROL_TOKENS} == special["special"]
    assert (tokenizer.bos_token_id, tokenizer.eos_token_id, tokenizer.pad_token_id) == (1, 2, 0)
    assert tokenizer("")["input_ids"] == special["sequence_prefix"]


_RAW = fast_tokenizer(TINY / "tokenizer.model")
_SENTENCEPIECE = SentencePieceProcessor(model_file=str(TINY / "tokenizer.model"))
_FORBIDDEN = {_RAW.token_to_id(token) for token in (*CONTROL_TOKENS, "<s>", "</s>")}


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(SPELLINGS), st.text(max_size=12))).map("".join))
def test_any_text_encodes_as_sentencepiece_does(text: str) -> None:
    ids = _RAW.encode(text, add_special_tokens=False).ids
    assert not _FORBIDDEN & set(ids)
    assert ids == _SENTENCEPIECE.encode(text)


def test_a_damaged_tokenizer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.model").write_bytes(b"\xff" * 100)
    with pytest.raises(OperatorMistake, match=r"tokenizer\.model"):
        fast_tokenizer(tmp_path / "tokenizer.model")
