# 写作提分建议：每个标准的某一方面（或其中某一类弱点）一条，附一个用学习者自己文字做的练习。

## 任务回应
advice-TR-parts = 回答题目的每一部分。
    .exercise = 把题目写成两三个短问题，在每个旁边写上你回答它的那句话。缺的那一句，写在 { $quote } 之后。
advice-TR-position = 在引言里说出你的看法，并在结尾呼应。
    .exercise = 在 { $quote } 之后写一句以“I believe that … because …”开头的话，再用“For these reasons …”换一种说法结束全文。
advice-TR-position-conclusion = 用一个回答题目的结论结尾。
    .exercise = 在 { $quote } 之后写两句话：一句换一种说法给出你的回答，一句说出最有力的理由。结论里不要有新内容。
advice-TR-support = 每个主要观点都给一个理由和一个具体例子。
    .exercise = 在 { $quote } 后面加两句话：一句以“This is because”开头，一句以“For instance”开头，并写出一个地点、一群人或一个数字。
advice-TR-support-example = 把例子写具体。
    .exercise = 在 { $quote } 旁边写下谁、哪里、什么时候；然后用其中两项重写这个例子，再写一句它说明了什么。
advice-TR-support-paragraph = 把一个观点再推进三步，而不是列出好几个。
    .exercise = 接着 { $quote } 写三句话：为什么如此，一个例子，由此对题目得出什么。
advice-TR-support-sweeping = 只说你能支持的话。
    .exercise = 重写 { $quote }，用“many”、“in my country”或“often”代替所有人、所有事。再找出三处说得太满的地方。
advice-TR-support-short = 写够篇幅把道理讲清楚：至少 250 个词。
    .exercise = 从 { $quote } 接着写五分钟，不要停：再写一个理由，以及不同意的人会怎么说。
advice-TR-relevance = 每一段都要紧扣题目。
    .exercise = 在题目里划出关键词。重写 { $quote }，让其中有一个关键词或同义词；每段的第一句也这样做。
advice-TR-form = 用句子和段落来写，不要写笔记。
    .exercise = 用“because”或“which”把 { $quote } 和下一行合成一句话。

## 学术类 Task 1
advice-W1A-overview = 写概述：最突出的两点，不带数字。
    .exercise = 遮住数字，看图十秒钟。写一句“Overall, …, while …”，放在开头之后，也就是现在 { $quote } 所在的地方。
advice-W1A-features = 选出主要特点，每个都配上数据。
    .exercise = 列出最高、最低和变化最大的项及其数字。然后从 { $quote } 接着写还没有写到的那一项。
advice-W1A-features-short = 写够篇幅把要点写出来：至少 150 个词。
    .exercise = 接着 { $quote } 写两句话：图中最大的差别和它的两个数字，以及与总趋势相反的那一项。
advice-W1A-stages = 写出每一个步骤，以及一步怎样引出下一步。
    .exercise = 把步骤一行一行写下来，每步用一个被动式动词。然后重写 { $quote }，说明它的前一步和后一步。
advice-W1A-shown = 只写图中显示的内容，不写原因和看法。
    .exercise = 重写 { $quote }，只说能从图中读出来的内容。
advice-W1A-comparison = 比较数字，而不是罗列数字。
    .exercise = 用“whereas”或“twice as many as”重写 { $quote }，让两个数字出现在一个比较里。再找一处这样做。
advice-W1A-form = 写连贯的文字，不要写笔记。
    .exercise = 用“while”或“which”把 { $quote } 和下一行合成一句话。

## 书信
advice-W1G-purpose = 开头几行就告诉读者你为什么写信。
    .exercise = 在 { $quote } 前面加一句：“I am writing to …”。
advice-W1G-points = 每个要点都写到，并各有一个细节。
    .exercise = 给要点编号，在你的每句话旁写上它对应的号码。给句子最少的那个要点再写两句，放在 { $quote } 之前。
advice-W1G-points-short = 每个要点都写够：至少 150 个词。
    .exercise = 在 { $quote } 之前，给只有一句话的要点补上时间、地点或方式。
advice-W1G-tone = 从称呼到结尾保持同一种语气。
    .exercise = 把 { $quote } 改写成你会对这位收信人说的话。
advice-W1G-format = 按书信的格式开头和结尾。
    .exercise = 写出适合这位读者的称呼和结束语，放在你已写内容（到 { $quote } 为止）的前后。
advice-W1G-form = 写连贯的文字，不要写笔记。
    .exercise = 把 { $quote } 和下一行合成一句话。

## 连贯与衔接
advice-CC-order = 每段开头用一句话说明本段讲什么。
    .exercise = 用不超过十五个词重写 { $quote }，让它点出整段的主题。然后只读各段第一句：能看出全文的思路吗？
advice-CC-links = 写清楚每句话和上一句是什么关系。
    .exercise = 把 { $quote } 里的连接换三种说法：用“which”，用“this”加名词，以及完全不用连接词。留下最好的一种。
advice-CC-links-overused = 连接词要有变化，或者干脆不用。
    .exercise = 找出文中所有的 { $quote }，只留一个；其他地方用“which”或“because”把两句合起来，或直接以主语开头。
advice-CC-links-opening = 把连接词放进句子里，不要总放在句首。
    .exercise = 把 { $quote } 移到句子中间，后面两句直接以主语开头。
