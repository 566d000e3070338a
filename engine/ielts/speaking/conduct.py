"""How the examiner conducts a test: which prompt comes after an answer. The machine owns time, topic and turn.

Every function takes the plan and where the test stands, and gives where it stands next. What is asked is decided when an
answer comes in, from what is known then. It is decided once more if the answer's own words come before the question was shown,
and never after that: a transcript that arrives later only serves later choices.
"""

from __future__ import annotations

from dataclasses import replace

from engine.ielts.speaking import examiner_words as words
from engine.ielts.speaking.attention.follow_up import gives_reason
from engine.ielts.speaking.discussion import DISCUSSION, PACE, RECALL_AFTER, after_discussed, probing
from engine.ielts.speaking.events import Turn
from engine.ielts.speaking.exam_clock import (
    AT_LEAST,
    LONG_TURN,
    PREPARATION,
    ROOM_FOR_AN_ANSWER,
    SHORT,
    Stage,
    examiner_seconds,
)
from engine.ielts.speaking.followups import Request, built_on_memory, follow_up
from engine.ielts.speaking.plan import Plan, Scope
from engine.ielts.speaking.questions import CueCard, Question, opens_with_origin
from engine.ielts.speaking.state import Prompt, State
from engine.ielts.speaking.steps import End

CARD = "p2.card"
TALK = "p2.talk"
_TIMES = 3
"""How often a question is put at most, the first time included."""
_QUESTIONS_A_TOPIC = (3, 4)
_LONG_TOPIC = 90.0


def begin(plan: Plan, state: State) -> State:
    """The first prompt."""
    if plan.scope is Scope.TEST:
        return state.ask(Prompt("id.1", Stage.IDENTITY, words.IDENTITY[0], words.OPENING))
    if plan.scope is Scope.PART_1:
        return state.ask(_topic_question(plan, 0, 0, ""))
    card = _card(plan)
    if plan.scope is Scope.PART_2:
        return state.ask(_card_prompt(card))
    return state.ask(Prompt("p3.1", Stage.PART_3, card.discussion[0], words.DISCUSSION.format(theme=card.theme)))


def open_long_turn(state: State, prepared: float) -> State:
    """The minute is over, or as much of it as the candidate wanted: please begin."""
    spent = replace(state, prepared=min(prepared, PREPARATION.total_seconds())).spend(2, prepared)
    return spent.ask(Prompt(TALK, Stage.LONG_TURN, Question(words.BEGIN)))


def after_answer(plan: Plan, state: State, turn: Turn) -> State:
    """What follows an answer to the open prompt, which has been put on the clock already."""
    prompt = state.prompt
    counted = state.heard[-1].counted
    silent = turn.silent or (plan.rules < 3 and turn.brief)
    if silent and state.times == 1 and not prompt.follows and prompt.stage is not Stage.LONG_TURN:
        again = once_more(state, Request.REPHRASE)
        if again is not None:
            return again
    following = {
        Stage.IDENTITY: _after_identity,
        Stage.PART_1: _after_part_1,
        Stage.LONG_TURN: _after_long_turn,
        Stage.ROUNDING_OFF: _after_rounding_off,
        Stage.PART_3: _after_part_3,
    }[prompt.stage](plan, state, 0.0 if silent else counted)
    if following is None:
        return finish(state, End.COMPLETE)
    if turn.seconds > counted + 1:
        following = replace(following, lead=words.said(words.STOP, following.lead))
    return state.ask(following)


def once_more(state: State, request: Request) -> State | None:
    """The open prompt again: as it was, or in Part 3 in other words; ``None``: often enough, or no time for it."""
    prompt = state.prompt
    wording = prompt.question.ask
    if request is Request.REPHRASE and prompt.stage is Stage.PART_3 and prompt.question.other_words:
        wording = prompt.question.other_words
    part = prompt.stage.part
    room = examiner_seconds(wording) + ROOM_FOR_AN_ANSWER <= state.left(part)
    return state.ask_again(wording) if room and state.times < _TIMES else None


def finish(state: State, end: End) -> State:
    """The end; nothing changes a test any more."""
    return replace(state, stage=Stage.END, end=end, paused=False)


def _after_identity(plan: Plan, state: State, _: float) -> Prompt | None:
    asked = len(state.asked_in(Stage.IDENTITY))
    # Where somebody is from is asked once: not here when the first topic asks it.
    enough = 1 if plan.rules > 1 and opens_with_origin(plan.topics[0]) else len(words.IDENTITY)
    if asked < enough:
        return Prompt(f"id.{asked + 1}", Stage.IDENTITY, words.IDENTITY[asked])
    return _topic_question(plan, 0, 0, words.FIRST_TOPIC.format(name=plan.topics[0].name))


