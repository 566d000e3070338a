"""From either database to either, while learners write; and what was forgotten stays forgotten."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.backup.cells import from_json, to_json
from engine.backup.dump import dump
from engine.backup.file import make_key, write_lines
from engine.backup.keeping import keep_newest, place_for
from engine.backup.restore import check, restore
from engine.errors import OperatorMistake
from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform, private_chat
from engine.ielts.learners import Kept
from engine.practice import intake, privacy
from engine.settings import Settings
from engine.store.migrate import downgrade
from engine.store.outbox import SlotFill
from engine.store.store import Store
from engine.store.tables import Base
from tests.doubles.clock import MovedClock
from tests.doubles.migrated import migrate, migrated_postgres

ESSAY = "Some people think that cities grow too fast. Discuss both views.\n\n" + "Cities grow fast indeed. " * 60
MARK = "zanzibarwhisperingturnip"
numbers = count(1)


def person(who: str) -> Person:
    return Person(Platform.TELEGRAM, who)


def sends(store: Store, settings: Settings, who: str, text: str = ESSAY) -> int:
    """An essay, accepted and answered; its number."""
    message = ChatMessage(ChatAddress(Platform.TELEGRAM, who), person(who), str(next(numbers)), text, datetime.now(UTC))
    with store.transaction() as tx:
        received = intake.receive_text(tx, settings, message)
    assert received.call is not None
    with store.transaction() as tx:
        claim = tx.work.claim(received.call, timedelta(minutes=1))
        assert claim is not None
        assert tx.work.complete(claim, "a scorer", 6.0, "a report")
    return received.call


def has_a_group(store: Store, who: str) -> None:
    """Practice in a private chat, with a status message: both name somebody and hang on no row of theirs."""
    alone = private_chat(person(who))
    with store.transaction() as tx:
        tx.groups.post(tx.groups.open(alone, "UTC", None), "words.wordy", None, timedelta(days=1))
        tx.outbox.fill(alone, "wordy", SlotFill("77", "digest"))


def backed_up(settings: Settings, path: Path, key: str | None = None) -> Path:
    write_lines(path, dump(settings), key)
    return path


def elsewhere(folder: Path) -> Settings:
    folder.mkdir(exist_ok=True)
    return Settings(home=folder, _env_file=None)


def everything(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    store = Store.open(settings.resolved_database_url)
    with store._engine.connect() as connection:
        found = {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }
    store.close()
    return found


def rewritten(path: Path, change: Callable[[list[str]], list[str]]) -> Path:
    lines = gzip.decompress(path.read_bytes()).decode().splitlines(keepends=True)
    other = path.with_name("changed")
    other.write_bytes(gzip.compress("".join(change(lines)).encode()))
    return other


def test_every_row_arrives_on_another_database(store: Store, here: Settings, tmp_path: Path) -> None:
    sends(store, here, "1", ESSAY + " “Straße”, 城市")
    with store.transaction() as tx:
        tx.learners.block(person("666"))
    file = backed_up(here, tmp_path / "a.backup")
    there = elsewhere(tmp_path / "there")
    restored = restore(there, file)
    assert everything(there) == everything(here)
    assert restored.contents.rows["submissions"] == 1
    assert restored.erased == 0
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_backup_of_sqlite_goes_to_postgresql_and_numbers_go_on(tmp_path: Path) -> None:
    here = elsewhere(tmp_path / "here")
    migrate(here)
    store = Store.open(here.resolved_database_url)
    first = sends(store, here, "1")
    sends(store, here, "2")
    privacy.forget(store, here, person("2"), lambda: None)
    store.close()
    file = backed_up(here, tmp_path / "a.backup")
    with migrated_postgres() as url:
        there = Settings(database_url=url, home=tmp_path / "there", _env_file=None)
        restore(there, file)
        assert everything(there) == everything(here)
        store = Store.open(url)
        assert sends(store, there, "3") == first + 2, "the number of a row that was erased is given again"
        store.close()


def test_under_load_every_answered_essay_is_in_it(store: Store, here: Settings, tmp_path: Path) -> None:
    answered: list[int] = []
    stop = threading.Event()

    def load() -> None:
        while not stop.is_set():
            answered.append(sends(store, here, str(next(numbers))))

    writers = [threading.Thread(target=load) for _ in range(3)]
    for writer in writers:
        writer.start()
    while len(answered) < 12:
        stop.wait(0.02)
    before = set(answered)
    file = backed_up(here, tmp_path / "a.backup")
    stop.set()
    for writer in writers:
        writer.join()
    there = elsewhere(tmp_path / "there")
    restore(there, file)
    rows = everything(there)
    assert before <= {int(str(row[0])) for row in rows["reports"]}
    names = [column.name for column in Base.metadata.tables["submissions"].columns]
    done = {row[names.index("id")] for row in rows["submissions"] if row[names.index("state")] == "done"}
    assert done == {row[0] for row in rows["reports"]}, "a backup of two moments"


def test_who_was_forgotten_since_stays_forgotten(
    store: Store, here: Settings, clock: MovedClock, tmp_path: Path
) -> None:
    for who in "123":
        sends(store, here, who, f"{ESSAY} {MARK}{who}")
    has_a_group(store, "1")
    with store.transaction() as tx:
        privacy.consent(tx, here, person("3"), Kept.TRAINING, given=True)
    old = backed_up(here, tmp_path / "old.backup")
    clock.move(days=1)
    privacy.forget(store, here, person("1"), lambda: None)
    privacy.forget(store, here, person("2"), lambda: None)
    with store.transaction() as tx:
        privacy.consent(tx, here, person("3"), Kept.TRAINING, given=False)
    clock.move(days=1)
    sends(store, here, "2", f"{ESSAY} again")  # came back, and is a new learner
    new = backed_up(here, tmp_path / "new.backup")

    there = elsewhere(tmp_path / "lost")  # a new machine: only the newer backup knows who left
    assert restore(there, old, newer=[new]).erased == 2
    assert f"{MARK}1" not in str(everything(there))
    assert "wordy" not in str(everything(there)), "what stood in their private chat's group is left"
    assert f"{MARK}3" in str(everything(there))
    assert b"zanzibarwhisperingturnip1" not in b"".join(path.read_bytes() for path in there.home.glob("*.db*"))
    allows = [column.name for column in Base.metadata.tables["learners"].columns].index("allows_training")
    assert not any(row[allows] for row in everything(there)["learners"])

    assert restore(here, old, replace=True).erased == 2  # the database itself knows
    assert restore(here, new, replace=True).erased == 0
    assert "again" in str(everything(here)), "who came back was erased for having left before"


def test_another_installations_list_names_nobody_here(store: Store, here: Settings, tmp_path: Path) -> None:
    sends(store, here, "1")
    file = backed_up(here, tmp_path / "a.backup")
    there = elsewhere(tmp_path / "there")
    migrate(there)
    stranger = Store.open(there.resolved_database_url)
    with stranger._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE salt SET value = 'ff'")
    sends(stranger, there, "1")
    privacy.forget(stranger, there, person("1"), lambda: None)
    stranger.close()
    assert restore(there, file, replace=True).erased == 0


def test_a_database_in_use_is_not_overwritten_unasked(store: Store, here: Settings, tmp_path: Path) -> None:
    sends(store, here, "1")
    file = backed_up(here, tmp_path / "a.backup")
    before = everything(here)
    with pytest.raises(OperatorMistake, match="--replace"):
        restore(here, file)
    assert everything(here) == before


Change = Callable[[list[str]], list[str]]
DAMAGE: dict[str, tuple[Change, str]] = {
    "the end is missing": (lambda lines: lines[:-1], "cut off"),
    "a word is another": (lambda lines: [line.replace("a report", "another") for line in lines], "damaged"),
    "a row is missing": (lambda lines: [line for line in lines if "a report" not in line], "damaged"),
    "another format": (lambda lines: [lines[0].replace('"backup":1', '"backup":2'), *lines[1:]], "newer Bandmate"),
    "another file": (lambda _: ["hello\n"], "no backup"),
}


def test_what_is_damaged_is_told(tmp_path: Path) -> None:
    here = elsewhere(tmp_path / "here")
    migrate(here)
    store = Store.open(here.resolved_database_url)
    sends(store, here, "1")
    store.close()
    file = backed_up(here, tmp_path / "a.backup")
    for change, says in DAMAGE.values():
        with pytest.raises(OperatorMistake, match=says):
            check(rewritten(file, change), None)


def test_what_cannot_be_restored_changes_nothing(store: Store, here: Settings, tmp_path: Path) -> None:
    sends(store, here, "1")
    file = backed_up(here, tmp_path / "a.backup")
    before = everything(here)
    with pytest.raises(OperatorMistake, match="cut off"):
        restore(here, rewritten(file, DAMAGE["the end is missing"][0]), replace=True)
    newer = rewritten(file, lambda lines: [json.dumps({**json.loads(lines[0]), "revision": "9999"}) + "\n", *lines[1:]])
    with pytest.raises(OperatorMistake, match="9999"):
        restore(here, newer, replace=True)
    assert everything(here) == before


def test_a_file_that_breaks_off_is_told(tmp_path: Path) -> None:
    here = elsewhere(tmp_path / "here")
    migrate(here)
    file = backed_up(here, tmp_path / "a.backup")
    assert check(file, None).rows["learners"] == 0
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(OperatorMistake, match="damaged"):
        check(file, None)
    with pytest.raises(OperatorMistake, match="cannot be read"):
        check(tmp_path / "nothing", None)


def test_encrypted_for_a_key_only_its_secret_half_opens_it(tmp_path: Path) -> None:
    here = elsewhere(tmp_path / "here")
    migrate(here)
    store = Store.open(here.resolved_database_url)
    sends(store, here, "1", f"{ESSAY} {MARK}")
    store.close()
    public = make_key(tmp_path / "key")
    make_key(tmp_path / "other")
    file = backed_up(here, tmp_path / "a.backup.age", public)
    assert file.read_bytes().startswith(b"age-encryption.org/")
    there = elsewhere(tmp_path / "there")
    for identity, says in ((None, "--identity"), (tmp_path / "other", "another key"), (tmp_path / "no", "secret age")):
        with pytest.raises(OperatorMistake, match=says):
            restore(there, file, identity=identity)
    restore(there, file, identity=tmp_path / "key")
    assert MARK in str(everything(there))
    with pytest.raises(OperatorMistake, match="not empty"):  # raised within age's own reading
        restore(there, file, identity=tmp_path / "key")
    file.write_bytes(file.read_bytes()[:-5])
    with pytest.raises(OperatorMistake, match="damaged"):
        check(file, tmp_path / "key")
    downgrade(here, "0008")
    with pytest.raises(OperatorMistake, match="db upgrade"):
        backed_up(here, tmp_path / "b.backup", public)  # raised within age's own reading
    assert not list(tmp_path.glob("*b.backup*")), "half a backup is left"
    with pytest.raises(OperatorMistake, match="BANDMATE_BACKUP_KEY"):
        backed_up(here, tmp_path / "b.backup", "age1nonsense")
    with pytest.raises(OperatorMistake, match="cannot be written"):
        make_key(tmp_path / "key")


def test_the_newest_are_kept_and_nothing_else_is_touched(tmp_path: Path) -> None:
    (tmp_path / "bandmate.db").touch()
    for day in range(1, 6):
        place_for(tmp_path, datetime(2026, 5, day, tzinfo=UTC), encrypted=day > 3).touch()
    assert [path.name for path in keep_newest(tmp_path, 2)] == [
        f"bandmate-2026050{day}T000000Z.backup" for day in (1, 2, 3)
    ]
    assert len(list(tmp_path.iterdir())) == 3
    assert keep_newest(tmp_path, 2) == []


def test_cells_come_back_as_they_were() -> None:
    moment = datetime(2026, 5, 4, 8, 30, 0, 123456, tzinfo=UTC)
    for cell in (None, True, 7, 6.5, "城市\n", b"\x00\xff", moment, moment.date(), moment.time()):
        assert from_json(json.loads(json.dumps(to_json(cell)))) == cell
    with pytest.raises(TypeError):
        to_json({1})
    with pytest.raises(ValueError, match="no kind"):
        from_json({"other": "x"})
