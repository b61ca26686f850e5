"""What is held, what is missing, and what was never printed."""

from __future__ import annotations

from datetime import date, timedelta

from assistant.calendar import months, publications
from vectorstore.issues import Issue


def issue(day: date, publication: str | None = "试验日报", articles: int = 3) -> Issue:
    return Issue(publication, day, ("1", "2"), articles)


def weekdays(count: int) -> list[date]:
    days = (date(2024, 4, 1) + timedelta(days=offset) for offset in range(2 * count))
    return [day for day in days if day.weekday() < 5][:count]


def test_a_gap_in_a_paper_of_five_days_a_week_is_missing_and_its_weekends_are_not() -> None:
    days = weekdays(30)
    held = [issue(day) for day in days if day != date(2024, 4, 17)]
    found = {day.day: day for _, month in months(held, "试验日报") for day in month}
    assert [day for day, each in found.items() if each.held == "missing"] == [date(2024, 4, 17)]
    assert found[date(2024, 4, 20)].held == "none"
    assert (found[date(2024, 4, 18)].held, found[date(2024, 4, 18)].articles) == ("held", 3)


def test_months_come_newest_first_and_begin_and_end_with_an_issue() -> None:
    found = months([issue(day) for day in weekdays(30)], "试验日报")
    assert [month for month, _ in found] == [date(2024, 5, 1), date(2024, 4, 1)]
    assert found[-1][1][0].day == date(2024, 4, 1)
    assert found[0][1][-1].day == weekdays(30)[-1]


def test_of_a_few_issues_nothing_is_said_to_be_missing() -> None:
    held = [issue(date(2024, 4, 1)), issue(date(2024, 6, 3)), issue(date(2024, 12, 30))]
    found = months(held, "试验日报")
    assert [month.month for month, _ in found] == [12, 6, 4]
    assert all(day.held != "missing" for _, month in found for day in month)


def test_each_newspaper_has_a_calendar_of_its_own() -> None:
    held = [issue(date(2024, 4, 1)), issue(date(2024, 4, 2)), issue(date(2024, 4, 2), None)]
    assert publications(held) == ("试验日报", None)
    assert [day.day for _, month in months(held, None) for day in month] == [date(2024, 4, 2)]
    assert months(held, "别的报") == ()
