"""Notices about challenges to words and buttons: the open question, what a press gets, the table."""

from __future__ import annotations

from collections.abc import Callable

from bots.replies.reply import Button, Reply, escape, member, within
from bots.replies.words import Words
from engine.ielts.groups import notices as g
from engine.ielts.groups.challenge import Item, filled
from engine.ielts.languages import Language
from engine.ielts.notices import Notice

_PLACES = ("🥇", "🥈", "🥉")
_SHOWN = 20
_A_ROW = 3
_WIDE = 14
"""Characters of a label from which a button has a row of its own."""


def _question(notice: g.ChallengeQuestion, say: Words) -> Reply:
    i, number = notice.challenge_id, notice.number
    lines = [say("challenge-title", number=number, total=notice.total)]
    if notice.before is not None:
        right, joined = notice.knew
        lines.append(say("challenge-before", answer=filled(notice.before), right=right, joined=joined))
    lines += ["", escape(notice.item.ask), "", say("challenge-hint")]
    buttons = [Button(choice, f"bm:gc:{i}:{number - 1}:{place}") for place, choice in enumerate(notice.item.choices)]
    wide = any(len(choice) > _WIDE for choice in notice.item.choices)
    rows = [(button,) for button in buttons] if wide else [tuple(buttons)]
    last = number == notice.total
    on = Button(say("button-challenge-end" if last else "button-challenge-next"), f"bm:gn:{i}:{number - 1}")
    return Reply("\n".join(lines), (*rows, (on,)))


def _table(notice: g.ChallengeTable, say: Words) -> Reply:
    lines = [say("challenge-over")]
    if not notice.standings:
        lines.append(say("challenge-nobody"))
    for place, standing in enumerate(notice.standings[:_SHOWN]):
        # Who have as many points share a place.
        better = sum(other.right > standing.right for other in notice.standings)
        medal = _PLACES[better] if better < len(_PLACES) and standing.right else "•"
        name = member(standing.user_id, say("group-somebody"))
        total = len(notice.items)
        lines.append(say("challenge-standing", place=medal, name=name, right=standing.right, total=total))
        if place + 1 == _SHOWN and len(notice.standings) > _SHOWN:
            lines.append(say("digest-more", count=len(notice.standings) - _SHOWN))
    lines += ["", say("challenge-answers")]
    lines += [f"{number}. {escape(filled(item))}" for number, item in enumerate(notice.items, 1)]
    return Reply(within("\n".join(lines)))


def _pressed(notice: g.Pressed, say: Words) -> Reply:
    answer = notice.item.choices[notice.item.right]
    parts = [say("pressed-right") if notice.right else say("pressed-wrong", answer=answer)]
    parts += [_why(notice.item, say)] if notice.item.why is not None else []
    parts += [say("pressed-again")] if notice.again else []
    return Reply(" ".join(parts))


def _why(item: Item, say: Words) -> str:
    english, chinese = item.why or ("", "")
    return escape(chinese if say.language == Language.CHINESE else english)


WRITERS: dict[type[Notice], Callable[..., Reply]] = {
    g.ChallengeQuestion: _question,
    g.ChallengeTable: _table,
    g.Pressed: _pressed,
}
