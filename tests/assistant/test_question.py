from __future__ import annotations

import pytest

from assistant.matching import presence
from assistant.question import Asked, Term, answers, asked, bigrams, fold, parts, terms_of
from assistant.question_types import sought


def kinds(question: str) -> dict[str, str]:
    return {term.text: term.kind for term in terms_of(fold(question))}


def test_a_question_of_several_parts_is_taken_apart() -> None:
    first, second = parts("云溪市总工会开了几家食堂？每顿饭收多少钱？")
    assert "云溪市" in first.text
    assert "多少钱" in second.text


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("驿站在哪，几点开门？", ["驿站在哪", "几点开门?"]),
        ("驿站由谁出钱，并且每家花了多少钱？", ["驿站由谁出钱", "每家花了多少钱?"]),
        ("夜间热线，是谁在接？", ["夜间热线,是谁在接?"]),
        ("如果生病了，找谁报销，要带什么？", ["如果生病了,找谁报销", "要带什么?"]),
        ("谁也没说清楚，到底补多少钱？", ["谁也没说清楚,到底补多少钱?"]),
        ("驿站有多少家，好几家在装修？", ["驿站有多少家,好几家在装修?"]),
    ],
)
def test_a_sentence_that_asks_several_things_is_taken_apart(question: str, texts: list[str]) -> None:
    assert [part.text for part in parts(question)] == texts


def test_a_later_clause_is_about_what_the_first_one_is_about() -> None:
    first, second = parts("平阳的驿站在哪条街开张，几点开门？")
    assert {"平阳", "驿站", "开门"} <= {term.text for term in second.terms}
    assert "开张" not in {term.text for term in second.terms}
    assert "开门" not in {term.text for term in first.terms}
    assert second.matter == "平阳驿站几点开门?"
    assert first.matter == first.text


def test_a_part_without_words_of_its_own_keeps_those_before_it() -> None:
    first, second = parts("云溪的职工食堂在哪里？多少？")
    assert second.terms == first.terms
    assert first.terms


def test_an_unknown_name_is_not_joined_with_the_verb_beside_it() -> None:
    assert kinds("营丘读夜校要交学费吗？")["营丘"] == "name"
    assert kinds("2022年接了多少通电话？")["2022年"] == "number"


def test_quoted_names_stay_whole() -> None:
    assert kinds("“暖心驿站”几点关门？")["暖心驿站"] == "name"


def test_words_that_only_ask_are_left_out() -> None:
    assert not {"多少", "什么", "时候", "哪里", "究竟"} & set(kinds("食堂究竟什么时候开，多少钱，在哪里？"))


def test_the_noun_asked_for_need_not_stand_in_the_source() -> None:
    assert "学校" not in kinds("夜校是跟哪所学校合办的？")
    assert "学校" in kinds("学校的食堂几点开门？")


def test_a_month_in_words_is_a_number() -> None:
    assert kinds("四月办的比赛")["4月"] == "number"


def test_what_is_offered_as_a_choice_is_light() -> None:
    light = {term.text for term in terms_of("食堂是刷卡还是扫码？") if term.light}
    assert "刷卡" in light


def test_a_question_of_marks_only_still_has_a_part() -> None:
    (part,) = parts("？？")
    assert part.terms == ()
    assert bigrams(part.text) == ()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("食堂的电话是多少？", "phone"),
        ("一顿饭多少钱？", "money"),
        ("满意率有多高？", "share"),
        ("食堂哪天开张？", "when"),
        ("一天有多少人来吃饭？", "amount"),
        ("食堂由谁负责？", "who"),
        ("食堂在哪里？", "place"),
        ("办饭卡要带哪些材料？", "material"),
    ],
)
def test_the_type_asked_for(question: str, kind: Asked) -> None:
    assert asked(question)[0] == kind


@pytest.mark.parametrize(
    ("kind", "holding", "lacking"),
    [
        ("phone", "订餐请拨（0399）6120001。", "食堂开了12个窗口。"),
        ("money", "一份套餐12元。", "一份套餐有两荤一素。"),
        ("share", "满意率达到97.5%。", "职工都说好。"),
        ("material", "带上身份证和会员卡。", "来了就能吃。"),
    ],
)
def test_a_text_holds_the_type_or_does_not(kind: Asked, holding: str, lacking: str) -> None:
    assert answers(kind, fold(holding))
    assert not answers(kind, fold(lacking))


@pytest.mark.parametrize(
    ("question", "holding", "lacking"),
    [
        ("有多少家食堂？", "全市已有35家食堂。", "每天接待2600人次。"),
        ("开了多少家食堂？", "新开12家。", "最忙的一家在车站。"),
        ("一共多少人报名？", "1126名职工报了名。", "6月15日截止。"),
        ("哪天开业？", "4月10日开业。", "去年开业。"),
        ("星期几休息？", "每周三休息。", "3月休息。"),
        ("哪年办起来的？", "2021年办起来。", "春天办起来。"),
    ],
)
def test_the_form_of_the_answer_is_known_where_the_question_fixes_it(
    question: str, holding: str, lacking: str
) -> None:
    form = sought(question)
    assert form is not None
    assert form.search(holding)
    assert not form.search(lacking)


def test_an_open_question_has_no_form() -> None:
    assert sought("食堂为什么受欢迎？") is None


def test_folding_undoes_what_extraction_disturbs() -> None:
    assert fold("骑士\n安 ２０２４ 年ＡＩ") == "骑士安2024年ai"


def test_what_a_number_or_a_question_word_takes_along_joins_no_neighbour() -> None:
    assert {term.text for term in terms_of("食堂接了3000多件来电")} == {"3000", "食堂", "来电"}
    assert "边学" not in {term.text for term in terms_of("河阳和临江的夜校，哪边学过的人多？")}


@pytest.mark.parametrize(
    ("word", "printed"), [("案子", "结案40件案件"), ("打赢", "胜诉的占七成"), ("水电", "电费")]
)
def test_words_of_talk_are_found_in_the_words_of_the_paper(word: str, printed: str) -> None:
    assert presence(Term(word, "noun"), printed) >= 0.9
