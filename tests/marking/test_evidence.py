"""Detectors: what is there is seen, what is not there is never claimed."""

from __future__ import annotations

import pytest

from engine.ielts.bands import Criterion
from engine.ielts.text import Span, Text
from engine.ielts.writing import Module
from engine.marking.errors.error import Kind
from engine.marking.observation import QUOTE, Observation, cut, quoted
from engine.marking.writing.evidence.coherence import coherence
from engine.marking.writing.evidence.description import describes_a_visual, figures_in
from engine.marking.writing.evidence.errors import errors
from engine.marking.writing.evidence.grammatical import grammatical
from engine.marking.writing.evidence.letter import writes_a_letter
from engine.marking.writing.evidence.lexical import lexical, longest_copy
from engine.marking.writing.evidence.plain import plain_facts
from engine.marking.writing.evidence.task_response import task_response
from tests.doubles.fake_finder import FakeFinder
from tests.marking.seen import BOTH, CHART, CLEAN, LETTER, OPINION, Detector, about, quote, see


class TestPosition:
    STATED = (
        "Cars fill our cities. I strongly believe that they should be banned from the centre.\n\n"
        "The first reason is clean air. Cars produce gases that make people ill, and children suffer most.\n\n"
        "In conclusion, I agree that private cars have no place in a city."
    )

    def test_stated_and_held(self) -> None:
        found = about(see(self.STATED, task_response, prompt=OPINION), "position", good=True)
        assert quote(self.STATED, found[0]).startswith("I strongly believe")
        assert any("from start to finish" in each.message for each in found)
        assert not about(see(self.STATED, task_response, prompt=OPINION), "position", good=False)

    def test_an_announcement_is_not_a_position(self) -> None:
        text = self.STATED.replace(
            "I strongly believe that they should be banned from the centre.",
            "This essay will discuss both sides and give my opinion.",
        )
        found = about(see(text, task_response, prompt=OPINION), "position", good=False)
        assert quote(text, found[0]).startswith("This essay will discuss")
        assert "I agree that private cars" in found[0].message

    def test_missing_is_claimed_only_where_the_question_asks_for_one(self) -> None:
        text = (
            "Cars fill cities. They are loud.\n\nThey are also dangerous. Many people die.\n\nCities are full of them."
        )
        assert "found no sentence" in about(see(text, task_response, prompt=OPINION), "position", good=False)[0].message
        why = "More and more people own a car. What are the causes, and what problems does it bring?"
        assert not about(see(text, task_response, prompt=why), "position", good=False)
        assert not about(see(text, task_response), "position", good=False)

    def test_a_question_is_no_position(self) -> None:
        text = "Do I believe that cars are bad? Cars are everywhere.\n\nThey are loud.\n\nThey will stay."
        assert not about(see(text, task_response, prompt=OPINION), "position", good=True)


class TestParts:
    def test_both_views(self) -> None:
        one = (
            "I believe that home is best.\n\nAt home there is coffee. The bed is near.\n\nIn conclusion, home is best."
        )
        assert about(see(one, task_response, prompt=BOTH), "parts", good=False)
        two = one.replace("At home there is coffee.", "Others say that an office gives them company.")
        found = about(see(two, task_response, prompt=BOTH), "parts", good=True)
        assert quote(two, found[0]) == "Others say that an office gives them company."

    def test_a_proposal_where_one_is_asked_for(self) -> None:
        prompt = "Traffic is growing in many cities. What problems does it cause and what can be done?"
        text = "Traffic is growing. It is loud. People lose time. The air is bad. Children cough. It grows every year."
        assert "without a proposal" in about(see(text, task_response, prompt=prompt), "parts", good=False)[0].message
        opinion = "Traffic problems could be solved by moving companies to the countryside. Do you agree?"
        found = about(see(text, task_response, prompt=opinion), "parts", good=False)
        assert all("proposal" not in each.message for each in found)
        text += " Governments should build more railways."
        assert not about(see(text, task_response, prompt=prompt), "parts", good=False)


class TestSupport:
    def test_a_particular_case_is_told_from_a_general_example(self) -> None:
        text = "Cars pollute. For example, in Milan the air improved by 20% in 2019. For instance, many people are often ill."
        found = see(text, task_response, prompt=OPINION)
        assert "Milan" in quote(text, about(found, "support", good=True)[0])
        assert "many people" in quote(
            text, next(e for e in about(found, "support", good=False) if "general" in e.message)
        )

    def test_short_of_the_minimum_says_so_without_a_penalty(self) -> None:
        found = see("Cars are bad. They are loud.", task_response, prompt=OPINION)
        message = next(each.message for each in found if "250" in each.message)
        assert "6 words" in message
        for word in ("penalty", "deduct", "lose", "minus", "marks"):
            assert word not in message.lower()

    def test_a_translated_question_is_not_held_against_the_answer(self) -> None:
        found = see(
            TestPosition.STATED, task_response, prompt="有人认为城市应该禁止私家车。你在多大程度上同意或不同意？"
        )
        assert not about(found, "relevance", good=False)


