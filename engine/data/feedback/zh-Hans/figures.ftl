# 把文章里的说法与图中的数据对照。$shown 用的是图上的标签和数字。
figure-wrong = 你写的是“{ $quote }”；图中是：{ $shown }。
direction-wrong = 你写的是“{ $quote }”；图中是：{ $shown }。
rank-wrong = 你写的是“{ $quote }”；请再看一眼：{ $shown }。
comparison-wrong = 你写的是“{ $quote }”；图中是：{ $shown }。
ratio-wrong = 你写的是“{ $quote }”；图中是：{ $shown }。
figures-right = 能核对的说法都与数据相符：共 { $count } 处，没有一处有误。

feature-rise = 上升最多的：{ $shown }
feature-fall = 下降最多的：{ $shown }
feature-peak = 一个峰值：{ $shown }
feature-lead = 第一名换了：{ $shown }
feature-highest = 最高的数字：{ $shown }
feature-stage = 一个步骤：{ $stage }
feature-change = 一处变化：{ $was } → { $now }

figures = 数字与图
figures-agree = { $agreeing ->
    [0] 没有发现与数据相符的说法
   *[other] { $agreeing } 处说法与数据相符
}；{ $wrong ->
    [0] 没有与数据矛盾的。
   *[other] { $wrong } 处与数据矛盾。
}
figures-missed = 文章似乎没有写到的主要特点：
figures-caveat = 只核对了意思明确的说法；从坐标轴上目测的误差已经考虑在内。

advice-W1A-shown-wrong = 写完之前，把每个数字和每个升降方向都与图核对一遍。
    .exercise = 把 { $quote } 与图对照并改正。然后用手指着图把全文过一遍：什么、什么时候、多少。
