"""Words of newspapers and unions that say the same: readers ask in other words than papers write."""

from __future__ import annotations

from collections.abc import Mapping

# One group a line. A word may stand in several groups. Only words in general use.
_GROUPS = """
夜里 夜间 半夜 深夜 晚上 夜晚 通宵 凌晨 晚间 夜班 昼夜
白天 白班 日间 昼夜
中午 午间 正午
早上 早晨 清晨 清早 上午
骑手 外卖员 外卖 送餐 配送员 快递员
快递员 快递 寄递
司机 驾驶员 师傅 卡友
讨薪 欠薪 护薪 追薪 讨要 要账 拖欠 追回 讨回
工资 工钱 薪水 薪酬 薪资 报酬 月薪 欠薪
工钱 工资 欠薪
发工资 发薪 工资
补贴 补助 津贴 补偿 资助 补发
资助 助学 补贴 救助 援助 帮扶
奖金 奖励 奖
保险 参保 投保 意外险 保障 互助
赔款 赔付 理赔 赔偿 获赔
赔偿 补偿 赔付
电话 热线 拨打 来电 号码 通话
打电话 拨打 电话 来电 热线
接电话 接听 来电 接线
开门 开放 营业 启用
开张 开业 开门 启用 迎来
成立 组建 建立 创建 设立 创办 建成
启动 开始 开通 起步 推行 试行 实施 上线 启用
开始 启动 起 开展 推行 试行 首
开课 开班 授课 开讲
讲课 开讲 授课 上课 讲授
结束 截止 为止 收官 停用 闭幕 落幕 完成
最晚 截止 最迟
冠军 夺冠 头名 榜首 金牌 第一名 桂冠
第一次 首次 首度 首 初次
比赛 大赛 竞赛 赛事 锦标赛 决赛
露面 亮相 登场 首播 出现
读书 上学 求学 助学 学习 就读 学历
学校 大学 学院 中学 小学 院校
孩子 子女 儿童 小孩 娃
老人 老年人 高龄
家里 家属 家庭 家人 亲属
打官司 诉讼 起诉 法律援助 仲裁
受伤 伤残 工伤 负伤 伤者 骨折 意外
办完 办结 办理 结案
修车 维修 检修 修理
上班 值班 在岗 工作
累计 总计 共 合计
困难 难处 困境
应答 回答 答复
扣押 扣留 查封
案子 案件 个案
打赢 胜诉 赢 获胜
一群 群体 集体 群
水电 电费 水费 水电费 用电
身故 去世 离世 死亡 遇难 逝世 病逝
生病 患病 疾病 不适
会员 入会
入会 加入工会 会员
公司 企业 集团
单位 公司 企业 机构 厂
企业 公司 厂 单位
农民工 务工人员 工人
打零工 零工
零活 零工 找活
价格 售价 价钱 费用
费用 收费 花费 经费 投入 费
交钱 缴费 自付 掏钱 费用 承担
花钱 花费 投入
举办 举行 召开 主办 开展
人工智能 ai 智能
ai 人工智能 虚拟
机器 机器人 智能
稿子 稿件
把关 审核 审 关
网上 线上 在线 网络
家属 亲属 家人
原因 因为 由于 缘由
办法 措施 做法 方式 举措
措施 举措 办法
增加 增长 增至 增 新增 上升 提高
减少 下降 降低 缩短 下滑
提高 提升 提高到 上调 增加
延长 延期 延至
星期 周 每周 礼拜
材料 资料 证件 手续
发展 新增 增至 达到
通电话 电话 来电 通
进场 入场 进站
驿站 服务站 站点
培训 学习 培训班 授课
工程项目 工程 项目 在建项目
工地 项目 施工
志愿者 义工
医院 卫生院 诊所
警方 警察 公安 民警
总统 元首
去年 上年
增设 新设 新增 开设
纳入 扩容 覆盖 加入
调整 变化 改为 变更
更新 播出 发布
外头 户外 室外 露天
凉快 纳凉 避暑 防暑 清凉
突然 突发
舒服 不适
"""


def _index(groups: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for line in groups.split("\n"):
        for word in line.split():
            found.setdefault(word, {}).update(dict.fromkeys(line.split()))
    return {word: tuple(other for other in group if other != word) for word, group in found.items()}


_SAME = _index(_GROUPS)


def synonyms(word: str) -> tuple[str, ...]:
    """Words that may stand for `word` in a newspaper; () where none are known."""
    return _SAME.get(word, ())
