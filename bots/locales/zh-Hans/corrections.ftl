corrections-title = <b>修改</b>
corrections-none = 没有发现需要修改的地方。我并不能看到所有错误。
corrections-more = ……完整报告中还有 { $count } 处。
corrections-doubtful = <i>👀 这里很可能有问题，但不能确定应该怎么改。</i>
of-a-kind = <b>{ $kind }：{ $count } 处</b>
kind-example = 不是“{ $wrong }”，而是“{ $right }”。
leave-out = （删去）
worth = 💡 改正有把握的 { $places } 处之后：<b>{ $gains }</b>{ $count ->
    [0] { "" }
    [1] { "" }
   *[other] 。最有价值的依次是：{ $kinds }
}
clean-title = <b>改正后的全文</b>
clean-told = <i>确定的地方都改了；存疑处若有一种改法较可能正确，也改了，请自行核对。分数评的是你发来的原文。</i>
clean-file = 改正后的全文。
button-clean = 🧼 改正后的全文
button-kind = { $kind }（{ $count }）
rule = { $band } 分，{ $about }：{ $rule }
