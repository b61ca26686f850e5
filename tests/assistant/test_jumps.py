from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.jumps import (
    as_part,
    comes_from,
    join,
    jumps_to,
    page_at,
    page_number,
    pairs,
    parts,
    put_together,
    with_their_marks,
)
from tests.store_home import make_article
from vectorstore.records import Article

FERRY = "柳湾渡口的摆渡工人祁万山把缆绳解开，送走第一批去茶厂上班的女工。"
FERRY_ON = "茶厂的女工给祁万山的渡船添了两排长凳，渡口的候船棚也修好了。"
SCHOOL = "青禾市纺织厂夜校开学，退休技师葛青在机修班讲第一课，学员坐满了教室。"
SCHOOL_ON = "葛青说，机修班的学员下了夜班还来夜校，纺织厂给每人发了一套工具。"


def head(
    text: str, mark: str = "（下转第3版）", *, page: str | None = "1", headline: str | None = "题"
) -> Article:
    return make_article(text + mark, page=page, headline=headline)


def tail(
    text: str, mark: str = "（上接第1版）", *, page: str | None = "3", headline: str | None = None
) -> Article:
    return make_article(mark + text, page=page, headline=headline)


@pytest.mark.parametrize(
    ("mark", "page"),
    [
        ("下转第3版", "3"),
        ("(下转3版)", "3"),
        ("（下转03版）", "3"),
        ("下转A3版", "A3"),
        ("下转第三版", "3"),
        ("转第4版·要闻", "4"),
        ("（下转第2版）", "2"),
        ("（下转第 ３ 版）", "3"),
        ("【紧下转第十二版】", "12"),
        ("\n▶下转第3版", "3"),
        ("（转第6版）", "6"),
        ("（下转第3版·综合）", "3"),
        (" (下转第3版", "3"),
    ],
)
def test_a_mark_at_the_end_says_where_the_text_goes_on(mark: str, page: str) -> None:
    article = head(FERRY, mark)
    assert jumps_to(article) == page
    assert as_part(article, first=True, last=False).text == FERRY


@pytest.mark.parametrize(
    "text",
    [
        FERRY,
        FERRY + "（详见第3版）",
        FERRY + "（相关报道见第3版）",
        FERRY + "（相关报道转第3版）",
        FERRY + "（下转第3版）" + "后面还有很长的一段话。" * 8,
        "报纸转了三版，他都留着",
        "",
    ],
)
def test_a_pointer_to_another_article_is_no_jump(text: str) -> None:
    assert jumps_to(make_article(text)) is None


@pytest.mark.parametrize(
    ("mark", "page"),
    [
        ("（上接第1版）", "1"),
        ("上接第1版\n", "1"),
        ("(上接1版)", "1"),
        ("上接A1版", "A1"),
        ("（上接第一版）", "1"),
        ("（紧接01版）", "1"),
        ("▲上接第１版 ", "1"),
        ("（上接第1版·要闻）", "1"),
        ("（上接第1版《渡船没有停》）", "1"),
        ("（上接头版）", "1"),
        ("（上接）", ""),
        ("本报记者 沈之遥\n（上接第1版）", "1"),
    ],
)
def test_a_mark_at_the_beginning_says_where_the_text_came_from(mark: str, page: str) -> None:
    article = tail(FERRY_ON, mark)
    assert comes_from(article) == page
    assert as_part(article, first=False, last=True).text.endswith(FERRY_ON)
    assert "接" not in as_part(article, first=False, last=True).text


@pytest.mark.parametrize("headline", ["（上接第1版）渡船没有停", "渡船没有停（上接1版）", "上接第1版"])
def test_the_mark_may_stand_in_the_headline_or_kicker(headline: str) -> None:
    assert comes_from(make_article(FERRY_ON, headline=headline)) == "1"
    assert comes_from(replace(make_article(FERRY_ON), kicker=headline)) == "1"


