"""Additions planted in every claim of the sample newspaper: none passes the gate of scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from assistant.claims import claims_of
from assistant.explain_check import Basis, check_line
from assistant.explain_records import Claim, Line
from assistant.frames import basis_of, title_of
from assistant.portions import whole
from tests.digest_rig import sample_articles
from tests.explain_rig import RIDERS, VIDEO
from vectorstore.identity import keyed

TAILS = {
    "a figure": "，另外每人还有300元",
    "a figure in words": "，每人再补两千元",
    "a promise": "，工会保证人人有份",
    "a benefit": "，大家都能免费享受",
    "a promise to the listener": "，您也可以去领",
    "a gift": "，还送每人一箱水",
    "a region": "，郑州也一样",
    "a scope": "，全国都在推广",
    "a condition": "，但必须先登记",
    "a day": "，办到12月底",
    "a year": "，明年还会再办",
    "a person": "，张建国介绍",
    "a company": "，中国平安保险公司承保",
    "praise": "，受到职工一致好评",
    "a cause": "，因为上级高度重视",
    "a plan": "，下一步还要扩大范围",
}
HEADS = {"a condition first": "只要是会员，", "a region first": "在湖南省，"}
_RUN = re.compile(r"\d+(?:\.\d+)?")


def claims() -> Iterator[tuple[Claim, Basis]]:
    """Every claim of every article, with what its lines are held against."""
    for article in keyed(sample_articles()).values():
        made = claims_of([whole(article)], {}, minutes=1)
        basis = basis_of(made, RIDERS, VIDEO, title_of("", made))
        for claim in made.claims:
            yield claim, basis


@pytest.fixture(scope="module")
def found() -> list[tuple[Claim, Basis]]:
    return list(claims())


def caught(text: str, claim: Claim, basis: Basis) -> bool:
    return bool(check_line(Line(1, "小宣", text, (claim.number,), "body"), basis))


def test_the_claims_themselves_pass(found: list[tuple[Claim, Basis]]) -> None:
    assert len(found) > 120
    assert not [claim.text for claim, basis in found if caught(claim.text, claim, basis)]


@pytest.mark.parametrize("plant", [*TAILS, *HEADS])
def test_nothing_planted_passes(found: list[tuple[Claim, Basis]], plant: str) -> None:
    head, tail = HEADS.get(plant, ""), TAILS.get(plant, "")
    missed = [
        claim.text
        for claim, basis in found
        if not caught(f"{head}{claim.text.rstrip('。')}{tail}。", claim, basis)
    ]
    assert missed == []


def test_no_other_figure_passes(found: list[tuple[Claim, Basis]]) -> None:
    missed = []
    for claim, basis in found:
        for match in _RUN.finditer(claim.text):
            other = f"{float(match.group()) + 2:g}"
            text = f"{claim.text[: match.start()]}{other}{claim.text[match.end() :]}"
            if not caught(text, claim, basis):
                missed.append(text)
    assert missed == []
