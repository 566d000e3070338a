compared-title = 可以对照的答案
compared-band = { $band } 分：
compared-comment = 评语：
compared-page = { $source }，第 { $page } 页
compared-caveat = 分数和评语出自所注明的文档。
