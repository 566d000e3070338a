speaking-mode =
    <b>完整的口语考试</b>大约 15 分钟：三个部分，用语音回答，考官掌握时间。
    <b>考试模式：</b>和考场一样，结束前只有问题。
    <b>练习模式：</b>流程相同，每次回答后有简短点评。
    只想练一道题？/drill part1、/drill part2 或 /drill part3
mode-exam = 🎓 考试
mode-practice = 🌱 练习
test-under-way = 你有一场考试正在进行，要继续吗？
test-paused = 你的考试停在原处，等你回来。
hint-test = <i>请用语音回答；不方便说话时可以打字。随时可以休息；/stop 结束考试。</i>
hint-drill = <i>请用语音回答；不方便说话时可以打字。</i>
hint-no-ears = <i>这台电脑还不能把语音转成文字：请用语音回答，再在那条语音下面（回复它，或用 /said）打出你说的话。声音由我来测量；没有文字就没有分数。</i>
hint-long-turn = <i>最多两分钟，到时我会叫停。如果语音断了，再发一条即可。</i>
card-say = 你应该谈到：
preparing = ⏱ 你有一分钟准备，可以做笔记。时间到了我会告诉你；提前开始也可以。
time-is-up = 🎙 Thank you. <i>两分钟到了，请把说的内容发出来。</i>
on-break = ⏸ 慢慢来，时钟停着；考试在这里等你一周。
after-test = 我正在再听一遍你的回答，报告马上就来。
after-test-words = 还有 { $count } 条语音没有文字，请在每条下面打出你说的话。补齐后报告就来；否则两分钟后按已有内容评分。
after-drill = 再来一题？/drill
button-repeat = 🔁 重复
button-rephrase = 🔁 换个说法
button-pause = ⏸ 休息
button-resume = ▶️ 继续
button-stop = ⏹ 结束考试
button-ready = 我准备好了
button-rate = 就这样评分
heard = <b>我听到的内容</b>
heard-silence = 这条语音里我没有听到人说话。如果你说了，请检查麦克风后再答一次，或者打字回答。
heard-nothing = 我没能听这段录音。考试继续；请在那条语音下面打出你说的话，这样才能计入。
heard-language = 其中似乎有一部分不是英语。考试只看英语。
heard-doubted = <i>这些词我不确定听对了：{ $words }。它们不会算作你的错误。</i>
heard-fix = <i>听错了？请回复你自己的语音，写上正确的文字。</i>
words-kept = ✍️ 记下了。
words-missing = ✍️ 记下了。还有 { $count } 条语音没有文字。
words-renewed = ✍️ 记下了。我正在用这些文字评分，报告马上就来。
speaking-title = <b>口语：{ $band } 分</b>
speaking-range = 平均 { $mean } · 可能在 { $low } 到 { $high } 之间 · 考试时间 { $time }
speaking-typed = <i>有些回答是打字的，所以没有评发音。</i>
speaking-changes = <b>和上次考试相比</b>
speaking-drill = 📅 明天练：<code>{ $command }</code>
criterion-FC = 流利度与连贯性
criterion-P = 发音（估计）
short-FC = 流利
short-P = 发音
parts-title = <b>各部分表现</b>
part = 第 { $number } 部分：
part-unscripted = 第 { $number } 部分（即兴）：
again-title = <b>值得再听的地方</b>
button-again = 🎧 再听一遍（{ $count }）
button-hear = 👂 听出差别
button-parts = 🧩 各部分
button-fluency = 📈 流利度
button-pauses = ⏳ 停顿
button-transcript = 📝 文字稿
picture-fluency = 整场考试中你的语速。
picture-pauses = 你的停顿落在哪里：分句之间很自然，分句之内听的人在等一个词。
file-transcript = 你的考试，逐字记录。
file-full = 你的完整报告。
hear-caption = 先是你的声音，然后是更好的说法。
unrated-no-words = 我有你的声音，但没有文字（缺 { $count } 条）；没有文字我不给分。请回复你的每条语音，写上你说的话；补齐后我会评分。
unrated-nothing-to-mark = 英语内容太少，不足以给分，我也不会编造分数。再试一次：/speaking
unrated-failed = 我试了好几次，还是没能给这场考试评分；我不会编造分数。你的回答已保存。
privacy =
    <b>我保存什么，存在哪里</b>
    一切都留在运行我的电脑上：你的作文、你说的话的文字，以及停顿等测量值。
    { $keeping }
    { $voice }
    你的内容不会用于训练。
keep-no = 录音测量完就删除，最晚在评分时删除。
keep-yes = 你选择了保留录音，以便再听自己的声音。
privacy-local = 考官的声音在这台电脑上合成，什么都不会外传。
privacy-cloud = 考官的问题（绝不包括你的文字和声音）会发送到微软的语音服务来朗读。运行我的人可以关闭它。
button-keep = 保留我的录音
button-erase = 删除我的录音
refused-no-test = 这里没有正在进行的考试，所以我没法处理这个。/speaking 开始考试，/drill 练一道题。
refused-not-your-test = 这是别人的考试。
refused-no-such-topic = 没有这个话题的问题。试试一个英文词，比如 music、food 或 work。
refused-which-drill = 哪一部分？/drill part1、/drill part2 或 /drill part3，后面还可以加话题：/drill part1 music
refused-nothing-to-repeat = 这个问题我已经问够多遍了，能说多少说多少吧。
refused-already-rating = 我已经在给这场考试评分了。
refused-no-recording = 没有可用的录音。/privacy 可以从现在起保留录音。
refused-no-picture = 这张图画不出来：回答是打字的，或者这台电脑无法知道你停顿在哪个词。
refused-report-renewed = 你改了文字，新报告马上就来。
refused-quota-speaking = 24 小时内你已经开始了 { $limit } 次考试和练习，这是我能为一个人做的全部了。让嗓子休息一下，明天再来。
refused-not-a-recording = 这个文件里听不到声音。请发语音，或 ogg、mp3、m4a、wav、webm 文件。
refused-recording-too-big = 这段录音太大了（{ $megabytes } MB，上限 { $limit } MB）。语音消息要小得多。
refused-recording-too-long = 这段录音超过 { $limit } 秒。考试中一个回答最多两分钟。
refused-broken-recording = 打不开这段录音，文件似乎损坏了。请重新录一次。
refused-recording-hostile = 这段录音解开后远远超出说话的内容，所以我没有打开。请发语音消息。
command-speaking = 参加口语考试
command-drill = 练一道口语题
command-said = 写下刚才说的话
command-repeat = 再听一遍问题
command-pause = 暂停考试
command-resume = 继续考试
command-stop = 结束考试
command-privacy = 保存什么，存在哪里
