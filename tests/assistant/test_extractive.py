from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.extractive import Picked, extract
from vectorstore.records import Article, Hit, Passage

SPRING = (
    "云溪市总工会的职工食堂4月10日开张，首批12家。\n"
    "一份套餐12元，会员凭卡再减3元。\n"
    "食堂主任何敏说，职工会不会吃腻？她的办法是每周换一次菜单。\n"
    "云溪市总工会还给厨师办了培训班。"
)
WINTER = "云溪市总工会的职工食堂12月1日增加到35家，一份套餐改为15元。新食堂都设了母婴间。"
SCHOOL = "松江区工人夜校9月2日开学，设电工、焊工两个班。首期招收80人。"


def hit(text: str, *, headline: str, score: float) -> Hit:
    article = Article(
        headline, headline, None, None, "云溪工友报", date(2024, 4, 18), "1", "article", text, "x"
    )
    passage = Passage(f"{headline}-0", article.id, 0, 20, text[:20])
    return Hit(passage, article, score, 0.9, 1, 1)


HITS = (
    hit(SPRING, headline="云溪职工食堂开张", score=1.0),
    hit(WINTER, headline="云溪职工食堂添到35家", score=0.6),
    hit(SCHOOL, headline="工人夜校开学", score=0.3),
)


def rarity(texts: Sequence[str]) -> tuple[float, ...]:
    return tuple(0.6 for _ in texts)


def pick(question: str, hits: Sequence[Hit] = HITS) -> tuple[Picked, ...]:
    return extract(question, hits, rarity=rarity)


def shown(question: str) -> str:
    return "".join(each.text for each in pick(question))


def test_every_sentence_is_verbatim_at_its_offsets() -> None:
    for question in ("云溪职工食堂一份套餐多少钱？", "夜校设哪几个班？食堂哪天开张？"):
        found = pick(question)
        assert found
        assert all(each.hit.article.text[each.start : each.end] == each.text for each in found)


def test_sentences_beyond_the_passage_found_are_seen() -> None:
    assert "12元" in shown("云溪职工食堂一份套餐多少钱？")


def test_each_part_gets_its_sentence() -> None:
    text = shown("云溪职工食堂哪天开张？松江区工人夜校首期招收多少人？")
    assert "4月10日" in text
    assert "80人" in text


def test_a_later_clause_of_few_words_is_answered_where_its_subject_is() -> None:
    text = shown("松江区工人夜校哪天开学，收多少人？")
    assert "80人" in text
    assert "云溪" not in text


def test_another_article_with_another_figure_is_shown_beside() -> None:
    text = shown("云溪有多少家职工食堂？")
    assert "12家" in text
    assert "35家" in text


def test_another_figure_is_shown_however_far_behind_its_article_was_found() -> None:
    far = hit("云溪市总工会的职工食堂首批有14家。", headline="云溪职工食堂", score=0.02)
    first = hit("云溪市总工会的职工食堂首批有12家。", headline="云溪职工食堂开张", score=1.0)
    text = "".join(each.text for each in pick("云溪职工食堂首批有多少家？", (first, far)))
    assert "12家" in text
    assert "14家" in text


def test_a_question_in_the_article_brings_the_answer_behind_it() -> None:
    assert "换一次菜单" in shown("怕职工吃腻，食堂主任何敏有什么办法？")


def test_no_more_is_shown_than_needed() -> None:
    assert len(pick("云溪职工食堂一份套餐多少钱？")) <= 4
    windows = "".join(f"云溪职工食堂{n}号窗口今天卖{n}种小菜。" for n in range(1, 60))
    many = "".join(f"云溪职工食堂{n}号窗口卖几种小菜？" for n in range(1, 13))
    assert len(pick(many, (hit(windows, headline="云溪职工食堂的窗口", score=1.0),))) <= 16


