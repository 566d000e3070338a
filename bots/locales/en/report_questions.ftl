# Questions about a report.
button-why = ❓ Why { $band } and not { $higher }?
button-better = ✨ A better paragraph
better-title = <b>A better paragraph</b>
better-was = You wrote:
better-is = It could be, at about band { $band }:
better-by = <i>Written by a language model; the bands of your report are for what you wrote.</i>
why-title = <b>{ $criterion }: why { $band } and not { $higher }?</b>
why-held = What held it, in your words:
why-limits = { $between ->
    [yes] No one sentence of yours decided it: this comes from the text as a whole. { $band } lies half way, so some of what { $higher } asks for is there, and some of this is still true of it:
   *[no] No one sentence of yours decided it: this comes from the text as a whole. What band { $band } says of such a text:
}
why-asked = What { $higher } asks for:
why-asked-some = What band { $whole } asks for (some of it is enough for { $higher }):
why-unnamed = <i>Here I can tell only why a criterion has its band. Your question names none of the four, so this is the lowest. For another write /why task, /why coherence, /why words or /why grammar; about the exam itself, /ask and your question.</i>
question-taken = I am thinking about your question ({ $criterion }); the answer will be here in a moment. { $left ->
    [0] It was your last one about this report.
    [one] You can ask one more about this report.
   *[other] You can ask { $left } more about this report.
}
question-answered = <i>Written by a language model from your report. The band stays as it is.</i>
refused-no-report-yet = I have no report on a Writing answer of yours here yet. Send me one first, and then ask about it. What a Speaking report rests on is behind the buttons below it.
refused-question-too-long = That is too long for a question; please keep it under { $limit } characters. To have a text marked, send it without /why.
refused-too-many-questions = You have asked { $limit } questions about this report, which is all I can answer. The buttons in the report still tell why a band is what it is.
refused-nothing-above = That is band 9 already: there is nothing above it.
command-why = ask about your last report
