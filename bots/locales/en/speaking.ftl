# The Speaking test, in English. What the examiner says is not here: it is the exam's English in every language.
speaking-mode =
    <b>A whole Speaking test</b> takes about 15 minutes: three parts, by voice notes, with an examiner who keeps the time.
    <b>Exam:</b> as on the day; nothing but questions until the end.
    <b>Practice:</b> the same, with a few words on each answer.
    Only one question? /drill part1, /drill part2 or /drill part3
mode-exam = 🎓 Exam
mode-practice = 🌱 Practice
test-under-way = You are in the middle of a test. Shall we go on?
test-paused = Your test is waiting where you left it.
hint-test = <i>Answer with a voice note, or type if you cannot speak. You may take a break at any time; /stop ends the test.</i>
hint-drill = <i>Answer with a voice note, or type if you cannot speak.</i>
hint-no-ears = <i>I cannot write down speech on this computer yet: answer my question with a voice note, and type below that note (as an answer to it, or with /said) what you said. I measure the sound myself. Without the words there is no band.</i>
hint-long-turn = <i>Up to two minutes; I will stop you. If your note ends early, just send another.</i>
card-say = You should say:
preparing = ⏱ You have one minute to prepare. Make notes if you like. I will tell you when the minute is over; if you begin before, that is fine.
time-is-up = 🎙 Thank you. <i>The two minutes are over; please send what you have said.</i>
on-break = ⏸ Take your time. The clock stands still; your test waits here for a week.
after-test = I am going through your answers once more. The report comes in a moment.
after-test-words = { $count ->
    [one] Please type what you said in that voice note too. The report comes then, or in two minutes without it.
   *[other] { $count } voice notes still have no words: please type below each what you said. The report comes then, or in two minutes from what there is.
}
after-drill = Another one? <code>/drill { $part }</code>
button-repeat = 🔁 Repeat
button-rephrase = 🔁 In other words
button-pause = ⏸ Break
button-resume = ▶️ Go on
button-stop = ⏹ Stop the test
button-ready = I'm ready
button-rate = Rate it as it is
heard = <b>What I heard</b>
heard-typed = <b>What you wrote</b>
heard-silence = I heard nobody speak in that note. If you did speak, check the microphone and answer once more, or type your answer.
heard-nothing = I could not listen to that recording. The test goes on; type below your note what you said, so that it counts.
heard-language = I believe some of this was not in English. Only English counts in the exam.
heard-doubted = <i>Not sure I heard these right: { $words }. They do not count against you.</i>
heard-fix = <i>Misheard? Answer your own voice note with the right words; for a name, the name alone will do.</i>
words-kept = ✍️ Noted.
words-put-in = ✍️ Noted: “{ $said }”
words-missing = { $count ->
    [one] ✍️ Noted. One voice note still has no words.
   *[other] ✍️ Noted. { $count } voice notes still have no words.
}
words-renewed = ✍️ Noted. I am rating your test with these words; the report comes in a moment.
speaking-title = <b>Speaking: band { $band }</b>
speaking-estimate = <i>An estimate by software ({ $scorer }), not connected with the owners of IELTS. Nobody has measured how near it comes: read the range.</i>
speaking-range = Likely { $low } to { $high } · mean { $mean } · { $time } minutes of exam time
speaking-title-range = <b>Speaking: between { $low } and { $high }</b>
speaking-thin = Too little was said for a band, so here is a range and no number · { $time } minutes of exam time
speaking-too-little = ▱▱▱▱▱▱ <b>{ $low }–{ $high }</b> (too little for a band)
concerns-astray = ⚠️ Some answers did not speak to their question: 🧩 Part by part
concerns-learnt = ⚠️ Some answers sound learnt by heart and count for nothing: 🧩 Part by part
recalled-title = <b>What the examiner came back to</b>
speaking-typed = <i>Much of it was typed, so pronunciation was not rated, and fluency only as far as it can be read.</i>
speaking-changes = <b>Since your last test</b>
speaking-drill = 📅 For tomorrow: <code>{ $command }</code>
criterion-FC = Fluency and Coherence
criterion-P = Pronunciation (estimate)
short-FC = Fluency
short-P = Pronunciation
parts-title = <b>Part by part</b>
part = Part { $number }:
part-unscripted = Part { $number }, unprepared:
again-title = <b>Listen again to</b>
again-title-typed = <b>Say it again</b>
button-again = 🎧 Listen again ({ $count })
button-again-typed = 🗣 Say it again ({ $count })
button-hear = 👂 Hear the difference
button-parts = 🧩 Part by part
button-fluency = 📈 Pace
button-pauses = ⏳ Pauses
button-transcript = 📝 Transcript
picture-fluency = How fast you spoke, over the test.
picture-pauses = Where your pauses fell: between clauses is natural, inside a clause a listener waits for a word.
file-transcript = Your test, word for word.
file-full = Your full report.
button-again-turn = 🔄 Try again
hear-better-caption = A better way to say it. (Your own recording is not kept: /privacy)
hear-caption = First you, then a better way to say it.
unrated-no-words = I have the sound of your answers but not the words ({ $count } without), and I give no band without words. Answer each of your voice notes with what you said; I rate the test when the last one is there.
unrated-nothing-to-mark = That was too little English for a band, and I will not invent one. Have another go: /speaking
unrated-failed = I could not rate this test, though I tried several times, and I will not invent a band. Your answers are kept.
refused-no-test = No test is open here, so I have nothing to do with that. /speaking begins one, /drill asks one question.
refused-not-your-test = This is somebody else's test.
refused-no-such-topic = I have no question on that topic. Try one word, such as music, food or work, or name none and I choose: /drill part1
refused-which-drill = Which part? /drill part1, /drill part2 or /drill part3, and a topic if you like: /drill part1 music
refused-nothing-to-repeat = I have asked that often enough; just say what you can.
refused-already-rating = I am rating that test already.
refused-no-test-over = There is no whole test here that I could rate again. /speaking begins one.
rated-again =
    { $recordings ->
        [0] 🔁 I have no recordings of your last test, so I rate the words that I kept once more. A new report follows.
        [one] 🔁 I listen to the recording of your last test once more and rate it again. A new report follows.
       *[other] 🔁 I listen to the { $recordings } recordings of your last test once more and rate it again. A new report follows.
    }
