# The full report, as a file.

estimate = This is an estimate by software, made to help you practise. Bandmate is not connected with the owners of IELTS, and only an examiner can give you a band.
title-W2 = Writing Task 2: band { $band }
title-W1A = Writing Task 1 (Academic): band { $band }
title-W1G = Writing Task 1 (General Training): band { $band }
title-S = Speaking: band { $band }
criterion-TA = Task Achievement
criterion-TR = Task Response
criterion-CC = Coherence and Cohesion
criterion-LR = Lexical Resource
criterion-GRA = Grammatical Range and Accuracy
criterion-FC = Fluency and Coherence
criterion-P = Pronunciation
table-bands = | Criterion | Band | Likely range |
range = { $low } to { $high }
overall = Overall
criterion-heading = { $criterion }: { $band }
mean = The mean of the four criteria is { $mean }, rounded to the nearest half band. An examiner's band lies in the likely range in about { $times } of 10 cases.
counted-words = { $words } words. Marked by { $scorer }.
too-few-words = { $words } words, and the task asks for at least { $least }. Marked by { $scorer }.
strengths = What works
lift = What would lift your band most
lift-looks = What band { $band } looks like: { $rule }
lift-sounds = What band { $band } sounds like: { $rule }
lift-exercise = Do this now: { $exercise }
rule = Band { $band }, { $about }: { $rule }

corrections = Corrections
corrections-none = Nothing was found that is sure. The checker does not see everything.
corrections-caveat = What is struck through is sure to need mending in about nine places of ten. “Look here” marks a place where something is probably wrong and the right words are not sure. There may be other errors.
of-a-kind = { $kind }: { $places ->
    [one] 1 place
   *[other] { $places } places
}
kind-example = For example not “{ $wrong }” but “{ $right }”.
table-corrections = | You wrote | Better |
leave-out = (leave it out)
look-here = (look here)
worth-gain = { $criterion } { $after } instead of { $before }
worth = With { $places ->
    [one] this place
   *[other] these { $places } places
} mended and nothing else changed, the same scorer gives { $gains }.{ $count ->
    [0] { "" }
    [one] { "" }
   *[other] { " " }Most of it comes from { $kinds }, in this order.
}
clean = Your answer with the corrections made
clean-told = What is sure was mended, and a doubtful place where one mend is likelier right than not: check those. Words and ideas are yours.
better = A better paragraph
better-told = A language model wrote this paragraph of yours anew; it aims at about band { $band }. You wrote:
better-is = It could be:
question = The question
answer = Your answer
set-aside = Left out
set-aside-told = These lines came along with your answer and are not yours. Nothing of them was marked.

# Speaking
speaking-mean = One rating over the whole test. The mean of the criteria is { $mean }, rounded to the nearest half band. { $time } minutes of exam time. Marked by { $scorer }.
assumed = Nobody has published recordings with the bands that examiners gave them, so how near these bands come is assumed from published studies and not measured: take the range for the result, and the band for its middle.
pronunciation = Pronunciation is an estimate of how easily you are understood, from what the recogniser was sure of, pitch and pace. It cannot hear word stress, nor a wrong sound in a word that the recogniser guessed from its sentence. It is no judgement of accent.
typed = Answers were typed, so pronunciation was not marked, and of fluency only how ideas are developed and linked.
was-typed = typed
strong = What was strong
again = Listen again
again-typed = Say it again
table-again = | When | You said | Better | Why |
good-as-it-is = (good as it is)
parts = Part by part
part = Part { $number }
unprepared = Unprepared
tomorrow = Tomorrow
