"""What a learner lets us keep, takes along and wants erased, on SQLite and on PostgreSQL."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import MetaData, create_engine, select

from engine.ielts.bands import Criterion
from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform, private_chat
from engine.ielts.learners import Kept, Preferences
from engine.ielts.opinions import About, Served, Subject
from engine.marking.writing.samples import sample_essay
from engine.ports import Work
from engine.practice import essays, hearing, intake, privacy, rating, report_questions, speaking
from engine.practice.export import LARGEST, export
from engine.practice.hearing import Ears
from engine.practice.visuals import keep_figures, keep_picture
from engine.settings import Settings
from engine.store.belongings import belonging_tables
from engine.store.group_answers import REACTION, AnswerClaim, Reacted
from engine.store.outbox import SlotFill
from engine.store.store import Store
from engine.store.tables import Base
from engine.wiring import build_marker, build_speaking_marker
from tests.doubles.clock import MovedClock
from tests.doubles.recordings import encoded
from tests.practice.candidate import Candidate, ScriptedRecogniser, speech

MARK = "zanzibarwhisperingturnip"
SAID = f"My {MARK} is in the kitchen, and I cook it with my sister every evening after work."
HUM = np.full(16_000, 0.05, np.float32)
IMPERSONAL = {
    *("slots", "blocked", "forgotten", "departed", "salt", "sources", "passages", "sound_objects", "rounds", "updates"),
    *("practice_groups", "schedules", "posts", "digests", "challenges", "bank_items"),
}
"""Tables without a learner: places of status messages (erased by name), what outlives a learner on purpose, names of
objects (which must, until those are erased), what an operator put into the index, groups."""


@pytest.fixture
def database_url(store: Store) -> str:
    return store._engine.url.render_as_string(hide_password=False)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings(
        home=tmp_path, database_url=database_url, llm="server", llm_url="http://localhost:9/v1", _env_file=None
    )  # type: ignore[call-arg]


@pytest.fixture
def mei(store: Store, clock: MovedClock, settings: Settings) -> Candidate:
    return Candidate(store, clock, settings)


def ears() -> Ears:
    return Ears(lambda _: speech(), ScriptedRecogniser(SAID))


def erased(mei: Candidate) -> bool:
    return privacy.forget(mei.store, mei.settings, mei.person, lambda: None)


def sends_an_essay(mei: Candidate) -> int:
    sample = sample_essay("W2")
    text = f"{sample.task.prompt}\n\n{sample.text}\n\n{SAID}"
    with mei.store.transaction() as tx:
        received = intake.receive_text(tx, mei.settings, mei.message(text))
    assert received.call is not None
    return received.call


def offline(mei: Candidate) -> Settings:
    return mei.settings.model_copy(update={"llm": "none"})


def has_an_essay_marked(mei: Candidate) -> int:
    submission = sends_an_essay(mei)
    assert essays.mark_essay(mei.store, build_marker(offline(mei)), mei.settings, submission)
    return submission


def asks(mei: Candidate) -> int:
    with mei.store.transaction() as tx:
        asked = report_questions.ask(tx, mei.settings, mei.message(), f"Why is {MARK} wrong?")
    assert asked.call is not None
    return asked.call


def does_everything(mei: Candidate) -> None:
    """An essay with a report, a question about it, an essay that waits, a test with a typed and a spoken answer."""
    submission = has_an_essay_marked(mei)
    asks(mei)
    thinks_of_it(mei, submission)
    sends_an_essay(mei)
    with mei.store.transaction() as tx:
        keep_picture(tx, mei.message(""), b"\x89PNG\r\n\x1a\n" + MARK.encode(), 1_000)
        keep_figures(tx, mei.message(""), f"Year {MARK}\n1990 1\n2000 2")
    mei.begins()
    mei.types(SAID)
    sound = encoded(HUM, "voice.ogg")
    mei.says(data=sound)
    mei.worker_listens(ears())
    mei.says(data=MARK.encode())  # waits to be heard
    answers_in_a_group(mei)
    with mei.store.transaction() as tx:
        tx.outbox.fill(mei.address, f"submission-{submission}", SlotFill("77", "digest"))
        tx.learners.prefer(tx.intake.learner(mei.person), Preferences(zone="UTC"), mei.address, "en")


def thinks_of_it(mei: Candidate, submission: int) -> None:
    """A better comment, and the prompt and the answer that it is about."""
    subject = Subject(About.WHY, submission, Criterion.COHERENCE)
    with mei.store.transaction() as tx:
        tx.opinions.serve(subject, Served("Explain.", f"Why {MARK}?", MARK, "rules"))
        tx.opinions.suggest(subject, MARK, "m")


def answers_in_a_group(mei: Candidate) -> AnswerClaim:
    """An answer to a group's prompt whose reaction waits to be told in private, and a worker that has the answer."""
    group, number = ChatAddress(Platform.TELEGRAM, f"-{mei.who}"), next(mei.ids)
    with mei.store.transaction() as tx:
        kept = tx.groups.at(group) or tx.groups.open(group, "UTC", None)
        post = tx.groups.post(kept, "words.analysis", None, timedelta(days=1))
        message = ChatMessage(group, mei.person, f"g{number}", SAID, mei.clock())
        answer = tx.group_answers.add(post, tx.intake.learner(mei.person), message, None)
        tx.groups.tell(kept, f"{REACTION}:{answer}", private_chat(mei.person))
        tx.outbox.fill(private_chat(mei.person), f"{REACTION}-{answer}", SlotFill("77", "digest"))
        claim = tx.group_answers.claim(answer, timedelta(minutes=2))
    assert claim is not None
    return claim


