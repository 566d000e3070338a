"""The models that ``bandmate models pull`` knows by name, each at one revision that cannot change under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Published:
    """A model on the hub: ``digests`` are the SHA-256 sums known to us, by file; the hub states the others."""

    name: str
    repository: str
    revision: str
    files: tuple[str, ...]
    gigabytes: float
    about: str
    digests: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


_WHISPER_FILES = ("config.json", "model.bin", "tokenizer.json", "vocabulary.*")
_CHATGLM2_FILES = ("config.json", "tokenizer.model", "tokenizer_config.json", "pytorch_model*", "MODEL_LICENSE")


def _whisper(size: str, revision: str, gigabytes: float, digest: str | None = None) -> Published:
    return Published(
        name=f"whisper-{size}",
        repository=f"Systran/faster-whisper-{size}",
        revision=revision,
        files=_WHISPER_FILES,
        gigabytes=gigabytes,
        about="speech to text",
        digests=MappingProxyType({"model.bin": digest} if digest else {}),
    )


CATALOGUE: Mapping[str, Published] = MappingProxyType(
    {
        published.name: published
        for published in (
            Published(
                name="chatglm2-6b",
                repository="zai-org/chatglm2-6b",
                revision="d2e2d91789248536a747d9ce60642a336444186c",
                files=_CHATGLM2_FILES,
                gigabytes=12.5,
                about="language model, original layout: convert it next",
            ),
            _whisper("tiny", "d90ca5fe260221311c53c58e660288d3deb8d356", 0.08),
            _whisper(
                "base",
                "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66",
                0.15,
                "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            ),
            _whisper(
                "small",
                "536b0662742c02347bc0e980a01041f333bce120",
                0.49,
                "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671",
            ),
            _whisper(
                "medium",
                "08e178d48790749d25932bbc082711ddcfdfbc4f",
                1.5,
                "9b45e1009dcc4ab601eff815b61d80e60ce3fd8c74c1a14f4a282258286b51ae",
            ),
        )
    }
)
