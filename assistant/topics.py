"""What a report is about, in a union paper's sections and in a reader's own words. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.matching import presence
from assistant.portions import Portion
from assistant.question import Term, fold, parts
from assistant.question_synonyms import synonyms

OTHER = "综合"
CORRECTIONS = "更正"
_SECTIONS: Mapping[str, str] = {
    "维权与法律": "欠薪 工钱 拖欠 讨薪 维权 仲裁 诉讼 法律 劳动合同 争议 监察 调解 判决 法院 加班费 权益 赔偿 提示函",
    "安全与健康": "安全 事故 高温 防暑 职业病 体检 消防 应急 隐患 健康 医疗 疫情 医院 病 纳凉",
    "就业与技能": "就业 招聘 培训 技能 岗位 零工 大赛 工匠 求学 学历 助学 人才 创业 证书 毕业生",
    "服务与帮扶": "清凉 温暖 驿站 困难 帮扶 慰问 补贴 保障计划 保险 托管 热线 救助 参保 赔款 捐",
    "工会与民主管理": "工会 建会 入会 集体协商 职代会 职工代表 民主管理 会员 总工会",
    "人物与文化": "劳模 劳动模范 先进 故事 文化 体育 读书 演出 电影 博物馆 主播 艺术 比赛",
    "经济与政策": "经济 政策 规划 国务院 产业 投资 增长 消费 贸易 财政 税 改革 建设 科技 农业 会议 发展",
    "国际": "外交 联合国 美国 俄罗斯 乌克兰 以色列 欧盟 日本 总统 外长 国际 伊朗 英国 法国 韩国",
}
_TITLED = 3  # times a word of the headline counts
_BEGINNING = 200  # characters
_ABOUT = 0.75  # share of the topic's words, weighed alike, that a report must hold
_WHOLE = 0.8  # presence from which a word, or its synonym, is there
_SAID = 2  # times that a word must be said where neither headline nor beginning has it


def section_of(portion: Portion) -> str:
    """The section whose words the report's headline and beginning have most of; 综合: none's."""
    title, beginning = portion.headline or "", portion.text[:_BEGINNING]
    scores = {
        name: sum(_TITLED * title.count(word) + beginning.count(word) for word in words.split())
        for name, words in _SECTIONS.items()
    }
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] else OTHER


def is_about(portion: Portion, topic: str) -> bool:
    """Whether the report is about the topic: holds its words in front or more than once, or their synonyms in the
    headline or more than once."""
    terms = [term for part in parts(topic) for term in part.terms]
    if not terms:
        return fold(topic) in fold(f"{portion.headline or ''} {portion.text}")
    title = fold(f"{portion.headline or ''} {portion.article.kicker or ''}")
    text = fold(portion.text)
    return sum(_holds(term, title, text) for term in terms) >= _ABOUT * len(terms)


def _holds(term: Term, title: str, text: str) -> bool:
    if term.text in f"{title} {text[:_BEGINNING]}" or text.count(term.text) >= _SAID:
        return True
    if presence(term, title) >= _WHOLE:
        return True
    others = synonyms(term.text)
    return any(other in text[:_BEGINNING] for other in others) and sum(map(text.count, others)) >= _SAID
