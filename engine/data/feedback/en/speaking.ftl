# What is heard in a test. Facts in quotation marks come with them.

## Fluency and Coherence
long-stretch = Here you go on for { $words } words without stopping inside a clause.
slow = Speech is slow here, { $here } syllables a second; over the whole test it is { $pace }.
steady-pace = The pace is easy to follow and steady: { $pace } syllables a second over the whole test.
silence-inside = A silence of { $seconds } s inside a clause, before { $before }, where a listener hears a search for words. There are { $within } such silences, against { $between } between clauses.
silences-between = You pause where a clause ends, as here: { $between } of { $silences } silences are for the next idea, not for the next word.
begun-twice = { $words } is begun twice; there { $count ->
    [one] is 1 such place
   *[other] are { $count } such places
} in the test.
fillers = “Er” and “um” fill { $count } gaps in the test; a short silence is heard as calmer.
short-answers = An answer of { $words ->
    [one] 1 word
   *[other] { $words } words
}; { $count } of { $answers } answers in Part { $part } are as short. Say why, or when, or give a case.
idea-developed = This idea is developed over { $words } words, without a question in between.
long-turn-filled = You filled the long turn: { $words } words on one subject.
long-turn-short = The long turn has { $words } words of your own; two minutes have room for twice as many.
links-varied = { $link } shows how the ideas belong together{ $more ->
    [0] { "" }
   *[other] , beside { $others }
}: { $count } different links in all.
link-again = { $link } links { $times } of { $links } ideas; another link, or none, would sound less mechanical.
links-only = There { $count ->
    [one] is only 1 linking word
   *[other] are only { $count } linking words
} in the test: { $links }.

## Lexical Resource
everyday-speech = The words are everyday ones, such as { $word }; in { $words } words we counted { $count ->
    [0] no less common word
    [one] one less common word
   *[other] { $count } less common words
}.
word-again = { $word } comes { $times } times; each could be said another way.
general-words = General words stand where exact ones would say more: { $count } in the test{ $times ->
    [one] { "" }
   *[other] , { $word } { $times } times
}.
stuck = A word is missing here; say what it looks like or is for, and go on.
paraphrased = You say it another way instead of stopping: that is what paraphrase is.
said-already = Most of this answer was said before, here or by the examiner; it does not count as your own words.

## Grammatical Range and Accuracy, and errors
sentence-clean = A sentence with { $structures }, in which we found no error.{ $kinds ->
    [one] { "" }
   *[other] { " " }There are { $kinds } kinds of structure in the test.
}
single-clauses = { $count } of { $sentences } sentences are a single clause, as this one is: no because, which, if or although joins another to it.
spoken-error = We found one error of this sort here ({ $kinds }): { $examples }.
spoken-errors = We found { $count } errors, among them { $kinds }. For example { $examples }.
spoken-mostly-clean = In { $count } of { $sentences } sentences, this one among them, nothing sounds wrong.
spoken-no-error = In { $words } words we heard no error that is sure.
spoken-seldom-clean = In { $count ->
    [0] none
   *[other] only { $count }
} of { $sentences } sentences nothing sounds wrong; in this one something does.

## Pronunciation
word-doubted = The recogniser was not sure of this word ({ $sure } %), and a listener may not be either; there { $count ->
    [one] is 1 such word
   *[other] are { $count } such words
}. If this is not what you said, it was misheard.
word-unsure = This word was recognised with little confidence ({ $sure } %); over the whole test it is { $mean } %.
words-recognised = Every word here was recognised; over the whole test the recogniser was { $mean } % sure.
word-fits-least = What can be heard fits this word least ({ $sure } %); there { $count ->
    [one] is 1 such word
   *[other] are { $count } such words
}. Listen whether every sound of it is there.
voice-level = The voice stays level here: { $pitch } semitones between low and high; lift it on the word that matters.
voice-lively = The voice rises and falls with the meaning: { $pitch } semitones between low and high.
syllable-by-syllable = Between the pauses you say { $pace } syllables a second, one by one; English runs its weak syllables together.
few-at-a-time = Only { $syllables } syllables come between two silences, so the words stand one by one and the rhythm breaks; English is spoken in groups of words.
runs-together = Between the pauses you say { $pace } syllables a second, a pace at which words run together as they do in English.

## What is true of any test
rests-on-answers = The band rests on answers such as this one, the longest, and on all the others together.
typical-answer = This answer is typical of the rest: nothing in it stands out on either side.
answered = You answered { $count ->
    [one] 1 question
   *[other] { $count } questions
} in { $words } words of your own.
longest-answer = Your longest answer has { $words } words: that is the one to build on (to { $question }).

## Listen again
without-hesitation = The same words in one go, without the hesitation.
one-exact-word = One exact word says more than “very” and a plain one.

## Part by part
part-answers = { $count ->
    [one] 1 answer
   *[other] { $count } answers
}, { $words ->
    [one] 1 word
   *[other] { $words } words
} ({ $average } an answer).
part-pace-within = { $pace } syllables a second, { $run } between two pauses; { $silences ->
    [one] 1 silence
   *[other] { $silences } silences
} inside clauses in a hundred words.
part-pace = { $pace } syllables a second, { $run } between two pauses; { $silences ->
    [one] 1 silence
   *[other] { $silences } silences
} in a hundred words.
part-errors = { $count ->
    [one] 1 error
   *[other] { $count } errors
} of grammar or word.
unprepared-words = To { $count ->
    [one] 1 question
   *[other] { $count } questions
} that nobody can prepare for, you gave { $here } words an answer, and { $there } to the others.
unprepared-pace = To { $count ->
    [one] 1 question
   *[other] { $count } questions
} that nobody can prepare for, you spoke at { $here } syllables a second, to the others at { $there }.
unprepared-silences = There were { $here } against { $there } silences inside clauses in a hundred words.
unprepared-drops = Fluency drops where there is nothing to rehearse; that is what to practise.
unprepared-holds = Fluency holds without rehearsal.