def _after_part_1(plan: Plan, state: State, counted: float) -> Prompt | None:
    last = state.prompt
    if plan.rules > 1 and (probe := probing(plan, state)) is not None:
        return probe
    if not last.follows and 0 < counted < SHORT[Stage.PART_1] and last.question.why and not _gave_reason(plan, state):
        why = Prompt(f"{last.id}.why", Stage.PART_1, Question(last.question.why), topic=last.topic, follows=True)
        if state.fits(why):
            return why
    following = _next_in_part_1(plan, state)
    if following is not None and state.fits(following):
        return following
    return None if plan.scope is Scope.PART_1 else _card_prompt(_card(plan))


def _gave_reason(plan: Plan, state: State) -> bool:
    return plan.rules > 1 and gives_reason(state.said_to(state.prompt.id) or "")


def _next_in_part_1(plan: Plan, state: State) -> Prompt | None:
    """About four questions a topic: three when answers are long, the fifth when they are short."""
    asked = state.asked_in(Stage.PART_1)
    topic = asked[-1].topic
    here = [prompt for prompt in asked if prompt.topic == topic]
    spent = state.spent[0]
    if spent >= AT_LEAST[1] and topic > 0:
        return None
    fewest, usual = _QUESTIONS_A_TOPIC
    slow = spent - here[0].began >= _LONG_TOPIC
    behind = spent < AT_LEAST[1] * (topic + 1) / len(plan.topics)
    stay = len(here) < fewest or (len(here) < usual and not slow) or (len(here) >= usual and behind)
    if stay and len(here) < len(plan.topics[topic].questions):
        return _topic_question(plan, topic, len(here), "")
    if topic + 1 == len(plan.topics):
        return None
    return _topic_question(plan, topic + 1, 0, words.NEXT_TOPIC.format(name=plan.topics[topic + 1].name))


def _after_long_turn(plan: Plan, state: State, _: float) -> Prompt | None:
    if state.counted(stage=Stage.LONG_TURN) < LONG_TURN[0] and state.prompt.id == TALK:
        more = Prompt("p2.more", Stage.LONG_TURN, Question(words.MORE), follows=True)
        if state.fits(more):
            return more
    return _after_rounding_off(plan, state, 0.0)


def _after_rounding_off(plan: Plan, state: State, _: float) -> Prompt | None:
    """One question always, a second when the part has been short."""
    card = _card(plan)
    asked = len(state.asked_in(Stage.ROUNDING_OFF))
    if asked < len(card.rounding_off) and (asked == 0 or state.spent[1] < AT_LEAST[2]):
        following = Prompt(f"p2.round.{asked + 1}", Stage.ROUNDING_OFF, card.rounding_off[asked])
        if state.fits(following):
            return following
    if plan.scope is Scope.PART_2:
        return None
    return Prompt("p3.1", Stage.PART_3, card.discussion[0], words.DISCUSSION.format(theme=card.theme))


def _after_part_3(plan: Plan, state: State, counted: float) -> Prompt | None:
    """Four to six questions, some built on what was said; follow-ups after short answers and to keep the pace."""
    if plan.rules > 1:
        return after_discussed(plan, state, counted)
    last = state.prompt
    short = counted < SHORT[Stage.PART_3]
    asked = state.asked_in(Stage.PART_3)
    behind = state.spent[2] < AT_LEAST[3] * len(asked) / PACE
    if not last.follows and counted > 0 and (short or behind) and state.spent[2] < AT_LEAST[3]:
        used = {prompt.question.ask for prompt in state.asked}
        text = follow_up(short=short, used=used, choice=plan.seed + len(state.asked))
        probe = text and Prompt(f"{last.id}.follow", Stage.PART_3, Question(text), follows=True)
        if probe and state.fits(probe):
            return probe
    fewest, most = DISCUSSION
    enough = len(asked) >= fewest and state.spent[2] >= AT_LEAST[3]
    following = None if enough or len(asked) >= most else _next_in_part_3(plan, state, asked)
    return following if following is not None and state.fits(following) else None


def _next_in_part_3(plan: Plan, state: State, asked: tuple[Prompt, ...]) -> Prompt | None:
    card = _card(plan)
    number = f"p3.{len(asked) + 1}"
    recalled = any(prompt.recalls for prompt in asked)
    if len(asked) >= RECALL_AFTER and not recalled:
        built = built_on_memory(state.recollection, card.theme)
        if built is not None:
            return Prompt(number, Stage.PART_3, Question(built[0]), recalls=built[1])
    scripted = len(asked) - recalled
    return Prompt(number, Stage.PART_3, card.discussion[scripted]) if scripted < len(card.discussion) else None


def _topic_question(plan: Plan, topic: int, number: int, lead: str) -> Prompt:
    return Prompt(f"p1.{topic + 1}.{number + 1}", Stage.PART_1, plan.topics[topic].questions[number], lead, topic)


def _card_prompt(card: CueCard) -> Prompt:
    return Prompt(CARD, Stage.CARD, Question(card.describe), words.CARD)


def _card(plan: Plan) -> CueCard:
    if plan.card is None:
        raise ValueError("a plan without a card")
    return plan.card
