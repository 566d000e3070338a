# What a learner may set, and the reminders.
language-name = English
settings-title = <b>Your settings</b>
settings-now = Now: <b>{ $value }</b>
settings-line = { $name }: <b>{ $value }</b>
setting-language = Language
setting-feedback = Language of reports
setting-module = Exam
setting-target = Band you aim at
setting-exam = Exam date
setting-voice = Examiner's accent
setting-speed = Examiner's pace
setting-reminder = Reminder
setting-zone = Time zone
settings-ask-language = In which language shall I speak with you? The examiner always speaks English.
settings-ask-feedback = In which language shall I explain your reports? Your own words stay as you wrote them.
settings-ask-module = Which exam do you sit? I will then offer you its own Task 1 first.
settings-ask-target = Which band do you need? Each report then says how far it is.
settings-ask-exam = When is your exam? Choose, or type the day as year-month-day: <code>/settings exam YYYY-MM-DD</code>
settings-ask-voice = How shall the examiner sound?
settings-ask-speed = How fast shall the examiner speak? 100 % is the usual pace.
settings-ask-reminder = When shall I remind you every day? Choose, or type the time: <code>/settings reminder 06:45</code>
settings-ask-zone = Where are you? Choose, or type the time zone: <code>/settings zone Europe/Berlin</code>
unset = not set
unset-language = as in your app
unset-feedback = the same as mine
unset-reminder = none
unset-usual = as usual
module-academic = Academic
module-general = General Training
voice-british = British
voice-american = American
voice-scottish = Scottish
voice-caribbean = Caribbean
voice-australian = Australian
voice-indian = Indian
speed = { $percent } %
in-weeks = in { $weeks } weeks
button-unset = ✖️ Not set
button-reminder-off = 🔕 No more reminders
reminder = ⏰ <b>Time to practise.</b>
reminder-days = { $days ->
    [0] Your exam is today. Good luck!
    [one] Your exam is tomorrow.
   *[other] { $days } days until your exam.
}
reminder-drill = Five minutes are enough: <code>{ $command }</code>, or send me an answer.
goal-missing = Goal { $target }: { $missing } to go
goal-reached = Goal { $target }: reached here
goal-days = { $days ->
    [0] your exam is today
    [one] one day left
   *[other] { $days } days left
}
refused-no-such-setting = There is no such setting. /settings shows them all.
refused-setting-language = I do not speak that language. /settings language shows those that I do.
refused-setting-feedback = I write no reports in that language. /settings feedback shows the languages that I know.
refused-setting-module = Please choose academic or general: /settings module
refused-setting-target = Please choose a band from 4 to 9, in halves, such as 6.5: /settings target 6.5
refused-setting-exam = I need a day that is still to come, as year-month-day: /settings exam YYYY-MM-DD
refused-setting-voice = I cannot speak with that accent. /settings voice shows those that I can.
refused-setting-speed = Please choose a pace of 0.8, 0.9, 1.0 or 1.1: /settings speed 0.9
refused-setting-reminder = Please write a time of the day such as 08:30: /settings reminder 08:30
refused-setting-zone = I do not know that time zone. Write it like this: /settings zone Asia/Shanghai
refused-only-in-private = This is between you and me: please write to me in private.
command-settings = language, goal, examiner, reminders
