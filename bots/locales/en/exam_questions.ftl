# Questions about the exam, and documents that are cited.
not-in-sources = None of my sources answers this, and I will not guess. I can tell you how the test works, how it is marked and what each band asks for. For fees, dates and places, ask your test centre or see ielts.org.
near-facts = Perhaps you meant one of these:
passage-source = Source: { $source }
passage-document = Source: { $source }, a document from whoever runs this bot
passage-page = , page { $page }
passage-title = From the documents here:
refused-no-question = Write your question after the command, for example: /ask how many words must an essay have?
refused-exam-question-too-long = That is too long for a question; please keep it under { $limit } characters. To have a text marked, send it without /ask.
command-ask = ask about the exam
option-ask = your question about the exam
own-mistakes = <b>{ $kind }</b>: { $times ->
    [one] corrected once
   *[other] corrected { $times } times
} in your last { $reports ->
    [one] report
   *[other] { $reports } reports
}.
own-mistakes-source = Source: your own reports, the last of { $last }. Nobody else can ask for them.
