"""A Whisper with random weights, in the layout of the real ones: 51,865 tokens, but an embedding of 16 numbers.

It hears nothing, but it loads, decodes, aligns and names a language through the same code as the real ones do.
"""

from __future__ import annotations

import warnings
from pathlib import Path

LANGUAGES = (
    "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy"
    " sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo"
    " uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su"
).split()
_TEXT_TOKENS = 50_257


def write_tiny_whisper(folder: Path, seed: int = 0) -> Path:
    """Makes one with transformers, converts it with CTranslate2 to int8 and returns its folder."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: index for index, token in enumerate(alphabet)}
    vocabulary |= {f"Ġw{index}": index for index in range(len(alphabet), _TEXT_TOKENS - 1)}
    vocabulary[""] = _TEXT_TOKENS - 1  # the last token of a multilingual vocabulary, by which CTranslate2 knows it
    tokenizer = Tokenizer(models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tasks = ["translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
    specials = [f"<|{name}|>" for name in ("endoftext", "startoftranscript", *LANGUAGES, *tasks)]
    tokenizer.add_special_tokens(specials)
    native = folder / "native"
    _save_weights(native, tokenizer.get_vocab_size(), seed)
    tokenizer.save(str(native / "tokenizer.json"))
    (native / "tokenizer_config.json").write_text('{"tokenizer_class": "PreTrainedTokenizerFast"}', "utf-8")

    from ctranslate2.converters import TransformersConverter

    target = folder / "whisper-random"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        TransformersConverter(str(native), copy_files=["tokenizer.json"]).convert(str(target), quantization="int8")
    return target


def _save_weights(folder: Path, tokens: int, seed: int) -> None:
    import torch
    from transformers import GenerationConfig, WhisperConfig, WhisperForConditionalGeneration

    torch.manual_seed(seed)
    config = WhisperConfig(
        vocab_size=tokens + 1501,
        d_model=16,
        encoder_layers=1,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        bos_token_id=_TEXT_TOKENS,
        eos_token_id=_TEXT_TOKENS,
        pad_token_id=_TEXT_TOKENS,
        decoder_start_token_id=_TEXT_TOKENS + 1,
    )
    model = WhisperForConditionalGeneration(config)
    first = _TEXT_TOKENS + 2
    model.generation_config = GenerationConfig(
        suppress_tokens=[],
        begin_suppress_tokens=[_TEXT_TOKENS],
        alignment_heads=[[1, 0], [1, 1]],
        lang_to_id={f"<|{language}|>": first + index for index, language in enumerate(LANGUAGES)},
    )
    model.save_pretrained(folder)