def everything_in_the_database(url: str) -> str:
    engine = create_engine(url)
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        rows = [list(map(str, row)) for table in tables.sorted_tables for row in connection.execute(select(table))]
    engine.dispose()
    return json.dumps(rows, ensure_ascii=False)


def holding(folder: Path, mark: str) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and mark.encode() in path.read_bytes()]


def test_no_table_is_overlooked() -> None:
    """A new table hangs on the learner it is about, so that forgetting and exporting reach it, or is named here."""
    reached = {table.name for table in belonging_tables()}
    assert set(Base.metadata.tables) - reached == IMPERSONAL
    for table in belonging_tables():
        owners = [key for key in table.foreign_keys if key.column.table.name in reached]
        assert table.name == "learners" or any(key.ondelete == "CASCADE" for key in owners), table.name


def test_nothing_is_left_of_whoever_is_forgotten(mei: Candidate, database_url: str, tmp_path: Path) -> None:
    does_everything(mei)
    (tmp_path / "voice").mkdir()
    (tmp_path / "voice" / "a-sound").write_bytes(MARK.encode())
    with mei.store.transaction() as tx:
        digest = tx.privacy.digest(mei.person)
    training = tmp_path / "training" / "set.jsonl"
    training.parent.mkdir()
    training.write_text(
        "".join(json.dumps({"learner": who, "text": MARK}) + "\n" for who in (digest, "another")), "utf-8"
    )
    other = Candidate(mei.store, mei.clock, mei.settings, who="2", chat="2")
    other_essay = has_an_essay_marked(other)

    assert MARK in everything_in_the_database(database_url)
    assert erased(mei)
    assert not erased(mei), "there is nothing to forget twice"
    assert training.read_text("utf-8").count(MARK) == 1, "another learner's line stays"
    assert holding(tmp_path / "voice", MARK) == []

    with mei.store.transaction() as tx:
        assert tx.intake.submission(other_essay) is not None, "nobody else is forgotten"
    assert erased(other)
    training.unlink()
    assert MARK not in everything_in_the_database(database_url)
    assert holding(tmp_path, MARK) == [], "neither in free pages nor in the write-ahead log"
    left = everything_in_the_database(database_url)
    assert digest in left
    assert '"77"' not in left, "the place of a status message is gone too"


