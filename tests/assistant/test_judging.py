from __future__ import annotations

from assistant.citations import Marked, number_sources
from assistant.judging import judge, narrow
from assistant.records import Citation, Sentence
from vectorstore.records import Article, Hit, Passage

STATION = "平阳市的工会驿站从4月1日起试行通宵开放。每家改造费用为3.5万元。骑手凭会员码进门。"
HOTLINE = "河阳市总工会的热线由4条线路增加到10条。夜班每晚固定两名值班员。"


def sources(*texts: str) -> tuple[Citation, ...]:
    hits = []
    for index, text in enumerate(texts):
        article = Article(f"a{index}", None, None, None, None, None, None, "article", text, "x")
        hits.append(Hit(Passage(f"p{index}", article.id, 0, len(text), text), article, 1.0, None, None, None))
    return number_sources(hits)


def test_a_sentence_its_source_supports_keeps_its_citation() -> None:
    sentence = judge(Marked("平阳的工会驿站从4月1日起试行通宵开放。", (1,)), sources(STATION, HOTLINE))
    assert (sentence.verdict, sentence.citations) == ("supported", (1,))


def test_a_wrong_citation_is_replaced_by_the_one_that_supports() -> None:
    sentence = judge(Marked("河阳市总工会的热线由4条线路增加到10条。", (1,)), sources(STATION, HOTLINE))
    assert (sentence.verdict, sentence.citations) == ("supported", (2,))


def test_a_missing_citation_is_supplied() -> None:
    sentence = judge(Marked("每家改造费用为3.5万元。", ()), sources(HOTLINE, STATION))
    assert (sentence.verdict, sentence.citations) == ("supported", (2,))


def test_a_wrong_figure_is_not_supported_and_the_reason_names_it() -> None:
    sentence = judge(Marked("每家改造费用为5.3万元。", (1,)), sources(STATION, HOTLINE))
    assert sentence.verdict != "supported"
    assert "5.3" in (sentence.reason or "")


def test_saying_that_the_papers_do_not_say_needs_no_source() -> None:
    assert judge(Marked("报上没有提到收费标准。", ()), sources(STATION)).verdict == "supported"


def test_a_quote_is_narrowed_to_the_sentence_relied_on() -> None:
    (citation,) = narrow([Sentence("改造一家花费3.5万元。", (1,), "supported")], sources(STATION))
    assert citation.quote == "每家改造费用为3.5万元。"
    assert STATION[citation.start : citation.end] == citation.quote


def test_a_source_nobody_cites_is_not_listed() -> None:
    cited = narrow([Sentence("骑手凭会员码进门。", (1,), "supported")], sources(STATION, HOTLINE))
    assert [citation.number for citation in cited] == [1]
