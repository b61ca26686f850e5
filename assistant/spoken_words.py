"""Words that carry a talk along and tell nothing: a sentence of these alone needs no source. Data."""

from __future__ import annotations

from assistant.verify.words import table

_SPOKEN = frozenset(
    table(
        "大家 大伙 大伙儿 咱们 咱 我们 我 你 您 您们 你们 各位 朋友 朋友们 师傅 师傅们 工友 工友们 同志 同志们 姐妹 姐妹们 老乡 伙伴 伙伴们 骑手 同学 "
        "小宣 今天 今儿 现在 这里 这儿 那么 那 好 好的 好了 来 先 再 接着 最后 首先 其次 然后 下面 接下来 说 说说 说到 讲 讲讲 聊 聊聊 谈谈 看 看看 听 听听 "
        "听好 记 记住 记好 记着 记下 知道 明白 清楚 了解 关心 关注 问 请问 想 想问 想知道 想想 注意 留意 提醒 介绍 告诉 带 带来 分享 一起 一块儿 "
        "消息 报道 报纸 报上 新闻 事 事儿 事情 问题 话题 内容 要点 重点 情况 具体 简单 一句话 一句 话 第一 第二 第三 一点 几点 "
        "谢谢 感谢 再见 下回见 下次见 回见 欢迎 收看 收听 你好 您好 大家好 早上好 原来 其实 就是 也就是说 换句话说 简单说 说白了 对了 没错 是的 对 嗯 哦 "
        "怎么 怎么样 怎么办 什么 哪些 哪里 哪儿 谁 多少 几 为什么 为啥 吗 呢 吧 啊 呀 哎 这样 那样 这件事 这条 这个 那个 这些 更多 详细 详情 原文 出处 "
        "一条 好消息 身边 工会 干货 划重点 放在 最 要紧 关键 是不是 有没有 听说 同样 另外 还有 除此之外 好奇 疑问"
    )
)


def is_spoken(word: str) -> bool:
    """Whether the word tells nothing by itself."""
    return word in _SPOKEN