## Practice mode: a word on one answer
turn-structure = You used { $structure }: { $words }.
turn-link = { $link } links your ideas well.
turn-developed = You developed the answer: { $words } words.
turn-pace = You kept going at an easy pace, { $pace } syllables a second.
turn-no-error = We found no error in this answer.
turn-answered = You answered in { $words } words.
turn-at-once = You answered at once.
turn-taken = You gave an answer.
try-own-words = Begin with your answer: the question's own words do not count as yours.
try-more = Say more: add a reason with “because” and one example.
try-pauses = Pause where a clause ends, and say the words between two pauses in one go.
try-silence = Let a silence stand where you say “er”: it sounds calmer.
try-faster = Answer the same question again, a little faster, without looking for better words.
try-join = Join two of your sentences with “because”, “which” or “although”.
try-example = Add one case: a person, a place or a day that shows what you mean.
try-consequence = Say what follows from it: go on with “so”, “which means” or “as a result”.
try-comparison = Compare it: how it was some years ago, or how it is for somebody else.
try-new-word = Say it once more with one word that you have not used yet.
try-answer-why = The question asks why, and no reason came: begin with “because”.
try-answer-often = The question asks how often: say it first (“twice a week”, “hardly ever”), then tell more.
try-answer-amount = The question asks how much or how long: give an amount first (“about an hour”, “not much”), then tell more.
try-answer-where = The question asks where: name the place first, then tell more.
try-answer-when = The question asks when: give a time first (“last summer”, “at about seven”), then tell more.
try-answer-who = The question asks who: name the person first, then tell more.

tries-compared = First try: { $words ->
    [one] 1 word
   *[other] { $words } words
}, { $errors ->
    [0] no error found
    [one] 1 error
   *[other] { $errors } errors
}. This one: { $words_now ->
    [one] 1 word
   *[other] { $words_now } words
}, { $errors_now ->
    [0] no error found
    [one] 1 error
   *[other] { $errors_now } errors
}. Both are kept.

## Since the last test
changed-same = About the same as last time: { $before } then, { $now } now.
changed-noise = About the same as last time: { $before } then, { $now } now. The difference is within what two tests of one speaker differ by.
changed-up = Your overall band went up from { $before } to { $now }, more than two tests of one speaker should differ by.
changed-down = Your overall band went down from { $before } to { $now }, more than two tests of one speaker should differ by.
changed-criterion = { $criterion } ({ $before } to { $now })
changed-better = Clearly better: { $criteria }.
changed-lower = Clearly lower: { $criteria }.
changed-about-same = About the same: { $criteria }.
changed-typed = One of the two tests was typed, so pronunciation cannot be compared, and fluency only with care.
changed-rules = We rate by other rules since then, so the bands of the two tests cannot be compared; what was counted can be.
changed-thin = In one of the two tests too little was said for a band, so the bands cannot be compared.
changed-gone = What was to be worked on last time is no longer what holds you back most: { $criteria }.

## Answers that prove little
concern-astray = This answer does not speak to its question, { $question }; what it says well counts for words and grammar, not for coherence.
concern-textbook = This sounds learnt by heart: { $phrases }. An examiner hears such phrases many times a day and sets the answer aside; it counts for nothing here.
concern-again = These words came in another answer before; an answer that fits every question was made for none. It counts for nothing here.
concern-manner = This answer is much faster, smoother and higher in its words than all your others, as a piece learnt by heart is. It counts for nothing here. If it was your own, take no notice: the range of your bands is without it.
concern-more = { " " }There { $count ->
    [one] is 1 more answer
   *[other] are { $count } more answers
} like it.
title-concerns = Answers that prove little
title-recalled = What the examiner came back to
recalled = { $question } It came from what you had said: { $said }
title-S-range = Speaking: between { $low } and { $high }
too-little = too little for a band
speaking-thin = On some criteria you said too little for a band: there only a range is shown, and the whole is a range too.

## Against the last tests
compared-pauses-better = Your pauses fell from { $before } to { $now } a minute.
compared-pauses-worse = Your pauses rose from { $before } to { $now } a minute.
compared-silences-better = Silences inside clauses fell from { $before } to { $now } in a hundred words.
compared-silences-worse = Silences inside clauses rose from { $before } to { $now } in a hundred words.
compared-fillers-better = “Er” and “um” fell from { $before } to { $now } a minute.
compared-fillers-worse = “Er” and “um” rose from { $before } to { $now } a minute.
compared-errors-better = Errors fell from { $before } to { $now } in a hundred words.
compared-errors-worse = Errors rose from { $before } to { $now } in a hundred words.
compared-pace-better = You speak faster: { $before } syllables a second before, { $now } now.
compared-pace-worse = You speak more slowly: { $before } syllables a second before, { $now } now.
compared-words-better = Your Part 3 answers grew from { $before } to { $now } words.
compared-words-worse = Your Part 3 answers shrank from { $before } to { $now } words.
compared-with = These figures are held against { $tests ->
    [one] your last test
   *[other] the mean of your last { $tests } tests
}. What moved so little that it may be chance is left out.
