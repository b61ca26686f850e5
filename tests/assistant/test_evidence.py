from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from assistant.evidence import remembered, weigh
from assistant.matching import is_year, presence, year_presence
from assistant.question import Term
from vectorstore.records import Article, Hit, Passage

CANTEEN = (
    "云溪市总工会的职工食堂4月10日开张，全市一共12家，每家配两名厨师。\n"
    "一份套餐12元，会员凭卡再减3元。食堂主任何敏说，开张以来每天有2600人次来吃饭。\n"
    "职工对饭菜有意见，可以投到门口的意见箱。"
)
SCHOOL = "松江区工人夜校9月2日开学，设电工、焊工两个班，学费由区总工会承担。副主席陆平介绍，首期招收80人。"


def hit(text: str, *, headline: str, issued: date | None = date(2024, 4, 18), score: float = 1.0) -> Hit:
    article = Article(headline, headline, None, None, "云溪工友报", issued, "1", "article", text, "x")
    passage = Passage(f"{headline}-0", article.id, 0, len(text), text)
    return Hit(passage, article, score, 0.9, 1, 1)


HITS = (hit(CANTEEN, headline="云溪职工食堂开张"), hit(SCHOOL, headline="工人夜校开学", score=0.2))


def rarity(texts: Sequence[str]) -> tuple[float, ...]:
    """As in a library of these articles: 1 for what neither holds."""
    return tuple(0.75 if text in CANTEEN + SCHOOL else 1.0 for text in texts)


def enough(question: str, hits: Sequence[Hit] = HITS) -> bool:
    return weigh(question, hits, rarity=rarity).enough


@pytest.mark.parametrize(
    "question",
    [
        "云溪的职工食堂哪天开张？",
        "云溪职工食堂一份套餐多少钱？",
        "云溪有几家职工食堂？",
        "松江区工人夜校招收多少人？",
        "2024年云溪开了几家职工食堂？",
    ],
)
def test_what_the_hits_tell_is_enough(question: str) -> None:
    assert enough(question)


@pytest.mark.parametrize(
    "question",
    [
        "开封的职工食堂一份套餐多少钱？",  # another place
        "2021年云溪的职工食堂开了几家？",  # another year
        "云溪职工食堂的理发师姓什么？",  # a matter the article has not
        "松江区工人夜校的主席是谁？",  # the deputy is named, the head is not
        "云溪职工食堂的订餐电话是多少？",  # no number of a telephone anywhere
        "上证指数昨天收盘多少点？",
    ],
)
def test_what_the_hits_do_not_tell_is_not(question: str) -> None:
    assert not enough(question)


def test_missing_words_are_named_weightiest_first() -> None:
    evidence = weigh("开封的职工食堂几点开门？", HITS, rarity=rarity)
    assert "开封" in evidence.missing
    assert "职工" not in evidence.missing


def test_no_hits_are_no_evidence() -> None:
    evidence = weigh("云溪的职工食堂哪天开张？", (), rarity=rarity)
    assert (evidence.score, evidence.enough) == (0.0, False)
    assert "云溪" in evidence.missing


def test_one_part_the_hits_answer_is_enough() -> None:
    assert enough("云溪的职工食堂哪天开张？松江区工人夜校设哪几个班？")


def test_an_odd_word_in_one_part_leaves_the_others_answered() -> None:
    assert enough("云溪的职工食堂哪天开张？食堂的无人机叫什么？")


def test_a_name_nobody_mentions_spoils_every_part() -> None:
    assert not enough("洛阳的职工食堂哪天开张？一份套餐多少钱？")


def test_a_year_may_be_meant_without_being_named() -> None:
    year = Term("2023年", "number")
    assert is_year(year)
    assert year_presence(year, "去年，食堂来了两千人。", date(2024, 4, 18)) == 1
    assert year_presence(year, "食堂来了两千人。", date(2024, 4, 18)) == 0
    assert 0 < year_presence(year, "食堂来了两千人。", None) < 1


@pytest.mark.parametrize(
    ("word", "text", "held"),
    [
        ("食堂", "职工食堂开张", True),
        ("讨薪", "帮工友追回工资", True),  # a synonym
        ("王师傅", "厨师王大海说", True),  # a surname with a form of address
        ("主席", "副主席陆平介绍", False),
        ("理发", "食堂开张", False),
    ],
)
def test_words_are_found_as_they_are_or_in_other_words(word: str, text: str, held: bool) -> None:
    assert (presence(Term(word, "noun"), text) >= 0.8) is held


def test_a_number_is_not_found_inside_another() -> None:
    assert presence(Term("12", "number"), "共12家") == 1
    assert presence(Term("12", "number"), "共112家，占3.12%") == 0


def test_each_text_is_looked_up_once() -> None:
    looked: list[str] = []

    def rarity_of(texts: Sequence[str]) -> tuple[float, ...]:
        looked.extend(texts)
        return tuple(len(text) / 10 for text in texts)

    kept = remembered(rarity_of)
    assert kept(["驿站", "热线"]) == (0.2, 0.2)
    assert kept(["热线", "体检车", "热线"]) == (0.2, 0.3, 0.2)
    assert looked == ["驿站", "热线", "体检车"]
