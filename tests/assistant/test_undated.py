from __future__ import annotations

from datetime import date

import pytest

from assistant.undated import undated

TODAY = date(2024, 12, 5)


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("4月18日的报纸上，平阳每家驿站的改造费用是多少？", "平阳每家驿站的改造费用是多少？"),
        ("上个月的工会新闻里驿站有几家？", "工会新闻里驿站有几家？"),
        ("平阳每家驿站的改造费用是多少？", "平阳每家驿站的改造费用是多少？"),
        ("2024年4月18日？", "2024年4月18日？"),
    ],
)
def test_dates_of_issues_are_no_part_of_the_matter(question: str, matter: str) -> None:
    assert undated(question, TODAY) == matter
