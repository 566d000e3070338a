"""From thumbs and better comments in the database to a file that reward, DPO and KTO read, and out of it again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("ftfy", reason="needs the train extra")

from bots.cli.main import app
from engine.errors import OperatorMistake
from engine.finetune.data.preference import read_preferences
from engine.finetune.preferences.collect import BY_A_LEARNER, collect, without_personal_data
from engine.ielts.bands import Criterion
from engine.ielts.chat import ChatAddress, Person, Platform
from engine.ielts.learners import Kept
from engine.ielts.opinions import About, Served, Subject
from engine.practice import privacy
from engine.settings import Settings
from engine.store.opinions import Judged
from engine.store.store import Store
from tests.doubles.migrated import migrate

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def answer(text: str) -> str:
    return json.dumps({"answer": text}, ensure_ascii=False)


def judged(
    who: int = 1, *, own: str = "Why?", says: str = "No link.", liked: bool | None = None, better: str | None = None,
    version: str = "essay_v1",
) -> Judged:  # fmt: skip
    served = Served("Explain.", own, answer(says), "chatglm2", version)
    return Judged(Person(Platform.TELEGRAM, str(who)), Subject(About.REPORT, who), served, liked, better, NOON)


def digest(person: Person) -> str:
    return f"{int(person.user_id):064x}"


def collected(path: Path, *told: Judged, most: int = 20) -> tuple[list[dict[str, object]], dict[str, int]]:
    counts = collect(told, digest, path / "set.jsonl", most=most)
    return [each.model_dump(exclude_none=True) for each in read_preferences(path / "set.jsonl")], dict(counts)


def test_a_better_comment_beats_what_it_replaces_and_names_who_gave_each(tmp_path: Path) -> None:
    (row,), counts = collected(tmp_path, judged(liked=True, better="The second reason hangs in the air."))
    assert row.pop("id")
    assert row == {
        "shared": "Explain.", "own": "Why?", "learner": digest(Person(Platform.TELEGRAM, "1")),
        "chosen": answer("The second reason hangs in the air."), "chosen_by": BY_A_LEARNER,
        "rejected": answer("No link."), "rejected_by": "chatglm2/essay_v1",
    }  # fmt: skip
    assert counts == {"pairs": 1}


def test_two_answers_to_one_prompt_with_different_thumbs_are_a_pair_and_others_single(tmp_path: Path) -> None:
    rows, counts = collected(
        tmp_path,
        judged(says="Links are missing.", liked=True, version="essay_v2"),
        judged(says="No link.", liked=False),
        judged(own="And why?", says="No link.", liked=False),
        judged(own="And why not?", liked=None),
    )
    pair, single = rows
    assert (pair["chosen_by"], pair["rejected_by"]) == ("chatglm2/essay_v2", "chatglm2/essay_v1")
    assert (single["rejected"], "chosen" in single) == (answer("No link."), False)
    assert counts == {"pairs": 1, "thumbs": 1}


def test_nobody_gives_more_than_so_many_rows_and_nothing_is_there_twice(tmp_path: Path) -> None:
    flood = [judged(own=f"Why {number}?", liked=True) for number in range(30)]
    rows, counts = collected(
        tmp_path, *flood, judged(own="Why 0?", liked=True), judged(2, own="Mine?", liked=True), most=5
    )
    assert [row["own"] for row in rows] == [*(f"Why {number}?" for number in range(5)), "Mine?"], "the newest five"
    assert counts == {"thumbs": 6, "left out: more than a learner may give": 25, "left out: there already": 1}
    _, counts = collected(tmp_path, judged(1, liked=True), judged(2, own="why?  ", liked=True))
    assert counts == {"thumbs": 1, "left out: there already": 1}


def test_where_two_learners_say_the_opposite_neither_is_believed(tmp_path: Path) -> None:
    rows, counts = collected(
        tmp_path, judged(1, liked=True), judged(2, liked=False), judged(3, own="Else?", liked=True)
    )
    assert [row["own"] for row in rows] == ["Else?"]
    assert counts == {"thumbs": 1, "left out: others say the opposite": 2}


def test_personal_data_goes_and_the_answer_stays_json(tmp_path: Path) -> None:
    own = "The candidate's answer:\n~~~~\nDear Mr. Wong,\nMy name is Lan Nguyen. Call 020 7946 0958.\n~~~~"
    (row,), _ = collected(tmp_path, judged(own=own, better="Write to anna.k@example.com, Lan."))
    assert row["own"] == "The candidate's answer:\n~~~~\nDear [name],\nMy name is [name]. Call [phone].\n~~~~"
    assert json.loads(str(row["chosen"])) == {"answer": "Write to [mail], Lan."}
    record = json.dumps({"CC": {"findings": [{"quote": "My name is Lan Nguyen."}], "band": "6.0"}})
    assert "Nguyen" not in without_personal_data(record)
    assert json.loads(without_personal_data(record))["CC"]["band"] == "6.0"
    assert without_personal_data("no JSON: anna.k@example.com") == "no JSON: [mail]"
    _, counts = collected(tmp_path, judged(says="Ask [mail].", better="Ask anna.k@example.com."))
    assert counts == {"left out: nothing is preferred once it is cleaned": 1}


def test_what_is_held_out_is_of_other_learners(tmp_path: Path) -> None:
    def spread(person: Person) -> str:
        return f"{int(person.user_id) * 2**32 // 10:08x}" + "0" * 56

    told = [judged(who, own=f"Why {who}?", liked=True) for who in range(10)]
    counts = collect(told, spread, tmp_path / "set.jsonl", most=20, held_out=0.25)
    held = {each.learner for each in read_preferences(tmp_path / "set.held-out.jsonl")}
    kept = {each.learner for each in read_preferences(tmp_path / "set.jsonl")}
    assert (counts["held out"], len(held), len(kept)) == (3, 3, 7)
    assert not held & kept


def thinks(store: Store, who: str, text: str) -> Person:
    """A learner who allows training and knows a better comment."""
    person = Person(Platform.TELEGRAM, who, "en")
    with store.transaction() as tx:
        learner = tx.intake.learner(person)
        submission = tx.intake.open(learner, ChatAddress(Platform.TELEGRAM, who), None)
        subject = Subject(About.WHY, submission, Criterion.COHERENCE)
        tx.opinions.serve(subject, Served("Explain.", f"Why {who}?", answer("No."), "rules"))
        tx.opinions.suggest(subject, text, "m1")
    return person


def test_who_is_forgotten_is_in_no_set_and_no_run(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANDMATE_HOME", str(settings.home))
    monkeypatch.setenv("BANDMATE_DATABASE_URL", settings.resolved_database_url)
    migrate(settings)
    store = Store.open(settings.resolved_database_url)
    people = [thinks(store, who, f"Comment of {who}.") for who in ("1", "2", "3")]
    target = tmp_path / "sets" / "preferences.jsonl"

    def written() -> list[str]:
        return sorted(str(each.own) for each in read_preferences(target))

    def run(*words: str) -> str:
        done = CliRunner().invoke(app, [*words])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.output

    assert "Nobody who allows training" in run("data", "preferences", str(target), "--held-out", "0")
    with store.transaction() as tx:
        for person in people:
            privacy.consent(tx, settings, person, Kept.TRAINING, given=True)
    assert "3 pairs" in run("data", "preferences", str(target), "--held-out", "0")
    assert written() == ["Why 1?", "Why 2?", "Why 3?"]
    privacy.forget(store, settings, people[0], lambda: None)
    with store.transaction() as tx:
        privacy.consent(tx, settings, people[1], Kept.TRAINING, given=False)
    recipe = tmp_path / "dpo.toml"
    recipe.write_text(
        f'goal = "dpo"\nmodel = "{tmp_path}/none"\ntarget = "{tmp_path}/out"\ntrain = "{target}"\n', "utf-8"
    )
    with pytest.raises(OperatorMistake):  # there is no such model, but first its data was put in order
        run("train", str(recipe))
    assert written() == ["Why 3?"]
    assert "1 pairs" in run("data", "preferences", str(target), "--held-out", "0"), "nor does it come again"
    assert written() == ["Why 3?"]
    store.close()


def test_an_opinion_goes_with_its_essay_and_the_export_holds_it(settings: Settings) -> None:
    migrate(settings)
    store = Store.open(settings.resolved_database_url)
    person = thinks(store, "7", "A better one.")
    with store.transaction() as tx:
        found = tx.privacy.belongings(tx.intake.learner(person))
        assert found["opinions"][0]["suggestion"] == "A better one."
        assert "Why 7?" in str(found["served_answers"][0]["own"])
    with store.transaction() as tx:
        tx.privacy.erase_old(timedelta(days=-1), timedelta(days=1))
    with store.transaction() as tx:
        assert tx.privacy.belongings(tx.intake.learner(person)).keys() == {"learners"}
        assert tx.privacy.numbers()["suggestions"] == 0
    store.close()
