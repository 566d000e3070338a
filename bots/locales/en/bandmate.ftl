# Everything that Bandmate says to a learner, in English. Placeables are numbers and names of ours, except where noted.
welcome =
    <b>Welcome to Bandmate.</b>
    Send me an IELTS Writing answer, as a message or as a file (.txt, .md, .docx, .pdf), and I will mark it as an examiner would: four criteria, your own words quoted, what to correct, and what to do next.
    If you put the question first and your answer below it, I will not have to ask.
    /speaking begins a Speaking test by voice notes, /drill asks one question.
    No answer at hand? /task 2 gives you a question. 想用中文：/settings language zh-Hans
    Bands are estimates. Bandmate is not connected with the owners of IELTS.
help =
    <b>What you can send</b>
    • your answer, in one message or in several
    • a file: .txt, .md, .docx or .pdf
    • the picture of your own Task 1: it is kept with your answer, and not read
    • an edit of your message, if you find a slip
    <b>Commands</b>
    /speaking sits a whole Speaking test, /drill part1 (or part2, part3, with a topic) asks one question
    /repeat, /pause, /resume and /stop are for a test, /said writes down what you just said, /rerate rates your last test again
    /settings: language, goal, exam date, examiner, reminders
    /history shows your bands over time
    /privacy tells what is kept, /export gives you a copy, /forget erases it
    /task 2 (or 1, gt; with a topic, or “weak”) gives you a task to write
    /data takes the figures of your own chart, and I check your answer against them
    /ask and a question tells about the exam, with the source
    /why and a question asks about your last report
    /daily sets a daily prompt, here or in a group; /challenge asks five quick questions
    /cancel takes back the essay that is waiting
    /accuracy tells how far off my bands are
    /help shows this
    In a group, answer one of my messages or mention me.
unknown-command = I do not know this command. /help shows what I can do.
ask-task = I have { $words ->
    [one] one word
   *[other] { $words } words
} and they are safe. Which task is this? If there is more of the text, just send it.
task-W1A = Task 1 Academic
task-W1G = Task 1 letter
task-W2 = Task 2 essay
ask-prompt = { $task }, { $words } words. Please send me the question, so that I can see whether you answered it.
group-hint = <i>This is a group: write your text as an answer to this message, so that I see it.</i>
button-skip = I don't have it
button-cancel = Cancel
queued = ✅ { $task }, { $words } words, safely received. { $position ->
    [1] You are next.
   *[other] Place in the queue: { $position }.
}
queued-edited = ✏️ I have your edited text: { $task }, { $words } words. { $position ->
    [1] You are next.
   *[other] Place in the queue: { $position }.
}
working = 🔎 I am marking your essay now.
marked = ✔️ Marked. The report is below.
withdrawn = Taken back. Nothing was marked.
marking-failed = I could not mark this essay, though I tried several times, and I will not invent a band. Your text is kept; please send it again later.
accuracy =
    <b>How wrong am I?</b>
    Measured on { $essays } essays with examiners' bands, on questions I had not seen (scorer { $scorer }):
    • mean error: { $error } bands
    • within half a band: { $half } %
    • within one band: { $one } %
    • { $bias }
    This is about essays. How near Speaking bands come nobody has measured: read their range.
bias-generous = on average { $bias } bands too generous
bias-strict = on average { $bias } bands too strict
bias-none = no tendency to be generous or strict
report-title = <b>{ $task }: band { $band }</b>
report-range = Likely { $low } to { $high } ({ $times } times in 10) · mean { $mean } · { $words } words{ $short ->
    [yes] , at least { $least } asked for
   *[no] { "" }
}
report-set-aside = { $count ->
    [one] I left out a line that is not yours: <i>{ $lines }</i>
   *[other] I left out { $count } lines that are not yours: <i>{ $lines }</i>
}
report-strengths = <b>What works</b>
report-next = <b>What would lift you most</b>
report-estimate = <i>An estimate by software ({ $scorer }), not connected with the owners of IELTS. How far off it can be: /accuracy</i>
criterion-title = <b>{ $criterion }: { $band }</b>
criterion-range = Likely { $low } to { $high }
criterion-TA = Task Achievement
criterion-TR = Task Response
criterion-CC = Coherence and Cohesion
criterion-LR = Lexical Resource
criterion-GRA = Grammatical Range and Accuracy
short-TA = Task
short-TR = Task
short-CC = Coherence
short-LR = Words
short-GRA = Grammar
step-title = <b>{ $advice }</b> ({ $criterion })
exercise = <b>Exercise:</b>
button-corrections = ✏️ Corrections ({ $count })
button-next = 🎯 What next
button-full = 📄 Full report
button-back = ‹ Back
list-separator = {", "}
file-caption = Your full report.
refused-empty = I see no words in that. Please send me your answer as text or as a file.
refused-not-english = This does not look like English, and IELTS answers are marked in English only. Please send the English text.
refused-question-alone = That is the question. Please send me your answer to it too.
refused-too-short = { $words ->
    [0] I need your whole answer: 20 words or fewer are band 1 in the exam, whatever they say. To ask about the exam: /ask and your question.
    [one] I need your whole answer: one word is band 1 in the exam, whatever it says. To ask about the exam: /ask and your question.
   *[other] I need your whole answer: { $words } words are too few to mark (20 or fewer are band 1 in the exam). To ask about the exam: /ask and your question.
}
refused-too-long = That is { $words } words, and no exam answer is longer than { $limit }. Please send one answer at a time.
refused-too-long-together = Your messages come to { $words } words together, and no exam answer is longer than { $limit }. Please send /cancel to start anew, and then one answer at a time.
refused-picture = I cannot read pictures. Please send the text itself.
refused-sticker = Nice one! To be marked, send me your answer as text or as a file.
refused-voice = No test is open here, so I have nothing to do with a voice note. /speaking begins one, /drill asks one question.
refused-unsupported-file = I can read .txt, .md, .docx and .pdf files. Please send your answer as one of these, or as a message.
refused-file-too-big = That file is too large ({ $megabytes } MB; the limit is { $limit } MB). An essay needs only a few kilobytes; please send it as text.
refused-encrypted-pdf = That PDF is locked with a password. Please send it without one, or paste the text.
refused-scanned-pdf = That PDF is a picture of a page, with no text that I can read. Please paste the text.
refused-broken-file = I could not open that file; it seems to be damaged. Please save it again, or paste the text.
refused-file-hostile = That file unpacks into far more than an essay, so I did not open it. Please paste the text.
refused-too-many-pages = That file has more than { $limit } pages. Please send just your answer.
refused-too-many-waiting = You have { $limit } essays waiting already. Send the next one when a report has come; I will be quick.
refused-quota-day = You have sent { $limit } essays in 24 hours, which is all I can mark for one person. Rest, and come back tomorrow.
refused-quota-chat = This chat has sent { $limit } essays in 24 hours, which is all I can mark here. Please come back tomorrow, or write to me in private.
refused-flood = That was a lot of messages at once! I have kept them all; give me a moment, then send /cancel to start anew or choose the task above.
refused-no-such-report = I cannot find that report any more.
refused-already-marking = I am marking that essay already; the report will be here in a moment.
refused-nothing-to-cancel = There is nothing to cancel: no essay of yours is waiting.
refused-not-your-essay = This is somebody else's essay; only its writer can open it.
refused-database-away = I cannot reach my notebook right now. Please try again in a minute.
refused-other = I cannot use that. /help shows what I can do.
command-start = what Bandmate does
command-help = what you can send
command-cancel = take back a waiting essay
command-accuracy = how far off the bands are
command-mark = in a group: mark the message you answer
