# 完整报告文件。

estimate = 这是软件的估计，用来帮助练习。Bandmate 与雅思主办方无关，只有考官才能给你评分。
title-W2 = 大作文（Task 2）：{ $band } 分
title-W1A = 小作文（Task 1，学术类）：{ $band } 分
title-W1G = 小作文（Task 1，书信）：{ $band } 分
title-S = 口语：{ $band } 分
criterion-TA = 任务完成情况
criterion-TR = 任务回应情况
criterion-CC = 连贯与衔接
criterion-LR = 词汇丰富程度
criterion-GRA = 语法多样性及准确性
criterion-FC = 流利度与连贯性
criterion-P = 发音
table-bands = | 评分标准 | 分数 | 可能范围 |
range = { $low } 到 { $high }
overall = 总分
criterion-heading = { $criterion }：{ $band }
mean = 四项平均为 { $mean }，四舍五入到最近的半分。大约十次里有 { $times } 次，考官的分数落在这个范围内。
counted-words = { $words } 个词。评分器：{ $scorer }。
too-few-words = { $words } 个词，而题目要求至少 { $least } 个。评分器：{ $scorer }。
strengths = 做得好的地方
lift = 最能提分的事
lift-looks = { $band } 分是什么样子：{ $rule }
lift-sounds = { $band } 分听起来是什么样子：{ $rule }
lift-exercise = 现在就做：{ $exercise }
rule = { $band } 分，{ $about }：{ $rule }

corrections = 修改
corrections-none = 没有发现确定的错误。检查器并不能看到一切。
corrections-caveat = 划掉的地方，十处里大约有九处确实需要修改。“请看这里”表示很可能有问题，但不能确定应该怎么改。可能还有其他错误。
of-a-kind = { $kind }：{ $places } 处
kind-example = 例如不是“{ $wrong }”，而是“{ $right }”。
table-corrections = | 你写的 | 更好的写法 |
leave-out = （删去）
look-here = （请看这里）
worth-gain = { $criterion } { $after }（原为 { $before }）
worth = 只改正这 { $places } 处，其他不变，同一个评分器的评分是：{ $gains }。{ $count ->
    [0] { "" }
    [1] { "" }
   *[other] 其中最有价值的依次是{ $kinds }。
}
clean = 改正后的全文
clean-told = 确定的地方都改了；存疑处若有一种改法较可能正确，也改了，请自行核对。用词和观点都是你的。
better = 更好的段落
better-told = 语言模型改写了你的这一段，目标大约是 { $band } 分。你写的是：
better-is = 可以写成：
question = 题目
answer = 你的答案
set-aside = 未计入
set-aside-told = 这些内容随你的答案一起发来，但不是你写的，没有评分。

# 口语
speaking-mean = 整场考试一个评分。各项平均为 { $mean }，四舍五入到最近的半分。考试时间 { $time }。评分器：{ $scorer }。
assumed = 没有人公布过带有考官分数的录音，所以这些分数有多准是根据已发表的研究推定的，没有测量过：请把范围当作结果，把分数当作它的中间值。
pronunciation = 发音分是对你有多容易被听懂的估计，依据识别器的把握、音高和语速。它听不出单词重音对不对；某个音发错了，但识别器凭上下文猜出了整个词，它也听不出来。它不评判口音。
typed = 回答是打字的，所以没有评发音；流利度只看观点的展开和衔接。
was-typed = 打字
strong = 做得好的地方
again = 值得再听的地方
again-typed = 值得再说一遍的地方
table-again = | 时间 | 你说的 | 更好的说法 | 原因 |
good-as-it-is = （这样就很好）
parts = 各部分表现
part = 第 { $number } 部分
unprepared = 即兴
tomorrow = 明天
