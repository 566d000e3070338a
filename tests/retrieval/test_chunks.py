"""A document in passages: by its headings, with its pages, none too long."""

from __future__ import annotations

from engine.documents.document import Block, Document
from engine.ielts.passages import Scope
from engine.ielts.writing import count_words
from engine.retrieval.chunks import LONGEST, cut
from engine.retrieval.scopes import about_in
from engine.retrieval.stems import stems, terms


def test_headings_say_what_passages_are_about() -> None:
    made = cut(
        Document("d.pdf", (
            Block("Writing Task 2", 1), Block("Vocabulary", 2), Block("Use exact words.", page=3), Block("Not these.", page=4),
            Block("Grammar, band 7", 2), Block("Mostly right.", page=5),
        ))
    )  # fmt: skip
    first, second = made.passages
    assert (first.text, first.page, first.heading) == ("Use exact words.\nNot these.", 3, "Writing Task 2 › Vocabulary")
    assert (first.scope.task, first.scope.criterion, first.scope.band) == ("W2", "LR", None)
    assert (second.scope.task, second.scope.criterion, second.scope.band) == ("W2", "GRA", 7.0)
    assert cut(Document("d", (Block("x y z."),)), Scope("S", "P")).passages[0].scope == Scope("S", "P")


def test_no_passage_is_too_long() -> None:
    long = " ".join(f"Sentence number {n} has six words." for n in range(100))
    endless = "word " * 500
    sizes = [count_words(p.text) for p in cut(Document("d", (Block(long), Block(endless)))).passages]
    assert max(sizes) <= LONGEST
    assert sum(sizes) == 600 + 500
    chinese = cut(Document("d", (Block("雅思写作" * 100),))).passages
    assert max(len(p.text) for p in chinese) <= LONGEST
    assert {p.scope.language for p in chinese} == {"zh-Hans"}


def test_a_range_of_bands_is_no_band() -> None:
    assert about_in("Bands 5 to 6").band is None
    assert about_in("口语 7 分").band == 7.0
    assert about_in("Speaking, coherence").criterion == "FC"


def test_stems() -> None:
    assert stems("The examiners’ bands: 6.5!") == ["examin", "mark", "6p5"]
    assert stems("雅思口语的分数") == ["口语", "分数"]
    weights = {term.stem: term.weight for term in terms("essay about xylophones")}
    assert weights["xylophon"] > weights["essay"]
