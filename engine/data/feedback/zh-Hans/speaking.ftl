# 在口语考试中听到的内容。引文保持英文。

## 流利度与连贯性
long-stretch = 这里一口气说了 { $words } 个词，没有在分句中间停下。
slow = 这里说得慢，每秒 { $here } 个音节；整场考试是 { $pace }。
steady-pace = 语速平稳，容易跟上：整场考试每秒 { $pace } 个音节。
silence-inside = 分句中间停了 { $seconds } 秒，在 { $before } 之前，听的人会觉得你在找词。这样的停顿有 { $within } 处，分句之间的停顿有 { $between } 处。
silences-between = 你在分句结束的地方停顿，这里就是：{ $silences } 次停顿中有 { $between } 次是在想下一个观点，而不是找下一个词。
begun-twice = { $words } 说了两遍；考试中这样的地方有 { $count } 处。
fillers = “er”和“um”填了 { $count } 处空；短暂的安静听起来更从容。
short-answers = 这个回答只有 { $words } 个词；第 { $part } 部分 { $answers } 个回答中有 { $count } 个这么短。说说为什么、什么时候，或举个例子。
idea-developed = 这个观点展开了 { $words } 个词，中间不需要追问。
long-turn-filled = 长答部分说满了：围绕一个话题 { $words } 个词。
long-turn-short = 长答部分只有你自己的 { $words } 个词；两分钟可以说两倍的内容。
links-varied = { $link } 说明了观点之间的关系{ $more ->
    [0] { "" }
   *[other] ，还有{ $others }
}：一共用了 { $count } 种连接。
link-again = { $links } 处连接中有 { $times } 处用的是 { $link }；换一个或不用，听起来就不那么机械。
links-only = 整场考试只有 { $count } 个连接词：{ $links }。

## 词汇
everyday-speech = 用的都是 { $word } 这样的日常用词；{ $words } 个词里{ $count ->
    [0] 没有一个不太常见的词
   *[other] 有 { $count } 个不太常见的词
}。
word-again = { $word } 出现了 { $times } 次，每次都可以换一种说法。
general-words = 该用准确的词时用了笼统的词：整场考试有 { $count } 个{ $times ->
    [1] { "" }
   *[other] ，其中 { $word } { $times } 次
}。
stuck = 这里缺了一个词；说说它的样子或用途，然后继续。
paraphrased = 你换了一种说法而没有停下：这就是释义。
said-already = 这个回答大部分前面说过（你自己或考官说的），不算你自己的话。

## 语法与错误
sentence-clean = 这句话用了{ $structures }，没有发现错误。{ $kinds ->
    [1] { "" }
   *[other] 整场考试用了 { $kinds } 种结构。
}
single-clauses = { $sentences } 个句子中有 { $count } 个只有一个分句，这一句也是：没有用 because、which、if 或 although 连接别的分句。
spoken-error = 这里发现了一处这类错误（{ $kinds }）：{ $examples }。
spoken-errors = 发现 { $count } 处错误，其中有{ $kinds }。例如 { $examples }。
spoken-mostly-clean = { $sentences } 个句子中有 { $count } 个听起来没有错，这一句就是其中之一。
spoken-no-error = 在 { $words } 个词里，我们没有听到可以确定的错误。
spoken-seldom-clean = { $sentences } 个句子中{ $count ->
    [0] 没有一个
   *[other] 只有 { $count } 个
}听起来完全没有错；这一句里有。

