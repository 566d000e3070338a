"""Every setting, read in one place: the environment and ``.env``, as ``BANDMATE_*``.

Any of them may be in a file of its own, which ``BANDMATE_*_FILE`` in the environment names: so Docker, Kubernetes and
systemd hand over secrets, and no process list shows them.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import BeforeValidator, Field, SecretStr, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from engine.errors import OperatorMistake


def _seconds(value: Any) -> Any:  # noqa: ANN401 - whatever the environment holds
    """``120`` in the environment means seconds."""
    if isinstance(value, str) and value.strip().replace(".", "", 1).isdigit():
        return float(value)
    return value


def _people(value: Any) -> Any:  # noqa: ANN401
    """``telegram:123, discord:456`` in the environment means two people."""
    if not isinstance(value, str):
        return value
    return frozenset(name.strip().lower() for name in value.split(",") if name.strip())


Seconds = Annotated[timedelta, BeforeValidator(_seconds)]
Name = Annotated[str, StringConstraints(pattern=r"^(telegram|discord|console):\S+$")]
People = Annotated[frozenset[Name], NoDecode, BeforeValidator(_people)]


class Settings(BaseSettings):
    """What an operator may set. Defaults need no server, no token and no GPU."""

    model_config = SettingsConfigDict(
        env_prefix="BANDMATE_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

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

    discord_token: SecretStr | None = Field(None, description="Bot token from the developer portal; none: no Discord.")
    discord_api_url: str = Field("https://discord.com/api/v10", description="Any server that speaks Discord's API.")

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

    allowed: People = Field(
        frozenset(), description="Who may use the bot, as `telegram:123, discord:456`; nobody named: everybody may."
    )
    admins: People = Field(
        frozenset(), description="Who runs it, written likewise: always let in, no quotas, and `/stats` in the chat."
    )
    history_days: int = Field(365, ge=1, description="Days after which essays, answers and reports are erased.")
    recording_days: int = Field(30, ge=1, description="Days after which recordings are erased that a learner keeps.")

    recording_keys: SecretStr | None = Field(
        None,
        description="Secret age keys (`AGE-SECRET-KEY-1...`) for recordings: the first encrypts, all read; none: as they are.",
    )
    recordings_url: str | None = Field(
        None, description="A bucket for recordings, `s3://bucket/folder`; none: they are in the database."
    )
    recordings_endpoint: str | None = Field(None, description="The server of that bucket; none: Amazon's.")
    recordings_region: str = Field("us-east-1", description="The region of that bucket.")
    recordings_access_key: SecretStr | None = Field(
        None, description="Access key to that bucket; none: as the machine's own role or `AWS_*` say."
    )
    recordings_secret_key: SecretStr | None = Field(None, description="The secret key that goes with it.")

    backup_key: str | None = Field(
        None, description="age key (`age1...`) that backups are encrypted for; its secret half is not needed here."
    )
    lease: Seconds = Field(timedelta(seconds=120), description="How long a worker may hold an essay.")
    wake_again: Seconds = Field(
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
    llm_reward: Path | None = Field(
        None,
        description="A reward adapter: of several answers to a question about a report, the one that it likes best.",
    )
    llm_candidates: int = Field(4, ge=1, le=16, description="Answers that a reward adapter chooses from.")
    llm_rows: int = Field(16, ge=1, description="Requests that are generated together.")
    llm_context: int = Field(8192, ge=512, description="Tokens of prompt and answer together.")
    llm_exact: bool = Field(
        default=False,
        description="The same answer to the last bit whoever else is answered; slower, and shown on a CPU.",
    )
    llm_warm: bool = Field(default=False, description="The weights are read, and steps captured, when a worker starts.")
    llm_max_seconds: float = Field(90.0, gt=0, description="Longest wait for one answer of the model.")
    llm_url: str | None = Field(None, description="Base URL of an OpenAI-compatible server.")
    llm_model: str = Field("chatglm2", description="Model name to ask that server for.")
    llm_key: SecretStr | None = Field(None, description="Key for that server, if it wants one.")

    whisper: str | None = Field(
        None,
        description="Speech to text: a folder, a size such as `small`, or `none`; unset: the largest that was pulled.",
    )
    examiner_seconds: float = Field(
        3.0,
        ge=0,
        description="In Part 3: how long a question waits for the answer to be heard, and a model to word it.",
    )
    whisper_device: Literal["auto", "cpu", "cuda"] = Field("auto", description="auto: CUDA where there is one.")
    voice: Literal["none", "espeak", "piper", "edge"] = Field(
        "espeak", description="Who speaks for the examiner; `edge` sends the examiner's text to Microsoft's servers."
    )
    voice_name: str | None = Field(None, description="The engine's own name of a voice, such as en-us for espeak.")
    voice_path: Path | None = Field(None, description="A piper voice: its .onnx file, with the .onnx.json beside it.")
    voice_speed: float = Field(1.0, ge=0.5, le=2.0, description="1 is the voice's own pace.")

    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    log: Literal["text", "json"] = Field("text", description="Log lines for people, or JSON with the job's number.")
    metrics_listen: str | None = Field(
        None, description="host:port at which `bandmate metrics` answers Prometheus; none: nothing is measured."
    )
    metrics_of: Literal["machine", "process"] = Field(
        "machine",
        description="What is answered there: for all processes of the machine together, or by each for itself (containers).",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What goes before what: code, environment, files that the environment names, ``.env``."""
        del file_secret_settings
        from_files = EnvSettingsSource(settings_cls)
        from_files.env_vars = _from_files(settings_cls)
        return init_settings, env_settings, from_files, dotenv_settings

    def with_language_model(self, llm: Literal["none", "chatglm2", "server"] | None, folder: Path | None) -> Settings:
        """These settings with what a command line says about the language model; a folder alone means ``chatglm2``."""
        changes: dict[str, object] = {}
        if llm is not None or folder is not None:
            changes["llm"] = llm or "chatglm2"
        if folder is not None:
            changes["llm_path"] = folder
        return self.model_copy(update=changes)

    def lets_in(self, name: str) -> bool:
        """Whether ``platform:user`` may use the bot at all."""
        return not self.allowed or name in self.allowed | self.admins

    def quotas_for(self, name: str) -> Settings:
        """These settings as they are for ``platform:user``: who runs the bot has no quotas."""
        if name not in self.admins:
            return self
        quotas = ("essays_per_day", "essays_per_day_chat", "speaking_per_day", "essays_waiting", "questions_per_report")
        return self.model_copy(update=dict.fromkeys(quotas, 1_000_000))

    @property
    def leaves(self) -> tuple[str, ...]:
        """What of a conversation goes to another machine: ``voice`` (the examiner's words), ``model`` (learners' texts).

        Or ``recordings``, which are ``recordings-encrypted`` where there is a key.
        """
        sound = "recordings" if self.recording_keys is None else "recordings-encrypted"
        found = (
            ("voice", self.voice == "edge"),
            ("model", self.llm == "server" and not _is_here(self.llm_url)),
            (sound, self.recordings_url is not None and not _is_here(self.recordings_endpoint)),
        )
        return tuple(name for name, goes in found if goes)

    @property
    def longest_job(self) -> timedelta:
        """The longest that a worker may hold anything: a recording, as a processor needs about as long as it lasts to hear it."""
        return 4 * self.lease

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


def _is_here(url: str | None) -> bool:
    return urlsplit(url or "").hostname in ("localhost", "127.0.0.1", "::1")


def _from_files(settings: type[BaseSettings]) -> dict[str, str | None]:
    """What stands in the files that ``BANDMATE_*_FILE`` name, without the line end that editors leave.

    Raises:
        OperatorMistake: a file cannot be read, or the setting is given twice; the message never holds a value.
    """
    found: dict[str, str | None] = {}
    for name in settings.model_fields:
        variable = f"BANDMATE_{name.upper()}"
        file = os.environ.get(f"{variable}_FILE")
        if not file:
            continue
        if variable in os.environ:
            raise OperatorMistake(f"{variable} and {variable}_FILE are both set: keep one of them.")
        try:
            found[variable.lower()] = Path(file).read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise OperatorMistake(f"{variable}_FILE names a file that cannot be read.") from error
    return found


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
