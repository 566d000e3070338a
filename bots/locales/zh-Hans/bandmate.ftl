welcome =
    <b>欢迎使用 Bandmate。</b>
    把你的雅思写作答案发给我，可以直接发消息，也可以发文件（.txt、.md、.docx、.pdf）。我会像考官一样按四项标准评分，引用你的原句，指出要改的地方和下一步该做什么。
    如果把题目放在前面、答案放在下面，我就不用再问你了。
    /speaking 开始语音口语考试，/drill 练一道题。
    手边没有作文？/task 2 给你一道题。For English: /settings language en
    分数只是估计。Bandmate 与雅思主办方没有关系。
help =
    <b>你可以发送</b>
    • 你的答案，一条或几条消息都可以
    • 文件：.txt、.md、.docx 或 .pdf
    • 你自己的小作文图：和答案一起保存，不读取
    • 修改过的消息，如果你发现了笔误
    <b>命令</b>
    /speaking 参加完整口语考试，/drill part1（或 part2、part3，可加话题）练一道题
    /repeat、/pause、/resume、/stop 用于考试，/said 写下刚才说的话，/rerate 给上一场考试重新评分
    /settings 设置语言、目标、考试日期、考官和提醒
    /history 查看分数变化
    /privacy 说明保存什么，/export 给你一份副本，/forget 全部删除
    /task 2（或 1、gt，可加话题或 weak）给你一道写作题
    /data 输入你自己图表的数据，我据此核对答案
    /ask 加上问题，解答考试的事并注明来源
    /why 加上问题，就上一份报告提问
    /daily 安排每日练习（这里或群里），/challenge 出五道小题
    /cancel 撤回正在等待的作文
    /accuracy 查看我的评分误差
    /help 显示本说明
    在群里，请回复我的消息或 @ 我。
unknown-command = 我不认识这个命令。发送 /help 看看我能做什么。
ask-task = 已安全收到 { $words } 个词。这是哪一种题目？如果还有后文，请继续发送。
task-W1A = 小作文（Task 1，学术类）
task-W1G = 小作文（Task 1，书信）
task-W2 = 大作文（Task 2）
ask-prompt = { $task }，{ $words } 个词。请把题目发给我，这样我才能判断你是否切题。
group-hint = <i>这里是群：请回复这条消息来发送文字，这样我才能看到。</i>
button-skip = 我没有题目
button-cancel = 取消
queued = ✅ 已安全收到：{ $task }，{ $words } 个词。{ $position ->
    [1] 下一个就是你。
   *[other] 排队位置：{ $position }。
}
queued-edited = ✏️ 已收到修改后的文本：{ $task }，{ $words } 个词。{ $position ->
    [1] 下一个就是你。
   *[other] 排队位置：{ $position }。
}
working = 🔎 正在批改你的作文。
marked = ✔️ 批改完成，报告见下方。
withdrawn = 已撤回，没有评分。
marking-failed = 我试了好几次，还是没能批改这篇作文；我不会编造分数。你的文本已保存，请稍后再发一次。
accuracy =
    <b>我的误差有多大？</b>
    在 { $essays } 篇有考官分数、题目我没见过的作文上测得（评分器 { $scorer }）：
    • 平均误差：{ $error } 分
    • 相差半分以内：{ $half } %
    • 相差一分以内：{ $one } %
    • { $bias }
    这里说的是作文。口语分数有多准还没有测量过，请以范围为准。
