# 在作文中看到的内容。引号随所引的词句一起给出，引文保持英文。

counted = { $kind }（{ $places } 处）

## 连贯与衔接
set-out = 全文分为 { $count } 段，第二段从这里开始。
one-block-middle = 全文没有分段；比如在中间这里，看不出新的论点从哪里开始。
one-block = 全文是一整块，没有分段。
in-pieces = 文章被切成 { $count } 小段，每段约 { $words } 个词，一个想法被拆散在好几段里。
in-paragraphs = 文章分为 { $count } 段，第一个论点从这里开始。
topic-sentence = 这是主题句：{ $word } 在这里提出，并在本段中再次出现 { $times } 次。
opening-lost = 这个开头的关键词在本段后面都没有再出现，所以它没有预告下文。
steps-told = 各段的开头告诉读者讲到了哪里（{ $steps }）。
untied = 这句话和前一句之间既没有相同的词，也没有连接词。
link-overused = { $link } 用了 { $times } 次，这里是第三次。
links-open-sentences = { $sentences } 个句子中有 { $count } 个以连接词开头，这一句也是，读起来很机械。
links-inside = 用了 { $kinds } 种不同的连接词，而且不只放在句首：{ $link } 在这句话里把两个意思连了起来。
links-few = { $sentences } 个句子里只有 { $kinds } 种连接词；这句话和上一句是什么关系，要读者自己去猜。
link-wrong = 这里的连接方式不对，请检查这个连接词和它前后的标点。
reference = { $phrase } 承接了刚刚说过的内容（{ $before }），所以不必重复。
bare-this = 有 { $count } 个句子以“This”开头而后面没有名词；请说清楚是“this change”、“this habit”还是别的什么。
points-back = { $phrase } 指回前面说过的内容，读者不会断了线索。

## 学术类 Task 1
guess = { $phrase } 引入了原因或个人看法；题目只要求写图中显示的内容。
no-opinions = 文章报告了数据，没有掺入个人看法。
overview = 这是概述：说出了最突出的特点，不带具体数字。
overview-with-figures = 尝试写了概述，但像 { $figure } 这样的数字让它变成了又一个细节：请从整体上说最突出的是什么。
overview-short = 概述开了个头，但太短，没有说出主要特点。
overview-none = 这个开头之后没有找到清楚的概述：应该用一两句话说出最突出的特点，不带数字。
features-with-data = 描述有数据支持（{ $figures }）。
features-without-data = { $count ->
    [0] 描述到这里结束，图中的数字一个也没有出现
   *[other] 描述到这里结束，只有一个句子有数字
}；主要特点需要数据支持。
compared = 这里对数字或特点作了比较（{ $phrase }），而不只是罗列。
not-compared = 这些数字只是并排放着，全文没有对它们作比较。

## 书信
purpose-at-once = 读者一开始就知道你为什么写信。
purpose-later = 到这里读者才知道你为什么写信。
purpose-none = 开头几句里没有说明你为什么写信。
point-missing = 信到这里结束了，而 { $point } 这一要点的词一个也没有出现：请检查是否写到了。
point-covered = 这里写到了 { $point } 这一要点。
point-extended = 从这里开始的段落用自己的细节展开了要点（{ $count } 个句子）。
tone-exclamation = 信的开头很正式，感叹号就显得随意了。
tone-informal = 信的开头很正式，{ $phrase } 就显得随意了。
tone-polite = 这句客套话适合这位收信人。
tone-formal = 称呼是正式的，后面也没有发现随意的表达。
greeting-none = 信的开头没有“Dear …”这样的称呼。
close-none = 信到这里就停了，没有“Yours sincerely”这样的结束语。
close-faithfully = 不知道对方姓名时（“Dear Sir or Madam”），通常用“Yours faithfully”结尾。
close-sincerely = 称呼了对方姓名时，通常用“Yours sincerely”结尾。
greeting-and-close = 书信需要称呼和结束语，这封信都有（这里和 { $close }）。

## Task 2
sweeping = { $phrase } 说得太绝对，难以支持：请说清楚是谁、在哪里或什么时候。
position-stated = 引言里说明了你的立场。
position-held = 立场在结尾再次出现：从头到尾一致。
position-at-the-end = 引言结束时还没有你自己的看法，直到最后才出现（{ $view }）。
position-late = 引言结束时还没有你自己的看法，到后面的段落才出现（{ $view }）。
position-only-announced = 引言只预告了文章要写什么，没有说你怎么看，后面也没有找到表明看法的句子。
position-none = 引言没有说你怎么看，后面也没有找到表明看法的句子。
announced = 这句话只预告文章要写什么；在这里用一句话直接回答会更有价值。
other-view = 题目要求讨论双方观点，这里给了与你不同的观点应有的位置。
other-view-none = 题目要求讨论双方观点，没有找到介绍另一方的句子。
no-advantages = 题目问到了好处，而文章到结束都没有提。
no-disadvantages = 题目问到了坏处，而文章到结束都没有提。
solution = 题目问可以做什么，这句话回答了这一部分。
solution-none = 题目问可以做什么，而文章结束时没有提出任何办法。
particular-case = 用了一个具体的例子来支持观点，而不只是断言。
example = 用了例子来支持观点。
example-vague = 这个例子很笼统：没有地点、人物、年份或数字，说服力不够。
example-none = 像这样的观点，全文没有用任何例子来说明。
claims-alone = 在这里结束的这一段里没有找到理由（because、as a result……）也没有例子，只有断言。
paragraph-thin = 这个主体段只有 { $words } 个词：观点提到了，但几乎没有展开。
conclusion = { $phrase } 引出了结论，你的回答也在里面。
conclusion-none = 文章到这里就停了，没有结论的标志：读者不知道论证得出了什么。
only-the-question = 这里几乎都是题目本身，还没有开始回答。
hardly-on-topic = 题目里的词在文章中几乎没有出现；看起来写的是别的内容。
nothing-about = 文章结束了，而关于 { $missed } 什么也没有说。
back-to-the-question = 这句话回到了题目里的词（{ $words }）。

