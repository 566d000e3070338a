"""Candidates beside the usual three: one with many errors in simple sentences, one without any, and four odd ones."""

from __future__ import annotations

import itertools
from functools import cache

from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.heard import HeardTurn, Sound, Transcript
from engine.ielts.speaking.test import SpeakingTest
from engine.ielts.text import Text
from tests.marking.speaking.candidates import MIDDLING_VOICE, Say, sit, speak
from tests.marking.speaking.transcripts import MIDDLING, WEAK

Sat = tuple[SpeakingTest, dict[str, HeardTurn]]

MANY_ERRORS = (
    "I live in a small flat with my parents. It have two rooms and a kitchen. I like my room because it is quiet.",
    "My father work in a factory. He get up at six every day. I get up later because my class start at nine.",
    "I study business at college. Last year I have studied English too. The teacher was very kind with us.",
    "In the evening I watch television or I play games. Sometimes I meet my friend. We go to the park and we talk.",
    "I don't like cook, but my mother cook very well. She make noodle soup on Sunday. It is my favourite food.",
    "My town is not big. There is many old house near the river. Many tourist come in summer.",
    "I went there yesterday with my sister. We eat ice cream and we take photos. It was good day.",
    (
        "I want to talk about a place that I like. It is a park near of my house. I go there every weekend. There is a lake in "
        "the middle and there are many tree. In the morning old people does exercise. Children plays near the water. I usually "
        "sit on a bench and I read a book. I like this place because the air is fresh. Last summer I swim in the lake with my "
        "friends. We was very happy. The water was cold but we stayed for two hour. After that we buy some drinks. I feel calm "
        "when I am there. My mother also like this park. She say that it is the best place in our town. I hope it will not "
        "change, because I want go there with my children one day."
    ),
    "People in cities needs parks. They work all day in offices. They needs a place for relax after work.",
    "I think cars are a problem. The air become bad and children gets ill. The government should to build more buses.",
    "Young people use the phone too much. They doesn't talk with their family. My brother look at his phone every minute.",
    "When I was child, we played outside. Now children stay at home. I think it is not good for they.",
    "School should teach more about nature. My school never teach us about trees. I learned it from my grandfather.",
    "Everybody can do something. We can take the bus and we can save water. But many person don't care about it.",
    "My name is Anna. You can call me Anna. I come from a town in the south. It is near the sea.",
    "Yes, I like music. I listen to it on the bus. My favourite singer is from my town.",
    "My room has a big window. I can see the river from it. There is a desk and a lamp.",
    "My best friend lives in the next street. We walk to school together. We talk about films.",
    "I drink tea in the morning. I eat bread and an egg. Then I take the bus to college.",
    "On Sunday I sleep until ten. After that I help my mother in the kitchen.",
)
"""45 errors or so in 500 words, in simple sentences: what a learner said at whom the marker once smiled."""

FLAWLESS = (
    "I live in a small flat. It has two rooms. I like my room.",
    "My father works in a factory. He gets up at six. I get up at eight.",
    "I study business. I like my teacher. She is very kind.",
    "In the evening I watch television. I play games with my brother. We have fun.",
    "My mother cooks very well. She makes noodle soup on Sunday. It is my favourite food.",
    "My town is not big. It has a river. Many tourists come in summer.",
    "I went there yesterday with my sister. We ate ice cream. We took some photos.",
    (
        "I want to talk about a park. It is near my house. I go there every weekend. There is a lake in the middle. There are many "
        "trees. In the morning old people dance. Children play near the water. I sit on a bench. I read a book. The air is fresh. "
        "Last summer I swam in the lake with my friends. We were very happy. The water was cold. We stayed for two hours. We bought "
        "some drinks. I feel calm there. My mother likes this park too. It is the best place in our town."
    ),
    "People in cities need parks. They work all day in offices. They are tired in the evening.",
    "Cars are a problem. The air is bad. Children get ill. The government must build more buses.",
    "Young people use the phone too much. They do not talk with their family. My brother looks at his phone every minute.",
    "We played outside in the past. Now children stay at home. It is not good for them.",
    "Schools must teach more about nature. My grandfather taught me about trees. I remember the names.",
    "Everybody can do something. We can take the bus. We can save water. It is easy.",
)
"""Simple sentences without a fault, and nothing else."""

