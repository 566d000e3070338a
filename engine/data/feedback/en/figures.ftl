# What an essay says, held against the data of its visual. $shown is made of the visual's own labels and figures.
figure-wrong = You wrote “{ $quote }”; the visual shows: { $shown }.
direction-wrong = You wrote “{ $quote }”; the visual shows: { $shown }.
rank-wrong = You wrote “{ $quote }”; look again: { $shown }.
comparison-wrong = You wrote “{ $quote }”; the visual shows: { $shown }.
ratio-wrong = You wrote “{ $quote }”; the visual shows: { $shown }.
figures-right = What could be checked agrees with the data: { $count } claims, none of them wrong.

feature-rise = What rose most: { $shown }
feature-fall = What fell most: { $shown }
feature-peak = A peak: { $shown }
feature-lead = The first place changes: { $shown }
feature-highest = The highest figure: { $shown }
feature-stage = A stage: { $stage }
feature-change = A change: { $was } → { $now }

figures = Figures and the visual
figures-agree = { $agreeing ->
    [0] Nothing that agrees with the data was found
    [one] 1 claim agrees with the data
   *[other] { $agreeing } claims agree with the data
}; { $wrong ->
    [0] none contradicts them.
    [one] 1 contradicts them.
   *[other] { $wrong } contradict them.
}
figures-missed = Main features that your answer does not seem to tell of:
figures-caveat = Only what can be read in one way was checked; readings of an axis by eye are allowed for.

advice-W1A-shown-wrong = Check every figure and direction against the visual before you finish.
    .exercise = Put { $quote } beside the visual and correct it. Then go through your answer with a finger on the visual: what, when, how much.
