"""Whether two words are forms of one: "go" and "goes", "study" and "studied", "child" and "children"."""

from __future__ import annotations

_IRREGULAR = {
    form: forms.split()[0]
    for forms in (
        "go goes went gone going", "have has had having", "do does did done doing", "be is are was were been am",
        "buy bought", "bring brought", "think thought", "teach taught", "catch caught", "feel felt", "leave left",
        "keep kept", "sleep slept", "meet met", "spend spent", "send sent", "lend lent", "build built", "make made",
        "say said", "pay paid", "tell told", "sell sold", "find found", "hear heard", "hold held", "stand stood",
        "understand understood", "lose lost", "win won", "get got gotten", "sit sat", "eat ate eaten",
        "drink drank drunk", "sing sang sung", "swim swam swum", "begin began begun", "run ran", "come came",
        "become became", "see saw seen", "give gave given", "take took taken", "write wrote written",
        "drive drove driven", "ride rode ridden", "speak spoke spoken", "break broke broken", "choose chose chosen",
        "wear wore worn", "fly flew flown", "grow grew grown", "know knew known", "throw threw thrown",
        "draw drew drawn", "fall fell fallen", "forget forgot forgotten", "child children", "man men", "woman women",
        "person people", "foot feet", "life lives", "wife wives",
    )
    for form in forms.split()
}  # fmt: skip
_ENDINGS = ("ing", "ed", "es", "s", "d", "")


def same_verb_or_noun(one: str, other: str) -> bool:
    """Whether two different words are forms of the same verb or noun."""
    if one == other or "'" in one or "'" in other or min(len(one), len(other)) < 2:
        return False
    base, other_base = _IRREGULAR.get(one), _IRREGULAR.get(other)
    if base is not None and base == other_base:
        return True
    return min(len(one), len(other)) >= 3 and bool(_stems(one) & _stems(other))


def _stems(word: str) -> frozenset[str]:
    found = set()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: len(word) - len(ending)] if ending else word
            found |= {stem, stem + "e" if ending in {"ing", "ed", "es"} else stem}
            if ending and len(stem) > 3 and stem[-1] == stem[-2]:
                found.add(stem[:-1])
            if ending in {"es", "ed"} and stem.endswith("i"):
                found.add(stem[:-1] + "y")
    return frozenset(found)