## 任何题目
notes = 有 { $count } 行像这样是要点或笔记；考试要求写连贯的句子。
off-topic = 题目里的词在文章中一个也没有出现；看起来写的是别的内容。
short = 文章到这里结束，共 { $words } 个词，而题目要求至少 { $least } 个：读者需要的内容还有空间可以写。

## 词汇丰富程度
spelling-clean = 没有发现拼写错误，而且有不容易拼的长词：{ $words }。
not-together = 这些词不能这样搭配。
not-together-better = 这些词不能这样搭配，可以用 { $better }。
natural-combination = { $phrase } 是自然的搭配。{ $more ->
    [0] { "" }
   *[other] { $others } 也是。
}
less-common = { $word } 是不太常见的词，{ $others } 也是（共 { $count } 个）。
everyday-words = 全文都是 { $word } 这样的日常用词；{ $words } 个词里{ $count ->
    [0] 没有一个不太常见的词
   *[other] 只有 { $count } 个不太常见的词
}。
repeated = { $word } 出现了 { $times } 次；这里可以换一种说法。
repeated-of-the-question = { $word } 出现了 { $times } 次；它是题目里的词，能换说法的地方请换一换。
ready-made = 这是一句套在任何题目上都行的现成话，考官天天读到。{ $count ->
    [1] { "" }
   *[other] 文中这样的话有 { $count } 处。
}
said-before = 这句话前面一字不差地说过；说两遍没有好处。
copied = 这 { $words } 个词是题目里的原话，照抄的词不算你的。
casual = { $word } 是口语；作文里需要中性的词。
vague = { $word } 很笼统，准确的词能说得更多；这样的词有 { $count } 个{ $times ->
    [1] { "" }
   *[other] ，这个词用了 { $times } 次
}。

## 语法多样性及准确性
complex-clean = 这是一个带有{ $structures }的复杂句，没有发现错误。
complex-few = { $sentences } 个句子中{ $count ->
    [0] 没有一个
   *[other] 只有 { $count } 个
}用 although、because、which、if 这样的词连接分句；比如这一句就是单独的。
mostly-clean = { $sentences } 个句子中有 { $count } 个看起来没有错，这一句就是其中之一。
seldom-clean = { $sentences } 个句子中{ $count ->
    [0] 没有一个
   *[other] 只有 { $count } 个
}看起来完全没有错；这一句里有。
long-sentence = 这句话长达 { $words } 个词；分成两三句会更稳妥、更清楚。{ $count ->
    [1] { "" }
   *[other] 超过 { $least } 个词的句子有 { $count } 个。
}
splice = 这里只用逗号连接两个句子{ $count ->
    [1] { "" }
   *[other] （文中共 { $count } 处）
}；请用句号或连接词。
fragment = 这只是句子的一部分，却当成了完整的句子；请把它和前一句连起来。
punctuation-clean = 没有发现标点错误，这句话里的逗号用得正确。

## 错误，按所影响的方面
error-one = 这里发现了一处这类错误（{ $kinds }）：{ $shown }。
errors-accuracy = 发现 { $count } 处语法错误：{ $kinds }。例如 { $examples }。这句话里就有 { $here } 处。
errors-punctuation = 句子或其各部分的衔接处发现 { $count } 处错误：{ $kinds }。例如 { $examples }。这句话里有 { $here } 处。
errors-form = 发现 { $count } 个词的形式有误：{ $kinds }。例如 { $examples }。这句话里有 { $here } 处。
errors-choice = 有 { $count } 处用词不当：{ $kinds }。例如 { $examples }。这句话里有 { $here } 处。

## 任何文章都能说的
point-furthest = 这是你在一句话里展开得最充分的一点，有 { $words } 个词。
least-developed = 主体段中这一段内容最少，只有 { $words } 个词；加一个理由或例子会更充分。
few-compared = { $sentences } 个句子中{ $count ->
    [0] 没有一个
   *[other] 有 { $count } 个
}把一个数字或特点和另一个作比较；这一句只是陈述。
least-said = 各段中这一段内容最少，只有 { $words } 个词；再加一个细节，读者会更清楚。
statements = 从这里到结尾一共有 { $count } 个论断，每一个都还可以展开。
one-sentence = 只有一句话，谈不上顺序。
one-subject = 文章围绕一个主题：{ $word } 出现 { $times } 次，第一次在这里。
takes-up-words = 这句话承接了前一句的词（{ $words }）。
stands-for = { $word } 代替了前面提到的内容，避免了重复。
shares-no-word = 这句话和前一句没有相同的词；加一个连接词就能看出它们的关系。
too-few-sentences = 只有 { $count } 个句子（这是第一句），不足以形成思路。
no-words = 这里只有数字，没有文字。
different-words = 全文 { $words } 个词中有 { $count } 个不同的词。
long-words = 最长的几个词都拼对了：{ $words }。
clauses-joined = 这句话把分句连在了一起。
clauses-none = 没有找到用 although、because、which、if 连接分句的句子。
no-error = 这句话里没有发现错误。
with-quote = { $told }（“{ $quote }”）
nothing-stands-out = 还没有特别突出的地方。请从下面第一条开始。
