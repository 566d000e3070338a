# Bands over time.
history-title = <b>Your bands over time</b>
history-target = Goal { $target }
history-task-2 = <b>Writing Task 2</b> ({ $count ->
    [one] one report
   *[other] { $count } reports
})
history-task-1 = <b>Writing Task 1</b> ({ $count ->
    [one] one report
   *[other] { $count } reports
})
history-speaking = <b>Speaking</b> ({ $count ->
    [one] one test
   *[other] { $count } tests
})
history-range = ({ $low } to { $high })
history-errors = Corrected most: { $kinds }
trend-up = 📈 Up from { $earlier } to { $later } on average: more than the { $margin } that chance alone makes likely.
trend-down = 📉 Down from { $earlier } to { $later } on average: more than the { $margin } that chance alone makes likely.
trend-noise = ➖ { $earlier } before, { $later } lately, on average. That is within the noise ({ $margin }): no progress and no loss can be seen yet.
history-estimate = In brackets is the range that each band likely lies in.
history-empty = There is nothing to look back on yet. Send me an answer, or sit a test: /speaking
history-off = You want no history kept, so I can look back a day at most. /privacy changes that.
command-history = your bands over time