@pytest.mark.parametrize(
    "text", ["上接天线、下接地气，是葛青的口头禅。", "（接受采访者供图）", "他上接第一棒，跑得最快。", ""]
)
def test_other_words_are_no_mark(text: str) -> None:
    assert comes_from(make_article(text, headline=text or None)) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("03", "3"),
        ("３", "3"),
        ("三", "3"),
        ("十", "10"),
        ("二十一", "21"),
        ("a 03", "A3"),
        ("头", "1"),
        ("要闻", "要闻"),
        ("", ""),
    ],
)
def test_a_page_number_has_one_form(text: str, number: str) -> None:
    assert page_number(text) == number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (head(FERRY), tail(FERRY_ON)),
        (head(FERRY), tail(FERRY_ON, page=None)),
        (head(FERRY), tail(FERRY_ON, "（上接）")),
        (head(FERRY, page=None), tail(FERRY_ON)),
        (head(FERRY, page="A01"), tail(FERRY_ON, page="A3")),
        (head(FERRY), replace(tail(FERRY_ON), publication=None)),
    ],
    ids=[
        "numbered",
        "tail's page unknown",
        "no number",
        "head's page unknown",
        "section letters",
        "paper unknown",
    ],
)
def test_halves_whose_marks_agree_belong_together(one: Article, other: Article) -> None:
    assert list(pairs([other, one])) == [(1, 0)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (head(FERRY), tail(FERRY_ON, "（上接第2版）")),
        (head(FERRY), tail(FERRY_ON, page="4")),
        (head(FERRY), replace(tail(FERRY_ON), issued=date(2024, 5, 2))),
        (replace(head(FERRY), issued=None), replace(tail(FERRY_ON), issued=None)),
        (head(FERRY), replace(tail(FERRY_ON), publication="别家晚报")),
        (head(FERRY), tail(SCHOOL_ON, "（上接）")),
        (head(FERRY * 3), tail("今年棉价平稳，轧花车间按单开机。" * 6)),
    ],
    ids=[
        "from elsewhere",
        "on another page",
        "other day",
        "no day",
        "other paper",
        "no number, nothing shared",
        "nothing shared",
    ],
)
def test_halves_that_do_not_agree_stay_apart(one: Article, other: Article) -> None:
    assert list(pairs([one, other])) == []


def test_of_several_halves_those_that_speak_of_the_same_belong_together() -> None:
    articles = [head(FERRY), head(SCHOOL), tail(SCHOOL_ON), tail(FERRY_ON)]
    assert set(pairs(articles)) == {(0, 3), (1, 2)}
    assert set(pairs([head(FERRY), head(SCHOOL), tail(SCHOOL_ON)])) == {(1, 2)}


def test_where_it_is_not_clear_which_of_two_goes_on_neither_is_joined() -> None:
    assert list(pairs([head(FERRY), head(FERRY + "茶厂"), tail(FERRY_ON)])) == []


def test_a_sentence_cut_by_the_page_is_one_again_and_a_whole_one_ends_its_paragraph() -> None:
    cut = join(head("祁万山说，坐船的人", "（下转第3版）"), tail("比从前多了一倍。"))
    assert cut.text == "祁万山说，坐船的人比从前多了一倍。"
    for ending in ("他说。", "他说：“好。”", "（记者沈之遥）"):
        assert (
            join(head(ending, "\n（下转第3版）"), tail("第二天又开船。")).text == f"{ending}\n第二天又开船。"
        )
    assert join(head("他评上“标兵”"), tail("以后更忙了。")).text == "他评上“标兵”以后更忙了。"


