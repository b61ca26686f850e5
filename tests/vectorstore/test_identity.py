"""Ids and keys: what is the same article, what is another version of it, what is another article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.store_home import make_article
from vectorstore.identity import identified, keyed, squash
from vectorstore.records import Article

HEADED = make_article("正文一句。", headline="纺织厂办起夜校")
EXTERNAL = make_article("正文一句。", headline="纺织厂办起夜校", external_id="n-7")
BARE = make_article("正文一句。", issued=None, publication=None)


@pytest.mark.parametrize("article", [HEADED, EXTERNAL, BARE])
def test_the_same_article_has_the_same_id_wherever_it_came_from(article: Article) -> None:
    key, made = identified(article)
    assert identified(replace(article, origin="other.txt", revision=4)) == (
        key,
        replace(made, origin="other.txt", revision=4),
    )
    assert len(made.id) == 16
    assert int(made.id, 16) >= 0


@pytest.mark.parametrize("article", [HEADED, EXTERNAL])
@pytest.mark.parametrize(
    "change", [{"text": "正文两句。"}, {"byline": "田一禾"}, {"kicker": "引题"}, {"kind": "photo"}]
)
def test_other_content_is_another_version(article: Article, change: dict[str, str]) -> None:
    key, made = identified(article)
    other_key, other = identified(replace(article, **change))  # type: ignore[arg-type]  # fields of the article
    assert other_key == key
    assert other.id != made.id


@pytest.mark.parametrize(
    "change",
    [{"issued": date(2024, 5, 2)}, {"page": "2"}, {"publication": "青禾晚报"}, {"headline": "别的标题"}],
)
def test_another_place_is_another_article_unless_the_caller_says_otherwise(change: dict[str, str]) -> None:
    assert identified(replace(HEADED, **change))[0] != identified(HEADED)[0]  # type: ignore[arg-type]
    key, moved = identified(replace(EXTERNAL, **change))  # type: ignore[arg-type]
    assert key == identified(EXTERNAL)[0]
    assert moved.id != identified(EXTERNAL)[1].id


def test_a_headline_broken_by_the_page_is_the_same_headline() -> None:
    assert identified(replace(HEADED, headline="纺织厂 办起\n夜校！"))[0] == identified(HEADED)[0]


def test_without_headline_or_place_the_text_is_the_key() -> None:
    assert identified(BARE)[0] != identified(replace(BARE, text="另一句。"))[0]
    assert identified(BARE)[0] == identified(replace(BARE, text="正文 一句"))[0]


def test_the_callers_id_is_no_text_of_another_article() -> None:
    assert identified(EXTERNAL)[0] != identified(replace(HEADED, headline="n-7"))[0]


def test_text_that_is_no_unicode_has_an_id_too() -> None:
    assert len(identified(replace(BARE, text="断字\ud800"))[1].id) == 16


def test_articles_of_one_place_are_told_apart_by_their_order() -> None:
    brief = [make_article(text, headline="简讯") for text in ("甲。", "乙。", "丙。", "甲。")]
    by_key = keyed(brief)
    assert [article.text for article in by_key.values()] == ["甲。", "乙。", "丙。"]
    assert list(keyed(brief)) == list(by_key)
    assert len({article.id for article in by_key.values()}) == 3


def test_of_two_with_one_callers_id_the_later_counts() -> None:
    (made,) = keyed([EXTERNAL, replace(EXTERNAL, text="改过。")]).values()
    assert made.text == "改过。"


def test_squash_keeps_what_readers_read() -> None:
    assert squash("“五一”前，12351 热线\n（全国_统一）") == "五一前12351热线全国统一"


def test_two_reports_under_one_headline_without_a_page_number_are_two_articles() -> None:
    one = make_article("夜校开学。", headline="简讯", page=None)
    assert identified(one)[0] != identified(replace(one, text="食堂翻新。"))[0]
