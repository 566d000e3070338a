"""Every setting, read in one place: the environment and ``.env``, as ``BANDMATE_*``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator may set. Defaults need no server, no token and no GPU."""

    model_config = SettingsConfigDict(env_prefix="BANDMATE_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("bandmate")),
        description="Folder for the embedded database, queue and caches.",
    )
    database_url: str | None = Field(None, description="SQLAlchemy URL; default: SQLite in the home folder.")
    broker_url: str | None = Field(
        None, description="Celery broker URL; default: files in the home folder."
    )

    telegram_token: SecretStr | None = Field(None, description="Bot token from @BotFather; none: no Telegram.")
    telegram_api_url: str = Field("https://api.telegram.org", description="Any Bot API server.")
    telegram_webhook_url: str | None = Field(None, description="Public https URL; none: long polling.")
    telegram_webhook_secret: SecretStr | None = Field(
        None, description="Token that each webhook call must carry."
    )
    telegram_webhook_listen: str = Field(
        "127.0.0.1:8443", description="host:port of the webhook's own server."
    )

    essays_per_day: int = Field(20, ge=1, description="Essays that one learner may send in 24 hours.")
    essays_per_day_chat: int = Field(60, ge=1, description="Essays that one chat may send in 24 hours.")
    essays_waiting: int = Field(3, ge=1, description="Essays of one learner that may wait at once.")
    max_words: int = Field(2000, ge=300, description="A longer text is no exam answer.")
    max_file_bytes: int = Field(2_000_000, ge=10_000, description="A larger file is not read.")

    lease: timedelta = Field(timedelta(seconds=120), description="How long a worker may hold an essay.")
    max_attempts: int = Field(5, ge=1, description="Tries at one essay before the learner is told that it failed.")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @property
    def resolved_database_url(self) -> str:
        """The URL in use."""
        return self.database_url or f"sqlite:///{self.home / 'bandmate.db'}"

    @property
    def resolved_broker_url(self) -> str:
        """The URL in use."""
        return self.broker_url or "filesystem://"

    @property
    def queue_folder(self) -> Path:
        """Where the embedded queue keeps its messages."""
        return self.home / "queue"
