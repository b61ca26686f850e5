"""Words of questions that must not, or hardly, be looked for in the sources."""

from __future__ import annotations

_ASKING = """
时候 时间 情况 问题 进行 通过 表示 认为 指出 知道 一下 没有 如果 因为 所以 关于 根据 按照 东西 事情
自己 我们 他们 大家 叫做 方面 发生 提出 提到 有关 相关 称为 一个 一些 其中 以及 对于 已经 可能 应该
需要 必须 可以 并且 或者 主要 具体 一般 之后 之前 以后 以前 之间 期间 当时 后来 同时 这个 那个 这些
那些 目的 原因 内容 方式 部分 作为 成为 包括 属于 称作 得到 达到 做到 还有 还是 就是 都是 不是 正在
将会 预计 计划 个人 人们 采取 使用 表现 强调 要求 具有 存在 出现 导致 造成 产生 提供 获得 参加 参与
举办 举行 宣布 发布 推出 最后 最新 最高 最多 一起 不同 累计 总计 平均 去年 今年 明年 年底 看着 最好
多半 起来 回来 出来 进去 进来 出去 过去 过来 上去 下去 上来 下来 用到 用来 拿到 交给 送给 发给 带来
除了 不到 不会 不了 不能 拿出 算是 变成 当作 看到 听到 找到 遇到 碰到 想到 谈到 说到 说是 这样 那样
新闻 消息 报道 文章 报纸 动态 近况 这么 那么 大约 左右 多久 一次 一种 一名 一位 一家 一天 一条 一笔 一回 第一 共有 突然 忽然 是从 是在 半个
"""
_LIGHT = """
人员 专业 办法 单位 情形 标准 发展 顺序 先后顺序 作用 地区 影响 主题 活动 工作 领域 人物 角色 代表
日期 地点 地方 名称 结果 目标 措施 意义 部门 机构 组织 城市 国家 服务 建设 来自 开始 处理 特点 成果
变化 名字 姓名 负责人 数量 人数 过程 程度 水平 类型 种类 形式 项目
"""
_HEADS = """
主席 书记 主任 部长 局长 院长 校长 市长 省长 县长 区长 镇长 总统 总理 经理 会长 董事长 司长 厅长 处长 科长
"""

ASKING: frozenset[str] = frozenset(_ASKING.split())  # carry the question and not its matter
LIGHT: frozenset[str] = frozenset(_LIGHT.split())  # say little of the matter: papers put it otherwise
HEADS: frozenset[str] = frozenset(_HEADS.split())  # offices that have deputies: 副主席 is no 主席
