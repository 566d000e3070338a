# 语法结构的名称，用在句子里。

structure-conditional = 条件句
structure-relative-clause = 定语从句
structure-concession = 让步从句
structure-passive = 被动语态
structure-participle-clause = 分词短语
structure-inversion = 倒装或强调句
structure-open-condition = 真实条件句
structure-unreal-condition = 虚拟条件句
structure-perfect-form = 完成时
structure-continuous-perfect = 完成进行时
structure-reported-speech = 间接引语或嵌入问句
structure-gerund-as-subject = 动名词（作主语或在介词后）
structure-cleft = 强调句
structure-comparison-of-clauses = 比较句
structure-used-to = 表示过去习惯的 used to
structure-infinitive-of-purpose = 表示目的或结果的不定式
