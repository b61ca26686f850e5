from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from assistant.answer_forms import candidates
from assistant.answer_kinds import kind_of_answer
from assistant.answering import Finding, answer_found, odds_needed
from assistant.evidence import Evidence, weigh
from assistant.question import fold
from vectorstore.records import Article, Hit, Passage


def rarity(texts: Sequence[str]) -> tuple[float, ...]:
    return tuple(0.7 for _ in texts)


def hit(text: str, *, rank: int = 1, headline: str | None = None, issued: date | None = None) -> Hit:
    name = f"a{rank}"
    article = Article(name, headline, None, None, None, issued, None, "article", text, "-")
    return Hit(Passage(name, name, 0, len(text), text), article, 1 - rank / 10, 0.9, rank, rank)


def find(
    question: str, *texts: str, said: Sequence[str] | None = None, issued: date | None = None
) -> Finding:
    hits = [hit(text, rank=rank, issued=issued) for rank, text in enumerate(texts, 1)]
    evidence = weigh(question, hits, rarity=rarity)
    return answer_found(question, hits, shown=texts, evidence=evidence, rarity=rarity, said=said)


def named(found: Finding) -> str | None:
    return found.best.text if found.best else None


class TestKinds:
    @pytest.mark.parametrize(
        ("question", "kind"),
        [
            ("桐河大桥什么时候通车", "when"),
            ("桐河大桥通车时间", "when"),
            ("桐河大桥修了多久", "duration"),
            ("桐河县去年用电量增长了多少", "share"),
            ("桐河大桥花了多少钱", "money"),
            ("桐河职工运动会有多少人参加", "number"),
            ("救人的司机获奖是几块金牌", "number"),
            ("今年职工读书节的主题是什么", "title"),
            ("职工运动会在哪里举行", "place"),
            ("桐河拔河赛的冠军", "who"),
            ("桐河拔河赛吉祥物叫什么", "name"),
            ("桐河大桥为什么改期通车", None),
        ],
    )
    def test_is_told_by_the_words_of_the_question(self, question: str, kind: str | None) -> None:
        assert kind_of_answer(question) == kind

    def test_a_figure_counts_with_the_measure_asked_for_only(self) -> None:
        sentence = "来自41家企业的86名选手赛了3天"
        found = candidates("number", "有多少名选手参加", sentence)
        assert [sentence[each.start : each.end] for each in found] == ["86名"]

    def test_a_month_alone_fits_less_than_a_day(self) -> None:
        sentence = "大桥3月动工,9月12日通车"
        fits = {
            sentence[each.start : each.end]: each.fit for each in candidates("when", "通车时间", sentence)
        }
        assert fits["9月12日"] > fits["3月"]

    def test_what_the_question_names_is_no_answer(self) -> None:
        assert not candidates("who", "何建平是谁", "何建平")

    def test_what_is_free_does_not_tell_how_much_somebody_gets(self) -> None:
        sentence = "职工可以免费体检。"
        assert not candidates("money", "高温天每人补多少钱", sentence)
        assert candidates("money", "体检收多少钱", sentence)


