language-name = 简体中文
settings-title = <b>你的设置</b>
settings-now = 现在：<b>{ $value }</b>
settings-line = { $name }：<b>{ $value }</b>
setting-language = 界面语言
setting-feedback = 报告语言
setting-module = 考试类别
setting-target = 目标分数
setting-exam = 考试日期
setting-voice = 考官口音
setting-speed = 考官语速
setting-reminder = 每日提醒
setting-zone = 时区
settings-ask-language = 我用哪种语言和你说话？考官始终说英语。
settings-ask-feedback = 报告用哪种语言来解释？你自己写的内容会原样引用。
settings-ask-module = 你参加哪一类考试？我会优先给出对应的小作文类型。
settings-ask-target = 你需要多少分？之后每份报告都会告诉你还差多少。
settings-ask-exam = 什么时候考试？请选择，或直接输入日期：<code>/settings exam 年-月-日</code>
settings-ask-voice = 考官用什么口音？
settings-ask-speed = 考官说多快？100 % 是平常的语速。
settings-ask-reminder = 每天什么时候提醒你？请选择，或直接输入时间：<code>/settings reminder 06:45</code>
settings-ask-zone = 你在哪里？请选择，或直接输入时区：<code>/settings zone Europe/Berlin</code>
unset = 未设置
unset-language = 跟随你的应用
unset-feedback = 与界面相同
unset-reminder = 无
unset-usual = 默认
module-academic = 学术类
module-general = 培训类
voice-british = 英式
voice-american = 美式
voice-scottish = 苏格兰
voice-caribbean = 加勒比
voice-australian = 澳大利亚
voice-indian = 印度
speed = { $percent } %
in-weeks = { $weeks } 周后
button-unset = ✖️ 不设置
button-reminder-off = 🔕 不再提醒
reminder = ⏰ <b>该练习了。</b>
reminder-days = { $days ->
    [0] 今天考试，祝你顺利！
    [1] 明天就考试了。
   *[other] 离考试还有 { $days } 天。
}
reminder-drill = 五分钟就够：<code>{ $command }</code>，或者发一篇答案给我。
goal-missing = 目标 { $target } 分，还差 { $missing } 分
goal-reached = 这次已达到目标 { $target } 分
goal-days = { $days ->
    [0] 今天考试
   *[other] 还剩 { $days } 天
}
refused-no-such-setting = 没有这一项设置。/settings 会列出全部设置。
refused-setting-language = 我不会这种语言。/settings language 会列出我会的语言。
refused-setting-feedback = 我不能用这种语言写报告。/settings feedback 会列出可选的语言。
refused-setting-module = 请选择 academic（学术类）或 general（培训类）：/settings module
refused-setting-target = 请选择 4 到 9 之间的分数，可以带半分，比如：/settings target 6.5
refused-setting-exam = 请写一个还没到的日期：/settings exam 年-月-日
refused-setting-voice = 我不会这种口音。/settings voice 会列出可选的口音。
refused-setting-speed = 请选择 0.8、0.9、1.0 或 1.1：/settings speed 0.9
refused-setting-reminder = 请写一个时间，比如 08:30：/settings reminder 08:30
refused-setting-zone = 我不认识这个时区。请这样写：/settings zone Asia/Shanghai
refused-only-in-private = 这是你我之间的事，请私聊我。
command-settings = 语言、目标、考官、提醒
