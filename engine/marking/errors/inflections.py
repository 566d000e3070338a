"""Forms of verbs and nouns: which word a form belongs to, and its other forms."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_VERB_TAGS = ("VBZ", "VBG", "VBD", "VBN")


def verb_form(word: str, tag: str) -> str | None:
    """The form of a verb that Penn ``tag`` (``VB``, ``VBZ``, ``VBG``, ``VBD``, ``VBN``) names; None of no known verb."""
    return _inflected(word, "v", tag)


def plural(noun: str) -> str | None:
    """The plural of a noun in any form; None where there is none."""
    return _inflected(noun, "n", "NNS")


def singular(noun: str) -> str | None:
    """The singular of a noun in any form; None of no known noun."""
    return _inflected(noun, "n", "NN")


def lemmas(word: str) -> frozenset[tuple[str, str]]:
    """Every (lemma, ``v`` or ``n``) that ``word`` is a form of."""
    return frozenset((lemma, part) for lemma, part, _ in _table()[0].get(word.lower(), ()))


def tags(word: str) -> frozenset[str]:
    """The Penn tags of verbs and nouns that ``word`` can have."""
    return frozenset(tag for _, _, tag in _table()[0].get(word.lower(), ()))


def _inflected(word: str, part: str, tag: str) -> str | None:
    by_form, by_tag = _table()
    found = by_form.get(word.lower(), ())
    # A form that is a lemma itself ("found") is more often a form of another word ("find").
    lemma = next((lemma for lemma, kind, _ in found if kind == part and lemma != word.lower()), None)
    lemma = lemma or next((lemma for lemma, kind, _ in found if kind == part), None)
    return by_tag.get((lemma, part, tag)) if lemma else None


_Readings = dict[str, tuple[tuple[str, str, str], ...]]


@cache
def _table() -> tuple[_Readings, dict[tuple[str, str, str], str]]:
    """Readings (lemma, part, tag) by form, and the commonest form by reading."""
    by_form: _Readings = {}
    by_tag = {}
    for line in files("engine.data").joinpath("errors/inflections.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        lemma, part, *forms = line.split("\t")
        base = "VB" if part == "v" else "NN"
        for tag, several in [(base, lemma), *zip(_VERB_TAGS if part == "v" else ("NNS",), forms, strict=True)]:
            variants = several.split("|")
            by_tag[lemma, part, tag] = variants[0]
            for form in variants:
                by_form[form] = (*by_form.get(form, ()), (lemma, part, tag))
    return by_form, by_tag
