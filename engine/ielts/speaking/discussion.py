"""What the examiner asks in Part 3, and when an answer sounds learnt: by rules 2, which heed what was said.

An answer that went astray is asked for again in other words, a learnt one is probed, a short one is drawn out, and after a whole
one the examiner asks for what it left out. Two questions are built on what was said in Parts 1 and 2.
"""

from __future__ import annotations

from engine.ielts.speaking.attention import follow_up as ways
from engine.ielts.speaking.attention.follow_up import Purpose
from engine.ielts.speaking.attention.question_type import answers_why
from engine.ielts.speaking.attention.recited import recited
from engine.ielts.speaking.attention.relevance import astray
from engine.ielts.speaking.exam_clock import AT_LEAST, SHORT, Stage
from engine.ielts.speaking.plan import Plan
from engine.ielts.speaking.questions import Question
from engine.ielts.speaking.state import Prompt, State

DISCUSSION = (4, 6)
PACE = 5
"""Questions that should fill Part 3's time: a card has at least five."""
RECALL_AFTER = 2
_RECALLS = 2
_TALK_PROBE = "p3.talk.probe"
_PROBES = 2
"""Probes in a test at most: an examiner who has seen enough moves on."""


def after_discussed(plan: Plan, state: State, counted: float) -> Prompt | None:
    """What follows an answer in Part 3, of which ``counted`` seconds were listened to; ``None``: the test is over."""
    for following in (
        _asked_again(plan, state),
        probing(plan, state) or _talk_probed(plan, state),
        _followed_up(plan, state, counted),
    ):
        if following is not None and counted > 0:
            return following
    asked = state.asked_in(Stage.PART_3)
    fewest, most = DISCUSSION
    enough = len(asked) >= fewest and state.spent[2] >= AT_LEAST[3]
    following = None if enough or len(asked) >= most else _next_question(plan, state, asked)
    return following if following is not None and state.fits(following) else None


def probing(plan: Plan, state: State) -> Prompt | None:
    """A question that nobody prepares for, if the last answer sounds learnt; never two after one answer."""
    last = state.prompt
    said = state.said_to(last.id)
    probed = sum(prompt.purpose is Purpose.PROBE for prompt in state.asked)
    if said is None or last.follows or probed >= _PROBES or recited(said, state.said_elsewhere(last.id)) is None:
        return None
    return _following(state, last, Purpose.PROBE, ways.probe(_used(state), plan.seed + probed))


def _talk_probed(plan: Plan, state: State) -> Prompt | None:
    """The same for the long turn, whose words are seldom there before Part 3."""
    probed = any(prompt.id == _TALK_PROBE for prompt in state.asked)
    talks = [prompt.id for prompt in state.asked if prompt.stage is Stage.LONG_TURN]
    said = next((said for talk in talks if (said := state.said_to(talk))), None)
    if probed or state.prompt.follows or said is None or recited(said, state.said_elsewhere(talks[0])) is None:
        return None
    text = ways.probe(_used(state), plan.seed, talk=True)
    if text is None:
        return None
    prompt = Prompt(_TALK_PROBE, Stage.PART_3, Question(text), follows=True, purpose=Purpose.PROBE)
    return prompt if state.fits(prompt) else None


def _asked_again(plan: Plan, state: State) -> Prompt | None:
    last, said = state.prompt, state.said_to(state.prompt.id)
    theme = "" if plan.card is None else plan.card.theme
    if said is None or last.follows or astray(said, last.question.ask, theme) is None:
        return None
    wording = ways.again(last.question.other_words or last.question.ask, _used(state), plan.seed)
    return _following(state, last, Purpose.AGAIN, wording)


def _followed_up(plan: Plan, state: State, counted: float) -> Prompt | None:
    """After a short answer, and to keep the pace."""
    last = state.prompt
    short = counted < SHORT[Stage.PART_3]
    behind = state.spent[2] < AT_LEAST[3] * len(state.asked_in(Stage.PART_3)) / PACE
    if last.follows or not (short or behind) or state.spent[2] >= AT_LEAST[3]:
        return None
    put = [prompt.purpose for prompt in state.asked if prompt.purpose is not None]
    said = state.said_to(last.id)
    found = ways.follow_up(
        said,
        short=short,
        used=_used(state),
        put=put,
        choice=plan.seed + len(state.asked),
        reasoned=plan.rules > 3 and said is not None and answers_why(said, last.question.ask),
    )
    return None if found is None else _following(state, last, *found)


def _following(state: State, last: Prompt, purpose: Purpose, text: str | None) -> Prompt | None:
    if text is None:
        return None
    name = {Purpose.PROBE: "probe", Purpose.AGAIN: "again"}.get(purpose, "follow")
    prompt = Prompt(f"{last.id}.{name}", last.stage, Question(text), topic=last.topic, follows=True, purpose=purpose)
    return prompt if state.fits(prompt) else None


def _next_question(plan: Plan, state: State, asked: tuple[Prompt, ...]) -> Prompt | None:
    if plan.card is None:
        raise ValueError("a plan without a card")
    number = f"p3.{len(asked) + 1}"
    recalled = [prompt.recalls for prompt in asked if prompt.recalls is not None]
    # Every second question from the third on: between two of them one of the card's own.
    turn = len(asked) >= RECALL_AFTER and (len(asked) - RECALL_AFTER) % 2 == 0
    if turn and len(recalled) < _RECALLS:
        built = ways.built_on_memory(
            state.recollection,
            plan.card.theme,
            recalled=recalled,
            used=_used(state),
            choice=plan.seed,
            rules=plan.rules,
        )
        if built is not None:
            return Prompt(number, Stage.PART_3, Question(built[0]), recalls=built[1])
    scripted = len(asked) - len(recalled)
    discussion = plan.card.discussion
    return Prompt(number, Stage.PART_3, discussion[scripted]) if scripted < len(discussion) else None


def _used(state: State) -> set[str]:
    return {prompt.question.ask for prompt in state.asked}
