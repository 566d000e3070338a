button-figures = 📊 Figures { $wrong ->
    [0] ✓
   *[other] ({ $wrong })
}
figures-title = <b>Your figures and the visual</b>
figures-agree = ✅ { $agreeing ->
    [one] 1 claim agrees
   *[other] { $agreeing } claims agree
} with the data.
figures-none = Nothing was found that contradicts the data.
figures-missed = <b>Main features that you do not seem to tell of:</b>
figures-caveat = <i>Only what can be read in one way was checked. Readings of an axis by eye are allowed for.</i>
report-figures = 📊 { $wrong ->
    [0] Figures checked: { $agreeing } agree with the data, none is wrong.
    [one] Figures checked: { $agreeing } agree with the data, <b>1 does not</b>.
   *[other] Figures checked: { $agreeing } agree with the data, <b>{ $wrong } do not</b>.
}
button-features = 📊 Main features
figures-features = 🔎 Main features told: { $told } of { $all }.
