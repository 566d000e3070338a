# What lifts a Speaking band: the advice for a criterion and an aspect of it, perhaps for one kind of error. $quote is what
# the candidate said.

advice-S-FC-flow = Keep going: give every answer a reason and a case.
    .exercise = Take { $quote } and answer the question again for 40 seconds: one sentence that answers, one with “because”, one with “for example”, one with “so”. Do it three times, a little faster each time.
advice-S-FC-hesitation = Pause between ideas, not in the middle of them.
    .exercise = Say { $quote } three times. Breathe only where a clause ends, and if a word does not come, use a simpler one at once. Record the last time and count the silences.
advice-S-FC-linking = Show how ideas belong together, in more ways than one.
    .exercise = Say { $quote } again with three other links: “which means”, “even though”, “that's why”. Then tell a one-minute story without “and then”.
advice-S-LR-range = Use the exact word instead of the general one.
    .exercise = In { $quote }, replace the most general word with one that fits only this topic. Write down five words for the topic and use each in a spoken sentence.
advice-S-LR-choice = Learn words together with the words that go with them.
    .exercise = Say { $quote } correctly three times, each time about something else. Then look up two nouns of the topic with their verbs, and say a sentence with each.
advice-S-LR-paraphrase = Say it another way when a word does not come, or comes too often.
    .exercise = Say what is in { $quote } in three ways, without its main word. Then describe five things in your room without naming them.
advice-S-GRA-structures = Join clauses: one idea with its reason, condition or contrast.
    .exercise = Join { $quote } to what came next, with “because”, then with “which”, then with “although”. Say each aloud without reading.
advice-S-GRA-accuracy = Mend the errors that you make most, one kind at a time.
    .exercise = Say { $quote } correctly five times. Then talk for one minute on the same topic and listen only for the commonest of your errors.
advice-S-GRA-accuracy-article = Listen for a and the before your nouns.
    .exercise = Say { $quote } correctly five times. Then describe your room for one minute, and give every single thing its a, the or my.
advice-S-GRA-accuracy-number = Say the plural to its end.
    .exercise = Say { $quote } correctly five times. Then talk for one minute about what people in your town have, with a number or “many” in every sentence.
advice-S-GRA-accuracy-verb-form = Keep to the time that you speak of.
    .exercise = Say { $quote } correctly five times. Then tell what you did last weekend, every verb in the past, and once more as what you will do next weekend.
advice-S-GRA-accuracy-agreement = Say the s of he, she and it.
    .exercise = Say { $quote } correctly five times. Then describe a friend's day for one minute: every verb needs its s.
advice-S-GRA-accuracy-preposition = Learn prepositions with the word that they belong to.
    .exercise = Say { $quote } correctly five times, each time with another ending. Then say where, when and with whom you did three things last week.
advice-S-GRA-accuracy-missing-word = Say the small words: every sentence has its subject, its verb and what the verb needs.
    .exercise = Say { $quote } correctly five times, slowly, then at your pace. Then talk for one minute and count the sentences without a verb.
advice-S-GRA-accuracy-extra-word = Leave out the word that does nothing.
    .exercise = Say { $quote } correctly five times. Then say three sentences about your family without “my mother she”.
advice-S-GRA-accuracy-order = Keep the order: subject, verb, object, place, time.
    .exercise = Say { $quote } correctly five times. Then answer three questions that begin with “Do you know where …”, keeping the verb at the end.
advice-S-P-clarity = Make every word arrive, the important ones most.
    .exercise = Say { $quote } slowly with every ending, then at your own pace, and record both. Ask somebody to write down what they hear, or let a phone do it.
advice-S-P-prosody = Stress the word that matters and let the others run together.
    .exercise = In { $quote }, choose one word. Say the sentence with your voice going up on that word, then on another one, and listen how the meaning changes.
advice-S-P-prosody-chunks = Say words in groups, and be silent only between the groups.
    .exercise = Cut { $quote } into groups of three to six words. Say each group in one breath as if it were one long word, then two groups at a time, then the whole.
advice-S-P-sounds = Work on the words that were hard to make out.
    .exercise = Listen to { $quote } in a dictionary, say it with the same stress, then put it into three sentences.

drill-FC = Two minutes on one subject: the place to learn to keep going.
drill-LR = A discussion needs words that small talk does not.
drill-GRA = Short answers on a familiar topic leave your mind free for grammar.
drill-P = Short answers on a familiar topic leave your mind free for how you sound.