def test_every_part_of_a_long_question_is_answered() -> None:
    windows = "".join(
        f"云溪职工食堂{n}号窗口由厨师{name}掌勺。" for n, name in enumerate("赵钱孙李周吴郑王", 1)
    )
    asked = "".join(f"{n}号窗口由谁掌勺？" for n in (1, 3, 5, 7, 8))
    found = pick(asked, (hit(windows, headline="云溪职工食堂的窗口", score=1.0),))
    assert all(f"厨师{name}" in "".join(each.text for each in found) for name in "赵孙周郑王")


def test_what_is_said_twice_is_shown_once() -> None:
    again = hit("云溪市总工会的职工食堂4月10日开张，首批有12家。", headline="云溪：工会食堂开张了", score=0.9)
    found = pick("云溪职工食堂哪天开张？", (*HITS, again))
    assert sum("4月10日开张" in each.text for each in found) == 1


def test_nearly_the_same_with_another_figure_is_shown_too() -> None:
    later = hit("云溪市总工会的职工食堂4月15日开张，首批12家。", headline="云溪职工食堂改期", score=0.9)
    text = "".join(each.text for each in pick("云溪职工食堂哪天开张？", (*HITS, later)))
    assert "4月10日" in text
    assert "4月15日" in text


def test_reading_order_is_kept() -> None:
    found = pick("云溪职工食堂哪天开张？首批有多少家？一份套餐多少钱？")
    order = {each.article.id: rank for rank, each in enumerate(HITS)}
    places = [(order[each.hit.article.id], each.start) for each in found]
    assert places == sorted(places)


def test_nothing_found_shows_nothing() -> None:
    assert pick("云溪职工食堂哪天开张？", ()) == ()


def dated(text: str, *, headline: str, day: date, score: float) -> Hit:
    article = Article(headline, headline, None, None, "云溪工友报", day, "1", "article", text, "x")
    return Hit(Passage(f"{headline}-0", headline, 0, 20, text[:20]), article, score, 0.9, 1, 1)


NURSERIES = (
    dated(
        "云溪市总工会的母婴室5月1日启用，首批设了18间。妈妈们可拨母婴室服务电话（0777）3210001预约。",
        headline="云溪母婴室启用",
        day=date(2024, 5, 6),
        score=1.0,
    ),
    dated(
        "云溪市总工会的母婴室增加到40间。各间都添了恒温柜。母婴室服务电话改为（0777）3219999，老号码年底停用。",
        headline="云溪母婴室又添新",
        day=date(2024, 11, 8),
        score=0.7,
    ),
)


def test_the_figure_that_counts_now_comes_before_the_earlier_one_and_names_it() -> None:
    first, *others = pick("云溪的母婴室有多少间？", NURSERIES)
    (earlier,) = (each for each in others if "18间" in each.text)
    assert "40间" in first.text
    assert (earlier.hit.article.id, earlier.start) in first.instead_of


def test_the_order_of_reports_is_kept_where_the_question_is_about_how_it_was() -> None:
    assert "18间" in pick("云溪的母婴室刚启用时有多少间？", NURSERIES)[0].text


def test_a_telephone_number_that_has_changed_is_told_first() -> None:
    text = "".join(each.text for each in pick("想约云溪的母婴室，妈妈们该打哪个号？", NURSERIES))
    assert text.index("3219999") < text.index("3210001")


COURIER = dated(
    "快递员简大勇被站点扣了3000元，问了两回都没有结果。工会干部当天就陪他去了监察大队。第六天，钱退到了他的卡里。\n"
    "站点还向大家道了歉。",
    headline="押金退回来了",
    day=date(2024, 5, 6),
    score=1.0,
)


def test_how_a_matter_ended_is_told_with_the_sentences_that_follow_on_it() -> None:
    told = [each.text for each in pick("快递员简大勇被扣的钱最后是怎么要回来的？", (COURIER,))]
    assert told[0].startswith("快递员简大勇")
    assert any("监察大队" in text for text in told)
    assert any("第六天" in text for text in told)


def test_what_follows_is_left_out_where_the_end_is_not_asked_for() -> None:
    told = [each.text for each in pick("快递员简大勇被扣了多少钱？", (COURIER,))]
    assert not any("监察大队" in text for text in told)
