# 学员自己的小作文图：图片，以及手动输入的数据。
picture-waits = 🖼 图片已保存，留给你在这里发来的下一篇学术类小作文。
picture-with-essay = 🖼 图片已和你的作文放在一起。
picture-unread = 我从不看图片内容：图里的文字不会被读取，也不会被当作指令，所以也无法拿它核对你写的数字。用 /data 把数据打出来，我就能核对。
data-how =
    <b>把图中的数据打出来</b>，我就拿它核对你的答案。第一行写各列的名称：
    <code>/data Year, Coal (%), Gas (%)
    1990, 45, 20
    2000, 40, 30
    2010, 35, 40</code>
    用逗号、制表符、空格分隔，或用 Markdown 表格都可以。名称请用英文，和答案里的说法一致。
data-read = <b>我读到的是：</b>
data-look = 如果有数字和图不一样，请重新发送 /data：我只知道你打出来的这些。
data-with-essay = 你的作文会按它来核对。
data-waits = 一天之内你在这里发来的下一篇学术类小作文会按它来核对。
data-marked = 你在这里发来的下一篇学术类小作文会按它来核对。要不要用它把上一篇重新批改一遍？
button-data-again = 📊 重新批改上一篇
command-data = 输入你自己的图表数据
form-data-title = 图中的数据
form-data = 一个小表格
form-data-hint = 第一行写各列名称和单位，之后每行一条，如：1990, 45, 20
figures-title-typed = <b>你的数字与你输入的数据</b>
figures-unknown = 📊 数字没有核对：我不知道这张图的数据。可以用 /data 输入。
refused-data-none = 我没有看到表格。单独发送 /data 看看怎么输入。
refused-data-no-header = 有 { $columns } 列数字，但没有写明各是什么。请在上面加一行列名，如：Year, Coal, Gas
refused-data-uneven = { $line ->
    [1] 第 1 行写了 { $found } 列的名称，下面各行却有 { $wanted } 个数字。用逗号分隔会更清楚：Year, Coal, Natural gas
   *[other] 第 { $line } 行有 { $found } 个数字，应该有 { $wanted } 个。
}
refused-data-not-a-number = 第 { $line } 行第 { $column } 格不是数字。请写成 35、35%、$1,200 或 3.5；每一格都要有数字。
refused-data-twice = 第 { $line } 行的名称重复了。每一行、每一列都要有不同的名称。
refused-data-too-large = 表格太大了：最多 { $rows } 行、{ $columns } 列数字，名称最多 60 个字符。
refused-too-many-pictures = 你在 24 小时内已经发了 { $limit } 张图片或表格，我最多只能保存这些。请明天再来。
refused-no-figures = 没有可以用来重新批改的数据。请先用 /data 输入。