refused-nothing-said = /said writes down the words of a voice note, and you have sent none here. In a test you can simply type your answer; /speaking begins one.
refused-no-words-said = Write after /said what you said in your last voice note, for example: /said I live in a small town.
refused-empty-answer = I see no words in that. Answer with a voice note, or type in English. /repeat asks the question again.
refused-no-recording = There is no recording for that. /privacy lets you keep recordings from now on.
refused-no-voice = The examiner has no voice on this computer at the moment, so there is nothing to hear.
refused-no-picture = I cannot draw that: answers were typed, or nothing on this computer can tell at which word you paused.
refused-report-renewed = You put words right, so a new report is on its way.
refused-quota-speaking = You have begun { $limit } tests and drills in 24 hours, which is all I can do for one person. Rest your voice, and come back tomorrow.
refused-not-a-recording = I cannot hear anything in that file. Please send a voice note, or an ogg, mp3, m4a, wav or webm file.
refused-recording-too-big = That recording is too large ({ $megabytes } MB; the limit is { $limit } MB). A voice note is much smaller.
refused-recording-too-long = That recording is longer than { $limit } seconds. An answer in the exam takes two minutes at most.
refused-broken-recording = I could not open that recording; it seems to be damaged. Please record it again.
refused-recording-hostile = That recording unpacks into far more than speech, so I did not open it. Please send a voice note.
command-speaking = sit a Speaking test
command-drill = one speaking question
command-said = write down what you just said
command-repeat = hear the question again
command-pause = take a break from the test
command-resume = go on with the test
command-stop = end the test
command-rerate = rate your last test again
