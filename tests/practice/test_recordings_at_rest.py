"""What learners said lies encrypted in the database or in a bucket, can be had again, and goes when they want it gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from bots.cli.doctor.store import recordings as looked_at
from engine.errors import LearnerMistake, OperatorMistake, TryAgain
from engine.ielts.learners import Kept
from engine.ports import Work
from engine.practice import privacy
from engine.practice.hearing import hear
from engine.settings import Settings
from engine.store.recordings.kept import object_named
from engine.store.recordings.shelf import Shelf, check_recordings
from engine.store.speaking import Hearing
from engine.store.store import Store
from tests.doubles.clock import MovedClock
from tests.doubles.recordings import encoded
from tests.doubles.s3_server import S3Server, into, s3_server
from tests.practice.candidate import Candidate
from tests.practice.test_privacy import HUM, ears

SOUND = encoded(HUM, "voice.ogg")
PART = SOUND[200:260]
"""Bytes that stand nowhere else."""


def key() -> str:
    return str(pyrage.x25519.Identity.generate())


@pytest.fixture
def mei(store: Store, clock: MovedClock, tmp_path: Path) -> Candidate:
    return Candidate(store, clock, Settings(home=tmp_path, recording_keys=key(), _env_file=None))


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    with s3_server() as started:
        yield started


def speaks(mei: Candidate) -> int:
    """A voice note on its way to a worker, by its number."""
    mei.begins()
    mei.says(data=Shelf.open(mei.store, mei.settings).keep(SOUND))
    return next(row for work, row in mei.calls if work is Work.HEAR)


def kept(mei: Candidate, turn: int) -> bytes | None:
    with mei.store.transaction() as tx:
        return tx.speaking.recording(turn)


@pytest.mark.parametrize("encrypted", [True, False])
def test_no_file_of_the_database_holds_the_sound(tmp_path: Path, clock: MovedClock, *, encrypted: bool) -> None:
    from tests.doubles.migrated import migrate

    settings = Settings(home=tmp_path, recording_keys=key() if encrypted else None, _env_file=None)
    migrate(settings)
    store = Store.open(settings.resolved_database_url, clock)
    turn = speaks(Candidate(store, clock, settings))
    files = [path for path in tmp_path.rglob("*") if path.is_file() and PART in path.read_bytes()]
    assert (files == []) is encrypted, "without a key it would be found: this search finds what is there"
    assert hear(store, ears(), settings, turn) is not None
    store.close()


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_keys_change_and_what_is_kept_can_still_be_heard(mei: Candidate) -> None:
    old = mei.settings.recording_keys.get_secret_value()
    turn = speaks(mei)
    new = mei.settings.model_copy(
        update={"recording_keys": type(mei.settings.recording_keys)(f"{key()}\n# old:\n{old}")}
    )
    shelf = Shelf.open(mei.store, new)
    assert shelf.sound(kept(mei, turn)) == SOUND
    with pytest.raises(OperatorMistake, match="does not hold"):
        Shelf.open(mei.store, mei.settings).sound(shelf.keep(SOUND))
    unset = mei.settings.model_copy(update={"recording_keys": None})
    with pytest.raises(OperatorMistake, match="BANDMATE_RECORDING_KEYS"):
        Shelf.open(mei.store, unset).sound(kept(mei, turn))
    assert shelf.sound(SOUND) == SOUND, "what was kept before there was a key"


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_key_that_is_missing_costs_no_learner_an_answer(mei: Candidate) -> None:
    turn = speaks(mei)
    wrong = Settings(home=mei.settings.home, recording_keys=key(), max_attempts=1, _env_file=None)
    for _ in range(3):
        with pytest.raises(OperatorMistake):
            hear(mei.store, ears(), wrong, turn)
        mei.clock.move(minutes=2)
    assert hear(mei.store, ears(), mei.settings, turn) is not None


@pytest.mark.parametrize("written", ["age1qqqq", "AGE-SECRET-KEY-1QQQQ", "x" * 70])
def test_what_is_no_key_is_said_before_anything_starts(tmp_path: Path, written: str) -> None:
    with pytest.raises(OperatorMistake, match="--make-key") as mistake:
        check_recordings(Settings(home=tmp_path, recording_keys=written, _env_file=None))
    assert written not in str(mistake.value)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_nobody_passes_off_a_file_as_a_recording_that_is_kept(mei: Candidate) -> None:
    shelf = Shelf.open(mei.store, mei.settings)
    for hostile in (object_named("f" * 32), b"age-encryption.org/v1\n"):
        with pytest.raises(LearnerMistake):
            shelf.keep(hostile)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
class TestInABucket:
    @pytest.fixture(autouse=True)
    def _bucket(self, mei: Candidate, server: S3Server) -> None:
        mei.settings = into(server, mei.settings)
        for name in server.objects:
            server.loses(name)

    def test_a_worker_elsewhere_hears_it_and_the_database_holds_its_name_alone(
        self, mei: Candidate, server: S3Server
    ) -> None:
        turn = speaks(mei)
        (content,) = server.objects.values()
        assert PART not in content
        assert len(kept(mei, turn)) < 64
        assert hear(mei.store, ears(), mei.settings, turn) is not None

    def test_what_is_old_goes_too(self, mei: Candidate, server: S3Server) -> None:
        with mei.store.transaction() as tx:
            privacy.consent(tx, mei.settings, mei.person, Kept.RECORDINGS, given=True)
        turn = speaks(mei)
        assert hear(mei.store, ears(), mei.settings, turn) is not None
        for days, there in ((29, 1), (2, 0)):
            mei.clock.move(days=days)
            privacy.retain(mei.store, mei.settings)
            assert len(server.objects) == there

    def test_what_no_row_came_to_name_goes_after_an_hour(self, mei: Candidate, server: S3Server) -> None:
        shelf = Shelf.open(mei.store, mei.settings)
        shelf.keep(SOUND)
        assert shelf.erase_unneeded() == 0
        mei.clock.move(minutes=61)
        assert shelf.erase_unneeded() == 1
        assert server.objects == {}

    def test_a_server_that_is_away_loses_nothing(self, mei: Candidate, server: S3Server) -> None:
        turn = speaks(mei)
        away = into(server, mei.settings, recordings_endpoint="http://127.0.0.1:1", max_attempts=1)
        for _ in range(2):
            assert hear(mei.store, ears(), away, turn) is None
            mei.clock.move(minutes=1)
        with pytest.raises(TryAgain):
            Shelf.open(mei.store, away).keep(SOUND)
        assert hear(mei.store, ears(), mei.settings, turn) is not None
        speaks(mei)
        privacy.forget(mei.store, away, mei.person, lambda: None)
        assert server.objects, "it could not be erased"
        privacy.erase_objects(mei.store, mei.settings)
        assert server.objects == {}, "and is, as soon as the server is back"

    def test_a_bucket_that_is_not_there_is_not_taken_for_recordings_that_are_gone(self, mei: Candidate) -> None:
        turn = speaks(mei)
        astray = mei.settings.model_copy(update={"recordings_url": "s3://nowhere"})
        assert hear(mei.store, ears(), astray, turn) is None
        with pytest.raises(TryAgain, match="BANDMATE_RECORDINGS_URL"):
            Shelf.open(mei.store, astray).keep(SOUND)
        assert looked_at(astray).state == "broken"
        mei.clock.move(minutes=1)
        assert hear(mei.store, ears(), mei.settings, turn) is not None
        assert looked_at(mei.settings).state == "fine"

    def test_an_object_that_is_lost_is_a_recording_that_cannot_be_heard(self, mei: Candidate, server: S3Server) -> None:
        turn = speaks(mei)
        server.loses(next(iter(server.objects)))
        assert hear(mei.store, ears(), mei.settings, turn) is None
        with mei.store.transaction() as tx:
            assert tx.speaking.turn(turn).hearing is Hearing.FAILED


def test_whoever_is_forgotten_is_gone_from_the_bucket_at_once(mei: Candidate, server: S3Server) -> None:
    mei.settings = into(server, mei.settings)
    speaks(mei)
    before = set(server.objects)
    assert privacy.forget(mei.store, mei.settings, mei.person, lambda: None)
    assert len(before - set(server.objects)) == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"recordings_url": "https://bucket/x"}, "s3://bucket"),
        ({"recordings_url": "s3://bucket", "recordings_access_key": "a"}, "or neither"),
    ],
)
def test_a_bucket_that_is_set_up_wrongly_is_said_before_anything_starts(
    tmp_path: Path, given: dict[str, str], says: str
) -> None:
    with pytest.raises(OperatorMistake, match=says):
        check_recordings(Settings(home=tmp_path, **given, _env_file=None))


def test_learners_are_told_where_their_voice_is(tmp_path: Path) -> None:
    def leaves(**more: str) -> tuple[str, ...]:
        return Settings(home=tmp_path, **more, _env_file=None).leaves

    assert leaves(recordings_url="s3://b") == ("recordings",)
    assert leaves(recordings_url="s3://b", recording_keys=key()) == ("recordings-encrypted",)
    assert leaves(recordings_url="s3://b", recordings_endpoint="http://127.0.0.1:9000") == ()
