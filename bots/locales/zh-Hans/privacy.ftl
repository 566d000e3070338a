first-contact = 👋 我会保存你写的文字、你说的话（文字形式）和你的报告，方便你以后再打开。它们都留在运行我的电脑上，最多保存 { $days } 天；录音在报告送到你手里之后就删除，最迟一周。/privacy 可以查看和更改，/forget 会立刻删除全部内容。
privacy-title = <b>我保存什么，存在哪里</b>
leaves-nothing = 一切都留在运行我的电脑上，不会转给别人。
leaves-voice = 考官的问题（绝不包括你的文字和声音）会发送到微软的语音服务来朗读。
leaves-recordings = 在删除之前，你的录音保存在另一台电脑上，那台电脑由运行我的人选定。
leaves-recordings-encrypted = 在删除之前，你的录音经过加密保存在另一台电脑上，那台电脑无法听到内容。
leaves-model = 评分时，你的文字会由另一台电脑上的语言模型阅读，那台电脑由运行我的人选定。
consent-history-yes = <b>历史记录：</b>你的作文和随附的图片与表格、你说的话的文字和报告保存 { $days } 天，这样我才能告诉你有没有进步。
consent-history-no = <b>历史记录：</b>关闭。报告发出一天后，作文或考试连同报告一起删除。
consent-recordings-yes = <b>录音：</b>保存 { $days } 天，方便你对比自己和更好的说法。
consent-recordings-no = <b>录音：</b>报告送到你手里之后就删除，最迟一周。
consent-training-yes = <b>训练：</b>你允许我用你写的内容（不含姓名）来教模型更好地评分。
consent-training-no = <b>训练：</b>你的内容不会用于训练模型。
button-history-on = 保留历史记录
button-history-off = 不留历史，立即删除
button-recordings-on = 保留我的录音
button-recordings-off = 删除我的录音
button-training-on = 允许训练
button-training-off = 禁止训练
button-export = 📦 给我一份副本
button-forget = 🗑 忘记我
forget-asked =
    <b>要我忘记你吗？</b>
    我会删除你的作文和图片、考试、录音、报告和设置，包括正在等待批改或发送的内容。此操作无法撤销，/history 也会从头开始。
    这个聊天里的消息由聊天软件保存，你可以在那里删除。
button-forget-yes = 是的，全部删除
button-forget-no = 不，保留
forgotten = 好了：我已删除关于你的一切。如果你再写信给我，我们就从头认识。
forget-not = 好的，一切照旧。
exported = 这是我保存的关于你的全部内容：bandmate.json 里什么都有，旁边是你的作文、报告和文字稿。{ $parts ->
    [1] { "" }
   *[other] （第 { $part } 个文件，共 { $parts } 个）
}
refused-not-yours = 这个按钮是给别人用的。
refused-not-allowed = 我只为一个封闭的小组服务。运行我的人可以让你加入。
stats-title = <b>统计</b>
stats-learners = 学习者：{ $count }
stats-learners-week = 最近 7 天来过的：{ $count }
stats-learners-new = 最近 7 天新来的：{ $count }
stats-essays = 保存的作文：{ $count }
stats-essays-day = 最近 24 小时的作文：{ $count }
stats-essays-waiting = 等待中的作文：{ $count }
stats-essays-failed = 没能批改的作文：{ $count }
stats-reports = 保存的报告：{ $count }
stats-tests = 保存的口语考试和练习：{ $count }
stats-tests-day = 最近 24 小时的口语考试和练习：{ $count }
stats-liked = 点赞：{ $count }
stats-disliked = 点踩：{ $count }
stats-suggestions = 建议的评语：{ $count }
stats-undelivered = 等待发送的消息：{ $count }
stats-blocked = 已屏蔽：{ $count }
stats-forgotten = 已忘记：{ $count }
command-privacy = 保存什么，存在哪里
command-export = 我保存的关于你的全部内容
command-forget = 删除我保存的关于你的一切
