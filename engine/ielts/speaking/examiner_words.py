"""What the examiner says around the questions, in our own words: never a grade, praise, a correction or small talk."""

from __future__ import annotations

from engine.ielts.speaking.questions import Question

OPENING = "Good day. This is the Speaking test. I will ask the questions and keep the time."
IDENTITY = (Question("What should I call you?"), Question("And where are you from?"))
FIRST_TOPIC = "In this first part I will ask you about yourself. Let's talk about {name}."
NEXT_TOPIC = "Let's move on to {name}."
CARD = (
    "Now I will give you a topic to speak about on your own for one to two minutes. First you have one minute to "
    "prepare, and you may make notes. Here is your topic."
)
BEGIN = (
    "Remember that you have one to two minutes for this, and that I will stop you when the two minutes are over. "
    "Please begin speaking now."
)
MORE = "Is there anything else that you can say about it?"
STOP = "Thank you."
DISCUSSION = "We have been talking about {theme}. I would like to ask you some more general questions about this."
FINISH = "That is the end of the Speaking test."
DRILL_OVER = "That is the end of this exercise."
STOPPED = "The test has been stopped."


def said(*pieces: str) -> str:
    """Pieces of speech joined by spaces; empty ones fall out."""
    return " ".join(piece for piece in pieces if piece)
