# 只有终端里才说的话。
console-hint =
    在这个终端里
    • 粘贴或输入你的答案，最后单独一行只打一个英文句号；/data 的表格也这样结束
    • 输入数字就是按下对应的按钮
    • /file 路径 发送文件，/voice 路径 发送录音，/said 文字 写下上一条录音里说的话
    • /reply 文字 回答 /daily 出的题
    • /help 列出全部命令，/quit 退出
console-go-on = 请继续；单独一行只打一个英文句号就结束。
console-no-file = 没有这个文件。
console-saved = 已保存为 { $name }
console-buttons = { $count ->
    [0] 还没有按钮。
    [1] 只有按钮 1。
   *[other] 按钮是 1 到 { $count }。
}
console-no-worker = 还没有进程来批改。内容已经保存；请用  bandmate worker  启动一个
console-you = 你
