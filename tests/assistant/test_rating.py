from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.evidence import article_text
from assistant.question import parts
from assistant.rating import Signs, candidates, chances, logit, of_one_matter, read_signs
from vectorstore.records import Article, Hit, Passage

TEXT = (
    "云溪市总工会今年办三件实事。\n"
    "一是开办职工食堂，首批12家。\n"
    "二是给厨师办培训班，教粥、面、饼和小菜。\n"
    "职工会不会吃腻？食堂每周换一次菜单。"
)


def hit(text: str) -> Hit:
    article = Article(
        "a", "a", "云溪三件实事", None, "云溪工友报", date(2024, 4, 18), "1", "article", text, "x"
    )
    return Hit(Passage("a-0", article.id, 0, 20, text[:20]), article, 1.0, 0.9, 1, 1)


def signs(question: str, text: str = TEXT) -> dict[str, Signs]:
    """By sentence."""
    hits, part = (hit(text),), parts(question)[0]
    found = candidates(hits)
    weights = dict.fromkeys(part.terms, 1.0)
    read = read_signs(part, found, weights=weights, texts={"a": article_text(hits[0].article)})
    return {text[each.start : each.end]: signs for each, signs in zip(found, read, strict=True)}


def best(question: str, text: str = TEXT) -> str:
    read = signs(question, text)
    return max(read, key=lambda sentence: logit(read[sentence]))


def test_candidates_begin_behind_the_papers_own_words_and_are_no_bylines() -> None:
    text = "本报讯（记者 王小满）云溪开办职工食堂，首批12家。\n本报记者 陶然"
    assert [text[each.start : each.end] for each in candidates((hit(text),))] == [
        "云溪开办职工食堂，首批12家。"
    ]


def test_candidates_lie_where_they_say() -> None:
    for each in candidates((hit(TEXT),)):
        assert each.hit.article.text[each.start : each.end].startswith(each.folded[:2])


def test_items_of_an_enumeration_follow_on_what_opens_it() -> None:
    contexts = [each.context for each in candidates((hit(TEXT),))]
    assert contexts[1] == contexts[2] == "云溪市总工会今年办三件实事。"
    assert contexts[3].startswith("二是")


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("云溪首批开办多少家职工食堂？", "一是开办职工食堂，首批12家。"),
        ("厨师培训班教哪些吃食？", "二是给厨师办培训班，教粥、面、饼和小菜。"),
    ],
)
def test_the_sentence_that_answers_is_rated_best(question: str, sentence: str) -> None:
    assert best(question) == sentence


def test_a_sentence_that_asks_the_same_is_rated_below_the_answer_behind_it() -> None:
    read = signs("怕职工吃腻，食堂怎么办？")
    assert logit(read["职工会不会吃腻？"]) < logit(read["食堂每周换一次菜单。"])


def test_a_figure_of_the_question_is_no_answer_to_it() -> None:
    read = signs("12家职工食堂一共接待多少人次？", "12家职工食堂开张。食堂接待2600人次。")
    assert [each.typed for each in read.values()] == [0.0, 1.0]


def test_chances_add_up_to_one_and_keep_the_order() -> None:
    found = chances((3.0, 1.0, 800.0))
    assert sum(found) == pytest.approx(1)
    assert found[2] > found[0] >= found[1]
    assert chances(()) == ()


def test_a_part_that_names_nothing_is_about_the_article_that_answers_the_others() -> None:
    named, vague = parts("云溪市的食堂有多少家？是什么时候开张的？")
    articles = [replace(hit("食堂").article, id=name) for name in ("about", "other")]
    found = [
        candidate
        for article in articles
        for candidate in candidates((replace(hit("食堂"), article=article),))
    ]
    first, second = of_one_matter((named, vague), ([9.0, 1.0], [2.0, 3.0]), found)
    assert tuple(first) == (9.0, 1.0)  # what names something stands by itself
    assert second[0] > second[1]
    assert of_one_matter((vague,), ([2.0, 3.0],), found) == [[2.0, 3.0]]
    again = replace(vague, terms=named.terms)
    assert of_one_matter((named, again), ([9.0, 1.0], [2.0, 3.0]), found)[1] == [2.0, 3.0]
