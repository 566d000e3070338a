"""What is kept, exported and erased, to words, buttons and files."""

from __future__ import annotations

from collections.abc import Callable

from bots.replies.reply import Button, FileReply, Reply
from bots.replies.words import Words
from engine.ielts.learner_notices import Exported, FirstContact, ForgetAsked, Forgotten, Privacy, Stats
from engine.ielts.learners import Kept
from engine.ielts.notices import Notice

_BUTTON = "bm:pv"


def _first_contact(notice: FirstContact, say: Words) -> Reply:
    return Reply(" ".join((say("first-contact", days=notice.days), *_leaves(notice.leaves, say))))


def _privacy(notice: Privacy, say: Words) -> Reply:
    days = {Kept.HISTORY: notice.days, Kept.RECORDINGS: notice.recording_days, Kept.TRAINING: 0}
    lines = [say("privacy-title"), *(_leaves(notice.leaves, say) or [say("leaves-nothing")]), ""]
    rows = []
    for what in Kept:
        given = bool(getattr(notice.consent, what))
        now = say(f"consent-{what}-{'yes' if given else 'no'}", days=days[what])
        lines.append(f"{'✅' if given else '⬜️'} {now}")
        label = say(f"button-{what}-{'off' if given else 'on'}")
        rows.append((Button(label, f"{_BUTTON}:{what}:{int(not given)}"),))
    last = (Button(say("button-export"), f"{_BUTTON}:export"), Button(say("button-forget"), f"{_BUTTON}:ask"))
    return Reply("\n".join(lines), (*rows, last))


def _leaves(leaves: tuple[str, ...], say: Words) -> list[str]:
    return [say(f"leaves-{what}") for what in leaves]


def _forget_asked(notice: ForgetAsked, say: Words) -> Reply:
    buttons = (
        (Button(say("button-forget-yes"), f"{_BUTTON}:forget:{notice.user_id}"),),
        (Button(say("button-export"), f"{_BUTTON}:export"), Button(say("button-forget-no"), f"{_BUTTON}:stay")),
    )
    return Reply(say("forget-asked"), buttons)


def _forgotten(notice: Forgotten, say: Words) -> Reply:
    return Reply(say("forgotten" if notice.erased else "forget-not"))


def _exported(notice: Exported, say: Words) -> Reply:
    name = "bandmate-export.zip" if notice.parts == 1 else f"bandmate-export-{notice.part}.zip"
    text = say("exported", part=notice.part, parts=notice.parts).strip()
    return Reply(text, file=FileReply(name, notice.content))


def _stats(notice: Stats, say: Words) -> Reply:
    return Reply(
        "\n".join((say("stats-title"), *(say(f"stats-{name}", count=n) for name, n in notice.numbers.items())))
    )


WRITERS: dict[type[Notice], Callable[..., Reply]] = {
    FirstContact: _first_contact,
    Privacy: _privacy,
    ForgetAsked: _forget_asked,
    Forgotten: _forgotten,
    Exported: _exported,
    Stats: _stats,
}
