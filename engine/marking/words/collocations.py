"""Word partnerships that show a feeling for the language. Our own list; being in it is a reason for praise only.

A learner who writes one of these has chosen the verb or the adjective that the noun wants. Phrases that are taught as
ready-made for this exam are left out: those are in :data:`engine.marking.words.lists.STOCK`.
"""

# ruff: noqa: E501 - a table is read by its rows
from __future__ import annotations

import re

_VERBS = {
    "raise": "awareness|concerns?|funds|standards|questions",
    "pose": "an? (?:serious |real |significant )?(?:threat|risk|challenge|danger)|threats|risks|challenges",
    "meet": "(?:the |their |these )?(?:needs?|demands?|deadlines?|requirements|expectations)",
    "tackle": "(?:the |this |these )?(?:problems?|issues?|crisis|poverty|pollution)",
    "address": "(?:the |this |these )?(?:problems?|issues?|concerns?|challenges?)",
    "exert": "(?:a |an )?(?:\\w+ )?(?:pressure|influence|control)",
    "gain": "(?:an? )?(?:insights?|access|experience|confidence|recognition|independence)",
    "acquire": "(?:new )?(?:skills|knowledge|languages?)",
    "shape": "(?:their |our |the )?(?:character|future|personality|identity|opinions?)",
    "foster": "(?:a )?(?:\\w+ )?(?:sense|creativity|relationships?|development|cooperation|understanding)",
    "bridge": "the gap",
    "broaden": "(?:their |our |one's |the )?(?:horizons|minds?|knowledge)",
    "bear": "(?:the )?(?:costs?|responsibility|in mind|the brunt)",
    "undergo": "(?:\\w+ )?(?:changes?|transformations?|treatment|surgery)",
    "implement": "(?:\\w+ )?(?:policies|policy|measures|laws|regulations|strategies)",
    "impose": "(?:\\w+ )?(?:taxes|fines|restrictions|bans?|limits|regulations|a tax|a ban)",
    "alleviate": "(?:the )?(?:poverty|pressure|stress|congestion|traffic|problem|burden)",
    "curb": "(?:the )?(?:\\w+ )?(?:emissions|pollution|crime|spread|growth)",
    "boost": "(?:the |their )?(?:\\w+ )?(?:economy|confidence|productivity|morale|tourism|growth)",
    "strike": "a (?:\\w+ )?balance",
    "reach": "a (?:peak|consensus|compromise|plateau)",
    "remain": "(?:relatively |fairly |largely |almost )?(?:stable|constant|unchanged|steady)",
    "take": "(?:into account|advantage of|responsibility for|measures|steps to)",
    "pay": "(?:close |more |special )?attention to|tribute to",
    "draw": "(?:a distinction|attention to|a conclusion)",
    "make": "(?:a living|informed decisions|ends meet|sacrifices|allowances)",
    "lead": "(?:a |an )?(?:healthy|sedentary|active|independent|stressful|comfortable) (?:life|lifestyle|lives)",
    "account": "for (?:the (?:largest|majority|highest|lowest|smallest)|(?:nearly|almost|about|around|approximately|just|over|roughly|only)? ?(?:a|one|half|\\d))",
    "experience": "a (?:\\w+ )?(?:decline|rise|increase|drop|growth|decrease|fluctuation)",
}
_FORMS = {
    "bear": "bears?|bore|borne|bearing",
    "undergo": "undergo(?:es|ne|ing)?|underwent",
    "strike": "strik(?:e|es|ing)|struck",
    "take": "tak(?:e|es|en|ing)|took",
    "draw": "draws?|drew|drawn|drawing",
    "make": "mak(?:e|es|ing)|made",
    "lead": "leads?|led|leading",
    "meet": "meets?|met|meeting",
    "pay": "pays?|paid|paying",
    "curb": "curb(?:s|ed|bing)?",
    "tackle": "tackl(?:e|es|ed|ing)",
}
_PHRASES = (
    r"(?:sharp|steep|steady|gradual|marked|slight|dramatic|sudden|moderate) (?:rise|increase|decline|decrease"
    r"|drop|fall|growth)"
    r"|(?:rose|fell|declined|dropped|increased|decreased|grew) (?:sharply|steeply|steadily|gradually|markedly"
    r"|slightly|dramatically|moderately|marginally)"
    r"|heavily (?:rel(?:y|ies|iant|ied)|depend(?:s|ent)?|polluted|influenced)|deeply (?:rooted|concerned)"
    r"|widely (?:used|available|accepted|recognised|recognized)"
    r"|highly (?:skilled|qualified|competitive|likely|unlikely|effective|educated)|readily available"
    r"|environmentally friendly|densely populated|vicious circle"
    r"|work-life balance|sedentary lifestyles?|peer pressure|life expectancy|labou?r market|job market"
    r"|job satisfaction|cost of living|standard of living|living standards"
    r"|carbon footprint|fossil fuels?|greenhouse gas(?:es)?|natural resources|renewable (?:energy|sources)"
    r"|climate change|global warming|rush hours?|traffic congestion"
    r"|juvenile delinquency|law-abiding|heated argument|mental (?:health|well-?being)|physical (?:activity"
    r"|well-?being)|public transport|cutting-edge|breadwinners?|upbringing"
    r"|a wide (?:range|variety) of|a wealth of|far-reaching|long-term (?:effects?|consequences|benefits?|goals?)"
    r"|detrimental (?:effects?|impacts?)|adverse (?:effects?|impacts?)"
    r"|profound (?:effects?|impact|influence)|vast majority|overwhelming majority|younger generations?"
    r"|ageing population|aging population|income inequality|social (?:skills|cohesion|unrest)"
)


def _inflected(verb: str) -> str:
    if verb in _FORMS:
        return _FORMS[verb]
    if verb.endswith("e"):
        return f"{verb[:-1]}(?:e|es|ed|ing)"
    return f"{verb}(?:s|es|ed|ing)?"


GOOD = re.compile(
    r"\b(?:"
    + "|".join(rf"(?:{_inflected(verb)}) (?:{objects})" for verb, objects in _VERBS.items())
    + f"|{_PHRASES})"
    + r"\b",
    re.IGNORECASE,
)
