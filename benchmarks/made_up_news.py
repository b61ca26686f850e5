"""Articles made of the project's own phrases, any number of them, for measurements where the words do not matter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from vectorstore.records import Article

_PLACES = (
    "青禾",
    "临泽",
    "云岭",
    "桐湾",
    "白石",
    "枫桥",
    "沙洲",
    "柳塘",
    "金滩",
    "竹溪",
    "松江口",
    "梅渡",
    "石臼",
    "芦苇荡",
    "望海",
    "铁岭坡",
)
_UNITS = (
    "纺织厂",
    "造船厂",
    "环卫所",
    "公交公司",
    "快递站",
    "热电厂",
    "第二小学",
    "人民医院",
    "港务局",
    "机车段",
    "果品公司",
    "水务集团",
)
_PEOPLE = (
    "电焊工",
    "护士",
    "驾驶员",
    "骑手",
    "调度员",
    "锅炉工",
    "教师",
    "保洁员",
    "质检员",
    "检修工",
    "吊车司机",
    "仓库管理员",
)
_DEEDS = (
    "领到了{n}套防暑用品", "修好了停用多年的职工浴室", "办起了{n}人参加的夜校", "用上了新的照明灯", "签订了工资集体协议", "建成了{n}平方米的阅览室",
    "组织了为期{m}天的技能比武", "为困难家庭送去{n}份米面", "开通了心理咨询热线", "更换了{m}台老化的风机", "评出了{m}名安全标兵", "在食堂推出了平价套餐",
    "给户外站点添置了饮水机", "调整了高温时段的作息", "捐出{n}册旧书", "完成了年度体检", "把合理化建议变成了{m}项改进", "演练了火灾逃生",
)  # fmt: skip
_TAILS = (
    "大家都说方便多了。",
    "这已是今年第{m}次。",
    "后续安排下月公布。",
    "费用由工会经费列支。",
    "参加的人比去年多了{n}名。",
    "相关制度同时上墙公示。",
)
_FIRST = date(2024, 1, 1)


def make_news(count: int, *, first: int = 0) -> Iterator[Article]:
    """Articles number `first` and following, the same ones each time; no two of them alike."""
    for number in range(first, first + count):
        random = Random(number)  # noqa: S311  # the same text for the same number is wanted
        place, unit = random.choice(_PLACES), random.choice(_UNITS)
        lead = f"{place}{unit}第{number + 1000}号简报："
        sentences = [_sentence(random) for _ in range(random.randint(3, 12))]
        yield Article(
            id="",
            headline=f"{place}{unit}{random.choice(_PEOPLE)}的一周（{number + 1000}）",
            kicker=None,
            byline=None,
            publication="试验日报",
            issued=_FIRST + timedelta(days=number % 700),
            page=str(number % 8 + 1),
            kind="article",
            text=lead + "".join(sentences),
            origin="made-up",
            external_id=f"news-{number}",
        )


def _sentence(random: Random) -> str:
    deed = f"{random.choice(_PLACES)}{random.choice(_UNITS)}的{random.choice(_PEOPLE)}{random.choice(_DEEDS)}，{random.choice(_TAILS)}"
    return deed.format(n=random.randint(20, 900), m=random.randint(2, 19))
