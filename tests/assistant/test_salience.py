"""What is worth saying: what comes early, what others repeat, what the headline names, figures and names."""

from __future__ import annotations

from assistant.portions import Portion, whole
from assistant.salience import weigh_sentences
from tests.store_home import make_article

TEXT = (
    "河阳市总工会昨天发放高温补贴三百万元，惠及工友五千人。"
    "发放仪式上响起了掌声和欢快的锣鼓声。"
    "高温补贴由河阳市总工会直接打到工友的银行卡上。"
)


def report(text: str, headline: str | None = None) -> Portion:
    return whole(make_article(text, headline=headline))


def test_sentences_come_in_reading_order_with_their_offsets() -> None:
    (first, second, third) = weigh_sentences([report(TEXT)]).sentences
    assert first.start == 0
    assert first.end == second.start
    assert third.end == len(TEXT)


def test_what_others_repeat_is_central() -> None:
    first, second, third = weigh_sentences([report(TEXT)]).sentences
    assert second.central < min(first.central, third.central)


def test_the_same_sentence_is_worth_more_in_front() -> None:
    early, late = "甲方签了新的集体合同文本。", "乙方谈妥了下一年的工时。"
    one = weigh_sentences([report(early + late)]).sentences
    other = weigh_sentences([report(late + early)]).sentences
    assert one[0].own > other[1].own


def test_concepts_of_the_headline_and_of_figures_weigh_more() -> None:
    plain = weigh_sentences([report(TEXT)]).weights
    titled = weigh_sentences([report(TEXT, "河阳发放高温补贴")]).weights
    assert titled["补贴"] > plain["补贴"]
    assert titled["掌声"] == plain["掌声"]
    figures = weigh_sentences([report("发放补贴共计300元整。")]).weights
    assert figures["00"] > figures["补贴"]


def test_no_report_has_no_sentences() -> None:
    assert weigh_sentences([]).sentences == ()