RICH = {
    prompt: text.replace("people have", "people has").replace("it is", "it be") for prompt, text in MIDDLING.items()
}

SCRIPT = (
    "That is such an interesting question. With the rapid development of society, it plays an important role in our daily "
    "life. As the old saying goes, every coin has two sides. On the one hand it broadens my horizons; on the other hand "
    "there is no denying that it costs an arm and a leg. Last but not least, it helps me to recharge my batteries. "
)
FOOTBALL = (
    (
        "Today I am going to talk about football, which is my favourite sport. I play in a team every weekend, and our coach "
        "trains us in the stadium. We run around the pitch, we practise with the ball, and last season our team won the cup "
        "after a match against a very strong opponent. The goal was scored in the last minute, so all the players were happy. "
        "If I had more time, I would train every day, because football keeps me fit and our team wants to win the league. "
    ),
    "My favourite player scored twenty goals in the stadium last season, and his team won the league after a long match.",
    "Our coach says that a good team trains every day, so we run on the pitch and practise with the ball before each match.",
    "I watched the cup on television with my team, and our players lost the match because the goalkeeper was injured.",
    "A football match is exciting because two teams run after one ball, and the stadium shouts when a player scores a goal.",
    "When our team loses a match, the coach is angry, and we train in the gym until we can win against any opponent.",
)


def once_each(answers: tuple[str, ...]) -> Sat:
    """Every sentence once, two an answer, and the talk where it is asked for; then no more."""
    talk = max(answers, key=len)
    sentences = [each.text for answer in answers if answer != talk for each in Text(answer).sentences]
    pairs = iter([" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)])
    long = iter([talk])
    return sit(
        lambda _, stage: next(long, "") if stage is Stage.LONG_TURN else next(pairs, ""),
        lambda text: speak(text, MIDDLING_VOICE) if text else (Transcript("", ()), Sound(6.0)),
    )


@cache
def many_errors() -> Sat:
    return once_each(MANY_ERRORS)


@cache
def flawless() -> Sat:
    return once_each(FLAWLESS)


def says_one_word() -> Say:
    """Hardly anything."""
    words = itertools.cycle(("Yes.", "No.", "Maybe.", "I do not know."))
    return lambda *_: next(words)


def says_by_heart() -> Say:
    """A script first, and then a little of the candidate's own."""

    def say(prompt: str, stage: Stage) -> str:
        own = WEAK.get(prompt, "I like it.")
        return SCRIPT + own if stage in (Stage.LONG_TURN, Stage.PART_3) else own

    return say


def says_football() -> Say:
    """Answers to the point in Part 1, and then football, whatever is asked."""
    others = itertools.cycle(FOOTBALL[1:])

    def say(prompt: str, stage: Stage) -> str:
        if stage in (Stage.IDENTITY, Stage.PART_1):
            return MIDDLING.get(prompt, "Yes, I think so.")
        return FOOTBALL[0] if prompt == "p2.talk" else next(others)

    return say


@cache
def one_word() -> Sat:
    return sit(says_one_word(), lambda text: speak(text, MIDDLING_VOICE))


@cache
def memorised() -> Sat:
    return sit(says_by_heart(), lambda text: speak(text, MIDDLING_VOICE))


@cache
def off_topic() -> Sat:
    return sit(says_football(), lambda text: speak(text, MIDDLING_VOICE))


@cache
def silent() -> Sat:
    return sit(lambda *_: "", lambda _: (Transcript("", ()), Sound(6.0)))