def test_what_stands_in_their_own_chat_goes_too_and_nobody_elses(mei: Candidate) -> None:
    has_an_essay_marked(mei)
    alone, other = private_chat(mei.person), ChatAddress(Platform.TELEGRAM, "555")
    with mei.store.transaction() as tx:
        for chat in (alone, other):
            tx.outbox.fill(chat, "read", SlotFill("12", ""))
    assert erased(mei)
    with mei.store.transaction() as tx:
        assert tx.outbox.slot(alone, "read") is None
        assert tx.outbox.slot(other, "read") is not None


def no_rows(database_url: str) -> bool:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        found = [row for table in belonging_tables() for row in connection.execute(select(table)).mappings()]
        slots = connection.execute(select(Base.metadata.tables["slots"])).all()
    engine.dispose()
    # A group's own post stays: it is about nobody.
    return not slots and not [row for row in found if not str(row.get("kind")).startswith("post")]


def test_a_job_in_flight_writes_nothing_for_somebody_forgotten(mei: Candidate, database_url: str) -> None:
    lease = timedelta(minutes=2)
    does_everything(mei)
    question, essay = asks(mei), sends_an_essay(mei)
    waiting = [row for work, row in mei.calls if work is Work.HEAR]
    with mei.store.transaction() as tx:
        essay_claim = tx.work.claim(essay, lease)
        question_claim = tx.report_questions.claim(question, lease)
        turn_claim = tx.hearing.claim_turn(waiting[-1], lease)
        parcels = tx.outbox.take(Platform.TELEGRAM, 10, lease)
    assert essay_claim is not None
    assert question_claim is not None
    assert turn_claim is not None
    assert parcels
    answer_claim = answers_in_a_group(mei)
    assert erased(mei)
    with mei.store.transaction() as tx:
        assert not tx.group_answers.reacted(answer_claim, Reacted(MARK, (), MARK, MARK))
        assert not tx.group_answers.fail(answer_claim)
        tx.outbox.fill(private_chat(mei.person), f"{REACTION}-{answer_claim.answer.id}", SlotFill("1", "digest"))
        assert not tx.work.complete(essay_claim, "offline-2", 6.0, MARK)
        assert not tx.work.fail(essay_claim)
        assert not tx.work.release(essay_claim, lease)
        assert not tx.report_questions.answered(question_claim, MARK)
        assert not tx.hearing.heard(turn_claim, None, speech(), keep=True)
        assert not tx.hearing.fail_turn(turn_claim)
        tx.outbox.delivered(parcels[0].id)
        tx.outbox.fill(mei.address, f"submission-{essay}", SlotFill("1", "digest"))
        tx.outbox.fill(mei.address, f"test-{turn_claim.test_id}", SlotFill("1", "digest"))
        assert tx.speaking.step_shown(turn_claim.test_id, "intro.1") is None
    assert no_rows(database_url)


@pytest.mark.parametrize("moment", ["mark", "hear", "rate", "answer"])
def test_who_leaves_while_a_worker_thinks_leaves_nothing(mei: Candidate, database_url: str, moment: str) -> None:
    """The whole use case, forgotten in the middle of it."""

    class Leaves:
        name = "leaves-1"

        def __init__(self, then: Callable[..., object]) -> None:
            self.then = then

        def mark(self, *given: object) -> object:
            assert erased(mei)
            return self.then(*given)

        def explain(self, *_: object) -> str:
            assert erased(mei)
            return MARK

    marker = build_marker(offline(mei))
    match moment:
        case "mark":
            assert not essays.mark_essay(mei.store, Leaves(marker.mark), mei.settings, sends_an_essay(mei))  # type: ignore[arg-type]
        case "answer":
            has_an_essay_marked(mei)
            assert not report_questions.answer(mei.store, Leaves(marker.mark), mei.settings, asks(mei))  # type: ignore[arg-type]
        case "hear":
            mei.begins()
            mei.says(data=encoded(HUM, "voice.ogg"))
            (turn,) = [row for work, row in mei.calls if work is Work.HEAR]

            def measures(_: object) -> object:
                assert erased(mei)
                return speech()

            assert hearing.hear(mei.store, Ears(measures, ScriptedRecogniser(SAID)), mei.settings, turn) is None  # type: ignore[arg-type]
        case "rate":
            mei.begins()
            mei.sits_on(say=SAID)
            (test,) = {row for work, row in mei.calls if work is Work.RATE}
            assert not rating.rate(mei.store, Leaves(build_speaking_marker(mei.settings).mark), mei.settings, test)  # type: ignore[arg-type]
    assert no_rows(database_url)


