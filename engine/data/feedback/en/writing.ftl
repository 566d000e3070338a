# What is seen in an answer. Facts in quotation marks come with them.

# $kind is a kind of error, $places in how many places it was found
counted = { $kind } ({ $places })

## Coherence and Cohesion
set-out = The text is set out in { $count } paragraphs; the second begins here.
one-block-middle = The answer is one block; here in the middle of it, for instance, nothing shows that a new point begins.
one-block = The answer is one block without paragraphs.
in-pieces = The text is cut into { $count } pieces of about { $words } words, so that one idea is spread over several.
in-paragraphs = The answer is in { $count } paragraphs; the first point begins here.
topic-sentence = A topic sentence: { $word } is named here and comes back { $times ->
    [2] twice
   *[other] { $times } times
} in the paragraph.
opening-lost = None of the key words of this opening comes back in its paragraph, so it does not announce what follows.
steps-told = The paragraphs tell the reader where they are ({ $steps }).
untied = Neither a shared word nor a linking word ties this sentence to the one before it.
link-overused = { $link } is used { $times } times; here it is the third time.
links-open-sentences = { $count } of { $sentences } sentences open with a linking word, like this one, which sounds mechanical.
links-inside = { $kinds } different linking words are used, and not only to open sentences: { $link } ties two ideas inside this one.
links-few = In { $sentences } sentences we counted { $kinds ->
    [0] no kind
    [1] one kind
   *[other] { $kinds } kinds
} of linking word; how this sentence follows from the last is left to the reader.
link-wrong = { $why }
reference = { $phrase } takes up what was said just before ({ $before }), so nothing has to be repeated.
bare-this = { $count } sentences begin with “This” and no noun after it; say “this change”, “this habit” or what it is.
points-back = { $phrase } points back to what was said, so that the reader keeps the thread.

## Academic Task 1
guess = { $phrase } brings in a reason or an opinion; the task asks only for what the visual shows.
no-opinions = The text reports figures and keeps opinions out.
overview = An overview: it tells what stands out, without figures.
overview-with-figures = An overview is tried, but a figure such as { $figure } makes it one more detail: say what stands out as a whole.
overview-short = An overview is begun, but it is too short to name the main features.
overview-none = After this opening we found no clear overview: one or two sentences on what stands out, without figures.
features-with-data = What is described is illustrated with data ({ $figures }).
features-without-data = { $count ->
    [0] No figure from the visual appears
   *[other] Only one sentence has figures
} in the description, which ends here; key features need their data.
compared = Figures or features are compared here ({ $phrase }), not only listed.
not-compared = These figures stand beside each other, and nothing in the text compares them.

## Letters
purpose-at-once = The reader learns at once why you are writing.
purpose-later = Here the reader learns why you are writing.
purpose-none = We found nothing in the first sentences that says why you are writing.
point-missing = The letter ends, and we found none of the words of the point { $point } in it: check that it is covered.
point-covered = This takes up the point { $point }.
point-extended = The paragraph that begins here extends its point with details of its own ({ $count } sentences).
tone-exclamation = An exclamation mark is informal in a letter that opens formally.
tone-informal = { $phrase } is informal in a letter that opens formally.
tone-polite = A polite formula of the right kind for this reader.
tone-formal = The greeting is formal, and nothing informal was found after it.
greeting-none = The letter begins without a greeting such as “Dear …”.
close-none = The letter stops here without a closing phrase such as “Yours sincerely”.
close-faithfully = To a reader without a name (“Dear Sir or Madam”) the usual close is “Yours faithfully”.
close-sincerely = To a reader whose name you use, the usual close is “Yours sincerely”.
greeting-and-close = A letter needs a greeting and a close, and it has both (here and { $close }).

## Task 2
sweeping = { $phrase } is too sweeping to be supported: say who, where or when.
position-stated = Your position is stated in the introduction.
position-held = The position comes back at the end: it is held from start to finish.
position-at-the-end = The introduction ends without your own view, which first shows at the very end ({ $view }).
position-late = The introduction ends without your own view, which first shows in a later paragraph ({ $view }).
position-only-announced = The introduction announces what the essay will do, but not what you think, and we found no sentence later that does.
position-none = The introduction does not say what you think, and we found no sentence later that does.
announced = This announces what the essay will do; the answer itself, in one sentence, would be worth more here.
other-view = Both views are meant to be discussed, and a view other than your own gets its place here.
other-view-none = The question asks for both views; we found no sentence that presents the other side.
no-advantages = The question asks about advantages, and the answer ends without a word on them.
no-disadvantages = The question asks about disadvantages, and the answer ends without a word on them.
solution = The question asks what can be done, and this sentence answers that part.
solution-none = The question asks what can be done, and the answer ends without a proposal.
particular-case = An idea is supported with a particular case, not only with a claim.
example = An idea is supported with an example.
example-vague = This example stays general: it names no place, person, year or figure that would make it convincing.
example-none = Nothing in the answer illustrates an idea such as this one with an example.
claims-alone = We found no reason (because, as a result, …) and no example in the paragraph that ends here: its claims stand alone.
paragraph-thin = This body paragraph ends after { $words } words; its idea is named but hardly developed.
conclusion = { $phrase } opens a conclusion, and your answer is in it.
conclusion-none = The text stops here, and nothing marks a conclusion: the reader is not told where it has led.
only-the-question = Nearly all of this is the question itself: nothing answers it yet.
hardly-on-topic = Hardly any of the words of the question come back in the answer; it seems to be about something else.
nothing-about = The answer ends, and nothing was said about { $missed }.
back-to-the-question = This sentence goes back to the words of the question ({ $words }).

