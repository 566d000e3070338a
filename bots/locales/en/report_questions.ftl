# Questions about a report.
button-why = ❓ Why { $band } and not { $higher }?
button-better = ✨ A better paragraph
better-title = <b>A better paragraph</b>
better-was = You wrote:
better-is = It could be, at about band { $band }:
better-by = <i>Written by a language model; the bands of your report are for what you wrote.</i>
why-title = <b>{ $criterion }: why { $band } and not { $higher }?</b>
why-held = What held it, in your words:
why-limits = Nothing in particular was held against you. What is typical of band { $band }:
why-asked = What { $higher } asks for:
question-taken = I am thinking about your question ({ $criterion }); the answer will be here in a moment. { $left ->
    [0] It was your last one about this report.
    [one] You can ask one more about this report.
   *[other] You can ask { $left } more about this report.
}
question-answered = <i>Written by a language model from your report. The band stays as it is.</i>
refused-no-report-yet = I have no report of yours here yet. Send me an answer first, and then ask about it.
refused-question-too-long = That is too long for a question; please keep it under { $limit } characters. To have a text marked, send it without /why.
refused-too-many-questions = You have asked { $limit } questions about this report, which is all I can answer. The buttons in the report still tell why a band is what it is.
refused-nothing-above = That is band 9 already: there is nothing above it.
command-why = ask about your last report
