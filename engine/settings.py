"""Every setting, read in one place: the environment and ``.env``, as ``BANDMATE_*``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.errors import OperatorMistake


def _seconds(value: Any) -> Any:  # noqa: ANN401 - whatever the environment holds
    """``120`` in the environment means seconds."""
    if isinstance(value, str) and value.strip().replace(".", "", 1).isdigit():
        return float(value)
    return value


Seconds = Annotated[timedelta, BeforeValidator(_seconds)]


class Settings(BaseSettings):
    """What an operator may set. Defaults need no server, no token and no GPU."""

    model_config = SettingsConfigDict(env_prefix="BANDMATE_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("bandmate")),
        description="Folder for the embedded database, queue and caches.",
    )
    database_url: str | None = Field(None, description="SQLAlchemy URL; default: SQLite in the home folder.")
    broker_url: str | None = Field(None, description="Celery broker URL; default: files in the home folder.")

    telegram_token: SecretStr | None = Field(None, description="Bot token from @BotFather; none: no Telegram.")
    telegram_api_url: str = Field("https://api.telegram.org", description="Any Bot API server.")
    telegram_webhook_url: str | None = Field(None, description="Public https URL; none: long polling.")
    telegram_webhook_secret: SecretStr | None = Field(None, description="Token that each webhook call must carry.")
    telegram_webhook_listen: str = Field("127.0.0.1:8443", description="host:port of the webhook's own server.")

    essays_per_day: int = Field(20, ge=1, description="Essays that one learner may send in 24 hours.")
    essays_per_day_chat: int = Field(60, ge=1, description="Essays that one chat may send in 24 hours.")
    speaking_per_day: int = Field(
        20, ge=1, description="Speaking tests and drills that one learner may begin in 24 hours."
    )
    essays_waiting: int = Field(3, ge=1, description="Essays of one learner that may wait at once.")
    questions_per_report: int = Field(5, ge=0, description="Questions about one report that a language model answers.")
    max_words: int = Field(2000, ge=300, description="A longer text is no exam answer.")
    max_file_bytes: int = Field(2_000_000, ge=10_000, description="A larger file is not read.")
    max_recording_bytes: int = Field(20_000_000, ge=100_000, description="A larger recording is not listened to.")
    max_recording_seconds: float = Field(300.0, ge=120, description="A longer recording is not listened to.")

    lease: Seconds = Field(timedelta(seconds=120), description="How long a worker may hold an essay.")
    ring_again: Seconds = Field(
        timedelta(seconds=20), description="After how long the sweeper calls a worker to an essay again."
    )
    delivery_lease: Seconds = Field(
        timedelta(seconds=60), description="How long one courier may take to deliver a notice before another tries."
    )
    max_attempts: int = Field(5, ge=1, description="Tries at one essay before the learner is told that it failed.")
    llm: Literal["none", "chatglm2", "server"] = Field(
        "none",
        description="Who helps the offline scorer: nobody, weights in the worker, or an OpenAI-compatible server.",
    )
    llm_path: Path | None = Field(None, description="Folder of converted weights (any native causal language model).")
    llm_precision: Literal["auto", "float32", "bfloat16", "int8", "nf4"] = Field(
        "auto", description="auto: as saved if quantised, NF4 on CUDA, bfloat16 on a CPU."
    )
    llm_adapters: dict[str, Path] = Field(
        default_factory=dict, description="Converted adapters by name, as JSON; `essay` and `examiner` are asked for."
    )
    llm_rows: int = Field(16, ge=1, description="Requests that are generated together.")
    llm_context: int = Field(8192, ge=512, description="Tokens of prompt and answer together.")
    llm_max_seconds: float = Field(90.0, gt=0, description="Longest wait for one answer of the model.")
    llm_url: str | None = Field(None, description="Base URL of an OpenAI-compatible server.")
    llm_model: str = Field("chatglm2", description="Model name to ask that server for.")
    llm_key: SecretStr | None = Field(None, description="Key for that server, if it wants one.")

    whisper: str | None = Field(
        None,
        description="Speech to text: a folder, a size such as `small`, or `none`; unset: the largest that was pulled.",
    )
    examiner_seconds: float = Field(
        3.0, ge=0, description="In Part 3: how long a question waits for a language model to word it."
    )
    whisper_device: Literal["auto", "cpu", "cuda"] = Field("auto", description="auto: CUDA where there is one.")
    voice: Literal["none", "espeak", "piper", "edge"] = Field(
        "espeak", description="Who speaks for the examiner; `edge` sends the examiner's text to Microsoft's servers."
    )
    voice_name: str | None = Field(None, description="The engine's own name of a voice, such as en-us for espeak.")
    voice_path: Path | None = Field(None, description="A piper voice: its .onnx file, with the .onnx.json beside it.")
    voice_speed: float = Field(1.0, ge=0.5, le=2.0, description="1 is the voice's own pace.")

    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")

    def with_language_model(self, llm: Literal["none", "chatglm2", "server"] | None, folder: Path | None) -> Settings:
        """These settings with what a command line says about the language model; a folder alone means ``chatglm2``."""
        changes: dict[str, object] = {}
        if llm is not None or folder is not None:
            changes["llm"] = llm or "chatglm2"
        if folder is not None:
            changes["llm_path"] = folder
        return self.model_copy(update=changes)

    @property
    def resolved_database_url(self) -> str:
        """The URL in use."""
        return self.database_url or f"sqlite:///{self.home / 'bandmate.db'}"

    @property
    def has_ears(self) -> bool:
        """Whether speech can be written down on this machine: a recogniser is named, or was pulled."""
        if self.whisper is None:
            return any((self.home / "models").glob("whisper-*"))
        return self.whisper != "none"

    @property
    def queue_folder(self) -> Path:
        """Where the embedded queue keeps its messages."""
        return self.home / "queue"


def read_settings() -> Settings:
    """The settings of this process, from the environment and ``.env``.

    Raises:
        OperatorMistake: one cannot be understood; the message names it, and never its value.
    """
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(sorted({f"BANDMATE_{str(each['loc'][0]).upper()}" for each in error.errors() if each["loc"]}))
        raise OperatorMistake(f"Cannot understand the setting {names}; see the table in README.md.") from error