## 发音
word-doubted = 识别器对这个词没有把握（{ $sure } %），听的人可能也听不清；这样的词有 { $count } 个。如果你说的不是这个词，那就是听错了。
word-unsure = 识别这个词的把握很小（{ $sure } %）；整场考试平均是 { $mean } %。
words-recognised = 这里的每个词都识别出来了；整场考试识别器的把握是 { $mean } %。
word-fits-least = 录音和这个词最不吻合（{ $sure } %）；这样的词有 { $count } 个。请听听它的每个音是否都在。
voice-level = 这里声音很平：高低之间只有 { $pitch } 个半音；在重要的词上把声音抬起来。
voice-lively = 声音随意思起伏：高低之间有 { $pitch } 个半音。
syllable-by-syllable = 停顿之间每秒说 { $pace } 个音节，一个一个地说；英语会把弱读音节连在一起。
few-at-a-time = 两次停顿之间只有 { $syllables } 个音节，词是一个一个蹦出来的，节奏断了；英语要一组词一组词地说。
runs-together = 停顿之间每秒说 { $pace } 个音节，词像英语里那样连了起来。

## 任何考试都能说的
rests-on-answers = 分数依据的是像这样的回答（最长的一个）以及其他所有回答。
typical-answer = 这个回答和其他的差不多：两方面都没有特别突出的地方。
answered = 你用自己的 { $words } 个词回答了 { $count } 个问题。
longest-answer = 最长的回答有 { $words } 个词，可以在它的基础上继续（问题：{ $question }）。

## 值得再听的地方
without-hesitation = 同样的话一口气说完，没有犹豫。
one-exact-word = 一个准确的词比“very”加普通的词更有力。

## 各部分
part-answers = { $count } 个回答，{ $words } 个词（平均每个 { $average } 个词）。
part-pace-within = 每秒 { $pace } 个音节，两次停顿之间 { $run } 个；每一百个词里分句中间有 { $silences } 次停顿。
part-pace = 每秒 { $pace } 个音节，两次停顿之间 { $run } 个；每一百个词里有 { $silences } 次停顿。
part-errors = 语法或用词错误 { $count } 处。
unprepared-words = 对无法准备的 { $count } 个问题，你平均每个回答 { $here } 个词，其他问题 { $there } 个。
unprepared-pace = 对无法准备的 { $count } 个问题，你每秒说 { $here } 个音节，其他问题 { $there } 个。
unprepared-silences = 每一百个词里分句中间的停顿是 { $here } 次，其他回答是 { $there } 次。
unprepared-drops = 没有准备时流利度下降，这正是要练的。
unprepared-holds = 没有准备时流利度也保持住了。

## 练习模式：对一个回答的点评
turn-structure = 你用了{ $structure }：{ $words }。
turn-link = { $link } 把你的观点连得很好。
turn-developed = 你把回答展开了：{ $words } 个词。
turn-pace = 你以轻松的语速一直说下去，每秒 { $pace } 个音节。
turn-no-error = 这个回答里没有发现错误。
turn-answered = 你用 { $words } 个词作答。
turn-at-once = 你马上就回答了。
turn-taken = 你作答了。
try-own-words = 直接从答案开始：题目里的词不算你的。
try-more = 多说一点：用“because”加一个理由，再举一个例子。
try-pauses = 在分句结束处停顿，两次停顿之间的话一口气说完。
try-silence = 想说“er”的地方，让它安静一下：听起来更从容。
try-faster = 把同一个问题再答一遍，稍快一点，不去找更好的词。
try-join = 用“because”、“which”或“although”把你的两句话连起来。
try-example = 加一个例子：能说明你意思的人、地点或某一天。
try-consequence = 说说会带来什么：接着用“so”、“which means”或“as a result”。
try-comparison = 比一比：几年前是怎样的，或者别人是怎样的。
try-new-word = 再说一遍，用一个还没用过的词。
try-answer-why = 问题问的是为什么，回答里没有说原因：可以用“because”开头。
try-answer-often = 问题问的是多久一次：先说频率（“twice a week”、“hardly ever”），再往下讲。
try-answer-amount = 问题问的是多少或多久：先说个量（“about an hour”、“not much”），再往下讲。
try-answer-where = 问题问的是在哪里：先说出地点，再往下讲。
try-answer-when = 问题问的是什么时候：先说时间（“last summer”、“at about seven”），再往下讲。
try-answer-who = 问题问的是谁：先说是哪个人，再往下讲。
tries-compared = 第一次：{ $words } 词，{ $errors } 处错误；这一次：{ $words_now } 词，{ $errors_now } 处错误。两次都保留。

