from __future__ import annotations

from dataclasses import replace
from math import isclose, log2

import numpy as np
import pytest
import pytrec_eval

from assistant.evaluation.records import Gold
from assistant.evaluation.retrieval import (
    article_ranks,
    hit_at,
    ndcg_at,
    passage_ranks,
    recall_at,
    reciprocal_rank,
)
from tests.evaluation_rig import make_hit


def test_two_relevant_articles_at_ranks_two_and_four() -> None:
    ranks = (4, 2)
    assert hit_at(ranks, 1) == 0.0
    assert hit_at(ranks, 5) == 1.0
    assert recall_at(ranks, 3) == 0.5
    assert recall_at(ranks, 5) == 1.0
    assert reciprocal_rank(ranks, 10) == 0.5
    ideal = 1 / log2(2) + 1 / log2(3)
    assert isclose(ndcg_at(ranks, 10), (1 / log2(3) + 1 / log2(5)) / ideal)


def test_what_is_not_found_or_found_too_late_counts_nothing() -> None:
    assert hit_at((None, 6), 5) == 0.0
    assert reciprocal_rank((None,), 10) == 0.0
    assert reciprocal_rank((11,), 10) == 0.0
    assert recall_at((1, None), 10) == 0.5
    assert ndcg_at((None,), 10) == 0.0


@pytest.mark.parametrize("seed", range(3))
def test_another_implementation_agrees(seed: int) -> None:
    """trec_eval over random rankings, some of them without any relevant document."""
    random = np.random.default_rng(seed)
    judged: dict[str, dict[str, int]] = {}
    ranked: dict[str, dict[str, float]] = {}
    ours: dict[str, tuple[int | None, ...]] = {}
    for n in range(50):
        order = [f"d{i}" for i in random.permutation(30)]
        relevant = [str(each) for each in random.choice([f"d{i}" for i in range(40)], size=4, replace=False)]
        relevant = relevant[: int(random.integers(1, 5))]
        judged[f"q{n}"] = dict.fromkeys(relevant, 1)
        ranked[f"q{n}"] = {name: float(-rank) for rank, name in enumerate(order)}
        ours[f"q{n}"] = tuple(order.index(name) + 1 if name in order else None for name in relevant)
    names = {"success_1,5,10", "recall_5,10", "recip_rank", "ndcg_cut_10"}
    theirs = pytrec_eval.RelevanceEvaluator(judged, names).evaluate(ranked)
    for name, ranks in ours.items():
        expected = theirs[name]
        for k in (1, 5, 10):
            assert isclose(hit_at(ranks, k), expected[f"success_{k}"])
        for k in (5, 10):
            assert isclose(recall_at(ranks, k), expected[f"recall_{k}"])
        assert isclose(ndcg_at(ranks, 10), expected["ndcg_cut_10"], abs_tol=1e-9)
        assert isclose(reciprocal_rank(ranks, 30), expected["recip_rank"])


def test_two_quotes_of_one_article_are_one_article_to_find() -> None:
    gold = (Gold("甲", "补贴一百五十元"), Gold("甲", "夜班两名值班员"), Gold("乙", "机器人来接听"))
    hits = [
        make_hit("别的报道。", name="x"),
        make_hit("补贴一百五十元。夜班两名值班员。", name="a"),
    ]
    assert article_ranks(gold, hits).fused == (2, None)


def test_a_passage_counts_only_where_it_holds_the_quote() -> None:
    text = "第一段说别的事情。第二段说补贴一百五十元。"
    gold = (Gold("甲", "补贴一百五十元"),)
    away, there = make_hit(text, end=9), make_hit(text, start=9)
    assert article_ranks(gold, [away]).fused == (1,)
    assert passage_ranks(gold, [away]) == (None,)
    assert passage_ranks(gold, [away, there]) == (2,)


def test_most_of_a_quote_that_is_cut_between_passages_is_enough() -> None:
    text = "开头在这里。补贴一百，五十元整。"
    gold = (Gold("甲", "补贴一百五十元整"),)
    cut = text.index("五")
    assert passage_ranks(gold, [make_hit(text, end=cut)]) == (1,)
    assert passage_ranks(gold, [make_hit(text, start=cut + 3)]) == (None,)


def test_two_quotes_in_one_passage_are_one_passage_to_find() -> None:
    gold = (Gold("甲", "补贴一百五十元"), Gold("甲", "夜班两名值班员"))
    assert passage_ranks(gold, [make_hit("补贴一百五十元。夜班两名值班员。")]) == (1,)


def test_spaces_and_punctuation_of_the_page_do_not_hide_a_quote() -> None:
    hit = make_hit("刷会员码 进门，值班人 员照应。")
    assert article_ranks((Gold("甲", "会员码进门,值班人员"),), [hit]).fused == (1,)


def test_an_article_is_known_by_its_callers_id_or_those_of_near_duplicates() -> None:
    gold = (Gold("", "", ("n1", "n2")),)
    assert article_ranks(
        gold, [make_hit("甲", external_id="n9"), make_hit("乙", external_id="n2")]
    ).fused == (2,)
    assert passage_ranks(gold, [make_hit("乙", external_id="n2")]) == ()


def test_a_headline_alone_will_do() -> None:
    assert article_ranks(
        (Gold("夜归人有了歇脚处", ""),), [make_hit("文", headline="夜归人 有了歇脚处")]
    ).fused == (1,)


def test_each_leg_has_ranks_of_its_own() -> None:
    gold = (Gold("甲", "补贴一百五十元"), Gold("乙", "机器人来接听"))
    found = replace(make_hit("补贴一百五十元。"), dense_rank=7, lexical_rank=None)
    ranks = article_ranks(gold, [found])
    assert (ranks.dense, ranks.lexical) == ((7, None), (None, None))