def test_numbers_are_not_given_twice(mei: Candidate) -> None:
    """A button, a job or a parcel that names a row that was erased must not find another's."""
    essay = sends_an_essay(mei)
    mei.begins()
    test = mei.step.test_id
    assert erased(mei)
    assert sends_an_essay(mei) > essay
    mei.begins()
    assert mei.step.test_id > test


def test_a_consent_that_is_taken_back_erases_what_it_covered(mei: Candidate) -> None:
    submission = has_an_essay_marked(mei)
    with mei.store.transaction() as tx:
        shown = privacy.consent(tx, mei.settings, mei.person, Kept.TRAINING, given=True)
        assert shown.consent.training
        privacy.consent(tx, mei.settings, mei.person, Kept.TRAINING, given=False)
        assert tx.privacy.digest(mei.person) in tx.privacy.forgotten()
        privacy.consent(tx, mei.settings, mei.person, Kept.TRAINING, given=True)
        assert not tx.privacy.forgotten()
        privacy.consent(tx, mei.settings, mei.person, Kept.HISTORY, given=False)
        assert tx.intake.submission(submission) is None
        assert not privacy.view(tx, mei.settings, mei.person).consent.history


def retained(mei: Candidate, **later: float) -> None:
    mei.clock.move(**later)
    privacy.retain(mei.store, mei.settings)


def test_what_is_old_is_erased_day_by_day(mei: Candidate, database_url: str) -> None:
    kept, forgetful = mei, Candidate(mei.store, mei.clock, mei.settings, who="2", chat="2")
    essay, other = has_an_essay_marked(kept), has_an_essay_marked(forgetful)
    with mei.store.transaction() as tx:
        privacy.consent(tx, mei.settings, forgetful.person, Kept.HISTORY, given=False)
    other = has_an_essay_marked(forgetful)
    retained(mei, hours=20)
    with mei.store.transaction() as tx:
        assert tx.intake.submission(other) is not None, "a report can be read for a day"
    retained(mei, hours=5)
    with mei.store.transaction() as tx:
        assert tx.intake.submission(other) is None
        assert tx.intake.submission(essay) is not None
    retained(mei, days=364)
    with mei.store.transaction() as tx:
        assert tx.intake.submission(essay) is None
    retained(mei, days=2)
    assert no_rows(database_url), "who has not been here for a year is nobody any more"


def test_kept_recordings_grow_old_too(mei: Candidate) -> None:
    with mei.store.transaction() as tx:
        privacy.consent(tx, mei.settings, mei.person, Kept.RECORDINGS, given=True)
    mei.begins()
    mei.says(data=encoded(HUM, "voice.ogg"))
    (turn,) = [row for work, row in mei.calls if work is Work.HEAR]
    mei.worker_listens(ears())
    for days, there in ((29, True), (2, False)):
        retained(mei, days=days)
        with mei.store.transaction() as tx:
            assert (tx.speaking.recording(turn) is not None) is there


