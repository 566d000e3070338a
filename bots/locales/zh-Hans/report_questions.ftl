button-why = ❓ 为什么是 { $band } 而不是 { $higher }？
button-better = ✨ 更好的段落
better-title = <b>更好的段落</b>
better-was = 你写的是：
better-is = 可以写成这样（约 { $band } 分）：
better-by = <i>由语言模型改写；报告里的分数评的是你自己写的内容。</i>
why-title = <b>{ $criterion }：为什么是 { $band } 而不是 { $higher }？</b>
why-held = 你的原文里，限制分数的地方：
why-limits = { $between ->
    [yes] 不是哪一句话决定的，这个分数看的是全文。{ $band } 分介于两档之间：{ $higher } 分的要求你做到了一部分，而下面的情况仍有一部分存在：
   *[no] 不是哪一句话决定的，这个分数看的是全文。{ $band } 分对这样的文章是这样说的：
}
why-asked = { $higher } 分的要求：
why-asked-some = { $whole } 分的要求（做到一部分就够 { $higher } 分）：
why-unnamed = <i>我在这里只能解释每一项为什么是这个分数。你的问题没有提到四项中的任何一项，所以先说最低的一项。想看别的，请发送 /why 任务、/why 衔接、/why 词汇 或 /why 语法；关于考试本身的问题，用 /ask。</i>
question-taken = 正在思考你的问题（{ $criterion }），答案马上就到。{ $left ->
    [0] 这是关于这份报告的最后一个问题。
   *[other] 关于这份报告，你还可以再问 { $left } 个问题。
}
question-answered = <i>由语言模型根据你的报告写成，分数不变。</i>
refused-no-report-yet = 这里还没有你的写作报告。请先发一篇作文给我，再来提问。口语报告的依据，请按报告下面的按钮查看。
refused-question-too-long = 这个问题太长了，请控制在 { $limit } 个字符以内。要评分的话，请直接发送文字，不要加 /why。
refused-too-many-questions = 关于这份报告你已经问了 { $limit } 个问题，到上限了。报告里的按钮仍然可以告诉你分数的原因。
refused-nothing-above = 已经是 9 分，上面没有更高的分数了。
command-why = 就上一份报告提问