advice-CC-links-few = 让读者看出一句话怎样引出下一句。
    .exercise = 把 { $quote } 和前一句连起来读：它是原因、结果、对比还是例子？写出表示这种关系的词，后面两句也这样做。
advice-CC-reference = 让每个“this”和“it”指代清楚。
    .exercise = 在 { $quote } 里给“this”后面加一个名词，或用名词代替“it”。再改两句。
advice-CC-paragraphs = 每个主要观点自成一段。
    .exercise = 在 { $quote } 处或旁边另起一段。再标出话题还在哪里转换：引言、每个主要观点一段、结论。

## 词汇
advice-LR-range = 用这个话题的词，代替日常用词。
    .exercise = 把 { $quote } 里最笼统的词换成只适合这个话题的词。再改两句。
advice-LR-range-vague = 准确地说出意思，不要用“good”、“bad”、“things”。
    .exercise = 对 { $quote } 里那个笼统的词问一句“哪一种？”，把答案写在它的位置上。接下来的两个也这样改。
advice-LR-choice = 学单词时连同它的搭配一起学。
    .exercise = 用 { $quote } 的正确形式自己写两句话。再查三个这个话题的名词，记下各自搭配的动词。
advice-LR-choice-wrong-word = 检查容易和别的词混淆的词。
    .exercise = 查一查 { $places } 这里你写的词和你想用的词，各造一个句子。
advice-LR-choice-casual = 作文里用中性的词。
    .exercise = 把 { $quote } 换成报纸上会用的词。再找两个口语词换掉。
advice-LR-form = 把单词的拼写和词尾写对。
    .exercise = 凭记忆把 { $words } 正确地各写三遍，再各造一个新句子。
advice-LR-form-spelling = 记住你拼错的词。
    .exercise = 凭记忆把 { $words } 正确地各写三遍，再各造一个新句子。留着这张表，下一篇写完后专门为这些词读一遍。
advice-LR-form-word-form = 选对词形：名词、动词、形容词还是副词。
    .exercise = 在 { $places } 这里，写出这个词的四种形式（succeed、success、successful、successfully），选句子需要的那一个。
advice-LR-own = 用自己的话来说。
    .exercise = 重写含有 { $quote } 的句子，不用这句现成话，写出只有这篇文章才会说的内容。
advice-LR-own-repeated = 给你反复使用的词找别的说法。
    .exercise = 在文中划出所有的 { $quote }。其中一半换成同义词、“this”加更概括的名词，或换个句式。
advice-LR-own-copied = 用自己的话改写题目。
    .exercise = 遮住题目，大声讲给朋友听，把你说的话写下来代替 { $quote }。

## 语法
advice-GRA-structures = 用多种复杂句把意思连起来。
    .exercise = 用 although、which 或 if 把 { $quote } 和相邻的句子合成一句。再改两处。
advice-GRA-accuracy = 改掉最常犯的错误，一次只看一类。
    .exercise = 把 { $quote } 改对重写。然后通读全文，只找最常见的那一类错误；再读一遍，找第二类。
advice-GRA-accuracy-article = 每个名词都要决定：a、the，还是不用。
    .exercise = 改正 { $places }。然后在一段里划出所有名词，逐个问：是许多中的一个（a）、双方都知道的那个（the），还是泛指（复数或不可数，不用冠词）？
advice-GRA-accuracy-number = 每个名词都要决定：单数还是复数，可数还是不可数。
    .exercise = 改正 { $places }。然后只看名词再读一遍：many、these、few 和数字后面用复数；information、advice、knowledge、equipment 没有复数。
advice-GRA-accuracy-verb-form = 检查每个动词的形式：时态，以及前面的词要求什么。
    .exercise = 改正 { $places }。然后划出每个动词和它前面的词：情态动词后用原形，介词后用 -ing，have 后用过去分词。
advice-GRA-accuracy-agreement = 让每个动词和主语一致。
    .exercise = 改正 { $places }。然后从每个动词画一条线到它的主语，跳过中间的词：是一个，还是多个？
advice-GRA-accuracy-preposition = 把介词和它所属的词一起记。
    .exercise = 改正 { $places }。把每一处写成一个短语（“depend on”、“an increase in”），明天凭记忆各造一句。
advice-GRA-accuracy-missing-word = 检查你漏掉的小词。
    .exercise = 改正 { $places }。然后用手指点着每个词慢慢朗读：每句都有主语、动词，以及动词需要的宾语吗？
advice-GRA-accuracy-extra-word = 划掉没有用的词。
    .exercise = 去掉一个词来改正 { $places }。再找找重复的主语（“the people they”）和可以去掉的“of”、“the”。
advice-GRA-accuracy-order = 遵守英语句子的语序。
    .exercise = 重写 { $places }：主语、动词、宾语，然后地点和时间；“not only”之后和疑问句里动词在前。
advice-GRA-punctuation = 把句号和逗号放在该放的地方。
    .exercise = 朗读 { $quote }，声音落下的地方就用句号，并检查每一部分都有自己的主语和动词。
advice-GRA-punctuation-punctuation = 注意大写、逗号和撇号。
    .exercise = 改正 { $places }。然后只看标点再读一遍：句号后大写，句首从句后用逗号，所属关系用撇号。
advice-GRA-punctuation-run-on = 句子该结束时就结束。
    .exercise = 朗读 { $quote }，凡是新的主语和动词开始的地方，用句号或连接词隔开。