## Any task
notes = { $count } lines are bullet points or notes like this one; the exam asks for connected text in sentences.
off-topic = None of the words of the question come back in the answer; it seems to be about something else.
short = The answer ends here at { $words } words, and the task asks for at least { $least }: there was room for more of what the reader needs.

## Lexical Resource
spelling-clean = We found no spelling error, and there are long words to get wrong: { $words }.
not-together = These words do not go together. { $why }
not-together-better = These words do not go together. { $why } Better: { $better }.
natural-combination = { $phrase } is a natural combination of words.{ $more ->
    [0] { "" }
    [one] { " " }So is { $others }.
   *[other] { " " }So are { $others }.
}
less-common = { $word } is a less common word, and so are { $others } (we counted { $count }).
everyday-words = The text stays with everyday words such as { $word }; in { $words } words there { $count ->
    [0] is no less common word that we know
    [one] is only one less common word
   *[other] are only { $count } less common words
}.
repeated = { $word } occurs { $times } times; here one could say it another way.
repeated-of-the-question = { $word } occurs { $times } times; it is the question's own word, so put it differently where you can.
ready-made = A ready-made phrase that fits any topic; an examiner reads it all day.{ $count ->
    [one] { "" }
   *[other] { " " }There are { $count } such phrases in the text.
}
said-before = This sentence was there before, word for word; saying it twice adds nothing.
copied = These { $words } words are the question's own, and copied words do not count as yours.
casual = { $word } belongs to conversation; an essay wants a neutral word.
vague = { $word } is general where an exact word would say more; we counted { $count } such words{ $times ->
    [one] { "" }
   *[other] , this one { $times } times
}.

## Grammatical Range and Accuracy
complex-clean = A complex sentence with { $structures }, in which we found no error.
complex-few = { $count ->
    [0] None
   *[other] Only { $count }
} of { $sentences } sentences { $count ->
    [one] joins
   *[other] join
} clauses with a word such as although, because, which or if; this one, for instance, stands alone.
mostly-clean = In { $count } of { $sentences } sentences, this one among them, nothing looks wrong.
seldom-clean = { $count ->
    [0] In each of { $sentences } sentences something looks wrong; here is one of them.
   *[other] In only { $count } of { $sentences } sentences nothing looks wrong; in this one something does.
}
long-sentence = This sentence runs on for { $words } words; two or three sentences would be safer and clearer.{ $count ->
    [one] { "" }
   *[other] { " " }There are { $count } of more than { $least }.
}
splice = A comma alone joins two sentences here{ $count ->
    [one] { "" }
   *[other] { " " }({ $count } times in the text)
}; use a full stop or a joining word.
fragment = This is a part of a sentence set off as if it were a whole one; join it to the one before.
punctuation-clean = We found no slip of punctuation, and the commas in this sentence are where they belong.

## Errors, by what they bear on. $kinds are counted kinds, $examples what was written and what it should be
error-one = We found one error of this sort here ({ $kinds }): { $shown }.
errors-accuracy = We found { $count } errors of grammar: { $kinds }. For example { $examples }. { $here ->
    [one] One of them is in this sentence.
   *[other] { $here } of them are in this sentence.
}
errors-punctuation = We found { $count } slips where sentences and their parts meet: { $kinds }. For example { $examples }.{ $here ->
    [one] { "" }
   *[other] { " " }This sentence has { $here } of them.
}
errors-form = We found { $count } words with a wrong form: { $kinds }. For example { $examples }.{ $here ->
    [one] { "" }
   *[other] { " " }This sentence has { $here } of them.
}
errors-choice = We found { $count } places where another word is meant: { $kinds }. For example { $examples }.{ $here ->
    [one] { "" }
   *[other] { " " }This sentence has { $here } of them.
}

## What is true of any text
point-furthest = The point that you take furthest in one sentence, with { $words } words.
least-developed = Of your body paragraphs this one says least, with { $words } words; a reason or a case would carry it further.
few-compared = { $count ->
    [0] None of { $sentences } sentences compares
    [one] One of { $sentences } sentences compares
   *[other] { $count } of { $sentences } sentences compare
} one figure or feature with another; this one only states.
least-said = Of your paragraphs this one says least, with { $words } words; one more detail would make it clearer to the reader.
statements = From here to the end the answer makes { $count } statements; each could be taken further.
one-sentence = One sentence is too little to order.
one-subject = The text holds to one subject: { $word } comes back { $times } times, first here.
takes-up-words = This sentence takes up words of the one before it ({ $words }).
stands-for = { $word } stands for something named before, which spares repeating it.
shares-no-word = This sentence shares no word with the one before it; a linking word would show how they belong together.
too-few-sentences = { $count } sentences, of which this is the first, are too few to build a line of thought.
no-words = There are figures here and no words.
different-words = The text has { $count } different words in { $words }.
long-words = Your longest words are spelt as they should be: { $words }.
clauses-joined = Clauses are joined in this sentence.
clauses-none = We found no sentence that joins clauses with although, because, which or if.
no-error = We found no error in this sentence.
with-quote = { $told } (“{ $quote }”)
nothing-stands-out = Nothing stands out yet. Begin with the first step below.