def test_notes_are_no_essay() -> None:
    text = "- cars are loud\n- cars are dirty\n- buses are better"
    found = about(see(text, task_response, prompt=OPINION), "form", good=False)
    assert "3 lines" in found[0].message
    assert not about(see("Well-known cities - such as Rome - are loud.", task_response), "form", good=False)


class TestDescription:
    TEXT = (
        "The chart shows how many tourists visited three towns.\n\nOverall, the north lost visitors, while the south gained many.\n\n"
        "In 2001 the north had 500 visitors, which was twice as many as the south with 250."
        " By 2010 the south had 700, more than the north with 300."
    )  # fmt: skip

    def test_overview_data_and_comparison(self) -> None:
        found = see(self.TEXT, describes_a_visual, prompt=CHART, number=1)
        assert quote(self.TEXT, about(found, "overview", good=True)[0]).startswith("Overall")
        assert about(found, "features", good=True)
        assert about(found, "comparison", good=True)
        assert not about(found, "shown", good=False)

    def test_no_overview(self) -> None:
        text = self.TEXT.replace("Overall, the north lost visitors, while the south gained many.\n\n", "")
        assert (
            "no clear overview"
            in about(see(text, describes_a_visual, prompt=CHART, number=1), "overview", good=False)[0].message
        )

    def test_an_overview_with_figures_is_only_tried(self) -> None:
        text = self.TEXT.replace("the south gained many", "the south gained 450")
        assert (
            "tried" in about(see(text, describes_a_visual, prompt=CHART, number=1), "overview", good=False)[0].message
        )

    def test_a_guess_goes_beyond_the_visual(self) -> None:
        text = self.TEXT + " This is probably because hotels were cheap."
        assert (
            "“probably”" in about(see(text, describes_a_visual, prompt=CHART, number=1), "shown", good=False)[0].message
        )

    def test_a_process_needs_no_figures(self) -> None:
        text = "The diagram shows how paper is made. The whole process has several stages. First, trees are cut."
        prompt = "The diagram below shows how paper is made. Summarise the process."
        found = see(text, describes_a_visual, prompt=prompt, number=1)
        assert all("figure" not in each.message for each in about(found, "features", good=False))
        assert about(found, "overview", good=True)

    def test_years_are_no_data(self) -> None:
        found = figures_in("From 1999 to 2010 it rose from 5% to 1,200 and then 3.5 million.")
        assert [figure.strip() for figure in found] == ["5%", "1,200", "3.5 million"]


class TestLetter:
    TEXT = (
        "Dear Mr Smith,\n\nI am writing to tell you that the heating system in my flat is broken.\n\n"
        "It stopped on Monday and my family is cold. My children cannot sleep.\n\nI would be grateful if you could send somebody.\n\n"
        "Yours sincerely,\nAna Ribeiro"
    )  # fmt: skip

    def letter(self, text: str) -> list[Observation]:
        return see(text, writes_a_letter, prompt=LETTER, number=1, module=Module.GENERAL)

    def test_purpose_points_tone_and_format(self) -> None:
        found = self.letter(self.TEXT)
        for aspect in ("purpose", "points", "tone", "format"):
            assert about(found, aspect, good=True), aspect
        assert {each.aspect for each in found if not each.good} == {"points"}  # it is short

    @pytest.mark.parametrize(
        ("old", "new", "aspect", "said"),
        [
            ("Dear Mr Smith,\n\n", "", "format", "greeting"),
            ("Yours sincerely,\nAna Ribeiro", "", "format", "closing phrase"),
            ("Yours sincerely", "Yours faithfully", "format", "Yours sincerely"),
            ("My children cannot sleep.", "My kids can't sleep!", "tone", "informal"),
            ("I am writing to tell you that the", "The", "purpose", "why you are writing"),
        ],
    )
    def test_what_is_missing_or_out_of_tone(self, old: str, new: str, aspect: str, said: str) -> None:
        found = about(self.letter(self.TEXT.replace(old, new)), aspect, good=False)
        assert said in found[0].message

    def test_an_informal_letter_may_be_informal(self) -> None:
        text = (
            self.TEXT.replace("Dear Mr Smith", "Hi Tom")
            .replace("My children", "I'm sorry! My kids")
            .replace("Yours sincerely", "Cheers")
        )
        assert not about(self.letter(text), "tone", good=False)