class TestAnswerFound:
    question = "2023年桐河县职工拔河赛的冠军是谁？"

    def test_finds_the_winner(self) -> None:
        found = find(self.question, "2023年桐河县职工拔河赛昨天收官，何建平夺得冠军。")
        assert found.found
        assert found.sure
        assert named(found) == "何建平"

    def test_a_winner_of_another_year_weighs_less(self) -> None:
        right = find(self.question, "2023年桐河县职工拔河赛昨天收官，何建平夺得冠军。")
        wrong = find(self.question, "2022年桐河县职工拔河赛昨天收官，何建平夺得冠军。")
        assert wrong.score < right.score
        assert not wrong.sure

    def test_the_year_of_the_issue_counts_for_a_relative_one(self) -> None:
        text = "去年桐河县职工拔河赛上，何建平夺得冠军。"
        asked = "2023年桐河县职工拔河赛的冠军是谁？"
        near = find(asked, text, issued=date(2024, 3, 1))
        far = find(asked, text, issued=date(2022, 3, 1))
        assert far.score < near.score

    def test_an_announcement_without_the_answer_is_none(self) -> None:
        found = find(self.question, "2023年桐河县职工拔河赛下周举行，报名踊跃，冠军将获奖杯。")
        assert named(found) is None
        assert not found.found

    def test_a_figure_of_another_period_weighs_less(self) -> None:
        asked = "2023年一季度桐河县用电量增长了多少？"
        right = find(asked, "2023年一季度，桐河县用电量增长6.2%。")
        wrong = find(asked, "2023年二季度，桐河县用电量增长6.2%。")
        assert wrong.score < right.score
        assert not wrong.sure

    def test_a_question_in_the_source_answers_nothing(self) -> None:
        found = find(self.question, "2023年桐河县职工拔河赛的冠军会是何建平吗？")
        assert named(found) is None

    def test_only_what_is_stated_counts(self) -> None:
        text = "2023年桐河县职工拔河赛昨天收官，何建平夺得冠军，奖金5000元。"
        asked = "2023年桐河县职工拔河赛冠军的奖金是多少钱？"
        assert named(find(asked, text)) == "5000元"
        assert named(find(asked, text, said=["冠军有奖金。"])) is None

    def test_what_a_model_made_up_is_not_bound(self) -> None:
        text = "2023年桐河县职工拔河赛昨天收官，何建平夺得冠军。"
        assert named(find(self.question, text, said=["冠军是梁志远。"])) is None

    def test_two_papers_that_agree_weigh_more_than_one(self) -> None:
        first = "2023年桐河县职工拔河赛昨天收官，何建平夺得冠军。"
        other = "桐河县职工拔河赛冠军何建平说，明年还来。"
        assert find(self.question, first, other).score > find(self.question, first, "县城下了雨。").score

    def test_an_open_question_is_left_to_the_evidence(self) -> None:
        hits = [hit("桐河大桥改期通车，因为汛期水位过高。")]
        asked = "桐河大桥为什么改期通车？"
        strong, weak = Evidence(0.99, True, ()), Evidence(0.001, False, ())
        said = [each.article.text for each in hits]
        assert answer_found(asked, hits, shown=said, evidence=strong, rarity=rarity).sure
        assert not answer_found(asked, hits, shown=said, evidence=weak, rarity=rarity).found

    def test_one_answered_part_is_enough(self) -> None:
        asked = "2023年桐河县职工拔河赛的冠军是谁？奖金是多少钱？"
        found = find(asked, "2023年桐河县职工拔河赛昨天收官，何建平夺得冠军。")
        assert found.found

    def test_without_hits_nothing_is_found(self) -> None:
        finding = answer_found(self.question, [], shown=[], evidence=Evidence(0.0, False, ()), rarity=rarity)
        assert finding.best is None
        assert not finding.found

    def test_the_answer_is_folded(self) -> None:
        found = find(self.question, "２０２３年桐河县职工拔河赛收官，何建平夺得冠军。")
        assert named(found) == fold("何建平")


def test_the_better_an_answer_is_bound_the_less_a_reader_has_to_be_sure() -> None:
    question = "桐河大桥花了多少钱？"
    told = find(question, "桐河大桥花了8600万元，由县里出。")
    missed = find(question, "桐河大桥由县里出钱。桐河学校花了300万元。")
    assert told.bound > missed.bound
    assert odds_needed(told) < odds_needed(missed)


def test_the_words_of_the_question_do_not_make_an_answer_bound() -> None:
    question, text = "桐河大桥花了多少钱？", "桐河大桥花了8600万元，由县里出。"
    few, many = (
        answer_found(question, [hit(text)], shown=[text], evidence=Evidence(score, True, ()), rarity=rarity)
        for score in (0.2, 0.9)
    )
    assert few.score < many.score
    assert few.bound == many.bound
