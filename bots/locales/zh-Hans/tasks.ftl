# 写作练习题。
task-which = 想写哪一种题？🎯 会根据你的报告，挑一道针对薄弱项的题。
task-title = 📝 <b>{ $task }</b> · { $minutes } 分钟 · 至少 { $words } 词
task-topic = 话题：{ $topic }
task-because-kind = 选这道题，是因为你最常见的错误是“{ $kind }”，写这类内容最容易碰到它。
task-because-TR = 选这道题来练任务回应：它不止问一件事，每一问都要答到。
task-because-TA = 选这道题来练任务完成：写作目的、语气和取舍在这里最要紧。
task-because-CC = 选这道题来练连贯与衔接：好几个要点需要排好顺序、连成一体。
task-because-LR = 选这道题来练词汇：泛泛的词在这里不够用。
task-because-GRA = 选这道题来练语法：它需要条件句、比较句和较长的句子。
task-because-unknown = 我还没有你的报告，这次就随意选了一道。有了第一份报告，我就能按你的情况来选。
task-in-words = 👁 <b>图的文字版</b>
    { $alt }
task-how = 写好后直接发到这里，不用再抄题目。
task-no-subject = 没有这个话题的题。现有话题：{ $subjects }。
task-answered = 我把它当作这道题的答案：“{ $prompt }” 如果不是，请发送 /cancel，再把题目放在前面、连同答案一起发来。
button-task-words = 👁 图的文字版
button-task-another = 🎲 换一道
button-task-weak = 🎯 针对我的弱项
refused-no-such-task = 这种题目前还没有。/task 2 给你一道大作文题，/task gt 给你一封书信题。
command-task = 要一道写作题
option-which = 哪一种题
option-task-topic = 话题，如 environment；填 weak 则针对你的弱项