class TestCoherence:
    def test_the_third_moreover(self) -> None:
        text = (
            "Cars are loud. Moreover, they are big. Moreover, they are fast. Moreover, they cost money. They are red."
        )
        found = about(see(text, coherence), "links", good=False)
        assert quote(text, found[0]) == "Moreover"
        assert found[0].start == text.rindex("Moreover")
        assert "3 times" in found[0].message

    def test_one_block_counts_in_task_2_only(self) -> None:
        text = "Cars are loud and they fill the city every day. " * 12
        assert about(see(text, coherence), "paragraphs", good=False)
        assert not about(see(text, coherence, number=1), "paragraphs", good=False)

    def test_a_topic_sentence_is_one_whose_key_word_comes_back(self) -> None:
        body = (
            "The main benefit is cleaner air. When the air is clean, children are healthier than before. Clean air also"
            " helps old people who have trouble breathing. In my city the air was so bad last year that schools had to"
            " close for several days."
        )
        text = f"Cars should go.\n\n{body}\n\nSo I am against cars."
        found = about(see(text, coherence), "order", good=True)
        assert quote(text, found[0]) == "The main benefit is cleaner air."

    def test_this_without_a_noun(self) -> None:
        text = "Cars are loud. This is bad. This is sad. This means noise. Buses are better."
        assert "3 sentences" in about(see(text, coherence), "reference", good=False)[0].message
        text = "Cars are loud. This noise makes people ill."
        assert "“This noise”" in about(see(text, coherence), "reference", good=True)[0].message
        assert not about(see("I work. These days are long.", coherence), "reference", good=True)


class TestLexical:
    def test_spelling_names_the_words(self) -> None:
        text = "The goverment must act. It is necesary."
        finder = FakeFinder({"goverment": (Kind.SPELLING, "government"), "necesary": (Kind.SPELLING, "necessary")})
        (found,) = see(text, errors, finder=finder)
        assert (found.aspect, found.good, found.topic) == ("form", False, "spelling")
        assert "2 words" in found.message
        assert "“goverment” → “government”" in found.message

    def test_a_collocation_is_praised_and_a_wrong_one_is_not(self) -> None:
        text = "We must raise awareness of this. Smoking poses a serious threat."
        found = about(see(text, lexical), "choice", good=True)
        assert "natural combination" in found[0].message
        text = "We must rise awareness of this."
        found = see(text, lexical)
        assert not about(found, "choice", good=True)
        assert about(found, "choice", good=False)

    def test_the_question_s_own_words(self) -> None:
        text = "Some people think that cities should ban private cars. I like cars."
        found = [each for each in see(text, lexical, prompt=OPINION) if "question" in each.message]
        assert quote(text, found[0]) == "Some people think that cities should ban private cars"

    def test_a_translated_question_is_not_copied(self) -> None:
        assert longest_copy(Text("I like cars very much and so does my friend."), "我喜欢汽车") is None
        assert longest_copy(Text("I like cars."), None) is None

    def test_a_memorised_phrase(self) -> None:
        text = "It is an undeniable fact that cars are loud."
        assert "ready-made" in about(see(text, lexical), "own", good=False)[0].message

    def test_a_sentence_that_comes_twice(self) -> None:
        text = "Cars are loud and dirty machines. Buses run. Cars are loud and dirty machines."
        found = next(each for each in see(text, lexical) if "word for word" in each.message)
        assert found.start == text.rindex("Cars")

    def test_names_of_places_may_come_back_in_task_1(self) -> None:
        text = "Germany rose. " * 8
        assert all(
            "Germany" not in each.message
            for each in about(see(text, lexical, number=1), "own", good=False)
            if "occurs" in each.message
        )


