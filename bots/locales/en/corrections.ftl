corrections-title = <b>Corrections</b>
corrections-none = I found nothing to correct. I do not see everything.
corrections-more = … and { $count } more in the full report.
corrections-doubtful = <i>👀 Something is probably wrong here; what it should be is not sure.</i>
of-a-kind = <b>{ $kind }: { $count ->
    [one] 1 place
   *[other] { $count } places
}</b>
kind-example = Not “{ $wrong }” but “{ $right }”.
leave-out = (leave out)
worth = 💡 With { $places ->
    [one] the one sure place
   *[other] the { $places } sure places
} mended: <b>{ $gains }</b>{ $count ->
    [0] { "" }
    [one] { "" }
   *[other] . Worth most: { $kinds }
}
clean-title = <b>Your answer with the corrections made</b>
clean-told = <i>What is sure was mended, and a doubtful place where one mend is likelier right than not: check those. The bands are for what you sent.</i>
clean-file = Your answer with the corrections made.
button-clean = 🧼 Clean version
button-kind = { $kind } ({ $count })
rule = Band { $band }, { $about }: { $rule }
