# Daily practice in groups, and challenges. Placeables are numbers and names of ours, except words of the member's own.
daily-title = <b>📅 Daily practice here</b>
daily-none = Nothing is scheduled yet. Tap a button (in a group an admin does), or write for example:
    <code>/daily 08:30 Asia/Shanghai speaking</code>
daily-line = { $number }. { $time } { $zone }, { $days }: { $kind }{ $level }{ $state }
daily-level = , { $level }
daily-paused = {" "}(paused)
daily-next = Next: { $when }
daily-quiet-hours = Quiet from { $start } to { $end } ({ $zone }).
daily-more = <i>/daily pause, resume or delete and a number · /daily quiet 22:00-07:00 · /daily preview</i>
daily-changed-set = ✅ Set.
daily-changed-paused = ⏸ Paused.
daily-changed-resumed = ▶️ It goes on.
daily-changed-deleted = 🗑 Deleted.
daily-changed-quiet = 🌙 I keep quiet then.
daily-changed-loud = No quiet hours any more.
daily-ask-zone = By which time zone shall I go here? Another one: <code>/daily 08:30 Europe/Paris mixed</code>
daily-ask-kind = What shall we practise?
daily-ask-time = { $kind }: at what time ({ $zone })? Another one: <code>/daily 19:45 { $word }</code>
daily-kind-speaking = Speaking
daily-kind-writing = Writing
daily-kind-vocabulary = Words
daily-kind-mixed = A mix
daily-level-easy = below band 6
daily-level-medium = band 6
daily-level-hard = band 7 and more
daily-days-all = every day
daily-days-work = Monday to Friday
daily-days-weekend = at weekends
daily-day-0 = Mon
daily-day-1 = Tue
daily-day-2 = Wed
daily-day-3 = Thu
daily-day-4 = Fri
daily-day-5 = Sat
daily-day-6 = Sun
button-daily-new = ➕ Add a time
button-daily-preview = 👀 Preview
button-daily-pause = ⏸ { $number }
button-daily-resume = ▶️ { $number }
button-daily-delete = 🗑 { $number }
prompt-speaking = 🎙 <b>Today's question</b>
prompt-card = 🎙 <b>Today's cue card</b>
prompt-writing = ✍️ <b>Today's essay question</b>
prompt-vocabulary = 📚 <b>Today's word family</b>
prompt-preview = 👀 <i>A preview; the real one is another.</i>
prompt-answer-speaking = <i>Answer this message with a voice note, or type.</i>
prompt-answer-card = <i>A minute to prepare, two to talk: answer this message with a voice note, or type.</i>
prompt-answer-writing = <i>Answer this message with a plan, a paragraph or the whole essay.</i>
prompt-answer-vocabulary = <i>Answer this message with the missing words in order, or with a sentence of your own.</i>
prompt-fill = Fill the gaps:
prompt-focus = 👀 { $kind }: { $tip }
prompt-part-noun = n.
prompt-part-verb = v.
prompt-part-adjective = adj.
prompt-part-adverb = adv.
button-me = ⚙️ How I answer you
ask-choice = <b>How shall I answer you here?</b> Each press counts for whoever presses.
button-thread = 💬 Here
button-private = 🔒 In private
button-muted = 🔕 Not at all
button-out = 🚪 Leave me out
chosen-thread = I will answer you here, below your message.
chosen-private = I will answer you in private. Press Start in my chat once, so that I may write to you.
chosen-muted = I will not answer you. Your answers still count for your streak.
chosen-out = You are out: nothing of yours is kept here or shown from now on. Press another button to come back.
reaction-asked = <i>On “{ $asked }”</i>
reaction-heard = 👂 <i>{ $words }</i>
strength-linked = 👍 “{ $fact }” links your ideas well.
strength-word = 👍 “{ $fact }” is a good, exact word.
strength-developed = 👍 You developed it: { $fact } words.
strength-clean = 👍 I found no error in it.
strength-answered = 👍 Answered.
strength-spoke = 👍 { $seconds } seconds of speech.
strength-silence = 🤔 I heard nobody speak in that note. Check the microphone?
strength-gaps = { $all ->
    [yes] 👍 All right: { $fact }.
   *[no] { $fact } right. The others:
}
advice-reason = 🎯 Say more: add a reason with “because” and one example.
advice-link = 🎯 Join two of your sentences with “because”, “which” or “although”.
advice-example = 🎯 Add one case: a person, a place or a day that shows what you mean.
advice-other-word = 🎯 Say it once more with one word that you have not used yet.
advice-paragraph = 🎯 Make it one whole paragraph: a claim, a reason, an example.
advice-essay = 🎯 This is nearly an essay. Want bands? Answer it with /mark, or send it to me in private.
advice-longer = 🎯 Go on a little longer: two or three sentences.
advice-pauses = 🎯 Pause where a clause ends, and say the words between two pauses in one go.
advice-fillers = 🎯 Let a silence stand where you say “er”: it sounds calmer.
advice-faster = 🎯 Say it again, a little faster, without looking for better words.
advice-unheard = 🤔 I could not listen to that recording. Please record it again, or type.
reaction-better = ✏️ <s>{ $said }</s> → <b>{ $better }</b> ({ $kind })
reaction-phrase = ✨ Worth keeping: “{ $phrase }”
button-share = ✨ Show it in the digest
phrase-shared = Thank you! It will be in tomorrow's digest, with your name. Press again to take it back.
phrase-kept = It stays with you.
reaction-closed = 🔒 { $name }, I may not write to you in private yet: open my chat and press Start. From then on my answers come there.
digest-title = 🌤 <b>Yesterday's practice</b>
digest-member = • { $name }: { $answers ->
    [one] one answer
   *[other] { $answers } answers
}{ $streak ->
    [0] {""}
    [one] {""}
   *[other] , { $streak } days in a row 🔥
}
digest-more = … and { $count } more
digest-phrase = ✨ A phrase worth keeping, from { $name }: <i>{ $phrase }</i>
group-somebody = somebody
challenge-title = 🏁 <b>Challenge: question { $number } of { $total }</b>
challenge-before = { $joined ->
    [0] The one before: <b>{ $answer }</b>
    [one] The one before: <b>{ $answer }</b>
   *[other] The one before: <b>{ $answer }</b> ({ $right } of { $joined } knew)
}
challenge-hint = <i>Press your answer, then go on. In a group everybody answers alone.</i>
button-challenge-next = Next ›
button-challenge-end = To the table ›
challenge-over = 🏁 <b>The challenge is over</b>
challenge-nobody = Nobody joined this time.
challenge-standing = { $place } { $name }: { $right } of { $total }
challenge-answers = <b>The answers</b>
pressed-right = ✅ Right.
pressed-wrong = ❌ It is “{ $answer }”.
pressed-again = Your first choice counts.
slip-article = Articles
slip-number = Singular and plural
slip-verb-form = Verb forms
slip-agreement = Subject and verb
slip-preposition = Prepositions
slip-word-form = Word forms
slip-spelling = Spelling
slip-wrong-word = The exact word
slip-missing-word = Missing words
slip-extra-word = Words too many
slip-order = Word order
slip-punctuation = Punctuation
slip-run-on = Sentences run together
tip-article = “a” for one of many, “the” for the one we both know, nothing for things in general.
tip-number = after “many”, “one of” and a number above one comes a plural; advice and information have none.
tip-verb-form = after a preposition comes -ing; a finished time takes the simple past.
tip-agreement = find the subject first: the number of cars has risen.
tip-preposition = learn the word with its preposition: depend on, interested in, reason for.
tip-word-form = before a noun an adjective, beside a verb an adverb.
tip-spelling = read it once more, word by word, from the end.
tip-wrong-word = learn pairs of words: make a mistake, pay attention, heavy rain.
tip-missing-word = every clause needs its subject and its verb.
tip-extra-word = “although” needs no “but”, “safer” no “more”.
tip-order = inside a sentence a question has the order of a statement.
tip-punctuation = “However,” with a comma; its without an apostrophe belongs to it.
tip-run-on = two sentences need a full stop or a linking word between them, not a comma.
refused-daily-admins = Only an admin of this group can do that.
refused-daily-usage = I did not understand that. For example: <code>/daily 08:30 Asia/Shanghai speaking 6 weekdays</code>. /daily alone shows what is set.
refused-daily-time = Please write a time of the day such as 08:30: <code>/daily 08:30 speaking</code>
refused-daily-zone = I do not know that time zone. Write a name such as Asia/Shanghai, Europe/Berlin or America/New_York.
refused-daily-which = Which one? /daily shows the list; then for example /daily delete 1
refused-daily-many = { $limit } times a day is all I can do here. Delete one first: /daily delete 1
refused-daily-quiet = Please write quiet hours as <code>/daily quiet 22:00-07:00</code>, or /daily quiet off.
refused-no-group = I have asked nothing here yet that could be answered. /daily shows when the next prompt comes, or sets one.
refused-group-out = You asked me to leave you out here, so I kept nothing. Come back with the button “How I answer you”.
refused-group-enough = That was your { $limit } answers to this one. Save some for tomorrow!
refused-group-long = That is { $words } words, more than I can look at here ({ $limit }).
refused-not-your-answer = That is somebody else's answer.
refused-challenge-over = That question is no longer open.
refused-challenge-first = Answer it first, then go on.
command-daily = a daily prompt for this group
command-challenge = five quick questions