class TestGrammar:
    def test_a_sound_complex_sentence_is_praised(self) -> None:
        text = "If governments invested in railways, people who live in villages would travel to work without a car."
        found = about(see(text, grammatical), "structures", good=True)
        assert "no error" in found[0].message
        assert quote(text, found[0]) == text

    def test_no_sentence_with_a_word_that_may_be_wrong_is_praised(self) -> None:
        text = "If governments invested in railways, people who live in villages would travel to work without a car."
        for finder in (FakeFinder(unsure="villages"), FakeFinder({"railways": (Kind.NUMBER, None)})):
            assert not about(see(text, grammatical, finder=finder), "structures", good=True)

    def test_a_sentence_is_called_complex_only_for_a_clause_that_it_has(self) -> None:
        text = "In spite of the rain that fell, the new bridge over the wide river was built by many workers."
        said = [each.message for each in about(see(text, grammatical), "structures", good=True)]
        assert all("concession" not in each for each in said)

    def test_errors_are_counted_by_kind_and_shown_where_there_are_most(self) -> None:
        text = "I seen a car yesterday. The people is kind and the childs was happy. He have car."
        finder = FakeFinder(
            {
                "seen": (Kind.VERB_FORM, "saw"), "is": (Kind.AGREEMENT, "are"), "was": (Kind.AGREEMENT, "were"),
                "have": (Kind.AGREEMENT, "has"), "car.": (Kind.ARTICLE, None),
            }
        )  # fmt: skip
        (found,) = see(text, errors, finder=finder)
        assert quote(text, found) == "The people is kind and the childs was happy."
        assert "5 errors of grammar: agreement (3), verb forms and tenses and articles" in found.message
        assert "“is” → “are”" in found.message
        assert "2 of them are in this sentence" in found.message
        assert found.topic == "agreement"

    def test_one_error_is_not_said_to_be_many(self) -> None:
        finder = FakeFinder({"is": (Kind.AGREEMENT, "are")})
        (found,) = see("The people is kind.", errors, finder=finder)
        assert found.message == "We found one error of this sort here (agreement): “is” → “are”."

    def test_the_share_of_clean_sentences_is_said_as_it_is_and_shown_where_it_is_true(self) -> None:
        text = "Cars are loud now. Trees are very green. Buses run at night. Trams run by day. I like all of them."
        (good,) = about(see(text, grammatical, finder=FakeFinder(unsure="loud")), "accuracy", good=True)
        assert "4 of 5 sentences" in good.message
        assert "loud" not in quote(text, good)
        wrong = dict.fromkeys(("loud", "very", "night", "day"), (Kind.WRONG_WORD, None))
        (bad,) = about(see(text, grammatical, finder=FakeFinder(wrong)), "accuracy", good=False)
        assert "only 1 of 5 sentences" in bad.message
        assert quote(text, bad) == "Cars are loud now."

    @pytest.mark.parametrize(
        ("text", "spliced"),
        [
            ("The city is very loud at night, it is also full of old cars.", True),
            ("When the city is loud at night, it is hard to sleep.", False),
            ("In many of the cities that are loud, there are no trees.", False),
            ("Living in a city that is loud at night, he is tired.", False),
            ("The city is loud, dirty and old, it seems.", False),
        ],
    )
    def test_a_comma_between_two_sentences(self, text: str, spliced: bool) -> None:
        assert any("comma alone" in each.message for each in see(text, grammatical)) is spliced

    @pytest.mark.parametrize(
        ("text", "broken"),
        [
            ("I like trees. Because they are green and tall.", True),
            ("I like trees. Because they are green, I like them.", False),
            ("Which is better?", False),
            ("I like trees. Because of rain they grow.", False),
        ],
    )
    def test_a_fragment(self, text: str, broken: bool) -> None:
        assert any("part of a sentence" in each.message for each in see(text, grammatical)) is broken

    def test_a_sentence_that_runs_on(self) -> None:
        text = "The city is loud " + "and the cars are fast " * 9 + "and we run."
        assert any("runs on for" in each.message for each in see(text, grammatical))


def test_only_a_sentence_in_which_nothing_looks_wrong_is_praised_for_its_length() -> None:
    long = "The old harbour, which was closed for years, is open again and draws visitors from all over the country"
    text = f"{long}. " + "It is small. " * 25
    task = Criterion.TASK_RESPONSE

    def furthest(finder: FakeFinder) -> list[str]:
        found = see(text, lambda seen: plain_facts(seen, task), finder=finder)
        return [quote(text, each) for each in found if "take furthest" in each.message]

    assert furthest(CLEAN) == [f"{long}."]
    assert furthest(FakeFinder(unsure="harbour")) == []


def test_one_misspelling_is_no_weakness_and_two_are() -> None:
    wrong = {"goverment": (Kind.SPELLING, "government"), "recieve": (Kind.SPELLING, "receive")}
    assert see("The goverment helps. People are glad.", errors, finder=FakeFinder(wrong)) == []
    (found,) = see("The goverment helps. People recieve it.", errors, finder=FakeFinder(wrong))
    assert "spelling" in found.message


def test_a_quote_is_cut_at_a_word() -> None:
    start, end = cut(Span(10, 10 + 399, ("word " * 80).strip()))
    assert start == 10
    assert end - start <= QUOTE
    assert ("word " * 80)[: end - start].endswith("word")
    assert quoted("a\nb   c") == "“a b c”"


@pytest.mark.parametrize(
    "detector", [task_response, describes_a_visual, writes_a_letter, coherence, errors, lexical, grammatical]
)
@pytest.mark.parametrize(
    "text", ["", "  \n ", "!!! ...", "5", "word", "😀😀", "你好世界", "a\x00b", "- \n- \n-", "\r\n\r\nHi"]
)
def test_no_text_is_too_odd(detector: Detector, text: str) -> None:
    see(text, detector)
    see(text, detector, prompt="- a\n- b\nchart?", number=1, module=Module.GENERAL)