## 和上次考试相比
changed-same = 和上次差不多：上次 { $before }，这次 { $now }。
changed-noise = 和上次差不多：上次 { $before }，这次 { $now }。这个差别在同一个人两次考试的正常范围内。
changed-up = 总分从 { $before } 升到 { $now }，超出了同一个人两次考试的正常差别。
changed-down = 总分从 { $before } 降到 { $now }，超出了同一个人两次考试的正常差别。
changed-criterion = { $criterion }（{ $before } 到 { $now }）
changed-better = 明显提高：{ $criteria }。
changed-lower = 明显降低：{ $criteria }。
changed-about-same = 基本不变：{ $criteria }。
changed-typed = 两次考试中有一次是打字的，所以发音无法比较，流利度的比较也只供参考。
changed-rules = 上次之后评分规则有改动，两次的分数不能直接比较；计数的项目仍可比较。
changed-thin = 两次测试中有一次内容太少，没有定分，因此分数无法比较。
changed-gone = 上次要改进的方面已不再是最大的障碍：{ $criteria }。

## 说明不了多少问题的回答
concern-astray = 这个回答没有回应所问的问题 { $question }。其中的词汇和语法仍然算数，连贯性不能据此给分。
concern-textbook = 听起来像背好的：{ $phrases }。考官一天要听很多遍这样的套话，会把整个回答搁在一边；这里也不计入。
concern-again = 这些话在前面的回答里已经说过；放在哪个问题下都行的回答，其实没有回答任何一个问题。这里不计入。
concern-manner = 这个回答比你其他的回答快得多、顺得多，用词也高出一截，很像背下来的，因此不计入。如果确实是你临场说的，不必在意：上面的分数范围是不算它得出的。
concern-more = 这样的回答还有 { $count } 个。
title-concerns = 说明不了多少问题的回答
title-recalled = 考官回头提到的内容
recalled = { $question } 这个问题来自你前面说的话：{ $said }
title-S-range = 口语：{ $low } 到 { $high } 之间
too-little = 内容太少，不足以定分
speaking-thin = 有些评分项上你说得太少，不足以定分：这些项只给范围，总分也只给范围。

## 和前几次测试相比
compared-pauses-better = 每分钟停顿从 { $before } 次减少到 { $now } 次。
compared-pauses-worse = 每分钟停顿从 { $before } 次增加到 { $now } 次。
compared-silences-better = 分句中间的停顿，每一百个词从 { $before } 次减少到 { $now } 次。
compared-silences-worse = 分句中间的停顿，每一百个词从 { $before } 次增加到 { $now } 次。
compared-fillers-better = “er”“um”之类，每分钟从 { $before } 个减少到 { $now } 个。
compared-fillers-worse = “er”“um”之类，每分钟从 { $before } 个增加到 { $now } 个。
compared-errors-better = 每一百个词的错误从 { $before } 处减少到 { $now } 处。
compared-errors-worse = 每一百个词的错误从 { $before } 处增加到 { $now } 处。
compared-pace-better = 语速提高了：每秒从 { $before } 个音节到 { $now } 个。
compared-pace-worse = 语速放慢了：每秒从 { $before } 个音节到 { $now } 个。
compared-words-better = 第三部分的回答从平均 { $before } 词增加到 { $now } 词。
compared-words-worse = 第三部分的回答从平均 { $before } 词减少到 { $now } 词。
compared-with = 以上与{ $tests ->
    [1] 上一次测试
   *[other] 最近 { $tests } 次测试的平均值
}相比；变化小到可能只是偶然的，这里不提。
