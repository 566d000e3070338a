"""Slips that learners make and that a general grammar checker does not look for, each by a pattern that is hard to fool.

Precision before recall: a pattern is here only if hardly any correct sentence matches it, so many have a guard (a
word that must follow, a word that must not stand before). Replacements are templates for :meth:`re.Match.expand`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.marking.lint import Lint

Template = str | Callable[[re.Match[str]], str] | None


@dataclass(frozen=True, slots=True)
class _Slip:
    kind: str
    pattern: re.Pattern[str]
    better: Template
    why: str


_THEN = (
    r"(?=\s*[.,;:!?]|\s+(?:is|are|was|were|have|has|that|which|who|in|of|for|to|can|will|should|and|or|but|because|when"
    r"|where|with|from|on|at|by|about|every|after|before|such|if|as|while)\b)"
)
_MODAL = r"(?:can|could|will|would|should|must|may|might|cannot|can't)"
_PLURALS = (
    "countries|students|children|reasons|problems|things|cities|companies|parents|families|jobs|advantages"
    "|disadvantages|benefits|examples|solutions|ways|places|factors|aspects|products|methods"
)
_SINGULARS = (
    "country|student|child|reason|problem|thing|city|company|parent|family|job|advantage|disadvantage|benefit|example"
    "|solution|way|place|factor|aspect|product|method"
)
_ONE = dict(zip(_PLURALS.split("|"), _SINGULARS.split("|"), strict=True))
_MANY = {one: many for many, one in _ONE.items()}
_BASE = {
    "became": "become", "went": "go", "took": "take", "came": "come", "knew": "know", "got": "get", "gave": "give",
    "told": "tell", "brought": "bring", "bought": "buy", "kept": "keep", "chose": "choose", "grew": "grow",
    "made": "make", "led": "lead", "found": "find", "had": "have", "caused": "cause", "helped": "help",
    "increased": "increase", "improved": "improve", "reduced": "reduce", "affected": "affect", "provided": "provide",
    "created": "create", "changed": "change",
}  # fmt: skip
_PAST = {
    "increase": "increased", "decrease": "decreased", "decline": "declined", "rise": "rose", "drop": "dropped",
    "grow": "grew", "fall": "fell",
}  # fmt: skip
_MAKE = {"do": "make", "does": "makes", "did": "made", "doing": "making", "done": "made"}
_DO = {"make": "do", "makes": "does", "made": "did", "making": "doing"}
_CAUSE = {"make": "cause", "makes": "causes", "made": "caused", "making": "causing"}
_ARE = {"is": "are", "was": "were", "has": "have", "does": "do", "are": "is", "were": "was", "have": "has"}


def _swap(group: int, table: dict[str, str]) -> Callable[[re.Match[str]], str]:
    """The whole match with one group replaced by what the table has for it."""

    def better(match: re.Match[str]) -> str:
        start, end = match.start(group) - match.start(), match.end(group) - match.start()
        return match.group()[:start] + table[match.group(group).lower()] + match.group()[end:]

    return better


def _ing(verb: str) -> str:
    return f"{verb}ting" if verb == "get" else f"{verb.removesuffix('e')}ing"


def _plural_verb(verb: str) -> str:
    if verb in _ARE:
        return _ARE[verb]
    return {"goes": "go", "studies": "study"}.get(verb, verb.removesuffix("s"))


def _slip(kind: str, pattern: str, better: Template, why: str) -> _Slip:
    return _Slip(kind, re.compile(pattern, re.IGNORECASE | re.ASCII), better, why)


_LINKING = "Linking"
_GRAMMAR = "Grammar"
_AGREEMENT = "Agreement"
_COLLOCATION = "Collocation"

_SUBJECTS = (
    "people|children|men|women|students|parents|teachers|teenagers|adults|workers|employees|citizens|governments|countries"
    "|cities|companies|advantages|disadvantages|benefits|drawbacks|reasons|problems|causes|effects|solutions|things|ideas"
    "|opinions|others|they|we|these|those|many|families|universities|schools|cars|shops|products|jobs|animals"
)
_UNCOUNTABLES = (
    "information|advice|knowledge|homework|equipment|furniture|research|traffic|pollution|evidence|luggage|software|news"
    "|progress|behaviour|housework|transportation|accommodation"
)
_MODALS = "can|could|should|must|may|might|will|would"
# What follows one of these is a subject: in "the number of children is" it is not.
_SUBJECT = (
    r"(?:^|(?<=[.!?] )|(?<=\n)|(?<=that )|(?<=because )|(?<=becouse )|(?<=but )|(?<=when )|(?<=if )|(?<=although ))"
)

_SLIPS = (
    _slip(_LINKING, r"\b(?:in|by|at) (?:the )?other hand\b", "on the other hand", "The phrase is “on the other hand”."),
    _slip(_LINKING, r"(?<![\w’'])on (?:the )?other side(?=,)", "on the other hand", "To contrast ideas, say “on the other hand”."),
    _slip(_LINKING, r"\b(?:in|by|at) (?:the )?one hand\b", "on the one hand", "The phrase is “on the one hand”."),
    _slip(_LINKING, r"\bin contrary\b", "in contrast", "The phrase is “in contrast”."),
    _slip(_LINKING, r"\bin the contrary\b", "on the contrary", "The phrase is “on the contrary”."),
    _slip(_LINKING, r"\blast but not the least\b", "last but not least", "The phrase has no “the”."),
    _slip(_LINKING, r"\b(?:as (?:a |the )?conclusion|in (?:a|the) conclusion)(?=,)", "in conclusion", "The phrase is “in conclusion”."),
    _slip(_LINKING, r"\b(?:in|for) conclude\b|\bto concluded\b", "to conclude", "The phrase is “to conclude”."),
    _slip(_LINKING, r"\bone the one hand\b", "on the one hand", "The phrase is “on the one hand”."),
    _slip(_LINKING, r"\bin order words\b", "in other words", "The phrase is “in other words”."),
    _slip(_LINKING, r"\bin (?:the )?nutshell\b", "in a nutshell", "The phrase is “in a nutshell”."),
    _slip(_LINKING, r"\bdespite of\b", "despite", "“Despite” takes no “of”; “in spite of” does."),
    _slip(_LINKING, r"\bin spite(?= (?:the|their|its|all|this|these|being)\b)", "in spite of", "“In spite” needs “of”."),
    _slip(_LINKING, r"\baccording to (?:me|my opinion)\b", "in my opinion", "“According to” names somebody else; for yourself, “in my opinion”."),
    _slip(_LINKING, r"\b(?:from|on|at|to|for) my opinion(?=,)", "in my opinion", "The phrase is “in my opinion”."),
    _slip(_LINKING, r"\bin my point of view\b", "from my point of view", "The phrase is “from my point of view”."),
    _slip(_LINKING, r"\bfor examples(?=,)", "for example", "The phrase is always singular."),
    _slip(_LINKING, r"\bas result\b", "as a result", "The phrase is “as a result”."),
    _slip(_LINKING, r"\bmore over\b(?=,)", "moreover", "One word."),
    _slip(_LINKING, r"\b(?:firstable|first of able)\b", "first of all", "The phrase is “first of all”."),
    _slip(
        _LINKING, r"\b(?:(?:even )?though|although)\b(?:(?!not only|not just)[^.,;:!?\n]){8,110}(, (?:but|yet))\b(?! also)", ",",
        "“Although” already says it: leave out the second link.",
    ),
    _slip(
        _LINKING, r"(?:^|(?<=[.!?] )|(?<=\n))because\b(?! of)[^.,;:!?\n]{8,110}(, so)\b(?! that)", ",",
        "“Because” already says it: leave out “so”.",
    ),
    _slip(_LINKING, r"\bin nowadays\b", "nowadays", "“Nowadays” takes no preposition."),
    _slip(
        _AGREEMENT, r"(?:^|(?<=[.!?] )|(?<=\n)|\b(?:because|if|when|that) )(?:(?:many|most|some|young|old|other) )?people (is|was|has)\b",
        _swap(1, _ARE), "“People” is plural.",
    ),
    _slip(
        _AGREEMENT,
        r"(?<!one of the )\b(?:people|students|children|those|parents|workers|women|men|persons|teenagers|citizens|countries) (?:who|which|that)"
        r" (is|was|has|does|goes|lives|works|wants|needs|lets|makes|uses|studies|likes|thinks|believes|spends|comes|gets|takes|plays)\b",
        lambda m: _swap(1, {m.group(1).lower(): _plural_verb(m.group(1).lower())})(m),
        "The verb agrees with the plural before “who”.",
    ),
    _slip(
        _AGREEMENT,
        r"(?:^|(?<=[.!?] )|(?<=\n)|\b(?:because|that|but|if|when|although|while|so) )(?P<span>(?:the|my|our|their|these|those)"
        r" (?!means|news|series|species|states|lens|gas|bias|netherlands|philippines|thames)[a-z]{2,}(?<!ic)[^sui\W]s (is|was|has))\b",
        _swap(2, _ARE),
        "The subject is plural, and so must the verb be.",
    ),
    _slip(
        _GRAMMAR,
        r"\b((?:forget|want|wants|wanted|decide|decides|decided|plan|plans|planned|refuse|refuses|refused|afford|manage|manages|managed|able)) "
        r"(make|bring|go|get|take|do|buy|see|have|find|give|learn|become|spend|choose|improve|protect|send)\b",
        r"\1 to \2",
        "The second verb needs “to”.",
    ),
    _slip(
        "Capitalization",
        r"\b(?-i:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|april|june|july|september|october"
        r"|november|december|english|french|spanish|chinese|japanese|european|american|british|asian|african|australian|canadian"
        r"|indian|italian|german)\b",
        lambda m: m.group().capitalize(),
        "Days, months, languages and nationalities have a capital letter.",
    ),
    _slip(_AGREEMENT, r"\b(?:they|we) (is|was|has)\b", _swap(1, _ARE), "The verb must agree with its subject."),
    _slip(_AGREEMENT, r"\bthere (is|was) (?:many|several|numerous|various|two|three|four)\b(?!-)", _swap(1, _ARE), "Several things: the verb is plural."),
    _slip(
        _AGREEMENT,
        r"\bthere (are|were) (?:another|a (?:(?:slight|significant|dramatic|sharp|steady|gradual|big|serious|clear|good) )?(?:increase|decrease"
        r"|decline|rise|drop|fall|growth|problem|reason|difference|solution|change))\b(?! (?:two|three|few|number))",
        _swap(1, _ARE), "One thing: the verb is singular.",
    ),
    _slip(
        _AGREEMENT, r"\bthe number of (?:(?!who|that|which|where|when|and|or|they|we|these|those|the)\w+ ){1,2}(are|have|were)\b",
        _swap(1, _ARE), "“The number of” is singular.",
    ),
    _slip(_AGREEMENT, r"\ba number of (?!time\b)\w+s (is|was|has)\b", _swap(1, _ARE), "“A number of” means several: plural."),
    _slip(_AGREEMENT, rf"\b(?:every|each|another) ({_PLURALS})\b(?!['’])", _swap(1, _ONE), "After “every”, “each” and “another” the noun is singular."),
    _slip(_AGREEMENT, rf"\b(?:these|those|many|several|various|few) ({_SINGULARS}){_THEN}", _swap(1, _MANY), "More than one: the noun is plural."),
    _slip(_AGREEMENT, rf"\bothers ({_PLURALS}|people)\b", r"other \1", "Before a noun, “other” has no s."),
    _slip(_GRAMMAR, r"\bits (a|an|not|because)\b", r"it's \1", "“It's” is short for “it is”; “its” is what belongs to it."),
    _slip(_GRAMMAR, r"\btheir (is|are|was|were)\b", r"there \1", "“There” with is and are; “their” is what belongs to them."),
    _slip(_GRAMMAR, r"(?<!his )(?<!her )(?<!its )(?<!the )(?<!their )\b(could|should|must|might) to(?= [a-z])", r"\1", "No “to” after this verb."),
    _slip(
        _GRAMMAR, rf"\b(?:didn't|did not|don't|do not|doesn't|does not) ({'|'.join(_BASE)})\b", _swap(1, _BASE),
        "After “do”, “does” and “did” the verb is in its base form.",
    ),
    _slip(_GRAMMAR, r"\bto (became|went|took|came|knew|gave|told|brought|bought|chose|grew)\b", _swap(1, _BASE), "After “to” the verb is in its base form."),
    _slip(_GRAMMAR, rf"\b{_MODAL} (?:also |not )?({'|'.join(_BASE)})\b", _swap(1, _BASE), "After a modal verb the verb is in its base form."),
    _slip(_GRAMMAR, r"\bI am ((?:totally |completely |strongly |fully |partly |partially |also )?)(agree|disagree)\b", r"I \1\2", "“Agree” is a verb: no “am”."),
    _slip(_GRAMMAR, r"\bis (depend|belong|consist|exist)s?\b", r"\1s", "Two verbs in one: leave out “is”."),
    _slip(_GRAMMAR, r"\bare (depend|belong|consist|exist)\b", r"\1", "Two verbs in one: leave out “are”."),
    _slip(
        _GRAMMAR, r"\b(?:was|were) (increase|decrease|decline|rise|drop|grow|fall)(?= (?:to|from|by|slightly|dramatically|significantly|steadily|sharply|rapidly|gradually)\b)",
        lambda m: _PAST[m.group(1).lower()], "This verb makes its past without “was”.",
    ),
    _slip(_GRAMMAR, r"\b(discuss(?:es|ed|ing)?|mention(?:s|ed|ing)?) about\b", r"\1", "This verb takes its object without “about”."),
    _slip(_GRAMMAR, r"\b(emphasi[sz]e[sd]?|emphasi[sz]ing) on\b", r"\1", "This verb takes its object without “on”."),
    _slip(_GRAMMAR, rf"\b({_MODAL} (?:access|reach|enter)) to\b", r"\1", "This verb takes its object without “to”."),
    _slip(_GRAMMAR, rf"\b({_MODAL} (?:also |negatively |positively |badly )?affect) (?:on|to)\b", r"\1", "“Affect” takes its object without a preposition."),
    _slip(_GRAMMAR, r"\b(depend(?:s|ed|ing)?) of\b", r"\1 on", "The preposition is “on”."),
    _slip(_GRAMMAR, r"\bresponsible of\b", "responsible for", "The preposition is “for”."),
    _slip(_GRAMMAR, r"\binterested (?:on|about|for)\b", "interested in", "The preposition is “in”."),
    _slip(_GRAMMAR, r"\b(suffer(?:s|ed)?) (?:by|of)\b", r"\1 from", "The preposition is “from”."),
    _slip(_GRAMMAR, r"\b(participat(?:e|es|ed|ing)) (?:to|on|at)\b", r"\1 in", "The preposition is “in”."),
    _slip(
        _GRAMMAR, r"\b(?:without|from|by|before|after|instead of|of|for) (find|make|get|become|create|solve|take|give|buy|learn|choose|improve|provide|reduce|develop|achieve|bring|understand|spend|build)\b(?! (?:or|and) )",
        lambda m: m.group()[: m.start(1) - m.start()] + _ing(m.group(1)), "After a preposition the verb takes -ing.",
    ),
    _slip(_GRAMMAR, r"\bmarried with\b", "married to", "The preposition is “to”."),
    _slip(_GRAMMAR, r"\bcapable to\b", "able to", "“Able to do” or “capable of doing”."),
    _slip(_GRAMMAR, r"\b(cop(?:e|es|ed|ing)) up with\b", r"\1 with", "The phrase is “cope with”."),
    _slip(_GRAMMAR, r"\b(comprises?) of\b", lambda m: "consists of" if m.group(1).lower().endswith("s") else "consist of", "“Consist of”, or “comprise” without “of”."),
    _slip(_GRAMMAR, r"\b(effects?|influences?|impacts?) to(?= (?:the|our|people|society|children|their|his|her|us|them|human)\b)", r"\1 on", "The preposition is “on”."),
    _slip(_GRAMMAR, r"(?<!for )\b(reasons?) of(?= (?:this|these|that|such|it)\b)", r"\1 for", "The preposition is “for”."),
    _slip(_GRAMMAR, rf"\b(?:(?:in|by) (?:the )?|on )internet{_THEN}", "on the internet", "The phrase is “on the internet”."),
    _slip(_GRAMMAR, r"\bsince ((?:two|three|four|five|ten|many|several|\d{1,2}) (?:years|months|decades|weeks))\b(?! ago)", r"for \1", "“For” with a length of time, “since” with its beginning."),
    _slip(_GRAMMAR, r"\bhow ((?:it|they|this|he|she) looks?) like\b", r"what \1 like", "“What … like” or “how …”, not both."),
    _slip(
        _GRAMMAR, r"\b(?:the )?(most|some|many|several|few) of (people|students|countries|children|parents|companies|cities|teenagers|adults)\b",
        r"\1 \2", "No “of” unless “the” or “these” follows.",
    ),
    _slip(_GRAMMAR, r"(?<!how )(?<!pretty )(?<!very )\bmuch (people|problems|things|countries|cars|students|children|jobs|reasons|benefits|advantages|disadvantages)\b",
        r"many \1", "“Many” with things that one can count."),  # fmt: skip
    _slip(_GRAMMAR, rf"\bmany (information|knowledge|money|traffic|pollution|advice|equipment|homework){_THEN}", r"much \1", "“Much” with what one cannot count."),
    _slip(_GRAMMAR, r"\b(amounts?) of (people|students|cars|children|workers|visitors|tourists|books|passengers|employees)\b",
        lambda m: ("numbers" if m.group(1).lower().endswith("s") else "number") + f" of {m.group(2)}", "“Number” with what one can count."),  # fmt: skip
    _slip(
        _GRAMMAR, r"(?:^|(?<=[.!?] )|(?<=\n))if (?:I|you|we|they|he|she|it|people|(?:the )?(?:governments?|students?|parents?|schools?|children|companies|countries)) would\b(?! (?:like|prefer|rather|mind))",
        None, "After “if”, the past or the present is used here, without “would”.",
    ),
    _slip(
        _COLLOCATION,
        rf"\b(?:(?:to|{_MODAL}|they|we|people|who) (do|does|did)|(doing|done)) (?:(?:a|an|the|some|many|any|their|this|no|more|big|great|good|wrong|right) )*"
        r"(?:mistakes?|decisions?|efforts?|progress|choices?|noise|contributions?)\b",
        lambda m: _swap(1 if m.group(1) else 2, _MAKE)(m), "One makes it, one does not do it.",
    ),
    _slip(_COLLOCATION, r"\b(make|makes|made|making) ((?:a|the|some|more|their|any|many|my|our) )*(?:homework|housework|sports?)" + _THEN, _swap(1, _DO), "One does it, one does not make it."),
    _slip(_COLLOCATION, r"\b(make|makes|made|making) ((?:a lot of|more|many|some|the|serious|big|much) )*(?:pollution|accidents|diseases|traffic jams?)" + _THEN, _swap(1, _CAUSE), "“Cause” is the verb for something bad."),
    _slip(_COLLOCATION, r"\b(to|can|will|should|must|could|may|help) rise ((?:the|their|public|people's|more) )?(awareness|money|funds|children|taxes|standards)\b",
        lambda m: f"{m.group(1)} raise {m.group(2) or ''}{m.group(3)}", "“Raise” something; “rise” has no object."),  # fmt: skip
    _slip(_COLLOCATION, r"\blearn(s|ing|t|ed)? ((?:more |new |some |a lot of |much )?)knowledge\b",
        lambda m: {"s": "gains", "ing": "gaining", "t": "gained", "ed": "gained"}.get((m.group(1) or "").lower(), "gain") + f" {m.group(2)}knowledge",
        "One gains knowledge."),  # fmt: skip
    _slip(_COLLOCATION, r"\b(?:strong|big) rain\b", "heavy rain", "Rain is heavy or light."),
    _slip(_COLLOCATION, r"\bcrowded traffic\b", "heavy traffic", "Traffic is heavy or light."),
    _slip(_COLLOCATION, r"\bexpensive (prices?)\b", r"high \1", "Prices are high or low; things are expensive."),
    _slip(_COLLOCATION, r"\bcheap(er)? (prices?)\b", lambda m: f"low{m.group(1) or ''} {m.group(2)}", "Prices are high or low; things are cheap."),
    _slip(_COLLOCATION, r"\b(?:say|says|said) (a lie|lies|the truth)\b", lambda m: ("told " if m.group().lower().startswith("said") else "tell ") + m.group(1), "One tells it."),
    _slip(_COLLOCATION, r"\bput(s|ting)? (more |much )?attention (?:on|to|in)\b", lambda m: f"pay{m.group(1) if m.group(1) == 's' else 'ing' if m.group(1) else ''} {m.group(2) or ''}attention to", "One pays attention to something."),
    _slip(_COLLOCATION, r"\b(takes?|taking|took) (an? (?:important|vital|crucial|main|key|big|significant) role)\b",
        lambda m: {"take": "play", "takes": "plays", "taking": "playing", "took": "played"}[m.group(1).lower()] + f" {m.group(2)}", "One plays a role."),  # fmt: skip
    _slip(_GRAMMAR, rf"{_SUBJECT}((?:the |these |those |many |most |some |young |other )*)(?P<span>({_SUBJECTS}) is)\b(?! (?:to|a matter))", r"\1\3 are", "A plural subject takes “are”."),
    _slip(_GRAMMAR, rf"{_SUBJECT}((?:the |these |those |many |most |some |young |other )*)(?P<span>({_SUBJECTS}) was)\b", r"\1\3 were", "A plural subject takes “were”."),
    _slip(_GRAMMAR, rf"{_SUBJECT}((?:the |these |those |many |most |some |young |other )*)(?P<span>({_SUBJECTS}) has)\b", r"\1\3 have", "A plural subject takes “have”."),
    _slip(_GRAMMAR, rf"{_SUBJECT}((?:the |these |those |many |most |some |young |other )*)(?P<span>({_SUBJECTS}) does)\b", r"\1\3 do", "A plural subject takes “do”."),
    _slip(_GRAMMAR, rf"\b({_UNCOUNTABLES}) are\b", r"\1 is", "This noun is uncountable: it takes “is”."),
    _slip(_GRAMMAR, r"\ban? (information|advice|knowledge|homework|equipment|furniture|research|evidence|progress)\b(?! \w+)", r"some \1", "This noun is uncountable: it takes no “a”."),
    _slip(_GRAMMAR, r"\b(people|men|women|children|students|person|man|woman|parents|workers|teachers) which\b", r"\1 who", "People are “who”, things are “which”."),
    _slip(_GRAMMAR, rf"\b({_MODALS}) to (be|do|have|go|make|help|take|use|get|learn|work|improve|reduce|solve|give|see|find)\b", r"\1 \2", "No “to” after a modal verb."),
    _slip(_GRAMMAR, rf"\b({_MODALS}) (has|does|is|are|was|were|makes|helps|gets|takes|goes|needs|gives|became|made|went)\b", None, "After a modal verb comes the plain form."),
    _slip(_GRAMMAR, r"\bdiscuss about\b", "discuss", "“Discuss” takes no “about”."),
    _slip(_GRAMMAR, r"\bemphasi[sz]e on\b", "emphasise", "“Emphasise” takes no “on”."),
    _slip(_GRAMMAR, r"\bdespite of\b", "despite", "It is “despite” or “in spite of”."),
    _slip(_GRAMMAR, r"\bin spite the\b", "in spite of the", "It is “in spite of”."),
    _slip(_GRAMMAR, r"\bin the other hand\b", "on the other hand", "The phrase is “on the other hand”."),
    _slip(_GRAMMAR, r"\b(?:in|at) the one hand\b", "on the one hand", "The phrase is “on the one hand”."),
    _slip(_GRAMMAR, r"\bin one hand\b", "on the one hand", "The phrase is “on the one hand”."),
    _slip(_GRAMMAR, r"\bin nowadays\b", "nowadays", "“Nowadays” stands alone."),
    _slip(_GRAMMAR, r"\bnow a days\b", "nowadays", "One word."),
    _slip(_GRAMMAR, r"\bas conclusion\b", "in conclusion", "The phrase is “in conclusion”."),
    _slip(_GRAMMAR, r"\bto conclusion\b", "in conclusion", "The phrase is “in conclusion”."),
    _slip(_GRAMMAR, r"\baccording to (?:me|my opinion)\b", "in my opinion", "“According to” is for other people's words."),
    _slip(_GRAMMAR, r"\bmost of people\b", "most people", "“Most people”, or “most of the people”."),
    _slip(_GRAMMAR, r"\bthe most of (the|people)\b", r"most of \1", "No “the” before “most of”."),
    _slip(_GRAMMAR, r"\balmost (people|countries|students|children)\b", r"most \1", "“Almost” needs “all” after it; here it is “most”."),
    _slip(_GRAMMAR, r"\bmore (better|worse|easier|cheaper|faster|bigger|higher|lower|safer|cleaner|healthier|happier|richer|stronger|older|younger)\b", r"\1", "One comparative is enough."),
    _slip(_GRAMMAR, r"\bmost (best|biggest|easiest|cheapest|highest|largest)\b", r"\1", "One superlative is enough."),
    _slip(_GRAMMAR, r"\b(?:childrens|childs)\b", "children", "The plural is “children”."),
    _slip(_GRAMMAR, r"\b(?:mans|mens)\b(?!')", "men", "The plural is “men”."),
    _slip(_GRAMMAR, r"\bwomens\b(?!')", "women", "The plural is “women”."),
    _slip(_GRAMMAR, r"\bpeoples\b(?!')", "people", "“People” is plural already."),
    _slip(_GRAMMAR, r"\bpersons\b", "people", "“People” is the usual plural."),
    _slip(_GRAMMAR, r"\binformations\b", "information", "This noun has no plural."),
    _slip(_GRAMMAR, r"\badvices\b", "advice", "This noun has no plural."),
    _slip(_GRAMMAR, r"\bknowledges\b", "knowledge", "This noun has no plural."),
    _slip(_GRAMMAR, r"\bequipments\b", "equipment", "This noun has no plural."),
    _slip(_GRAMMAR, r"\bhomeworks\b", "homework", "This noun has no plural."),
    _slip(_GRAMMAR, r"\bresearches (show|shows|have|has|suggest|prove)", r"studies \1", "“Research” has no plural; say “studies”."),
    _slip(_GRAMMAR, r"\bless (people|children|students|cars|jobs|hours|problems|countries|workers|products)\b", r"fewer \1", "“Fewer” for what can be counted."),
    _slip(_GRAMMAR, r"\b(every|each) (people|children|countries|students|parents|cities|companies|years|days)\b", None, "“Every” and “each” take a singular noun."),
    _slip(_GRAMMAR, r"\bone of the (?:most \w+ |biggest |main |best |greatest |major |important )?(problem|reason|advantage|disadvantage|benefit|issue|cause|way|factor|country|city|solution|example|thing|topic)\b", None, "“One of the” takes a plural noun."),
    _slip(_GRAMMAR, r"\bthere have (many|some|a|been no|several|two|three|no)\b", r"there are \1", "Existence is “there is” or “there are”."),
    _slip(_GRAMMAR, r"\bit is depends?\b", "it depends", "One verb is enough."),
    _slip(_GRAMMAR, r"\bis depends? on\b", "depends on", "One verb is enough."),
    _slip(_GRAMMAR, r"\bdepends? of\b", "depends on", "“Depend” takes “on”."),
    _slip(_GRAMMAR, r"\bconsists? (?:in|from) (two|three|four|five|several|many)\b", r"consists of \1", "“Consist” takes “of”."),
    _slip(_GRAMMAR, r"\bmarried with\b", "married to", "“Married” takes “to”."),
    _slip(_GRAMMAR, r"\bgood in (math|english|sport|study|their|his|her)", r"good at \1", "“Good” takes “at” for what one can do."),
    _slip(_GRAMMAR, r"\binterested (?:for|on|about)\b", "interested in", "“Interested” takes “in”."),
    _slip(_GRAMMAR, r"\bresponsible (?:of|about)\b", "responsible for", "“Responsible” takes “for”."),
    _slip(_GRAMMAR, r"\bagree (?:to|on) (?:this|that) (?:idea|opinion|statement|view)\b", "agree with this view", "One agrees “with” a view."),
    _slip(_GRAMMAR, r"\bam (?:strongly |totally |completely |partly )?(agree|disagree)\b", r"\1", "“Agree” is a verb: no “am” before it."),
    _slip(_GRAMMAR, r"\bare agree\b", "agree", "“Agree” is a verb: no “are” before it."),
    _slip(_GRAMMAR, r"\bit can not\b", "it cannot", "One word."),
    _slip(_GRAMMAR, r"\bcan not\b", "cannot", "One word."),
    _slip(_GRAMMAR, r"\ban other\b", "another", "One word."),
    _slip(_GRAMMAR, r"\bsince (two|three|four|five|six|seven|ten|many|several) years\b(?! ago)", r"for \1 years", "“For” with a length of time, “since” with its beginning."),
    _slip(_GRAMMAR, r"\bgo to (home|abroad|shopping|there|here)\b", r"go \1", "No “to” before this word."),
    _slip(_GRAMMAR, r"\bexplain (me|us|them|him|her) ", r"explain to \1 ", "One explains something “to” somebody."),
    _slip(_GRAMMAR, r"\bsuggest (me|us|them|him|her) to\b", None, "One suggests “that somebody do” something."),
    _slip(_GRAMMAR, r"\bhow to ([a-z]+ing)\b", None, "After “how to” comes the plain form."),
    _slip(_GRAMMAR, r"\bwould of\b", "would have", "It is “have”, not “of”."),
    _slip(_GRAMMAR, r"\bshould of\b", "should have", "It is “have”, not “of”."),
    _slip(_GRAMMAR, r"\bcould of\b", "could have", "It is “have”, not “of”."),
)  # fmt: skip


def slips(text: str) -> tuple[Lint, ...]:
    """What these patterns find, in order and none overlapping another, as lints beside those of harper."""
    taken: list[Lint] = []
    for found in _find(text):
        if all(found.end <= other.start or other.end <= found.start for other in taken):
            taken.append(found)
    return tuple(sorted(taken, key=lambda lint: lint.start))


def _find(text: str) -> Iterator[Lint]:
    for number, slip in enumerate(_SLIPS):
        for match in slip.pattern.finditer(text):
            # A slip that is one joining word far along in its sentence marks that word: the last group.
            only_the_link = slip.better == ","
            start, end = match.span(1) if only_the_link else match.span()
            better = _better(slip, match)
            if better is not None and "span" in slip.pattern.groupindex:  # what stands before it is only context
                better = better[match.start("span") - match.start() :]
                start = match.start("span")
            if better != text[start:end]:
                yield Lint(start, end, f"Slip{number}", slip.kind, slip.why, () if better is None else (better,))


def _better(slip: _Slip, match: re.Match[str]) -> str | None:
    if slip.better is None or slip.better == ",":
        return slip.better
    better = slip.better(match) if callable(slip.better) else match.expand(slip.better)
    return better[0].upper() + better[1:] if match.group()[:1].isupper() else better
