from __future__ import annotations

from dataclasses import replace

from assistant.sides import key_of, not_elsewhere, own_stretches, places_of
from tests.store_home import make_article
from vectorstore.records import Article, Hit, Passage

ACCOUNT = "今年前11个月，郢州追回工资2068万元，涉及3046人；平阳追回1350万元。寿春的覆盖率是93.8%。"


def told(article: Article, side: str, *others: str) -> list[str]:
    return [article.text[start:end] for start, end in own_stretches(article, side, others)]


def test_of_an_article_on_several_each_has_its_own_clauses() -> None:
    article = make_article("本报消息：三市的账本。\n" + ACCOUNT)
    assert told(article, "郢州", "平阳", "寿春") == ["郢州追回工资2068万元，涉及3046人；"]
    assert told(article, "平阳", "郢州", "寿春") == ["平阳追回1350万元。"]
    assert told(article, "寿春", "郢州", "平阳") == ["寿春的覆盖率是93.8%。"]


def test_an_article_on_one_of_them_is_its_own_from_end_to_end() -> None:
    text = "陕西省总工会的热线有8条线路。夜里由机器人接听。"
    assert told(make_article(text), "陕西", "河阳") == [text]
    assert told(make_article(text), "河阳", "陕西") == []


def test_an_article_on_one_returns_to_it_after_turning_to_another() -> None:
    text = "寿春市总工会的热线增设夜班。河阳也来学习，带走一本手册。夜班补助每晚120元。\n补助按月发。"
    article = make_article(text)
    assert told(article, "寿春", "河阳") == [
        "寿春市总工会的热线增设夜班。",
        "夜班补助每晚120元。\n补助按月发。",
    ]
    assert told(article, "河阳", "寿春") == ["河阳也来学习，带走一本手册。"]


def test_a_thing_named_in_passing_ends_where_another_place_is_named() -> None:
    text = f"{'各地的做法很多。' * 20}\n河阳开了夜班，线路添到10条。平阳市也靠志愿者，共26人。\n接着说别的。"
    assert told(make_article(text), "河阳", "寿春") == ["河阳开了夜班，线路添到10条。"]


def test_an_account_of_several_towns_is_on_none_of_them() -> None:
    article = make_article(f"护薪账本：{ACCOUNT}")
    assert told(article, "郢州", "陕西") == ["郢州追回工资2068万元，涉及3046人；"]
    assert told(article, "寿春", "陕西") == ["寿春的覆盖率是93.8%。"]


def test_a_body_is_known_by_the_name_of_its_place() -> None:
    assert key_of("河阳市总工会") == "河阳"
    assert key_of("平阳的驿站") == "平阳"
    assert key_of("河阳热线的夜班") == "河阳"
    assert key_of("骑士安") == "骑士安"


def test_places_are_those_articles_open_with() -> None:
    articles = [
        make_article("本报讯 山西省平阳市总工会的驿站开张。"),
        make_article("陕西省总工会的热线开通。"),
        make_article("山西省平阳市的驿站添了8家。"),
        make_article("记者走访了几家工厂。"),
    ]
    assert places_of(articles, "省") == ("山西", "陕西")
    assert places_of(articles, "市") == ("平阳",)


def found(*texts: str) -> tuple[Hit, ...]:
    return tuple(
        Hit(Passage(text, text, 0, len(text), text), replace(make_article(text), id=text), 1.0, None, n, n)
        for n, text in enumerate(texts, 1)
    )


def left(question: str, *texts: str) -> list[str]:
    return [hit.article.text for hit in not_elsewhere(question, found(*texts))]


def test_hits_of_another_town_than_the_one_asked_about_are_left_out() -> None:
    own, other = "河阳市总工会给夜班发补助。", "安徽省寿春市总工会请律师值夜班。"
    naming, open_to_all = "平阳市总工会向河阳市学办热线。", "各地热线夜里有人值班。"
    question = "河阳热线夜里谁接电话，补助多少？"
    assert left(question, own, other, naming, open_to_all) == [own, naming, open_to_all]
    assert left("河阳和寿春的夜班补助各多少？", own, other) == [own, other]
    assert left("夜班补助多少？", own, other) == [own, other]


def test_nothing_is_left_out_where_no_hit_is_of_the_town_or_others_are_asked_for() -> None:
    own, other = "河阳市总工会给夜班发补助。", "安徽省寿春市总工会请律师值夜班。"
    assert left("河阳热线夜里谁接电话？", other) == [other]
    assert left("除了河阳，还有哪些城市夜里有人接电话？", own, other) == [own, other]
    assert left("夜里谁接电话？河阳补助多少？", own, other) == [own, other]
