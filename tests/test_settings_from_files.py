"""Secrets in files: what ``BANDMATE_*_FILE`` names is read, and what is wrong is said without showing it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import OperatorMistake
from engine.settings import read_settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_TOKEN", "DATABASE_URL", "ADMINS", "LEASE", "LLM_ADAPTERS"):
        monkeypatch.delenv(f"BANDMATE_{name}", raising=False)


def given(monkeypatch: pytest.MonkeyPatch, name: str, text: bytes) -> None:
    file = Path(f"secret-{name}")
    file.write_bytes(text)
    monkeypatch.setenv(f"BANDMATE_{name}_FILE", str(file))


def test_a_secret_is_read_from_its_file_without_the_line_end(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "TELEGRAM_TOKEN", b"123:abc\r\n")
    given(monkeypatch, "DATABASE_URL", b"postgresql+psycopg://u:p w@db/x\n")
    settings = read_settings()
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == "123:abc"
    assert settings.database_url == "postgresql+psycopg://u:p w@db/x"


def test_any_setting_may_be_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "ADMINS", b"telegram:1, discord:2\n")
    given(monkeypatch, "LEASE", b"90\n")
    given(monkeypatch, "LLM_ADAPTERS", b'{"essay": "models/essay"}\n')
    settings = read_settings()
    assert (sorted(settings.admins), settings.lease.total_seconds()) == (["discord:2", "telegram:1"], 90)
    assert settings.llm_adapters == {"essay": Path("models/essay")}


def test_a_file_goes_before_dotenv(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("BANDMATE_DATABASE_URL=sqlite:///old\nBANDMATE_LEASE=70\n", "utf-8")
    given(monkeypatch, "DATABASE_URL", b"sqlite:///new")
    settings = read_settings()
    assert (settings.database_url, settings.lease.total_seconds()) == ("sqlite:///new", 70)


@pytest.mark.parametrize("text", [None, b"\xff\xfe secret"])
def test_a_file_that_cannot_be_read_is_named_by_its_setting(
    text: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, "TELEGRAM_TOKEN", text or b"")
    if text is None:
        Path("secret-TELEGRAM_TOKEN").unlink()
    with pytest.raises(OperatorMistake, match=r"^BANDMATE_TELEGRAM_TOKEN_FILE names a file that cannot be read\.$"):
        read_settings()


def test_both_ways_at_once_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "TELEGRAM_TOKEN", b"123:secret")
    monkeypatch.setenv("BANDMATE_TELEGRAM_TOKEN", "456:secret")
    with pytest.raises(OperatorMistake, match="both set") as refused:
        read_settings()
    assert "secret" not in str(refused.value)


def test_a_value_that_is_wrong_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "LEASE", b"hunter2")
    with pytest.raises(OperatorMistake, match="BANDMATE_LEASE") as refused:
        read_settings()
    assert "hunter2" not in str(refused.value)
