# What lifts a Writing band: the advice for a criterion and an aspect of it, perhaps for one sort of weakness in it, and an
# exercise on the learner's own text. $quote is a phrase or sentence of theirs, $places are places with errors of that kind,
# $words are words that they misspelt, as they should be.

## Task Response
advice-TR-parts = Answer every part of the question.
    .exercise = Write the question as two or three short questions, and beside each the sentence of yours that answers it. Write the one that is missing after { $quote }.
advice-TR-position = Say what you think in the introduction, and come back to it at the end.
    .exercise = After { $quote }, write one sentence that begins “I believe that … because …”. Then end the essay with “For these reasons …” and the same answer in other words.
advice-TR-position-conclusion = End with a conclusion that answers the question.
    .exercise = After { $quote }, write two sentences: one that says your answer in new words, and one that names the stronger of your reasons. Nothing new belongs there.
advice-TR-support = Give each main idea a reason and a particular case.
    .exercise = Take { $quote } and add two sentences: one that begins with “This is because”, and one that begins with “For instance” and names a place, a group or a number.
advice-TR-support-example = Make your examples particular.
    .exercise = Beside { $quote }, write who, where and when. Then write the example again with two of the three in it, and one sentence on what it shows.
advice-TR-support-paragraph = Take one idea three steps further instead of naming several.
    .exercise = Go on from { $quote } with three sentences: why it is so, a case of it, and what follows from it for the question.
advice-TR-support-sweeping = Claim only what you can support.
    .exercise = Rewrite { $quote } with “many”, “in my country” or “often” in place of all and everyone. Look for three more claims that are too large.
advice-TR-support-short = Write enough to make your case: at least 250 words.
    .exercise = Write on from { $quote } for five minutes without stopping: one more reason, and what somebody who disagrees would say.
advice-TR-relevance = Keep every paragraph on the question that was set.
    .exercise = Underline the key words of the question. Rewrite { $quote } so that it holds one of them, or a synonym; do the same with the first sentence of each paragraph.
advice-TR-form = Write in sentences and paragraphs, not in notes.
    .exercise = Turn { $quote } and the line after it into one sentence with “because” or “which”.

## Academic Task 1
advice-W1A-overview = Write an overview: the two things that stand out, without figures.
    .exercise = Cover the numbers and look at the visual for ten seconds. Write one sentence, “Overall, …, while …”, and put it after your opening, where now you have { $quote }.
advice-W1A-features = Choose the key features and support each with its figure.
    .exercise = List the highest, the lowest and the biggest change with their numbers. Then go on from { $quote } with whichever of the three is not in your answer yet.
advice-W1A-features-short = Write enough to show what matters: at least 150 words.
    .exercise = Go on from { $quote } with two sentences: the biggest difference in the visual with both of its figures, and the one thing that goes against the trend.
advice-W1A-stages = Name every stage, and how one leads to the next.
    .exercise = Write the stages under each other, each as one verb in the passive. Then rewrite { $quote } so that it says what comes before and what after.
advice-W1A-shown = Report what is shown, and leave reasons and opinions out.
    .exercise = Rewrite { $quote } so that it says only what can be read off the visual.
advice-W1A-comparison = Compare figures instead of listing them.
    .exercise = Rewrite { $quote } with “whereas” or “twice as many as”, so that two figures stand in one comparison. Do it in one more place.
advice-W1A-form = Write connected text, not notes.
    .exercise = Turn { $quote } and the line after it into one sentence with “while” or “which”.

## Letters
advice-W1G-purpose = Tell the reader in the first lines why you are writing.
    .exercise = Put one sentence before { $quote }: “I am writing to …”.
advice-W1G-points = Cover every bullet point, with a detail of its own.
    .exercise = Number the bullet points, and put the number beside each sentence of yours that deals with it. Add two sentences, before { $quote }, for the point with the fewest.
advice-W1G-points-short = Write enough for every bullet point: at least 150 words.
    .exercise = Before { $quote }, add a when, a where or a how to each bullet point that has only one sentence.
advice-W1G-tone = Keep one tone from greeting to close.
    .exercise = Rewrite { $quote } as you would say it to the person to whom the letter goes.
advice-W1G-format = Open and close as a letter does.
    .exercise = Write the greeting and the closing line that fit this reader, and put them around what you have, down to { $quote }.
advice-W1G-form = Write connected text, not notes.
    .exercise = Turn { $quote } and the line after it into one sentence.

## Coherence and Cohesion
advice-CC-order = Let each paragraph open with a sentence that says what it is about.
    .exercise = Rewrite { $quote } in at most fifteen words, so that it names what the whole paragraph is about. Then read only the first sentences of your paragraphs: do they tell the story?
advice-CC-links = Say how each sentence follows from the one before.
    .exercise = Say the link in { $quote } in three other ways: with “which”, with “this” and a noun, and with no linking word at all. Keep the best.
advice-CC-links-overused = Vary your linking words, or do without them.
    .exercise = Find every { $quote } in your answer. Keep one; in the other places join the two sentences with “which” or “because”, or begin with the subject.
advice-CC-links-opening = Put linking words inside sentences, not always at the beginning.
    .exercise = Move { $quote } into the middle of its sentence, and in the next two sentences begin with the subject.