def test_the_joined_article_is_the_heads_with_the_tails_byline_where_it_has_none() -> None:
    first = replace(head(FERRY, headline="渡船没有停"), id="1" * 16, kicker="柳湾渡口", revision=2)
    second = replace(
        tail("（上接第1版）"),
        headline="渡船没停（上接第1版）",
        text=f"{FERRY_ON}（记者沈之遥）",
        byline="记者沈之遥",
    )
    joined = join(first, second)
    assert (joined.id, joined.headline, joined.kicker, joined.page) == (
        "1" * 16,
        "渡船没有停",
        "柳湾渡口",
        "1",
    )
    assert joined.byline == "记者沈之遥"
    assert join(replace(first, byline="记者葛青"), second).byline == "记者葛青"


def test_the_headline_repeated_above_the_second_half_is_left_out() -> None:
    first = head(FERRY, headline="渡船没有停，女工上班去")
    for text in (f"（上接第1版）\n渡船没有停\n{FERRY_ON}", f"渡船没有停\n（上接第1版）\n{FERRY_ON}"):
        assert join(first, make_article(text, page="3")).text == f"{FERRY}\n{FERRY_ON}"
    other = join(first, tail(f"女工们\n{FERRY_ON}"))
    assert other.text == f"{FERRY}\n女工们\n{FERRY_ON}"


def test_an_article_over_three_pages_is_the_same_however_it_was_joined() -> None:
    first, third = head(FERRY, "（下转第2版）"), tail(SCHOOL, "（上接第2版）")
    middle = make_article(f"（上接第1版）{FERRY_ON}（下转第3版）", page="2")
    one, other = join(join(first, middle), third), join(first, join(middle, third))
    assert one == other
    assert one.text == f"{FERRY}\n{FERRY_ON}\n{SCHOOL}"
    assert [each.page for each in parts(one)] == ["1", "2", "3"]
    assert jumps_to(join(first, middle)) == "3"
    assert comes_from(join(middle, third)) == "1"


def test_every_word_has_the_page_it_is_printed_on() -> None:
    middle = make_article(f"（上接第1版）{FERRY_ON}（下转第3版）", page="2")
    whole = join(join(head(FERRY, "（下转第2版）"), middle), tail(SCHOOL, "（上接第2版）"))
    places = [(page_at(whole, at), char) for at, char in enumerate(whole.text) if char != "\n"]
    for page, text in (("1", FERRY), ("2", FERRY_ON), ("3", SCHOOL)):
        assert "".join(char for found, char in places if found == page) == text
    assert page_at(make_article(FERRY, page=None), 3) is None


def test_a_mark_taken_for_an_article_goes_to_what_follows_unless_that_is_a_report_of_its_own() -> None:
    mark, rest = make_article("（上接第1版）"), make_article(FERRY_ON)
    assert [each.text for each in with_their_marks([mark, rest])] == [f"（上接第1版）\n{FERRY_ON}"]
    report = make_article("本报讯（记者葛青）" + SCHOOL)
    assert with_their_marks([mark, report]) == (mark, report)
    assert with_their_marks([rest, mark]) == (rest, mark)


TEXTS = (
    st.text("船工说渡口的人早班，。；：“”（）\n1a ", min_size=1, max_size=40)
    .map(str.strip)
    .filter(lambda text: any(char.isalpha() for char in text))
)


@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_parts_put_together_come_apart_again(texts: list[str]) -> None:
    found = [
        replace(make_article(text, page=str(number)), origin=f"p{number}.txt + 第{number}版（2字）.pdf")
        for number, text in enumerate(texts, start=1)
    ]
    whole = put_together(found)
    assert [(each.text, each.page, each.origin) for each in parts(whole)] == [
        (each.text, each.page, each.origin) for each in found
    ]
    assert put_together(parts(whole)) == whole


@given(TEXTS, TEXTS.filter(lambda text: text[0] not in "：:"))
def test_a_joined_text_holds_both_halves_and_no_mark(one: str, other: str) -> None:
    joined = join(head(one), tail("\n" + other, headline=None))
    first, second = parts(joined)
    assert (first.text, second.text) == (one, other)
    assert joined.text.replace("\n", "") == (one + other).replace("\n", "")
    assert jumps_to(joined) is None
    assert comes_from(joined) is None
