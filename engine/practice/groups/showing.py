"""What the courier shows of a group: from the rows as they are when it is shown, so that what was erased never is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.ielts.chat import private_chat
from engine.ielts.groups.notices import Digest, MemberDay, PromptPosted, ReactionClosed, ReactionGiven
from engine.ielts.groups.reactions import load_reaction
from engine.ielts.groups.schedule import local_day
from engine.ielts.groups.streaks import streak
from engine.ielts.learners import reader_of
from engine.ielts.notices import Notice
from engine.practice.bank import group_prompt
from engine.practice.groups import challenges
from engine.practice.groups.reacting import asked_in_short
from engine.store.challenges import CHALLENGE
from engine.store.group_answers import CLOSED, REACTION, Answer
from engine.store.groups import DIGEST, POST, Group
from engine.store.outbox import Waiting
from engine.store.store import Transaction

_STREAKS = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Told:
    """A notice, the message that it answers and the language tag of those who read it."""

    notice: Notice
    answering: str | None
    language: str | None


def about_group(tx: Transaction, waiting: Waiting) -> Told | None:
    """The notice that waits; ``None``: what it was about is gone."""
    name, _, number = waiting.kind.partition(":")
    row_id = int(number)
    match name:
        case _ if name == POST:
            notice = _post(tx, row_id)
        case _ if name == DIGEST:
            notice = _digest(tx, row_id)
        case _ if name == CHALLENGE:
            challenge = tx.challenges.get(row_id)
            notice = None if challenge is None else challenges.shown(tx, challenge)
        case _:
            return _to_a_member(tx, name, row_id, waiting)
    return None if notice is None else Told(notice, None, waiting.language)


def _post(tx: Transaction, post_id: int) -> Notice | None:
    post = tx.groups.posted(post_id)
    prompt = None if post is None else group_prompt(tx, post.prompt)
    return None if post is None or prompt is None else PromptPosted(post.id, prompt, post.focus)


def _to_a_member(tx: Transaction, name: str, answer_id: int, waiting: Waiting) -> Told | None:
    answer = tx.group_answers.get(answer_id)
    if answer is None:
        return None
    language = answer.person.language or waiting.language
    reader = reader_of(tx.learners.preferences(answer.learner_id), tx.now)
    group = tx.group_answers.group_of(answer)
    if name == CLOSED:
        return Told(ReactionClosed(answer.person.user_id, reader=reader), answer.message_id, language)
    post = tx.groups.posted(answer.post_id)
    prompt = None if post is None else group_prompt(tx, post.prompt)
    if name != REACTION or answer.reaction is None or prompt is None:
        return None
    private = waiting.address == private_chat(answer.person) and waiting.address != group.address
    reaction = load_reaction(answer.reaction)
    given = ReactionGiven(answer.id, reaction, private, asked_in_short(prompt), reader=reader)
    return Told(given, None if private else answer.message_id, language)


def _digest(tx: Transaction, digest_id: int) -> Notice | None:
    covered = tx.groups.digested(digest_id)
    if covered is None:
        return None
    group, since, until = covered
    answers = tx.group_answers.between(group.id, since, until)
    if not answers:
        return None
    shared = [answer for answer in answers if answer.shared and answer.phrase]
    phrase = (shared[-1].phrase or "", shared[-1].person.user_id) if shared else None
    return Digest(digest_id, _members(tx, group, answers, until), phrase)


def _members(tx: Transaction, group: Group, answers: Sequence[Answer], until: datetime) -> tuple[MemberDay, ...]:
    """Who took part: the longest streak first, then who answered most, then who came first."""
    asked, answered = tx.group_answers.days(group.id, until - _STREAKS)
    # The day that has only begun is nobody's failure: today's prompt may be a minute old.
    today = local_day(until, group.zone)
    days: dict[int, set[date]] = defaultdict(set)
    for learner, at in answered:
        days[learner].add(local_day(at, group.zone))
    asked_on = [local_day(at, group.zone) for at in asked]
    counts = Counter(answer.learner_id for answer in answers)
    people = {answer.learner_id: answer.person.user_id for answer in answers}
    members = [
        MemberDay(
            people[learner],
            count,
            streak([day for day in asked_on if day != today or day in days[learner]], days[learner]),
        )
        for learner, count in counts.items()
    ]
    return tuple(sorted(members, key=lambda each: (-each.streak, -each.answers)))
