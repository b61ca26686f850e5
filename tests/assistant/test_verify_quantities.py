"""Numbers, units and dates are the same whatever their writing, and different when their sense is."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.verdict import Source
from assistant.verify import verify


def _pair(claim: str, found: str, issued: date | None = None) -> str:
    """Verdict on a sentence that has `claim` where its source has `found`."""
    source = Source(
        1, f"记者从市总工会获悉，本次帮扶行动{found}完成，困难职工家庭的反映普遍良好。", issued=issued
    )
    return verify(f"市总工会本次帮扶行动{claim}完成，困难职工家庭的反映普遍良好。", [source]).verdict


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("三千万元", "3000万元"),
        ("3,000万元", "３０００万元"),
        ("0.3亿元", "3000万元"),
        ("1亿2000万元", "1.2亿元"),
        ("百分之三十", "30%"),
        ("三成", "30%"),
        ("5千米", "5公里"),
        ("2吨", "2000公斤"),
        ("三十余名", "30多名"),
        ("30位", "30名"),
        ("第三次", "第3次"),
        ("3万至5万元", "3至5万元"),
        ("三个半月", "3个半月"),
        ("12名", "十二名"),
        ("3.0倍", "3倍"),
    ],
)
def test_same_quantity(claim: str, found: str) -> None:
    assert _pair(claim, found) == "supported"


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("3000亿元", "3000万元"),
        ("3000万美元", "3000万元"),
        ("30%", "30个百分点"),
        ("5米", "5公里"),
        ("3个月", "3天"),
        ("第四次", "第三次"),
        ("不足30名", "30多名"),
        ("超过3000万元", "近3000万元"),
        ("4万至5万元", "3万至5万元"),
        ("300余名", "30余名"),
        ("数千名", "数百名"),
    ],
)
def test_another_quantity(claim: str, found: str) -> None:
    assert _pair(claim, found) == "unsupported"


@pytest.mark.parametrize(
    ("claim", "found"), [("3000万元", "近3000万元"), ("超过30名", "30名"), ("24户", "24个")]
)
def test_looser_quantity_is_partly_supported(claim: str, found: str) -> None:
    assert _pair(claim, found) == "partly"


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("2024年3月4日", "3月4日"),
        ("3月4日", "4日"),
        ("2024年3月4日", "昨日"),
        ("3月4日", "昨天"),
        ("2024年3月", "本月"),
        ("2023年", "去年"),
        ("二〇二四年三月四日", "2024年3月4日"),
        ("2024-03-04", "2024年3月4日"),
        ("星期三", "周三"),
        ("9:30", "9时30分"),
        ("9点半", "9时30分"),
    ],
)
def test_same_date(claim: str, found: str) -> None:
    assert _pair(claim, found, date(2024, 3, 5)) == "supported"


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("2023年3月4日", "3月4日"),
        ("3月6日", "昨日"),
        ("明日", "昨日"),
        ("2024年", "去年"),
        ("4月4日", "4日"),
        ("周四", "周三"),
        ("10时30分", "9时30分"),
        ("3月14日", "3月4日"),
    ],
)
def test_another_date(claim: str, found: str) -> None:
    assert _pair(claim, found, date(2024, 3, 5)) != "supported"