bias-generous = 平均偏高 { $bias } 分
bias-strict = 平均偏低 { $bias } 分
bias-none = 没有偏高或偏低的倾向
report-title = <b>{ $task }：{ $band } 分</b>
report-range = 可能在 { $low } 到 { $high } 之间（十次里有 { $times } 次） · 平均 { $mean } · { $words } 个词{ $short ->
    [yes] （要求至少 { $least } 个）
   *[no] { "" }
}
report-set-aside = 有 { $count } 行不是你写的，没有计入：<i>{ $lines }</i>
report-strengths = <b>做得好的地方</b>
report-next = <b>最能提分的事</b>
report-estimate = <i>软件估计（{ $scorer }），与雅思主办方无关。误差有多大：/accuracy</i>
criterion-title = <b>{ $criterion }：{ $band }</b>
criterion-range = 可能在 { $low } 到 { $high } 之间
criterion-TA = 任务完成情况
criterion-TR = 任务回应情况
criterion-CC = 连贯与衔接
criterion-LR = 词汇丰富程度
criterion-GRA = 语法多样性及准确性
short-TA = 任务
short-TR = 任务
short-CC = 衔接
short-LR = 词汇
short-GRA = 语法
step-title = <b>{ $advice }</b>（{ $criterion }）
exercise = <b>练习：</b>
button-corrections = ✏️ 修改（{ $count }）
button-next = 🎯 下一步
button-full = 📄 完整报告
button-back = ‹ 返回
list-separator = 、
file-caption = 你的完整报告。
refused-empty = 里面没有文字。请把答案以文字或文件的形式发给我。
refused-not-english = 这看起来不是英文，雅思答案只能用英文评分。请发送英文文本。
refused-question-alone = 这是题目。请再把你的答案发给我。
refused-too-short = 我需要完整的答案：{ $words } 个词太少，无法评分（考试中 20 个词或更少就是 1 分）。想问考试的事？发送 /ask 加上问题。
refused-too-long = 共 { $words } 个词，而考试答案不会超过 { $limit } 个词。请一次只发一篇。
refused-too-long-together = 你发的几条消息合起来有 { $words } 个词，而考试答案不会超过 { $limit } 个词。请先发送 /cancel 重新开始，再一次只发一篇。
refused-picture = 我看不懂图片。请发送文字，或带有文字的 .docx、.pdf 文件。
refused-sticker = 真可爱！要评分的话，请把答案以文字或文件发给我。
refused-voice = 这里没有正在进行的考试，所以我没法处理语音。/speaking 开始考试，/drill 练一道题。
refused-unsupported-file = 我能读 .txt、.md、.docx 和 .pdf 文件。请用其中一种发送，或直接发消息。
refused-file-too-big = 文件太大（{ $megabytes } MB，上限 { $limit } MB）。一篇作文只要几 KB；请直接发文字。
refused-encrypted-pdf = 这个 PDF 有密码。请发送没有密码的文件，或粘贴文字。
refused-scanned-pdf = 这个 PDF 只是页面的图片，没有可读的文字。请粘贴文字。
refused-broken-file = 打不开这个文件，它好像损坏了。请重新保存，或粘贴文字。
refused-file-hostile = 这个文件解压后远远超过一篇作文，所以我没有打开。请粘贴文字。
refused-too-many-pages = 这个文件超过 { $limit } 页。请只发送你的答案。
refused-too-many-waiting = 你已有 { $limit } 篇作文在等待。收到报告后再发下一篇吧，我会很快。
refused-quota-day = 你在 24 小时内已发送 { $limit } 篇作文，这是我能为一个人批改的上限。休息一下，明天再来。
refused-quota-chat = 这个聊天在 24 小时内已发送 { $limit } 篇作文，已到上限。请明天再来，或私聊我。
refused-flood = 一下子发了好多消息！我都保存了；请稍等片刻，再发送 /cancel 重新开始，或在上方选择题目类型。
refused-no-such-report = 找不到那份报告了。
refused-already-marking = 那篇作文正在批改，报告马上就到。
refused-nothing-to-cancel = 没有可以取消的：你没有正在等待的作文。
refused-not-your-essay = 这是别人的作文，只有作者本人可以打开。
refused-database-away = 我暂时打不开记录本。请一分钟后再试。
refused-other = 我用不了这个。发送 /help 看看我能做什么。
command-start = Bandmate 能做什么
command-help = 可以发送什么
command-cancel = 撤回等待中的作文
command-accuracy = 评分误差有多大
command-mark = 群里：批改你回复的那条消息