advice-CC-links-few = Show the reader how one sentence leads to the next.
    .exercise = Read { $quote } with the sentence before it. Is it a reason, a result, a contrast or an example? Write the word that says so, and do the same for the next two sentences.
advice-CC-reference = Make clear what each “this” and “it” stands for.
    .exercise = In { $quote }, put a noun after “this” or in place of “it”. Do the same in two more sentences.
advice-CC-paragraphs = Give each main idea a paragraph of its own.
    .exercise = Begin a new paragraph at, or next to, { $quote }. Then mark where else your topic changes: introduction, one paragraph for each main idea, conclusion.

## Lexical Resource
advice-LR-range = Use the words of this topic instead of everyday ones.
    .exercise = In { $quote }, replace the most general word with one that fits only this topic. Do the same in two other sentences.
advice-LR-range-vague = Say exactly what you mean instead of “good”, “bad” or “things”.
    .exercise = In { $quote }, ask “what sort of?” of the general word and write the answer in its place. Do the same with the next two.
advice-LR-choice = Learn words together with the words that go with them.
    .exercise = Write two sentences of your own with the right form of { $quote }. Then look up three nouns of this topic and write down the verb that each one takes.
advice-LR-choice-wrong-word = Check the words that look like another word.
    .exercise = Look up the word that you wrote and the one that you meant at { $places }, and write a sentence with each.
advice-LR-choice-casual = Use neutral words in an essay.
    .exercise = Replace { $quote } with a word that a newspaper would print. Look for two more that belong to conversation.
advice-LR-form = Get the spelling and the endings of words right.
    .exercise = Write { $words } correctly three times from memory, then use each in a new sentence.
advice-LR-form-spelling = Learn the words that you misspell.
    .exercise = Write { $words } correctly three times from memory, then use each in a new sentence. Keep the list, and read your next essay once for these words only.
advice-LR-form-word-form = Choose the form of the word: noun, verb, adjective or adverb.
    .exercise = At { $places }, write down all four forms of the word (succeed, success, successful, successfully) and choose the one that the sentence needs.
advice-LR-own = Say it in words of your own.
    .exercise = Rewrite the sentence with { $quote } without it, so that it says something that only this essay can say.
advice-LR-own-repeated = Find another way to say the word that you repeat.
    .exercise = Underline { $quote } wherever it stands in your answer. In half of the places use a synonym, “this” with a more general noun, or turn the sentence round.
advice-LR-own-copied = Put the question into words of your own.
    .exercise = Cover the question and say it aloud to a friend. Write down what you said in place of { $quote }.

## Grammatical Range and Accuracy
advice-GRA-structures = Join ideas in complex sentences of more than one kind.
    .exercise = Join { $quote } to the sentence next to it, with although, which or if. Do it in two more places.
advice-GRA-accuracy = Mend the errors that come most, one kind at a time.
    .exercise = Write { $quote } again without its errors. Then read the whole text for the commonest kind of error only, and once more for the next kind.
advice-GRA-accuracy-article = Decide for every noun: a, the, or nothing.
    .exercise = Mend { $places }. Then underline every noun in one paragraph and ask: one of many (a), the one we know (the), or in general (plural or uncountable, nothing)?
advice-GRA-accuracy-number = Decide for every noun: one or many, countable or not.
    .exercise = Mend { $places }. Then read for nouns only: after many, these, few and numbers the plural; information, advice, knowledge and equipment never have one.
advice-GRA-accuracy-verb-form = Check the form of every verb: its tense, and what the word before it asks for.
    .exercise = Mend { $places }. Then underline every verb with the word before it: after a modal the plain form, after a preposition the form in -ing, after have the third form.
advice-GRA-accuracy-agreement = Let every verb agree with its subject.
    .exercise = Mend { $places }. Then draw an arrow from each verb to its subject, across the words between them: is it one, or many?
advice-GRA-accuracy-preposition = Learn prepositions with the word that they belong to.
    .exercise = Mend { $places }. Write each as a phrase of its own (“depend on”, “an increase in”) and make a sentence with it tomorrow from memory.
advice-GRA-accuracy-missing-word = Read for the small words that you leave out.
    .exercise = Mend { $places }. Then read your text aloud slowly, with a finger on each word: has every sentence a subject, a verb, and the object that the verb needs?
advice-GRA-accuracy-extra-word = Cross out the words that do nothing.
    .exercise = Mend { $places } by taking a word away. Then look for doubled subjects (“the people they”), “of” and “the” that can go.
advice-GRA-accuracy-order = Keep the order of an English sentence.
    .exercise = Write { $places } again: subject, verb, object, then place and time; after “not only” and in questions the verb comes first.
advice-GRA-punctuation = Put the full stops and commas where they belong.
    .exercise = Read { $quote } aloud, put a full stop wherever your voice falls, and check that each part has a subject and a verb of its own.
advice-GRA-punctuation-punctuation = Mind capitals, commas and apostrophes.
    .exercise = Mend { $places }. Then read once for marks only: a capital after every full stop, a comma after an opening clause, an apostrophe for what belongs to somebody.
advice-GRA-punctuation-run-on = End a sentence where it ends.
    .exercise = Read { $quote } aloud and put a full stop, or a joining word, wherever a new subject and verb begin.