def test_an_export_holds_everything(mei: Candidate) -> None:
    with mei.store.transaction() as tx:
        privacy.consent(tx, mei.settings, mei.person, Kept.RECORDINGS, given=True)
    does_everything(mei)
    mei.sits_on(say=SAID)
    mei.calls = [(Work.RATE, row) for work, row in mei.calls if work is Work.RATE]
    with mei.store.transaction() as tx:
        (packed,) = export(tx, mei.person).zips()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names = archive.namelist()
        rows = json.loads(archive.read("bandmate.json"))
        texts = {name: archive.read(name).decode() for name in names if name.endswith((".txt", ".md"))}
    assert {
        "learners",
        "group_answers",
        "submissions",
        "pieces",
        "reports",
        "report_questions",
        "speaking_tests",
        "speaking_events",
        "turns",
    } <= rows.keys()
    assert rows["learners"][0]["user_id"] == mei.who
    assert f"Why is {MARK} wrong?" in json.dumps(rows["report_questions"])
    essay = next(text for name, text in texts.items() if name.startswith("essays/") and name.endswith(".txt"))
    assert SAID in essay
    assert any(name.endswith("-report.md") and "## Corrections" in text for name, text in texts.items())
    assert any(name.startswith("speaking/") and MARK in text for name, text in texts.items())
    assert len([name for name in names if name.startswith("recordings/")]) == 2
    chinese = replace(mei.person, language="zh-Hans")
    with mei.store.transaction() as tx:
        (packed,) = export(tx, chinese).zips()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        reports = [archive.read(name).decode() for name in archive.namelist() if name.endswith("-report.md")]
    assert reports
    assert all("## 最能提分的事" in text for text in reports)
    stranger = Person(Platform.TELEGRAM, "99")
    with mei.store.transaction() as tx:
        (empty,) = export(tx, stranger).zips()
    with zipfile.ZipFile(io.BytesIO(empty)) as archive:
        assert archive.namelist() == ["bandmate.json"]
        assert MARK not in archive.read("bandmate.json").decode()


def test_an_export_comes_in_pieces_that_a_chat_takes(mei: Candidate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.practice.export.LARGEST", 6_000)
    assert LARGEST == 8_000_000
    for _ in range(3):
        has_an_essay_marked(mei)
    with mei.store.transaction() as tx:
        zips = export(tx, mei.person).zips()
    names = [name for packed in zips for name in zipfile.ZipFile(io.BytesIO(packed)).namelist()]
    assert len(zips) > 2
    assert len(names) == len(set(names)) == 7


def test_a_training_set_is_purged_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"learner": "a", "text": "1"}\n\n{"text": "2"}\n{"learner": "b"}\n', "utf-8")
    assert privacy.purge(path, {"a"}) == 1
    assert path.read_text("utf-8") == '\n{"text": "2"}\n{"learner": "b"}\n'
    path.write_text('{"learner": "b"}\n{"half', "utf-8")
    with pytest.raises(ValueError, match="Unterminated"):
        privacy.purge(path, {"b"})
    assert path.read_text("utf-8").startswith('{"learner": "b"}')
    assert [each.name for each in tmp_path.iterdir()] == ["set.jsonl"]


def test_an_address_is_no_learner(mei: Candidate) -> None:
    """Two learners in one group: one leaves, the other stays."""
    group = ChatAddress(Platform.TELEGRAM, "-100")
    ali = Person(Platform.TELEGRAM, "2")
    sample = sample_essay("W2")
    with mei.store.transaction() as tx:
        for number, person in enumerate((mei.person, ali)):
            text = f"{sample.task.prompt}\n\n{sample.text}"
            speaking.take_text(tx, mei.settings, ChatMessage(group, person, f"x{number}", "", mei.clock()))
            intake.receive_text(tx, mei.settings, ChatMessage(group, person, str(number), text, mei.clock()))
    assert erased(mei)
    with mei.store.transaction() as tx:
        assert tx.intake.waiting(tx.intake.learner(ali)) == 1
