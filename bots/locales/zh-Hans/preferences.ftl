# 学习者对反馈的看法：点赞、点踩，以及更好的评语。
button-better-comment = ✍️ 改评语
button-no-suggestion = 算了
not-taught = 谢谢，已记下。这只用来统计反馈是否有用；只有你在 /privacy 里同意“训练”以后，模型才能从中学习。
which-comment = 哪一条评语可以写得更好？
ask-suggestion = <b>{ $criterion }</b>：原来的评语是：
ask-suggestion-how = 换作一位好老师，会怎么说？请在下一条消息里写出来，最多 { $limit } 个字符。不会记录你的名字。
suggestion-taken = 🙏 谢谢！模型今后可以从你的评语中学习。想撤回，随时用 /privacy。
suggestion-off = 好的，评语保持原样。你的下一条消息会照常处理。
suggestion-none = 现在没有在等你的评语。
refused-suggestion-needs-training = 你改写的评语会用来训练模型，而你还没有同意这一点。如果愿意，请用 /privacy 选择“允许训练”，然后再按一次 ✍️。
refused-suggestion-too-late = 那条回答是在你同意训练之前给出的，当时没有保留提问的内容。请用 /why 再问一次，然后按新回答下面的 ✍️。
refused-suggestion-too-long = 你写了 { $characters } 个字符，评语最多 { $limit } 个。请写短一些再发。如果这不是评语，请先用 /cancel，再重新发送。
refused-suggestion-unfit = 评语请用英文或中文的纯文字，不要带表情符号和链接。请再发一次，或用 /cancel 取消。
