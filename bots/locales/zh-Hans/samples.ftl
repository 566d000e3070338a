report-compared = 📚 可与 { $count } 篇范文对照（{ $bands } 分）。
button-samples = 📚 范文对照
samples-title = <b>你的作文：{ $band } 分。可以对照的答案</b>
samples-band = { $band } 分：
samples-comment = <b>评语：</b>
samples-caveat = <i>分数和评语出自各篇下面注明的文档。</i>
