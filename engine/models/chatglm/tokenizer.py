"""ChatGLM2's sentencepiece model as a fast tokenizer that gives the same ids.

The original keeps five control tokens (``[MASK] [gMASK] [sMASK] sop eop``) after the sentencepiece vocabulary and
reaches them only by id. Here they are entries of the vocabulary that no merge leads to, so a learner who writes
``[gMASK]``, ``sop`` or ``</s>`` writes letters, as in the original.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from google.protobuf.message import DecodeError
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Tokenizer, decoders, normalizers, processors
from tokenizers.models import BPE

from engine.errors import OperatorMistake

if TYPE_CHECKING:
    from sentencepiece.sentencepiece_model_pb2 import ModelProto, NormalizerSpec

CONTROL_TOKENS = ("[MASK]", "[gMASK]", "[sMASK]", "sop", "eop")
_SPACE = "▁"
_NORMAL, _UNKNOWN, _CONTROL, _USER, _UNUSED, _BYTE = 1, 2, 3, 4, 5, 6
_BPE = 2


def save_fast_tokenizer(model: Path, folder: Path, *, vocabulary: int) -> None:
    """Writes ``tokenizer.json`` and ``tokenizer_config.json`` for the sentencepiece file ``model`` into ``folder``.

    Raises:
        OperatorMistake: the file is damaged, is of a kind that ChatGLM2 never used, or has more than ``vocabulary``
            entries, so that some would have no embedding.
    """
    tokenizer = fast_tokenizer(model)
    if tokenizer.get_vocab_size() > vocabulary:
        raise OperatorMistake(f"{model.name} has more entries than the model: it belongs to another one")
    tokenizer.save(str(folder / "tokenizer.json"))
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": "<s>",
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "pad_token": "<unk>",
        "padding_side": "left",
        "clean_up_tokenization_spaces": False,
        "split_special_tokens": True,
        "model_input_names": ["input_ids", "attention_mask", "position_ids"],
        "chat_template": CHAT_TEMPLATE,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=1, ensure_ascii=False), "utf-8")


#: ChatGLM2's own rounds (``build_prompt`` in its modeling file); a system message goes before the first question.
CHAT_TEMPLATE = (
    "{%- set ns = namespace(round=0, lead='') -%}"
    "{%- for message in messages -%}"
    "{%- if message.role == 'system' -%}{%- set ns.lead = message.content + '\n\n' -%}"
    "{%- elif message.role == 'user' -%}{%- set ns.round = ns.round + 1 -%}"
    "{{ '[Round ' ~ ns.round ~ ']\n\n问：' ~ ns.lead ~ message.content ~ '\n\n' }}{%- set ns.lead = '' -%}"
    "{%- else -%}{{ '答：' ~ message.content ~ '\n\n' }}{%- endif -%}"
    "{%- endfor -%}"
    "{%- if add_generation_prompt -%}{{ '答：' }}{%- endif -%}"
)


def fast_tokenizer(model: Path) -> Tokenizer:
    """The tokenizer for the sentencepiece file ``model``, control tokens added after its vocabulary.

    Encoding with special tokens puts ``[gMASK] sop`` first; decoding turns byte pieces back into characters.

    Raises:
        OperatorMistake: see :func:`save_fast_tokenizer`.
    """
    proto = _read(model)
    pieces = [(piece.piece, piece.score, piece.type) for piece in proto.pieces]
    vocabulary = {piece: number for number, (piece, _, _) in enumerate(pieces)}
    for token in CONTROL_TOKENS:
        if token in vocabulary:
            raise OperatorMistake(f"{model.name} already has {token}: it is not ChatGLM2's")
        vocabulary[token] = len(vocabulary)
    scores = {piece: score for piece, score, kind in pieces if kind == _NORMAL}
    tokenizer = Tokenizer(
        BPE(
            vocab=vocabulary,
            merges=_merges(scores, vocabulary),
            unk_token="<unk>",  # noqa: S106  (the unknown token, no password)
            fuse_unk=True,
            byte_fallback=True,
        )
    )
    tokenizer.normalizer = normalizers.Sequence(list(_normalizers(proto.normalizer_spec)))
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace(_SPACE, " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[gMASK] sop $A",
        pair="[gMASK] sop $A $B",
        special_tokens=[(token, vocabulary[token]) for token in ("[gMASK]", "sop")],
    )
    return tokenizer


def _read(model: Path) -> ModelProto:
    proto = sentencepiece_model_pb2.ModelProto()
    try:
        proto.ParseFromString(model.read_bytes())
    except (OSError, DecodeError) as error:
        raise OperatorMistake(f"{model.name} cannot be read: copy it again") from error
    kinds = {piece.type for piece in proto.pieces}
    if len({piece.piece for piece in proto.pieces}) != len(proto.pieces) or not kinds:
        raise OperatorMistake(f"{model.name} is damaged: copy it again")
    if proto.trainer_spec.model_type != _BPE or _USER in kinds or _BYTE not in kinds:
        raise OperatorMistake(f"{model.name} is not ChatGLM2's (byte-pair encoding with byte fallback)")
    if not proto.normalizer_spec.add_dummy_prefix or proto.normalizer_spec.remove_extra_whitespaces:
        raise OperatorMistake(f"{model.name} treats spaces in another way than ChatGLM2's")
    return proto


def _normalizers(spec: NormalizerSpec) -> Iterator[normalizers.Normalizer]:
    if spec.precompiled_charsmap:
        yield normalizers.Precompiled(spec.precompiled_charsmap)
    yield normalizers.Prepend(_SPACE)
    yield normalizers.Replace(" ", _SPACE)


def _merges(scores: dict[str, float], vocabulary: dict[str, int]) -> list[tuple[str, str]]:
    """Sentencepiece joins the neighbours whose union scores best; every way to make a piece gets that piece's rank."""
    ranked: list[tuple[float, int, int, tuple[str, str]]] = []
    for piece, score in scores.items():
        for cut in range(1, len(piece)):
            left, right = piece[:cut], piece[cut:]
            if left in scores and right in scores:
                ranked.append((-score, vocabulary[left], vocabulary[right], (left, right)))
    ranked.sort()
    return [pair for *_, pair in ranked]
