# What is kept and where; taking it along; having it erased; who may use the bot.
first-contact = 👋 I keep what you write, what you say as text, and your reports, so that you can open them again. All of it stays on the computer that runs me, for { $days } days at most; a recording is erased once the report on it has reached you, after a week at the latest. /privacy shows and changes this, and /forget erases everything at once.
privacy-title = <b>What I keep, and where</b>
leaves-nothing = Everything stays on the computer that runs me; nothing is passed on.
leaves-voice = The examiner's questions (never your words, never your voice) go to Microsoft's speech service to be spoken.
leaves-recordings = Until they are erased, your recordings are kept on another computer, which whoever runs me has chosen.
leaves-recordings-encrypted = Until they are erased, your recordings are kept on another computer, encrypted: it cannot listen to them.
leaves-model = To be marked, your texts are read by a language model on another computer, which whoever runs me has chosen.
consent-history-yes = <b>History:</b> your essays, the pictures and tables that came with them, what you said as text, and your reports are kept for { $days } days. That is how I can show you your progress.
consent-history-no = <b>History:</b> off. An essay or a test and its report are erased a day after the report.
consent-recordings-yes = <b>Recordings:</b> kept for { $days } days, so that you can hear yourself beside a better way to say it.
consent-recordings-no = <b>Recordings:</b> erased as soon as the report on them has reached you, after a week at the latest.
consent-training-yes = <b>Training:</b> you let me use what you wrote, without your name, to teach a model to mark better.
consent-training-no = <b>Training:</b> nothing of yours is used to teach a model.
button-history-on = Keep my history
button-history-off = Keep no history, erase it now
button-recordings-on = Keep my recordings
button-recordings-off = Erase my recordings
button-training-on = Allow training
button-training-off = Forbid training
button-export = 📦 Give me a copy
button-forget = 🗑 Forget me
forget-asked =
    <b>Shall I forget you?</b>
    I will erase your essays and pictures, your tests, recordings, reports and settings, also what waits to be marked or sent. It cannot be undone, and /history begins anew.
    What stands in this chat is kept by the chat app; you can delete it there.
button-forget-yes = Yes, erase everything
button-forget-no = No, keep it
forgotten = Done: I have erased everything that I had of you. If you write to me again, we begin as strangers.
forget-not = Good. Everything stays as it was.
exported = Everything that I keep of you: bandmate.json holds all of it, and beside it are your essays, reports and transcripts. { $parts ->
    [1] { "" }
   *[other] (File { $part } of { $parts })
}
refused-not-yours = That button is for somebody else.
refused-not-allowed = I am working for a closed group only. Whoever runs me can let you in.
stats-title = <b>Numbers</b>
stats-learners = Learners: { $count }
stats-learners-week = Learners here in the last 7 days: { $count }
stats-learners-new = New learners in the last 7 days: { $count }
stats-essays = Essays kept: { $count }
stats-essays-day = Essays in the last 24 hours: { $count }
stats-essays-waiting = Essays that wait: { $count }
stats-essays-failed = Essays that could not be marked: { $count }
stats-reports = Reports kept: { $count }
stats-tests = Speaking tests and drills kept: { $count }
stats-tests-day = Speaking tests and drills in the last 24 hours: { $count }
stats-liked = Thumbs up: { $count }
stats-disliked = Thumbs down: { $count }
stats-suggestions = Better comments suggested: { $count }
stats-undelivered = Messages that wait to be sent: { $count }
stats-blocked = Blocked: { $count }
stats-forgotten = Forgotten: { $count }
command-privacy = what is kept, and where
command-export = a copy of everything I keep of you
command-forget = erase everything I keep of you
