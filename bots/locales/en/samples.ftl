report-compared = 📚 Compared with { $count ->
    [one] a sample answer
   *[other] { $count } sample answers
} (band { $bands }).
button-samples = 📚 Samples
samples-title = <b>Yours: band { $band }. Answers to compare it with</b>
samples-band = Band { $band }:
samples-comment = <b>What was said of it:</b>
samples-caveat = <i>Bands and comments are those of the document named below each.</i>
