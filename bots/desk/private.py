"""Commands whose answers are for nobody else's eyes, the same on every platform."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bots.desk.frontdesk import FrontDesk, Notices
from engine.ielts.chat import ChatAddress, Person

PrivateVerb = Callable[[ChatAddress, Person, str], Notices]
COMMANDS = ("settings", "history", "privacy", "export", "forget")
"""Those that a menu shows: ``/stats`` is for who runs the bot."""


def private_verbs(desk: FrontDesk) -> Mapping[str, PrivateVerb]:
    """Verbs by command; each takes what was typed after it. A front end refuses them where others read along."""
    return {
        "settings": desk.settings.show,
        "history": desk.privacy.history,
        "privacy": desk.privacy.show,
        "export": desk.privacy.export,
        "forget": desk.privacy.forget,
        "stats": desk.privacy.stats,
    }
