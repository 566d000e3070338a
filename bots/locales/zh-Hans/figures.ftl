button-figures = 📊 数字{ $wrong ->
    [0] ✓
   *[other] （{ $wrong }）
}
figures-title = <b>你的数字与图</b>
figures-agree = ✅ { $agreeing } 处说法与数据相符。
figures-none = 没有发现与数据矛盾的说法。
figures-missed = <b>似乎没有写到的主要特点：</b>
figures-caveat = <i>只核对了意思明确的说法；从坐标轴上目测的误差已经考虑在内。</i>
report-figures = 📊 { $wrong ->
    [0] 已核对数字：{ $agreeing } 处与数据相符，没有错误。
   *[other] 已核对数字：{ $agreeing } 处与数据相符，<b>{ $wrong } 处不符</b>。
}
button-features = 📊 主要特点
figures-features = 🔎 主要特点写到了 { $all } 个中的 { $told } 个。
