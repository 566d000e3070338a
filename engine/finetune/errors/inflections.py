"""The table of inflected forms that the finder mends with, written by lemminflect (MIT) for words that are in use.

lemminflect itself takes a second and 100 MB to load, which a learner would wait for; a table takes hundredths.
"""

from __future__ import annotations

from pathlib import Path

_WORDS = 120_000
_IN_USE = 2.0  # Zipf: once in ten million words
_TAGS = {"VERB": ("VBZ", "VBG", "VBD", "VBN"), "NOUN": ("NNS",)}
HEADER = (
    "# lemma, part of speech (v: -s, -ing, past, participle; n: plural): forms by lemminflect (MIT), for words in use"
)


def write_inflections(path: Path) -> int:
    """Write the table; how many rows it has."""
    from lemminflect import getAllLemmas, getInflection
    from wordfreq import top_n_list, zipf_frequency

    lemmas = {
        (lemma, part)
        for word in top_n_list("en", _WORDS)
        if word.isascii() and word.isalpha()
        for part, found in getAllLemmas(word).items()
        if part in _TAGS
        for lemma in found
        if lemma.isalpha() and lemma.islower() and len(lemma) > 1 and zipf_frequency(lemma, "en") >= _IN_USE
    }
    rows = []
    for lemma, part in sorted(lemmas):
        forms = [
            "|".join(sorted(getInflection(lemma, tag)[:2], key=lambda form: -zipf_frequency(form, "en")))
            for tag in _TAGS[part]
        ]
        if all(forms):
            rows.append("\t".join([lemma, part[0].lower(), *forms]))
    path.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    return len(rows)
